"""The actions of the method's screens: participants, condensation, pairs, frameworks, reporting."""

from __future__ import annotations

from coder.tui.action import Action

METHOD: tuple[Action, ...] = ()
