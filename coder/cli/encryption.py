"""`coder encrypt`, `coder decrypt` and `coder passphrase`: a project encrypted at rest, and what opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import parameters, passphrase
from coder.cli.verb import PATH, Result, verb

if TYPE_CHECKING:
    from argparse import Namespace

    from coder.project.encryption import Passphrase

NEW_FILE = parameters.file(
    "--new-passphrase-file", "file with the new passphrase in its first line; else it is asked for", default=""
)


def without_it(folder: Path) -> str:
    """Return what a person must know who has encrypted a project."""
    return (
        "Without the passphrase nobody can read it, and nobody can restore the passphrase.\n"
        f"Make a recovery key, and keep it on paper: coder passphrase {folder} --recovery-key"
    )


def _folder(path: str) -> Path:
    from coder.project.opening import folder_of

    return folder_of(path)


@verb(
    "encrypt",
    "Encrypt a project: its history, checkpoint, drafts, backups and kept files. The passphrase is asked for twice\n"
    "on the terminal, or comes from --passphrase-file or CODER_PASSPHRASE_FD; never from an argument. Every command\n"
    "then asks for it, which takes about half a second each time.",
    parameters.coder("whose passphrase it is"),
    examples=["encrypt friends", "encrypt friends --passphrase-file ~/friends.txt"],
    access=PATH,
)
def encrypt(path: str, coder: str) -> Result:
    """Encrypt a project."""
    from coder.project import encryption, settings
    from coder.store import checkpoint

    folder = _folder(path)
    if encryption.is_encrypted(folder):
        return Result(
            {"encrypted": True, "changed": False, "messages": []},
            f"The project is encrypted already. To change its passphrase: coder passphrase {path}",
        )
    checkpoint.must_exist(folder)
    messages = encryption.encrypt(
        folder, passphrase.ask_new(passphrase.subject_of(folder)), coder=settings.initials(coder)
    )
    value = {"encrypted": True, "changed": True, "messages": messages}
    return Result(value, ["The project is encrypted.", *messages, without_it(Path(path)), *_REST])


#: What encrypting cannot undo.
_REST = (
    "What was on the disk before may still be found there: on an SSD, in snapshots of a share, in copies and backups",
    "elsewhere. Delete those you know of.",
)


@verb(
    "decrypt",
    "Turn an encrypted project back into plain files. Whoever has them can then read them.",
    examples=["decrypt friends"],
    access=PATH,
)
def decrypt(path: str) -> Result:
    """Decrypt a project."""
    from coder.project import encryption
    from coder.store import checkpoint

    folder = _folder(path)
    if not encryption.is_encrypted(folder):
        checkpoint.must_exist(folder)
        return Result({"encrypted": False, "changed": False, "messages": []}, "The project is not encrypted.")
    messages = passphrase.giving(folder, lambda given: encryption.decrypt(folder, given))
    value = {"encrypted": False, "changed": True, "messages": messages}
    return Result(value, ["The project is no longer encrypted: whoever has its files can read them.", *messages])


def _must_open_again(path: str, remove: str | None, **others: object) -> str:
    """Return the question before a passphrase is removed where others go with it."""
    if remove is None:
        return ""
    from coder.project import encryption

    names = [row.name for row in encryption.passphrases(path) if row.name != remove]
    if len(names) < 2:
        return ""
    return (
        f"Remove {remove}? The project gets a new key, which only the passphrase you give opens. "
        f"Of {', '.join(names)}, the others must be added again."
    )


@verb(
    "passphrase",
    "Change the passphrase of an encrypted project; the present one is asked for first. Several people can have one\n"
    "each: --add and --remove. A recovery key opens the project like a passphrase: print it, and keep it apart.\n"
    "Enter it in place of a forgotten passphrase to replace that one; where there are several, --of says whose.\n"
    "A file has the present passphrase in its first line, a new one in its second.",
    parameters.flag("--list", "list who has a passphrase, without asking for one", either="act", dest="show"),
    parameters.argument("--add", metavar="NAME", help="add a passphrase for somebody, such as TB", either="act"),
    parameters.argument(
        "--remove", metavar="NAME", help="remove that passphrase; the project gets a new key", either="act"
    ),
    parameters.flag("--recovery-key", "print a new recovery key, once; an earlier one is void", either="act"),
    parameters.argument(
        "--of", metavar="NAME", default="", help="with the recovery key: whose passphrase to replace"
    ),
    NEW_FILE,
    examples=[
        "passphrase friends",
        "passphrase friends --list",
        "passphrase friends --add TB",
        "passphrase friends --remove TB",
        "passphrase friends --recovery-key",
    ],
    access=PATH,
    dry=lambda args: args.show,
    check=lambda args: _contradiction(args),
    asks=_must_open_again,
)
def change(
    path: str, show: bool, add: str | None, remove: str | None, recovery_key: bool, of: str, new_passphrase_file: str
) -> Result:
    """Change, add, remove or list the passphrases of a project, or make a recovery key."""
    from coder.project import encryption

    folder = _folder(path)
    rows = encryption.passphrases(folder)  # refuses a project that is not encrypted
    if show:
        value = [{"name": row.name, "kind": "recovery key" if row.is_recovery else "passphrase"} for row in rows]
        return Result(value, [_described(row) for row in rows])
    if add is not None:
        _use_new(folder, f"{passphrase.subject_of(folder)} for {add}", new_passphrase_file, add=add)
        return Result({"added": add}, f"{add} can open the project with the new passphrase.")
    if remove is not None:
        messages = passphrase.giving(folder, lambda given: encryption.remove_passphrase(folder, given, remove))
        text = f"{remove} is removed. Copies made before open with the passphrases they were made under."
        return Result({"removed": remove, "messages": messages}, [text, *messages])
    if recovery_key:
        key = passphrase.giving(folder, lambda given: encryption.make_recovery_key(folder, given))
        notes = ["It is shown only once. Write it on paper, and keep it apart from the computer."]
        return Result({"recovery_key": key}, key, notes)
    whose = _use_new(folder, passphrase.subject_of(folder), new_passphrase_file, of=of)
    text = f"The passphrase of {whose} is changed. Backups and copies made before open with the earlier one."
    return Result({"changed": True, "name": whose}, text)


def _contradiction(args: Namespace) -> str | None:
    if args.new_passphrase_file and (args.show or args.remove is not None or args.recovery_key):
        return "--new-passphrase-file goes with a change, and with --add"
    if args.of and (args.show or args.add is not None or args.remove is not None or args.recovery_key):
        return "--of goes with a change only"
    return None


def _described(row: Passphrase) -> str:
    return "recovery key" if row.is_recovery else row.name


def _use_new(folder: Path, subject: str, file: str, *, add: str = "", of: str = "") -> str:
    """Ask for a passphrase of the project, then for the new one; add that under a name, or change one.

    Returns whose it is.
    """
    from coder.project import encryption
    from coder.store import keys

    def check(given: str) -> str:
        keys.unlock(folder, given)  # wrong: before the new one is asked for
        return given

    present = passphrase.giving(folder, check)
    if not add:
        encryption.must_name(folder, present, of)
    new = passphrase.new_from(file, subject)
    if not add:
        return encryption.change_passphrase(folder, present, new, of)
    encryption.add_passphrase(folder, present, add, new)
    return add
