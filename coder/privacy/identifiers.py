"""Formal identifiers in a text: addresses, numbers and dates whose form gives them away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy import cue_words, hints, national_numbers
from coder.privacy.cue_words import AGES_IN_WORDS, DIGITS_IN_WORDS, MONTHS, ORDINALS

EMAIL, URL, ACCOUNT_NAME = "e-mail", "url", "user name"
PHONE, NATIONAL_ID, BANK, RECORD = "phone", "national id", "bank account", "record number"
DATE, ADDRESS, POSTCODE, AGE, VEHICLE = "date", "address", "postcode", "age", "vehicle"
FORMAL = (EMAIL, URL, ACCOUNT_NAME, NATIONAL_ID, BANK, RECORD, PHONE, DATE, ADDRESS, POSTCODE, AGE, VEHICLE)

_BEFORE = 45  # characters before a number in which a word explains it
_OLDEST_IN_A_CROWD = 90

Find = Callable[[str, int, int, str], "Iterator[Identifier]"]


class Identifier(NamedTuple):
    """A passage `text[start:end]` of a kind, and why it is taken for one; `certain` unless only its form says so."""

    kind: str
    start: int
    end: int
    reason: str
    certain: bool = True


def identifiers(text: str, language: str = "") -> list[Identifier]:
    """Return the formal identifiers of a text in its order; none overlaps another."""
    kept: list[Identifier] = []
    taken = bytearray(len(text))
    passages = hints.passages(text)
    for hint, find in _FINDERS:
        for start, end in passages.get(hint, ()):
            for found in find(text, start, end, language):
                if 1 not in taken[found.start : found.end]:
                    taken[found.start : found.end] = b"\1" * (found.end - found.start)
                    kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _matching(kind: str, reason: str, *patterns: str, flags: int = 0, certain: bool = True) -> Find:
    """Return a finder of all matches of patterns; a group `x` is the identifier, else the whole match."""
    compiled = [re.compile(pattern, flags) for pattern in patterns]

    def find(text: str, start: int, end: int, language: str) -> Iterator[Identifier]:
        for pattern in compiled:
            for match in pattern.finditer(text, start, end):
                span = match.span("x" if "x" in pattern.groupindex else 0)
                yield Identifier(kind, *span, reason, certain)

    return find


# Addresses on the net

_WORD = r"[^\W_](?:[\w-]*[^\W_])?"
_MAIL = rf"[\w.+%'-]{{1,64}} ?(?:@|\(at\)|\[at\]|\(@\)) ?(?:{_WORD}\.)+[^\W\d_]{{2,}}"
_SPOKEN_MAIL = (
    r"\b[\w-]+(?: (?:dot|punktum|punkt|prikk|prick|strek|bindestrek|underscore|understrek|minus) [\w-]+){0,6}"
    r" (?:at|ät|krøllalfa|alfakrøll|snabel-?a|klammeraffe) [\w-]+"
    r"(?: (?:dot|punktum|punkt|prikk|prick) [\w-]+){1,6}"
)
_TOP = (
    "no|se|dk|fi|is|de|at|ch|nl|be|fr|es|it|pl|uk|ie|us|ca|com|org|net|eu|info|io|app|health|care|edu|gov|nhs|int|tv"
    "|me|scot|wales"
)
_LINK = r"\b(?:https?://|www\.)[^\s<>\"”»)\]]*[^\s<>\"”»)\].,;:!?'’]"
_DOMAIN = rf"(?<![\w@.-])(?:{_WORD}\.)+(?:{_TOP})\b(?:/[^\s<>\"”)]*[^\s<>\"”).,;:!?])?(?![\w@])"
_PAGE = rf"(?<![\w@.-])(?:{_WORD}\.)+[^\W\d_]{{2,}}/[^\s<>\"”)]*[^\s<>\"”).,;:!?]"
_ADDRESS_OF_COMPUTER = (
    r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|\d{1,2})(?![\d.])"
)

# Numbers

_PHONE_SHAPE = re.compile(
    r"(?<![\w/.@#-])(?:(?:\+|00)\d{1,3}[ .\-/()]{0,3})?(?:\(0?\d{0,5}\)[ .-]?)?\d{2,}(?:(?:[ .\-/–]"
    r"| [-–/] )\d+){0,6}(?![\w@]|[.,]\d)"
)
_PHONE_WORDS = re.compile(
    r"\b(?:tlf|tel|mob|mobil\w*|telefon\w*|phone|cell|call|ring\w*|ringte|nummer\w*|number|handy\w*|anruf\w*|nå\w*"
    r"|sms|whatsapp|durchwahl|fax|calling|direktnummer|reach|text|erreich\w*|vakttelefon\w*|rufnummer\w*)\b",
    re.IGNORECASE,
)
_REGIONS = {
    "nb": ("NO", "SE", "DK"),
    "sv": ("SE", "FI", "NO"),
    "de": ("DE", "AT", "CH"),
    "en": ("GB", "US", "IE"),
    "da": ("DK", "NO"),
    "fi": ("FI",),
    "nl": ("NL", "BE"),
    "fr": ("FR", "BE"),
    "es": ("ES",),
}


def _phones(text: str, start: int, end: int, language: str) -> Iterator[Identifier]:
    for match in _PHONE_SHAPE.finditer(text, start, end):
        shape = match[0]
        digits = sum(map(str.isdigit, shape))
        if not 5 <= digits <= 15 or _YEARS.fullmatch(shape):
            continue
        named = _PHONE_WORDS.search(text, max(0, match.start() - _BEFORE), match.start()) is not None
        if shape.startswith(("+", "00")) and digits >= 8:
            yield Identifier(PHONE, *match.span(), "begins with a country code")
        elif digits >= 7 and not _AMOUNT.match(shape) and _is_phone(shape, language):
            yield Identifier(PHONE, *match.span(), "a valid telephone number", named or " " in shape)
        elif named and (digits >= 6 or (digits == 5 and " " in shape)) and not _AMOUNT.match(shape):
            yield Identifier(PHONE, *match.span(), "a number after a word such as telephone")
        elif digits >= 8 and len(re.findall(r"\d+", shape)) >= 3:
            yield Identifier(PHONE, *match.span(), "a number in groups of digits", False)


_YEARS = re.compile(r"(?:19|20)\d\d(?:[ –-]+(?:19|20)\d\d)+")
_AMOUNT = re.compile(r"\d{1,3}(?:[ .]000)+\Z")


def _is_phone(shape: str, language: str) -> bool:
    import phonenumbers  # 90 ms

    for region in _REGIONS.get(language, ("GB", "NO", "SE", "DE", "DK", "US")):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(shape, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _national_ids(text: str, start: int, end: int, language: str) -> Iterator[Identifier]:
    for first, last, reason, certain in national_numbers.national_numbers(text, start, end, language):
        yield Identifier(NATIONAL_ID, first, last, reason, certain)


def _bank_accounts(text: str, start: int, end: int, language: str) -> Iterator[Identifier]:
    for first, last, reason in national_numbers.bank_accounts(text, start, end):
        yield Identifier(BANK, first, last, reason)


_RECORD_WORDS = (
    r"(?:journal|pasient|sak|saks|hpr|ansatt|kunde|medlems|konto|referanse|patient|ärende|anställnings|legitimations"
    r"|kund|fall|akten|personal|versicherten|kunden|mitglieds|patienten|vorgangs|lebenslange arzt|record|case"
    r"|hospital"
    r"|staff|employee|member\w*|policy|reference|registration|licen[cs]e|licence|gmc|nmc|mrn|passport|pass|reisepass"
    r"|ausweis|account|id|rapport|bestillings|lanr|bsnr|polise|försäkrings|rekvisisjons|serie|serial)"
)
_RECORD = (
    rf"\b{_RECORD_WORDS}[\s-]*(?:nummer\w*|numret|nr\.?|no\.?|number|zeichen|num|id|kort|ref\w*)?[\s:#.,]*"
    r"(?:er|är|is|ist|var|was|war|lautet|lyder)?[\s:#]*"
    r"(?!(?:19|20)\d\d(?!\d"
    r""
    r""
    r""
    r"|[ /.-]\d))"
    r"(?P<x>(?-i:(?=[\w/. -]{0,40}?\d{2})[A-Z]{0,4}[ /.-]?\d[\dA-Z]*(?:[ /.-]?[\dA-Z]*\d[\dA-Z]*){0,4}))(?![\w@])"
)

# Dates

_MONTH = "|".join(
    sorted({month for table in MONTHS.values() for month in table.split()}, key=lambda month: (-len(month), month))
)
_YEAR = r"(?:(?:,? (?:of |år )?(?:18|19|20)\d\d|,? ['’]\d\d)\b)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\.|st|nd|rd|th|:?[ea]|-de|-te)?"
_ORDINAL = "|".join(sorted(ORDINALS, key=lambda word: (-len(word), word)))
_WRITTEN_DATES = (
    rf"(?<![\w.,:])(?:the )?{_DAY}\s?(?:of |de )?(?:{_MONTH})\b\.?{_YEAR}?",
    rf"\b(?:{_MONTH})\b\.? (?:the )?{_DAY}(?![\w:]|[.,]\d)(?: ?(?:år|years))?{_YEAR}?",
    rf"\b(?:the )?(?:{_ORDINAL})(?: day)? (?:of |i )?(?:{_MONTH})\b{_YEAR}?",
    rf"\b(?:{_MONTH}) (?:the )?(?:{_ORDINAL})\b{_YEAR}?",
)
_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:18|19|20)\d\d|\d\d)"
_NUMERIC_DATES = (
    rf"(?<![\w.,/:-]){_D}[./-] ?{_M}[./-] ?{_Y}(?!\w|[./:-]\d)",
    rf"(?<![\w.,/:-]){_M}/{_D}/{_Y}(?!\w|[./:-]\d)",
    rf"(?<![\w.,/:-]){_D}[./]{_M} (?:18|19|20)\d\d(?!\w|[./:-]\d)",
    rf"(?<![\w.,/:-])(?:18|19|20)\d\d([-./]){_M}\1(?:0?[1-9]|[12]\d|3[01])(?!\w|[./:-]\d)",
    r"(?<![\w.,/:-])(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\w|[-+./:]\d)",
)
_SHORT_DATE = (
    rf"\b(?:den|am|vom|zum|dem|bis|ab|on|født|född|geboren|born|d\.|f\.|fra|från) (?P<x>{_D}[./]{_M}\.?)"
    r"(?!\w|[./:,]\d| ?(?:prosent|procent|prozent|percent|%|uhr|mill|km|kg|cm|mm|timer|år))"
)
_MONTH_AND_YEAR = rf"\b(?:{_MONTH})\b\.?(?:,? (?:of |i )?(?:18|19|20)\d\d\b| ['’]\d\d\b)"
_BIRTH_YEAR = (
    r"\b(?:født|fødd|född|geboren|born|f\.|geb\.|jahrgang|årgang|født i|fødselsår\w*|birth year|year of birth)"
    r"(?: (?:i|im|in|er|is|war|was|var|jahr|år|year|den|the)){0,3}:? ?(?P<x>(?:18|19|20)\d\d)\b"
)
_BORN_AFTER = (
    r"\b(?P<x>(?:18|19|20)\d\d) (?:ble |blev |bin ich |wurde ich |is when i was )?(?:født|född|geboren|born)\b"
)

# Places with a number

_CAP = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAP}[\w'’.-]*"
_HOUSE = r"(?!(?:19|20)\d\d\b)\d{1,4}(?:[ -]?[A-Ha-h](?![\w]))?(?:[-–/]\d{1,4}[a-h]?)?(?![\w.,]?\d| \d\d(?!\d))"
_ENDINGS = "|".join(cue_words.STREET_ENDINGS)
_ROADS = "gate|gata|gaten|vei|veg|veien|plass|plats|allé|väg|gatan|gade|vej|torg"
_ENGLISH_ROADS = (
    "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Crescent|Terrace|Square|Gardens|Grove|Mews|Row|Court|Way|Place"
    "|Hill|Park|Boulevard|Walk|Green|Parade|Rise|View"
)
_ADDRESSES = (
    rf"{_CAP}[\w'’-]*(?:{_ENDINGS})\.? {_HOUSE}",
    rf"{_NAME}(?: {_NAME}){{0,3}} (?:{_ROADS}) {_HOUSE}",
    rf"{_NAME}(?:[ -]{_NAME}){{0,3}}[ -](?:Straße|Strasse|Str\.|Gata|Gate|Vei|Weg|Allee|Platz|Ufer|Damm"
    rf"|Gasse) {_HOUSE}",
    rf"\b(?:Am|An der|An den|Auf der|Auf dem|Im|Zum|Zur|In der|Unter den|Hinter der) {_NAME} {_HOUSE}(?! (?:Uhr"
    rf"|Jahre?n?|Tage?n?|%|Prozent|Personen))",
    rf"(?<![\w.,])\d{{1,4}}[A-Za-z]?,? (?:{_NAME} ){{1,3}}(?:{_ENGLISH_ROADS})\b",
    r"\b(?:Flat|Apartment|Apt\.?|Suite|Unit) \d{1,4}[A-Za-z]?\b",
    r"\b(?:[Pp]ostboks|P\.? ?O\.? Box|[Pp]ostfach|[Bb]ox) (?:nr\.? )?\d{1,3}(?: ?\d{2,3})*\b",
)
_CITY = rf"{_CAP}[^\W\d_]+(?:[ -]{_CAP}[^\W\d_]*)*"
_POSTCODES = (
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\d[A-Z]{2}\b",
    rf"(?<![\w.,+-])(?:SE-|S-)?\d{{3}} \d{{2}} {_CITY}",
    rf"(?<![\w.,+-])(?:D-|DE-)\d{{5}}(?: {_CITY})?",
    rf"(?<![\w.,+-])\d{{5}} {_CITY}",
    rf"(?<![\w.,+-])(?:N-|NO-|DK-|DK )\d{{4}}(?: {_CITY})?",
    r"\b(?:postnummer\w*|postnr\.?|postleitzahl|plz|post ?code|zip(?: code)?)[\s:]*(?:er|är|is|ist|var|was"
    r"|war)?[\s:]*"
    r"(?P<x>\d{3} ?\d{2}|\d{4,5})\b",
    r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b",
)
_NORDIC_POSTCODE = re.compile(rf"(?<![\w.,+-])(?P<number>\d{{4}}) (?P<city>{_CITY})")
_ROUND = re.compile(r"\d+000 ")


def _postcodes(text: str, start: int, end: int, language: str) -> Iterator[Identifier]:
    for found in _PLAIN_POSTCODES(text, start, end, language):
        if not _ROUND.match(text, found.start):
            yield found
    if language == "de":
        return
    for match in _NORDIC_POSTCODE.finditer(text, start, end):
        before = text[max(0, match.start() - 2) : match.start()]
        year = 1850 <= int(match["number"]) <= 2049
        if (not year or before == ", ") and not match["number"].endswith("000"):
            yield Identifier(POSTCODE, *match.span(), "four digits before a name", not year)


# Ages

_YEARS_OLD = r"(?:år(?:ing\w*)?|års|åring\w*|years?|yrs?|year-old\w*|jahre?n?|jährig\w*|-jährig\w*|-åring\w*|-year)"
_AGES = (
    rf"(?<![\w.,])(?P<x>9\d|1[01]\d)(?=[ -]?{_YEARS_OLD}\b)",
    r"\b(?:aged?|alder(?:en)?|ålder(?:n)?|alter|fylte|fyller|fyllte|fyllde|turned|turning|wurde|wird|ble|blev|blir"
    r"|(?:she|he|her|his|hun|han|hon|er|sie|mother|father|mum|dad|mor|far|moren|faren|mamma|pappa|mutter|vater"
    r"|oma|opa|mormor|farmor|bestemor|bestefar|morfar|farfar|grandmother|grandfather|gran|grandma|grandad"
    r"|she)(?:'s| is| was| er| var| är| ist| war))"
    r"(?: (?:of|på|von|med|already|alt|allerede|redan|schon|jetzt|nå|nu|now|bald|snart|soon|nearly|nesten|about"
    r"|over|um))?"
    r" (?P<x>9\d|1[01]\d)(?![\w.,:]?\d|[:%]| ?(?:%|prosent|procent|prozent|percent|kilo|kg|km|cm|meter|minutt\w*"
    r"|minut\w*"
    r"|dager|dagar|tage|days|timer|timmar|hours|stunden|stykker|stycken|euro|kroner|kronor|pounds|mal|ganger"
    r"|gånger))",
)
_BARE_AGE = (
    r"\b(?:is|er|är|ist|was|var|war|becomes|blir|wird)(?: (?:now|nå|nu|jetzt|already|allerede|redan|schon|bald"
    r"|snart))?"
    r" (?P<x>9\d)(?=[,;!?)]|\.(?!\d)| (?:og|and|och|und|now|nå|nu|jetzt|but|men|aber|this|i år|dette|denne)\b)"
)
_AGE_WORDS = "|".join(sorted(AGES_IN_WORDS, key=lambda word: (-len(word), word)))
_WRITTEN_AGES = (
    rf"\b(?P<x>(?:{_AGE_WORDS})(?: (?:and |og |och )?(?:one|two|three|four|five|six|seven|eight|nine|en|to|tre"
    rf"|fire))?)"
    rf"(?=[ -]?{_YEARS_OLD}\b)",
)

# Vehicles

_VEHICLES = (
    r"(?<![\w-])[A-Z]{2} ?\d{5}(?!\w)",
    r"(?<![\w-])[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)",
    r"(?<![\w-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}[EH]?(?!\w)",
    r"\b(?i:bil\w*|reg\w*|skilt\w*|nummerplåt\w*|kennzeichen|plate|number plate|auto|wagen|car|licence|license"
    r"|skylt\w*"
    r"|lastebil\w*|van)\b[^.\n]{0,40}?(?<![\w-])(?P<x>[A-Z]{2,3}[ -]?\d{2}[\dA-Z]{1,3})(?!\w)",
)

_PLAIN_POSTCODES = _matching(POSTCODE, "the form of a postcode", *_POSTCODES)
_SPOKEN_DIGIT = "|".join(sorted(DIGITS_IN_WORDS, key=lambda word: (-len(word), word)))
_SPOKEN_NUMBER = rf"\b(?:(?:{_SPOKEN_DIGIT})[ ,-]+){{5,}}(?:{_SPOKEN_DIGIT})\b"
_ANY_CASE = re.IGNORECASE

#: Where to look (`hints`), and what finds there; what comes first has the passage.
_FINDERS: Sequence[tuple[int, Find]] = (
    (hints.NET, _matching(EMAIL, "an e-mail address", _MAIL)),
    (hints.SPOKEN_MAIL, _matching(EMAIL, "an e-mail address as it is spoken", _SPOKEN_MAIL, flags=_ANY_CASE)),
    (hints.NET, _matching(URL, "a web address", _LINK, _DOMAIN, _PAGE, flags=_ANY_CASE)),
    (hints.NUMBER, _matching(URL, "the address of a computer", _ADDRESS_OF_COMPUTER)),
    (hints.NET, _matching(ACCOUNT_NAME, "a user name", r"(?<![\w.@])@[^\W\d_][\w.]*\w")),
    (hints.NUMBER, _bank_accounts),
    (hints.NUMBER, _national_ids),
    (hints.RECORD, _matching(RECORD, "a number after a word such as record", _RECORD, flags=_ANY_CASE)),
    (hints.NUMBER, _matching(DATE, "a date", *_NUMERIC_DATES)),
    (hints.MONTH, _matching(DATE, "a day of a month", *_WRITTEN_DATES, flags=_ANY_CASE)),
    (hints.HOUSE, _matching(ADDRESS, "a street or box with a number", *_ADDRESSES)),
    (hints.NUMBER, _matching(DATE, "a date without a year", _SHORT_DATE, flags=_ANY_CASE)),
    (hints.MONTH, _matching(DATE, "a month of a year", _MONTH_AND_YEAR, flags=_ANY_CASE)),
    (hints.YEAR, _matching(DATE, "a year of birth", _BIRTH_YEAR, _BORN_AFTER, flags=_ANY_CASE)),
    (hints.PLATE, _matching(VEHICLE, "the form of a number plate", *_VEHICLES)),
    (hints.POST, _postcodes),
    (hints.NUMBER, _phones),
    (
        hints.SPOKEN_NUMBER,
        _matching(PHONE, "digits as they are spoken", _SPOKEN_NUMBER, flags=_ANY_CASE, certain=False),
    ),
    (hints.AGE, _matching(AGE, f"an age of {_OLDEST_IN_A_CROWD} or more", *_AGES, *_WRITTEN_AGES, flags=_ANY_CASE)),
    (hints.AGE, _matching(AGE, "a number from 90 on that may be an age", _BARE_AGE, flags=_ANY_CASE, certain=False)),
)
