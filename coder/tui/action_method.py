"""The actions of the method's screens: participants, condensation, pairs, frameworks, reporting."""

from __future__ import annotations

from coder.tui.action import Action
from coder.tui.action import row as _a

METHOD: tuple[Action, ...] = (
    # Participants and waves
    _a("participants.mark", "space", "mark", "Mark", "Mark rows: Enter then sets the column for all of them", "mark"),
    _a("participants.mark_all", "asterisk", "mark_all", "Mark all", "Mark every row, or none"),
    _a("participants.view", "v", "view", "Other table", "Participants by waves, or interviews one by one", "view"),
    _a("participants.add", "a", "add", "Add", "Add a participant", "add"),
    _a("participants.rename", "r", "rename", "Rename", "Rename the participant, or the interview", "rename"),
    _a("participants.merge", "M", "merge", "Merge into …", "Two participants are the same person"),
    _a("participants.remove", "delete,D", "remove", "Remove", "Remove a participant on whom nothing hangs"),
    _a("participants.register", "o", "register", "Register", "Declined, unreachable, withdrawn …; why", "register"),
    _a("participants.wave", "w", "wave", "Wave", "The wave's name, window and place; remove it", "wave"),
    _a("participants.add_wave", "W", "add_wave", "Add a wave", "A wave with its window of days"),
    _a("participants.attribute", "t", "attribute", "Attribute", "Add a column; rename or remove this one", "column"),
    _a("participants.days", "d", "days", "Days for dates", "Replace all dates by days; shows first what happens"),
    _a("participants.transcript", "c", "transcript", "Transcript", "Open the interview under the cursor"),
    _a("participants.find", "slash", "find", "Find a row", "To a row by its name"),
    _a("participants.import", "i", "import", "Import csv", "Take a table over; shows first what would change"),
    _a("participants.export", "e", "export", "Export csv", "Participants, interviews or the register as csv"),
    # Step 1: reading, and the theme pad while reading
    _a("transcript.read", "R", "screen.mark_read", "Read", "This transcript is read; on to the next that is not"),
    _a("transcript.theme", "t", "screen.note_theme", "Note a theme", "A preliminary theme, without leaving the text"),
    # Lists of cards: steps, themes, units of a code group
    _a("cards.next", "j,down", "step(1)", "Next", "To the next one"),
    _a("cards.previous", "k,up", "step(-1)", "Previous", "To the one before"),
    _a("cards.page_down", "pagedown", "page(1)", "Page down", "A page down"),
    _a("cards.page_up", "pageup", "page(-1)", "Page up", "A page up"),
    _a("cards.first", "less_than_sign,home", "edge(-1)", "First", "To the first one"),
    _a("cards.last", "greater_than_sign,end", "edge(1)", "Last", "To the last one"),
    _a("cards.open", "enter", "open", "Open", "Where it is, or what it is about", "open"),
    # Steps of the condensation
    _a("steps.next_open", "n", "next_open(1)", "Next open point", "To the next thing that is open", "next open"),
    _a("steps.previous_open", "N", "next_open(-1)", "Open point before", "To the open thing before"),
    # Themes
    _a("themes.add", "a", "add", "Add", "A preliminary theme of yours, or one of the negotiated list", "add"),
    _a("themes.rename", "r", "rename", "Rename", "Rename the theme, while it is open"),
    _a("themes.note", "e", "note", "Note", "What the theme means, where it came up", "note"),
    _a("themes.up", "shift+up,K", "shift(-1)", "Move up", "Before the theme above"),
    _a("themes.down", "shift+down,J", "shift(1)", "Move down", "After the theme below"),
    _a("themes.take", "t", "take", "Take up", "Into a negotiated theme, there or new; and why", "take up"),
    _a("themes.drop", "x", "drop", "Drop", "Drop the theme, and say why; it stays in its list", "drop"),
    _a("themes.reopen", "o", "reopen", "Open again", "Take back what was decided about it"),
    _a("themes.make_group", "c", "make_group", "Code group", "Make a code group of a negotiated theme", "code group"),
    _a("themes.delete", "delete,D", "delete", "Delete", "Delete the theme, while nothing came of it"),
    # Code groups
    _a("groups.send", "1,2,3,4,5,6,7,8,9", "send", "Send to", "The units into the code group of that digit", "send"),
    _a("groups.move", "v", "move(False)", "Move to …", "The units to a group or subgroup, there or new", "move"),
    _a("groups.move_why", "V", "move(True)", "Move, with a reason", "As v; asks why, for the trail"),
    _a("groups.to_residual", "x", "to_residual", "To the residual", "The units into the residual group", "residual"),
    _a("groups.choose", "space", "choose", "Choose", "Choose several units, to move or mark at once", "choose"),
    _a("groups.all", "A", "all", "All", "Choose all units that are shown, or none"),
    _a("groups.gold", "asterisk", "gold", "Gold quotation", "Mark as a gold quotation, or unmark", "gold"),
    _a("groups.participant", "p", "participant", "Participant", "Only the units of one participant", "whose"),
    _a("groups.make", "a", "make", "Make a group", "Make a code a code group", "make"),
    _a("groups.unmake", "delete,D", "unmake", "No group any more", "Its code and its units stay"),
    _a("groups.residual", "R", "residual", "Residual", "This group is for what fits no other, or not"),
    _a("groups.themes", "t", "themes", "Themes", "Which negotiated themes the group came from"),
    # Pairs
    _a("pairs.next", "p", "pair(1)", "Next pair", "The interviews of the next pair", "next pair"),
    _a("pairs.previous", "P", "pair(-1)", "Previous pair", "The interviews of the pair before"),
    _a("pairs.about", "c", "about", "On what", "What the note is about: the pair, a code, a level", "on what"),
    _a("pairs.tag", "t", "tag", "Tag", "What kind of change it is", "tag"),
    _a("pairs.sentence", "s", "sentence", "Sentence", "What changed, in a sentence", "sentence"),
    _a("pairs.cite", "e", "cite", "Evidence", "The unit shows it, on its side", "evidence"),
    _a("pairs.uncite", "x", "uncite", "No evidence", "The unit under the cursor shows it no longer"),
    _a("pairs.absent", "a", "absent", "Absent", "Say why there is no evidence on this side", "absent"),
    _a("pairs.questions", "q", "questions", "Questions", "Questions that help to see a change", "questions"),
    _a("pairs.link", "l", "link", "How they move", "Together, in step, or each side by itself", "link"),
    _a("pairs.flip", "f", "flip", "Flip", "One side alone, then the other", "flip"),
    _a("pairs.open", "enter", "open", "Open", "Open this side in its transcript, to code it"),
    _a("pairs.remove", "delete,D", "remove", "Remove", "Remove the note of change"),
)
