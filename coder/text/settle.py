"""Decisions on speakers, applied to the turns of a transcript whose text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from coder.text.span import Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import speaker_key

_STAMP = re.compile(r"[\[(#]?\d{1,3}(?::\d{2}){1,2}(?:[.,-]\d+)?[\])#]?")
_LABEL = re.compile(r"\W*(?P<name>\w[^\n:：\]»>|]*?\.?)\s*(?:[:：\]»>|*_\t]|\Z)")


def settle_turns(text: str, turns: Sequence[Turn], rules: SpeakerRules) -> tuple[Turn, ...]:
    """Return the turns as the rules have them.

    Labels of `speakers`, and labels in one of the `forms`, begin a turn of their own; a turn of somebody who is no
    speaker joins the one before, label included; the others get the name that the rules give them. Turns that no rule
    touches stay as they are, and applying the same rules again changes nothing.
    """
    if rules == NO_RULES:
        return tuple(turns)
    settled = list(turns)
    if rules.speakers or rules.forms:
        for label in _further_labels(text, rules):
            _insert(text, settled, label)
    return tuple(_renamed(_without(settled, rules), rules))


def renamed(rules: SpeakerRules, labels: Iterable[str], name: str) -> SpeakerRules:
    """Return the rules with a name for these labels."""
    return replace(rules, names={**rules.names, **dict.fromkeys(labels, name)})


def taken_as_text(rules: SpeakerRules, labels: Iterable[str]) -> SpeakerRules:
    """Return the rules by which these labels are no speakers."""
    labels = frozenset(labels)
    names = {label: name for label, name in rules.names.items() if label not in labels}
    return replace(rules, names=names, not_speakers=rules.not_speakers | labels, speakers=rules.speakers - labels)


def taken_as_speaker(rules: SpeakerRules, label: str) -> SpeakerRules:
    """Return the rules by which a label is a speaker."""
    key = speaker_key(label)
    denied = frozenset(other for other in rules.not_speakers if speaker_key(other) != key)
    return replace(rules, not_speakers=denied, speakers=rules.speakers | {label})


def label_in(line: str) -> str:
    """Return the label in a line that begins like one, without signs and stamps: `[Kari G.] 00:12` → `Kari G.`"""
    match = _LABEL.match(_STAMP.sub(" ", line))
    return match["name"] if match else line.strip()


def _further_labels(text: str, rules: SpeakerRules) -> Iterator[Turn]:
    """Yield the turns whose labels the rules name, as they are detected with these rules."""
    from coder.text.label_forms import own_form  # compiles the tables of labels
    from coder.text.turns import find_turns

    keys = set(map(speaker_key, rules.speakers))
    forms = [own_form(form).pattern for form in rules.forms]
    for turn in find_turns(text, rules=SpeakerRules(speakers=rules.speakers, forms=rules.forms)):
        if turn.speaker and turn.label < turn.start:
            label = text[turn.label : turn.start].strip()
            if speaker_key(turn.speaker) in keys or any(form.match(label) for form in forms):
                yield turn


def _insert(text: str, turns: list[Turn], new: Turn) -> None:
    """Let a new turn begin inside the turn that has its label; no-op if a turn of that speaker begins there."""
    place = next((place for place, turn in enumerate(turns) if turn.label <= new.label < turn.end), None)
    if place is None:
        return
    old = turns[place]
    if old.speaker and (old.label == new.label or new.label < old.start):
        return  # a label with another speaker: renaming is asked for by its name
    begun = new._replace(start=min(new.start, old.end), end=old.end)
    if old.label == new.label:
        turns[place] = begun
    else:
        end = old.start + len(text[old.start : new.label].rstrip())
        turns[place : place + 1] = [old._replace(end=end), begun]


def _without(turns: Sequence[Turn], rules: SpeakerRules) -> Iterator[Turn]:
    """Yield the turns, those of no speakers joined to the turn before."""
    before: Turn | None = None
    for turn in turns:
        if turn.speaker and not rules.speaker(turn.speaker):
            if before is not None and before.speaker:
                before = before._replace(end=max(turn.end, before.end))
                continue
            turn = Turn(turn.label, turn.end, "", None, turn.label)
        if before is not None:
            yield before
        before = turn
    if before is not None:
        yield before


def _renamed(turns: Iterator[Turn], rules: SpeakerRules) -> Iterator[Turn]:
    for turn in turns:
        name = rules.speaker(turn.speaker) if turn.speaker else ""
        yield turn if name == turn.speaker else turn._replace(speaker=name)
