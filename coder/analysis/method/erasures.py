"""Open points that erasures have left: the lines of their memos that are not ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.analysis.method.points import Kind, OpenPoint
from coder.project.erasure_points import OPEN, TITLE
from coder.project.study import Study

_STEP = re.compile(r"Step (\d), ")


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield what rested on erased units and has not been looked at since."""
    for memo in study.memos.values():
        if not memo.title.startswith(TITLE):
            continue
        for line in memo.text.splitlines():
            if line.startswith(OPEN):
                text = line.removeprefix(OPEN)
                step = _STEP.match(text)
                number, rest = (int(step[1]), text[step.end() :]) if step else (4, text)
                yield OpenPoint(min(number, 5), rest, Kind.MEMO, memo.id)
