"""Encodings of text files: the passages of `interview_texts` in what their languages are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.encoding import Decoded, canonical, decode, encodings
from coder.exchange.readers.txt import read
from coder.exchange.transcript import ReadOptions
from tests.interview_texts import PASSAGES

WESTERN = ("cp1252", "iso8859_1", "iso8859_15", "mac_roman", "cp850", "cp437")
CENTRAL = ("cp1250", "iso8859_2", "mac_latin2", "cp852")
BALTIC = ("cp1257", "iso8859_13", "iso8859_4", "mac_latin2", "cp775")
USUAL = {
    **dict.fromkeys(("sv", "de", "nl", "en", "es", "it", "fi", "id"), WESTERN),
    **dict.fromkeys(("nb", "nn", "da"), (*WESTERN, "cp865")),
    **dict.fromkeys(("pl", "cs", "sk", "sl", "hr", "hu", "ro"), CENTRAL),
    **dict.fromkeys(("et", "lv", "lt"), BALTIC),
    **dict.fromkeys(("ru", "bg"), ("cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp866", "cp855")),
    "fr": (*WESTERN, "cp863"),
    "pt": (*WESTERN, "cp860"),
    "is": ("cp1252", "iso8859_1", "mac_iceland", "cp861"),
    "tr": ("cp1254", "iso8859_9", "mac_turkish", "cp857"),
    "uk": ("cp1251", "koi8_u", "iso8859_5", "mac_cyrillic", "cp1125"),
    "el": ("cp1253", "iso8859_7", "mac_greek", "cp737", "cp869"),
    "he": ("cp1255", "iso8859_8", "cp862"),
    "ar": ("cp1256", "iso8859_6", "cp720"),
    "fa": ("cp1256",),
    "ja": ("cp932", "euc_jp", "shift_jis", "iso2022_jp"),
    "zh": ("gb18030", "gbk"),
    "ko": ("cp949", "euc_kr"),
    "th": ("cp874", "tis_620"),
}
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
#: Signs that older encodings lack, as they were typed there.
TYPED = str.maketrans("“”„«»‘’–șțȘȚ", '"""""\'\'-şţŞŢ')
CURLY = "I\x92m not sure, and that was all I could say about it at the time."


def _encoded(text: str, codec: str) -> tuple[bytes, str]:
    """Return a text in an encoding, and the text that its bytes stand for."""
    if codec in CENTRAL:
        text = text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    try:
        return text.encode(codec), text
    except UnicodeEncodeError:
        data = text.translate(TYPED).encode(codec, "ignore")
        return data, data.decode(codec)


@pytest.mark.parametrize("language", USUAL)
def test_every_usual_encoding_of_a_language_is_detected(language: str) -> None:
    first, second = PASSAGES[language]
    texts = (first, second, f"{first}\n{second}\n" * 4)
    wrong = [
        (codec, len(text), result.encoding, result.score)
        for codec in USUAL[language]
        for text in texts
        for data, expected in [_encoded(text, codec)]
        for result in [decode(data, "a.txt")]
        if result.text != expected
    ]
    assert wrong == []


@pytest.mark.parametrize("codec", WIDE)
def test_unicode_is_detected_in_every_language(codec: str) -> None:
    texts = [passage for both in PASSAGES.values() for passage in both]
    assert texts
    assert [text for text in texts if decode(text.encode(codec), "a.txt").text != text] == []


@pytest.mark.parametrize(
    "text",
    [
        CURLY,
        "P: That’s it.",
        "He said ‘no’ to me – and I didn’t ask again.",
        "I: It cost £5. P: We couldn’t.",
        "“Well,” she said.",
        "I was at the café with them… and then we left.",
    ],
)
def test_english_with_few_signs_is_cp1252(text: str) -> None:
    text = text.replace("\x92", "’")
    result = decode(text.encode("cp1252"), "a.txt")
    assert (result.text, result.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("We spent £20 on it.", "cp1252"),
        ("It’s", "cp1252"),
        ("INTERVIEWER: So how’d it go?\nP1: Fine.", "cp1252"),
        ("The ‘right’ thing – you know", "cp1252"),
        ("“I can’t,” she said… and left — for good.", "cp1252"),
        ("résumé and café, naïve", "cp1252"),
        ("Temp was 38°C and ½ dose", "cp1252"),
        ("It was 5 × 3 or ±2", "cp1252"),
        ("• First\n• Second point here", "cp1252"),
        ("Mr. Müller and José went home with the others", "cp1252"),
        ("© 2020 Study group™", "cp1252"),
        ("Price €20 for the two of us", "cp1252"),
        ("Price €20 for the two of us", "iso8859_15"),
        ("Zoë didn’t go; Renée’s mum did.", "mac_roman"),
        ("It’s what I’d say – really.", "mac_roman"),
        ("“No,” I said. “It’s fine…”", "mac_roman"),
        ("I: Wie geht’s?\nB: Gut, danke. Ich hätte „nein“ gesagt.", "cp1252"),
        ("B: Weiß ich nicht – könnte sein. Äh, schöne Grüße!", "mac_roman"),
        ("B: Schön, daß du da bist. Müßte gehen.", "cp850"),
        ("P: Nå er det sånn at jeg ikke får sove.", "cp1252"),
        ("P: ÆØÅ er bokstaver. Ærlig talt.", "cp1252"),
        ("P: Så bra at du kom på møtet i går, sa hun.", "mac_roman"),
        ("P: Så bra at du kom på møtet i går, sa hun.", "cp865"),
        ("P: NÅR DET ER MØRKT, GÅR JEG HJEM", "cp1252"),
        ("P: Hon sa ”nej” och gick därifrån på kvällen.", "cp1252"),
        ("E: ¿Qué tal? ¡Muy bien! Mañana será otro día, señor Muñoz.", "cp1252"),
        ("E: ¿Qué tal? ¡Muy bien! Mañana será otro día, señor Muñoz.", "mac_roman"),
        ("E: ¿Qué tal? ¡Muy bien! Mañana será otro día.", "cp850"),
        ("Sí, el año pasado fue difícil para mí y mi mamá.", "cp1252"),
        ("Sí, el año pasado fue difícil para mí y mi mamá.", "mac_roman"),
        ("Él está aquí.", "cp1252"),
        ("Q : Où êtes-vous né ? R : À Besançon, en été.", "cp1252"),
        ("C’est l’œuvre d’un cœur naïf, dit-elle.", "cp1252"),
        ("Ça va être génial, où ça ?", "mac_roman"),
        ("L’été à la forêt, où nous étions", "mac_roman"),
        ("Não sei, é difícil. A avó não está cá. Coração.", "cp1252"),
        ("Não sei, é difícil. A avó não está cá. Coração.", "mac_roman"),
        ("Então, você não tem razão — só isso.", "cp1252"),
        ("Perché no? È già così, però può andare.", "cp1252"),
        ("Perché no? È già così, però può andare.", "mac_roman"),
        ("Ağabeyim İstanbul’da yaşıyor, şimdi çok iyi.", "cp1254"),
        ("Nasılsın? İyiyim, teşekkür ederim.", "cp1254"),
        ("Görüşme sırasında ağladı.", "cp1254"),
        ("Çok güzel bir gün geçirdik.", "cp1254"),
        ("Öğretmen değilim, öğrenciyim.", "iso8859_9"),
        ("Zażółć gęślą jaźń, powiedział.", "cp1250"),
        ("Nie wiem, dlaczego tak się stało. Może później.", "cp1250"),
        ("Nie wiem, dlaczego tak się stało. Może później.", "iso8859_2"),
        ("Był to ciężki dzień, ale się udało. Źle, śnieg, żaba", "iso8859_2"),
        ("Nevím, proč to tak dopadlo. Možná později, říkala.", "cp1250"),
        ("Nevím, proč to tak dopadlo. Možná později, říkala. Šest, žena, ťuk", "iso8859_2"),
        ("Nem tudom, miért történt ez. Talán később, ő így mondta. Fű, tőle.", "cp1250"),
        ("Nem tudom, miért történt ez. Talán később, ő így mondta. Fű, tőle.", "iso8859_2"),
        ("Nu ştiu de ce s-a întâmplat asta. şi apoi, mă rog, aşa.", "cp1250"),
        ("Ei tiedä, mitä sitten tapahtui. Hän ei päässyt ylös.", "cp1252"),
        ("Ma ei tea, mida öelda. Õhtul läks külmaks, šokk.", "cp1257"),
        ("Aš nežinau, kodėl taip įvyko. Galbūt vėliau, žmonės.", "cp1257"),
        ("Es nezinu, kāpēc tā notika. Varbūt vēlāk, šķiet.", "cp1257"),
        ("Я не знаю, почему так вышло. Может, позже.", "cp1251"),
        ("Я не знаю, почему так вышло. Может, позже.", "koi8_r"),
        ("Я не знаю, почему так вышло. Может, позже.", "cp866"),
        ("Я не знаю, почему так вышло. Может, позже.", "mac_cyrillic"),
        ("Я не знаю, почему так вышло. Может, позже.", "iso8859_5"),
        ("И: Как дела?\nР: Нормально. Ну, в общем, да.", "cp1251"),
        ("Interviewer: Как дела?\nParticipant: Нормально.", "cp1251"),
        ("Я не знаю, чому так сталося. Її не було, ґанок.", "cp1251"),
        ("Не знам зашто је тако било. Њега није било.", "cp1251"),
        ("Не знам защо стана така. Ще видим, щеше.", "cp1251"),
        ("Δεν ξέρω γιατί έγινε έτσι. Ίσως αργότερα, Άννα.", "cp1253"),
        ("Δεν ξέρω γιατί έγινε έτσι. Ίσως αργότερα, Άννα.", "iso8859_7"),
        ("אני לא יודעת למה זה קרה. אולי אחר כך.", "cp1255"),
        ("لا أعرف لماذا حدث ذلك. ربما في وقت لاحق.", "cp1256"),
        ("なぜそうなったのか分かりません。", "cp932"),
        ("なぜそうなったのか分かりません。", "euc_jp"),
        ("Q：どうですか。A：はい、いいです。", "cp932"),
        ("インタビュアー：最近どうですか？", "cp932"),
        ("我不知道为什么会这样。可能以后再说吧。", "gb18030"),
        ("我不知道為什麼會這樣。可能以後再說吧。", "big5"),
        ("왜 그렇게 됐는지 모르겠어요. 나중에요.", "cp949"),
        ("ไม่รู้ว่าทำไมถึงเป็นแบบนั้น คงต้องรอดูต่อไป", "cp874"),
        ("[00:00:01] Speaker 1: Så fint.\n[00:00:03] Speaker 2: Ja, på en måte.", "cp1252"),
        ("1\n00:00:01,000 --> 00:00:02,000\nÇa va très bien !\n", "cp1252"),
        ("Name;Ort\nMüller;Köln\nJürgen;Düsseldorf", "cp1252"),
    ],
)
def test_short_texts_are_read_right(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "a.txt").text == text


@given(st.sampled_from(["en", "nb", "de", "fr"]), st.integers(0, 300), st.integers(80, 200))
def test_any_part_of_a_western_text_is_read_right(language: str, start: int, length: int) -> None:
    text = "\n".join(PASSAGES[language])[start : start + length]
    assert decode(text.encode("cp1252"), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "text", "lines"),
    [
        ("I: Går det?\nP: På ".encode() + b"sm\xf8r", "I: Går det?\nP: På smør", "2"),
        ("I: Går det?\nP: Så".encode() + b"\nP: don\x92t", "I: Går det?\nP: Så\nP: don’t", "3"),
        ("“Yes” – ".encode() + b"it\x92s\nso it\x92s", "“Yes” – it’s\nso it’s", "1, 2"),
        ("I: Går det på sjøen?\nP: ".encode() + b"\xe2\x80", "I: Går det på sjøen?\nP: \ufffd", "2"),
        ("Быть или не быть".encode() + b" \xc8.", "Быть или не быть И.", "1"),
    ],
)  # fmt: skip
def test_stray_bytes_leave_a_text_utf_8(data: bytes, text: str, lines: str) -> None:
    result = decode(data, "a.txt")
    assert (result.text, result.encoding) == (text, "utf-8")
    assert "not valid in UTF-8" in result.warnings[0]
    assert result.warnings[0].endswith((f"line {lines}", f"lines {lines}"))


def test_certain_and_uncertain_encodings_are_told_apart() -> None:
    certain = decode("\n".join(PASSAGES["nb"]).encode("cp1252"), "a.txt")
    assert certain.score > 0.9
    assert certain.warnings == ()
    assert "nb" in certain.evidence
    assert certain.alternatives
    assert not {"cp1252", "utf-8"} & set(certain.alternatives)
    uncertain = decode(b"sm\xf8r", "a.txt")
    assert uncertain.score < certain.score
    assert "uncertain" in uncertain.warnings[0]
    assert uncertain.alternatives[0] in uncertain.warnings[0]


@pytest.mark.parametrize("codec", encodings())
def test_every_encoding_can_be_chosen(codec: str) -> None:
    assert decode("I: So?".encode(codec), "a.txt", codec) == Decoded(
        "I: So?", codec, evidence="Chosen by the researcher"
    )


def test_a_chosen_encoding_overrides_the_detection() -> None:
    data = "I: Går det?".encode("cp1252")
    assert decode(data, "a.txt", "Windows-1250").text == "I: Gĺr det?"
    assert read(data, "a.txt", ReadOptions(encoding="mac_roman")).text == "I: GÂr det?"
    assert read(data, "a.txt").text == "I: Går det?"
    stray = "I: Går det på".encode() + b" \xe5"
    assert decode(stray, "a.txt", "utf8").text == "I: Går det på å"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [("klingon", "is not an encoding"), ("hex", "is not an encoding"), ("cp1252", "0x81 in line 2")],
)
def test_an_impossible_choice_is_refused(encoding: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        decode(b"I: \xe5\n \x81", "a.txt", encoding)
    assert reason in f"{refused.value.title} {refused.value.detail}"
    assert refused.value.hint


@pytest.mark.parametrize(
    ("written", "codec"),
    [("Windows-1252", "cp1252"), ("latin-1", "iso8859_1"), ("UTF8", "utf-8"), ("macintosh", "mac_roman"), ("x", "")],
)
def test_canonical(written: str, codec: str) -> None:
    assert canonical(written) == codec


def test_a_large_file_is_judged_by_samples() -> None:
    line = "P: Jeg vet ikke hva det var, men så gikk vi ut på sjøen.\n"
    data = (line * 50_000).encode("cp1252")
    result = decode(data, "a.txt")
    assert result.encoding == "cp1252"
    assert len(result.text) == 50_000 * len(line)
    assert decode(("I: So?\n" * 50_000 + line).encode("cp1252"), "a.txt").text.endswith(line)


def test_a_file_that_is_cut_off_is_read_with_a_warning() -> None:
    text = "I: Går det?\nP: På sjøen."
    for codec in ("utf-16", "utf-16-le"):
        result = decode(text.encode(codec)[:-1], "a.txt")
        assert result.text == text[:-1]
        assert "complete" in result.warnings[0]
    assert decode((text + "å").encode()[:-1], "a.txt").text == text + "\ufffd"


def test_a_text_encoded_twice_is_told() -> None:
    text = "I: Går det på sjøen?"
    for codec in ("latin-1", "cp1252"):
        twice = text.encode().decode(codec).encode()
        assert "encoded twice" in decode(twice, "a.txt").warnings[-1]
    assert decode("Não. SÃO PAULO, IRMÃ".encode(), "a.txt").warnings == ()
