"""Characters of the symbol fonts that Word uses (Symbol, Wingdings …), in Unicode."""

from __future__ import annotations

_FIRST = 0x20

# Source: the character sets of the fonts. A blank stands where a font has no character.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    + " " * 33
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)
_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓&&●○■□▫❑❒⬧⧫◆❖⬥☒⮹⌘🏵🏶“” ⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
    "▪○◉◉◎◎○▪☐🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋"
    "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳⇖⇗⇙⇘▫▫✗✔☒☑ "
)
_SPARSE: dict[str, dict[int, str]] = {
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0xA3: "☐"},
    "wingdings 3": {0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x25: "↔", 0x26: "↕"},
    "webdings": {0x61: "✔", 0x72: "✕", 0x63: "□", 0x59: "♥", 0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼"},
}
_FONTS: dict[str, dict[int, str]] = {
    name: {_FIRST + at: letter for at, letter in enumerate(letters) if letter != " " or at == 0}
    for name, letters in (("symbol", _SYMBOL), ("wingdings", _WINGDINGS))
} | _SPARSE


def symbol(font: str, code: int) -> str | None:
    """Return the character that a font shows for a code (0x20–0xFF, or in the private use area); None if unknown."""
    letters = _FONTS.get(font.strip().casefold())
    if letters is not None and (code < 0x100 or 0xF000 <= code < 0xF100):
        return letters.get(code & 0xFF)
    if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000:
        return chr(code)
    return None


def is_private(text: str) -> bool:
    """Return whether a text has characters that only a symbol font can show."""
    return any("\uf000" <= letter < "\uf100" for letter in text)
