from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.span import Span
from coder.text.words import count_words, count_words_in, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, it’s a follow-up – yes.", ["I", "don't", "it’s", "a", "follow-up", "yes"]),
        ("Ærlig talt: 12 år #", ["Ærlig", "talt", "12", "år"]),
        ("ne\u0301e 'quoted'", ["ne\u0301e", "quoted"]),
        ("안녕하세요, 저는 학생입니다.", ["안녕하세요", "저는", "학생입니다"]),
        ("Καλημέρα, τι κάνεις; Да, кто-то", ["Καλημέρα", "τι", "κάνεις", "Да", "кто-то"]),
        ("我是 Anna。コーヒー", ["我", "是", "Anna", "コーヒー"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
    ],
)
def test_words_of_many_scripts(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in words(text)] == expected


def test_offsets_refer_to_the_whole_text() -> None:
    assert words("one two three", 4, 7) == [(4, 7)]


@given(st.text())
def test_count_words_is_the_number_of_words(text: str) -> None:
    assert count_words(text) == len(words(text))


@given(st.lists(st.text("aé'-1 漢\u0301\n", max_size=8), max_size=5))
def test_words_in_parts_are_those_of_each_part(parts: list[str]) -> None:
    text = "".join(parts)
    ends = list(accumulate(map(len, parts)))
    spans = [Span(end - len(part), end) for part, end in zip(parts, ends, strict=True)]
    assert count_words_in(text, spans) == (sum(map(count_words, parts)) if parts else 0)
