"""Guess the language of a text by its function words."""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 8_000  # characters examined
_FEWEST = 12  # votes needed
_WORD = re.compile(r"[^\W\d_]+")

# Frequent function words; a shared one votes for each of its languages.
FUNCTION_WORDS = {
    "nb": """
        nå litt sånn fikk nei da mye
        jeg ikke det er og som på av til å en et har var de vi men hva noe mye være hun noen kunne
        etter fra ble hvordan seg meg deg
    """,
    "nn": """
        no litt sånn fekk nei då
        eg ikkje det er og som på av til å ein eit har var dei vi men kva noko mykje vere ho nokre
        kunne etter frå vart korleis seg meg deg
    """,
    "da": """
        nu lidt sådan fik nej da
        jeg ikke det er og som på af til at en et har var de vi men hvad noget meget være hun nogle
        kunne efter fra blev hvordan sig mig dig
    """,
    "sv": """
        nu lite sådan fick nej då
        jag inte det är och som på av till att en ett har var de vi men vad något mycket vara hon
        några kunde efter från blev hur sig mig dig
    """,
    "is": """
        ég ekki það er og sem á af til að hefur var þeir við en hvað eitthvað mjög vera hún sér mig
        þig þú
    """,
    "de": """
        ich nicht das ist und die der den zu ein eine hat war wir aber was auch sehr sein sie mit
        für auf dass wie mir dich mich es
    """,
    "nl": """
        ik niet het is en die de dat een heeft was wij maar wat ook zeer zijn zij met voor op hoe
        mij je er
    """,
    "en": """
        i not the is and that of to a an has was we but what also very be she with for on how me you
        it they
    """,
    "fr": """
        je pas le la est et les des du un une a était nous mais que qui très être elle avec pour sur
        comment moi vous il ne dans
    """,
    "es": """
        yo no el la es y los las del un una ha era nosotros pero que muy ser ella con para en como
        me por lo se
    """,
    "it": """
        io non il la è e gli delle del un una ha era noi ma che molto essere lei con per di come mi
        questo sono
    """,
    "pt": """
        eu não o a é e os as do um uma tem era nós mas que muito ser ela com para em como me isso
        você
    """,
    "fi": """
        minä ei se on ja että oli hän me mutta mitä myös hyvin olla kanssa kun niin minun sinä joka
    """,
    "pl": """
        ja nie to jest i że na do się był my ale co bardzo być ona z dla jak mnie w tak
    """,
    "ru": """
        я не это и в на что был мы но он она очень быть с для как меня так они
    """,
    "uk": """
        я не це і в на що був ми але він вона дуже бути з для як мене так вони
    """,
    "el": """
        εγώ δεν το είναι και που να της του ένα έχει ήταν μας αλλά τι πολύ η με για στο στην από των
        τη την
    """,
}
_VOTES: dict[str, list[str]] = {}
for _language, _words in FUNCTION_WORDS.items():
    for _word in _words.split():
        _VOTES.setdefault(_word, []).append(_language)

# Scripts of a single language; Japanese before Chinese, whose characters it shares.
_SCRIPTS = tuple(
    (language, re.compile(letters))
    for language, letters in {
        "ko": "[가-힣]",
        "ja": "[ぁ-ヿ]",
        "zh": "[一-鿿]",
        "he": "[א-ת]",
        "th": "[ก-๏]",
        "ka": "[ა-ჿ]",
        "hy": "[Ա-և]",
    }.items()
)


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text; "" if it is too short, unknown or uncertain."""
    head = text[:_SAMPLE]
    for language, letters in _SCRIPTS:
        if len(letters.findall(head)) > len(head) / 5:
            return language
    words = _WORD.findall(head.casefold())
    votes = Counter(language for word in words for language in _VOTES.get(word, ()))
    ranking = [*votes.most_common(2), ("", 0), ("", 0)]
    (first_language, most), (_, second) = ranking[0], ranking[1]
    certain = most >= _FEWEST and most >= 0.12 * len(words) and most >= 1.15 * second
    return first_language if certain else ""
