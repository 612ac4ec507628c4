"""Headings of the table of actions, and the keys of dialogs and editors, which are not in it."""

from __future__ import annotations

from typing import NamedTuple

#: Part of the table of actions → its heading.
HEADINGS = {
    "transcript": "Transcript",
    "codes": "Code tree",
    "memo": "Memo pane",
    "memos": "Memos",
    "home": "Home",
    "participants": "Participants and waves",
    "history": "History",
    "settings": "Settings",
    "search": "Search",
    "retrieve": "Retrieve",
    "autocode": "Autocode",
    "matrix": "Matrix",
    "grid": "Table",
    "list": "List",
    "steps": "Steps of the condensation",
    "themes": "Themes",
    "groups": "Code groups",
    "condense": "Condensates",
    "analytic": "Analytic texts",
    "check": "Back-check",
    "pairs": "Pairs",
    "changes": "Change grid",
    "framework": "Framework",
    "levels": "Levels of a framework",
    "evidence": "Evidence",
    "coreq": "COREQ form",
    "code_page": "Code page",
    "review": "Review of coded units",
    "codebook": "Codebook import",
    "correction": "Review of a correction",
    "import": "Import transcripts",
    "planned": "Files to import",
    "preview": "Preview of a file to import",
    "speakers": "Speakers",
    "settle": "Speakers of a transcript",
    "study": "Everywhere in a project",
    "app": "Always",
    "condensing": "Condensates, while the text is edited",
    "checking": "Back-check, one by one",
    "unitcheck": "Back-check of units",
    "claimcheck": "Back-check of claims",
    "answering": "COREQ form, while an answer is edited",
    "backups": "Backups",
    "pseudonyms": "Pseudonyms",
    "statistics": "Statistics",
}


class DialogKeys(NamedTuple):
    """The keys of a dialog, a list to choose from, a line or an editor: (keys, what they do)."""

    heading: str
    rows: tuple[tuple[str, str], ...]


_EDITS = (
    ("Tab", "Indent: no pane is changed while a text is edited"),
    ("Ctrl+Home End", "Start and end of the text"),
    ("Ctrl+Z Ctrl+Y", "Undo and redo typing"),
    ("Ctrl+X C V", "Cut, copy and paste, inside the program"),
)
_SAVES = (("Esc Ctrl+S", "Save and close"), ("Ctrl+G", "Close without saving: discard what was typed"))
_SCROLLS = (("j k ↓ ↑", "Scroll"), ("Space PgDn", "Scroll one page down"), ("PgUp", "Scroll one page up"))

#: Class of a widget or screen → its keys.
DIALOGS = {
    "ChoiceModal": DialogKeys(
        "This choice",
        (("letter", "The answer with that letter"), ("↑ ↓ Enter", "Choose an answer"), ("Esc", "Cancel")),
    ),
    "Picker": DialogKeys(
        "This list",
        (
            ("letters", "Search: parts of words, in any order, with or without accents"),
            ("↑ ↓", "Go to a row"),
            ("Tab", "Mark several rows, where several can be chosen"),
            ("Enter", "Choose the row, or create what was typed where the last row says so"),
            ("Esc", "Cancel"),
        ),
    ),
    "Prompt": DialogKeys(
        "This line",
        (
            ("Enter", "Done"),
            ("Ctrl+J", "Begin a new line in the text"),
            ("Ctrl+U", "Delete what is left of the cursor"),
            ("Esc", "Cancel"),
        ),
    ),
    "MemoEditor": DialogKeys(
        "Memo editor",
        (
            *_SAVES,
            ("Ctrl+K", "Change the type of the memo"),
            ("Ctrl+O", "Quote the unit under the cursor of the transcript"),
            ("Ctrl+L", "Give the editor the whole screen, or its place again"),
            ("[[", "Link to a participant, a transcript, a code, a unit or a framework"),
            *_EDITS,
        ),
    ),
    "AutosaveEditor": DialogKeys(
        "Editor", (*_SAVES, ("Ctrl+L", "Give an editor in a window the whole screen, or its place again"), *_EDITS)
    ),
    "CorrectionEditor": DialogKeys(
        "Correction of the text",
        (("Ctrl+S", "Compare with the text as it was; nothing changes yet"), ("Esc", "Cancel"), *_EDITS),
    ),
    "SessionMemoScreen": DialogKeys(
        "Private session memo",
        (
            ("Esc", "Back; the text stays in memory until you quit or lock"),
            ("Ctrl+G", "Discard the text"),
            *_EDITS[:3],
        ),
    ),
    "ConflictModal": DialogKeys(
        "Two versions of a memo",
        (("m", "Keep mine"), ("t", "Keep theirs"), ("b", "Keep both"), *_SCROLLS, ("Esc", "Leave both as they are")),
    ),
    "LockScreen": DialogKeys("Locked", (("Enter", "Return; after the passphrase, where the project is encrypted"),)),
    "KeyPassphraseModal": DialogKeys("Passphrase of the key file", (("Enter", "Done"), ("Esc", "Cancel"))),
    "ErasingModal": DialogKeys("Erasing", (("", "Nothing can be done until the originals are erased"),)),
    "PassphraseModal": DialogKeys("Passphrase", (("Enter", "Open the project"), ("Esc", "Cancel"))),
    "PressKeyModal": DialogKeys("New key", (("any key", "The new key of the action"), ("Esc", "Cancel"))),
    "QuestionsModal": DialogKeys("Questions", (("Esc Enter q", "Close"),)),
    "RepairScreen": DialogKeys(
        "Repair",
        (("r", "Repair the project"), ("p", "Repair, and keep what project.json says"), ("Esc q", "Change nothing")),
    ),
    "StartScreen": DialogKeys(
        "Start",
        (
            ("n o", "New project, open a project"),
            ("r", "Open a project read-only"),
            ("s", "Look at the sample study"),
            ("1-9", "Open a recent project"),
            ("b", "Restore a backup"),
            ("q", "Quit"),
        ),
    ),
    "Palette": DialogKeys(
        "Commands", (("letters", "Search"), ("↑ ↓", "Go to a row"), ("Enter", "Run it"), ("Esc", "Close"))
    ),
    "HelpScreen": DialogKeys(
        "Manual",
        (
            ("/", "Search all pages"),
            ("n N", "Next and previous match of the search, over all pages"),
            ("] [", "Next and previous page"),
            ("j k ↓ ↑", "Scroll, or go to a row"),
            ("Space PgDn", "Scroll one screen down"),
            ("Backspace PgUp", "Scroll one screen up"),
            ("Home < · End >", "First and last line"),
            ("Enter", "Open the page, or the match"),
            ("Esc q ← h", "Back: to the matches, the pages, the screen you came from"),
            ("F1", "Close the help"),
        ),
    ),
    "Input": DialogKeys(
        "This line", (("Enter", "Done"), ("Ctrl+U", "Delete what is left of the cursor"), ("Esc", "Back"))
    ),
    "TextArea": DialogKeys("This text", _EDITS),
}
#: Those of any line or text: only where nothing more is known.
GENERIC = frozenset({"Input", "TextArea"})
