"""The order in which sources, waves and codes are listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from coder.model.codebook import Code
from coder.model.participant import Wave
from coder.model.source import Source
from coder.project.study import Study


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str: ...


class Ordered(Protocol):
    """A record with a place among its like."""

    @property
    def order(self) -> int: ...

    @property
    def name(self) -> str: ...


def by_order(record: Ordered) -> tuple[int, str]:
    """Sort key: the place of a record, then its name."""
    return record.order, record.name


def by_name(record: Named) -> str:
    """Sort key: the name of a record, whatever its case."""
    return record.name.casefold()


def sources_in_order(study: Study) -> list[Source]:
    """Return all sources in their order."""
    return sorted(study.sources.values(), key=by_order)


def waves_in_order(study: Study) -> list[Wave]:
    """Return all waves in their order."""
    return sorted(study.waves.values(), key=by_order)


def walk(study: Study, top: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
    """Yield the codes below `top` in the order of the code tree, each with its depth."""
    for code in study.children(top):
        yield depth, code
        yield from walk(study, code.id, depth + 1)


def codes_in_order(study: Study, top: str | None = None) -> Iterator[Code]:
    """Yield the codes below `top` in the order of the code tree."""
    return (code for _, code in walk(study, top))


def subtree(study: Study, code: Code) -> Iterator[Code]:
    """Yield a code and all codes below it."""
    yield code
    yield from codes_in_order(study, code.id)
