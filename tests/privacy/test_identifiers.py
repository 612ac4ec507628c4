"""Formal identifiers: what is one, and what is not. All numbers invented, or examples of their authorities."""

from __future__ import annotations

import pytest

from coder.privacy.identifiers import identifiers


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(item.kind, text[item.start : item.end]) for item in identifiers(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "kind", "words"),
    [
        ("nb", "Skriv til kari.nes+vakt@sykehus.example.no.", "e-mail", "kari.nes+vakt@sykehus.example.no"),
        ("en", "it is anna dot moe at mail dot com I think", "e-mail", "anna dot moe at mail dot com"),
        ("de", "info(at)praxis-deich.de ist neu", "e-mail", "info(at)praxis-deich.de"),
        ("en", "See https://www.example.org/a?b=c, please.", "url", "https://www.example.org/a?b=c"),
        ("nb", "det står på legehjelp.no, tror jeg", "url", "legehjelp.no"),
        ("sv", "följ @anna_vik på nätet", "user name", "@anna_vik"),
        ("nb", "nummeret er 91 34 56 78 hjemme", "phone", "91 34 56 78"),
        ("sv", "ring 070-174 06 58 ikväll", "phone", "070-174 06 58"),
        ("de", "Tel. 0451 / 998 27 16 bitte", "phone", "0451 / 998 27 16"),
        ("en", "my number is +44 7700 900 982 now", "phone", "+44 7700 900 982"),
        ("en", "five five five oh one two three", "phone", "five five five oh one two three"),
        ("nb", "det var 151086 95088 de ville ha", "national id", "151086 95088"),
        ("sv", "hon är 811228-9874 i registret", "national id", "811228-9874"),
        ("da", "nummeret 211062-5629 stod der", "national id", "211062-5629"),
        ("fi", "tunnus 131052-308T oli", "national id", "131052-308T"),
        ("en", "it said 943 476 5919 on the card", "national id", "943 476 5919"),
        ("de", "dann 86 095 742 719 eintragen", "national id", "86 095 742 719"),
        ("es", "el número 54362315-K era", "national id", "54362315-K"),
        ("en", "SSN 123-45-6789 of course", "national id", "123-45-6789"),
        ("de", "IBAN DE89 3704 0044 0532 0130 00 war es", "bank account", "DE89 3704 0044 0532 0130 00"),
        ("nb", "HPR-nummer 7654321 sto på arket", "record number", "7654321"),
        ("en", "GMC number 6104432 was", "record number", "6104432"),
        ("nb", "den 12. mars 2019 var jeg der", "date", "12. mars 2019"),
        ("en", "on the 3rd of May we met", "date", "the 3rd of May"),
        ("en", "since March 2020 or so", "date", "March 2020"),
        ("de", "am dritten Mai ging es los", "date", "dritten Mai"),
        ("sv", "den tjugoförsta juni reste vi", "date", "tjugoförsta juni"),
        ("de", "am 12.3. war Schluss", "date", "12.3."),
        ("en", "dated 2019-06-30 it was", "date", "2019-06-30"),
        ("nb", "jeg er født i 1961, altså", "date", "1961"),
        ("nb", "vi bodde i Karl Hansens gate 14B da", "address", "Karl Hansens gate 14B"),
        ("sv", "på Lingonvägen 22 bor jag", "address", "Lingonvägen 22"),
        ("de", "in der Mühlenstr. 8 war das", "address", "Mühlenstr. 8"),
        ("en", "at 27 Marlpit Lane we lived", "address", "27 Marlpit Lane"),
        ("en", "the code S18 4QT is ours", "postcode", "S18 4QT"),
        ("sv", "till 834 32 Brunflo alltså", "postcode", "834 32 Brunflo"),
        ("nb", "hun er 93 år gammel", "age", "93"),
        ("en", "my ninety-two-year-old aunt", "age", "ninety-two"),
        ("de", "sie wurde 101 Jahre alt", "age", "101"),
        ("nb", "bilen, DN 54821, sto der", "vehicle", "DN 54821"),
        ("en", "the car was YK17 DNM then", "vehicle", "YK17 DNM"),
    ],
)
def test_an_identifier_is_found(language: str, text: str, kind: str, words: str) -> None:
    assert found(text, language) == [(kind, words)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Jeg jobbet 24/7, 12-14 timer i døgnet, med 40 pasienter og 10 000 skritt."),
        ("en", "Blood pressure 120/80, 95 percent oxygen, 5 mg twice, page 12, 50/50, about 300 people."),
        ("de", "Das waren 90 Minuten, 2018 bis 2019, 35000 Patienten, um 14.30 Uhr, 3,5 Prozent."),
        ("sv", "Jag sov 4 timmar, det var 1 av 10, klockan 07:45, och 2019 slutade jag."),
        ("en", "I may go. We march on. He was 44. In 2016 I left, at 9 a.m."),
    ],
)
def test_numbers_that_identify_nobody_are_left(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_wrong_check_digit_is_less_certain() -> None:
    (right,) = identifiers("811228-9874", "sv")
    (wrong,) = identifiers("811228-9875", "sv")
    assert (right.kind, right.certain) == ("national id", True)
    assert (wrong.kind, wrong.certain) == ("national id", False)
