"""National identity and bank account numbers, checked by the check digits of each country (python-stdnum)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

_BEFORE = 50  # characters in which a word may name the number


class Scheme(NamedTuple):
    """A kind of number: the module of `stdnum` that checks it, its form, and the languages of its country.

    A `distinctive` form is hardly anything else, and is tried in a text of any language.
    """

    name: str
    module: str
    form: re.Pattern[str]
    languages: tuple[str, ...] = ()
    distinctive: bool = False


_EDGE, _END = r"(?<![\w+.,/-])", r"(?![\w]|[.,/-]?\d)"


def _scheme(name: str, module: str, form: str, languages: str = "", distinctive: bool = False) -> Scheme:
    return Scheme(name, module, re.compile(_EDGE + form + _END), tuple(languages.split()), distinctive)


_SCHEMES = (
    _scheme("Norwegian", "no.fodselsnummer", r"\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]?\d{3}[ .]?\d{2}", "nb nn sv da en de"),
    _scheme("Swedish", "se.personnummer", r"(?:19|20)?\d{2}[ ]?\d{2}[ ]?\d{2}[-+ ]?\d{4}", "sv nb nn da en"),
    _scheme("Danish", "dk.cpr", r"\d{6}[- ]?\d{4}", "da nb nn sv"),
    _scheme("Finnish", "fi.hetu", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", distinctive=True),
    _scheme("Icelandic", "is_.kennitala", r"\d{6}[- ]?\d{4}", "is"),
    _scheme("British (NHS)", "gb.nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}", "en"),
    _scheme("German (tax)", "de.idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de"),
    _scheme("Austrian", "at.vnr", r"\d{4} ?\d{6}", "de"),
    _scheme("Swiss", "ch.ssn", r"756\.?\d{4}\.?\d{4}\.?\d{2}", distinctive=True),
    _scheme("Dutch", "nl.bsn", r"\d{4}[ .]?\d{2}[ .]?\d{3}", "nl"),
    _scheme("Belgian", "be.nn", r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}", "nl fr"),
    _scheme("American", "us.ssn", r"\d{3}-\d{2}-\d{4}", distinctive=True),
    _scheme("French", "fr.nir", r"[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?", "fr", distinctive=True),
    _scheme("Spanish", "es.dni", r"\d{8}[ -]?[A-Z]", distinctive=True),
    _scheme("Spanish", "es.nie", r"[XYZ][ -]?\d{7}[ -]?[A-Z]", distinctive=True),
    _scheme("Italian", "it.codicefiscale", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", distinctive=True),
    _scheme("Polish", "pl.pesel", r"\d{11}", "pl"),
    _scheme("Estonian", "ee.ik", r"\d{11}", "et"),
    _scheme("Irish", "ie.pps", r"\d{7}[A-W][A-IW]?", "en"),
)

#: Forms without check digits, or with none that are known here.
_FORMS = (
    ("the form of a British national insurance number", r"[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
    ("the form of a German pension insurance number", r"\d{2} ?\d{6} ?[A-Z] ?\d{3}"),
    ("the form of a German health insurance number", r"[A-Z]\d{9}"),
)
_CHECKED_FORMS = tuple((reason, re.compile(_EDGE + form + _END)) for reason, form in _FORMS)
#: A date of birth and some digits more: very likely a number with a typing error, or one with a letter wrong.
#: Months of invented Norwegian numbers are 40, 65 or 80 higher.
_BIRTH = r"(?:0[1-9]|[12]\d|3[01]|[4-7]\d)(?:[048][1-9]|[1459][0-2]|6[6-9]|7[0-7])\d\d"
_BACKWARDS = r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[6-9]\d)"
_SHAPES = re.compile(rf"{_EDGE}(?:{_BIRTH}[ -]?\d{{3}} ?\d{{2}}|{_BIRTH}-\d{{4}}|{_BACKWARDS}[-+]\d{{4}}){_END}")
_NAMED = re.compile(
    r"\b(?:fødselsnummer\w*|fødselsnr|personnummer\w*|personnumret|personnr|fnr|d-nummer|cpr\w*|nhs(?: number)?"
    r"|national insurance\w*"
    r"|social security\w*|ssn|samordningsnummer\w*|steuer-?id\w*|steueridentifikationsnummer"
    r"|rentenversicherungsnummer"
    r"|sozialversicherungsnummer|krankenversichertennummer|national id\w*|identity number|ni number|hetu|bsn)\b"
    r"[^\d\n]{0,30}(?P<x>(?:(?-i:[A-Z]{1,2}) ?)?\d[\dA-Z]*(?:[ .+-]?\d[\dA-Z]*){1,6})(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[\dA-Z]{2,4}){2,8}(?!\w)")
_NORWEGIAN_ACCOUNT = re.compile(r"(?<![\w.])\d{4}[ .]\d{2}[ .]\d{5}(?![\w]|[.,]\d)")


def national_numbers(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield start, end, reason and certainty of the national identity numbers in `text[start:end]`."""
    for scheme in _SCHEMES:
        if language and language not in scheme.languages and not scheme.distinctive:
            continue
        for match in scheme.form.finditer(text, start, end):
            if _is_valid(scheme.module, match[0]):
                yield *match.span(), f"a {scheme.name} identity number: its check digits are right", True
    for reason, form in _CHECKED_FORMS:
        for match in form.finditer(text, start, end):
            yield *match.span(), reason, True
    for match in _NAMED.finditer(text, start, end):
        if sum(map(str.isdigit, match["x"])) >= 6:
            yield *match.span("x"), "a number after the name of an identity number", True
    for match in _SHAPES.finditer(text, start, end):
        yield *match.span(), "a date of birth and digits, as in an identity number; its check digits are wrong", False


def bank_accounts(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and reason of the bank account numbers in `text[start:end]`."""
    for match in _IBAN.finditer(text, start, end):
        if _is_valid("iban", match[0]):
            yield *match.span(), "an IBAN: its check digits are right"
    for match in _NORWEGIAN_ACCOUNT.finditer(text, start, end):
        if _is_valid("no.kontonr", match[0]):
            yield *match.span(), "a Norwegian bank account: its check digit is right"


def _is_valid(module: str, number: str) -> bool:
    check = import_module(f"stdnum.{module}")
    return bool(check.is_valid(number))
