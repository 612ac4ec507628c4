"""SYNTHETIC Markdown files."""

from pathlib import Path

from coder.exchange.importing import read_transcript as read
from coder.exchange.transcript import Transcript


def load(folder: Path, name: str, data: bytes | str) -> Transcript:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_markdown_is_rendered_to_plain_text(tmp_path: Path) -> None:
    source = (
        "---\ntitle: SYNTHETIC\n---\n## Part\n\n**Ada Lie:** \\[laugh\\] It is *so* `odd`, see [here](http://x.example).\n\n"
        "**Per Li:** No\\!\nNext line &amp; more.\n\n1985. was a year\n\n**Ada Lie:** \\[07:59\\] Yes <laughs>.\n\n"
        "    - indented\n\n[id1]: not swallowed\n"
    )
    result = load(tmp_path, "a.md", source)
    assert result.notes == ("---\ntitle: SYNTHETIC\n---",)
    assert spoken(result) == [
        ("", "Part"),
        ("Ada Lie", "[laugh] It is so odd, see here."),
        ("Per Li", "No!\nNext line & more.\n\n1985. was a year"),
        ("Ada Lie", "Yes <laughs>.\n\n- indented\n\n[id1]: not swallowed"),
    ]
    assert result.turns[3].seconds == 479


def test_markdown_names_need_no_colon(tmp_path: Path) -> None:
    stamped = load(tmp_path, "a.md", "**I [00:00:00]** So?\n\n**P [00:00:09]** No.\n\n**I [00:01:00]** Oh.\n")
    assert [(t.speaker, t.seconds) for t in stamped.turns] == [("I", 0), ("P", 9), ("I", 60)]
    headed = load(
        tmp_path, "b.md", "### Interviewer\n\nSo?\n\n### Participant\n\nNo.\n\nNever.\n\n### Interviewer\n\nOh.\n"
    )
    assert spoken(headed) == [("Interviewer", "So?"), ("Participant", "No.\n\nNever."), ("Interviewer", "Oh.")]


def test_markdown_table_gives_turns(tmp_path: Path) -> None:
    result = load(tmp_path, "a.md", "|Who|What|\n|-|-|\n|I|So, what then?|\n|P|No, **never**.|\n|I|Oh, I see.|\n")
    assert spoken(result)[-3:] == [("I", "So, what then?"), ("P", "No, never."), ("I", "Oh, I see.")]


def test_breaks_are_new_lines(tmp_path: Path) -> None:
    result = load(
        tmp_path, "a.md", "**I:** So?<br>Then?\n\n**P:** No.<br/>No <laughs>.\n\n**I:** Oh.\n\n**P:** Yes.\n"
    )
    assert spoken(result)[:2] == [("I", "So?\nThen?"), ("P", "No.\nNo <laughs>.")]


def test_names_after_list_numbers_are_speakers(tmp_path: Path) -> None:
    for mark, name in (("{}.", "**{}**"), ("{}.", "{}:"), ("-", "{}:")):
        lines = (f"{mark.format(at)} {name.format(['Kari', 'Per'][at % 2])} Word {at}.\n" for at in range(6))
        result = load(tmp_path, "a.md", "".join(lines))
        assert [turn.speaker for turn in result.turns] == ["Kari", "Per"] * 3
    assert len(result.turns) == 6
