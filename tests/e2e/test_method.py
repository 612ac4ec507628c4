"""A whole small study by its method in a real terminal: from Word files to the results, by keys. All SYNTHETIC."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.e2e.conftest import Machine, cursor_on, titled
from tests.e2e.person import Person

SAYS = {
    ("P01", "baseline"): ("Under thirty-nine you operate. I was never ill.", "I told nobody at home – ikke én gang."),
    ("P01", "follow-up"): ("I have a GP of my own now. I can hear the rule.", "I rang in and said that I was ill."),
    ("P02", "baseline"): (
        "You do not cancel twenty people. I was ashamed.",
        "Nothing was written down 🙂, so I talked.",
    ),
    ("P02", "follow-up"): ("I work four days. The fear is still there.", "I am somebody's patient now."),
}
GROUP = "What a doctor ought to be"
RULE = f"{GROUP}/Never ill"
OTHERS = (
    ("P01_baseline", "I was never ill.", RULE),
    ("P01_follow-up", "I can hear the rule.", RULE),
    ("P02_baseline", "You do not cancel twenty people.", f"{GROUP}/Patient first"),
    ("P02_follow-up", "The fear is still there.", RULE),
)
CONDENSATE = ("Over thirty-nine I would drink water and go on.", "Now the rule talks, and I hear it.")
CLAIMS = ("They lived by a rule.", "A year later they could hear it.")
HEADING = "A rule that can be heard"


@pytest.fixture
def interviews(machine: Machine) -> list[Path]:
    """Two participants by two waves, as Word files."""
    paths = []
    for (person, wave), said in SAYS.items():
        document = docx.Document()
        document.add_paragraph("SYNTHETIC")
        for asked, words in zip(("How was it?", "And then?"), said, strict=True):
            for speaker, text in (("I", asked), ("P", words)):
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{speaker}: ").bold = True
                paragraph.add_run(text)
        paths.append(machine.home / f"{person}_{wave}.docx")
        document.save(str(paths[-1]))
    return paths


def steps_zero_and_one(app: Person) -> None:
    """Preconceptions, reading, themes and what becomes of them."""
    app.do("g", "i", said="P02_follow-up.docx")
    app.do("ctrl+a", "enter", said="All files are read")
    app.do("i", said="4 imported")
    app.do("g", "m", "a", "ctrl+k", "p", said="What would surprise me")
    app.write("nothing but shame", "escape", said="wrote a memo")
    app.do("L", "l", said="locked preconceptions")
    app.do("g", "c", "S", said="reading mode")
    app.do("t", said="Preliminary theme:")
    app.write("Never ill", "enter", said="proposed theme")
    for left in ("3 to read", "2 to read", "1 to read"):
        app.do("R", said=left)
    app.do("R", said="all 4 are")
    app.do("S", "g", "k", said="1 preliminary")
    app.do("a", said="Preliminary theme:")
    app.write("Relief", "enter", said=re.compile("○ Relief"))
    app.do("<", "t", said="up into")
    app.write(GROUP, "enter", said="Reason (optional):")
    app.write("the rule behind it", "enter", said="taken up into")
    app.do("j", "x", said="Reason (optional):")
    app.write("one voice", "enter", said="dropped by")
    app.do("tab", "c", said=f"made {GROUP} a code group")


def step_two(app: Person) -> None:
    """One unit is coded on the screen, then sorted in the view of the groups."""
    app.do("g", "c", "s", said="P01_baseline")
    app.write("P01_baseline", "enter", said=titled("P01_baseline"))
    app.walk("j", cursor_on("Under thirty-nine you operate."))
    app.do("c", said="Code “Under")
    app.write(f"{GROUP}/Patient first", "enter", said="coded with Patient first")
    app.do("g", "u", said=titled("Code groups"))
    app.do("tab", "v", said="Move the unit to")
    app.write("Never", "enter", said=f"1/5 · {GROUP}/Never ill")


def step_three(app: Person) -> None:
    """A condensate, whose sentences are linked while writing, and a gold quotation."""
    app.do("g", "d", said="no condensate")
    app.do("enter", said=" 0 words")
    app.do("*", said="marked “Under thirty-nine")
    app.do("e", said="Ctrl+L link unit")
    app.write(CONDENSATE[0], "ctrl+l", said="linked “Under")
    app.write(" " + CONDENSATE[1], "escape", said="revised the condensate")
    app.do("space", said=re.compile("linked “I was|linked “I can"))
    app.do("escape", said="condensate written")


def step_four(app: Person) -> None:
    """The analytic text with its heading, and both checks."""
    app.do("g", "a", said="≈ condensate")
    app.do("e", said="In the third person")
    app.write(" ".join(CLAIMS), "escape", said="wrote the analytic text")
    app.do("<", "l", said="Units for sentence 1")
    app.write("thirty", "enter", said="linked 1 unit")
    app.do("h", said="Category heading of")
    app.write(HEADING, "enter", said="set the category heading of What")
    app.do("v", said=re.compile("1/2 . open"))
    app.do("c", "1", said=re.compile("2/2 . open"))
    app.do("4", said="checked 2 of 2")
    app.do("g", "v", said="units checked")
    app.do("enter", said=re.compile("1/5 . open"))
    for key, count in (("1", 1), ("1", 2), ("3", 3)):
        app.do(key, said=f"checked {count} of 5")


def the_pair(app: Person) -> None:
    """The first pair: evidence from both sides, a sentence, a tag."""
    app.do("g", "p", said="P01 · baseline → follow-up")
    app.do("n", "e", said=re.compile(r"baseline +“"))
    app.do("tab", "e", said=re.compile(r"follow-up +“"))
    app.do("s", said=re.compile("Ctrl.G|Esc saves?"))
    app.write("He hears the rule now.", "escape", said="no tag yet (t)")
    app.do("t", said="What changed")
    app.do("d", said="↓ D decreases/ceases")


def the_levels(app: Person) -> None:
    """Schein's levels of culture for that pair, an assumption concluded from an artefact."""
    app.do("g", "f", said="New: Levels of culture")
    app.do("l", said=titled("Levels of culture · opened early"))
    app.do("a", said="Units for Artefacts")
    app.write("thirty", "enter", said="● evidenced")
    app.do("e", said=re.compile("Ctrl.G|Esc saves?"))
    app.write("A rule told as a joke", "escape", said=titled("Levels of culture"))
    app.do("j", "j", "e", said=titled("Basic underlying assumptions"))
    app.do("escape", said=titled("Levels of culture"))
    app.do("c", said="is concluded from")
    app.write("Artefacts", "enter", said="◌")
    app.do("e", said=re.compile("Ctrl.G|Esc saves?"))
    app.write("A doctor is not ill", "escape", said=titled("Levels of culture"))


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), pytest.param(140, 40, marks=pytest.mark.long)])
def test_a_study_by_its_method(machine: Machine, interviews: list[Path], columns: int, rows: int) -> None:
    assert len(interviews) == 4
    machine.run("new", "study", "--coder", "KG", "--language", "en")
    app = machine.app("study", columns=columns, rows=rows)
    app.wait_for("No transcript yet")
    steps_zero_and_one(app)
    app.leave()
    for source, quote, code in OTHERS:
        machine.run("code", "study", source, "--quote", quote, code, "--create")
    app = machine.app("study", columns=columns, rows=rows)
    app.wait_for(re.compile("Codes|P0"))
    step_two(app)
    step_three(app)
    step_four(app)
    the_pair(app)
    the_levels(app)
    app.do("g", "s", said="Preconceptions")
    app.leave()
    what_is_there(machine)
    the_results(machine)


def what_is_there(machine: Machine) -> None:
    """What was typed is what the project holds."""
    (statement,) = [memo for who in machine.json("preconceptions", "study") for memo in who["versions"]]
    assert "nothing but shame" in statement["text"]
    assert statement["locked"]
    fates = {one["name"]: one["fate"] for one in machine.json("themes", "study") if not one["negotiated"]}
    assert fates == {"Never ill": "taken", "Relief": "dropped"}
    (group,) = machine.json("groups", "study")["groups"]
    assert (group["group"], group["units"], group["heading"]) == (GROUP, 5, HEADING)
    assert {one["name"]: one["units"] for one in group["subgroups"]} == {"Never ill": 4, "Patient first": 1}
    condensate = machine.json("condensates", "study")[0]
    assert tuple(sentence["text"] for sentence in condensate["sentences"]) == CONDENSATE
    assert [len(sentence["units"]) for sentence in condensate["sentences"]] == [1, 1]
    assert len(condensate["gold"]) == 1
    (text,) = machine.json("analytic", "study")
    assert tuple(sentence["text"] for sentence in text["sentences"]) == CLAIMS
    assert [sentence["state"] for sentence in text["sentences"]] == ["done", "done"]
    assert len(machine.json("check", "study")) == 5
    pairs = machine.json("pairs", "study")
    (note,) = [note for pair in pairs["pairs"] for note in pair["notes"]]
    assert (pairs["n"], note["tag"], note["sentence"]) == (2, "decreases/ceases", "He hears the rule now.")
    assert (len(note["evidence_first"]), len(note["evidence_then"])) == (1, 1)
    cells = {one["level"]: one for one in machine.json("cells", "study") if one.get("summary")}
    assert cells["Artefacts"]["summary"] == "A rule told as a joke"
    assert cells["Basic underlying assumptions"]["status"] == "analyst-inferred"
    assert json.loads(machine.run("doctor", "study", "--json"))["ok"]


def the_results(machine: Machine) -> None:
    """In the document every quotation is verbatim in its source, and each condensate is labelled and no quotation."""
    machine.run("report", "results", "study", "results.docx")
    paragraphs = list(_paragraphs(docx.Document(str(machine.home / "results.docx"))))
    text = "\n".join(paragraphs)
    assert HEADING in paragraphs
    assert " ".join(CLAIMS) in text
    sources = {
        one["name"]: machine.run("show", "study", one["name"], "--text") for one in machine.json("sources", "study")
    }
    quoted = [
        (at, paragraphs[at + 1]) for at, words in enumerate(paragraphs[:-1]) if paragraphs[at + 1].startswith("— P0")
    ]
    assert quoted
    for at, of in quoted:
        found = re.match(r"— (P0\d), ([\w-]+)", of)
        assert found is not None
        assert paragraphs[at].strip("“”") in sources[f"{found[1]}_{found[2]}"]
    for sentence in CONDENSATE:
        assert all(sentence not in source for source in sources.values())
        for at, words in enumerate(paragraphs):
            if sentence in words:
                assert "condensate (not a quotation)" in paragraphs[at - 1]
                assert not re.search(r"P0\d|[“”\"«»]", words)
    assert sum(CONDENSATE[0] in words for words in paragraphs) == 1


def _paragraphs(document: Any) -> Any:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)
