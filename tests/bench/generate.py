"""SYNTHETIC studies of any size, the same for the same seed: `python -m tests.bench.generate [W1 …] [--into DIR]`.

Words are invented from syllables, with Norwegian letters; nobody ever said any of it. Records are built directly and
written as a checkpoint, so that W100 takes seconds. Every record keeps the model's rules.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import random
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coder.model.codebook import PALETTE, Code
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import Participant, Wave
from coder.model.project import Coder, Info
from coder.model.record import Record
from coder.model.schema import TABLES
from coder.model.source import GOLD, Coding, Segment, Source, SourceText
from coder.project.operations.sources import digest_of
from coder.store import migrations, store
from coder.store.checkpoint import Tables
from coder.text.span import Span, Turn, anchor
from tests.bench.generate_method import Method

WHEN = "2024-03-01T09:00:00+00:00"
STACKED = 20
"""Codings that overlap on one line of the first source."""


class Size(NamedTuple):
    """How large a study is; `words` are those of one source, `codings` and `memos` of all."""

    sources: int
    words: int
    codes: int
    codings: int
    memos: int


SIZES: dict[str, Size] = {
    "W1": Size(37, 9_000, 120, 3_000, 300),
    "W10": Size(370, 9_000, 1_200, 30_000, 3_000),
    "W100": Size(370, 9_000, 1_200, 300_000, 3_000),
    "MILLION": Size(1, 1_000_000, 120, 100_000, 300),
    "SMALL": Size(4, 900, 30, 120, 20),
    "SMALL-method": Size(4, 900, 30, 120, 20),
    "W1-method": Size(37, 9_000, 120, 3_000, 300),
    "W10-method": Size(370, 9_000, 1_200, 30_000, 3_000),
}
_SEEDS = {"W100": "W10", "W1-method": "W1", "W10-method": "W10"}  # other records on the same text
METHOD = "-method"
"""A study whose name ends so has the records of the method too, and a code group of 5,000 units if it has as many."""

_ONSETS, _VOWELS, _CODAS = (
    parts.split(" ")
    for parts in (
        "b bl br d dr f fj fl g gr h j k kj kl kr l m n p pr r s sk skj sl sm st str sv t tr v",
        "a e i o u y æ ø å a e e i o au ei øy",
        "   d g k l ll m n nd ng nn r rd rt s st t tt",
    )
)
_MARKS = (".", ".", ".", ".", ".", ".", "?", "!")


class Document(NamedTuple):
    """The text of one interview, its turns, and its sentences."""

    text: str
    turns: tuple[Turn, ...]
    sentences: list[Span]
    words: int


def vocabulary(rng: random.Random, count: int = 4_000) -> list[str]:
    """Invented words, the short ones first, as the frequent words of a language are short."""
    invented: dict[str, None] = {}
    while len(invented) < count:
        syllables = rng.choices((1, 2, 3, 4), (2, 5, 3, 1))[0]
        word = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables))
        if len(word) > 3:  # shorter ones could be an abbreviation in some language
            invented[word] = None
    return sorted(invented, key=len)


class Words:
    """An endless stream of words, the frequent ones often (Zipf), drawn many at a time."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.known = vocabulary(rng)
        self._weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(self.known))))
        self._drawn: Iterator[str] = self._draw()

    def _draw(self) -> Iterator[str]:
        while True:
            yield from self._rng.choices(self.known, cum_weights=self._weights, k=10_000)

    def take(self, count: int) -> list[str]:
        return list(itertools.islice(self._drawn, count))

    def name(self, count: int) -> str:
        """A name of some words, drawn from all evenly, so that names differ."""
        return " ".join(self._rng.choices(self.known, k=count)).capitalize()


def sentence(rng: random.Random, words: Sequence[str]) -> str:
    """One sentence: a capital, now and then a comma, a full stop."""
    if len(words) > 9 and rng.random() < 0.6:
        cut = rng.randrange(3, len(words) - 3)
        spoken = " ".join(words[:cut]) + ", " + " ".join(words[cut:])
    else:
        spoken = " ".join(words)
    return spoken[0].upper() + spoken[1:] + rng.choice(_MARKS)


def document(rng: random.Random, stream: Words, length: int, speaker: str) -> Document:
    """An interview of `length` words: short questions, answers of one to twelve sentences."""
    parts: list[str] = []
    turns: list[Turn] = []
    sentences: list[Span] = []
    at = words = 0
    asking = True
    while words < length:
        who = "I" if asking else speaker
        label, start = at, at + len(who) + 2
        parts.append(f"{who}: ")
        at = start
        for place in range(rng.randint(1, 2) if asking else rng.randint(1, 12)):
            taken = stream.take(rng.randint(3, 26))
            spoken = sentence(rng, taken)
            if place:
                parts.append(" ")
                at += 1
            parts.append(spoken)
            sentences.append(Span(at, at + len(spoken)))
            at += len(spoken)
            words += len(taken)
        turns.append(Turn(start, at, who, None, label))
        parts.append("\n\n")
        at += 2
        asking = not asking
    return Document("".join(parts[:-1]), tuple(turns), sentences, words)


class Study:
    """The tables of one study while they are built."""

    def __init__(self, name: str, size: Size) -> None:
        seed = _SEEDS.get(name, name)
        self.size = size
        self.rng = random.Random(f"{seed} text")
        self.stream = Words(self.rng)
        self.tables: Tables = {table: {} for table in TABLES}
        self.documents: dict[str, Document] = {}
        self.coder = self.put("coders", Coder(id=self.id(), initials="AA"))
        self.other = self.put("coders", Coder(id=self.id(), initials="BB"))
        self.info = self.put("project", Info(id=self.id(), name=f"Synthetic {name}", language="nb", created=WHEN))
        self._sources()
        self.codes = self._codes()
        self.rng = random.Random(f"{name} codings")
        self._codings()
        self._memos()
        if name.endswith(METHOD):
            Method(self.tables, self.id, self.put)

    def id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def put(self, table: str, record: Record) -> str:
        self.tables[table][record.id] = record
        return record.id

    def _sources(self) -> None:
        first = self.put("waves", Wave(id=self.id(), name="baseline", order=1, first_day=0, last_day=60))
        second = self.put("waves", Wave(id=self.id(), name="follow-up", order=2, first_day=300, last_day=430))
        people = (self.size.sources * 20 + 36) // 37
        for number in range(1, self.size.sources + 1):
            again = number > people
            speaker = f"P{number - people if again else number:02}"
            who = next((p.id for p in self.tables["participants"].values() if p["name"] == speaker), None)
            who = who or self.put("participants", Participant(id=self.id(), name=speaker))
            written = document(self.rng, self.stream, self.size.words, speaker)
            source = Source(
                id=self.id(),
                name=f"{speaker} {'follow-up' if again else 'baseline'}",
                participant=who,
                wave=second if again else first,
                day=self.rng.randint(300, 430) if again else self.rng.randint(0, 60),
                language="nb",
                words=written.words,
                characters=len(written.text),
                turns=len(written.turns),
                format="txt",
                encoding="utf-8",
                digest=digest_of(written.text),
                imported=WHEN,
                order=number,
            )
            self.put("sources", source)
            self.put("texts", SourceText(id=self.id(), source=source.id, text=written.text, turns=written.turns))
            self.documents[source.id] = written

    def _codes(self) -> list[str]:
        """Codes that can be put on text: the leaves of a tree of three levels."""
        leaves: list[str] = []
        colors = itertools.cycle(PALETTE.values())
        order = itertools.count(1)
        names: set[str] = set()
        left = self.size.codes
        while left > 0:
            group = self._code(None, next(order), next(colors), names)
            left -= 1
            for _ in range(2):
                if not left:
                    break
                below = self._code(group, next(order), next(colors), names)
                left -= 1
                for _ in range(min(self.rng.randint(4, 8), left)):
                    quick = len(leaves) + 1 if len(leaves) < 9 else None
                    leaves.append(self._code(below, next(order), next(colors), names, quick))
                    left -= 1
        return leaves

    def _code(self, parent: str | None, order: int, color: str, names: set[str], quick: int | None = None) -> str:
        name = self.stream.name(self.rng.randint(1, 4))
        while name in names:
            name = self.stream.name(3)
        names.add(name)
        code = Code(
            id=self.id(),
            name=name,
            parent=parent,
            order=order,
            color=color,
            definition=sentence(self.rng, self.stream.take(14)),
            aliases=(self.stream.name(1),) if self.rng.random() < 0.2 else (),
            quick=quick,
        )
        return self.put("codes", code)

    def _codings(self) -> None:
        """Each source gets its share, on one to three sentences; a fifth fall on a span that is coded already."""
        weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.codes))))
        left = self.size.codings
        for place, (source, written) in enumerate(self.documents.items()):
            share = left // (len(self.documents) - place)
            left -= share
            spans = list(self._stack(written)) if place == 0 else []
            stacked = len(spans)
            taken: dict[Span, dict[str, None]] = {}
            ids: dict[Span, str] = {}
            for number in range(share):
                if number < stacked:
                    span = spans[number]
                elif taken and self.rng.random() < 0.2:
                    span = self.rng.choice(spans)
                else:
                    span = self._span(written)
                    spans.append(span)
                code = self.rng.choices(self.codes, cum_weights=weights)[0]
                while code in taken.setdefault(span, {}):
                    code = self.rng.choice(self.codes)
                taken[span][code] = None
                if span not in ids:
                    ids[span] = self._segment(source, written.text, span)
                self._coding(ids[span], code)

    def _span(self, written: Document) -> Span:
        first = self.rng.randrange(len(written.sentences))
        last = min(len(written.sentences) - 1, first + self.rng.choice((0, 0, 0, 0, 1, 1, 2)))
        return Span(written.sentences[first].start, written.sentences[last].end)

    def _stack(self, written: Document) -> Iterator[Span]:
        """Spans that all share the beginning of the fourth sentence, of one word to twenty."""
        start = written.sentences[3].start
        end = start
        for _ in range(STACKED):
            end = next(at for at in range(end + 2, len(written.text)) if written.text[at] in " \n")
            yield Span(start, end)

    def _segment(self, source: str, text: str, span: Span) -> str:
        segment_anchor = anchor(text, span.start, span.end)
        return self.put("segments", Segment(id=self.id(), source=source, **segment_anchor._asdict()))

    def _coding(self, segment: str, code: str) -> None:
        coding = Coding(
            id=self.id(),
            segment=segment,
            code=code,
            coder=self.coder if self.rng.random() < 0.8 else self.other,
            created=WHEN,
            mark=GOLD if self.rng.random() < 0.03 else "",
        )
        self.put("codings", coding)

    def _memos(self) -> None:
        kinds = list(MEMO_KINDS)
        pools = {
            table: list(self.tables[table]) for table in ("segments", "sources", "codes", "participants", "project")
        }
        for _ in range(self.size.memos):
            about = self.rng.choices(list(pools), (60, 12, 15, 8, 5))[0]
            memo = Memo(
                id=self.id(),
                kind=self.rng.choice(kinds),
                about=about,
                target=self.rng.choice(pools[about]),
                title=self.stream.name(3),
                text=" ".join(sentence(self.rng, self.stream.take(12)) for _ in range(self.rng.randint(1, 6))),
                coder=self.coder,
                created=WHEN,
                modified=WHEN,
            )
            self.put("memos", memo)


def build(name: str) -> Tables:
    """The tables of the study of this name (one of SIZES)."""
    return Study(name, SIZES[name]).tables


def cache() -> Path:
    """Where generated studies are kept; another folder for another generator or file format."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path(tempfile.gettempdir()) / f"coder-bench-{os.getuid()}")
    format = f"{migrations.VERSION} {' '.join(TABLES)}".encode()
    code = b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in ("generate", "generate_method"))
    this = hashlib.sha256(code + format).hexdigest()[:10]
    return base / "coder-bench" / this


def project(name: str, into: Path | None = None) -> Path:
    """The folder of the study of this name, made if it is not there yet; copy it before changing it."""
    folder = (into or cache()) / name
    if not (folder / "project.json").exists():
        making = folder.with_name(f".{name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        store.create(making, build(name))
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)
    return folder


def transcripts(name: str, into: Path | None = None) -> list[Path]:
    """The texts of that study as .txt files, one for each source, ready for import."""
    folder = (into or cache()) / f"{name}-txt"
    sources = SIZES[name].sources
    files = sorted(folder.glob("*.txt"))
    if len(files) != sources:
        folder.mkdir(parents=True, exist_ok=True)
        seed = Study(name, SIZES[name]._replace(codings=0, memos=0))
        for id, written in seed.documents.items():
            label = seed.tables["sources"][id]["name"].replace(" ", "_")
            (folder / f"{label}.txt").write_text(written.text + "\n", encoding="utf-8")
        files = sorted(folder.glob("*.txt"))
    return files


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SIZES)}; all if none is named")
    parser.add_argument("--into", type=Path, help="the folder to write into (default: a cache folder)")
    chosen = parser.parse_args()
    for name in chosen.names or SIZES:
        folder = project(name, chosen.into)
        print(f"{name:8} {(folder / 'project.json').stat().st_size / 1e6:7.1f} MB  {folder}")


if __name__ == "__main__":
    main()
