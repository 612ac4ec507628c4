"""Exports: what of a project can be written to a file, and how; one table for the app and the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coder.errors import CoderError, NotFound, Undecided, UnreadableFile
from coder.exchange import registry
from coder.exchange.registry import Kind, Writer
from coder.model.document import Document, Picture
from coder.progress import Progress, no_progress
from coder.project.framework_layer import framework_named
from coder.project.study import by_name, source_named, sources_in_order
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.matrix import Matrix
    from coder.model.record import Record
    from coder.privacy.leak_scan import Finding, Place
    from coder.project import Project

#: Arguments of the writer of a kind.
Content = tuple[Any, ...]
#: Commands that an error names for a format.
MOST_COMMANDS = 4


class Choice(NamedTuple):
    """Which record an export is of: what it is called, those there are as (id, name), and the one with a name."""

    noun: str
    options: Callable[[Project], list[tuple[str, str]]]
    named: Callable[[Project, str], Record]


class Exported(NamedTuple):
    """Something that can be exported.

    `content(project, publication, id)` returns what the writers of its kind take, for publication those of the kind
    `published`; `id` is that of the record it is of, "" without a `choice`. `command` is the one that writes it with
    more options, `ending` follows the project's name in the proposed one, `first` is the suffix proposed first.
    `published`: the kind whose formats can be written for publication, None if it cannot be.
    """

    id: str
    key: str
    label: str
    command: str
    kind: Kind[Any, Any]
    ending: str
    first: str
    content: Callable[[Project, bool, str], Content]
    published: Kind[Any, Any] | None = None
    choice: Choice | None = None

    @property
    def formats(self) -> list[Writer[Any]]:
        """The formats it can be written in, the proposed one first."""
        writers = registry.writers(self.kind)
        return sorted(writers, key=lambda writer: (self.first not in writer.suffixes, writer.name))

    def writer(self, file: str, format: str | None = None, publication: bool = False) -> Writer[Any]:
        """Return the writer for a file name, or for `format`. Raises CoderError that says what there is instead."""
        try:
            writer = registry.writer_for(
                self.kind, file, format, self.label.lower() if self.kind is registry.PARTICIPANTS else ""
            )
        except CoderError as error:
            suffix = registry.suffix_of(file) if format is None else f".{format.casefold().lstrip('.')}"
            error.hint = " ".join(filter(None, (f"{error.hint}.", _commands_for(suffix))))
            raise
        if publication and not self.is_for_publication(writer):
            names = registry.names(registry.writers(self.published)) if self.published else ""
            what = f"{self.label} as {writer.name}" if names else self.label
            raise CoderError(
                f"{what}: not for publication", hint=f"Formats for publication: {names}" if names else ""
            )
        if publication and self.published is not None and self.published is not self.kind:
            return registry.writer_for(self.published, file, format)
        return writer

    def is_for_publication(self, writer: Writer[Any]) -> bool:
        """Return whether it can be written for publication in a format."""
        return self.published is not None and writer.name in [form.name for form in registry.writers(self.published)]

    def render(
        self, project: Project, file: str, format: str | None = None, publication: bool = False, id: str = ""
    ) -> bytes:
        """Return the bytes of a file with this name, or in `format`."""
        data: bytes = self.writer(file, format, publication).write(*self.content(project, publication, id))
        return data


def _commands_for(suffix: str) -> str:
    """Return the commands that write files with a suffix, in words; "" if none does."""
    commands = dict.fromkeys(
        f"coder {export.command}" for export in EXPORTS if any(suffix in form.suffixes for form in export.formats)
    )
    more = ", …" if len(commands) > MOST_COMMANDS else ""
    return f"As {suffix}: {', '.join([*commands][:MOST_COMMANDS])}{more}." if commands else ""


# Units, codebook, memos, participants


def units_content(project: Project, publication: bool, segments: Sequence[str] | None = None) -> Content:
    """Return what a writer of coded units takes, of some segments or (None) of all."""
    if not publication:
        return project, segments
    from coder.analysis.reports import units

    return (units.report(project, segments),)


def _units(project: Project, publication: bool, id: str) -> Content:
    return units_content(project, publication)


def gold_units(project: Project) -> list[str]:
    """Return the gold quotations."""
    from coder.analysis.retrieval import retrieve

    return [*retrieve(project, "mark:gold")]


def _gold(project: Project, publication: bool, id: str) -> Content:
    return units_content(project, publication, gold_units(project))


def _codebook(project: Project, publication: bool, id: str) -> Content:
    return (project,)


def _memos(project: Project, publication: bool, id: str) -> Content:
    visible = (memo for memo in project.memos.values() if not memo.private)
    return project, sorted(visible, key=lambda memo: memo.created)


def _sheet(id: str, key: str, label: str) -> Exported:
    command = f"participants export --sheet {id}" if id != "participants" else "participants export"

    def content(project: Project, publication: bool, _: str) -> Content:
        return project, id

    return Exported(id, key, label, command, registry.PARTICIPANTS, f"-{id}", ".csv", content)


# Reports


def results_document(project: Project, publication: bool = False) -> Document:
    """Return the results."""
    from coder.analysis.reports import results

    return results.report(project, publication=publication)


def pairs_document(project: Project, publication: bool = False) -> Document:
    """Return the pairs."""
    from coder.analysis.reports import pairs

    return pairs.report(project, publication=publication)


def coreq_document(project: Project, publication: bool = False) -> Document:
    """Return the COREQ form with the answers stored in the project."""
    from coder.analysis.reports import coreq

    return coreq.report(project, {}, publication=publication)


def data_management_document(project: Project, publication: bool = False) -> Document:
    """Return the data-management sheet, which is never for publication."""
    from coder.analysis.reports import data_management

    return data_management.report(project)


#: Report → the function that makes it, internally or (True) for publication.
REPORTS: dict[str, Callable[[Project, bool], Document]] = {
    "results": results_document,
    "pairs": pairs_document,
    "coreq": coreq_document,
    "data-management": data_management_document,
}


def _report(id: str, key: str, label: str, is_published: bool = True) -> Exported:
    def content(project: Project, publication: bool, _: str) -> Content:
        return (REPORTS[id](project, publication),)

    kind = registry.DOCUMENT
    published = kind if is_published else None
    return Exported(id, key, label, f"report {id}", kind, f"-{id}", ".docx", content, published=published)


def _trail(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis import history

    return history.exported(project)


# Tables


def matrix_content(
    project: Project, matrix: Matrix, rows: Sequence[int] | None = None, columns: Sequence[int] | None = None
) -> Content:
    """Return what a writer of figures takes of a matrix, or of some of its lines."""
    from coder.analysis import pictures
    from coder.analysis.matrix import sheet

    down = range(len(matrix.rows)) if rows is None else rows
    across = range(len(matrix.columns)) if columns is None else columns
    return _figure(
        project, "Matrix", lambda: pictures.heat(matrix, down, across), lambda: sheet(matrix, down, across)
    )


def _matrix(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis.matrix import Matrix

    return matrix_content(project, Matrix(project, "codes", "sources"))


def _changes(mode: str, key: str, label: str) -> Exported:
    def content(project: Project, publication: bool, _: str) -> Content:
        from coder.analysis.reports import change_tables
        from coder.analysis.reports.disclosure import Disclosure

        disclosure = Disclosure(project, publication)
        tables = change_tables.tables(project, "codes", mode, disclosure)
        return (
            lambda: change_tables.sheet(tables),
            lambda: change_tables.document(project, tables, disclosure),
        )

    kind = registry.TABLES
    command = f"changes --mode {mode}" if mode != "grid" else "changes"
    return Exported(
        f"changes-{mode}", key, label, command, kind, f"-changes-{mode}", ".docx", content, published=kind
    )


def _frameworks(project: Project) -> list[tuple[str, str]]:
    return [(framework.id, framework.name) for framework in sorted(project.frameworks.values(), key=by_name)]


def _framework(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis.reports.frameworks import report, sheet_of, tables_of

    framework = project.frameworks[id]
    tables = tables_of(project, framework)
    if publication:
        return (report(project, framework, tables, publication=True),)
    return lambda: sheet_of(tables), lambda: report(project, framework, tables, publication=False)


# Pictures


def _figure(
    project: Project, name: str, picture: Callable[[], Picture], rows: Callable[[], list[list[object]]] | None = None
) -> Content:
    """Return what a writer of figures takes: rows, document and picture, each made when it is needed."""

    def document() -> Document:
        return Document(name, project.info.name, project.now(), (), (picture(),))

    return rows or (lambda: picture_rows(picture())), document, picture


def picture_rows(picture: Picture) -> list[list[object]]:
    """Return the numbers of a picture, below its columns if these have names."""
    rows: list[list[object]] = [["", *picture.columns]] if picture.columns else []
    return [*rows, *([row.label, *row.values] for row in picture.rows)]


def picture_content(project: Project, export: Exported, picture: Picture) -> Content:
    """Return what a writer of figures takes of a picture."""
    return _figure(project, export.label.removeprefix("Picture: ").capitalize(), lambda: picture)


def _portrait(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis import pictures

    return picture_content(project, export_named("portrait"), pictures.portrait(project, project.sources[id]))


def _growth(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis import pictures

    return picture_content(project, export_named("growth"), pictures.growth(project))


def _timeline(project: Project, publication: bool, id: str) -> Content:
    from coder.analysis import pictures

    return picture_content(project, export_named("timeline"), pictures.timeline(project))


def _sources(project: Project) -> list[tuple[str, str]]:
    return [(source.id, source.name) for source in sources_in_order(project)]


_ONE_FRAMEWORK = Choice("framework", _frameworks, framework_named)
_ONE_SOURCE = Choice("transcript", _sources, source_named)
_SEGMENTS, _FIGURE, _DOCUMENT = registry.SEGMENTS, registry.FIGURE, registry.DOCUMENT

EXPORTS: tuple[Exported, ...] = (
    Exported("units", "u", "Coded units", "export", _SEGMENTS, "-units", ".docx", _units, published=_DOCUMENT),
    Exported(
        "gold",
        "g",
        "Gold quotations",
        "export --query mark:gold",
        _SEGMENTS,
        "-gold",
        ".docx",
        _gold,
        published=_DOCUMENT,
    ),
    Exported("codebook", "c", "Codebook", "codes export", registry.CODEBOOK, "-codebook", ".docx", _codebook),
    Exported("memos", "m", "Memos, without private ones", "memos export", registry.MEMOS, "-memos", ".docx", _memos),
    _sheet("participants", "p", "Participants"),
    _sheet("interviews", "i", "Interviews"),
    _sheet("register", "e", "Attrition register"),
    _report("results", "r", "Report: results"),
    _report("pairs", "a", "Report: pairs"),
    _report("coreq", "q", "Report: COREQ"),
    _report("data-management", "b", "Data-management sheet (ethics board)", is_published=False),
    Exported("trail", "t", "Decision trail", "report trail", registry.TRAIL, "-trail", ".docx", _trail),
    Exported("matrix", "x", "Matrix: codes by transcripts", "matrix", _FIGURE, "-matrix", ".csv", _matrix),
    _changes("grid", "d", "Change grid"),
    _changes("cross", "s", "Change, all pairs (cross-section)"),
    _changes("trajectory", "y", "Change, each participant (trajectories)"),
    _changes("notes", "n", "Change notes"),
    Exported(
        "framework",
        "f",
        "Framework tables",
        "frameworks table",
        registry.TABLES,
        "-framework",
        ".docx",
        _framework,
        published=registry.DOCUMENT,
        choice=_ONE_FRAMEWORK,
    ),
    Exported(
        "portrait",
        "o",
        "Picture: portrait of a transcript",
        "picture portrait",
        _FIGURE,
        "-portrait",
        ".svg",
        _portrait,
        choice=_ONE_SOURCE,
    ),
    Exported("growth", "w", "Picture: growth of the codes", "picture growth", _FIGURE, "-growth", ".svg", _growth),
    Exported(
        "timeline",
        "l",
        "Picture: timeline of interviews",
        "picture timeline",
        _FIGURE,
        "-timeline",
        ".svg",
        _timeline,
    ),
)
_BY_ID = {export.id: export for export in EXPORTS}


def export_named(id: str) -> Exported:
    """Return the export with an id. Raises NotFound that lists them."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise NotFound(f"“{id}” is none of the exports", hint=f"There are: {', '.join(_BY_ID)}") from None


# The scan of what goes out: all exports of the app and the command line pass here

#: Words that a refusal names.
_MOST_WORDS = 30
#: Characters of the transcripts of a study that is searched unasked: some seconds.
_LONGEST_UNASKED = 2_000_000


class Scanned(NamedTuple):
    """A file that was scanned before it leaves: the findings, and (else "") why it could not be read."""

    findings: list[Finding]
    unread: str = ""

    @property
    def note(self) -> str:
        """The number of findings in words; "" where there are none."""
        if self.unread:
            return f"not searched for what may identify somebody: {self.unread}"
        number = len(self.findings)
        return f"{format_count(number, 'place')} may identify somebody" if number else ""


def scan_outgoing(
    project: Project, data: bytes, name: str, publication: bool = False, progress: Progress = no_progress
) -> Scanned:
    """Search a file that is about to leave the study for what may identify somebody; its name sets its format.

    Raises Undecided if it is for `publication` and anything was found on which nobody decided. An internal file of a
    long study is searched only when somebody asks for it. `progress` gets the share done (0 to 1), and stops the work
    by raising.
    """
    if not publication and sum(source.characters for source in project.sources.values()) > _LONGEST_UNASKED:
        return Scanned([], "the study is long; coder scan FILE --study PROJECT searches it")
    from coder.privacy.outgoing import OutgoingSearch

    search = OutgoingSearch(project, publication=publication, progress=lambda share: progress(0.9 * share))
    try:
        findings = search.findings(_places(data, name))
    except UnreadableFile as error:
        if publication:
            raise
        return Scanned([], error.title)
    progress(1)
    if publication and findings:
        raise _undecided(findings)
    return Scanned(findings)


def _places(data: bytes, name: str) -> list[Place]:
    from coder.exchange.file_parts import parts_of
    from coder.privacy.leak_scan import Place

    parts = parts_of(data, name).parts
    places = [Place(part.where, part.text, part.unit, part.author) for part in parts]
    return [Place("name of the file", Path(name).stem.replace("_", " ")), *places]


def _undecided(findings: Sequence[Finding]) -> Undecided:
    """Return the refusal of a file for publication, with the words that were found and where each is first."""
    rows: dict[str, list[Finding]] = {}
    for finding in findings:
        rows.setdefault(" ".join(finding.text.split()), []).append(finding)
    lines = [
        f"{words} ({found[0].kind}, {format_count(len(found), 'place')}, first: {found[0].where}): {found[0].detail}"
        for words, found in rows.items()
    ]
    more = [f"… and {len(lines) - _MOST_WORDS} more"] if len(lines) > _MOST_WORDS else []
    return Undecided(
        f"Not written: {format_count(len(rows), 'word or number', 'words or numbers')} may identify somebody",
        "\n".join([*lines[:_MOST_WORDS], *more]),
        "Decide on each (g P in the app, or: coder pseudonyms decide PROJECT WORDS --keep). "
        "Of a project that may not be changed, decide in a copy.",
    )
