"""How coded segments are printed: as `coder find` gives them, in JSON or for reading."""

from __future__ import annotations

import _json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Row = dict[str, Any]


def show(rows: Sequence[Row], as_json: bool) -> None:
    """Print units; the keys of a row are those of the contract."""
    if as_json:
        sys.stdout.write(document(rows))
        return
    for row in rows:
        where = [row["source"], f"{row['start']}-{row['end']}"]
        where += filter(None, (row["participant"], row["wave"], row["speaker"]))
        lines = [f"{row['segment'][:8]}  {' · '.join(where)}"]
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
    """The rows as indented JSON, by hand: the encoders take longer to import than all the rest."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    quote = _json.encode_basestring if utf8 else _json.encode_basestring_ascii

    def value(one: Any) -> str:
        if isinstance(one, str):
            return str(quote(one))
        if isinstance(one, list):
            inner = ",\n".join(f"      {quote(text)}" for text in one)
            return f"[\n{inner}\n    ]" if one else "[]"
        return "null" if one is None else str(one)

    objects = (
        "  {\n" + ",\n".join(f'    "{key}": {value(one)}' for key, one in row.items()) + "\n  }" for row in rows
    )
    return "[\n" + ",\n".join(objects) + "\n]\n" if rows else "[]\n"
