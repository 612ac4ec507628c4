"""Language detection; all sentences are SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.text.language import FUNCTION_WORDS, LETTERS, guess_language
from tests.interview_texts import PASSAGES


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nb",
            "Jeg vet ikke hva det er, og jeg har ikke vært der. Vi var noen stykker, men hun kunne ikke komme nå.",
        ),
        (
            "nn",
            "Eg veit ikkje kva det er, og eg har ikkje vore der. Vi var nokre stykke, men ho kunne ikkje kome no.",
        ),
        (
            "de",
            "Ich war nicht da, und das ist auch sehr gut. Wir hatten es mit mir, aber was war das für ein Tag.",
        ),
        (
            "en",
            "I was not there and that is what it was for us. They said it to me, but we also had to be there.",
        ),
        ("he", "מראיין: שלום, מה שלומך? טוב מאוד, תודה לך."),
        ("zh", "你好。我很好。你呢？是的，我们昨天去了。"),
        ("ja", "こんにちは。私は元気です。昨日、病院に行きました。"),
        ("ko", "안녕하세요. 저는 학생입니다."),
        ("", "Yes. No."),
        ("", "1 2 3 4 5"),
    ],
)
def test_guess_language(language: str, text: str) -> None:
    assert guess_language(text) == language


def _parts(text: str, size: int) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + size]) for at in range(0, len(words) - size + 1, 10)]


@pytest.mark.parametrize("language", PASSAGES)
def test_forty_words_are_enough_for_every_language(language: str) -> None:
    texts = [part for passage in PASSAGES[language] for part in (_parts(passage, 40) or [passage])]
    assert texts
    assert [guess_language(text) for text in texts] == [language] * len(texts)


@pytest.mark.parametrize("language", PASSAGES)
def test_long_text_is_judged_over_all_its_parts(language: str) -> None:
    english = "This page is about the study, and it was written by the people who made the interview. " * 60
    assert guess_language(english + "\n".join(PASSAGES[language]) * 60) == language


def test_every_language_has_its_letters() -> None:
    assert LETTERS.keys() == FUNCTION_WORDS.keys()
    odd = {
        language: set("".join(words.split())) - set(LETTERS[language]) - set("abcdefghijklmnopqrstuvwxyz")
        for language, words in FUNCTION_WORDS.items()
    }
    assert {language: letters for language, letters in odd.items() if letters} == {}
