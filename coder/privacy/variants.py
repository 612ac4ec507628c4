"""Spellings and forms that mean the same: Karis and Kari, Hansen and Hanssen, Kari Nes and Kari."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from coder.privacy.known_names import FIRST_NAMES

#: Letters from which on two names that differ in one are taken for one name with a typing error.
_LONG_ENOUGH = 6
_SHORTEST_GENITIVE = 3
_DEFINITE = ("et", "en", "a")


def grouped(names: Mapping[str, int], is_person: Callable[[str], bool]) -> dict[str, str]:
    """Return the spelling that stands for each of the names, which are given with their numbers, in their order.

    Genitives and definite forms join the plain form if that is there too; a first or last name joins a full name if
    only one fits; a spelling that differs in a letter joins the more frequent one.
    """
    leader = {name: name for name in names}
    keys: dict[str, str] = {}
    for name in sorted(names, key=lambda name: -names[name]):
        keys.setdefault(folded(name), name)
    for name in names:
        leader[name] = keys[folded(name)]
    for name in sorted(set(leader.values())):
        plain = next((keys[form] for form in _plain_forms(folded(name)) if form in keys), "")
        if plain and plain != name:
            leader[name] = plain
    _join_typing_errors(names, leader)
    _join_full_names(names, leader, is_person)
    return {name: _end(leader, name) for name in names}


_SAME = str.maketrans(
    {"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "ß": "ss", "é": "e", "’": "'"}
)


def folded(name: str) -> str:
    """Return a name for comparison: Håvard and Haavard, Müller and Mueller are the same."""
    return " ".join(
        unicodedata.normalize("NFC", name).casefold().translate(_SAME).replace("-", " ").replace(".", " ").split()
    )


def _plain_forms(key: str) -> Iterable[str]:
    """Yield what a name may be the genitive or the definite form of."""
    for ending in ("'s", "'", "s"):
        if key.endswith(ending) and len(key) - len(ending) > 2:
            yield key.removesuffix(ending)
    for ending in _DEFINITE:
        if key.endswith(ending) and len(key) > 8:
            yield key.removesuffix(ending)


def _end(leader: Mapping[str, str], name: str) -> str:
    for _ in range(10):
        if leader[name] == name:
            break
        name = leader[name]
    return name


def _join_typing_errors(names: Mapping[str, int], leader: dict[str, str]) -> None:
    """Let a name join a more frequent one that begins alike and differs in a letter.

    Two names that differ in one insertion, deletion, change or exchange of letters have a form in common that lacks
    one letter of each, or is one of them: only those with such a form are compared.
    """
    from rapidfuzz.distance import OSA

    by_form: defaultdict[str, list[int]] = defaultdict(list)
    leaders: list[str] = []
    for name in sorted(dict.fromkeys(leader.values()), key=lambda name: -names[name]):
        if leader[name] != name or len(name) < _LONG_ENOUGH - 1:
            continue
        forms = {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}
        alike = {number for form in forms for number in by_form.get(form, ())}
        for number in sorted(alike, key=lambda number: (len(leaders[number]), number)):
            other = leaders[number]
            shorter = min(len(name), len(other))
            if name[0].casefold() != other[0].casefold():
                continue
            if shorter < _LONG_ENOUGH and name[-1:] == other[-1:] and len(name) == len(other):
                continue  # Hanne and Hanna, Jonas and Tomas are two
            both = name in FIRST_NAMES and other in FIRST_NAMES
            if not both and OSA.distance(name, other, score_cutoff=1) <= 1:
                leader[name] = other
                break
        else:
            for form in forms:
                by_form[form].append(len(leaders))
            leaders.append(name)


def _join_full_names(names: Mapping[str, int], leader: dict[str, str], is_person: Callable[[str], bool]) -> None:
    """Let a part of a name join the full name, if it is part of one only."""
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if " " in name and is_person(name):
            for part in (name.split()[0], name.split()[-1]):
                parts[part].add(_end(leader, name))
    for name in sorted(set(leader.values())):
        if leader[name] != name or " " in name or not is_person(name):
            continue
        full = parts.get(name) or (parts.get(name.removesuffix("s")) if len(name) > _SHORTEST_GENITIVE else None)
        if full is not None and len(full) == 1:
            leader[name] = next(iter(full))
