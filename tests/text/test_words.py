import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.words import count_words, words


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
