"""Language detection; all sentences are SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.text.language import guess_language


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
