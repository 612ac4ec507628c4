"""SYNTHETIC dialogues: notations of labels, names of speakers, and words, to be combined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Notation(NamedTuple):
    """A way to write turns: `pattern` takes name, clock, number and words; `gap` stands between turns."""

    pattern: str
    gap: str = "\n"
    timed: bool = False
    # The names with which it is used: any; several words or a digit; codes and roles only.
    names: str = "any"


NOTATIONS = {
    "colon": Notation("{name}: {words}"),
    "colon, paragraphs": Notation("{name}: {words}", "\n\n"),
    "blank before the colon": Notation("{name} : {words}"),
    "no-break blank before the colon": Notation("{name}\u00a0: {words}"),
    "narrow blank before the colon": Notation("{name}\u202f: {words}", "\n\n"),
    "zero width behind the colon": Notation("{name}:\u200b\u200b {words}"),
    "zero width before the name": Notation("\u200b{name}: {words}"),
    "byte order mark in the line": Notation("{name}:\ufeff {words}", "\n\n"),
    "mark of direction": Notation("\u200f{name}:\u200f {words}"),
    "full-width colon": Notation("{name}：{words}"),
    "tab behind the colon": Notation("{name}:\t{words}"),
    "indented": Notation("    {name}: {words}"),
    "alone with a colon": Notation("{name}:\n{words}", "\n\n"),
    "alone with a colon, blank line": Notation("{name}:\n\n{words}", "\n\n"),
    "bold": Notation("**{name}:** {words}", "\n\n"),
    "bold before the colon": Notation("**{name}**: {words}", "\n\n"),
    "underlined": Notation("__{name}__: {words}", "\n\n"),
    "italic": Notation("*{name}:* {words}"),
    "bold without colon": Notation("**{name}** {words}", "\n\n", names="upper"),
    "bold alone": Notation("**{name}**\n{words}", "\n\n", names="upper"),
    "brackets": Notation("[{name}] {words}", names="upper"),
    "brackets and colon": Notation("[{name}]: {words}"),
    "brackets before the colon": Notation("[{name}:] {words}", names="upper"),
    "parentheses": Notation("({name}) {words}", names="upper"),
    "parentheses and colon": Notation("({name}): {words}"),
    "angles": Notation("<{name}> {words}", names="upper"),
    "hash": Notation("#{name}: {words}"),
    "at": Notation("@{name}: {words}"),
    "dash": Notation("{name} – {words}", "\n\n", names="upper"),
    "tab": Notation("{name}\t{words}", names="upper"),
    "heading": Notation("### {name}\n\n{words}", "\n\n", names="upper"),
    "alone": Notation("{name}\n{words}", "\n\n", names="upper"),
    "list": Notation("- {name}: {words}"),
    "dash before": Notation("– {name}: {words}"),
    "dash without blank": Notation("-{name}: {words}"),
    "chevrons": Notation(">> {name}: {words}"),
    "numbered": Notation("{number}. {name}: {words}"),
    "numbered without full stop": Notation("{number} {name}: {words}"),
    "numbered in brackets": Notation("[{number}] {name}: {words}"),
    "numbered with zeros": Notation("{number:03} {name}: {words}"),
    "numbered with a tab": Notation("{number}\t{name}: {words}"),
    "numbered paragraphs": Notation("{number}. {name}: {words}", "\n\n"),
    "stamp behind": Notation("{name}: [{clock}] {words}", timed=True),
    "stamp before": Notation("[{clock}] {name}: {words}", timed=True),
    "bare stamp before": Notation("{clock} {name}: {words}", timed=True),
    "stamp before, alone (Word)": Notation("{clock} {name}\n{words}", "\n\n", True, "upper"),
    "stamp before, blank line (Word)": Notation("{clock} {name}\n\n{words}", "\n\n", True, "upper"),
    "stamp and dash before (Happy Scribe)": Notation("[{clock}.120] - {name}\n{words}", "\n\n", True, "upper"),
    "range before (WhisperX)": Notation("[{clock} --> {clock}] {name}: {words}", "\n", True),
    "range before the bracket": Notation("[{clock}.233 --> {clock}.900] [{name}]\n{words}", "\n\n", True, "upper"),
    "range above (Teams)": Notation("{clock}.120 --> {clock}.990\n{name}\n{words}", "\n\n", True, "upper"),
    "name and stamp (Otter)": Notation("{name}  {clock}\n{words}", "\n\n", True, "upper"),
    "name and stamp (Teams)": Notation("{name}   {clock}\n{words}", "\n", True, "upper"),
    "name and bar and stamp": Notation("{name} | {clock}\n{words}", "\n\n", True, "upper"),
    "stamp in parentheses (Rev)": Notation("{name} ({clock}):\n{words}", "\n\n", True),
    "stamp in brackets (Rev)": Notation("{name} [{clock}]: {words}", "\n\n", True),
    "stamp below": Notation("{name}\n{clock}\n{words}", "\n\n", True, "upper"),
    "stamp below in brackets (aTrain)": Notation("{name}\n[{clock}] {words}", "\n\n", True, "upper"),
    "name and stamp in brackets": Notation("[{name} {clock}]: {words}", "\n", True),
    "name in brackets and stamp (Zoom)": Notation("[{name}] {clock}\n{words}", "\n\n", True, "upper"),
    "stamp and tab (Zoom chat)": Notation("{clock}\t{name}:\t{words}", timed=True),
    "from (Zoom chat)": Notation("{clock} From {name} to Everyone:\n{words}", "\n", True),
    "bold stamp before": Notation("**[{clock}] {name}:** {words}", "\n\n", True),
    "bold name and stamp": Notation("**{name} ({clock})**\n{words}", "\n\n", True, "upper"),
    "heading with a stamp": Notation("#### [{clock} - {clock}] {name}\n{words}", "\n\n", True, "upper"),
    "stamp and colon (noScribe)": Notation("{name} [{clock}]: {words}", "\n", True),
    "f4": Notation("{name}: #{clock}-0# {words}", "\n\n", True),
    "escaped stamp": Notation("**{name}:** \\[{clock}\\] {words}", "\n\n", True),
}

# Two names each of one shape. "upper": recognised without a colon too.
NAMES = {
    "roles": ("Interviewer", "Participant"),
    "numbered roles": ("Interviewer 1", "Speaker 2"),
    "capital roles": ("INTERVIEWER", "RESPONDENT"),
    "Norwegian roles": ("Intervjuer", "Sykepleier 2"),
    "codes": ("INT1", "P3"),
    "letters": ("I", "P"),
    "ids": ("SPEAKER_00", "SPEAKER_01"),
    "first names": ("Kari", "Per"),
    "full names": ("Kari Nes", "Odd Lie"),
    "three words": ("Ada von Heide", "Ole Jan Lie"),
    "apostrophe": ("O'Brien", "Anne D’Arcy"),
    "hyphens": ("Anne-Marie Dahl", "Jean-Luc"),
    "accents": ("María José", "Søren Åsø"),
    "decomposed accents": ("Mari\u0301a", "So\u0308ren"),
    "name and initial": ("Kari G.", "Odd L."),
    "initials": ("K.G.", "O.L."),
    "initials with blanks": ("K. G.", "O. L."),
    "title": ("Dr. Olsen", "Mrs. Dahl"),
    "age and sex": ("P3 (F, 54)", "P4 (M, 61)"),
    "slashes": ("P3/F/54", "P4/M/61"),
    "hash and number": ("Participant #4", "Participant #5"),
    "remark": ("INT", "P3, nurse"),
    "shortened": ("Int.", "Resp."),
    "Russian": ("Интервьюер", "Анна"),
    "Greek": ("Ερευνήτρια", "Μαρία"),
    "Korean": ("인터뷰어", "김민수"),
    "Japanese": ("聞き手", "田中さん"),
    "Chinese": ("访谈者", "受访者"),
    "Arabic": ("الباحث", "فاطمة"),
    "Hebrew": ("מראיינת", "דנה"),
    "Hindi": ("शोधकर्ता", "सुनीता"),
}
COLON_ONLY = {"age and sex", "slashes", "hash and number", "remark", "shortened", "initials", "initials with blanks"}

WORDS = {
    "en": (
        "How was the winter?",
        "Long, and I was alone.",
        "Who came?",
        "Nobody came until March.",
        "And then?",
        "No.",
    ),
    "nb": ("Hvordan var vinteren?", "Lang, og jeg var alene.", "Hvem kom?", "Ingen før i mars.", "Og så?", "Nei."),
    "de": (
        "Wie war der Winter?",
        "Lang, ich war allein.",
        "Wer kam?",
        "Niemand: erst im März.",
        "Und dann?",
        "Nichts.",
    ),
    "es": ("¿Cómo fue el invierno?", "Largo y solo.", "¿Quién vino?", "Nadie, hasta marzo.", "¿Y luego?", "Nada."),
    "ru": ("Какой была зима?", "Долгой.", "Кто пришёл?", "Никто до марта.", "А потом?", "Ничего."),
    "ja": ("冬はどうでしたか。", "長かったです。", "誰が来ましたか。", "三月まで誰も。", "それから？", "何も。"),
    "ar": ("كيف كان الشتاء؟", "طويل.", "من جاء؟", "لا أحد.", "وبعد ذلك؟", "لا شيء."),
}


class Dialogue(NamedTuple):
    """A text and its turns: speaker, seconds, words."""

    text: str
    turns: list[tuple[str, float | None, str]]


def dialogue(notation: Notation, names: Sequence[str], words: Sequence[str], order: Sequence[int]) -> Dialogue:
    """Return a dialogue in which the speakers take turns in this order."""
    parts, turns = [], []
    for number, (speaker, said) in enumerate(zip(order, words, strict=True), 1):
        seconds = number * 67
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        parts.append(notation.pattern.format(name=names[speaker], words=said, clock=clock, number=number))
        turns.append((names[speaker], seconds if notation.timed else None, said))
    return Dialogue(notation.gap.join(parts), turns)
