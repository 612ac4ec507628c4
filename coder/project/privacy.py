"""Who may read what: a private memo is its author's, until it is shared."""

from __future__ import annotations

from coder.model.memo import Memo
from coder.project.study import Study

#: What somebody is called who gave no initials.
NAMELESS = "me"


def author(study: Study, memo: Memo) -> str:
    """The initials of who wrote a memo."""
    return study.coders[memo.coder].initials


def is_mine(study: Study, memo: Memo, initials: str) -> bool:
    """Whether this coder ("": one who gave no initials) wrote the memo."""
    return author(study, memo).casefold() == (initials or NAMELESS).casefold()


def readable(study: Study, memo: Memo, initials: str) -> bool:
    """Whether this coder may read the memo."""
    return not memo.private or is_mine(study, memo, initials)


def memos_read_by(study: Study, target: str, initials: str) -> list[Memo]:
    """The memos on a record that this coder may read, by when they were made."""
    return [memo for memo in study.memos_on(target) if readable(study, memo, initials)]
