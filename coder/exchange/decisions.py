"""Decisions on the files of a format: taken from what a researcher chose, remembered, and followed later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from coder.exchange.transcript import ReadOptions
from coder.model.project import IMPORT_DECISIONS, ImportDecision
from coder.text.phrases import format_list
from coder.text.speaker_rules import SpeakerRules
from coder.text.speakers import speaker_key

NAME, TEXT, SPEAKER, FORM, INTERVIEWER, ENCODING, NO_INTERVIEWER = IMPORT_DECISIONS
#: Kind of decision → what is said of it.
WORDS: Mapping[str, str] = {
    NAME: "“{label}” is {value}",
    TEXT: "“{label}” is not a speaker",
    SPEAKER: "“{label}” is a speaker",
    FORM: "labels are written {label}",
    INTERVIEWER: "{label} is an interviewer",
    ENCODING: "the encoding is {value}",
    NO_INTERVIEWER: "no speaker is an interviewer",
}
#: A later decision of this kind on the same label ends earlier ones of these kinds.
_ENDS: Mapping[str, tuple[str, ...]] = {
    NAME: (NAME, TEXT),
    TEXT: (NAME, TEXT, SPEAKER, INTERVIEWER),
    SPEAKER: (TEXT, SPEAKER),
    FORM: (FORM,),
    INTERVIEWER: (INTERVIEWER,),
    ENCODING: (ENCODING,),
    NO_INTERVIEWER: (NO_INTERVIEWER,),
}
# Labels that a program gives to voices: the same one is somebody else in the next file.
_VOICE = re.compile(
    r"(?:unknown|unidentified)?(?:speaker|sprecher(?:in)?|taler|talare|spreker|locuteur|hablante|orador|parlante|puhuja|"
    r"mówca|mluvčí|спикер|发言人|説話人|話者)[-_#]?(?:\d+|[a-z])"
)


def is_voice(label: str) -> bool:
    """Return whether a label is a number that a program gave to a voice, such as `SPEAKER_00` or `Speaker 2`."""
    return bool(_VOICE.fullmatch(speaker_key(label)))


def decisions_of(
    format: str, file: str, options: ReadOptions, interviewers: tuple[str, ...] | None
) -> tuple[ImportDecision, ...]:
    """Return the decisions to remember; not the names of numbered voices, who are other people in other files.

    `interviewers` are (), if there is none, and None if nothing was chosen.
    """
    rules = options.rules
    rows = [(NAME, label, name) for label, name in rules.names.items() if not is_voice(label)]
    rows += [(TEXT, label, "") for label in sorted(rules.not_speakers)]
    rows += [(SPEAKER, label, "") for label in sorted(rules.speakers)]
    rows += [(FORM, form, "") for form in rules.forms]
    rows += [(INTERVIEWER, name, "") for name in interviewers or () if not is_voice(name)]
    rows += [(NO_INTERVIEWER, "", "")] if interviewers == () else []
    rows += [(ENCODING, "", options.encoding)] if options.encoding else []
    return tuple(ImportDecision(format, kind, label, value, file) for kind, label, value in rows)


def updated(
    old: Iterable[ImportDecision], new: Iterable[ImportDecision], no_interviewers: Iterable[str] = ()
) -> tuple[ImportDecision, ...]:
    """Return decisions after later ones: these replace what they contradict, and repeated ones stay as they are.

    `no_interviewers` are speakers of the file who were not chosen as interviewers, where some were.
    """
    new = tuple(new)
    ended = {
        (decision.format, kind, speaker_key(decision.label)) for decision in new for kind in _ENDS[decision.kind]
    }
    formats = {decision.format for decision in new}
    ended |= {(format, INTERVIEWER, speaker_key(name)) for format in formats for name in no_interviewers}
    said = {decision[:4] for decision in new}
    kept = [
        decision
        for decision in old
        if decision[:4] in said
        or (
            (decision.format, decision.kind, speaker_key(decision.label)) not in ended
            and not any(_rules_out(later, decision) for later in new)
        )
    ]
    known = {decision[:4] for decision in kept}
    return (*kept, *(decision for decision in new if decision[:4] not in known))


def _rules_out(later: ImportDecision, earlier: ImportDecision) -> bool:
    """Return whether one decision names an interviewer and the other says that there is none."""
    kinds = {later.kind, earlier.kind}
    return later.format == earlier.format and kinds == {INTERVIEWER, NO_INTERVIEWER}


def with_decisions(
    options: ReadOptions, decisions: Iterable[ImportDecision]
) -> tuple[ReadOptions, tuple[ImportDecision, ...]]:
    """Return the options with what was decided before, and the decisions that the options do not overrule.

    The encoding is not among them: it depends on the file whether it can be followed.
    """
    rules = options.rules
    names, texts, speakers, forms = dict(rules.names), set(rules.not_speakers), set(rules.speakers), [*rules.forms]
    settled = set(map(speaker_key, (*names, *texts, *speakers)))
    followed = []
    for decision in decisions:
        label = decision.label
        if decision.kind in (NAME, TEXT, SPEAKER) and speaker_key(label) in settled:
            continue
        if decision.kind == NAME:
            names[label] = decision.value
        elif decision.kind == TEXT:
            texts.add(label)
        elif decision.kind == SPEAKER:
            speakers.add(label)
        elif decision.kind == FORM and label not in forms:
            forms.append(label)
        followed.append(decision)
    merged = SpeakerRules(names, frozenset(texts), frozenset(speakers), tuple(forms))
    return replace(options, rules=merged), tuple(followed)


def effective(
    decisions: Iterable[ImportDecision], text: str, labels: Iterable[str], speakers: Iterable[str], encoding: str
) -> Iterator[ImportDecision]:
    """Yield the decisions that matter to a file: `labels` are those of its turns, `speakers` their names."""
    keys, names = set(map(speaker_key, labels)), set(speakers)
    for decision in decisions:
        key = speaker_key(decision.label)
        if (
            (decision.kind in (NAME, SPEAKER) and key in keys)
            or (decision.kind == TEXT and _begins_line(text, decision.label))
            or (decision.kind == FORM and _has_form(text, decision.label))
            or (decision.kind == INTERVIEWER and decision.label in names)
            or (decision.kind == NO_INTERVIEWER and bool(names))
            or (decision.kind == ENCODING and decision.value == encoding)
        ):
            yield decision


def _begins_line(text: str, label: str) -> bool:
    words = r"\s*".join(map(re.escape, label.split()))
    return bool(re.search(rf"^\W*{words}(?!\w)", text, re.MULTILINE | re.IGNORECASE))


def _has_form(text: str, form: str) -> bool:
    from coder.text.label_forms import own_form  # compiles the tables of labels

    pattern = own_form(form).pattern
    return any(pattern.match(line.strip()) for line in text.splitlines())


def describe(decisions: Iterable[ImportDecision]) -> tuple[str, ...]:
    """Return the decisions in words, by file: `as for P01.docx: “Objetivo” is not a speaker`."""
    by_file: dict[str, list[str]] = {}
    for decision in decisions:
        words = WORDS[decision.kind].format(label=decision.label, value=decision.value)
        by_file.setdefault(decision.file, []).append(words)
    return tuple(f"as for {file}: {format_list(words)}" for file, words in by_file.items())
