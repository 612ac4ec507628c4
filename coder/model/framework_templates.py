"""Templates of frameworks: levels with their theory, paraphrased; everything can be changed afterwards.

After Schein, Organizational Culture and Leadership, 1985 (levels of culture), and Schein, Kurt Lewin's change theory
in the field and in the classroom, Systems Practice 1996; 9: 27-47 (phases of change).
"""

from __future__ import annotations

from typing import NamedTuple

EMPTY = "empty"


class LevelTemplate(NamedTuple):
    """A level or a `domain` of life of a new framework; `help` is its theory."""

    name: str
    help: str
    inferred: bool = False
    domain: bool = False


class Template(NamedTuple):
    """A template: the suggested `name`, a `note` on its purpose, and its levels in order."""

    name: str
    note: str
    levels: tuple[LevelTemplate, ...] = ()


#: The domains of life in which change is looked for, in every framework.
DOMAINS = (
    LevelTemplate(
        "Work",
        "Change in working life: hours, tasks and what is delegated, relations to colleagues and patients, staying "
        "or leaving. Ask what is done differently, and what is only thought of differently.",
        domain=True,
    ),
    LevelTemplate(
        "Outside work",
        "Change at home and with friends: time, rest, the family, interests taken up or given up. What happens at "
        "work often shows here first.",
        domain=True,
    ),
    LevelTemplate(
        "Treatment and self-care",
        "Change in how one's own health is looked after: seeing a doctor of one's own, therapy, medicines, sick "
        "leave, sleep and exercise; being a patient instead of treating oneself.",
        domain=True,
    ),
)

_CULTURE = (
    LevelTemplate(
        "Artefacts",
        "What can be seen and heard: how people speak, what they do, rituals, rules, stories told again and again. "
        "Easy to observe and hard to decipher: the same act can mean different things. Describe it before you "
        "explain it.",
    ),
    LevelTemplate(
        "Espoused values",
        "What people say ought to be: reasons they give, ideals, strategies. They can be talked about and doubted. "
        "They may agree with what is done, or only explain it; where they do not agree, look deeper.",
    ),
    LevelTemplate(
        "Basic underlying assumptions",
        "What is taken for granted: so self-evident that it is hardly ever said, and that the opposite is not "
        "thinkable. It is not up for discussion. It is never stated, so it is always inferred: from artefacts and "
        "values, above all where these contradict each other. Cite the cells from which you conclude it.",
        inferred=True,
    ),
)

_CHANGE = (
    LevelTemplate(
        "Unfreezing: disconfirmation",
        "Something shows that things cannot go on as they were: a symptom, a mistake, an episode that does not fit "
        "the picture of oneself. By itself it can still be explained away.",
    ),
    LevelTemplate(
        "Unfreezing: survival anxiety or guilt",
        "The disconfirmation is taken to heart: if I do not change, I lose what I care for, or I fail what I stand "
        "for. Without it the news stays outside.",
    ),
    LevelTemplate(
        "Unfreezing: psychological safety against learning anxiety",
        "Changing threatens too: to be incompetent for a while, to lose face, identity or one's place among the "
        "others. Change begins when enough safety is there to outweigh this; look for who or what gave it.",
    ),
    LevelTemplate(
        "Learning: imitation and identification",
        "New ways are taken over from somebody: a colleague, a helper, a role model. Quick, but what is learned may "
        "fit the other better than oneself.",
    ),
    LevelTemplate(
        "Learning: scanning, trial and error",
        "New ways are looked for in many places and tried out, dropped, tried again. Slower, and what stays is one's "
        "own.",
    ),
    LevelTemplate(
        "Refreezing: into self-concept and identity",
        "The new way has become part of who one is: it no longer takes effort, and one speaks of oneself in other "
        "words.",
    ),
    LevelTemplate(
        "Refreezing: into relationships",
        "The new way is confirmed by those who matter: at home, at work. Where they do not bear it, it is given up "
        "again.",
    ),
)

#: Key → template, in the order offered.
TEMPLATES: dict[str, Template] = {
    "levels-of-culture": Template(
        "Levels of culture",
        "Schein: what is seen, what is said to be right, and what is taken for granted, at each wave.",
        (*_CULTURE, *DOMAINS),
    ),
    "phases-of-change": Template(
        "Phases of change",
        "Schein, after Lewin: unfreezing, learning, refreezing. Phases are positions in a story told afterwards: "
        "a baseline unit may stand under learning; a wave is not a phase.",
        (*_CHANGE, *DOMAINS),
    ),
    EMPTY: Template("My framework", "Levels that you define yourself."),
}
