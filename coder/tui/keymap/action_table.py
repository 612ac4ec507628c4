"""The rows of the table of actions."""

from __future__ import annotations

from coder.tui.keymap.action import Action, change, define, edit, keep

WORK: tuple[Action, ...] = (
    # Reading
    define("transcript.down", "j,down", "move(1)", "Next sentence", "Go to the next sentence, or turn, or word"),
    define("transcript.up", "k,up", "move(-1)", "Previous sentence", "Go to the previous sentence, or turn, or word"),
    define("transcript.next_turn", "right_curly_bracket", "move_turn(1)", "Next turn", "Go to the next turn"),
    define(
        "transcript.previous_turn", "left_curly_bracket", "move_turn(-1)", "Previous turn", "Go to the previous turn"
    ),
    define("transcript.page_down", "pagedown,space", "page(1)", "Page down", "Go down one page"),
    define("transcript.page_up", "pageup,backspace", "page(-1)", "Page up", "Go up one page"),
    define("transcript.home", "home", "turn_edge(-1)", "Start of turn", "Go to the first sentence of the turn"),
    define("transcript.end", "end", "turn_edge(1)", "End of turn", "Go to the last sentence of the turn"),
    define("transcript.first", "less_than_sign,ctrl+home", "edge(-1)", "First", "Go to the start of the text"),
    define("transcript.last", "greater_than_sign,ctrl+end", "edge(1)", "Last", "Go to the end of the text"),
    define("transcript.smaller", "minus", "granularity(-1)", "Smaller steps", "Turn → sentence → word → character"),
    define(
        "transcript.larger",
        "equals_sign,plus",
        "granularity(1)",
        "Larger steps",
        "Character → word → sentence → turn",
    ),
    define("transcript.next_coded", "n", "coded(1)", "Next coded unit", "Go to the next coded unit, or highlight"),
    define(
        "transcript.previous_coded",
        "N",
        "coded(-1)",
        "Previous coded unit",
        "Go to the previous coded unit, or highlight",
    ),
    define("transcript.skip", "w", "skip", "Skip the interviewer", "Toggle: j and k skip the interviewer's turns"),
    define(
        "transcript.speakers",
        "W",
        "speakers",
        "Choose speakers",
        "Choose at whose turns j and k stop, and the interviewer",
    ),
    keep("transcript.bookmark", "b", "bookmark", "Bookmark", "Set or remove a bookmark at the cursor"),
    define("transcript.bookmarks", "B", "bookmarks", "Bookmarks", "Go to a bookmark, in any transcript"),
    define("transcript.back", "apostrophe", "back", "Back", "Go back to where the cursor was before it jumped"),
    # Selecting
    define("transcript.select", "v", "select", "Select", "Start a selection that moving extends, or clear it"),
    define("transcript.extend_down", "shift+down,J", "extend(1)", "Extend forward", "Extend the selection forward"),
    define("transcript.extend_up", "shift+up,K", "extend(-1)", "Extend back", "Extend the selection back"),
    define("transcript.swap", "o", "swap", "Other edge", "Move the other edge of the selection"),
    define(
        "transcript.nudge_back", "left_square_bracket", "nudge(-1)", "Move edge back", "Move the edge back one word"
    ),
    define(
        "transcript.nudge_on",
        "right_square_bracket",
        "nudge(1)",
        "Move edge forward",
        "Move the edge forward one word",
    ),
    define("transcript.escape", "escape", "leave", "Clear selection", "Clear the selection and the highlights"),
    # Coding
    edit("transcript.code", "c", "code", "Code", "Choose codes for the selection or the sentence", "code"),
    change("transcript.again", "full_stop", "again", "Code again", "Code with the same codes as last time", "again"),
    change("transcript.quick", "1,2,3,4,5,6,7,8,9", "quick", "Quick code", "Code with the code on this key", "quick"),
    change("transcript.in_vivo", "i", "in_vivo", "In vivo", "Code with the participant's own words", "in vivo"),
    change("transcript.uncode", "x", "uncode", "Uncode", "Remove a code from the unit", "uncode"),
    edit("transcript.adjust", "e", "adjust", "Adjust edges", "Adjust the edges of a coded unit: o, [ ]; Enter saves"),
    change("transcript.gold", "asterisk", "mark('gold')", "Gold quotation", "Mark as gold quotation, or unmark"),
    change("transcript.doubtful", "exclamation_mark", "mark('doubtful')", "Doubtful", "Mark as doubtful, or unmark"),
    edit("transcript.many", "A", "many", "Code all", "Code every sentence of the turn, or all that is highlighted"),
    # Memos and words
    edit(
        "transcript.memo",
        "m",
        "memo('unit')",
        "Memo on the unit",
        "Write a memo on the selection or the sentence",
        "memo",
    ),
    edit(
        "transcript.memo_document",
        "M",
        "memo('document')",
        "Memo on the transcript",
        "Write a memo on the transcript",
    ),
    edit(
        "transcript.memo_participant",
        "p",
        "memo('participant')",
        "Memo on the participant",
        "Write a memo on the participant",
    ),
    edit("transcript.memo_project", "P", "memo('project')", "Memo on the project", "Write a memo on the project"),
    change(
        "transcript.quote",
        "quotation_mark",
        "quote",
        "Quote in a memo",
        "Quote the selection or the sentence, with its reference, in a memo",
    ),
    define("transcript.copy", "y", "copy", "Copy quotation", "Copy the quotation with its reference"),
    define(
        "transcript.find", "slash", "find", "Find in this text", "Find words; then n and N: next, previous", "find"
    ),
    edit("transcript.correct", "E", "correct", "Correct this turn", "Correct the text or the speaker of this turn"),
    define("transcript.stripes", "S", "stripes", "Reading mode", "Toggle: hide the codes while reading"),
    define("transcript.source", "s", "source", "Another transcript", "Open another transcript"),
    # The code tree
    define("codes.next", "j,down", "walk(1)", "Next code", "Go to the next code"),
    define("codes.previous", "k,up", "walk(-1)", "Previous code", "Go to the previous code"),
    change("codes.code", "space", "code", "Code with it", "Code the unit or the selection in the transcript", "code"),
    define("codes.fold", "left", "fold(-1)", "Fold", "Fold the group"),
    define("codes.unfold", "right", "fold(1)", "Unfold", "Unfold the group"),
    define(
        "codes.light", "enter", "light", "Highlight its units", "Highlight its units in the transcript", "highlight"
    ),
    edit("codes.add", "a", "add", "Add a code", "Add a code beside this one; parent/child nests", "add"),
    edit("codes.add_below", "A", "add(True)", "Add below", "Add a code below this one"),
    edit("codes.rename", "r", "rename", "Rename", "Rename; the old name still finds it", "rename"),
    edit("codes.define", "d", "define", "Define", "Edit the definition"),
    change("codes.up", "shift+up,K", "shift(-1)", "Move up", "Move before the code above"),
    change("codes.down", "shift+down,J", "shift(1)", "Move down", "Move after the code below"),
    change("codes.indent", "greater_than_sign", "nest(1)", "Move in", "Move below the code above", "move in"),
    change("codes.outdent", "less_than_sign", "nest(-1)", "Move out", "Move to the level of its group", "move out"),
    edit("codes.move", "v", "move", "Move to …", "Choose the group to move it to"),
    edit("codes.merge", "M", "merge", "Merge into …", "Choose the code to merge into"),
    edit("codes.color", "C", "color", "Colour", "Choose the colour"),
    change("codes.pin", "1,2,3,4,5,6,7,8,9", "pin", "Quick key", "Assign this quick key to the code, or remove it"),
    edit("codes.memo", "m", "memo", "Memo on the code", "Write a memo on the code", "memo"),
    change("codes.delete", "delete,D", "delete", "Delete", "Delete; asks what happens to its units"),
    define(
        "codes.like", "L", "open('similar_units')", "Similar units", "Propose units similar to those of this code"
    ),
    define("codes.page", "i", "open('code_page')", "Code page", "Definition, examples, sets, units, history", "page"),
    define("codes.review", "R", "open('review_code')", "Review its units", "Review its units one by one", "review"),
    edit("codes.split", "S", "split", "Split", "Move some of its units to a new code, one by one"),
    change("codes.archive", "h", "archive", "Archive", "Archive (no longer listed; its units stay), or restore"),
    define("codes.show_archived", "H", "show_archived", "Show archived", "Toggle: show archived codes"),
    edit("codes.why", "w", "why", "Give a reason", "Ask for a reason at the next codebook change"),
    define("codes.units", "o", "open('code_units')", "All its units", "List its units in all transcripts"),
    edit("codes.import", "I", "app.open('import_codebook')", "Import", "Import a codebook file, after a preview"),
    define("codes.export", "E", "app.open('export_codebook')", "Export", "Export the codebook to a file"),
    define("codes.mark", "x", "mark", "Mark", "Mark several: move, merge, colour, archive, delete at once", "mark"),
    define("codes.unmark", "escape", "unmark", "Unmark", "Unmark all codes"),
    define("codes.filter", "slash", "filter", "Filter", "Show the codes that match", "filter"),
    # Memos
    edit("memo.edit", "enter,e", "edit", "Edit", "Edit the memo", "edit"),
    define("memo.next", "j,down", "choose(1)", "Next memo", "Show the next memo on the same target"),
    define("memo.previous", "k,up", "choose(-1)", "Previous memo", "Show the previous memo"),
    define("memo.read_on", "pagedown,space", "read(6)", "Scroll down", "Scroll down in a long memo"),
    define("memo.read_back", "pageup,backspace", "read(-6)", "Scroll up", "Scroll up in a long memo"),
    edit("memo.add", "a,m", "add", "New memo", "Write another memo on the same target", "new"),
    edit("memo.kind", "t", "kind", "Type", "Choose the type of the memo", "type"),
    define("memo.follow", "l", "follow", "Follow a link", "Go to the target of a [[link]] in the memo"),
    change("memo.share", "S", "share", "Share", "Share a private memo with all coders, or make it private again"),
    edit("memo.delete", "delete,D", "delete", "Delete", "Delete the memo", "delete"),
    # All memos
    define(
        "memos.open", "enter", "open", "Go to target", "Go to the unit, code or transcript of the memo", "go there"
    ),
    define("memos.read_on", "space", "read(6)", "Scroll down", "Scroll down in a long memo"),
    define("memos.read_back", "backspace", "read(-6)", "Scroll up", "Scroll up in a long memo"),
    define("memos.find", "slash", "find", "Search", "Filter by words, as you type", "search"),
    edit("memos.edit", "e", "edit", "Edit", "Edit the memo in place", "edit"),
    edit("memos.add", "a", "add", "New memo", "Write a memo on the same target, or on the project", "new"),
    define("memos.by_kind", "K", "by_kind", "Filter by type", "Only memos of one type", "filter: K O A d"),
    define(
        "memos.by_target",
        "O",
        "by_target",
        "Filter by target",
        "Only memos on one target; a transcript with its units",
    ),
    define("memos.by_author", "A", "by_author", "Filter by author", "Only memos by one coder"),
    define(
        "memos.by_date", "d", "by_date", "Filter by date", "Only memos of a date: 2026-03, or 2026-03 .. 2026-05-14"
    ),
    define("memos.order", "s", "order", "Sort", "Sort by newest, oldest, type, target or author", "sort"),
    define("memos.follow", "l", "follow", "Follow a link", "Go to the target of a [[link]] in the memo", "link"),
    define(
        "memos.linked", "b", "linked", "Links to the target", "List other memos that link to the target of this one"
    ),
    edit("memos.kind", "t", "kind", "Type", "Choose the type of the memo"),
    edit("memos.lock", "L", "lock", "Lock", "Lock your preconceptions: changes become new versions"),
    change("memos.share", "S", "share", "Share", "Share a private memo with all coders, or make it private again"),
    define("memos.export", "E", "export", "Export", "Export the listed memos to a file"),
    edit("memos.delete", "delete,D", "delete", "Delete", "Delete the memo"),
    define("memos.leave", "escape", "leave", "Back", "Clear the filter; then go back"),
    # Home
    define("home.open", "enter", "open", "Open", "Open the transcript where you left it", "open"),
    edit("home.import", "i", "import_files", "Import", "Import transcripts", "import"),
    edit("home.rename", "r", "rename", "Rename", "Rename the transcript", "rename"),
    edit("home.participant", "p", "participant", "Participant", "Set the participant", "participant"),
    edit("home.wave", "w", "wave", "Wave", "Set the wave", "wave"),
    define("home.steps", "s", "steps", "Steps", "Progress of the condensation, and its open points", "steps"),
    define("home.speakers", "S", "speakers", "Speakers", "Rename or merge speakers; mark the interviewer"),
    edit("home.delete", "delete,D", "delete", "Delete", "Delete the transcript with its codings"),
    define("home.read_only", "R", "read_only", "Read-only", "Toggle: open this project read-only"),
    # The files of a folder
    define("import.open", "enter", "open", "Preview or open", "Preview the marked files or this one; open a folder"),
    define("import.mark", "space", "mark", "Mark", "Mark the file, or unmark it"),
    define("import.mark_all", "ctrl+a", "mark_all", "Mark all", "Mark all listed files, or unmark them"),
    define("import.path", "slash", "path", "Path", "Type a path or a pattern such as ~/study/*.docx"),
    # Files to import, with what each would become
    change("planned.import", "i", "import_all", "Import all", "Import all files that can be imported", "import all"),
    define("planned.open", "enter", "open", "Open", "Open the preview of the file", "preview"),
    define("planned.drop", "x,delete", "drop", "Leave out", "Do not import the file", "leave out"),
    # The preview of a file to import
    change("preview.import", "i", "import_file", "Import", "Import the file as it is shown", "import"),
    edit("preview.change", "enter", "change", "Change", "Change the row under the cursor", "change"),
    define("preview.encoding", "e", "encoding", "Encoding", "Choose another encoding", "encoding"),
    define("preview.language", "l", "language", "Language", "Set the language of the interview"),
    define("preview.participant", "p", "participant", "Participant", "Set the participant"),
    define("preview.wave", "w", "wave", "Wave", "Set the wave"),
    define("preview.day", "d", "day", "Day", "Set the day of the interview"),
    define("preview.columns", "c", "columns", "Columns", "Choose the columns of a table of answers", "columns"),
    define("preview.fresh", "F", "fresh", "Earlier decisions", "Toggle: apply your decisions for earlier files"),
    # Speakers: of a file to import, or of a source
    edit("speakers.rename", "r", "rename", "Rename", "Rename the speaker", "rename"),
    edit("speakers.merge", "m", "merge", "Merge", "Merge the speaker with another", "merge"),
    edit("speakers.text", "n", "text", "Not a speaker", "The label is text, not a speaker", "no speaker"),
    edit("speakers.label", "s", "label", "Is a speaker", "The line begins with a speaker label", "is a speaker"),
    define("speakers.form", "f", "form", "Form of labels", "Show how labels are written: «NAME»", "form of labels"),
    edit("speakers.interviewer", "space", "interviewer", "Interviewer", "Mark the interviewer", "interviewer"),
    change("settle.apply", "a,enter,ctrl+s", "apply", "Apply", "Apply your choices, as one change", "apply"),
    # Retrieve
    define("retrieve.line", "slash", "line", "Query", "Edit the query", "query"),
    edit("retrieve.save", "s", "save", "Save", "Save the query under a name", "save"),
    define("retrieve.saved", "o", "saved", "Saved queries", "Run a saved query", "saved"),
    edit("retrieve.autocode", "A", "autocode", "Autocode", "Code these units, after a preview", "autocode"),
    edit("retrieve.rename", "r", "rename", "Rename", "Rename a saved query, also in the queries that use it"),
    edit("retrieve.remove", "D,delete", "remove", "Delete", "Delete a saved query"),
    define("retrieve.export", "e", "export", "Export", "Export these units to a file", "export"),
    define("retrieve.leave", "escape", "screen.leave", "Back", "Go back to the screen that led here"),
    # Search
    define("search.words", "slash", "words", "Query", "Edit the search words", "words"),
    define("search.phrase", "p", "way('phrase')", "Phrase", "Match the words as a phrase"),
    define(
        "search.all_words", "a", "way('words')", "All the words", "Match turns with all of the words, in any order"
    ),
    define(
        "search.fuzzy", "f", "way('fuzzy')", "Fuzzy", "Match similar spellings: typos, dialect, å/aa, ø/o", "fuzzy"
    ),
    define("search.regex", "r", "way('regex')", "Regular expression", "Match a regular expression"),
    define("search.whole", "w", "whole", "Whole words", "Toggle: match whole words only", "whole words"),
    define("search.case", "c", "capitals", "Match case", "Toggle: match upper and lower case"),
    define("search.speaker", "s", "among('speakers')", "Speakers", "Filter by speaker", "speaker"),
    define("search.participant", "i", "among('participants')", "Participants", "Filter by participant"),
    define("search.wave", "v", "among('waves')", "Waves", "Filter by wave"),
    define("search.service", "e", "among('services')", "Services", "Filter by the participants' service"),
    define("search.attribute", "b", "among('attributes')", "Attributes", "Filter by attribute of the participants"),
    define("search.source", "t", "among('sources')", "Transcripts", "Filter by transcript"),
    define("search.coded", "d", "coded('coded')", "Coded with", "Only text with a code"),
    define("search.not_coded", "D", "coded('not_coded')", "Not coded with", "Only text without a code"),
    define("search.uncoded", "n", "uncoded", "Uncoded", "Toggle: only text without any code"),
    define("search.everywhere", "x", "everywhere", "Clear filters", "Clear all filters of the search"),
    edit("search.autocode", "A", "autocode", "Autocode", "Code the matches, after a preview", "autocode"),
    # Autocode
    define("autocode.take", "space", "take", "Select", "Select or unselect the proposal", "select"),
    define("autocode.all", "a", "all(1)", "Select all", "Select all that are not coded yet", "all"),
    define("autocode.none", "n", "all(0)", "Select none", "Unselect all", "none"),
    define("autocode.unit", "t", "unit", "Unit", "Change the unit: sentence, turn, match", "unit"),
    change("autocode.apply", "enter", "apply", "Code", "Code all selected proposals, in one step", "code"),
    # Lists: every list of rows or cards
    define("list.next", "j,down", "step(1)", "Next", "Go to the next row"),
    define("list.previous", "k,up", "step(-1)", "Previous", "Go to the previous row"),
    define("list.page_down", "pagedown", "page(1)", "Page down", "Go down one page"),
    define("list.page_up", "pageup", "page(-1)", "Page up", "Go up one page"),
    define("list.first", "home,less_than_sign", "edge(-1)", "First", "Go to the first row"),
    define("list.last", "end,greater_than_sign", "edge(1)", "Last", "Go to the last row"),
    define("list.open", "enter", "open", "Open", "Open what the row is about", "open"),
    define("list.find", "slash", "app.open('find_row')", "Find a row", "Go to a row by its words"),
    # Grids: tables with a cell cursor
    define("grid.down", "j,down", "move(1,0)", "Down", "Go to the row below"),
    define("grid.up", "k,up", "move(-1,0)", "Up", "Go to the row above"),
    define("grid.left", "h,left", "move(0,-1)", "Left", "Go to the column on the left"),
    define("grid.right", "l,right", "move(0,1)", "Right", "Go to the column on the right"),
    define("grid.page_down", "pagedown", "page(1)", "Page down", "Scroll one page down"),
    define("grid.page_up", "pageup", "page(-1)", "Page up", "Scroll one page up"),
    define("grid.page_right", "right_square_bracket", "page_across(1)", "Page right", "Scroll one page to the right"),
    define("grid.page_left", "left_square_bracket", "page_across(-1)", "Page left", "Scroll one page to the left"),
    define("grid.first", "home,less_than_sign,ctrl+home", "edge(-1,0)", "First row", "Go to the first row"),
    define("grid.last", "end,greater_than_sign,ctrl+end", "edge(1,0)", "Last row", "Go to the last row"),
    define("grid.left_edge", "left_curly_bracket", "edge(0,-1)", "First column", "Go to the first column"),
    define("grid.right_edge", "right_curly_bracket", "edge(0,1)", "Last column", "Go to the last column"),
    define("grid.open", "enter", "open", "Open", "Open the cell, or the unit in its transcript", "open"),
    # The matrix
    define(
        "matrix.columns", "c", "columns", "Columns", "Change the columns: sources, participants, waves …", "columns"
    ),
    define("matrix.rows", "r", "rows", "Rows", "Change the rows", "rows"),
    define("matrix.attribute", "a", "attribute", "By attribute", "Columns by an attribute of the participants"),
    define("matrix.turn", "t", "turn", "Transpose", "Swap rows and columns"),
    define(
        "matrix.how", "d", "how", "Co-occurrence", "Change the definition of co-occurrence: overlap, segment, turn"
    ),
    define("matrix.groups", "p", "groups", "Code groups", "Show participants × code groups and subgroups", "groups"),
    define("matrix.by_wave", "v", "by_wave", "By wave", "Show participants wave by wave, or in one line each"),
    define("matrix.subgroups", "s", "subgroups", "Subgroups", "Fold or unfold the groups of the columns"),
    define("matrix.fold", "space", "fold", "Fold", "Fold or unfold the group", "fold"),
    define("matrix.fold_all", "minus", "fold_all", "Fold all", "Show only the top-level codes"),
    define("matrix.unfold_all", "equals_sign,plus", "unfold_all", "Unfold all", "Show all codes"),
    define("matrix.excerpts", "w", "excerpts", "Excerpts", "Toggle: wide cells with an excerpt", "wide"),
    define("matrix.query", "f", "query", "Query", "Count only the units of a query", "query"),
    define("matrix.saved", "F", "saved", "Saved query", "Count only the units of a saved query"),
    define("matrix.export", "e", "export", "Export", "Export the table as shown (csv)", "export"),
    # Statistics
    define(
        "statistics.timeline",
        "t",
        "timeline",
        "Timeline",
        "Toggle: the interviews of each participant, month by month",
        "timeline",
    ),
    edit("home.correct", "E", "correct", "Correct the text", "Edit the whole text, or import a corrected file"),
    # Preview of a correction
    define("correction.keep", "y", "decide('keep')", "Keep", "Keep the unit where it was found", "keep"),
    define(
        "correction.memo", "m", "decide('memo')", "Make it a memo", "Turn its words and codes into a memo", "memo"
    ),
    define(
        "correction.drop",
        "d,delete",
        "decide('drop')",
        "Delete",
        "Delete the unit with its codes and memos",
        "delete",
    ),
    define("correction.place", "h", "place", "Place by hand", "Show where the unit belongs", "by hand"),
    define("correction.rest", "M", "rest", "All undecided: memos", "Make all undecided units memos"),
    change("correction.apply", "a,ctrl+s", "apply", "Apply", "Apply the correction, as one change", "apply"),
    # The page of a code
    edit("code_page.define", "d", "write('definition')", "Definition", "Edit the definition", "define"),
    edit("code_page.include", "plus", "write('include')", "Include", "Edit what belongs to the code", "include"),
    edit(
        "code_page.exclude",
        "minus",
        "write('exclude')",
        "Exclude",
        "Edit what does not belong to the code",
        "exclude",
    ),
    edit("code_page.aliases", "a", "aliases", "Aliases", "Edit the other names of the code", "aliases"),
    edit("code_page.sets", "s", "sets", "Sets", "Add the code to sets, or remove it", "sets"),
    edit("code_page.example", "e", "example", "Examples", "Add a unit to the examples, or remove it", "examples"),
    edit("code_page.memo", "m", "memo", "Memo", "Write a memo on the code", "memo"),
    define(
        "code_page.review",
        "R,enter",
        "review",
        "Review the coded units",
        "Review the units of the code one by one",
        "review",
    ),
    define("code_page.down", "j,down", "scroll(1)", "Scroll down", "Scroll down"),
    define("code_page.up", "k,up", "scroll(-1)", "Scroll up", "Scroll up"),
    define("code_page.page_down", "pagedown,space", "scroll(12)", "Page down", "Scroll one page down"),
    define("code_page.page_up", "pageup,backspace", "scroll(-12)", "Page up", "Scroll one page up"),
    define("code_page.next", "n", "step(1)", "Next code", "Show the next code"),
    define("code_page.previous", "N", "step(-1)", "Previous code", "Show the previous code"),
    # Differences to a codebook file
    change("codebook.apply", "a,ctrl+s", "apply", "Apply", "Apply all differences, as one change", "apply"),
    define("codebook.down", "j,down", "scroll(1)", "Scroll down", "Scroll down"),
    define("codebook.up", "k,up", "scroll(-1)", "Scroll up", "Scroll up"),
    define("codebook.page_down", "pagedown,space", "scroll(12)", "Page down", "Scroll one page down"),
    define("codebook.page_up", "pageup,backspace", "scroll(-12)", "Page up", "Scroll one page up"),
    # Review: the units of a code, one by one
    change("review.send", "1,2,3,4,5,6,7,8,9", "send", "Recode", "Recode the unit to the code on that key", "recode"),
    edit(
        "review.choose", "c", "choose", "Recode …", "Choose or create the code to recode to; it gets a key", "choose"
    ),
    define("review.next", "j,down,space", "step(1)", "Next", "Keep the unit and go to the next", "next"),
    define("review.previous", "k,up", "step(-1)", "Previous", "Go to the previous unit"),
    define("review.first", "home,less_than_sign", "edge(-1)", "First", "Go to the first unit"),
    define("review.last", "end,greater_than_sign", "edge(1)", "Last", "Go to the last unit"),
    change("review.uncode", "x", "uncode", "Uncode", "Remove the code from the unit", "uncode"),
    change("review.gold", "asterisk", "mark('gold')", "Gold quotation", "Mark or unmark as a gold quotation"),
    change("review.doubtful", "exclamation_mark", "mark('doubtful')", "Doubtful", "Mark or unmark as doubtful"),
    edit("review.memo", "m", "memo", "Memo", "Write a memo on the unit", "memo"),
    change("review.example", "e", "example", "Example", "Add the unit to the examples of the code, or remove it"),
    define("review.open", "enter", "open", "Open", "Open the unit in its transcript", "open"),
    # History
    edit("history.back", "U", "back", "Undo to here", "Undo everything after this change", "undo to here"),
    define("history.coder", "b", "ask_coder", "Filter by coder", "Filter by coder", "coder"),
    define("history.operation", "o", "ask_operation", "Filter by kind", "Filter by kind of change", "kind"),
    define("history.code", "c", "ask_code", "Filter by code", "Filter by code", "code"),
    define("history.date", "d", "ask_date", "Filter by date", "Only changes since a date", "since"),
    define("history.filter", "slash", "ask_line", "Filter", "Filter by words, by: op: code: since: until:", "filter"),
    define("history.all", "a", "all", "Clear filters", "Show all changes", "all"),
    define("history.export", "e", "export", "Export", "Export the decision trail", "export"),
    # Backups
    define("backups.compare", "enter", "compare", "Differences", "Show what a restore would change", "differences"),
    edit("backups.restore", "R", "restore", "Restore here", "Restore the backup in this project", "restore here"),
    define("backups.restore_to", "n", "restore_to", "To a new folder", "Restore it into a new folder", "to a folder"),
    change("backups.make", "b", "make", "Make a backup", "Make a backup now", "make a backup"),
    # Settings
    keep("settings.change", "enter", "change", "Change", "Change the setting, or the key of an action", "change"),
    keep("settings.reset", "delete,D", "reset", "Reset", "Reset to the default", "reset"),
    define("settings.find", "slash", "find", "Filter", "Filter the settings and keys by words", "filter"),
    # Everywhere in a project
    define("study.go", "g", "app.open('go_to')", "Go to", "Go to another screen, by one letter", "go to"),
    change("study.undo", "u", "undo", "Undo", "Undo the last change; in a preview, the last choice"),
    keep("study.redo", "ctrl+r", "undo(True)", "Redo", "Redo the last undone change; read-only: reload"),
    define("study.back", "q", "app.open('back')", "Back", "Like Esc: go back, or clear a selection or filter first"),
    define("study.zoom", "z", "resize", "Zoom", "Show this pane alone, or all panes"),
    define("study.wider", "left_parenthesis", "resize(2)", "Wider side", "Widen the codes and memos"),
    define("study.narrower", "right_parenthesis", "resize(-2)", "Narrower side", "Narrow the codes and memos"),
    define("study.next_pane", "tab", "pane(1)", "Next pane", "Go to the next pane"),
    define("study.previous_pane", "shift+tab", "pane(-1)", "Previous pane", "Go to the previous pane"),
    define("study.search", "ctrl+f", "app.open('search')", "Search in all", "Find words in all transcripts"),
    define("study.stop", "ctrl+g", "stop", "Cancel", "Cancel a long operation"),
    define("app.keys", "question_mark", "open('keys')", "Keys", "Show the keys on this screen", "keys"),
    define("app.help", "f1", "open('help')", "Help", "Show the help of this screen, also while typing; close it"),
    define("app.palette", "ctrl+p", "command_palette", "Commands", "Find a command by its name"),
    define("app.theme", "ctrl+t", "next_theme", "Theme", "Next theme: dark, light, high contrast"),
    define(
        "app.colon",
        "colon",
        "open('colon')",
        "How to quit",
        "Show how to quit, for those who type :q",
    ),
    define("app.suspend", "ctrl+z", "suspend", "To the shell", "Suspend to the shell; fg returns (not while typing)"),
    define(
        "app.lock",
        "ctrl+backslash,f8",
        "open('lock')",
        "Lock",
        "Blank the screen until you are back, also while typing",
    ),
    define("app.quit", "ctrl+q", "leave_app", "Quit", "Save and quit"),
)


METHOD: tuple[Action, ...] = (
    # Participants and waves
    define(
        "participants.mark",
        "space",
        "mark",
        "Mark",
        "Mark the row; Enter edits the column of all marked rows",
        "mark",
    ),
    define("participants.mark_all", "asterisk", "mark_all", "Mark all", "Mark all rows, or unmark them"),
    define(
        "participants.view", "v", "view", "Switch table", "Show participants by waves, or single interviews", "switch"
    ),
    edit("participants.add", "a", "add", "Add", "Add a participant", "add"),
    edit("participants.rename", "r", "rename", "Rename", "Rename the participant or the interview", "rename"),
    edit("participants.merge", "M", "merge", "Merge into …", "Merge the participant into another"),
    change("participants.remove", "delete,D", "remove", "Delete", "Delete an unused participant"),
    edit(
        "participants.register",
        "o",
        "register",
        "Register",
        "Attrition register: why there is no interview",
        "register",
    ),
    edit("participants.wave", "w", "screen.wave", "Wave", "Rename, move or delete the wave; edit its window", "wave"),
    edit("participants.add_wave", "W", "screen.add_wave", "Add wave", "Add a wave with its window of days"),
    edit(
        "participants.attribute", "t", "screen.attribute", "Attribute", "Add, rename or delete a column", "attribute"
    ),
    edit("participants.days", "d", "screen.days", "Dates to days", "Replace all dates with days, after a preview"),
    define("participants.transcript", "c", "transcript", "Transcript", "Open the interview under the cursor"),
    define("participants.next", "n", "next_point", "Next open point", "Go to the next open point", "next open"),
    edit("participants.import", "i", "screen.import", "Import CSV", "Import a table, after a preview of the changes"),
    define(
        "participants.export", "e", "screen.export", "Export CSV", "Export participants, interviews or the register"
    ),
    # Step 1: reading, and the theme pad while reading
    change("transcript.read", "R", "mark_read", "Mark as read", "Mark as read and open the next unread transcript"),
    edit("transcript.theme", "t", "note_theme", "Note a theme", "Note a preliminary theme while reading"),
    # Steps of the condensation
    define("steps.next_open", "n", "next_open(1)", "Next open point", "Go to the next open point", "next open"),
    define("steps.previous_open", "N", "next_open(-1)", "Previous open point", "Go to the previous open point"),
    define("steps.matrix", "x", "matrix", "Matrix", "Participants × code groups and subgroups", "matrix"),
    # Themes
    edit("themes.add", "a", "add", "Add", "Add a theme to this list", "add"),
    edit("themes.rename", "r", "rename", "Rename", "Rename an open theme"),
    edit("themes.note", "e", "note", "Note", "Edit the note of the theme", "note"),
    change("themes.up", "shift+up,K", "shift(-1)", "Move up", "Move the theme up"),
    change("themes.down", "shift+down,J", "shift(1)", "Move down", "Move the theme down"),
    edit("themes.take", "t", "take", "Take up", "Take up into a negotiated theme, with a reason", "take up"),
    edit("themes.drop", "x", "drop", "Drop", "Drop the theme with a reason; it stays listed", "drop"),
    edit("themes.reopen", "o", "reopen", "Reopen", "Reopen a theme that was taken up or dropped"),
    change("themes.make_group", "c", "make_group", "Code group", "Make the theme a code group", "code group"),
    change("themes.delete", "delete,D", "delete", "Delete", "Delete a theme that nothing depends on"),
    # Code groups
    change(
        "groups.send",
        "1,2,3,4,5,6,7,8,9",
        "send",
        "Move to group",
        "Move the units to the group with this number",
        "move",
    ),
    edit("groups.move", "v", "move(False)", "Move to …", "Move the units to a group or subgroup", "move to"),
    edit("groups.move_why", "V", "move(True)", "Move with a reason", "Like v, with a reason for the history"),
    change(
        "groups.to_residual",
        "x",
        "to_residual",
        "Move to residual",
        "Move the units to the residual group",
        "residual",
    ),
    define("groups.choose", "space", "choose", "Select", "Select several units to move or mark them", "select"),
    define("groups.all", "A", "all", "Select all", "Select all units shown, or none"),
    change("groups.gold", "asterisk", "gold", "Gold quotation", "Mark or unmark as a gold quotation", "gold"),
    define("groups.participant", "p", "participant", "Filter", "Show the units of one participant", "filter"),
    edit("groups.make", "a", "make", "Add code group", "Make a code a code group", "add group"),
    edit(
        "groups.unmake", "delete,D", "unmake", "Delete code group", "Delete the code group; its code and units stay"
    ),
    change("groups.residual", "R", "residual", "Residual group", "Toggle: this is the residual group"),
    edit("groups.themes", "t", "themes", "Themes", "Choose the negotiated themes the group came from"),
    # Condensates: the units of a subgroup, and the text beside them
    change("condense.link", "space", "link", "Link", "Link the unit to the sentence, or unlink it", "link"),
    change("condense.gold", "asterisk", "gold", "Gold quotation", "Mark or unmark as a gold quotation", "gold"),
    edit("condense.words", "i", "words", "Insert words", "Insert the words of the unit", "insert words"),
    edit("condense.write", "e", "write", "Edit", "Edit the condensate", "edit"),
    define(
        "condense.sentence_before",
        "left_square_bracket",
        "sentence(-1)",
        "Previous sentence",
        "Go to the previous sentence",
    ),
    define(
        "condense.next_sentence",
        "right_square_bracket",
        "sentence(1)",
        "Next sentence",
        "Go to the next sentence",
        "sentence",
    ),
    define("condense.next", "n", "another(1)", "Next subgroup", "Save and go to the next subgroup", "next"),
    define("condense.previous", "N", "another(-1)", "Previous subgroup", "Save and go to the previous subgroup"),
    change("condense.remove", "delete,D", "remove", "Delete", "Delete the condensate; its units stay"),
    # Condensates: while the text is edited
    change("condensing.link", "ctrl+l", "link", "Link", "Link the unit to the sentence, or unlink it", "link unit"),
    change(
        "condensing.next",
        "ctrl+n",
        "another(1)",
        "Next subgroup",
        "Save and go to the next subgroup",
        "next subgroup",
    ),
    # Pairs
    define("pairs.next", "p", "pair(1)", "Next pair", "Go to the next pair", "next pair"),
    define("pairs.previous", "P", "pair(-1)", "Previous pair", "Show the previous pair"),
    define("pairs.about", "c", "about", "Subject", "Choose the subject of the note: pair, code or level", "subject"),
    edit("pairs.tag", "t", "tag", "Tag", "Choose the kind of change", "tag"),
    edit("pairs.sentence", "s", "sentence", "Sentence", "Write what changed, in a sentence", "sentence"),
    change("pairs.cite", "e", "cite", "Cite", "Cite the unit as evidence for its side", "cite"),
    change("pairs.uncite", "x", "uncite", "Remove evidence", "Remove the unit under the cursor from the evidence"),
    edit(
        "pairs.absent",
        "a",
        "absent",
        "No evidence",
        "Give a reason why there is no evidence on this side",
        "no evidence",
    ),
    define(
        "pairs.questions",
        "Q",
        "screen.questions",
        "Questions",
        "Questions that help to describe a change",
        "questions",
    ),
    define(
        "pairs.link", "l", "link", "Link sides", "Scroll both sides linked by unit, in step or independently", "link"
    ),
    define("pairs.flip", "f", "flip", "Flip", "Show one side alone, then the other", "flip"),
    define("pairs.open", "enter", "open", "Open", "Open this side in its transcript, to code it"),
    change("pairs.remove", "delete,D", "remove", "Delete", "Delete the change note"),
    # Change grid
    define(
        "changes.by", "b", "by", "Codes or levels", "Show code groups, or the levels of frameworks", "codes/levels"
    ),
    define(
        "changes.mode",
        "m",
        "mode",
        "Mode",
        "Change grid, all pairs compared, or one participant through time",
        "mode",
    ),
    define("changes.person", "p", "person(1)", "Next participant", "Next participant through time", "participant"),
    define("changes.person_before", "P", "person(-1)", "Previous participant", "Previous participant through time"),
    define("changes.turn", "t", "turn", "Transpose", "Swap rows and columns", "transpose"),
    define("changes.waves", "w", "waves", "Next waves", "Show the next two waves, if there are more"),
    define("changes.export", "e", "screen.export", "Export", "Export the table as shown", "export"),
    # Step 4: analytic texts
    define("analytic.open", "enter", "open", "Units", "Show the units of the sentence in context"),
    define("analytic.next", "j,down", "step(1)", "Next sentence", "Go to the next sentence"),
    define("analytic.previous", "k,up", "step(-1)", "Previous sentence", "Go to the previous sentence"),
    define("analytic.next_group", "n", "group(1)", "Next group", "Go to the next code group", "next group"),
    define("analytic.previous_group", "N", "group(-1)", "Previous group", "Go to the previous code group"),
    edit("analytic.edit", "e", "edit", "Edit", "Edit the analytic text, in the third person", "edit"),
    edit("analytic.heading", "h", "heading", "Category heading", "Edit the category heading of the group", "heading"),
    edit("analytic.link", "l", "link", "Link units", "Choose the units that support the sentence", "link"),
    define("analytic.check", "v", "check", "Check claims", "Check the claims, starting at this sentence", "check"),
    define("analytic.read_on", "pagedown,space", "read(6)", "Scroll condensates", "Scroll the condensates down"),
    define(
        "analytic.read_back", "pageup,backspace", "read(-6)", "Scroll condensates up", "Scroll the condensates up"
    ),
    edit("analytic.remove", "delete,D", "remove", "Delete", "Delete the analytic text of the group"),
    # Step 4: back-check
    define("check.text", "a", "text", "Analytic text", "Open the analytic text of the group", "analytic text"),
    change("checking.give", "1,2,3,4", "give", "Verdict", "Give this verdict, and go to the next", "verdict"),
    define("checking.next", "j,down", "step(1)", "Next", "Go to the next one without a verdict", "next"),
    define("checking.previous", "k,up", "step(-1)", "Previous", "Go to the previous unit or claim"),
    define("checking.first", "home,less_than_sign", "edge(-1)", "First", "Go to the first unit or claim"),
    define("checking.last", "end,greater_than_sign", "edge(1)", "Last", "Go to the last unit or claim"),
    define(
        "checking.to_do", "t", "to_do", "Next unchecked", "Go to the next that is stale or not checked", "unchecked"
    ),
    edit("checking.note", "n", "note", "Note", "Add a note to the verdict", "note"),
    edit(
        "checking.against", "a", "against", "Contradicted by …", "Choose the units that contradict it", "contradicted"
    ),
    change("checking.withdraw", "w", "withdraw", "Withdraw", "Withdraw your verdict"),
    define(
        "checking.open", "enter", "open", "Open", "Open the unit in its transcript, or the units of the claim", "open"
    ),
    define("checking.read_on", "pagedown,space", "read(6)", "Scroll down", "Scroll down"),
    define("checking.read_back", "pageup,backspace", "read(-6)", "Scroll up", "Scroll up"),
    edit("unitcheck.recode", "c", "recode", "Recode", "Move to another code; recorded with the verdict", "recode"),
    change("unitcheck.uncode", "x", "uncode", "Uncode", "Remove from the group; recorded with the verdict"),
    change(
        "claimcheck.counter", "c", "counter", "Searched", "Toggle: counter-examples were searched for", "searched"
    ),
    define(
        "claimcheck.search", "s", "search_here", "Search", "Search all transcripts for counter-examples", "search"
    ),
    define("claimcheck.retrieve", "r", "retrieve", "Retrieve", "Find counter-examples with a query"),
    edit("claimcheck.reword", "e", "reword", "Reword", "Edit the sentence; recorded with the verdict", "reword"),
    # Frameworks: from the transcript, the table of cells, their units, the levels
    edit(
        "transcript.level", "f", "level", "Framework level", "Put the unit under levels of a framework", "framework"
    ),
    edit("framework.write", "e", "write", "Edit summary", "Edit the summary of the cell", "edit"),
    edit("framework.status", "s", "status", "Status", "Set the status of the cell", "status"),
    edit("framework.evidence", "a", "evidence", "Add units", "Add units of this interview as evidence", "add units"),
    edit("framework.cite", "c", "cite", "Cite cells", "Choose the cells that this one is concluded from", "cite"),
    change("framework.clear", "x,delete", "clear", "Clear", "Clear the cell; its units stay coded"),
    define("framework.next", "n,p", "step(1)", "Next", "Show the next participant or level", "next"),
    define("framework.previous", "N,P", "step(-1)", "Previous", "Show the previous participant or level"),
    define(
        "framework.turn", "t", "turn", "Transpose", "Show one level of all pairs, or one participant", "transpose"
    ),
    define("framework.participant", "slash", "participant", "Participant", "Choose the participant"),
    define("framework.framework", "f", "screen.framework", "Framework", "Choose or open a framework", "framework"),
    define("framework.levels", "L", "screen.levels", "Levels", "Edit the levels and their theory", "levels"),
    edit("framework.memo", "m", "memo", "Memo", "Write a theoretical memo on the framework"),
    define("framework.export", "E", "screen.export", "Export", "Export this table to a file"),
    define("framework.read_on", "space", "read(6)", "Scroll down", "Scroll the text below the table down"),
    define("framework.read_back", "backspace", "read(-6)", "Scroll up", "Scroll the text below the table up"),
    change("evidence.uncite", "x,delete", "uncite", "Remove", "Remove the unit from the evidence", "remove"),
    edit("levels.add", "a", "add", "Add", "Add a level", "add"),
    edit("levels.rename", "r", "rename", "Rename", "Rename the level", "rename"),
    edit("levels.write", "e", "write", "Edit theory", "Edit the theory of the level", "theory"),
    change("levels.inferred", "i", "inferred", "Inferred", "Toggle: the level is always inferred"),
    change("levels.domain", "d", "domain", "Domain", "Toggle: the level is a domain of change"),
    change("levels.up", "shift+up,K", "shift(-1)", "Move up", "Move the level up"),
    change("levels.down", "shift+down,J", "shift(1)", "Move down", "Move the level down", "move J K"),
    change(
        "levels.remove", "x,delete", "remove", "Delete", "Delete the level; asks what happens to its cells", "delete"
    ),
    edit("levels.name", "R", "name", "Rename framework", "Rename the framework", "framework: R"),
    edit("levels.note", "N", "note", "Purpose", "Edit the note on the purpose of the framework"),
    edit("levels.drop", "D", "drop", "Delete framework", "Delete the framework with all its cells"),
    # COREQ form
    define("coreq.next_open", "n", "next_open(1)", "Next open item", "Go to the next open item", "next open"),
    define("coreq.previous_open", "N", "next_open(-1)", "Previous open item", "Go to the previous open item"),
    edit("coreq.write", "e", "write", "Answer", "Answer the item, or edit the answer", "answer"),
    change("coreq.clear", "x,delete", "clear", "Clear", "Delete the answer", "clear"),
    edit("coreq.import", "i", "import", "Import", "Import answers from a TOML file"),
    define(
        "coreq.export", "E", "export", "Export a report", "COREQ, results, pairs, trail: md, html, docx", "export"
    ),
    define("coreq.read_on", "space", "read(6)", "Scroll down", "Scroll the item down"),
    define("coreq.read_back", "backspace", "read(-6)", "Scroll up", "Scroll the item up"),
    change(
        "answering.onward", "ctrl+n", "onward", "Next open item", "Save and answer the next open item", "next open"
    ),
)
