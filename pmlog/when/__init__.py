"""Words people type -> instants, zones, durations; whatever is in doubt is refused.

Nothing is guessed: a time that the clocks skipped or repeated, an abbreviation with
several meanings, a date that can be read two ways and a word that nobody understands
are each refused with what to type instead. An instant is in microseconds since
1970-01-01 UTC; a zone in and out is canonical: "Europe/Berlin", "+02:00" or "UTC".

Its files; each imports only those named before it:

    wording         text made plain; refusals and their advice
    civil           dates and wall clocks <-> instants
    abbreviations   what CET and IST mean
    database        the zone files in use: names, cities, version
    zones           the spellings of a zone
    pieces          what a time is made of
    usual_times     the forms that most times have, read without a pattern
    durations       lengths of time -> microseconds
    dateutil_dates  written-out dates, by dateutil
    stamps          what machines print -> the words of the grammar
    days            the rules for dates
    clocks          the rules for times of day
    now_and_ago     the rules for now, ago and @1700000000
    places          the rules for zones behind a time
    grammar         text -> pieces
    days_meant      a typed day, such as "mon" -> a date
    resolve         pieces and a zone -> an instant
    answer          everything typed about the zone -> the answer
    reading         words -> one time, told once or in several zones
    spans           words -> the beginning and the end that they name
    offers          the choices of a refusal that work
"""

from __future__ import annotations

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.when import database, days_meant, reading, usual_times, wording, zones
from pmlog.when.pieces import DayShift, Typed
from pmlog.when.reading import Reading as Reading
from pmlog.when.resolve import Question

__all__ = [
    "Reading",
    "canonical_zone",
    "describe",
    "described",
    "is_tz_setting",
    "read",
    "read_date",
    "read_duration",
    "zone_database_source",
    "zone_database_version",
    "zone_names_known",
    "zone_warnings",
]


def read(
    text: str,
    *,
    now_us: int,
    zone: str,
    after_us: int | None = None,
    near: tuple[int, int] | None = None,
    start_us: int | None = None,
    may_span: bool = False,
) -> Reading:
    """Return the instant that text names, read in zone where it names no other.

    A bare "14:05" is the latest one until now_us; given after_us, the first one from
    after_us on; given near, the last one between its two instants, else the one nearest to
    them, after now_us only if they are. "T+15m" counts from start_us. With may_span, text
    may name a span, whose end the reading then has. Raises TimeRefused for every text that
    is not one instant, or one span.
    """
    asked = Question(Typed(text), now_us, zone, after_us, near, start_us)
    typed = usual_times.read(text.strip())
    if typed is not None:
        try:
            return reading.of_pieces(typed, asked)._replace(as_typed=text.strip())
        except TimeRefused:
            pass  # what would work is told below
    return _by_grammar(text, asked, may_span=may_span)


def _by_grammar(text: str, asked: Question, *, may_span: bool) -> Reading:
    """Return the reading of any text, or refuse it with what would work."""
    from pmlog.when import offers

    try:
        return _read(text, asked, may_span=may_span)
    except TimeRefused as refused:
        raise offers.checked(
            refused, lambda choice: _read(choice, asked, may_span=may_span)
        ) from None


def _read(text: str, asked: Question, *, may_span: bool) -> Reading:
    from pmlog.when import offers, spans

    words = _words(text)
    try:
        found = spans.read(words, asked)
        if found and not may_span:
            spans.refuse(words, found)
        found = found or reading.one(words, asked)
    except TimeRefused as refused:
        raise offers.without_the_rest(refused, words) from None
    return found._replace(as_typed=text.strip())


def _words(text: str) -> str:
    """Return a text without its wrapping, a machine's stamp in our words."""
    from pmlog.when import stamps

    return stamps.in_words(wording.unwrapped(wording.plain(text)))


def read_date(text: str, *, now_us: int, zone: str) -> str:
    """Return the date that text names, as in 2026-11-30.

    A weekday, or a date without its year, is the next one. Raises TimeRefused.
    """
    from pmlog.when import offers

    try:
        return _date(text, now_us, zone)
    except TimeRefused as refused:
        raise offers.checked(refused, lambda choice: _date(choice, now_us, zone)) from None


def _date(text: str, now_us: int, zone: str) -> str:
    from pmlog.when import grammar

    typed = grammar.read(_words(text))
    today = days_meant.day_at(typed, now_us, zone)
    moment = typed.moment
    if moment and moment.days is not None:
        typed = typed._replace(moment=None, shift=DayShift(moment.days))
    weekday = typed.weekday
    if weekday and weekday.which == "this" and weekday.number != today.weekday():
        typed = typed._replace(weekday=weekday._replace(which=""))
    if typed.clock or typed.moment or any(typed.zone) or typed.is_approximate or typed.part:
        choices = (str(typed.certain_day() or today), "tomorrow", "in 3 days")
        what = f"{wording.shown(typed.text)} is not a date alone"
        wording.refuse_unreadable(typed.text, what, choices)
    return str(days_meant.certain_day(typed, today) or days_meant.next_day(typed, today))


def read_duration(text: str) -> int:
    """Return the microseconds of a length of time: "1h30m", "PT2H30M", "half an hour".

    Raises TimeRefused for anything else, and for nothing or less.
    """
    plain = usual_times.length(text)
    if plain is not None:
        return plain
    from pmlog.when import durations, offers

    try:
        return durations.read(text)
    except TimeRefused as refused:
        raise offers.checked(refused, durations.read) from None


def canonical_zone(text: str) -> str:
    """Return the canonical zone of any spelling of it, or raise TimeRefused."""
    try:
        return zones.canonical(text)
    except TimeRefused as refused:
        from pmlog.when import offers

        raise offers.checked(refused, zones.canonical) from None


def zone_database_version() -> str:
    """Return the version of the zone database in use, such as "2026f"."""
    return database.version(database.folder())


def zone_database_source() -> str:
    """Return whose zone files are read, and their folder."""
    folder = database.folder()
    return f"{database.source(folder)}: {folder}" if folder else "there are none"


def zone_names_known() -> bool:
    """Tell whether there are zone files at all."""
    return bool(database.names(database.folder()))


def zone_warnings(text: str, at_us: int) -> tuple[str, ...]:
    """Say so where an abbreviation given for a zone was not in use at an instant.

    "PST" is eight hours behind UTC, and in July nobody's clock in California is.
    """
    return zones.warnings_of(text, at_us)


def is_tz_setting(setting: str) -> bool:
    """Tell whether the variable TZ names a zone, or describes one as POSIX does."""
    return zones.is_tz_setting(setting)


def describe(text: str, *, now_us: int, zone: str) -> dict[str, object]:
    """Return the answer to a text: its reading, or why there is none."""
    try:
        return described(text, read(text, now_us=now_us, zone=zone, may_span=True))
    except TimeRefused as refused:
        return {"input": text, "error": refused.fields}


def described(text: str, reading: Reading) -> dict[str, object]:
    """Return a reading as `pmlog when --json` answers it."""
    answer: dict[str, object] = {
        "input": text,
        "at": clock.rfc3339(reading.at_us),
        **_end(reading),
        "zone": reading.zone,
        "offset_s": clock.zone(reading.zone).at(reading.at_us).seconds,
        "approx": reading.approx,
    }
    if reading.warnings:
        answer["warnings"] = list(reading.warnings)
    return answer


def _end(reading: Reading) -> dict[str, object]:
    if reading.until_us is None:
        return {}
    length_us = clock.between(reading.at_us, reading.until_us)
    return {
        "until": clock.rfc3339(reading.until_us),
        "duration_s": length_us // clock.SECOND_US,
    }
