"""Printing of coded segments."""

from __future__ import annotations

import json

from coder.cli import units


def test_document_is_json() -> None:
    rows = [{"text": 'a "b"\n\t\x01 æ \u2028 \\', "number": 3, "none": None, "list": ["x", "y"], "empty": []}]
    assert json.loads(units.document(rows)) == rows
    assert json.loads(units.document([])) == []
