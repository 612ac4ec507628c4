"""What the fault tests run in a process of its own, to be killed, starved or shut out.

python child.py VERB FOLDER [ARGUMENT]: `write` works without end and acknowledges each transaction on a line of its
own as soon as the program says that it is safe; `die` is killed at the ARGUMENT-th system call of a checkpoint;
`hold` opens the project, says so, and waits; the others are described where they are defined.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from coder.errors import CoderError
from coder.project import Project, backups, drafts, open_project, read_project
from coder.project.drafts import MemoDraft
from coder.project.operations import codebook, codings, memos
from coder.store import keys


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def step(project: Project, dice: random.Random) -> str | None:
    """One transaction of some kind; gives its id."""
    done: list[str] = []
    stop = project.subscribe(lambda transaction: done.append(transaction.id))
    source = dice.choice(list(project.sources.values()))
    kind = dice.randrange(10)
    if kind == 0 and project.undoable > 8:
        project.undo()
    elif kind == 1:
        project.redo()
    elif kind == 2:
        codebook.add(project, f"Killed/Code {project.new_id()}")
    elif kind == 3:
        memos.write(project, "SYNTHETIC memo " * dice.randrange(1, 400))
    else:
        start = dice.randrange(source.characters - 12)
        code = dice.choice([code for code in project.codes.values() if code.codable])
        with contextlib.suppress(CoderError):  # a span of blanks
            codings.code(project, source, start, start + dice.randrange(2, 12), [code])
    stop()
    return done[0] if done else None


def write(folder: Path, seed: str) -> None:
    dice = random.Random(int(seed))
    project = open_project(folder, "KG")
    say("ready")
    while True:
        id = step(project, dice)
        if id:
            say("ok", id)
        if dice.random() < 0.1:
            project.checkpoint()


def draft(folder: Path, text: str) -> None:
    project = open_project(folder, "KG")
    kept = MemoDraft(
        memo=project.new_id(), kind="analytic", about="project", target=project.info.id, text=text, coder="KG"
    )
    drafts.save(project, kept)
    say("kept", kept.memo)
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at(left: int) -> None:
    """Be killed before the n-th system call by which files are written from now on."""

    def deadly(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return original(*args, **kwargs)

        return call

    for name in ("write", "fsync", "replace", "close", "chmod", "unlink", "rename", "mkdir"):
        setattr(os, name, deadly(getattr(os, name)))


def back_up_and_die(folder: Path, at: str) -> None:
    """Make a backup with a copy in a second folder, and be killed before the n-th system call or report of it."""
    project = open_project(folder, "KG")
    project.checkpoint()
    job = backups.job(project, "a note")
    assert job is not None
    _die_at(int(at))
    job(lambda share: os.chmod(folder, 0o700))
    sys.stderr.write("survived")


def restore_and_die(folder: Path, at: str) -> None:
    """Restore the newest backup into a new folder, and be killed before the n-th system call of that."""
    rows = backups.listed(folder)
    _die_at(int(at))
    backups.restore_to(rows[0], rows, folder.with_name("restored"), folder, lambda share: os.chmod(folder, 0o700))
    sys.stderr.write("survived")


def die(folder: Path, at: str) -> None:
    """Change something, then be killed before the n-th system call by which a checkpoint is written."""
    project = open_project(folder, "KG")
    say("ok", step(project, random.Random(3)))
    _die_at(int(at))
    project.close()
    sys.stderr.write("survived")


def hold(folder: Path) -> None:
    project = open_project(folder, "KG")
    say("open", os.getpid())
    sys.stdin.readline()
    project.close()
    say("closed")


def read(folder: Path) -> None:
    """Read again and again until told to stop; each reading must be whole."""
    import select

    before = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        project = read_project(folder)
        number = project._store.state.number
        assert number >= before, (number, before)
        assert len(project.codings) == sum(map(len, project.index.segment_codings.values()))
        before = number
        say("read", number)


def fill(folder: Path) -> None:
    """Write until the disk refuses, then say whether all is as it should be. The parent sees to the limit."""
    project = open_project(folder, "KG")
    dice = random.Random(1)
    say("ready")
    sys.stdin.readline()
    for _ in range(100_000):
        before = (project._store.state, len(project.codings), len(project.memos), len(project.codes))
        try:
            step(project, dice)
        except CoderError as error:
            after = (project._store.state, len(project.codings), len(project.memos), len(project.codes))
            say("refused", error.title)
            say("same" if before == after else "different")
            break
    sys.stdin.readline()
    memos.write(project, "after")
    say("again", project._store.state.number)
    project.close()


def access(folder: Path, what: str) -> None:
    """As somebody without rights: say what becomes of it."""
    with tempfile.TemporaryDirectory() as warm:  # all modules are read before the rights are gone
        from coder.project import create_project, open_or_read

        open_or_read(create_project(Path(warm) / "p")).close()
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    os.umask(int(os.environ.get("CHILD_UMASK", "077"), 8))
    try:
        if what == "open":
            open_project(folder, "KG").close()
        else:
            project = open_or_read(folder, "KG")
            say("readonly" if project.readonly else "writable", len(project.codings))
            say(*project.notices)
            project.close()
    except CoderError as error:
        say(type(error).__name__, error)


def erase(folder: Path, *moments: str) -> None:
    """Erase the originals of a source of copies of a project, killed at that system call of it each time."""
    import shutil

    from coder.project import erasure

    for moment in moments:
        copy = folder.with_name(f"{folder.name}-{moment}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            project = open_project(copy, "KG")
            source = next(source for source in project.sources.values() if source.name == "P01 baseline")
            _die_at(int(moment))
            erasure.erase_originals(project, [source], terms={"Zebedee": "[woman 1]"})
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("killed" if os.WIFSIGNALED(status) else "done")


if __name__ == "__main__":
    if keys.is_encrypted(Path(sys.argv[2])):
        keys.unlock(Path(sys.argv[2]), "correct horse")
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
