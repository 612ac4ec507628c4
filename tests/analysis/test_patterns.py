"""Patterns for code paths and names. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.analysis.patterns import codes_like, matches_name, name_and_value
from coder.errors import NotFound
from coder.project import Project
from coder.project.operations import codebook
from coder.project.study import path_of


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("**/B", {"X/B", "Y/B"}),
        ("x/*", {"X/B", "X/and"}),
        ("X/**", {"X", "X/B", "X/and"}),
        ("a*", {"X/and", "Y/a*b", "A GP", "Afterwards", "Alone"}),
        ('Y/"a*b"', {"Y/a*b"}),
    ],
)
def test_codes_like(small_project: Project, pattern: str, paths: set[str]) -> None:
    for path in ("X/B", "X/and", "Y/B", "Y/a*b"):
        codebook.ensure(small_project, path)
    names = {path_of(small_project, code).rpartition("/")[2] for code in small_project.codes.values()}
    assert {"Alone", "A GP"} <= names
    found = {path_of(small_project, code) for code in codes_like(small_project, pattern)}
    assert {path if path[:2] in ("X", "X/", "Y/") else path.rpartition("/")[2] for path in found} == paths


def test_a_pattern_without_a_match_is_refused(small_project: Project) -> None:
    with pytest.raises(NotFound):
        codes_like(small_project, "zz*")


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("P*", "p01", True),
        ('"P*"', "P*", True),
        ('"P*"', "P01", False),
        ("[a].*", "[A].b", True),
        ("[a]", "a", False),
    ],
)
def test_matches_name(pattern: str, name: str, matches: bool) -> None:
    assert matches_name(pattern, name) == matches


def test_name_and_value() -> None:
    assert name_and_value('"a=b"=c') == ('"a=b"', "c")
    assert name_and_value("sex") == ("sex", "*")


def test_many_wildcards_take_linear_time() -> None:
    assert not matches_name("*a" * 60 + "*b", "a" * 180)
    assert matches_name("*a" * 60 + "*", "a" * 180)
    assert matches_name("a*b*c", "axxbyyc")
    assert not matches_name("a*a", "a")
    assert matches_name("*ab*", "xxaby")
