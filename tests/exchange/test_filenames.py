import pytest

from coder.exchange.filenames import Guess, guess_from_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("P01_baseline.docx", Guess("P01", "baseline", None)),
        ("p1-followup.txt", Guess("P1", "follow-up", None)),
        ("P07 T2 day 352.vtt", Guess("P07", "follow-up", 352)),
        ("Interview_03_oppfølging.docx", Guess("03", "follow-up", None)),
        ("ID12_12m.txt", Guess("ID12", "follow-up", None)),
        ("ID12_0m.txt", Guess("ID12", "baseline", None)),
        ("P03 follow-up.md", Guess("P03", "follow-up", None)),
        ("P03_Follow_Up.md", Guess("P03", "follow-up", None)),
        ("P03 T1.srt", Guess("P03", "baseline", None)),
        ("P03 T3.srt", Guess("P03", "T3", None)),
        ("P4_wave2_d402.docx", Guess("P4", "follow-up", 402)),
        ("P-05_day-6_base.docx", Guess("P05", "baseline", 6)),
        ("Intervju nr 7 (dag 10).docx", Guess("7", "", 10)),
        ("Informant P11 etter 1 år.docx", Guess("P11", "follow-up", None)),
        ("P02.v2.docx", Guess("P02", "", None)),
        ("folder/P09/P10_post.txt", Guess("P10", "post", None)),
        ("C:\\Study\\P10.txt", Guess("P10", "", None)),
        ("the-changelog-592.md", Guess("", "", None)),
        ("Anna Berg.docx", Guess("", "", None)),
        ("2021-05-25 recording.vtt", Guess("", "", None)),
        ("mp3 notes.txt", Guess("", "", None)),
        ("", Guess("", "", None)),
    ],
)
def test_guess_from_name(name: str, expected: Guess) -> None:
    assert guess_from_name(name) == expected
