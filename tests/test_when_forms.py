"""Times as people and machines write them (times.tsv), spans, and choices that work."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmlog import clock, when
from pmlog.failures import TimeRefused
from pmlog.when import (
    durations,
    grammar,
    reading,
    spans,
    stamps,
    usual_times,
    wording,
)
from pmlog.when.pieces import Typed
from pmlog.when.resolve import Question
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

NOW_US = 1_710_581_400_000_000  # 2024-03-16T09:30:00Z
BERLIN = "Europe/Berlin"
ROWS = [
    tuple(row.split("\t"))
    for row in (ROOT / "tests" / "times.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]


def understood(text: str, zone: str = BERLIN, start_us: int | None = None) -> str:
    """Return how text is read, or what a refusal offers, as times.tsv has it."""
    try:
        found = when.read(text, now_us=NOW_US, zone=zone, start_us=start_us, may_span=True)
    except TimeRefused as refused:
        return f"refused: {' | '.join(refused.choices)}"
    ends = [found.at_us] if found.until_us is None else [found.at_us, found.until_us]
    return " to ".join(map(clock.rfc3339, ends)) + " ~" * found.approx


@pytest.mark.parametrize(("typed", "meaning"), ROWS)
def test_a_time_is_read_or_refused_as_the_table_says(typed: str, meaning: str) -> None:
    assert understood(typed) == meaning


def test_every_zone_is_read_behind_a_t_clock() -> None:
    noon_us = when.read("2024-03-05T12:30Z", now_us=NOW_US, zone="UTC").at_us

    for zone in pytz.all_timezones:
        found = when.read(f"2024-03-05T12:30 {zone}", now_us=NOW_US, zone=BERLIN)
        offset_us = clock.zone(zone).at(found.at_us).seconds * clock.SECOND_US
        assert found.at_us + offset_us == noon_us, zone


def test_where_one_time_is_asked_for_a_span_is_refused_with_its_two_ends() -> None:
    with pytest.raises(TimeRefused) as refused:
        when.read("14:05 to 14:10", now_us=NOW_US, zone=BERLIN)

    assert refused.value.choices == ("2024-03-15T13:05:00Z", "2024-03-15T13:10:00Z")


def test_a_span_is_read_with_the_zone_and_the_warnings_of_both_ends() -> None:
    found = when.read("14:05 to 14:10 PST", now_us=NOW_US, zone=BERLIN, may_span=True)

    assert (found.zone, found.as_typed) == ("-08:00", "14:05 to 14:10 PST")
    assert found.warnings == (
        "PST was read as UTC-08:00; America/Los_Angeles had PDT (UTC-07:00) on that date",
    )


def test_a_refused_half_of_a_span_is_mended_within_the_span() -> None:
    assert understood("14:05 to 15:05 Berlin") == "refused: 14:05 to 15:05 Europe/Berlin"
    assert understood("14:05 Berlin to 15:05") == "refused: 14:05 Europe/Berlin to 15:05"


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("T+15m", "2024-03-15T14:15:00Z"),
        ("t+1h30m", "2024-03-15T15:30:00Z"),
        ("T - 5 min", "2024-03-15T13:55:00Z"),
        ("~T+2 hours", "2024-03-15T16:00:00Z ~"),
        ("T+15m to T+20m", "2024-03-15T14:15:00Z to 2024-03-15T14:20:00Z"),
        ("T+15", "refused: T+15m | T+15h"),
        ("T+1:30", "refused: T+1h30m | T+1m30s"),
        ("T+5m 2h", "refused: T+1h30m"),
    ],
)
def test_t_counts_from_the_start_of_the_incident(typed: str, meaning: str) -> None:
    start_us = when.read("2024-03-15T14:00Z", now_us=NOW_US, zone="UTC").at_us

    assert understood(typed, start_us=start_us) == meaning


def test_without_an_incident_t_counts_from_nothing() -> None:
    with pytest.raises(TimeRefused, match="counts from the start of an incident"):
        when.read("T+15m", now_us=NOW_US, zone=BERLIN)


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("14:05", "2024-03-10T13:05:00Z"),  # within the incident
        ("09:00", "2024-03-10T08:00:00Z"),  # nearer to its start than the day after
        ("23:00", "2024-03-10T22:00:00Z"),  # nearer to its end than the day before
        ("02:00", "2024-03-11T01:00:00Z"),
        ("15:00 UTC", "2024-03-10T15:00:00Z"),
        ("yesterday 14:05", "2024-03-15T13:05:00Z"),
    ],
)
def test_a_bare_clock_is_the_one_nearest_to_an_incident_that_is_over(
    typed: str, meaning: str
) -> None:
    ends = [
        when.read(end, now_us=NOW_US, zone="UTC").at_us
        for end in ("2024-03-10T13:00Z", "2024-03-10T16:00Z")
    ]

    found = when.read(typed, now_us=NOW_US, zone=BERLIN, near=(ends[0], ends[1]))

    assert clock.rfc3339(found.at_us) == meaning


def test_in_an_incident_of_days_a_bare_clock_is_the_last_one_in_it() -> None:
    near = (NOW_US - 9 * clock.DAY_US, NOW_US - 5 * clock.DAY_US)

    found = when.read("14:05", now_us=NOW_US, zone=BERLIN, near=near)

    assert clock.rfc3339(found.at_us) == "2024-03-10T13:05:00Z"


# Every choice offered works when typed, whatever was refused.

PIECES = st.sampled_from(
    (
        *("14:05", "2:30", "02:30", "0800", "2pm", "14", "9", "25:99", "24:00", "14:05:60"),
        *(
            "14.05",
            "10.30 Uhr",
            "noon",
            "midnight",
            "noonish",
            "~",
            "at",
            "from",
            "between",
        ),
        *("to", "until", "and", "for", "-", "\u2013", "/", "(", ")", "[", "]", ","),
        *("2024-03-31", "2024-10-27", "2024-03-15T14:05", "3/4", "10/11/2026", "31/12/23"),
        *("03.05.", "03-05", "Mar 5", "15-Oct-23", "2024-065T14:05", "I0305", "29 Feb"),
        *("yesterday", "tonight", "last night", "this morning", "friday", "next friday"),
        *("UTC", "Z", "CET", "CEST", "IST", "PST", "ET", "Eastern", "Berlin", "Brlin"),
        *("Europe/Berlin", "Europe/Berln", "+02:00", "+00:30", "-10:30", "(+1)", "-05:00"),
        *("15m", "15m ago", "5m later", "T+15m", "T+15", "in 20m", "1709647522.123"),
        *("20240305140522", "20240305-140522", "2024-03-05-14:05:22", "[error]", "ERROR"),
        *("\uff11\uff14:\uff10\uff15", "051405Z MAR 24", "10:00-10:30", "08:00-09:00"),
    )
)
TYPED = st.one_of(
    st.lists(PIECES, min_size=1, max_size=5).map(" ".join),
    st.lists(PIECES, min_size=1, max_size=3).map("".join),
)
ZONES = st.sampled_from((BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC"))
# Around two clock changes, a leap day, the turn of a year, and an ordinary morning.
NOWS = st.sampled_from(
    [
        when.read(text, now_us=NOW_US, zone="UTC").at_us
        for text in (
            *("2024-03-31T01:10Z", "2024-10-27T00:40Z", "2024-02-29T23:30Z"),
            *("2024-01-01T00:05Z", "2024-03-16T09:30Z"),
        )
    ]
)


def check_choices(read: Callable[[str], object], text: str) -> None:
    """Assert that what a refusal of text offers is not refused in its turn."""
    try:
        read(text)
    except TimeRefused as refused:
        for choice in refused.choices:
            read(choice)


@settings(max_examples=600)
@given(TYPED, ZONES, NOWS, st.sampled_from(("at", "until", "near")), st.booleans())
def test_every_choice_that_a_refusal_offers_works_when_typed(
    text: str, zone: str, now_us: int, where: str, may_span: bool
) -> None:
    hour_ago_us = now_us - clock.HOUR_US
    after_us = hour_ago_us if where == "until" else None
    near = (hour_ago_us, now_us) if where == "near" else None

    def read(words: str) -> object:
        return when.read(
            words,
            now_us=now_us,
            zone=zone,
            after_us=after_us,
            near=near,
            start_us=hour_ago_us,
            may_span=may_span,
        )

    check_choices(read, text)


@settings(max_examples=200)
@given(TYPED, NOWS)
def test_every_date_length_and_zone_that_is_offered_works(text: str, now_us: int) -> None:
    check_choices(lambda words: when.read_date(words, now_us=now_us, zone=BERLIN), text)
    check_choices(when.read_duration, text)
    check_choices(when.canonical_zone, text)


CLOCKS = st.from_regex(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", fullmatch=True)
DATES = st.dates(min_value=date(999, 12, 30)).map(str)
OFFSETS = st.from_regex(r"|Z| ?[+-][01][0-9]:(00|15|30|45)", fullmatch=True)
LENGTHS = st.from_regex(r"[+-]?[0-9]{1,5} ?(m|h|s|d|min)( ago)?", fullmatch=True)
USUAL_TIMES = st.builds("{}{}".format, st.sampled_from(["", "~", "~ "]), CLOCKS | LENGTHS)
USUAL_TIMES |= st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "~"]),
    DATES,
    st.sampled_from([" ", "T"]),
    CLOCKS,
    OFFSETS,
)


@settings(max_examples=300)
@given(USUAL_TIMES | st.just("now"), st.sampled_from([BERLIN, "UTC", "+05:45"]))
@example("+15m", BERLIN)
@example("-15m", BERLIN)
@example("2h ago", BERLIN)
@example("2024-03-31 02:30", BERLIN)
@example("2024-03-15T14:05:33Z", BERLIN)
@example("~2024-03-15 14:05 +05:45", BERLIN)
@example("2024-03-15 14:05+00:00", BERLIN)
def test_a_plain_form_is_the_pieces_that_the_grammar_reads(typed: str, zone: str) -> None:
    plain = usual_times.read(typed)
    if plain is None:
        return
    asked = Question(Typed(typed), NOW_US, zone)
    words = stamps.in_words(wording.unwrapped(wording.plain(typed)))

    assert plain == grammar.read(words)
    assert spans.read(words, asked) is None
    with contextlib.suppress(TimeRefused):
        assert reading.of_pieces(plain, asked) == reading.one(words, asked)


@given(LENGTHS)
def test_a_plain_length_is_the_one_that_is_read_of_its_words(typed: str) -> None:
    plain = usual_times.length(typed)

    assert plain in (None, durations.of_match(typed))


@pytest.mark.parametrize(
    "typed",
    [
        *("now", "-15m", "2h ago", "+90s", "14:05", "~2:05", "14:05:33", "02:30:15"),
        *("2024-03-15 14:05", "2024-03-15T14:05:33Z", "~2024-03-15T14:05+05:45"),
    ],
)
def test_the_usual_forms_are_plain(typed: str) -> None:
    assert usual_times.read(typed) is not None
