"""Decisions on imported files, remembered for the next. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from coder.errors import Invalid
from coder.exchange.decisions import decisions_of, describe, is_voice, updated, with_decisions
from coder.exchange.importing import Chosen, import_file
from coder.exchange.transcript import ReadOptions
from coder.model.project import ImportDecision
from coder.project import Project, create_project, open_project
from coder.text.speaker_rules import SpeakerRules

FIRST = """Interviewer: How was it?
Liv: Long.
Interveiwer: And then?
Liv: Then spring came.
Interviewer: Who came?
Liv: My sister.
"""
SECOND = FIRST.replace("Liv", "Odd").replace("My sister", "Nobody")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        yield project


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def speakers(project: Project, source: str) -> set[str]:
    return {turn.speaker for turn in project.text_of(project.sources[source]).turns}


def chosen(
    encoding: str = "", interviewers: tuple[str, ...] | None = None, fresh: bool = False, **rules: object
) -> Chosen:
    return Chosen(options=ReadOptions(encoding, SpeakerRules(**rules)), interviewers=interviewers, fresh=fresh)  # type: ignore[arg-type]


def test_names_and_interviewers_are_followed_and_named(project: Project, tmp_path: Path) -> None:
    first = import_file(
        project,
        written(tmp_path, "P01.txt", FIRST),
        chosen(names={"Interviewer": "IH", "Interveiwer": "IH", "Liv": "P01"}, interviewers=("IH",)),
    )
    assert (speakers(project, first.source_id), first.followed) == ({"IH", "P01"}, ())
    assert project.sources[first.source_id].interviewers == ("IH",)
    second = import_file(project, written(tmp_path, "P02.txt", SECOND))
    assert speakers(project, second.source_id) == {"IH", "Odd"}
    assert project.sources[second.source_id].interviewers == ("IH",)
    assert second.followed == ("as for P01.txt: “Interviewer” is IH, “Interveiwer” is IH and IH is an interviewer",)
    third = import_file(project, written(tmp_path, "P03.txt", SECOND + "Odd: Ja.\n"), Chosen(fresh=True))
    assert speakers(project, third.source_id) == {"Interviewer", "Interveiwer", "Odd"}
    assert third.followed == ()


def test_decisions_belong_to_the_import_and_are_undone_with_it(project: Project, tmp_path: Path) -> None:
    before = project.undoable
    import_file(project, written(tmp_path, "P01.txt", FIRST), chosen(names={"Liv": "P01"}))
    assert project.undoable == before + 1
    assert project.info.imports == (ImportDecision("txt", "name", "Liv", "P01", "P01.txt"),)
    project.undo()
    assert project.info.imports == ()
    project.redo()
    assert len(project.info.imports) == 1


def test_decisions_are_followed_for_files_of_the_same_format_only(project: Project, tmp_path: Path) -> None:
    import_file(project, written(tmp_path, "P01.txt", FIRST), chosen(names={"Interviewer": "IH"}))
    second = import_file(project, written(tmp_path, "P02.md", SECOND))
    assert "IH" not in speakers(project, second.source_id)


def test_no_speaker_stays_text_in_the_next_file(project: Project, tmp_path: Path) -> None:
    note = FIRST + "Anmerkung: she laughs.\nAnmerkung: she leaves.\nAnmerkung: the end.\n"
    first = import_file(project, written(tmp_path, "P01.txt", note), chosen(not_speakers=frozenset({"Anmerkung"})))
    assert "Anmerkung" not in speakers(project, first.source_id)
    second = import_file(project, written(tmp_path, "P02.txt", note.replace("Liv", "Odd")))
    assert "Anmerkung" not in speakers(project, second.source_id)
    assert second.followed == ("as for P01.txt: “Anmerkung” is not a speaker",)
    third = import_file(project, written(tmp_path, "P03.txt", SECOND))
    assert third.followed == ()


def test_names_of_numbered_voices_are_not_kept(project: Project, tmp_path: Path) -> None:
    talk = "SPEAKER_00: How was it?\nSPEAKER_01: Long.\nSPEAKER_00: And then?\nSPEAKER_01: Spring.\n"
    first = import_file(project, written(tmp_path, "P01.txt", talk), chosen(names={"SPEAKER_00": "IH"}))
    assert "IH" in speakers(project, first.source_id)
    assert any("numbered anew" in warning for warning in first.warnings)
    assert project.info.imports == ()


@pytest.mark.parametrize(
    "label", ["SPEAKER_00", "Speaker 2", "speaker A", "Sprecher 1", "Unknown Speaker 3", "Taler 1"]
)
def test_numbered_voices_are_recognised(label: str) -> None:
    assert is_voice(label)


@pytest.mark.parametrize("label", ["Interviewer 1", "Participant 4", "P1", "Speaker", "Kari", "Speakerine"])
def test_other_labels_are_no_numbered_voices(label: str) -> None:
    assert not is_voice(label)


def decision(kind: str, label: str, value: str = "", file: str = "P01.txt") -> ImportDecision:
    return ImportDecision("txt", kind, label, value, file)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (decision("not a speaker", "Note"), decision("speaker", "note"), ["speaker"]),
        (decision("speaker", "Note"), decision("not a speaker", "Note"), ["not a speaker"]),
        (decision("name", "Liv", "P01"), decision("name", "LIV", "P02"), ["name"]),
        (decision("name", "Liv", "P01"), decision("name", "Odd", "P02"), ["name", "name"]),
        (decision("encoding", "", "cp1252"), decision("encoding", "", "cp1254"), ["encoding"]),
        (decision("form", "«NAME»"), decision("form", "<NAME>"), ["form", "form"]),
    ],
)
def test_later_decisions_replace_what_they_contradict(
    old: ImportDecision, new: ImportDecision, kinds: list[str]
) -> None:
    decisions = updated((old,), (new,))
    assert [row.kind for row in decisions] == kinds
    assert decisions[-1] == new
    assert updated(decisions, (new,)) == decisions


def test_repeated_decisions_keep_their_file() -> None:
    old = (decision("not a speaker", "Note"),)
    assert updated(old, (decision("not a speaker", "Note", file="P02.txt"),)) == old


def test_speakers_who_were_not_chosen_are_no_interviewers_any_more() -> None:
    old = (decision("interviewer", "IH"), decision("interviewer", "KG"))
    new = (decision("interviewer", "KG", file="P02.txt"),)
    assert updated(old, new, no_interviewers=["IH"]) == (decision("interviewer", "KG"),)


def test_what_is_chosen_overrules_what_was_decided() -> None:
    options = ReadOptions(rules=SpeakerRules(names={"Liv": "P02"}, speakers=frozenset({"Note"})))
    before = (decision("name", "liv", "P01"), decision("not a speaker", "Note"), decision("name", "I", "IH"))
    merged, followed = with_decisions(options, before)
    assert merged.rules.names == {"Liv": "P02", "I": "IH"}
    assert (merged.rules.not_speakers, merged.rules.speakers) == (frozenset(), {"Note"})
    assert followed == (decision("name", "I", "IH"),)


def test_decisions_are_described_by_file() -> None:
    made = decisions_of("txt", "P01.txt", ReadOptions("cp1254", SpeakerRules(forms=("«NAME»",))), ["IH"])
    assert describe((*made, decision("speaker", "Note", file="P02.txt"))) == (
        "as for P01.txt: labels are written «NAME», IH is an interviewer and the encoding is cp1254",
        "as for P02.txt: “Note” is a speaker",
    )


def test_an_encoding_is_followed_unless_the_file_is_unicode(project: Project, tmp_path: Path) -> None:
    talk = "I: Jak było?\nP: Źle, śnieg i mróz.\nI: A potem?\nP: Wiosna.\n"
    import_file(project, written(tmp_path, "P01.txt", talk, "iso8859_2"), chosen(encoding="iso8859_2"))
    second = import_file(project, written(tmp_path, "P02.txt", talk + "I: Dziękuję.\n", "iso8859_2"))
    assert "Dziękuję" in project.text_of(project.sources[second.source_id]).text
    assert second.followed == ("as for P01.txt: the encoding is iso8859_2",)
    third = import_file(project, written(tmp_path, "P03.txt", talk + "I: Żegnam.\n", "utf-8"))
    assert (third.encoding, third.followed) == ("utf-8", ())


def test_a_decision_of_an_unknown_kind_is_refused(project: Project) -> None:
    info = msgspec.structs.replace(project.info, imports=(decision("guess", "Liv"),))
    with pytest.raises(Invalid, match="unknown kind"), project.transaction("test", "test") as tx:
        tx.put("project", info)
    assert project.info.imports == ()


def test_no_interviewer_is_remembered_for_the_next_files_of_the_format(project: Project, tmp_path: Path) -> None:
    import_file(project, written(tmp_path, "P01.txt", FIRST), chosen(interviewers=()))
    second = import_file(project, written(tmp_path, "P02.txt", SECOND))
    assert (project.sources[second.source_id].no_interviewer, project.sources[second.source_id].interviewers) == (
        True,
        (),
    )
    assert second.followed == ("as for P01.txt: no speaker is an interviewer",)
    third = import_file(
        project, written(tmp_path, "P03.txt", SECOND + "Odd: Ja.\n"), chosen(interviewers=("Interviewer",))
    )
    assert project.sources[third.source_id].interviewers == ("Interviewer",)
    assert third.followed == ()
    assert [row.kind for row in project.info.imports] == ["interviewer"]


def test_an_interviewer_and_none_rule_each_other_out() -> None:
    named, none = decision("interviewer", "IH"), decision("no interviewer", "", file="P02.txt")
    assert updated((named,), (none,)) == (none,)
    assert updated((none,), (named,)) == (named,)
