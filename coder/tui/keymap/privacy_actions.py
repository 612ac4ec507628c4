"""The actions of the walk over what identifies people."""

from __future__ import annotations

from coder.tui.keymap.action import Action, change, define, edit

PRIVACY: tuple[Action, ...] = (
    edit("pseudonyms.replace", "r", "replace", "Replace", "Replace it by the proposal, with `apply`", "replace"),
    change("pseudonyms.keep", "K", "decide('keep')", "Keep", "It may stay as it is", "keep"),
    change("pseudonyms.later", "l", "decide('later')", "Later", "Ask again after the next apply", "later"),
    edit("pseudonyms.edit", "e", "edit", "Replace by …", "Edit the replacement, and replace by it", "edit"),
    change("pseudonyms.withdraw", "x", "decide('')", "Withdraw", "Take the decision back"),
    define("pseudonyms.all", "a", "all", "All or one", "Decide on all occurrences, or on one", "all / this one"),
    define("pseudonyms.next", "n", "occurrence(1)", "Next occurrence", "Go to the next occurrence, to decide on it"),
    define("pseudonyms.previous", "N", "occurrence(-1)", "Previous occurrence", "Go to the previous occurrence"),
    edit("pseudonyms.kind", "A", "kind", "All of this kind", "Replace all certain ones of this kind"),
    define("pseudonyms.show", "f", "show", "Show decided", "Show the decided ones, too, or hide them"),
    define("pseudonyms.key", "o", "key", "Key file", "Open the key file, to know what was replaced before"),
    edit("pseudonyms.apply", "p", "apply", "Apply", "Replace in all transcripts; erase the originals", "apply"),
)
