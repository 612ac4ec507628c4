"""Evidence over a whole file: which possible labels are labels of speakers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coder.text.cover import BLANK_LINE, is_credit, is_definition, is_entry, without_cover
from coder.text.label_forms import BARE, SIGNED_FORMS, STAMP_FORMS, SURE
from coder.text.labels import Candidate
from coder.text.names import STRONG, WEAK, is_field, name_kind
from coder.text.speaker_rules import SpeakerRules
from coder.text.speakers import GIVEN_NAMES, PEOPLE, POSSESSIVES, ROLES, alike, speaker_key

_MOSTLY = 0.8
_LONGEST_INITIALS = 3
_LONGEST_ABBREVIATION = 6  # `Int.`, `Resp.`
_VOWELS = "aeiouyæøåäöüAEIOUYÆØÅÄÖÜ"  # at the end of a word that is not abbreviated
_MUCH = 0.6  # share of paragraphs with a label in a text that is labelled throughout
_HALF = 0.5
_SOME = 0.2
_FEW = 0.1
_NEARLY_ALL = 0.9
_TOO_MANY = 6  # recurrences of a name in a list within one turn
_LONG_DIALOGUE = 10  # paragraphs
_FEWEST_SIGNED = 4
_HEAD = 80  # characters
_FEW_WORDS = 3  # of the value of a field
_ASKING = "?？؟;!"
_MOST_NUMBERED = 12  # speakers that are numbers
_QUESTION_NUMBER = re.compile(r"([^\W\d_])(\d{1,3})\Z")
# Letters of questions and answers: Q A, French Q R, German F A, Swedish F S, Spanish P R, Italian D R, Dutch V A.
_PAIRS = frozenset({"qa", "qr", "fa", "fs", "pr", "dr", "va", "ir", "ip"})
# A name with a remark on how or where somebody speaks: `Kari (on the phone)`.
_ASIDE = re.compile(r"(?P<core>[^\n(\[]*[^\s(\[])\s*[(\[][^\W\d_A-ZÆØÅÄÖÜ][^()\[\]\n]{2,30}[)\]]\Z")
_MOST_WORDS = 4
_FORMS_OF_PROSE = frozenset(
    {
        "name -",
        "#name",
        "{name}",
        "name>",
        "name.-",
        "(name)",
        "<name>",
        "name |",
        ">> name.",
        "name 0:12 -",
        "name   ",
    }
    | SIGNED_FORMS
)  # names need a firm pattern


def find_labels(text: str, possible: Sequence[Candidate], rules: SpeakerRules) -> list[Candidate]:
    """Return the labels among the possible ones, in order, at most one per line.

    Without any name, the time stamps are returned if there are several.
    """
    possible = _without_asides(_with_unlikely_names(text, _without_stops(possible)))
    forced = {speaker_key(name) for name in (*rules.speakers, *rules.names)}
    own: list[Candidate] = []
    others: list[Candidate] = []
    for candidate in possible:
        (own if candidate.form.id.startswith("own ") else others).append(candidate)
    denied = {speaker_key(name) for name in rules.not_speakers}
    body = without_cover(text, others)
    named = [candidate for candidate in body if candidate.kind not in ("", "nobody", "field")]
    named = _without_numbers([candidate for candidate in named if candidate.key not in denied])
    paragraphs = count_paragraphs(text[body[0].at :] if body else "")
    labels = _sure(text, [candidate for candidate in named if candidate.form.trust == SURE], paragraphs)
    others = _set_off(text, named, labels, paragraphs)
    if len(others) > 2 * len(labels):  # the form that explains more of the file
        speakers = {candidate.key for candidate in others}
        roles = {label.key for label in labels if label.kind == "role"}
        kept = [label for label in labels if label.key in speakers or len(roles) > 1]
        if len(kept) < len(labels):
            labels = kept
            others = _set_off(text, named, labels, paragraphs)
    labels += others
    labels += _seldom(text, [candidate for candidate in possible if candidate.key not in denied], labels, paragraphs)
    labels += [candidate for candidate in possible if candidate.key in forced and candidate.key not in denied]
    labels += [candidate for candidate in own if candidate.key not in denied]
    if not labels:
        return _only_stamps(possible)
    return _one_per_line([*labels, *(candidate for candidate in body if candidate.kind == "nobody")])


def _with_unlikely_names(text: str, possible: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates with those as names that look like fields and alternate with speakers.

    Such are first names and initials that are words (`Mai: …`, `NB: …`), and what people are (`Staff member: …`).
    """
    named = [candidate for candidate in possible if candidate.form.id == "name:" and candidate.kind != "nobody"]
    tally = Counter(candidate.key for candidate in named)
    most = max((tally[candidate.key] for candidate in named if candidate.kind != "field"), default=0)
    unlikely = {
        candidate.key
        for candidate in named
        if candidate.kind == "field"
        and tally[candidate.key] * 3 >= most > 1
        and tally[candidate.key] > 1
        and _may_be_name(candidate.name)
    }
    if not unlikely:
        return possible
    answers: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, set[str]] = defaultdict(set)
    for first, second in pairwise(named):
        asked[second.key].add(first.key)
        if first.key in unlikely and second.key != first.key and second.kind != "field":
            answers[first.key].append(second.key)
    others = {candidate.key for candidate in named if candidate.kind != "field" and tally[candidate.key] > 1}
    regular = {
        key
        for key in unlikely
        if len(answers[key]) >= max(2, (tally[key] - 1) * _MOSTLY)
        and (len(others) < 2 or len({*answers[key]}) > 1 < len(asked[key]))  # not quoted by one speaker
    }
    labels = [candidate for candidate in named if candidate.kind != "field" or candidate.key in regular]
    if len(labels) < count_paragraphs(text[named[0].at :]) * _MUCH:
        return possible
    return [
        candidate._replace(kind="full") if candidate.kind == "field" and candidate.key in regular else candidate
        for candidate in possible
    ]


def _without_stops(possible: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates without the full stop behind every name: `I.: … P.: …`, `Int.: … Lone.: …`.

    Where all are abbreviated (`Int.: … Bef.: …`), the full stop belongs to the name.
    """
    tally = Counter(candidate.name for candidate in possible if candidate.form.id == "name:")
    names = [name for name, times in tally.items() if times > 1]
    stopped = [name for name in names if name.endswith(".") and not set(name[:-1]) & set(". \u00a0")]
    whole = any(len(name) == 2 or len(name) > _LONGEST_ABBREVIATION or name[-2] in _VOWELS for name in stopped)
    if len(stopped) < 2 or len(stopped) < len(names) or not whole:
        return possible
    return [
        candidate._replace(
            name=candidate.name[:-1],
            key=speaker_key(candidate.name[:-1]),
            kind=name_kind(candidate.name[:-1]) or candidate.kind,
        )
        if candidate.form.id == "name:" and candidate.name.endswith(".")
        else candidate
        for candidate in possible
    ]


def _without_asides(possible: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates with the names alone of those who speak more often without a remark in brackets."""
    if not any(candidate.name.endswith((")", "]")) for candidate in possible):
        return possible
    tally = Counter(candidate.key for candidate in possible if candidate.kind)
    result = []
    for candidate in possible:
        match = _ASIDE.match(candidate.name) if candidate.name.endswith((")", "]")) else None
        if match and tally[speaker_key(match["core"])] > tally[candidate.key]:
            candidate = candidate._replace(name=match["core"], key=speaker_key(match["core"]))
        result.append(candidate)
    return result


def _seldom(
    text: str, possible: Sequence[Candidate], labels: Sequence[Candidate], paragraphs: int
) -> list[Candidate]:
    """Return the labels that occur once in the notation of the others: somebody else, or a misspelt name.

    Somebody else is `unknown man` or `Kari's husband`, but not `My brother`, whom a speaker may quote.
    """
    speakers = {label.key: label.name for label in labels}
    if len(speakers) < 2 or len(labels) < max(_FEWEST_SIGNED, paragraphs * _MUCH):
        return []
    layouts = {(label.form.id, label.alone) for label in labels if label.form.id == "name:"}
    begin = min(label.at for label in labels)
    apart = len(BLANK_LINE.findall(text, labels[0].at)) > paragraphs / 2
    tally = Counter(candidate.key for candidate in possible)
    return [
        candidate
        for candidate in possible
        if candidate.at > begin
        and candidate.key not in speakers
        and tally[candidate.key] == 1
        and (candidate.form.id, candidate.alone) in layouts
        and (not apart or _follows_blank_line(text, candidate.at))
        and not is_field(candidate.name)
        and (_is_somebody(candidate.name) or any(alike((candidate.name, name)) for name in speakers.values()))
    ]


def _is_somebody(name: str) -> bool:
    words = name.casefold().split()
    if not 0 < len(words) <= _MOST_WORDS or words[0] in POSSESSIVES:
        return False
    return any(word in PEOPLE or word in ROLES for word in words)


def _may_be_name(name: str) -> bool:
    if is_field(name):
        return (name.isupper() and len(name) <= _LONGEST_INITIALS) or name.casefold() in GIVEN_NAMES
    return name[:1].isupper()


def _without_numbers(named: list[Candidate]) -> list[Candidate]:
    """Return the candidates with one name for all questions and one for all answers, if these are numbered."""
    matches = [_QUESTION_NUMBER.match(candidate.key) for candidate in named]
    numbered = [(match[1], int(match[2])) for match in matches if match]
    pairs = list(zip(numbered[::2], numbered[1::2], strict=False))
    rising = [number for (_, number), _ in pairs]
    if (
        len(pairs) < 2
        or rising != sorted(set(rising))
        or {a + b for (a, _), (b, _) in pairs} - _PAIRS
        or any(first != second for (_, first), (_, second) in pairs)
        or len({a + b for (a, _), (b, _) in pairs}) > 1
    ):
        return named
    return [
        candidate._replace(name=candidate.name[0], key=match[1]) if match else candidate
        for candidate, match in zip(named, matches, strict=True)
    ]


def count_paragraphs(text: str) -> int:
    """Return the number of paragraphs; of lines, if the text has hardly any blank lines."""
    blocks = sum(1 for _ in BLANK_LINE.finditer(text.rstrip())) + 1
    lines = text.rstrip().count("\n") + 1
    return blocks if blocks > 2 else lines


def _only_stamps(possible: Iterable[Candidate]) -> list[Candidate]:
    stamps = _one_per_line(c for c in possible if c.form.id in STAMP_FORMS and c.seconds is not None)
    return stamps if len(stamps) > 1 else []


def _one_per_line(labels: Iterable[Candidate]) -> list[Candidate]:
    """Return the labels in order, without those inside the one before."""
    ordered: list[Candidate] = []
    for label in sorted(labels, key=lambda candidate: candidate.at):
        if not ordered or label.at >= max(ordered[-1].end, ordered[-1].at + 1):
            ordered.append(label)
    return ordered


def _alternation(labels: Sequence[Candidate]) -> float:
    """Return the share of labels that another name follows."""
    return sum(a.key != b.key for a, b in pairwise(labels)) / max(len(labels) - 1, 1)


# Forms that are those of labels: a few names are speakers


def _sure(text: str, named: list[Candidate], paragraphs: int) -> list[Candidate]:
    named = _without_repeats(named)
    tally = Counter(candidate.key for candidate in named)
    named = [candidate for candidate in named if tally[candidate.key] > 1 or not is_credit(text, candidate)]
    named = _without_lists(_without_outsiders(named))
    if _is_glossary(text, named) or _is_record(text, named):
        return []
    proper = [candidate for candidate in named if candidate.kind not in WEAK]
    speakers = _proper_speakers(proper, paragraphs, _SOME if _opens_with_question(text, proper) else _MUCH)
    speakers |= _third_parties(text, proper, speakers, paragraphs)
    weak = Counter(candidate.key for candidate in named if candidate.kind in WEAK)
    others = sum(times for key, times in weak.items() if times > 1)
    if others >= paragraphs / 3 or (speakers and others >= paragraphs / 4):
        several = sum(times > 1 for times in weak.values()) > 1 and others >= paragraphs * _MUCH
        enough = 1 if speakers or several else 2
        speakers |= {key for key, times in weak.items() if times > enough}
    return [candidate for candidate in named if candidate.key in speakers]


def _is_glossary(text: str, named: Sequence[Candidate]) -> bool:
    """Return whether words that occur once each are defined: `Anxiety: a feeling of worry`, and nobody asks."""
    return (
        len(named) > 1
        and all(candidate.kind not in STRONG for candidate in named)
        and len({candidate.key for candidate in named}) == len(named)
        and not any(sign in text[named[0].at :] for sign in _ASKING)
        and (len(named) > 2 or all(is_definition(text, candidate) for candidate in named))
    )


def _is_record(text: str, named: Sequence[Candidate]) -> bool:
    """Return whether the labels are fields of records or lists: `Surname: Nes`, at most three words behind each.

    Two people who answer each other in a few words are no record, unless a number is among the words.
    """
    tally = Counter(candidate.key for candidate in named)
    values = [text[candidate.end :].split("\n", 1)[0].strip() for candidate in named]
    two = len(tally) == 2 and min(tally.values()) > 1
    return (
        all(
            candidate.kind not in STRONG
            and is_entry(text, candidate)
            and text[candidate.at : candidate.end].lstrip("-–•* \t").startswith(candidate.name)
            for candidate in named
        )
        and all(len(value.split()) <= _FEW_WORDS for value in values)
        and (not two or any(value[:1].isdigit() for value in values))
    )


def _third_parties(text: str, proper: Sequence[Candidate], speakers: set[str], paragraphs: int) -> set[str]:
    """Return the keys of names that occur once, at the beginning of a paragraph, where nearly all have a label."""
    labels = [candidate for candidate in proper if candidate.key in speakers]
    if paragraphs < _LONG_DIALOGUE or len(speakers) < 2 or len(labels) < paragraphs * _NEARLY_ALL:
        return set()
    layouts = {(label.form.id, label.alone) for label in labels}
    apart = len(BLANK_LINE.findall(text, labels[0].at)) > paragraphs / 2
    return {
        candidate.key
        for candidate in proper
        if (candidate.form.id, candidate.alone) in layouts
        and candidate.form.id == "name:"
        and (not apart or _follows_blank_line(text, candidate.at))
    }


def _follows_blank_line(text: str, at: int) -> bool:
    """Return whether `at` begins a line, apart from blanks, and the line before is empty."""
    begin = text.rfind("\n", 0, at) + 1
    return not text[begin:at].strip(" \t") and text.endswith("\n\n", 0, begin)


def _without_repeats(named: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that repeat the name of a label of two lines."""
    kept: list[Candidate] = []
    for candidate in named:
        if not kept or candidate.at >= kept[-1].end or candidate.key != kept[-1].key:
            kept.append(candidate)
    return kept


def _opens_with_question(text: str, proper: Sequence[Candidate]) -> bool:
    """Return whether a text begins with a label and a question, as an interview does."""
    if not proper or text[: proper[0].at].strip():
        return False
    end = text.find("\n", proper[0].end)
    return text[proper[0].end : len(text) if end < 0 else end].rstrip().endswith(("?", "？", "؟"))


def _proper_speakers(proper: list[Candidate], paragraphs: int, enough: float) -> set[str]:
    """Return the keys of the names that are speakers; `enough` is the cover that makes a short conversation one."""
    tally = Counter(candidate.key for candidate in proper)
    kinds = {candidate.key: candidate.kind for candidate in reversed(proper)}
    cover = len(proper) / max(paragraphs, 1)
    roles = {key for key, kind in kinds.items() if kind == "role"}
    repeated = {key for key, times in tally.items() if times > 1}
    several = len(roles | repeated) > 1
    accepted = set()
    for key, times in tally.items():
        kind = kinds[key]
        if kind == "role":
            fits = times > 1 or bool(repeated) or cover >= _SOME
        elif times > 2:
            fits = cover >= _HALF or several or kind in STRONG
        else:
            fits = times == 2 and (several or cover >= (_SOME if kind in STRONG else _HALF))
        if fits:
            accepted.add(key)
    # A conversation needs two: accept the others too.
    single = len(accepted) < 2 and cover >= enough and _is_short_dialogue(proper)
    if not accepted and not single:
        return set()
    # A name that occurs once is accepted if others have the same notation.
    notations = Counter(_notation(candidate) for candidate in proper if candidate.key in accepted)
    total = sum(notations.values())
    once = {
        candidate.key
        for candidate in proper
        if single
        or (candidate.kind == "full" and cover >= _MUCH and candidate.form.id == "name:")
        or (
            notations[_notation(candidate)] >= total * _SOME
            and (candidate.kind in STRONG or cover >= _MUCH)
            and tally[candidate.key] == 1
        )
    }
    return accepted | once


def _notation(candidate: Candidate) -> tuple[str, bool, bool, str]:
    timed = candidate.seconds is not None
    return candidate.form.id, candidate.alone, timed, "" if timed else candidate.kind  # a stamp says enough


def _is_short_dialogue(proper: Sequence[Candidate]) -> bool:
    """Return whether a few names that occur once each are a conversation, not a list of fields."""
    names = {candidate.key for candidate in proper}
    return 2 <= len(names) <= 4 and all(candidate.form.id == "name:" for candidate in proper)


def _without_outsiders(named: list[Candidate]) -> list[Candidate]:
    """Return the candidates without names in an unusual layout: `Never: no.` where names stand alone."""
    layouts = Counter((candidate.form.id, candidate.alone) for candidate in named)
    if len(layouts) < 2 or layouts.most_common(1)[0][1] < len(named) * _MUCH:
        return named
    usual = {layout for layout, times in layouts.items() if times * 4 >= len(named)}
    known = {candidate.key for candidate in named if (candidate.form.id, candidate.alone) in usual}
    return [candidate for candidate in named if candidate.key in known or candidate.kind in STRONG]


def _without_lists(named: list[Candidate]) -> list[Candidate]:
    """Return the candidates without names that occur only within one turn: `Pros: … Cons: … Pros: …`."""
    tally = Counter(candidate.key for candidate in named)
    anchors = {candidate.key for candidate in named if candidate.kind == "role" and tally[candidate.key] > 1}
    anchors |= {key for key, _ in tally.most_common(2) if tally[key] > 2}
    gaps: dict[str, set[int]] = defaultdict(set)
    turn = 0
    for candidate in named:
        turn += candidate.key in anchors
        gaps[candidate.key].add(turn)
    if turn < 4:
        return named
    return [
        candidate
        for candidate in named
        if candidate.key in anchors
        or candidate.kind in ("role", "code", "id", "full")
        or len(gaps[candidate.key]) > 1
        or tally[candidate.key] == 1
        or tally[candidate.key] >= _TOO_MANY
    ]


# Forms that other things have as well


def _set_off(text: str, named: Sequence[Candidate], sure: Sequence[Candidate], paragraphs: int) -> list[Candidate]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in named:
        bare = candidate.form.trust == BARE
        if candidate.form.trust != SURE and (not bare or _has_words(text, candidate)):
            groups[candidate.form.id].append(candidate)
    groups = {id: group for id, group in groups.items() if id not in SIGNED_FORMS or _is_signed_dialogue(text, group)}
    labels: list[Candidate] = []
    for id, group in sorted(groups.items(), key=lambda item: item[0] == "name /"):  # bare names last
        rivals = [*_rivals(sure, group), *labels]
        taken = {candidate.at for candidate in rivals}
        group = [candidate for candidate in group if candidate.at not in taken]
        labels += _bare(group, rivals, paragraphs) if id == "name /" else _regular(group, rivals, paragraphs)
    return labels


def _rivals(sure: Sequence[Candidate], group: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the labels that count against another form: none if they are few names that it does not have."""
    names = {candidate.key for candidate in sure}
    few = len(names) < 2 and len(sure) * 3 < len(group) and names.isdisjoint(candidate.key for candidate in group)
    return () if few else sure


def _regular(group: list[Candidate], sure: Sequence[Candidate], paragraphs: int) -> list[Candidate]:
    """Return the labels of one form, if they are regular."""
    if not group or (group[0].kind == "number" and not _is_numbered_dialogue(group)):
        return []
    tally = Counter(candidate.key for candidate in group)
    known = {candidate.key for candidate in sure}
    repeated = {key for key, times in tally.items() if times > 1}
    strict = group[0].form.id in _FORMS_OF_PROSE
    if group[0].form.id == "name 0:12 -" and not _is_rising(group):
        return []
    carrying = len(sure) >= paragraphs * _SOME and len(sure) > len(group)
    cover = len(group) / max(paragraphs, 1)
    speakers: set[str] = set()
    if known and len(repeated & known) > 1:
        speakers |= known
    if repeated and not carrying:
        kinds = {candidate.key: candidate.kind for candidate in group}
        strong = {key for key in tally if kinds[key] in ("role", "code", "id")}
        dialogue = len(tally) > 1 and len(group) > 2 and _alternation(group) >= _FEW
        if not strict and strong & repeated and (len(strong) > 1 or cover >= _HALF):
            speakers |= strong
        if dialogue and cover >= (_MUCH if strict else _HALF) and len(repeated) * 2 >= min(len(tally), 4):
            speakers |= set(tally)
        elif dialogue and cover >= _SOME and len(repeated) > 1 and not strict:
            typography = group[0].form.id in ("heading", "marked")
            speakers |= {key for key in repeated if kinds[key] in STRONG or tally[key] > 2 or typography}
    return [candidate for candidate in group if candidate.key in speakers]


def _is_rising(group: Sequence[Candidate]) -> bool:
    """Return whether the times of the candidates do not go back."""
    times = [candidate.seconds for candidate in group if candidate.seconds is not None]
    return all(first <= second for first, second in pairwise(times))


def _is_signed_dialogue(text: str, group: Sequence[Candidate]) -> bool:
    """Return whether names before a sign such as `;` or `=` recur, take turns, and say something.

    Enumerations (`A) … B) … C) …`), fillers (`Well... `) and equations (`X = 3`) do not.
    """
    tally = Counter(candidate.key for candidate in group)
    recurring = sum(times for times in tally.values() if times > 1)
    letters = [ord(candidate.key) for candidate in group if len(candidate.key) == 1]
    rises = sum(b - a == 1 for a, b in pairwise(letters))
    said = sum(text[candidate.end : candidate.end + _HEAD].split("\n", 1)[0].count(" ") > 1 for candidate in group)
    rivals = len(set(letters)) == 2 and group[0].form.id == "name·"  # `A· … B· …`
    return (
        len(group) >= _FEWEST_SIGNED
        and sum(times > 1 for times in tally.values()) > 1
        and recurring >= _NEARLY_ALL * len(group)
        and _alternation(group) >= _HALF
        and (rivals or len(letters) < len(group) or rises < _HALF * (len(group) - 1))
        and said >= _HALF * len(group)
    )


def _is_numbered_dialogue(group: Sequence[Candidate]) -> bool:
    """Return whether `[1] … [2] … [1] …` are speakers, not references or notes: each of few numbers recurs."""
    tally = Counter(candidate.key for candidate in group)
    return len(group) > 3 and len(tally) <= _MOST_NUMBERED and min(tally.values()) > 1


def _has_words(text: str, candidate: Candidate) -> bool:
    """Return whether words follow a name that stands alone on its line."""
    below = text[candidate.end : candidate.end + 200].lstrip()
    return bool(below) and any(map(str.isalpha, below[:40]))


def _bare(group: list[Candidate], labels: Sequence[Candidate], paragraphs: int) -> list[Candidate]:
    """Return the names alone on their lines that are labels: known speakers in such a file, or a firm pattern."""
    above = [label for label in labels if label.alone]
    known = {label.key for label in above} if len(above) * 2 >= len(labels) else set()
    speakers = {candidate.key for candidate in group if candidate.key in known}
    tally = Counter(candidate.key for candidate in group)
    repeated = {key for key, times in tally.items() if times > 1}
    kinds = {candidate.key: candidate.kind for candidate in group}
    roles = {key for key, kind in kinds.items() if kind == "role"}
    regular = [candidate for candidate in group if candidate.key in repeated | roles]
    cover = len(regular) / max(paragraphs, 1)
    elsewhere = {label.key for label in labels}
    if len(repeated & elsewhere) > 1:
        speakers |= repeated & elsewhere
    if not labels and repeated and len(tally) > 1 and _alternation(regular) >= _FEW:
        enough = 0.3 if all(kinds[key] in ("role", "code", "id") for key in repeated) else 0.4
        if cover >= enough and len(regular) * 5 >= len(group) * 3:
            speakers |= repeated | {key for key in tally if kinds[key] in ("role", "code", "id", "full")}
    return [candidate for candidate in group if candidate.key in speakers]
