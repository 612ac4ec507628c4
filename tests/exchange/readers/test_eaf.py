from __future__ import annotations

import pytest

from coder.errors import UnreadableFile
from coder.exchange.readers.eaf import read
from coder.exchange.transcript import Transcript


def eaf(*tiers: str) -> bytes:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{at}" TIME_VALUE="{at * 1000}"/>' for at in range(1, 60))
    order = f'<TIME_ORDER>{slots}<TIME_SLOT TIME_SLOT_ID="open"/></TIME_ORDER>'
    return f"<ANNOTATION_DOCUMENT>{order}{''.join(tiers)}</ANNOTATION_DOCUMENT>".encode()


def tier(id: str, *annotations: tuple[int, int, str], participant: str = "", kind: str = "utterance") -> str:
    body = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{id}{start}" TIME_SLOT_REF1="ts{start}" '
        f'TIME_SLOT_REF2="ts{end}"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
        for start, end, words in annotations
    )
    person = f'PARTICIPANT="{participant}"' if participant else ""
    return f'<TIER TIER_ID="{id}" {person} LINGUISTIC_TYPE_REF="{kind}">{body}</TIER>'


def below(id: str, parent: str, *annotations: tuple[str, str], kind: str = "translation") -> str:
    body = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{id}{ref}" ANNOTATION_REF="{ref}"><ANNOTATION_VALUE>{words}'
        "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for ref, words in annotations
    )
    return f'<TIER TIER_ID="{id}" PARENT_REF="{parent}" LINGUISTIC_TYPE_REF="{kind}">{body}</TIER>'


def turns(transcript: Transcript) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_tiers_are_speakers_and_annotations_are_in_order_of_time() -> None:
    data = eaf(
        tier("K", (1, 3, "SYNTHETIC question?"), (20, 21, "And then?"), participant="Kari"),
        tier("Ola", (10, 12, "An answer."), (30, 31, "No more.")),
    )
    assert turns(read(data, "a.eaf")) == [
        ("Kari", 1.0, "SYNTHETIC question?"),
        ("Ola", 10.0, "An answer."),
        ("Kari", 20.0, "And then?"),
        ("Ola", 30.0, "No more."),
    ]


def test_translations_and_comments_are_kept_as_notes() -> None:
    data = eaf(
        tier("Kari", (1, 3, "Det var fint.")),
        below("Kari-en", "Kari", ("Kari1", "It was nice.")),
        tier("Comments", (2, 3, "she laughs")),
    )
    transcript = read(data, "a.eaf")
    assert turns(transcript) == [("Kari", 1.0, "Det var fint.")]
    assert transcript.notes == ("Tier Kari-en:\n\nIt was nice.", "Tier Comments:\n\nshe laughs")
    assert "Kari-en (translation)" in transcript.warnings[0]


def test_words_below_a_tier_of_numbers_are_speech() -> None:
    data = eaf(
        tier("ref@K", (1, 3, "001"), (20, 22, "002"), kind="ref"),
        below("tx@K", "ref@K", ("ref@K1", "SYNTHETIC one"), ("ref@K20", "and two"), kind="text"),
        below("ft@K", "ref@K", ("ref@K1", "a longer free translation"), kind="ft"),
    )
    assert turns(read(data, "a.eaf")) == [("tx@K", 1.0, "SYNTHETIC one"), ("tx@K", 20.0, "and two")]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"<ANNOTATION_DOCUMENT>", "damaged"), (b"<html/>", "not an ELAN"), (eaf(), "no text"), (b"ID3\x03", "MP3")],
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(data, "a.eaf")


def test_annotations_that_refer_to_each_other_end() -> None:
    loop = below("b", "a", ("bx", "words")).replace('ANNOTATION_ID="bbx"', 'ANNOTATION_ID="bx"')
    assert "words" in str(read(eaf(tier("a", (1, 2, "SYNTHETIC")), loop), "a.eaf").notes)
