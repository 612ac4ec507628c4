"""The code picker: fuzzy, several at once, new codes, aliases."""

from __future__ import annotations

from pathlib import Path

from coder.project.study import path_of
from coder.tui.kit.input_widgets import Picker
from tests.tui.conftest import Opener, Ui


async def test_best_matches_first_with_their_definition(ui: Ui) -> None:
    await ui.press("c", *"sha")
    assert ui.options[0].startswith("e Before asking/Shame")
    assert "Not wanting to be seen" in ui.seen
    assert "choose" in ui.hints


async def test_the_path_and_the_alias_find_too(ui: Ui) -> None:
    await ui.press("c", *"bef ask sham")
    assert "Before asking/Shame" in ui.options[0]
    await ui.press("ctrl+u", *"skam")
    assert "Before asking/Shame" in ui.options[0]
    assert "also “skam”" in ui.seen


async def test_diacritics_and_case_do_not_matter(ui: Ui) -> None:
    await ui.press("c", *"SHÁME")
    assert "Before asking/Shame" in ui.options[0]


async def test_enter_applies_at_once(ui: Ui) -> None:
    await ui.press("j", "j", "c", *"sha", "enter")
    assert ui.here == {"Shame"}
    assert ui.app.focused is ui.view
    assert "Shame" in ui.said


async def test_several_by_tab(ui: Ui) -> None:
    await ui.press("j", "j", "c", *"sha", "tab", *"equals", "tab")
    assert "2 marked" in ui.seen
    await ui.press("enter")
    assert ui.here == {"Shame", "Among equals"}
    await ui.press("u")
    assert ui.here == set()


async def test_tab_again_takes_the_mark_off(ui: Ui) -> None:
    await ui.press("j", "j", "c", "tab", "tab", *"sha", "enter")
    assert ui.here == {"Shame"}


async def test_creates_in_place_below_a_parent(ui: Ui) -> None:
    await ui.press("j", "j", "c", *"Afterwards/Zest for work")
    assert ui.options[-1] == "+ create “Afterwards/Zest for work”"
    await ui.press("end", *["down"] * 12, "enter")
    code = next(code for code in ui.project.codes.values() if code.name == "Zest for work")
    assert path_of(ui.project, code) == "Afterwards/Zest for work"
    assert ui.here == {"Zest for work"}
    assert ui.count("Zest for work") == 1
    await ui.press("u")
    assert "Zest for work" not in ui.names()


async def test_new_name_creates_a_code_though_another_is_spelt_alike(ui: Ui) -> None:
    await ui.press("j", "j", "c", *"Shaming")
    assert ui.options[0] == "+ create “Shaming”"
    assert any("Before asking/Shame" in row and row.endswith("similar") for row in ui.options[1:])
    await ui.press("enter")
    assert ui.here == {"Shaming"}
    await ui.press("c", *"shmae", "down", "enter")
    assert ui.here == {"Shaming", "Shame"}


async def test_a_name_that_nothing_may_have_is_refused(ui: Ui) -> None:
    await ui.press("j", "j", "c")
    await ui.paste("z" * 500)
    await ui.press("enter")
    assert ui.said.startswith("✗")
    assert ui.here == set()


async def test_only_spaces_create_nothing(ui: Ui) -> None:
    before = ui.names()
    await ui.press("c", "space", "space", "space")
    assert not any("create" in row for row in ui.options)
    await ui.press("escape")
    assert ui.names() == before


async def test_escape_leaves_all_as_it_is(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("j", "j", "c", *"sha", "escape")
    assert (ui.here, ui.project.undoable) == (set(), before)
    assert ui.app.focused is ui.view
    assert "in vivo" in ui.hints


async def test_the_last_used_comes_first_next_time(ui: Ui) -> None:
    await ui.press("j", "c", *"residual", "enter", "j", "c")
    assert "Residual" in ui.options[0]


async def test_five_keys_are_enough_and_a_digit_is_one(ui: Ui) -> None:
    await ui.press(*"jj", *"csh", "enter")
    assert ui.here == {"Shame"}
    await ui.press("j", "2")
    assert ui.here == {"Shame"}


async def test_a_selection_is_coded_as_one_unit(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("v", "j", "c", *"sha", "enter")
    quotes = {segment.quote for segment in ui.project.segments.values()}
    assert "Thank you for coming. Where would you like to begin?" in quotes
    assert ui.view.cursor.anchor is None


async def test_in_a_terminal_of_five_rows_what_is_typed_and_the_best_match_are_seen(
    running: Opener, folder: Path
) -> None:
    async with running(folder, (20, 5)) as ui:
        await ui.press("c", *"shame")
        rows = ui.seen.splitlines()
        assert any(row.strip() == "shame" for row in rows)
        assert any("Before" in row for row in rows)
        assert "Not wanting" not in ui.seen
        await ui.press("enter")
        assert ui.here == {"Shame"}


async def test_the_list_leaves_visible_what_it_is_about(ui: Ui) -> None:
    await ui.press("greater_than_sign", "c")
    picker = ui.app.screen.query_one(Picker)
    await ui.until(lambda: picker.region.area)
    rows = ui.view.rows_in_use()
    assert len(rows) > 0
    assert picker.region.bottom <= rows.start
    await ui.press("escape", "less_than_sign", "c")
    await ui.until(lambda: picker.region.y > 0)
    assert ui.view.rows_in_use().stop <= picker.region.y


async def test_the_hints_of_a_question_stay_after_the_key_help(ui: Ui) -> None:
    await ui.press("c")
    hints = ui.hints
    await ui.press("f1", "escape")
    assert ui.hints == hints
    assert "choose" in hints
