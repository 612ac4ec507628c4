"""Data-management sheet: what of a study is stored where and how long, who works on it, protection, what leaves.

One page for an ethics board or a data protection officer. It holds no interview text and no name of a participant;
what the program cannot know is left to be filled in.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from coder.model.document import AnyBlock, Cell, Document, Heading, Items, Table
from coder.model.project import Coder
from coder.model.schema import CODERS
from coder.project import backups, encryption, openings, second_folder, settings
from coder.project.project import Project
from coder.project.repair import private
from coder.store import backups as stored_backups
from coder.store import checkpoint, drafts, journal, keys, rescue
from coder.store.lock import NAME as LOCK
from coder.store.lock import OWNER
from coder.text.phrases import format_count, format_day, format_list

TO_FILL_IN = "to be filled in"
#: What a person has to add.
_QUESTIONS = (
    "Controller and person responsible",
    "Legal basis, consent and approval (number)",
    "Where the folder lies (own disk, hospital share) and who administers it",
    "End of the study, and what happens then: archive, erasure (coder help security)",
    "Where the key file of pseudonyms and the consent forms are kept, and by whom",
    "With whom exported files are shared, and how",
)
#: File or folder of a project → what is in it.
_CONTENTS = (
    (checkpoint.NAME, "all records: transcripts, codes, codings, memos, participants"),
    (journal.NAME, "every change since the project was created, with who and when"),
    (keys.NAME, "the key of the project, wrapped by each passphrase"),
    (drafts.FOLDER, "text that was typed and not saved yet"),
    (stored_backups.FOLDER, "backups of all of it"),
    (openings.NAME, "who opened the project, when"),
)
_GIT = ".git"
#: What the names of damaged files have that a repair kept.
_DAMAGED = ".damaged"
#: Table → what a coder did in it.
_ACTS = {
    "codings": ("coding", ""),
    "memos": ("memo", ""),
    "readings": ("reading", ""),
    "verdicts": ("verdict", ""),
    "condensates": ("condensate", ""),
    "analytic_texts": ("analytic text", ""),
}


def report(project: Project) -> Document:
    """Return the data-management sheet of a project, as it is today on this machine."""
    return Document(
        "Data management", project.info.name, project.now(), (_summary(project),), tuple(_blocks(project))
    )


def _summary(project: Project) -> str:
    counts = [
        format_count(len(project.participants), "participant"),
        format_count(len(project.sources), "transcript"),
        format_count(sum(not memo.private for memo in project.memos.values()), "memo"),
    ]
    day = format_day(project.info.created)
    since = f", created {day}" if day else ""
    return f"{format_list(counts)}{since}. As it is today, on this machine and with the settings of this person."


def _blocks(project: Project) -> Iterator[AnyBlock]:
    yield Heading(2, "What is stored where")
    yield _places(project)
    yield Heading(2, "Protection")
    yield Items(tuple(_protection(project)))
    yield Heading(2, "How long")
    yield Items(tuple(_retention(project)))
    yield Heading(2, "Who")
    yield _coders(project)
    yield Heading(2, "What leaves this machine")
    yield Items(tuple(_exits()))
    yield Heading(2, "To be filled in by the person responsible")
    yield Items(tuple(f"{question}: {TO_FILL_IN}" for question in _QUESTIONS))


# Places


def _places(project: Project) -> Table:
    folder = project.folder.resolve()
    sealed = encryption.is_encrypted(folder)
    rows = [
        (
            str(folder / name),
            content,
            "no, holds wrapped keys" if name == keys.NAME else _yes(sealed),
            _size(folder / name),
        )
        for name, content in _CONTENTS
        if os.path.lexists(folder / name)
    ]
    copies = second_folder.copies(folder)
    if copies:
        size = sum(path.stat().st_size for path in copies)
        rows.append((str(copies[0].parent), "copies of the backups", _yes(sealed), _bytes(size)))
    others = _others(folder)
    if others:
        what = f"{format_count(others, 'other file')}, not of the program"
        rows.append((str(folder), what, "not by the program", ""))
    if (folder / _GIT).exists():
        what = "earlier states of the files, kept by git; erasing does not reach them"
        rows.append((str(folder / _GIT), what, "not by the program", _size(folder / _GIT)))
    state = rescue.folder().parent
    rows.append(
        (
            str(state),
            "where each person left off, and rescued drafts; no transcript",
            "rescued drafts only" if sealed else "no",
            _size(state),
        )
    )
    recent = "" if settings.load().private_state == "on" else ", and recent projects"
    rows.append((str(settings.path()), f"settings of this person{recent}", "no", _size(settings.path())))
    cells = tuple(tuple(Cell(text, absent=not text) for text in row) for row in rows)
    return Table("Files", ("Place", "Content", "Encrypted", "Size"), cells)


def _yes(is_true: bool) -> str:
    return "yes" if is_true else "no"


def _others(folder: Path) -> int:
    """Return how many files beside those of the program are in the folder of a project."""
    own = {*(name for name, _ in _CONTENTS), checkpoint.ATTRIBUTES, LOCK, OWNER, _GIT}
    try:
        return sum(entry.name not in own and _DAMAGED not in entry.name for entry in os.scandir(folder))
    except OSError:
        return 0


def _size(path: Path) -> str:
    if not path.exists():
        return "none yet"
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return _bytes(sum(file.stat().st_size for file in files))


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size // 1_000 + 1:,} kB"


# Protection and retention


def _protection(project: Project) -> Iterator[str]:
    if encryption.is_encrypted(project.folder):
        slots = encryption.passphrases(project.folder)
        names = [slot.name or "unnamed" for slot in slots if not slot.is_recovery]
        recovery = "with" if any(slot.is_recovery for slot in slots) else "without"
        yield (
            f"Encrypted at rest (XChaCha20-Poly1305; keys by Argon2id), {recovery} a recovery key. "
            f"{format_count(len(names), 'passphrase')}: {format_list(names)}."
        )
    else:
        yield "Not encrypted by the program (coder encrypt does it): whoever has the folder can read it."
    yield _modes(project.folder)
    minutes = settings.load().idle_lock
    idle = f", and after {format_count(minutes, 'minute')} without one" if minutes else ""
    yield f"Screen lock: by a key{idle}."
    kept = len(project.pseudonym_decisions)
    yield (
        f"Pseudonyms: {format_count(kept, 'decision')} to keep or postpone; replaced names are in a key file that is "
        "kept elsewhere, encrypted under another passphrase."
    )
    yield "Each change is chained to the one before it: coder doctor shows the first that was made outside."
    log = openings.listed(project.folder)
    yield f"Log of who opened the project: {format_count(len(log), 'opening') if log else 'off'}."


def _modes(folder: Path) -> str:
    """Return who can read the files by the rights of the system."""
    if os.name == "nt":
        return "Who can read the files is what Windows grants to the folder that they are in."
    wide = [path.name for path, mode in private(folder) if path.stat().st_mode & 0o777 & ~mode]
    if wide:
        return f"Other users of the machine can read: {', '.join(wide)} (coder doctor --repair closes them)."
    return "The files of the project, and what is exported, can be read by their owner only (modes 0600 and 0700)."


def _retention(project: Project) -> Iterator[str]:
    yield "Transcripts, codes and memos: until a person deletes them; then in the history and the backups."
    yield "What a person withdraws is erased from all of it: coder participants erase, proved by coder scan --erased."
    rows = backups.listed(project.folder)
    days = [day for day in (format_day(row.made) for row in rows) if day]
    since = f", from {days[-1]} to {days[0]}" if days else ""
    yield (
        f"{format_count(len(rows), 'backup')}{since}. Kept: the last of each of 24 hours, 14 days, 8 weeks, and of "
        "every month."
    )
    base = settings.load().backup_folder.strip()
    yield f"Second backup folder: {base or 'none'}."
    withdrawn = Counter(entry.outcome for entry in project.attrition.values())
    if withdrawn:
        parts = [f"{outcome}: {number}" for outcome, number in sorted(withdrawn.items())]
        yield f"Register of participants who left or did not come: {', '.join(parts)}."


# People


def _coders(project: Project) -> Table:
    acts = {table: fields for table, fields in CODERS.items() if table in _ACTS}
    done: dict[str, Counter[str]] = {}
    for table, fields in acts.items():
        for record in project.tables[table].values():
            for coder in dict.fromkeys(str(record[field]) for field in fields if record[field]):
                done.setdefault(coder, Counter())[table] += 1
    changes = Counter(transaction.coder for transaction in project.history())
    people = sorted(project.coders.values(), key=lambda coder: coder.initials.casefold())
    rows = tuple(_coder(coder, done.get(coder.id, Counter()), changes[coder.initials]) for coder in people)
    return Table("Coders", ("Initials", "Name", "Work in the project", "Changes"), rows)


def _coder(coder: Coder, done: Counter[str], changes: int) -> tuple[Cell, ...]:
    work = ", ".join(format_count(done[table], *_ACTS[table]) for table in _ACTS if done[table])
    return Cell(coder.initials), Cell(coder.name or TO_FILL_IN), Cell(work or "none yet"), Cell(f"{changes:,}")


# Exits


def _exits() -> Iterator[str]:
    copying = {
        "off": "nothing is copied to the clipboard",
        "asked": "a passage is copied to the clipboard only by the key y",
        "always": "what is cut or copied goes to the clipboard",
    }[settings.load().clipboard]
    yield "Nothing by itself: the program opens no network connection, and sends no statistics."
    yield (
        "Files that a person exports. Each is searched first for what may identify somebody; one for publication is "
        "refused until every finding is decided, with participants renumbered and small numbers suppressed."
    )
    yield f"The clipboard: {copying}."
