"""SYNTHETIC Word files in the forms that Teams, Word, Otter, Rev and others export."""

from pathlib import Path

import pytest

from tests.exchange.word_files import load, paragraph, root, run, spoken

LIV, ODD = "Liv Dahl", "Odd Lie"
SAID = [(LIV, 3, "How was the winter?"), (ODD, 65, "Long, and dark."), (LIV, 70, "Who came?"), (ODD, 81, "Nobody.")]
BREAK = "<w:r><w:br/></w:r>"
BOLD = "<w:b/>"
PICTURE = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"


def clock(seconds: int, form: str = "{0}:{1:02}") -> str:
    return form.format(*divmod(seconds, 60))


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


LONG = "00:{0:02}:{1:02}"
EXPORTS = {
    "Teams": paragraph(run("Meeting-20230102", "<w:sz/>"))
    + paragraph("January 2, 2023, 10:00AM")
    + paragraph("25m 3s")
    + "".join(paragraph(run(name, BOLD), run(f"   {clock(at)}"), BREAK, run(words)) for name, at, words in SAID),
    "Teams with pictures": "".join(
        paragraph(
            "<w:r><w:drawing><a:blip/></w:drawing></w:r>", BREAK, run(name, BOLD), f"   {clock(at)}", BREAK, words
        )
        for name, at, words in SAID
    ),
    "Teams, old": "".join(
        paragraph(f"{clock(at, '0:{0}:{1}')}.120 --> {clock(at + 2, '0:{0}:{1}')}.0", BREAK, name, BREAK, words)
        for name, at, words in SAID
    ),
    "Word Transcribe": paragraph("Audio file")
    + paragraph('<w:hyperlink r:id="rId4">' + run("P3.m4a") + "</w:hyperlink>")
    + paragraph("Transcript")
    + "".join(paragraph(f"{clock(at, LONG)} {name}") + paragraph(words) for name, at, words in SAID),
    "Otter": paragraph("P3 interview")
    + "".join(paragraph(run(name, BOLD), f"  {clock(at)}  ") + paragraph(words) for name, at, words in SAID),
    "Otter, plain": "".join(paragraph(f"{name}  {clock(at)}") + paragraph(words) for name, at, words in SAID),
    "Rev": "".join(
        paragraph(f"{name} ({clock(at, '{0:02}:{1:02}')}):") + paragraph(words) for name, at, words in SAID
    ),
    "Rev, in a line": "".join(
        paragraph(run(f"{name}:", BOLD), f" [{clock(at, LONG)}] {words}") for name, at, words in SAID
    ),
    "Happy Scribe": "".join(
        paragraph(f"[{clock(at, LONG)}.120] - {name}") + paragraph(words) for name, at, words in SAID
    ),
    "table with a heading": table(
        ("Timestamp", "Speaker", "Transcript"), *((clock(at, LONG), name, words) for name, at, words in SAID)
    ),
    "table": table(*((name, clock(at, LONG), words) for name, at, words in SAID)),
    "table with numbers": table(
        *((str(at), clock(when, LONG), name, words) for at, (name, when, words) in enumerate(SAID, 1))
    ),
    "table with the time at the name": table(*((f"{name} {clock(at, LONG)}", words) for name, at, words in SAID)),
    "trint": "".join(paragraph(f"{name} [{clock(at, LONG)}] {words}") for name, at, words in SAID),
    "captions": "".join(
        paragraph(str(number)) + paragraph(f"{clock(at, LONG)},000 --> 00:09:00,000") + paragraph(f"{name}: {words}")
        for number, (name, at, words) in enumerate(SAID, 1)
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_export_gives_speakers_words_and_times(tmp_path: Path, export: str) -> None:
    result = load(tmp_path, EXPORTS[export])
    assert [turn for turn in spoken(result) if turn[0]] == [(name, words) for name, _, words in SAID]
    assert [int(turn.seconds or 0) for turn in result.turns if turn.speaker] == [at for _, at, _ in SAID]


def test_comments_on_captions_stay_on_their_words(tmp_path: Path) -> None:
    marks = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    body = "".join(
        paragraph(str(at))
        + paragraph(f"00:00:0{at},000 --> 00:00:09,000")
        + paragraph("So ", marks[0], "cold", marks[1])
        for at in range(1, 4)
    )
    comments = root("comments", f'<w:comment w:id="1" w:author="K">{paragraph("Why?")}</w:comment>')
    result = load(tmp_path, body, comments=comments)
    assert [result.text[c.start : c.end] for c in result.comments] == ["cold"]
    assert "-->" not in result.text
