"""The HTML report: valid, self-contained, escaped, verbatim. All text SYNTHETIC."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.web_page import render_markdown
from coder.exchange.writers.segments_html import Strand, assign_lanes, pieces_of, write
from coder.project import Project, create_project, open_project
from coder.project.operations import codebook, codings, memos, sources
from coder.text.span import Turn

EVIL = "<script>alert('x')</script>"
TEXT = f"I: SYNTHETIC {EVIL} & you?\n\nP: One two three four five six.\n\nP: Seven eight,\n  nine <b>ten</b>."
VOID = {"meta", "br", "hr", "img", "link", "input", "wbr"}


class Page(HTMLParser):
    """A page read strictly: every element closed in order, ids unique, links with a target."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.levels: list[int] = []
        self.verbatim: list[str] = []
        self.inside = 0
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        attributes = dict(attrs)
        self.tags.add(tag)
        self.attributes |= attributes.keys()
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        if "verbatim" in (attributes.get("class") or "").split():
            self.inside = len(self.open) + 1
            self.verbatim.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        if len(self.open) == self.inside:
            self.inside = 0
        self.open.pop()

    def handle_data(self, data) -> None:
        if self.inside:
            self.verbatim[-1] += data


@pytest.fixture
def project(tmp_path: Path):
    create_project(tmp_path / "study", f"Study {EVIL}")
    with open_project(tmp_path / "study", "K<G>") as opened:
        starts = (TEXT.index("SYN"), TEXT.index("One"), TEXT.index("Seven"))
        turns = [
            Turn(starts[0], starts[1] - 5, "I", None, 0),
            Turn(starts[1], starts[2] - 5, "P<i>", 3725.0, starts[1] - 3),
            Turn(starts[2], len(TEXT), "P", None, starts[2] - 3),
        ]
        source = sources.add(
            opened, name=f"S {EVIL}", text=TEXT, turns=turns, participant=f"P {EVIL}", wave="<w>", day=402
        )
        bad = codebook.add(opened, "Group/" + EVIL.replace("/", "|"), definition=EVIL, include=EVIL, color="#4e8fd9")
        plain = codebook.add(opened, "Plain", color="red;}body{display:none")
        first = code(opened, source, "One two three", bad)
        code(opened, source, "two three four", plain, bad)
        code(opened, source, "six.\n\nP: Seven", plain)
        code(opened, source, EVIL, plain)
        codings.mark(opened, opened.codings_of(first)[0], "gold")
        memos.write(
            opened,
            f"# Head\n\n{EVIL} *word* ![x](https://example.org/a.png) [y](javascript:alert(1))",
            about="segments",
            target=first,
            title=EVIL,
        )
        yield opened


def code(project: Project, source, quote: str, *codes) -> str:
    at = TEXT.index(quote)
    return codings.code(project, source, at, at + len(quote), codes).segment.id


def report(project: Project, segments=None) -> str:
    return write(project, segments).decode()


def test_page_is_valid_and_has_no_broken_links(project: Project) -> None:
    page = Page(report(project))
    assert len(page.ids) == len(set(page.ids))
    internal = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert internal
    assert internal <= set(page.ids)
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(page.levels, page.levels[1:], strict=False))


def test_page_has_no_scripts_or_external_resources(project: Project) -> None:
    text = report(project)
    page = Page(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "i"}
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "style", "srcset")}
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert "url(" not in text
    assert "@import" not in text
    assert EVIL not in text
    assert "red;}" not in text
    # a link in a memo stays a link; an image becomes one
    assert {link for link in page.links if not link.startswith("#")} == {"https://example.org/a.png"}


def test_quotations_and_transcripts_are_verbatim(project: Project) -> None:
    words = Page(report(project)).verbatim
    assert project.segments
    for segment in project.segments.values():
        assert TEXT[segment.start : segment.end] in words
    turns = project.text_of(next(iter(project.sources.values()))).turns
    assert turns
    for turn in turns:
        assert TEXT[turn.start : turn.end] in words


def test_page_shows_codes_memos_and_turns(project: Project) -> None:
    text = report(project)
    for words in ("day 402", "gold quotation", "(continued)", "1:02:05", "<em>word</em>", "K&lt;G&gt;"):
        assert words in text
    assert 'data-opens="a"' in text
    assert '<p class="heading">Head</p>' in text


def test_extract_shows_only_turns_with_a_unit(project: Project) -> None:
    segment_id = next(segment.id for segment in project.segments.values() if segment.quote == "One two three")
    text = report(project, [segment_id])
    assert "Seven" not in text
    assert "One two" in "".join(Page(text).verbatim)
    assert "This is an extract" in text


def test_empty_project_gives_a_page(tmp_path: Path) -> None:
    create_project(tmp_path / "empty", "Empty SYNTHETIC")
    with open_project(tmp_path / "empty", "KG") as empty:
        assert "Empty SYNTHETIC" in report(empty)
        sources.add(empty, name="No turns", text="Only words.", turns=[])
        assert "Only words." in Page(report(empty)).verbatim


def test_memo_html_is_escaped() -> None:
    assert render_markdown("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"
    assert "<a" not in render_markdown("[y](javascript:alert(1))")


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8)


@given(SPANS)
def test_pieces_join_to_the_text(spans: list[tuple[int, int]]) -> None:
    text = "abcdefghijklmnopqrstuvwxyzåøæ0123456789ABCDE"
    over = assign_lanes([Strand(at, at + long, n, "a", "A", (n,)) for n, (at, long) in enumerate(spans)])
    pieces = pieces_of(text, 0, len(text), over)
    assert "".join(piece.text for piece in pieces) == text
    assert sorted(number for piece in pieces for number in piece.anchors) == list(range(len(spans)))
    covered = "".join("x" * len(piece.text) if piece.css else "." * len(piece.text) for piece in pieces)
    assert covered == "".join("x" if any(s.start <= at < s.end for s in over) else "." for at in range(len(text)))


@given(SPANS)
def test_overlapping_strands_share_no_lane(spans: list[tuple[int, int]]) -> None:
    placed = assign_lanes([Strand(at, at + long, n, "a", "A", (0, 1)) for n, (at, long) in enumerate(spans)])
    assert len(placed) == len(spans)
    for strand in placed:
        assert len(set(strand.lanes)) == 2
        for other in placed:
            if other is not strand and other.start < strand.end and strand.start < other.end:
                assert not set(strand.lanes) & set(other.lanes)
