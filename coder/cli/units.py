"""Printing of coded segments, as text or JSON, without heavy imports."""

from __future__ import annotations

import _json
import sys

from coder.text.controls import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Row = dict[str, Any]


def show(rows: Sequence[Row], as_json: bool) -> None:
    """Print rows with the keys of `coder find --json`."""
    if as_json:
        sys.stdout.write(document(rows))
        return
    for row in rows:
        place = [row["source"], f"{row['start']}-{row['end']}"]
        place += filter(None, (row["participant"], row["wave"], row["speaker"]))
        lines = [f"{row['segment'][:8]}  {' · '.join(place)}"]
        lines += [f"    {line}".rstrip() for line in row["text"].splitlines()]
        lines.append(f"  = {', '.join(row['codes'])}")
        lines += [f"  # {' '.join(memo.split())}" for memo in row["memos"]]
        sys.stdout.write("\n".join([*lines, "", ""]))
    sources = len({row["source"] for row in rows})
    sys.stdout.write(f"{_count(len(rows), 'unit')} in {_count(sources, 'source')}\n")


def _count(number: int, noun: str) -> str:
    """As `text.phrases.format_count`, without its imports."""
    return f"{number:,} {noun}" + "s" * (number != 1)


def document(rows: Sequence[Row]) -> str:
    """Return the rows as indented JSON, built by hand: importing an encoder takes longer than everything else."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    quote = _json.encode_basestring if utf8 else _json.encode_basestring_ascii

    def encode(value: Any) -> str:
        if isinstance(value, str):
            return str(quote(value))
        if isinstance(value, list):
            inner = ",\n".join(f"      {quote(text)}" for text in value)
            return f"[\n{inner}\n    ]" if value else "[]"
        return "null" if value is None else str(value)

    objects = (
        "  {\n" + ",\n".join(f'    "{key}": {encode(value)}' for key, value in row.items()) + "\n  }" for row in rows
    )
    return escaped("[\n" + ",\n".join(objects) + "\n]\n") if rows else "[]\n"
