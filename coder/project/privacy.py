"""Privacy of memos: a private memo is readable by its author only, until it is shared."""

from __future__ import annotations

from coder.model.memo import Memo
from coder.project.study import Study

#: The initials of a coder who gave none.
NAMELESS = "me"


def author(study: Study, memo: Memo) -> str:
    """Return the initials of a memo's author."""
    return study.coders[memo.coder].initials


def is_mine(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder ("": without initials) wrote the memo."""
    return author(study, memo).casefold() == (initials or NAMELESS).casefold()


def readable(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder may read the memo."""
    return not memo.private or is_mine(study, memo, initials)


def memos_read_by(study: Study, target: str, initials: str) -> list[Memo]:
    """Return the memos on a record that this coder may read, the oldest first."""
    return [memo for memo in study.memos_on(target) if readable(study, memo, initials)]
