"""The parts of a Word file: read from the zip archive, by their relations where these hold, else by their names."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from coder.errors import UnreadableFile
from coder.exchange.archive import damaged, open_archive, parse_xml, read_part
from coder.exchange.file_signatures import is_ole, refuse, refuse_known, refuse_ole

_KIND = "Word document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Namespaces of ISO 29500 Strict, as the rest of the program knows them.
_TRANSITIONAL = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": W,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": M,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": R,
    "{http://purl.oclc.org/ooxml/drawingml/main}": "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://purl.oclc.org/ooxml/drawingml/chart}": "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "{http://purl.oclc.org/ooxml/drawingml/diagram}": "{http://schemas.openxmlformats.org/drawingml/2006/diagram}",
}
_STRICT = "{http://purl.oclc.org/ooxml/"

LARGEST_PART = 60_000_000  # bytes of XML


class Package:
    """The parts of a Word file; `damaged` names those that could not be read."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a file; raise UnreadableFile if it is not a Word document, is encrypted or looks like a zip bomb."""
        self.damaged: list[str] = []
        self._parts: dict[str, Any] = {}
        self._name = name
        self._archive = _archive(data, name)
        self._entries = {_normal(entry.filename): entry for entry in self._archive.infolist()}
        self._main = self._main_part()
        self._relations = self._related(self._main)

    def body(self) -> Any:
        """Return the body of the document. Raises UnreadableFile if it is damaged."""
        if self._entries[self._main].flag_bits & 1:
            raise refuse(
                self._name, "protected by a password", "Save it without a password", "Its parts are encrypted"
            )
        body = self._parse(self._main).find(f"{W}body")
        if body is None:
            raise damaged(self._name, _KIND)
        return body

    def part(self, kind: str) -> Any:
        """Return the root of the part for "comments", "footnotes", "numbering" …; an empty list without one."""
        if kind not in self._parts:
            path = self._path(kind)
            try:
                self._parts[kind] = self._parse(path) if path else []
            except UnreadableFile:
                self._parts[kind] = []
                self.damaged.append(kind)
        return self._parts[kind]

    def parts(self, kind: str) -> Iterator[Any]:
        """Yield the roots of all parts of a kind, such as "header"; those that are damaged are left out."""
        for path in dict.fromkeys(
            path for relation, path in self._relations.values() if relation.endswith(f"/{kind}")
        ):
            try:
                if path in self._entries:
                    yield self._parse(path)
            except UnreadableFile:
                self.damaged.append(kind)

    def target(self, id: str) -> tuple[str, bytes] | None:
        """Return the name and bytes of the part with a relation id; None if there is none."""
        _, path = self._relations.get(id, ("", ""))
        try:
            return (posixpath.basename(path), self._bytes(path)) if path in self._entries else None
        except UnreadableFile:
            return None

    def _path(self, kind: str) -> str:
        by_relation = (path for relation, path in self._relations.values() if relation.endswith(f"/{kind}"))
        candidates = [*by_relation, posixpath.join(posixpath.dirname(self._main), f"{kind}.xml")]
        return next((path for path in candidates if path in self._entries), "")

    def _main_part(self) -> str:
        related = [path for relation, path in self._related("").values() if relation.endswith("/officeDocument")]
        inside = sorted(path for path in self._entries if path.startswith("word/document") and path.endswith(".xml"))
        for path in (*related, "word/document.xml", *inside):
            if path in self._entries:
                return path
        raise damaged(self._name, _KIND)

    def _related(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part by id: type and normal path; none if they are missing or damaged."""
        folder, base = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self._entries:
            return {}
        try:
            root = self._parse(path)
        except UnreadableFile:
            return {}
        return {
            relation.get("Id") or "": (
                relation.get("Type") or "",
                _normal(_join(folder, relation.get("Target") or "")),
            )
            for relation in root
            if relation.get("TargetMode") != "External"
        }

    def _bytes(self, path: str) -> bytes:
        return read_part(self._archive, self._entries[path].filename, self._name, _KIND)

    def _parse(self, path: str) -> Any:
        """Return the root of a part, in the transitional namespaces; a document type is not accepted."""
        if self._entries[path].file_size > LARGEST_PART:
            raise UnreadableFile(f"{self._name} is suspiciously large", "It was not opened")
        root = parse_xml(self._bytes(path), self._name, _KIND)
        if root.getroottree().docinfo.doctype:
            raise damaged(self._name, _KIND)
        if any(f"{{{uri}}}".startswith(_STRICT) for uri in root.nsmap.values()):
            _make_transitional(root)
        return root


def _make_transitional(root: Any) -> None:
    for element in root.iter():
        element.tag = _transitional(element.tag)
        for key in element.attrib:
            if key.startswith(_STRICT):
                element.set(_transitional(key), element.attrib.pop(key))


def _transitional(tag: str) -> str:
    namespace, brace, local = tag.rpartition("}")
    return _TRANSITIONAL.get(namespace + brace, namespace + brace) + local


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    if is_ole(data):
        raise refuse_ole(data, name)
    if not data.startswith(b"PK"):
        refuse_known(data, name)
        raise refuse(
            name,
            "not a Word document",
            "If it is plain text, give it the suffix .txt",
            "A .docx file is a zip archive; this one is not",
        )
    archive = open_archive(data, name, _KIND)
    if not any(_normal(part.filename).startswith("word/") for part in archive.infolist()):
        refuse_known(data, name)
    return archive


def _join(folder: str, target: str) -> str:
    return target if target.startswith("/") else posixpath.join(folder, target)


def _normal(path: str) -> str:
    """Return the path of a part without differences that writers make: `\\`, `/` at the beginning, capitals."""
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").casefold()
