"""Saved queries: save, rename, remove; other queries refer to them as `@name`."""

from __future__ import annotations

import re

import msgspec

from coder.errors import NotFound
from coder.model.project import Query
from coder.project.project import Project
from coder.text.fold import name_key

#: Quoted text, or a reference to a saved query, in the text of a query.
_TOKEN = re.compile(r'(?<![^\s(])@(?:"(?:[^"\\]|\\.)*"|[^\s()"])+|"(?:[^"\\]|\\.)*"')
_PLAIN = re.compile(r'[^\s()"*:@\\]+')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def find(project: Project, name: str) -> Query | None:
    """Return the saved query with this name (case-insensitive), if there is one."""
    bare = name.strip().removeprefix("@")
    return next((project.queries[id] for id in project.rules.named("queries", bare)), None)


def named(project: Project, name: str) -> Query:
    """Return the saved query with this name; NotFound with the known names."""
    match = find(project, name)
    if match is None:
        names = ", ".join(sorted(query.name for query in project.queries.values()))
        hint = f"Known: {names}" if names else "None is saved yet."
        raise NotFound(f"There is no saved query “{name.strip()}”", hint=hint)
    return match


def save(project: Project, name: str, text: str) -> Query:
    """Save a query under a name, replacing one with the same name."""
    existing = find(project, name)
    if existing is not None and existing.text == text.strip():
        return existing
    bare = name.strip().removeprefix("@")
    label = f"saved query {bare}" if existing is None else f"changed saved query {existing.name}"
    with project.transaction("queries.save", label) as tx:
        coder = project.acting_coder(tx)
        if existing is not None:
            query = msgspec.structs.replace(existing, text=text.strip(), coder=coder.id, created=project.now())
        else:
            query = Query(id=project.new_id(), name=bare, text=text.strip(), coder=coder.id, created=project.now())
        tx.put("queries", query)
    return query


def rename(project: Project, query: Query, name: str) -> Query:
    """Rename a saved query, also in the queries that refer to it."""
    bare = name.strip().removeprefix("@")
    token = "@" + (bare if _PLAIN.fullmatch(bare) else '"' + bare.replace("\\", "\\\\").replace('"', '\\"') + '"')

    def again(match: re.Match[str]) -> str:
        return token if name_key(_name_in(match.group())) == name_key(query.name) else match.group()

    with project.transaction("queries.rename", f"renamed saved query {query.name} to {bare}") as tx:
        for other in list(project.queries.values()):
            text = _TOKEN.sub(again, other.text)
            if text != other.text and other.id != query.id:
                tx.put("queries", msgspec.structs.replace(other, text=text))
        renamed = msgspec.structs.replace(query, name=bare)
        tx.put("queries", renamed)
    return renamed


def remove(project: Project, query: Query) -> None:
    """Remove a saved query."""
    with project.transaction("queries.remove", f"deleted saved query {query.name}") as tx:
        tx.remove("queries", query.id)


def _name_in(token: str) -> str:
    """Return the name in `@name` or `@"a name"`; "" for anything else."""
    if not token.startswith("@"):
        return ""
    return _QUOTED.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]), token[1:])
