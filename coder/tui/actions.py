"""The one table of actions: footer, key help, command palette and keymap read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.binding import Binding


class Action(NamedTuple):
    """What a key does: `where` is the part of the screen that owns it, `do` its action there.

    `footer` tells whether the hint line shows it, as `hint` (or the label).
    """

    id: str
    key: str
    do: str
    label: str
    help: str
    where: str
    hint: str = ""

    @property
    def now(self) -> str:
        """The keys that do it now: the person's own, else those of the table."""
        return KEYMAP.get(self.id, self.key)

    @property
    def keys(self) -> list[str]:
        """The keys that do it now, as a person reads them."""
        return [shown(key) for key in self.now.split(",")]


#: Action id → keys, as the settings of the person say; the program fills it.
KEYMAP: dict[str, str] = {}

_NAMES = {
    "quotation_mark": '"',
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "asterisk": "*",
    "exclamation_mark": "!",
    "apostrophe": "'",
    "minus": "-",
    "equals_sign": "=",
    "plus": "+",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "delete": "Del",
    "backspace": "Backspace",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: `ctrl+r` → `Ctrl+R`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if modifiers and len(last) == 1 else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def _a(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    return Action(id, key, do, label, help, id.split(".")[0], hint)


ACTIONS: tuple[Action, ...] = (
    # Reading
    _a("transcript.down", "j,down", "move(1)", "Next unit", "To the next unit (sentence, by default)"),
    _a("transcript.up", "k,up", "move(-1)", "Previous unit", "To the unit before"),
    _a("transcript.next_turn", "right_curly_bracket", "move_turn(1)", "Next turn", "To the next turn"),
    _a("transcript.previous_turn", "left_curly_bracket", "move_turn(-1)", "Previous turn", "To the turn before"),
    _a("transcript.page_down", "pagedown,space", "page(1)", "Page down", "A page on"),
    _a("transcript.page_up", "pageup,backspace", "page(-1)", "Page up", "A page back"),
    _a("transcript.home", "home", "turn_edge(-1)", "Start of turn", "To the first unit of the turn"),
    _a("transcript.end", "end", "turn_edge(1)", "End of turn", "To the last unit of the turn"),
    _a("transcript.first", "less_than_sign,ctrl+home", "edge(-1)", "First", "To the beginning of the text"),
    _a("transcript.last", "greater_than_sign,ctrl+end", "edge(1)", "Last", "To the end of the text"),
    _a("transcript.smaller", "minus", "granularity(-1)", "Smaller unit", "Turn → sentence → word → character"),
    _a(
        "transcript.larger", "equals_sign,plus", "granularity(1)", "Larger unit", "Character → word → sentence → turn"
    ),
    _a("transcript.next_coded", "n", "coded(1)", "Next coded unit", "To the next coded unit"),
    _a("transcript.previous_coded", "N", "coded(-1)", "Previous coded unit", "To the coded unit before"),
    _a("transcript.skip", "w", "skip", "Without who asks", "j and k step over the interviewer, or do not"),
    _a("transcript.speakers", "W", "speakers", "Whose turns", "Choose at whose turns j and k stop; say who asks"),
    _a("transcript.bookmark", "b", "bookmark", "Bookmark", "Set a bookmark at the cursor, or take it away"),
    _a("transcript.bookmarks", "B", "bookmarks", "Bookmarks", "Go to a bookmark, in any transcript"),
    _a("transcript.back", "apostrophe", "back", "Back", "To where the cursor was before it jumped"),
    # Selecting
    _a("transcript.select", "v", "select", "Select", "Begin or end a selection that moves extend"),
    _a("transcript.extend_down", "shift+down,J", "extend(1)", "Extend on", "Extend the selection by a unit"),
    _a("transcript.extend_up", "shift+up,K", "extend(-1)", "Extend back", "Draw the selection in by a unit, or back"),
    _a("transcript.swap", "o", "swap", "Other end", "Move the other end of the selection"),
    _a("transcript.nudge_back", "left_square_bracket", "nudge(-1)", "Edge back", "Move the edge a word back"),
    _a("transcript.nudge_on", "right_square_bracket", "nudge(1)", "Edge on", "Move the edge a word on"),
    _a("transcript.escape", "escape", "leave", "Let go", "Drop the selection, the search, the lit code"),
    # Coding
    _a("transcript.code", "c", "code", "Code", "Choose codes for the selection or the unit", "code"),
    _a("transcript.again", "full_stop", "again", "Code again", "The same codes as last time", "again"),
    _a("transcript.quick", "1,2,3,4,5,6,7,8,9", "quick", "Quick code", "The code on that key", "quick"),
    _a("transcript.in_vivo", "i", "in_vivo", "In vivo", "A code named by the words themselves", "in vivo"),
    _a("transcript.uncode", "x", "uncode", "Uncode", "Take a code off the unit", "uncode"),
    _a("transcript.adjust", "e", "adjust", "Adjust edges", "Adjust a coded unit: o, [ ], moves; Enter keeps"),
    _a("transcript.gold", "asterisk", "gold", "Gold quotation", "Mark the coding as a gold quotation, or unmark it"),
    _a("transcript.doubtful", "exclamation_mark", "doubtful", "Doubtful", "Mark the coding as doubtful, or unmark"),
    _a("transcript.many", "A", "many", "Code all", "Code every unit of this turn, or of what is lit"),
    # Memos and words
    _a("transcript.memo", "m", "memo('unit')", "Memo on the unit", "Write on the selection or the unit", "memo"),
    _a("transcript.memo_document", "M", "memo('document')", "Memo on the document", "Write on this transcript"),
    _a("transcript.memo_participant", "p", "memo('participant')", "Memo on the participant", "Write on who speaks"),
    _a("transcript.memo_project", "P", "memo('project')", "Memo on the project", "Write on the study"),
    _a("transcript.quote", "quotation_mark", "quote", "Quote in a memo", "The unit, with its reference, in a memo"),
    _a("transcript.copy", "y", "copy", "Copy quotation", "Copy the quotation with its reference"),
    _a("transcript.find", "slash", "find", "Find in this text", "Find words here; / Enter goes on", "find"),
    _a("transcript.correct", "E", "correct", "Correct this turn", "Correct the words or the label of this turn"),
    _a("transcript.stripes", "S", "screen.stripes", "Reading mode", "Without stripes and marks, or with them again"),
    _a("transcript.source", "s", "source", "Another source", "Open another transcript"),
    # The code tree
    _a("codes.next", "j,down", "walk(1)", "Next code", "To the next code"),
    _a("codes.previous", "k,up", "walk(-1)", "Previous code", "To the code before"),
    _a("codes.fold", "space", "fold", "Fold", "Fold or unfold a group"),
    _a("codes.light", "enter", "light", "Light its units", "Show where this code is in the transcript", "light"),
    _a("codes.add", "a", "add", "Add a code", "Add a code beside this one; parent/child nests", "add"),
    _a("codes.add_below", "A", "add_below", "Add below", "Add a code below this one"),
    _a("codes.rename", "r", "rename", "Rename", "Rename; the old name still finds it", "rename"),
    _a("codes.define", "d", "define", "Define", "What the code means"),
    _a("codes.up", "shift+up,K", "shift(-1)", "Move up", "Before the code above"),
    _a("codes.down", "shift+down,J", "shift(1)", "Move down", "After the code below"),
    _a("codes.indent", "greater_than_sign", "indent", "Move in", "Below the code above", "move < >"),
    _a("codes.outdent", "less_than_sign", "outdent", "Move out", "Up to the level of its group"),
    _a("codes.move", "v", "move", "Move to …", "Choose the group it goes to"),
    _a("codes.merge", "M", "merge", "Merge into …", "Choose the code that takes all it has"),
    _a("codes.color", "C", "color", "Colour", "Choose its hue"),
    _a("codes.pin", "1,2,3,4,5,6,7,8,9", "pin", "Quick key", "Put the code on that key, or take it off"),
    _a("codes.memo", "m", "memo", "Memo on the code", "Write on this code", "memo"),
    _a("codes.delete", "delete,D", "delete", "Delete", "Delete; asks where its units go"),
    _a("codes.like", "L", "like", "More like this", "Suggest sentences like those of this code"),
    _a("codes.page", "i", "page", "Page of the code", "Definition, examples, sets, units, history", "page"),
    _a("codes.review", "R", "review", "Review its units", "Its units one by one: recode with one key", "review"),
    _a("codes.split", "S", "split", "Split", "Send some of its units to a new code, one by one"),
    _a("codes.archive", "h", "archive", "Archive", "Out of the lists, with its units; or back"),
    _a("codes.show_archived", "H", "show_archived", "Show archived", "Show archived codes too, or not"),
    _a("codes.mark", "x", "mark", "Mark", "Mark several: move, merge, colour, archive, delete at once", "mark"),
    _a("codes.unmark", "escape", "unmark", "Unmark", "No row is marked any more"),
    _a("codes.filter", "slash", "filter", "Filter", "Show the codes that match", "filter"),
    # Memos
    _a("memo.edit", "enter,e", "edit", "Edit", "Edit the memo", "edit"),
    _a("memo.next", "j,down", "choose(1)", "Next memo", "The next memo here"),
    _a("memo.previous", "k,up", "choose(-1)", "Previous memo", "The memo before"),
    _a("memo.read_on", "pagedown,space", "read(6)", "Read on", "Further down in a long memo"),
    _a("memo.read_back", "pageup,backspace", "read(-6)", "Read back", "Back up in a long memo"),
    _a("memo.add", "a", "add", "New memo", "One more memo on the same", "new"),
    _a("memo.kind", "t", "kind", "Kind", "Choose the kind of the memo", "kind"),
    _a("memo.follow", "l", "follow", "Follow a link", "Go where a [[link]] in the memo leads"),
    _a("memo.share", "S", "share", "Share", "Let the others read a private memo, or keep it again"),
    _a("memo.delete", "delete,D", "delete", "Delete", "Delete the memo", "delete"),
    # All memos
    _a("memos.open", "enter", "open", "Where it is", "To the unit, the code, the transcript it is about", "go there"),
    _a("memos.next", "j,down", "walk(1)", "Next memo", "The next memo of the list"),
    _a("memos.previous", "k,up", "walk(-1)", "Previous memo", "The memo above"),
    _a("memos.read_on", "space", "read(6)", "Read on", "Further down in a long memo"),
    _a("memos.read_back", "backspace", "read(-6)", "Read back", "Back up in a long memo"),
    _a("memos.find", "slash", "find", "Search", "Only memos with these words; as one types", "search"),
    _a("memos.edit", "e", "edit", "Edit", "Edit the memo in place", "edit"),
    _a("memos.add", "a", "add", "New memo", "A new memo on the same, or on the project", "new"),
    _a("memos.by_kind", "K", "by_kind", "Of a kind", "Only memos of one kind", "filter: K O A"),
    _a("memos.by_target", "O", "by_target", "On something", "Only memos on one thing; a transcript with its units"),
    _a("memos.by_author", "A", "by_author", "By somebody", "Only memos by one coder"),
    _a("memos.order", "s", "order", "Order", "Newest, oldest, kind, what it is about, author", "order"),
    _a("memos.follow", "l", "follow", "Follow a link", "Go where a [[link]] in the memo leads", "link"),
    _a("memos.linked", "b", "linked", "Linked here", "Other memos that link to what this one is about"),
    _a("memos.kind", "t", "kind", "Kind", "Choose the kind of the memo"),
    _a("memos.share", "S", "share", "Share", "Let the others read a private memo, or keep it again"),
    _a("memos.delete", "delete,D", "delete", "Delete", "Delete the memo"),
    _a("memos.leave", "escape", "leave", "Back", "Show all again; then back to coding"),
    # Home
    _a("home.open", "enter", "open", "Open", "Open the transcript where you left it", "open"),
    _a("home.import", "i", "import_files", "Import", "Bring in transcripts", "import"),
    _a("home.rename", "r", "rename", "Rename", "Rename the source", "rename"),
    _a("home.participant", "p", "participant", "Participant", "Say who was interviewed", "participant"),
    _a("home.wave", "w", "wave", "Wave", "Say in which wave", "wave"),
    _a("home.delete", "delete,D", "delete", "Remove", "Remove the source with its codings"),
    # Retrieve
    _a("retrieve.line", "slash", "line", "The query", "Back to the query", "query"),
    _a("retrieve.save", "s", "save", "Save", "Save the query under a name", "save"),
    _a("retrieve.saved", "o", "saved", "Saved queries", "Ask a saved query", "saved"),
    _a("retrieve.export", "e", "export", "Export", "These units into a file", "export"),
    _a("retrieve.leave", "escape", "leave", "Back", "Back to coding"),
    # Search
    _a("search.words", "slash", "words", "The words", "Back to the words that are searched for", "words"),
    _a("search.phrase", "p", "way('phrase')", "Phrase", "The words as they stand"),
    _a("search.all_words", "a", "way('words')", "All the words", "All of them in one turn, in any order"),
    _a("search.fuzzy", "f", "way('fuzzy')", "Fuzzy", "Typos, dialect, å/aa, ø/o", "fuzzy"),
    _a("search.regex", "r", "way('regex')", "Regular expression", "The words are a regular expression"),
    _a("search.whole", "w", "whole", "Whole words", "Whole words only, or parts too", "whole words"),
    _a("search.case", "c", "capitals", "Capitals", "Whether capitals count"),
    _a("search.speaker", "s", "among('speakers')", "Speaker", "Only what these speakers say", "speaker"),
    _a("search.participant", "i", "among('participants')", "Participant", "Only interviews with these"),
    _a("search.wave", "v", "among('waves')", "Wave", "Only interviews of these waves"),
    _a("search.source", "t", "among('sources')", "Transcript", "Only these transcripts"),
    _a("search.coded", "d", "coded('coded')", "Coded with", "Only what has this code"),
    _a("search.not_coded", "D", "coded('not_coded')", "Not coded with", "Only what does not have this code"),
    _a("search.uncoded", "n", "uncoded", "Not coded", "Only what has no code, or all again"),
    _a("search.everywhere", "x", "everywhere", "Everywhere", "Drop all restrictions"),
    _a("search.autocode", "A", "autocode", "Autocode", "Code what was found, after a look at it", "autocode"),
    # Autocode
    _a("autocode.next", "j", "cursor(1)", "Next", "To the next proposal"),
    _a("autocode.previous", "k", "cursor(-1)", "Previous", "To the proposal before"),
    _a("autocode.take", "space", "take", "Take or leave", "Take this one, or leave it", "take or leave"),
    _a("autocode.all", "a", "all(1)", "All", "Take all that do not have the code yet", "all"),
    _a("autocode.none", "n", "all(0)", "None", "Leave all", "none"),
    _a("autocode.unit", "t", "unit", "Unit", "Sentence → turn → the words themselves", "unit"),
    _a("autocode.apply", "enter", "apply", "Code", "Code all that are taken, in one step", "code them"),
    # A large table: the matrix, its cells, the shares
    _a("grid.down", "j,down", "move(1,0)", "Down", "To the row below"),
    _a("grid.up", "k,up", "move(-1,0)", "Up", "To the row above"),
    _a("grid.left", "h,left", "move(0,-1)", "Left", "To the column before"),
    _a("grid.right", "l,right", "move(0,1)", "Right", "To the next column"),
    _a("grid.page_down", "pagedown", "page(1)", "Page down", "A page down"),
    _a("grid.page_up", "pageup", "page(-1)", "Page up", "A page up"),
    _a("grid.page_right", "right_square_bracket", "page_across(1)", "Page right", "A page to the right"),
    _a("grid.page_left", "left_square_bracket", "page_across(-1)", "Page left", "A page to the left"),
    _a("grid.first", "less_than_sign,ctrl+home", "edge(-1,0)", "First row", "To the first row"),
    _a("grid.last", "greater_than_sign,ctrl+end", "edge(1,0)", "Last row", "To the last row"),
    _a("grid.home", "home", "edge(0,-1)", "First column", "To the first column"),
    _a("grid.end", "end", "edge(0,1)", "Last column", "To the last column"),
    _a("grid.open", "enter", "open", "Open", "What is in the cell; a unit opens in its transcript", "open"),
    # The matrix
    _a("matrix.columns", "c", "columns", "Columns", "Other columns: sources, participants, waves …", "columns"),
    _a("matrix.rows", "r", "rows", "Rows", "Other rows", "rows"),
    _a("matrix.turn", "t", "turn", "Turn round", "Rows become columns", "turn"),
    _a("matrix.how", "d", "how", "Definition", "What codes occurring together means: overlap, segment, turn"),
    _a("matrix.fold", "space", "fold", "Fold", "Fold or unfold the group, or the one it is in", "fold"),
    _a("matrix.fold_all", "minus", "fold_all", "Fold all", "Only the topmost codes"),
    _a("matrix.unfold_all", "equals_sign,plus", "unfold_all", "Unfold all", "All codes"),
    _a("matrix.excerpts", "w", "excerpts", "Excerpts", "Wide cells with an excerpt, or numbers alone", "wide"),
    _a("matrix.query", "q", "query", "Query", "Count only the units of a query", "query"),
    _a("matrix.saved", "Q", "saved", "Saved query", "Choose a saved query"),
    _a("matrix.find", "slash", "find", "Find a row", "To a row by its name", "find"),
    _a("matrix.export", "e", "export", "Export", "Write it as shown into a csv file", "export"),
    _a("home.correct", "E", "correct", "Correct the text", "Edit the whole text, or bring in a corrected file"),
    # What becomes of the units after a correction
    _a("correction.next", "j,down", "walk(1)", "Next unit", "To the next unit"),
    _a("correction.previous", "k,up", "walk(-1)", "Unit before", "To the unit before"),
    _a("correction.keep", "y", "decide('keep')", "Keep it", "Keep the unit where it was found", "keep"),
    _a("correction.memo", "m", "decide('memo')", "Make it a memo", "Its words and codes become a memo", "memo"),
    _a("correction.drop", "d,delete", "decide('drop')", "Drop it", "The unit goes, with codes and memos", "drop"),
    _a("correction.place", "h", "place", "By hand", "Show where the unit belongs", "by hand"),
    _a("correction.rest", "M", "rest", "All lost: memos", "All that is lost and undecided becomes memos"),
    _a("correction.apply", "a,ctrl+s", "apply", "Apply", "Apply it all as one change", "apply"),
    # The page of a code
    _a("code_page.define", "d", "write('definition')", "Define", "What the code means", "define"),
    _a("code_page.include", "plus", "write('include')", "Include", "What belongs here", "include"),
    _a("code_page.exclude", "minus", "write('exclude')", "Exclude", "What does not belong here", "exclude"),
    _a("code_page.aliases", "a", "aliases", "Aliases", "Other names by which it is found", "aliases"),
    _a("code_page.sets", "s", "sets", "Sets", "Which sets it is in", "sets"),
    _a("code_page.example", "e", "example", "Examples", "Take a unit as an example, or away", "examples"),
    _a("code_page.memo", "m", "memo", "Memo", "Write on this code", "memo"),
    _a("code_page.review", "R,enter", "review", "Review its units", "Its units one by one", "review"),
    _a("code_page.down", "j,down", "scroll(1)", "Down", "Further down"),
    _a("code_page.up", "k,up", "scroll(-1)", "Up", "Back up"),
    _a("code_page.page_down", "pagedown,space", "scroll(12)", "Page down", "A page on"),
    _a("code_page.page_up", "pageup,backspace", "scroll(-12)", "Page up", "A page back"),
    _a("code_page.next", "n", "step(1)", "Next code", "The page of the next code"),
    _a("code_page.previous", "N", "step(-1)", "Previous code", "The page of the code before"),
    # Review: the units of a code, one by one
    _a("review.send", "1,2,3,4,5,6,7,8,9", "send", "Send to", "Give the unit the code on that key instead", "recode"),
    _a("review.choose", "c", "choose", "Recode …", "Choose the code, or make one; it gets a key", "choose"),
    _a("review.next", "j,down,space", "step(1)", "Next", "Leave it, and on to the next", "next"),
    _a("review.previous", "k,up", "step(-1)", "Previous", "Back to the unit before"),
    _a("review.first", "less_than_sign", "edge(-1)", "First", "To the first unit"),
    _a("review.last", "greater_than_sign", "edge(1)", "Last", "To the last unit"),
    _a("review.uncode", "x", "uncode", "Uncode", "Take the code off", "uncode"),
    _a("review.gold", "asterisk", "mark('gold')", "Gold quotation", "Mark it as a gold quotation, or unmark it"),
    _a("review.doubtful", "exclamation_mark", "mark('doubtful')", "Doubtful", "Mark it as doubtful, or unmark"),
    _a("review.memo", "m", "memo", "Memo", "Write on the unit", "memo"),
    _a("review.example", "e", "example", "Example", "Take it as an example of the code, or away"),
    _a("review.open", "enter", "open", "Open", "Open it in its transcript", "open"),
    # History
    _a("history.back", "U", "back", "Undo to here", "Take back all that was done after this", "undo to here"),
    _a("history.coder", "b", "ask_coder", "By whom", "Only what one coder did", "by"),
    _a("history.operation", "o", "ask_operation", "Operation", "Only one kind of change", "kind"),
    _a("history.code", "c", "ask_code", "Code", "Only what touched one code", "code"),
    _a("history.date", "d", "ask_date", "Date", "Only since a date", "since"),
    _a("history.filter", "slash", "ask_line", "Filter", "Words, by: op: code: since: until:", "filter"),
    _a("history.all", "a", "all", "All again", "Everything that was done", "all"),
    _a("history.export", "e", "export", "Export", "Write the decision trail: md, html or json", "export"),
    # Settings
    _a("settings.change", "enter", "change", "Change", "Change the setting, or the key of an action", "change"),
    _a("settings.reset", "delete,D", "reset", "Reset", "As it is from the beginning", "reset"),
    _a("settings.find", "slash", "find", "Find", "Only the settings and keys with these words", "find"),
    # Everywhere in a project
    _a("study.go", "g", "go", "Go to", "Another screen, by one letter", "go to"),
    _a("study.undo", "u", "undo", "Undo", "Take back the last change"),
    _a("study.redo", "ctrl+r", "redo", "Redo", "Do it again"),
    _a("study.zoom", "z", "zoom", "Zoom", "This pane alone, or all again"),
    _a("study.wider", "left_parenthesis", "side(2)", "Wider side", "More room for codes and memo"),
    _a("study.narrower", "right_parenthesis", "side(-2)", "Narrower side", "Less room for codes and memo"),
    _a("study.next_pane", "tab", "pane(1)", "Next pane", "To the next pane"),
    _a("study.previous_pane", "shift+tab", "pane(-1)", "Previous pane", "To the pane before"),
    _a("study.search", "ctrl+f", "search", "Search in all", "Find words in all transcripts"),
    _a("study.stop", "ctrl+g", "stop", "Stop", "Stop what takes long"),
    _a("app.keys", "question_mark", "keys", "Keys", "The keys of here", "keys"),
    _a("app.palette", "ctrl+p", "command_palette", "Commands", "All commands, by name"),
    _a("app.theme", "ctrl+t", "next_theme", "Theme", "Dark, light, high contrast"),
    _a("app.quit", "ctrl+q", "leave_app", "Quit", "Save and leave"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


class Place(NamedTuple):
    """A screen that `g` and a letter lead to."""

    letter: str
    label: str
    do: str


PLACES: tuple[Place, ...] = (
    Place("c", "coding", "coding"),
    Place("h", "home: sources and progress", "home"),
    Place("i", "import transcripts", "import_files"),
    Place("r", "retrieve: units by a query", "retrieve"),
    Place("x", "matrix", "matrix"),
    Place("b", "bars: codings, new codes, words", "shares"),
    Place("m", "memos", "memos"),
    Place("e", "export", "export"),
    Place("l", "history", "history"),
    Place("o", "settings", "settings"),
    Place("t", "theme", "theme"),
    Place("q", "quit", "quit"),
)


def of(where: str) -> Iterator[Action]:
    """The actions of one part of the screen."""
    return (action for action in ACTIONS if action.where == where)


def bindings(where: str) -> list[Binding]:
    """The key bindings of one part of the screen; a key that is a digit gives it to its action."""
    made = []
    for action in of(where):
        keys = action.key.split(",")
        if keys[0].isdigit():
            made += [
                Binding(key, f"{action.do}({key})", action.label, show=False, id=f"{action.id}.{key}") for key in keys
            ]
        else:
            always = action.id == "app.quit"  # also while a question is open
            made.append(Binding(action.key, action.do, action.label, show=False, id=action.id, priority=always))
    return made


def hints(*places: str) -> list[tuple[str, str]]:
    """The keys that the hint line shows for the active parts of the screen: (key, what it does)."""
    return [
        ("1-9" if action.key.startswith("1,") else action.keys[0], action.hint)
        for where in places
        for action in of(where)
        if action.hint
    ]


def first_keys() -> str:
    """How to begin in a project without a transcript."""
    ids = ("transcript.code", "transcript.again", "transcript.memo", "transcript.find", "study.undo")
    rows = [("j k", "Next and previous sentence")]
    rows += [(BY_ID[id].keys[0], BY_ID[id].label) for id in (*ids, "study.next_pane", "app.keys", "app.quit")]
    lines = ["Press g, then i, to import transcripts:", "Word, text, Markdown, VTT or SRT files.", ""]
    lines.append("Then, in the transcript:")
    return "\n".join([*lines, *(f"  {key:<7} {what}" for key, what in rows)])


def as_markdown() -> str:
    """All actions with their ids, as the help topic `keys` shows them."""
    lines = ["# Keys", "", "Every action by its id; `coder help settings` says how to give it another key.", ""]
    where = ""
    for action in ACTIONS:
        if action.where != where:
            where = action.where
            lines += ["", f"## {where}", ""]
        keys = "1-9" if action.key.startswith("1,") else " ".join(map(shown, action.key.split(",")))
        lines.append(f"    {action.id:<28} {keys:<14} {action.help}")
    return "\n".join(lines) + "\n"
