"""Names of people, places and institutions, by their capital, the words beside them, and the usage of the texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from coder.privacy.capitals import CAPITAL, Capital, Text, Usage, base
from coder.privacy.common_words import begins_sentences, common_words, is_german_noun, is_listed_noun
from coder.privacy.cue_words import (
    ABBREVIATIONS,
    ADDRESSING,
    DETERMINERS,
    EITHER_PREPOSITIONS,
    GENERIC_HEADS,
    INSTITUTIONS,
    NAMING,
    PARTICLES,
    PERSON_VERBS,
    PLACE_ENDINGS,
    PLACE_PREPOSITIONS,
    STREET_ENDINGS,
    STREET_WORDS,
    SURE_PREPOSITIONS,
    TABLES,
    TITLES,
    words,
)
from coder.privacy.known_names import FIRST_NAMES, PLACES, WOMEN

NAME, PLACE, INSTITUTION, STREET = "name", "place", "institution", "address"
LISTED = "on your list"
_FIRST_NAME = "a first name"
#: How the reasons begin for which nothing but a capital speaks.
CAPITAL_ONLY = (
    "a capital",
    "a word that begins",
    "an unknown word",
    "a noun without",
    "the same word",
    "like the name",
)
_LONGEST_ABBREVIATION = 5
_LONG_ENOUGH = 6  # letters of a name, for a typing error in it
_ENGLISH_STREETS = words("Street Road Lane Avenue Close Crescent Terrace Square Gardens Grove Mews")


class Passage(NamedTuple):
    """What may identify somebody at `start` to `end` of a text: its kind, and why it is taken for it.

    `noun` is the noun of a pseudonym (woman, doctor, hospital), "" where none is known; `certain` unless only its
    form or its capital says so.
    """

    kind: str
    text: int
    start: int
    end: int
    reason: str
    noun: str
    certain: bool


class _Judged(NamedTuple):
    capital: Capital
    kind: str
    reason: str
    noun: str
    certain: bool


def proper_names(
    texts: Sequence[Text], languages: Sequence[str], capitals: Sequence[Capital], usage: Usage, listed: Iterable[str]
) -> list[Passage]:
    """Return the names in a set of texts; `listed` are words that are names for sure."""
    judge = _Judge(languages, usage, frozenset(map(str.casefold, listed)))
    judged = [judge.judge(capital) for capital in capitals]
    confirmed = {row.capital.word for row in judged if row is not None and (row.certain or not row.capital.opens)}
    alike = _alike(confirmed, capitals, usage)
    names: list[Passage] = []
    phrase: list[tuple[Capital, _Judged | None]] = []
    for capital, verdict in zip(capitals, judged, strict=True):
        if verdict is None and _may_repeat(capital, usage, confirmed):
            verdict = _Judged(capital, "", "the same word as a name elsewhere", "", False)
        elif verdict is None and capital.word in alike:
            verdict = _Judged(capital, "", f"like the name {alike[capital.word]}", "", False)
        if phrase and not _belongs(texts, phrase[-1][0], capital):
            names += _named(texts, phrase)
            phrase = []
        phrase.append((capital, verdict))
    if phrase:
        names += _named(texts, phrase)
    return _with_one_kind(texts, names)


def _may_repeat(capital: Capital, usage: Usage, confirmed: Container[str]) -> bool:
    word = capital.word.casefold()
    if capital.word not in confirmed and (_without_genitive(capital.word) not in confirmed or usage.is_known(word)):
        return False
    return word not in common_words() and (not capital.opens or usage.lower[word] <= usage.inside[word])


def _alike(confirmed: Iterable[str], capitals: Iterable[Capital], usage: Usage) -> dict[str, str]:
    """Return words that differ in a letter from a name, with the name: typing errors."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = sorted(word for word in confirmed if len(word) >= _LONG_ENOUGH)
    words = {capital.word for capital in capitals if len(capital.word) >= _LONG_ENOUGH} - set(known)
    result = {}
    for word in sorted(words):
        key = word.casefold()
        if usage.is_known(key) or key in common_words() or is_german_noun(key):
            continue
        best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
        if best is not None:
            result[word] = best[0]
    return result


class _Judge:
    """Decides for one word with a capital whether it is a name."""

    def __init__(self, languages: Sequence[str], usage: Usage, listed: frozenset[str]) -> None:
        self._languages, self._usage, self._listed = languages, usage, listed

    def judge(self, capital: Capital) -> _Judged | None:
        """Return the verdict on a word; None if it is no name."""
        key = capital.word.casefold()
        noun = self._title(capital)
        if key in self._listed:
            return _Judged(capital, "", LISTED, noun, True)
        if len(key) == 1:
            return (
                _Judged(capital, NAME, "an initial after a title", noun, True)
                if noun and capital.word != "I"
                else None
            )
        given = _first_name(capital.word)
        if capital.word.isupper() and len(key) <= _LONGEST_ABBREVIATION and not given:
            return self._abbreviation(capital, key)
        ending = _institution(key)
        if ending and key not in self._usage.lower and _head_is_telling(key, ending):
            return _Judged(capital, INSTITUTION, "an institution", INSTITUTIONS[ending], True)
        if _is_street(capital, key, self._usage):
            return _Judged(capital, STREET, "the name of a street", "", True)
        if key in common_words() and not (given and (not capital.opens or self._acts(capital))):
            return None
        if noun and not (self._is_german(capital) and (is_listed_noun(key) or key in self._usage.lower)):
            return _Judged(capital, NAME, f"a title or relation before it: {capital.before}", noun, True)
        return self._known_name(capital, key) or self._unknown(capital, key)

    @staticmethod
    def _title(capital: Capital) -> str:
        """Return the noun of the title or relation before a name; "" for none. Titles stand beside it: Dr. Nes."""
        before = TITLES.get(capital.before, "")
        if capital.joined or capital.before in ABBREVIATIONS or (capital.apposed and not capital.opens):
            return before or ("person" if capital.joined and capital.before in NAMING else "")
        return ""

    def _after_preposition(self, capital: Capital) -> bool:
        """Return whether a word stands after a preposition of places, in the language of its text."""
        table = TABLES.get(self._languages[capital.text], "")
        tables = (PLACE_PREPOSITIONS[table],) if table else PLACE_PREPOSITIONS.values()
        return any(capital.before in prepositions for prepositions in tables)

    def _known_name(self, capital: Capital, key: str) -> _Judged | None:
        """Return the verdict on a first name or a place that is in the lists, with or without a genitive."""
        lower = self._usage.lower[key]
        plain = _without_genitive(capital.word)
        given = _first_name(capital.word) or (_first_name(plain) if lower == 0 else "")
        place = capital.word in PLACES or (plain in PLACES and lower == 0)
        if not (given or place) or (capital.opens and lower > 2 and not self._acts(capital)):
            return None
        if self._is_german(capital) and is_german_noun(key) and not self._reads_as_name(capital):
            return None
        if given:
            return _Judged(capital, NAME, _FIRST_NAME, "woman" if given in WOMEN else "man", True)
        return None if capital.opens and lower else _Judged(capital, PLACE, "a place", "", True)

    @staticmethod
    def _acts(capital: Capital) -> bool:
        """Return whether a word is followed by a verb of what people do: Will said, but not Will you."""
        return capital.after.casefold() in PERSON_VERBS

    @staticmethod
    def _reads_as_name(capital: Capital) -> bool:
        """Return whether a word that may be a German noun stands where a name does."""
        return capital.before in SURE_PREPOSITIONS or capital.after.casefold() in PERSON_VERBS

    def _is_german(self, capital: Capital) -> bool:
        return self._languages[capital.text] == "de"

    def _abbreviation(self, capital: Capital, key: str) -> _Judged | None:
        if key in common_words() or key in self._usage.lower or not self._after_preposition(capital):
            return None
        return _Judged(capital, INSTITUTION, "an abbreviation where a place is named", "institution", False)

    def _unknown(self, capital: Capital, key: str) -> _Judged | None:
        if self._is_german(capital):
            return self._german(capital, key)
        usage = self._usage
        if not capital.opens:
            lower, inside = usage.lower[key], usage.inside[key]
            if lower > 3 * inside:
                return None
            known = usage.is_known(key)
            return self._by_cue(capital, "a capital inside a sentence", not known)
        if usage.is_known(key) or begins_sentences(key):
            return None
        if usage.inside[key]:
            return self._by_cue(capital, "a capital inside another sentence", True)
        follows = capital.after.casefold()
        if follows in PERSON_VERBS or capital.word != base(capital.word):
            return self._by_cue(capital, "a word that begins a sentence, and acts like a person", False)
        return self._by_cue(capital, "an unknown word that begins a sentence", False) if len(key) > 3 else None

    def _german(self, capital: Capital, key: str) -> _Judged | None:
        usage = self._usage
        if key in usage.lower and capital.opens:
            return None
        inside, with_article = usage.inside[key], usage.with_article[key]
        noun = is_german_noun(key) or key in usage.lower
        sure = capital.before in SURE_PREPOSITIONS and capital.joined and not with_article and not noun
        if noun or (with_article and with_article * 3 >= inside):
            return None
        if capital.before in DETERMINERS or (
            capital.before.endswith(("en", "er", "em", "es", "ige"))
            and capital.before not in PLACE_PREPOSITIONS["de"] | PERSON_VERBS | _NO_ADJECTIVES
        ):
            return None
        if capital.opens and begins_sentences(key):
            return None
        if capital.opens and not inside and capital.after.casefold() not in PERSON_VERBS:
            return None
        return self._by_cue(capital, "a noun without an article", sure or capital.after.casefold() in PERSON_VERBS)

    def _by_cue(self, capital: Capital, reason: str, certain: bool) -> _Judged:
        key = capital.word.casefold()
        if capital.joined and self._after_preposition(capital):
            either = "" if capital.before in EITHER_PREPOSITIONS else PLACE
            kind = NAME if capital.earlier in ADDRESSING else either
            return _Judged(capital, kind, f"{reason}, after {capital.before}", "", certain)
        if capital.after.casefold() in PERSON_VERBS:
            return _Judged(capital, NAME, reason, "", certain)
        kind = PLACE if key.endswith(PLACE_ENDINGS) and len(key) > 7 else ""
        return _Judged(capital, kind, reason, "", certain)


#: Words with the ending of an adjective that are none.
_NO_ADJECTIVES = words("""
    aber oder über unter hinter immer wieder außer gegen neben zwischen wegen haben werden können wollen müssen sollen
    sagen fragen treffen sehen hatten waren wurden weder lieber daher später früher sicher leider gestern morgen eben
    besser mehr hier er ihr wir der dass wenn denn nennen heißen kennen kennt dann schon rufen besuchen anrufen
    wer es des etwas
""")


@lru_cache(50_000)
def _first_name(word: str) -> str:
    """Return the first name in a list that a word is: KARI, Karl-Heinz and Kari are; "" for none."""
    if word in FIRST_NAMES:
        return word
    if len(word) > 2 and word.isupper() and word.capitalize() in FIRST_NAMES:
        return word.capitalize()
    parts = word.split("-") if "-" in word else []
    return next((part for part in parts if part in FIRST_NAMES), "") if all(map(str.istitle, parts)) else ""


def _without_genitive(word: str) -> str:
    """Return a word without an s that may be a genitive: Kari for Karis."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@lru_cache(50_000)
def _institution(key: str) -> str:
    """Return the ending of a word, or the word, that names an institution; "" for none."""
    return next((ending for ending in _ENDINGS if key.endswith(ending)), "") if key.endswith(_ENDINGS) else ""


_ENDINGS = tuple(
    sorted((ending for ending in INSTITUTIONS if len(ending) > 4), key=lambda ending: (-len(ending), ending))
)


def _head_is_telling(key: str, ending: str) -> bool:
    head = key[: -len(ending)].rstrip("-")
    return len(head) > 2 and not any(head in (word, f"{word}s", f"{word}e") for word in GENERIC_HEADS)


_LONG_STREET_ENDINGS = tuple(ending for ending in STREET_ENDINGS if len(ending) > 3)


def _is_street(capital: Capital, key: str, usage: Usage) -> bool:
    if len(key) < 7 or key in usage.lower or capital.word != capital.word.capitalize():
        return False
    if not key.endswith(_LONG_STREET_ENDINGS):
        return False
    ending = next(ending for ending in _LONG_STREET_ENDINGS if key.endswith(ending))
    return len(key) - len(ending) >= 3 and not usage.is_known(key) and ending not in ("ring", "plats")


# Phrases of several words

_GAP = re.compile(r"(?: |\u00a0|-|\. |\.-?| (?:" + "|".join(sorted(PARTICLES)) + r") | [A-ZÆØÅÄÖ]\.? |['’]s? )\Z")


def _belongs(texts: Sequence[Text], last: Capital, capital: Capital) -> bool:
    """Return whether two words with a capital are parts of one name."""
    if last.text != capital.text or capital.start - last.end > 12:
        return False
    gap = texts[last.text].text[last.end : capital.start]
    if gap.startswith(".") and len(last.word) > 1 and last.word.casefold() not in ABBREVIATIONS:
        return False
    return bool(_GAP.match(gap))


def _named(texts: Sequence[Text], phrase: Sequence[tuple[Capital, _Judged | None]]) -> Iterator[Passage]:
    """Yield the names in a run of words with a capital: the run from the first to the last word that is one.

    An institution takes the words with a capital beside it, and an institution noun after it.
    """
    run: list[tuple[Capital, _Judged | None]] = []
    for at, (capital, verdict) in enumerate(phrase):
        leads = at + 1 < len(phrase) and bool(_institution_word(phrase[at + 1][0].word.casefold()))
        if verdict is None and capital.word in _SAINTS and at + 1 < len(phrase):
            verdict = _Judged(capital, "", "a saint", "", False)
        if verdict is None and leads and not capital.opens and not _is_common(capital):
            verdict = _Judged(capital, INSTITUTION, "a word before an institution", "", False)
        follows = bool(run) and bool(_institution_word(run[-1][0].word.casefold()))
        if verdict is None and follows and not _is_common(capital):
            verdict = _Judged(capital, INSTITUTION, "a word after an institution", "", False)
        if len(run) == 1 and _opens_only(run[0]) and capital.word in FIRST_NAMES:
            run = []  # Ring Torbjørn, Also Monika
        if verdict is None and not _institution_word(capital.word.casefold()):
            yield from _joined(texts, run)
            run = []
        else:
            run.append((capital, verdict))
    yield from _joined(texts, run)


_SAINTS = words("St Sankt Saint Sta Santa")


def _is_common(capital: Capital) -> bool:
    key = capital.word.casefold()
    return key in common_words() or is_listed_noun(key) or bool(_institution_word(key))


def _opens_only(word: tuple[Capital, _Judged | None]) -> bool:
    """Return whether a word is taken for a name only because it begins a sentence and is not known."""
    capital, verdict = word
    return capital.opens and verdict is not None and not verdict.certain


def _joined(texts: Sequence[Text], run: Sequence[tuple[Capital, _Judged | None]]) -> Iterator[Passage]:
    if not run:
        return
    verdicts = [verdict for _, verdict in run if verdict is not None]
    first, last = run[0][0], run[-1][0]
    text = texts[first.text].text
    ending = _institution_word(last.word.casefold())
    seat = _SEAT.match(text, last.end) if ending else None
    if seat and not is_listed_noun(seat[1].casefold()):
        yield Passage(INSTITUTION, first.text, first.start, seat.end(), "an institution", INSTITUTIONS[ending], True)
        return
    if not verdicts:
        return
    end, ending = last.end, ""
    after = _AFTER.match(text, last.end + _genitive(text, last.end))
    inside = [key for capital, verdict in run if (key := _institution_word(capital.word.casefold()))]
    if after and _institution_word(after[1].casefold()) and (len(after[1]) > 3 or after[1][0].isupper()):
        end, ending = after.end(1), _institution_word(after[1].casefold())
    elif after and after[1] in STREET_WORDS and after[1].islower():
        yield Passage(STREET, first.text, first.start, after.end(1), "the name of a street", "", True)
        return
    elif inside:
        ending = inside[0]
    if last.word in _ENGLISH_STREETS and len(run) > 1:
        yield Passage(STREET, first.text, first.start, end, "the name of a street", "", True)
        return
    best = max(verdicts, key=lambda verdict: (verdict.reason == LISTED, verdict.certain, bool(verdict.kind)))
    noun = next(
        (row.noun for word, row in run if row and row.noun and (word is first or row.reason != _FIRST_NAME)), ""
    )
    if ending and (len(run) > 1 or end > last.end or any(v.kind == INSTITUTION for v in verdicts)):
        yield Passage(INSTITUTION, first.text, first.start, end, "an institution", INSTITUTIONS[ending], True)
        return
    first_kinds = [verdict.kind for verdict in verdicts if verdict.kind]
    kind = first_kinds[0] if first_kinds else ""
    if len(run) > 1 and NAME in first_kinds and INSTITUTION not in first_kinds:
        kind = NAME
    certain = best.certain or len(verdicts) > 1
    yield Passage(kind, first.text, first.start, last.end, best.reason, noun, certain)


#: Where an institution is, as part of its name: Praxis am Markt.
_SEAT = re.compile(rf" (?:am|an der|auf der|auf dem|zum|zur|unter den|of) ({CAPITAL.pattern})")
_AFTER = re.compile(r"[ \u00a0]([^\W\d_]+)")


def _genitive(text: str, at: int) -> int:
    return len(match[0]) if (match := re.compile(r"['’]s?").match(text, at)) else 0


@lru_cache(50_000)
def _institution_word(key: str) -> str:
    """Return the institution that a word of its own names, such as sykehus; "" for none."""
    if key in INSTITUTIONS:
        return key
    ending = _institution(key)
    return ending if ending and not _head_is_telling(key, ending) else ""


def _with_one_kind(texts: Sequence[Text], names: Sequence[Passage]) -> list[Passage]:
    """Give names without a kind that of the same words elsewhere; else they are people's."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        if name.kind:
            votes[texts[name.text].text[name.start : name.end].casefold()][name.kind] += 1
    settled = []
    for name in names:
        counted = votes[texts[name.text].text[name.start : name.end].casefold()]
        kind = max(counted, key=lambda kind: (counted[kind], kind == NAME, kind)) if counted else NAME
        settled.append(name._replace(kind=kind))
    return settled
