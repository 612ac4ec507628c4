from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.readers import html, otr
from coder.exchange.transcript import Transcript


def page(body: str, head: str = "") -> Transcript:
    return html.read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_paragraphs_are_what_a_browser_shows() -> None:
    body = (
        "<p>I: SYNTHETIC\n  question &amp; <i>more</i>?</p>"
        "<div>P01: An&nbsp;answer<br>on two lines &#8211; all.</div>"
        "<script>var x = 'hidden';</script><style>p {}</style><p hidden>no</p><p style='display: none'>no</p>"
    )
    assert page(body, "<title>no</title>").text == (
        "I: SYNTHETIC question & more?\n\nP01: An\u00a0answer\non two lines – all."
    )


def test_bold_names_need_no_colon() -> None:
    lines = [("strong", ""), ("b", ""), ("span", ' class="speaker-name"'), ("span", ' style="font-weight:700"')]
    body = "".join(
        f"<p><{tag}{more}>{name}</{tag}> SYNTHETIC words {at}.</p>"
        for at, ((tag, more), name) in enumerate(zip(lines, ["Kari Nes", "Ola Moen"] * 2, strict=True))
    )
    assert turns(page(body)) == [
        (name, f"SYNTHETIC words {at}.") for at, name in enumerate(["Kari Nes", "Ola Moen"] * 2)
    ]


def test_class_that_the_page_sets_in_bold() -> None:
    body = "".join(
        f'<p class="c2"><span class="c1">{name}</span><span> SYNTHETIC {at}.</span></p>'
        for at, name in enumerate(["Kari Nes", "Ola Moen"] * 2)
    )
    style = "<style>.c2{margin:0}.c1, .c3{color:#000;font-weight:700}</style>"
    assert [speaker for speaker, _ in turns(page(body, style))] == ["Kari Nes", "Ola Moen"] * 2


def test_blocks_of_otter_with_time_stamps() -> None:
    body = "".join(
        f"<div><span class='speaker'>{name}</span> 0:{at:02}</div><p>SYNTHETIC words {at}.</p>"
        for at, name in enumerate(["Kari Nes", "Ola Moen"] * 2)
    )
    transcript = page(body)
    assert [(turn.speaker, turn.seconds) for turn in transcript.turns] == [
        ("Kari Nes", 0.0), ("Ola Moen", 1.0), ("Kari Nes", 2.0), ("Ola Moen", 3.0)
    ]  # fmt: skip


def test_lists_tables_and_headings() -> None:
    body = (
        "<h1>Talk</h1><ol start=3><li>one<li>two</ol><ul><li>dot</ul>"
        "<table><tr><th>Ward<th>Beds<tr><td>North<td>12</table><pre>a\n  b</pre>"
    )
    assert page(body).text == "Talk\n\n3. one\n\n4. two\n\ndot\n\nWard\tBeds\nNorth\t12\n\na\n  b"


def test_conversation_in_a_table_is_turns() -> None:
    rows = "".join(
        f"<tr><td>{who}</td><td><p>SYNTHETIC words {n}</p></td></tr>" for n, who in enumerate(["I", "P", "I"])
    )
    assert [speaker for speaker, _ in turns(page(f"<table>{rows}</table>"))] == ["I", "P", "I"]


def test_only_the_main_part_is_read() -> None:
    body = f"<header>Menu</header><nav>Home</nav><main><p>I: {'word ' * 20}</p></main><footer>Imprint</footer>"
    transcript = page(body)
    assert transcript.text == f"I: {'word ' * 20}".strip()
    assert "main part" in transcript.warnings[0]


def test_two_line_breaks_begin_a_paragraph() -> None:
    assert page("I: one<br><br/>P: two<br>three").text == "I: one\n\nP: two\nthree"


WORDS = "Jeg spiste blåbær på hytta – «ja»"


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "iso-8859-1"),
        ("utf-8", "iso-8859-1"),
        ("mac_roman", "macintosh"),
    ],
)
def test_encoding(codec: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    transcript = html.read(f"<html><head>{meta}</head><body><p>{WORDS}</body></html>".encode(codec), "a.html")
    assert transcript.text == WORDS
    assert transcript.encoding.replace("_", "").replace("-", "") in codec.replace("_", "").replace("-", "")


def test_nothing_is_fetched() -> None:
    hostile = (
        b'<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><head>'
        b'<link rel=stylesheet href="http://192.0.2.1/a.css"><base href="http://192.0.2.1/"></head><body>'
        b'<p>I: word &a;<img src="http://192.0.2.1/b.png"><iframe src="file:///etc/hostname"></iframe></body></html>'
    )
    assert html.read(hostile, "a.html").text.endswith("I: word &a;")


def test_deep_nesting_loses_no_words() -> None:
    assert page(f"<p>{'<font>' * 1500}deep{'</font>' * 1500} end</p>").text == "deep end"


@pytest.mark.parametrize(
    ("data", "message"), [(b"%PDF-1.4", "PDF"), (b"PK\x03\x04", "zip"), (bytes(range(32)) * 9, "not a text")]
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        html.read(data, "a.html")


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)


@given(st.lists(WORD, min_size=1, max_size=8), st.sampled_from(["p", "div", "li", "h2", "td"]))
def test_words_in_are_words_out(words: list[str], tag: str) -> None:
    assert page("".join(f"<{tag}>{word} <b>x{word}</b></{tag}>" for word in words)).text.split() == [
        part for word in words for part in (word, f"x{word}")
    ]


def test_otranscribe() -> None:
    text = (
        '<p><span class="timestamp" data-timestamp="1.5">00:01</span> I: SYNTHETIC&nbsp;question?</p>'
        '<p><span class="timestamp" data-timestamp="9">00:09</span> P: An answer.<br /></p>'
    )
    transcript = otr.read(json.dumps({"text": text, "media": "a.mp3", "media-time": 9}).encode(), "a.otr")
    assert [(turn.speaker, turn.seconds) for turn in transcript.turns] == [("I", 1.0), ("P", 9.0)]
    assert transcript.format == "otr"


@pytest.mark.parametrize(
    ("data", "message"), [(b"{", "damaged"), (b"[]", "not an oTranscribe"), (b'{"text": 1}', "not an oT")]
)
def test_other_otranscribe_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        otr.read(data, "a.otr")


PAGES = (
    'From: <Saved by SYNTHETIC>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/css\r\n\r\np {}\r\n--b\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>I: bl=E5b=\r\n=E6r</p>\r\n--b--\r\n"
)


def test_web_page_in_a_single_file() -> None:
    assert html.read_archive(PAGES.encode(), "a.mhtml").text == "I: blåbær"
    with pytest.raises(UnreadableFile, match="no web page"):
        html.read_archive(b"Subject: x\r\n\r\nwords", "a.mhtml")
