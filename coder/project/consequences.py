"""What goes with a record when it is removed, in words; "" where nothing does."""

from __future__ import annotations

from coder.model.codebook import Code
from coder.model.condensation import AnalyticText, Condensate
from coder.model.participant import Participant
from coder.model.source import Source
from coder.project.study import Study, subtree
from coder.text.phrases import format_count


def of_source(study: Study, source: Source) -> str:
    """Return the coded segments, codings and memos that go with a source."""
    segments = study.positions(source.id)
    codings = sum(len(study.codings_of(segment)) for segment in segments)
    memos = len(study.memos_on(source.id)) + sum(len(study.memos_on(segment)) for segment in segments)
    return _counted((len(segments), "coded segment"), (codings, "coding"), (memos, "memo"))


def of_code(study: Study, code: Code) -> str:
    """Return the codes below a code, which are deleted with it."""
    return _counted((sum(1 for _ in subtree(study, code)) - 1, "code"))


def of_participant(study: Study, participant: Participant) -> str:
    """Return the memos on a participant."""
    return _counted((len(study.memos_on(participant.id)), "memo"))


def of_condensate(condensate: Condensate) -> str:
    """Return the sentences of a condensate and the links to units that they hold."""
    links = sum(len(sentence.units) for sentence in condensate.sentences)
    return _counted((len(condensate.sentences), "sentence"), (links, "unit link"))


def of_analytic_text(study: Study, text: AnalyticText) -> str:
    """Return the verdicts on the sentences of an analytic text."""
    return _counted((len(study.referrers(text.id, "verdicts")), "verdict"))


def _counted(*counts: tuple[int, str]) -> str:
    parts = [format_count(number, noun) for number, noun in counts if number]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
