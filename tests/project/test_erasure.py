"""Erasure: what is erased is in no file of the project any more, and the rest is as it was."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import Damaged, Invalid, StoreError
from coder.model.participant import Participant
from coder.progress import no_progress
from coder.project import Project, doctor, encryption, erasure, erasure_files, read_project
from coder.project import backups as project_backups
from coder.project.drafts import MemoDraft, save
from coder.project.erased import CUT, LABEL
from coder.project.operations import codings, condensates, corrections, groups, memos, participants
from coder.project.project import utc_now
from coder.store import backups, checkpoint
from coder.store.cipher import Cost
from coder.store.erasure import stage
from tests.strategies import back_up, files_in, first_of, labels, new_project, reopened, small, turns_of


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that is in the files of a folder, what is packed unpacked."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)
        else:
            yield path.name, gzip.decompress(data) if path.suffix == ".gz" else data


def holding(folder: Path, words: str) -> list[str]:
    """Return the files of a folder that hold these words."""
    return [name for name, data in contents(folder) if words.encode() in data]


def original(folder: Path) -> Project:
    """A small study whose first text was corrected, with backups from before and after, and an edited memo."""
    project = small(new_project(folder))
    memo = memos.write(project, "Zebedee said so.")
    memos.revise(project, memo, text="She said so.")
    source = project.sources[first_of(project.sources.values()).id]
    text = project.text_of(source).text
    corrected = text.replace("Long", "Zebedee", 1)
    corrections.apply(project, source, corrections.preview(project, source, corrected, turns_of(corrected)))
    codings.code(project, project.sources[source.id], 0, 5, [first_of(project.codes.values())])
    assert back_up(project)
    back = corrected.replace("Zebedee", "[woman 1]", 1)
    source = project.sources[source.id]
    corrections.apply(project, source, corrections.preview(project, source, back, turns_of(back)))
    job = project.prepare_backup("kept")
    assert job
    job(no_progress)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return original(tmp_path / "p")


def test_originals_are_nowhere_after_their_erasure(project: Project) -> None:
    source = first_of(project.sources.values())
    folder = project.folder
    save(
        project,
        MemoDraft(
            memo=project.new_id(), kind="analytic", about="sources", target=source.id, text="Ask Zebedee", coder="KG"
        ),
    )
    assert {"history.jsonl", "project.json"} <= set(holding(folder, "Zebedee"))
    outcome = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, reason="consent")
    assert outcome.backups == 2
    project.close()
    assert holding(folder, "Zebedee") == []
    assert doctor.examine(folder) == []
    with read_project(folder) as project:
        text = project.text_of(project.sources[source.id]).text
        latest = next(project.history())
        assert (latest.operation, latest.reason, project.undoable) == ("project.erase", "consent", 0)
    assert "[woman 1]" in text
    for path in backups.listed(folder):
        tables = backups.read(path).tables
        assert {record.text for record in tables["texts"].values() if record.source == source.id} == {text}
        backups.verify(path)


def test_backup_that_cannot_be_rewritten_is_asked_about(project: Project) -> None:
    source = first_of(project.sources.values())
    damaged = backups.listed(project.folder)[0]
    damaged.write_bytes(b"no archive")
    with pytest.raises(Invalid, match="cannot be rewritten") as refused:
        erasure.erase_originals(project, [source])
    assert damaged.name in refused.value.detail
    assert next(project.history()).operation == "sources.correct"
    kept = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, unreadable="keep").kept
    assert [path for path, _ in kept] == [str(damaged)]
    outcome = erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"}, unreadable="delete")
    assert outcome.deleted == (str(damaged),)
    assert not damaged.exists()
    project.close()
    assert holding(project.folder, "Zebedee") == []


def test_what_is_done_after_an_erasure_can_be_undone(project: Project) -> None:
    source = first_of(project.sources.values())
    erasure.erase_originals(project, [source])
    memos.write(project, "After it.")
    project.close()
    project = reopened(project.folder)
    assert project.undo()
    assert project.undo() is None
    assert project.redo()
    project.close()
    assert doctor.examine(project.folder) == []


# Participants, sources, memos

SAID = "I did not ask anybody for help"


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """The small study with a condensate, a memo that quotes, a draft, a rescue file, and backups."""
    project = small(new_project(tmp_path / "study"))
    code = next(code for code in project.codes.values() if code.name == "Alone")
    first = next(source for source in project.sources.values() if source.name == "P01 baseline")
    segment = first_of(project.positions(first.id))
    groups.make(project, "Before asking")
    condensate = condensates.write(project, code, "Nobody was there for me. It was like that.")
    condensates.link(project, condensate, condensate.sentences[0].key, [segment])
    memos.write(project, f"Compare: “{SAID}”, said P01.", title="Help")
    memos.write(project, "Long weeks.", about="segments", target=segment)
    person = participants.find(project, "P01")
    assert person
    participants.describe(project, person, service="Surgery", note="Tall, from Tromsø, sings in a choir")
    save(
        project,
        MemoDraft(
            memo=project.new_id(), kind="analytic", about="sources", target=first.id, text="sings loudly", coder="KG"
        ),
    )
    (project.folder / "history.jsonl.damaged-20260101-000000").write_bytes(b"SYNTHETIC " + SAID.encode())
    assert back_up(project)
    return project


def person(project: Project, name: str = "P01") -> Participant:
    found = participants.find(project, name)
    assert found
    return found


def test_participant_is_nowhere_after_the_erasure(study: Project) -> None:
    folder = study.folder
    outcome = erasure.erase(study, [person(study)], kept=(), reason="withdrew")
    assert outcome.search.is_clean
    assert (outcome.backups, outcome.kept, study.undoable) == (1, (), 0)
    study.close()
    for words in ("did not ask", "Long", "Tromsø", "Surgery", "sings", "P01 baseline"):
        assert holding(folder, words) == [], words
    assert doctor.examine(folder) == []
    with read_project(folder) as study:
        assert person(study) == Participant(id=person(study).id, name="P01")
        (entry,) = study.attrition.values()
        assert entry.outcome == "withdrawn, erased"
        assert [source.name for source in study.sources.values()] == ["P02 follow-up"]
        latest = next(study.history())
        assert (latest.label, latest.reason, latest.coder) == ("erased participant P01", "withdrew", "KG")
        assert "added code Before asking/Alone" in labels(study)
        assert labels(study).count(LABEL) == 6
        texts = {memo.title: memo.text for memo in study.memos.values()}
        assert texts["Help"] == f"Compare: “{CUT}”, said P01."
        assert (
            "- [ ] Step 3, condensate of Before asking/Alone"
            in texts["Open points after the erasure of participant P01"]
        )


def test_backup_from_before_opens_without_what_was_erased(study: Project, tmp_path: Path) -> None:
    erasure.erase(study, [person(study)], kept=())
    study.close()
    (row,) = project_backups.listed(study.folder, verify=True)
    assert (row.damage, row.since) == ("", 1)
    project_backups.restore_to(row, [row], tmp_path / "restored", study.folder)
    assert doctor.examine(tmp_path / "restored") == []
    with reopened(tmp_path / "restored") as restored:
        assert [source.name for source in restored.sources.values()] == ["P02 follow-up"]
        while restored.undo():
            pass
        assert not restored.sources


def test_quotations_are_shown_and_stay_if_so_decided(study: Project) -> None:
    with pytest.raises(Invalid, match="1 text quotes what is to be erased") as refused:
        erasure.erase(study, [person(study)])
    assert refused.value.detail == f"analytic memo by KG on the project: {SAID}"
    assert study.sources
    assert next(study.history()).operation != "project.erase"
    (shown,) = erasure.preview(study, [person(study)]).quotations
    outcome = erasure.erase(study, [person(study)], kept=[shown.id])
    assert outcome.search.is_clean
    assert outcome.search.kept > 0
    assert SAID in study.memos[shown.id].text
    study.close()
    assert doctor.examine(study.folder) == []


def test_words_in_a_private_memo_of_another_coder_are_not_shown(study: Project) -> None:
    memo = next(memo for memo in study.memos.values() if memo.title == "Help")
    memos.revise(study, memo, kind="reflexive")
    study.act_as("MB")
    (shown,) = erasure.preview(study, [person(study)]).quotations
    assert (shown.where, shown.words) == ("reflexive journal by KG on the project", ())


def test_preview_counts_and_changes_nothing(study: Project) -> None:
    before = files_in(study.folder)
    preview = erasure.preview(study, [person(study)])
    assert "1 interview, 2 coded units, 3 codings and 1 memo, and changes 1 condensate" in preview.consequences
    assert (preview.backups, preview.leftovers) == (1, ("history.jsonl.damaged-20260101-000000",))
    assert "This cannot be undone" in preview.question
    assert files_in(study.folder) == before


def test_merged_participant_is_erased_too(study: Project) -> None:
    other = participants.add(study, "Kari", note="Lives in Bodø since 2011, works at night")
    participants.merge(study, other, person(study))
    participants.describe(study, person(study), note="")
    erasure.erase(study, [person(study)], kept=())
    study.close()
    assert holding(study.folder, "Bodø") == holding(study.folder, "Kari") == []


def test_source_is_erased_and_its_participant_stays(study: Project) -> None:
    source = next(source for source in study.sources.values() if source.name == "P01 baseline")
    assert erasure.erase(study, [source], kept=()).search.is_clean
    study.close()
    assert holding(study.folder, "did not ask") == []
    assert doctor.examine(study.folder) == []
    with read_project(study.folder) as study:
        assert person(study).service == "Surgery"


def test_memo_is_erased(study: Project) -> None:
    memo = next(memo for memo in study.memos.values() if memo.title == "Help")
    assert erasure.erase(study, [memo], kept=()).search.is_clean
    study.close()
    assert holding(study.folder, "Compare") == holding(study.folder, '"Help"') == []
    assert holding(study.folder, SAID) != []
    assert doctor.examine(study.folder) == []


def test_search_names_what_the_program_does_not_change(study: Project) -> None:
    (study.folder / "notes.txt").write_text(f"SYNTHETIC {SAID}", encoding="utf-8")
    (study.folder / ".git").mkdir()
    search = erasure.erase(study, [person(study)], kept=()).search
    assert [(hit.where, hit.number) for hit in search.hits] == [("notes.txt", 3)]
    assert [name for name, _ in search.unsearched] == [".git"]


def test_encrypted_project_is_rewritten_encrypted(study: Project) -> None:
    folder = study.folder
    study.close()
    encryption.encrypt(folder, "SYNTHETIC passphrase", cost=Cost(1, 8192))
    study = reopened(folder)
    outcome = erasure.erase(study, [person(study)], kept=())
    assert outcome.search.is_clean
    assert outcome.backups == 1
    study.close()
    assert holding(folder, "P02 follow-up") == holding(folder, "Before asking") == []
    assert doctor.examine(folder) == []
    with reopened(folder) as study:
        assert [source.name for source in study.sources.values()] == ["P02 follow-up"]
    (path,) = backups.listed(folder)
    assert [source.name for source in backups.read(path).tables["sources"].values()] == ["P02 follow-up"]
    assert b"did not ask" not in backups.history(path)


def test_repair_finishes_what_was_staged(study: Project) -> None:
    entries = study._store.read_history()
    plan = erasure.begin(study, [person(study)], kept=())
    prepared = erasure_files.prepare(study, plan)
    state = prepared.history.states[study._store.state.number]
    stage(study.folder, prepared.history.data, checkpoint.encode(study.tables, state))
    study._store.leave()
    with pytest.raises(StoreError, match="An erasure was interrupted"):
        read_project(study.folder)
    assert "Finished an erasure that had been interrupted." in doctor.repair(study.folder, utc_now())
    with reopened(study.folder) as study:
        assert len(list(study.history())) == len(entries) + 1
    assert holding(study.folder, "did not ask") == []
    assert doctor.examine(study.folder) == []


def test_history_that_was_changed_outside_is_not_rewritten(study: Project) -> None:
    path = study.folder / "history.jsonl"
    body = b'"coder":"KG"'
    lines = path.read_bytes().splitlines(keepends=True)
    inner = lines[2][len(b'{"sum":"00000000:00000000","entry":') : -2].replace(body, b'"coder":"MB"')
    lines[2] = b'{"sum":"%08x:%08x","entry":%s}\n' % (len(inner), zlib.crc32(inner), inner)
    path.write_bytes(b"".join(lines))
    with pytest.raises(Damaged, match="changed outside"):
        erasure.erase(study, [person(study)], kept=())
    assert study.sources
