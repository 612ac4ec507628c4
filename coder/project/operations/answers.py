"""Answers to the items of report forms: COREQ and information power."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.project import Answer
from coder.project.project import Project
from coder.project.study import Study

COREQ = "coreq"
POWER = "information power"
#: Form → its items. COREQ: Tong, Sainsbury, Craig 2007; information power: Malterud, Siersma, Guassora 2016.
FORMS: dict[str, tuple[str, ...]] = {
    COREQ: tuple(map(str, range(1, 33))),
    POWER: ("aim", "specificity", "theory", "dialogue", "analysis"),
}
#: Names of the forms in the history.
LABELS = {COREQ: "COREQ item", POWER: "information power:"}


def find(study: Study, form: str, item: str) -> Answer | None:
    """Return the answer to an item of a form, if there is one."""
    return next((answer for answer in study.answers.values() if (answer.form, answer.item) == (form, item)), None)


def resolve_item(form: str, item: str) -> tuple[str, str]:
    """Return the stored names of a form and an item, however typed; NotFound with the known ones."""
    typed = form.strip().casefold().replace(" ", "")
    name = next((name for name in FORMS if name.replace(" ", "") == typed), None)
    if name is None:
        raise NotFound(f"There is no form “{form.strip()}”", hint=f"Known: {', '.join(FORMS)}")
    key = item.strip().casefold()
    if key not in FORMS[name]:
        items = FORMS[name]
        known_items = f"{items[0]} to {items[-1]}" if name == COREQ else ", ".join(items)
        raise NotFound(f"The form “{name}” has no item “{item.strip()}”", hint=f"Its items: {known_items}")
    return name, key


def answer(project: Project, form: str, item: str, text: str) -> Answer:
    """Answer an item, or change its answer."""
    form, item = resolve_item(form, item)
    text = text.strip()
    if not text:
        raise Invalid("An answer cannot be empty", hint="Write something, or clear the answer.")
    existing = find(project, form, item)
    if existing is not None and existing.text == text:
        return existing
    verb = "answered" if existing is None else "changed the answer to"
    with project.transaction("answers.answer", f"{verb} {LABELS[form]} {item}") as tx:
        now, coder = project.now(), project.acting_coder(tx).id
        if existing is None:
            changed = Answer(id=project.new_id(), form=form, item=item, text=text, coder=coder, modified=now)
        else:
            changed = msgspec.structs.replace(existing, text=text, coder=coder, modified=now)
        tx.put("answers", changed)
    return changed


def clear(project: Project, form: str, item: str) -> None:
    """Remove the answer to an item; NotFound if there is none."""
    form, item = resolve_item(form, item)
    existing = find(project, form, item)
    if existing is None:
        raise NotFound(f"There is no answer to {LABELS[form]} {item}")
    with project.transaction("answers.clear", f"deleted the answer to {LABELS[form]} {item}") as tx:
        tx.remove("answers", existing.id)


def take_over(project: Project, imported: Collection[tuple[str, str, str]]) -> int:
    """Import answers (form, item, text) as one change; return how many are new or changed."""
    texts = {resolve_item(form, item): text.strip() for form, item, text in imported}
    existing = {(answer.form, answer.item): answer.text for answer in project.answers.values()}
    new = {key: text for key, text in texts.items() if existing.get(key) != text}
    many = "1 answer" if len(new) == 1 else f"{len(new)} answers"
    with project.transaction("answers.take_over", f"imported {many} from a file"):
        for (form, item), text in new.items():
            answer(project, form, item, text)
    return len(new)
