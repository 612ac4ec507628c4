"""What changes the shape of the code tree; move, merge, colour, archive, delete act on all marked codes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.model.codebook import PALETTE, Code
from coder.project import Project
from coder.project.operations import codebook
from coder.project.ordering import subtree
from coder.project.paths import path_of
from coder.tui.coding.code_list import CodeList
from coder.tui.kit.finders import code_finder, list_finder
from coder.tui.kit.messages import Ask, Choose, Item, Pick

TOP = "top"


class CodeActs(CodeList):
    """Each act is an operation of `project.operations`; asks why where the project or the person wants it."""

    _why = False

    def ask_line(self, title: str, then: Callable[[str], object], initial: str = "") -> None:
        """Ask for a line; what is then refused is shown."""
        self.post_message(Ask(title, lambda text: self._try(then, text), initial=initial))

    def _try(self, then: Callable[[str], object], text: str) -> None:
        self.attempt(lambda: then(text))

    def action_why(self) -> None:
        """The next change of the tree asks why, also where the project does not want a reason; or not after all."""
        self._why = not self._why
        self.say("The next change of the tree asks why" if self._why else "No reason is asked for")

    def because(self, what: str, then: Callable[[str], object]) -> None:
        """Go on with a reason: asked for where the project wants one or the person said so, else none."""
        why, self._why = self._why, False
        if why or (self.project is not None and self.project.info.reasons):
            self.ask_line(f"{what}: why?", then)
        else:
            self._try(then, "")

    def action_add(self) -> None:
        project, code = self.project, self.code
        if project is None:
            return
        parent = project.codes[code.parent] if code is not None and code.parent is not None else None
        self._add(project, parent)

    def action_add_below(self) -> None:
        if self.project is not None:
            self._add(self.project, self.code)

    def _add(self, project: Project, parent: Code | None) -> None:
        def add(path: str) -> None:
            if path.strip():
                made = codebook.add(project, path, parent=parent)
                self.code_tree.point_at(made.id)
                self.say(f"added code {path_of(project, made)}")

        where = f" in {parent.name}" if parent else ""
        self.ask_line(f"New code{where} (parent/child nests):", add)

    def action_rename(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return

        def rename(name: str) -> None:
            if name.strip() != code.name:
                self.because(f"Rename to {name.strip()}", lambda why: codebook.rename(project, code, name, why))

        self.ask_line("Rename to:", rename, code.name)

    def action_shift(self, by: int) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        siblings = [other.id for other in project.children(code.parent)]
        place = siblings.index(code.id) + by
        if 0 <= place < len(siblings):
            parent = project.codes[code.parent] if code.parent else None
            self.attempt(lambda: codebook.move(project, code, parent, place))

    def action_indent(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        siblings = project.children(code.parent)
        place = [other.id for other in siblings].index(code.id)
        if place > 0:
            self._move_one(project, code, siblings[place - 1])

    def action_outdent(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None or code.parent is None:
            return
        group = project.codes[code.parent]
        above = project.codes[group.parent] if group.parent else None
        place = [other.id for other in project.children(group.parent)].index(group.id) + 1
        self._move_one(project, code, above, place)

    def _move_one(self, project: Project, code: Code, parent: Code | None, place: int | None = None) -> None:
        self.because(f"Move {code.name}", lambda why: codebook.move(project, code, parent, place, why))

    def action_move(self) -> None:
        project, chosen = self.project, self.chosen
        if project is None or not chosen:
            return
        inside = _inside(project, chosen)
        items = [Item(TOP, "(the top)"), *code_finder(project, among=lambda one: one.id not in inside)("")]
        what = _told(chosen)

        def move(ids: tuple[str, ...], _: str) -> None:
            parent = None if ids[0] == TOP else project.codes[ids[0]]
            self.because(f"Move {what}", lambda why: self._done(codebook.move_all(project, chosen, parent, why)))

        self.post_message(Pick(f"Move {what} into …", list_finder(items), move))

    def action_merge(self) -> None:
        project, chosen = self.project, self.chosen
        if project is None or not chosen:
            return
        what, ids_chosen = _told(chosen), {code.id for code in chosen}
        below = _inside(project, chosen) - ids_chosen

        def merge(ids: tuple[str, ...], _: str) -> None:
            into = project.codes[ids[0]]

            def go(why: str) -> None:
                collapsed = codebook.merge_all(project, chosen, into, why)
                self._done(collapsed)
                self.code_tree.point_at(into.id)
                self.say(f"merged {what} into {into.name} · {collapsed} double collapsed")

            self.because(f"Merge {what}", go)

        # With several marked, one of them can be the one that stays.
        taken = below | (ids_chosen if len(chosen) == 1 else set())
        find = code_finder(project, among=lambda one: one.codable and one.id not in taken)
        self.post_message(Pick(f"Merge {what} into …", find, merge))

    def _done(self, _: object) -> None:
        """An act on the marked codes is over: so are their marks."""
        if self.code_tree.marked:
            self.action_unmark()

    def action_color(self) -> None:
        project, chosen = self.project, self.chosen
        if project is None or not chosen:
            return
        items = [Item(color, name, prefix="■", color=color) for name, color in PALETTE.items()]

        def recolor(ids: tuple[str, ...], _: str) -> None:
            self.attempt(lambda: self._done(codebook.recolor_all(project, chosen, ids[0])))

        self.post_message(Pick(f"Colour of {_told(chosen)}", list_finder(items), recolor))

    def action_archive(self) -> None:
        """Archive, or bring back where all that were chosen are archived."""
        project, chosen = self.project, self.chosen
        if project is None or not chosen:
            return
        if all(code.archived for code in chosen):
            self.attempt(lambda: self._done(codebook.unarchive_all(project, chosen)))
            return

        def archive(why: str) -> None:
            self._done(codebook.archive_all(project, chosen, why))
            self.say(f"archived {_told(chosen)}: units stay; H shows what is archived")

        self.because(f"Archive {_told(chosen)}", archive)

    def action_delete(self) -> None:
        project, chosen = self.project, self.chosen
        if project is None or not chosen:
            return
        doomed = _inside(project, chosen)
        held = sum(len(project.codings_with(id)) for id in doomed)
        options = [("keep", "k", "Keep it" if len(chosen) == 1 else "Keep them")]
        if held:
            options += [
                ("move", "m", f"Delete; its {held} codings go to another code …"),
                ("uncode", "u", f"Delete; take the {held} codings off"),
            ]
        else:
            options += [("uncode", "d", "Delete it" if len(chosen) == 1 else "Delete them")]

        def decide(what: str) -> None:
            if what == "uncode":
                self.because(
                    f"Delete {_told(chosen)}",
                    lambda why: self._done(codebook.delete_all(project, chosen, uncode=True, reason=why)),
                )
            elif what == "move":
                self._delete_into(project, chosen)

        below = len(doomed) - len(chosen)
        detail = f"with the {below} codes below" if below else ""
        name = path_of(project, chosen[0]) if len(chosen) == 1 else _told(chosen)
        self.post_message(Choose(f"Delete {name}?", options, decide, detail))

    def _delete_into(self, project: Project, chosen: Sequence[Code]) -> None:
        inside, what = _inside(project, chosen), _told(chosen)

        def delete(ids: tuple[str, ...], _: str) -> None:
            to = project.codes[ids[0]]
            self.because(
                f"Delete {what}",
                lambda why: self._done(codebook.delete_all(project, chosen, units_to=to, reason=why)),
            )

        find = code_finder(project, among=lambda one: one.codable and one.id not in inside)
        self.post_message(Pick(f"Units of {what} go to …", find, delete))


def _inside(project: Project, codes: Sequence[Code]) -> set[str]:
    """Ids of the codes and all below them."""
    return {one.id for code in codes for one in subtree(project, code)}


def _told(codes: Sequence[Code]) -> str:
    return codes[0].name if len(codes) == 1 else f"{len(codes)} codes"
