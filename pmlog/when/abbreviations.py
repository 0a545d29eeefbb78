"""What the abbreviations of zones mean to people who do not say where they are.

An abbreviation with one meaning is read by it; one with several is refused. The
entries are those that the zone database has used since 1990, and a few that it
never had but people write (SGT, BRT); tests/test_when_zones.py compares them with the
database. The ten of RFC 5322 keep the offsets given there, whatever else they mean.
"""

from __future__ import annotations

from pmlog.namedtuple import NamedTuple


class Meaning(NamedTuple):
    """An offset, "+02:00" or "UTC", and a zone known by the abbreviation."""

    offset: str
    place: str


_RFC_5322 = """
    GMT  UTC     Africa/Abidjan
    EST  -05:00  America/New_York
    EDT  -04:00  America/New_York
    CST  -06:00  America/Chicago
    CDT  -05:00  America/Chicago
    MST  -07:00  America/Denver
    MDT  -06:00  America/Denver
    PST  -08:00  America/Los_Angeles
    PDT  -07:00  America/Los_Angeles
"""
_WITH_ONE_MEANING = """
    WET  UTC     Europe/Lisbon
    WEST +01:00  Europe/Lisbon
    CET  +01:00  Europe/Berlin
    CEST +02:00  Europe/Berlin
    EET  +02:00  Europe/Helsinki
    EEST +03:00  Europe/Helsinki
    MEST +02:00  Europe/Berlin
    CEDT +02:00  Europe/Berlin
    MSK  +03:00  Europe/Moscow
    MSD  +04:00  Europe/Moscow
    TRT  +03:00  Europe/Istanbul
    IDT  +03:00  Asia/Jerusalem
    WAT  +01:00  Africa/Lagos
    CAT  +02:00  Africa/Maputo
    SAST +02:00  Africa/Johannesburg
    EAT  +03:00  Africa/Nairobi
    PKT  +05:00  Asia/Karachi
    PKST +06:00  Asia/Karachi
    NPT  +05:45  Asia/Kathmandu
    ICT  +07:00  Asia/Bangkok
    WIB  +07:00  Asia/Jakarta
    WITA +08:00  Asia/Makassar
    WIT  +09:00  Asia/Jayapura
    HKT  +08:00  Asia/Hong_Kong
    SGT  +08:00  Asia/Singapore
    MYT  +08:00  Asia/Kuala_Lumpur
    PHT  +08:00  Asia/Manila
    JST  +09:00  Asia/Tokyo
    KST  +09:00  Asia/Seoul
    AWST +08:00  Australia/Perth
    AWDT +09:00  Australia/Perth
    ACST +09:30  Australia/Adelaide
    ACDT +10:30  Australia/Adelaide
    AEST +10:00  Australia/Sydney
    AEDT +11:00  Australia/Sydney
    CHST +10:00  Pacific/Guam
    NZST +12:00  Pacific/Auckland
    NZDT +13:00  Pacific/Auckland
    HST  -10:00  Pacific/Honolulu
    HDT  -09:00  America/Adak
    AKST -09:00  America/Anchorage
    AKDT -08:00  America/Anchorage
    ADT  -03:00  America/Halifax
    NST  -03:30  America/St_Johns
    NDT  -02:30  America/St_Johns
    COT  -05:00  America/Bogota
    BRT  -03:00  America/Sao_Paulo
    ART  -03:00  America/Argentina/Buenos_Aires
"""
_WITH_SEVERAL = """
    IST  +05:30  Asia/Kolkata
    IST  +01:00  Europe/Dublin
    IST  +02:00  Asia/Jerusalem
    BST  +01:00  Europe/London
    BST  +06:00  Asia/Dhaka
    BST  +11:00  Pacific/Bougainville
    AST  -04:00  America/Halifax
    AST  +03:00  Asia/Riyadh
    SST  -11:00  Pacific/Pago_Pago
    SST  +08:00  Asia/Singapore
    GST  +04:00  Asia/Dubai
    GST  -02:00  Atlantic/South_Georgia
    GST  +10:00  Pacific/Guam
    AMT  -04:00  America/Manaus
    AMT  +04:00  Asia/Yerevan
    WST  +08:00  Australia/Perth
    WST  +13:00  Pacific/Apia
"""

# Names for a region's clocks, summer and winter; nobody means another region by them.
GENERIC = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
NAMES_OF_UTC = ("UTC", "UT", "Z", "ZULU", "UCT", "UNIVERSAL")
# Only in capitals: in small letters these are words.
_WORDS = ("cat", "eat", "wit", "art", "cot")


def _table(rows: str) -> dict[str, tuple[Meaning, ...]]:
    meanings: dict[str, tuple[Meaning, ...]] = {}
    for row in rows.split("\n"):
        if row:
            abbreviation, offset, place = row.split()
            known = meanings.get(abbreviation, ())
            meanings[abbreviation] = (*known, Meaning(offset, place))
    return meanings


MEANINGS = _table(_RFC_5322.rstrip() + _WITH_ONE_MEANING.rstrip() + _WITH_SEVERAL.rstrip())


# Where digits or "am" run into a zone: "0800Z", "8amPT". The longest first.
_ALL = sorted({*MEANINGS, *GENERIC, *NAMES_OF_UTC}, key=len, reverse=True)
ANY_WORD = f"(?:{'|'.join(_ALL)})"


def is_abbreviation(word: str) -> bool:
    """Tell whether a word, in capitals or not, can only be one of the abbreviations."""
    return word.upper() in MEANINGS and word not in _WORDS


def offset_of_letter(letter: str) -> str:
    """Return the offset of a military zone: Z is UTC, A to M lie east, N to Y west.

    There is no J, which is wherever the observer is.
    """
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    if letter in east:
        return f"+{east.index(letter) + 1:02}:00"
    return f"-{west.index(letter) + 1:02}:00" if letter in west else "UTC"
