"""A check session: the units or claims of a code group, one after the other, each with its verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coder.analysis.method.staleness import STATES, Standing, standing, state_of
from coder.analysis.method.synthesis import Synthesis, Tally, synthesis
from coder.analysis.method.units import units_in_order
from coder.errors import NotFound
from coder.model.condensation import UNIT_CHECK, AnalyticText, CodeGroup, Sentence, Verdict
from coder.model.record import Transaction
from coder.model.source import Segment
from coder.project import Project
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import verdicts
from coder.project.quotations import location
from coder.project.verdict_fingerprint import VerdictBasis
from coder.tui.kit.session_state import screen_state


@dataclass
class CheckSession:
    """The units (ids) or claims (keys of sentences) of a group: stale ones first, then open, then checked ones.

    `states`: item → its state. `counter` and `against` are kept for a claim until it gets its verdict. `acts` and
    `undone` are the items of what can be undone and redone in this session.
    """

    kind: str
    group: str
    items: list[str]
    states: dict[str, str]
    index: int = 0
    acts: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)  # with removed items, which may come back
    counter: dict[str, bool] = field(default_factory=dict)
    against: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _tally: Tally | None = None  # cached until a state changes

    @property
    def item(self) -> str:
        """The current item; "" if none is left."""
        return self.items[self.index] if self.items else ""

    @property
    def noun(self) -> str:
        return "unit" if self.kind == UNIT_CHECK else "claim"

    @property
    def tally(self) -> Tally:
        if self._tally is None:
            count = Counter(self.states.get(item, "open") for item in self.items)
            self._tally = Tally(count["done"], count["open"], count["stale"])
        return self._tally

    def set_state(self, item: str, state: str) -> None:
        self.states[item] = state
        self._tally = None

    def step(self, by: int) -> bool:
        """Move to another item; return whether there is one."""
        exists = 0 <= self.index + by < len(self.items)
        self.index += by if exists else 0
        return exists

    def next_unchecked(self) -> int | None:
        """Return the index of the next stale or open item, after the current one first; None if there is none."""
        indexes = [*range(self.index + 1, len(self.items)), *range(self.index + 1)]
        return next((index for index in indexes if self.states.get(self.items[index]) != "done"), None)

    def record_act(self, item: str) -> None:
        """Record that something about an item was done that can be undone."""
        self.acts.append(item)
        self.undone.clear()

    def turn(self, back: bool) -> None:
        """Move to the item of the act that was just undone (`back`) or redone."""
        source, target = (self.acts, self.undone) if back else (self.undone, self.acts)
        item = source.pop()
        target.append(item)
        self.index = self.items.index(item) if item in self.states else self.index

    def forget_acts(self) -> None:
        """Clear the undo stack: the session is left for another screen."""
        self.acts.clear()
        self.undone.clear()

    def update(self, states: dict[str, str]) -> None:
        """Set the states of all items; removed items are skipped, new ones come last."""
        current = self.item
        self.order = list(dict.fromkeys([*(self.order or self.items), *states]))
        self.items = [item for item in self.order if item in states]
        self.states = states
        self._tally = None
        self.index = self.items.index(current) if current in states else max(0, min(self.index, len(self.items) - 1))


class Check:
    """The current item of a session and its verdicts; acts are recorded for undo."""

    def __init__(self, project: Project, session: CheckSession) -> None:
        self.project, self.session = project, session

    @property
    def by_unit(self) -> bool:
        """Whether units are checked, not claims."""
        return self.session.kind == UNIT_CHECK

    @property
    def group(self) -> CodeGroup | None:
        """The group; None once it was deleted."""
        return self.project.groups.get(self.session.group)

    @property
    def text(self) -> AnalyticText | None:
        return analytic_text_of(self.project, self.session.group)

    @property
    def sentence(self) -> Sentence | None:
        """The current claim."""
        text, key = self.text, self.session.item
        return next((sentence for sentence in text.sentences if sentence.key == key), None) if text else None

    @property
    def segment(self) -> Segment | None:
        """The current unit."""
        return self.project.segments.get(self.session.item)

    @property
    def title(self) -> str:
        """The position of a unit in the session, or of a claim in its text."""
        text, sentence, session = self.text, self.sentence, self.session
        if self.by_unit:
            return f"{session.index + 1}/{len(session.items)}"
        if text is None or sentence is None:
            return ""
        return f"claim {text.sentences.index(sentence) + 1}/{len(text.sentences)}"

    @property
    def location(self) -> str:
        """The source and turn of a unit."""
        segment = self.segment
        return location(self.project, self.project.sources[segment.source], segment.span) if segment else ""

    def standings(self, item: str) -> list[Standing]:
        """Return the verdicts on an item, by time."""
        group, text = self.group, self.text
        holder = item if self.by_unit else text.id if text is not None else ""
        if group is None:
            return []
        basis = VerdictBasis(self.project, group)
        records: list[Verdict] = self.project.referrers(holder, "verdicts")
        on_item = [
            verdict
            for verdict in records
            if verdict.group == group.id and item in (verdict.segment, verdict.sentence)
        ]
        on_item.sort(key=lambda verdict: (verdict.created, verdict.id))
        return [standing(self.project, basis, verdict) for verdict in on_item]

    @property
    def own_verdict(self) -> Verdict | None:
        """The coder's verdict on the current item."""
        session, text = self.session, self.text
        if self.by_unit:
            return verdicts.given(self.project, segment=session.item, group=session.group)
        if text is None or not session.items:
            return None
        return verdicts.given(self.project, text=text.id, sentence=session.item)

    @property
    def searched(self) -> bool:
        """Whether counter-examples to the claim were searched for."""
        verdict = self.own_verdict
        return verdict.counter if verdict is not None else self.session.counter.get(self.session.item, False)

    @property
    def against(self) -> tuple[str, ...]:
        """The units that the coder marked as contradicting."""
        verdict = self.own_verdict
        return verdict.against if verdict is not None else self.session.against.get(self.session.item, ())

    @property
    def all_against(self) -> list[str]:
        """The units that any coder marked as contradicting."""
        others = [unit for standing in self.standings(self.session.item) for unit in standing.verdict.against]
        return list(dict.fromkeys([*self.against, *others]))

    def act(self, operation: Callable[[], object]) -> bool:
        """Do something that can be undone in this session; return True."""
        before, item = self.project.undoable, self.session.item
        operation()
        if self.project.undoable > before:
            self.session.record_act(item)
        return True

    def judge(self, verdict: str) -> bool:
        """Give the current item a verdict, with what was noted before; return True."""
        own, against = self.own_verdict, self.against
        note = own.note if own is not None and own.verdict == verdict else ""
        if self.by_unit:
            group, segment = self.group, self.segment
            if group is None or segment is None:
                raise NotFound("The unit was removed")
            return self.act(lambda: verdicts.unit_check(self.project, group, segment, verdict, note, against))
        text, key, searched = self.text, self.session.item, self.searched
        if text is None:
            raise NotFound("The analytic text was deleted")
        return self.act(lambda: verdicts.claim_check(self.project, text, key, verdict, searched, against, note))

    def toggle_against(self, units: Sequence[str]) -> bool:
        """Mark units as contradicting, or unmark them; return whether a verdict holds the mark yet."""
        before, verdict = self.against, self.own_verdict
        remaining = tuple(unit for unit in before if unit not in units)
        against = remaining + tuple(unit for unit in units if unit not in before)
        if verdict is not None:
            return self.act(lambda: verdicts.amend(self.project, verdict, against=against))
        self.session.against[self.session.item] = against
        return False

    def toggle_searched(self) -> bool:
        """Toggle whether counter-examples were searched for; return the new value."""
        searched, verdict = not self.searched, self.own_verdict
        if verdict is not None:
            self.act(lambda: verdicts.amend(self.project, verdict, counter=searched))
        else:
            self.session.counter[self.session.item] = searched
        return searched

    def follow(self, transaction: Transaction) -> None:
        """Update the states after a transaction; verdicts alone change only the items they are on."""
        group, session = self.group, self.session
        if group is None:
            return
        if not session.items or any(change.table != "verdicts" for change in transaction.changes):
            session.update(states_of(synthesis(self.project, group), session.kind))
            return
        for change in transaction.changes:
            verdict = change.after or change.before
            if isinstance(verdict, Verdict) and verdict.kind == session.kind:
                item = verdict.segment or verdict.sentence
                if item in session.states:
                    session.set_state(item, state_of(self.standings(item)))


@dataclass
class InterruptedCheck:
    """The session that was left for another screen; the back-check returns to it."""

    session: CheckSession | None = None


def interrupt(project: Project, session: CheckSession) -> None:
    """Let the back-check continue this session when it is opened next."""
    session.forget_acts()
    screen_state(project, InterruptedCheck).session = session


def take_interrupted(project: Project) -> CheckSession | None:
    """Return the interrupted session, up to date, and forget it; None if nothing is left to check in it."""
    state = screen_state(project, InterruptedCheck)
    session, state.session = state.session, None
    if session is None or session.group not in project.groups:
        return None
    session.update(states_of(synthesis(project, project.groups[session.group]), session.kind))
    return session if session.items else None


def states_of(progress: Synthesis, kind: str) -> dict[str, str]:
    """Return the state of each unit of a group (by id), or of each sentence of its analytic text (by key)."""
    if kind == UNIT_CHECK:
        return {id: state_of(standings) for id, standings in progress.units.items()}
    return {claim.sentence.key: claim.state for claim in progress.claims}


def begin(project: Project, progress: Synthesis, kind: str, first: str = "") -> CheckSession | None:
    """Return a session over the units or claims of a group, beginning at `first`; None if there are none."""
    states = states_of(progress, kind)
    ordered = units_in_order(project, states) if kind == UNIT_CHECK else list(states)
    items = sorted(ordered, key=lambda item: STATES.index(states[item]))
    if not items:
        return None
    return CheckSession(kind, progress.group.id, items, states, items.index(first) if first in states else 0)
