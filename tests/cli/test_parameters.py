"""Typed parameters: what they resolve to, and how they are shown."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from coder.cli import parameters
from coder.errors import CoderError, NotFound
from coder.project import read_project
from tests.cli.conftest import Run


def test_names_resolve_to_records(project: Path, run: Run) -> None:
    segment = run("find", project, "Shame", "--json").json[0]["segment"]
    names = [
        (parameters.code(), "shame"),
        (parameters.source(), "P01"),
        (parameters.participant(), "p01"),
        (parameters.wave(), "baseline"),
        (parameters.segment(), segment[:8]),
    ]
    with read_project(project) as study:
        records = {
            parameter.dest: parameter.resolve(study, text).id
            for parameter, text in names
            if parameter.resolve is not None
        }
        assert records["code"] in study.codes
        assert records["source"] in study.sources
        assert records["participant"] in study.participants
        assert records["wave"] in study.waves
        assert records["segment"] == segment


def test_an_unknown_name_is_refused(project: Path) -> None:
    parameter = parameters.code()
    assert parameter.resolve is not None
    with read_project(project) as study, pytest.raises(NotFound, match="There is no code “Shamee”"):
        parameter.resolve(study, "Shamee")


def test_a_new_code_stays_a_path(project: Path) -> None:
    parameter = parameters.code_or_path("into", "a code")
    assert parameter.resolve is not None
    with read_project(project) as study:
        assert parameter.resolve(study, "Before/New") == "Before/New"
        assert parameter.resolve(study, "Shame").name == "Shame"


def test_usage_shows_how_many_values_are_taken() -> None:
    shown = [parameters.code("codes", nargs=nargs).shown for nargs in (None, "?", "*", "+")]
    assert shown == ["CODE", "[CODE]", "[CODE…]", "CODE…"]
    assert parameters.argument("new", metavar="SET", help="").shown == "SET"


def test_options_are_given_where_they_differ_from_their_default() -> None:
    option = parameters.wave("--wave", default="")
    assert not option.is_given(argparse.Namespace(wave=""))
    assert option.is_given(argparse.Namespace(wave="baseline"))
    several = parameters.code("--add", action="append", default=[])
    assert several.applied(str.upper, argparse.Namespace(add=["a", "b"])) == ["A", "B"]


def test_a_number_below_its_minimum_is_refused() -> None:
    whole = parameters.number("-n", "how many", at_least=1).options["type"]
    assert whole("1") == 1
    with pytest.raises(argparse.ArgumentTypeError):
        whole("0")


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("two\nlines"))
    assert parameters.text_or_stdin("-") == "two\nlines"
    assert parameters.text_or_stdin("as typed") == "as typed"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xe5")))
    with pytest.raises(CoderError, match="UTF-8"):
        parameters.read_stdin()
