"""Every zone and every change of its clocks from 1990 to 2037, against other readers.

The other readers are zoneinfo on pytz's own files, and pytz's strict localize.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog import clock, when
from pmlog.failures import TimeRefused
from pmlog.when import civil, zones
from pmlog.when.abbreviations import MEANINGS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

NOW_US = 1_795_253_400_000_000
FIRST_US = 631_152_000 * clock.SECOND_US  # 1990
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a civil time
ODD_ZONES = (
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Pyongyang",
    "Asia/Kathmandu",
    "Etc/GMT-2",
)


def changes(zone: str) -> list[int]:
    return clock.zone(zone).changes_between(FIRST_US, clock.LAST_KNOWN_CHANGE_US)


def civil_times_around(change_us: int, zone: str) -> list[int]:
    """Return civil times at, just before and well beside the edges of a change."""
    data = clock.zone(zone)
    edges = [
        change_us + data.at(at_us).seconds * clock.SECOND_US
        for at_us in (change_us - 1, change_us)
    ]
    middle = sum(edges) // 2 // clock.SECOND_US * clock.SECOND_US
    beside = (-clock.DAY_US, -clock.HOUR_US, -clock.SECOND_US, 0, 17 * clock.MINUTE_US)
    return [middle, *(edge + away for edge in edges for away in beside)]


@lru_cache(maxsize=1024)
def other_database(zone: str) -> ZoneInfo:
    """Return a zone as zoneinfo reads pytz's own file."""
    with open(Path(clock.zone_data_folder()) / zone, "rb") as file:
        return ZoneInfo.from_file(file, key=zone)


def by_zoneinfo(civil_us: int, zone: str) -> list[int]:
    """Return the instants of a civil time, the two folds tried by way of UTC."""
    naive = EPOCH + timedelta(microseconds=civil_us)
    found = set()
    for fold in (0, 1):
        aware = naive.replace(tzinfo=other_database(zone), fold=fold)
        instant = aware.astimezone(UTC)
        if instant.astimezone(aware.tzinfo).replace(tzinfo=None) == naive:
            found.add((instant.replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1))
    return sorted(found)


def by_pytz(civil_us: int, zone: str) -> int | str:
    """Return the instant of a civil time, or the name of pytz's refusal."""
    naive = EPOCH + timedelta(microseconds=civil_us)
    try:
        aware = pytz.timezone(zone).localize(naive, is_dst=None)
    except pytz.InvalidTimeError as refused:
        return type(refused).__name__
    return (aware.astimezone(UTC).replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1)


@pytest.mark.parametrize("letter", sorted({zone[0] for zone in pytz.all_timezones}))
def test_every_change_of_every_zone_is_read_as_zoneinfo_reads_it(letter: str) -> None:
    wrong = [
        (zone, civil.civil_text(civil_us))
        for zone in pytz.all_timezones
        if zone[0] == letter
        for change_us in changes(zone)
        for civil_us in civil_times_around(change_us, zone)
        if civil.instants_at(civil_us, zone) != by_zoneinfo(civil_us, zone)
    ]

    assert wrong == []


def expected(civil_us: int, zone: str) -> int | str:
    instants = by_zoneinfo(civil_us, zone)
    return (
        instants[0] if len(instants) == 1 else ["nonexistent", "ambiguous"][bool(instants)]
    )


def read(text: str, zone: str) -> int | str:
    try:
        return when.read(text, now_us=NOW_US, zone=zone).at_us
    except TimeRefused as refused:
        return refused.code


# One zone for each history since 1990; the links among the names are read above.
HISTORIES = {tuple(changes(zone)): zone for zone in pytz.all_timezones}


def test_gaps_are_refused_and_folds_are_refused_in_every_zone() -> None:
    wrong = []
    for zone in HISTORIES.values():
        # Every third change, so that both directions are met in every zone.
        for change_us in changes(zone)[::3]:
            for civil_us in civil_times_around(change_us, zone)[::2]:
                text = civil.civil_text(civil_us)
                if read(text, zone) != expected(civil_us, zone):
                    wrong.append((zone, text))

    assert wrong == []


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_an_odd_zone_is_read_as_zoneinfo_and_pytz_read_it(zone: str) -> None:
    refusals = {"NonExistentTimeError": "nonexistent", "AmbiguousTimeError": "ambiguous"}
    for change_us in [*changes(zone), NOW_US]:
        for civil_us in civil_times_around(change_us, zone):
            found = read(civil.civil_text(civil_us), zone)
            strict = by_pytz(civil_us, zone)

            assert found == expected(civil_us, zone)
            assert found == (refusals[strict] if isinstance(strict, str) else strict)


def test_the_choices_of_a_refusal_are_the_instants_beside_it() -> None:
    for zone in HISTORIES.values():
        for change_us in changes(zone)[-2:]:
            data = clock.zone(zone)
            before, after = data.at(change_us - 1).seconds, data.at(change_us).seconds
            civil_us = change_us + (before + after) * clock.SECOND_US // 2
            with pytest.raises(TimeRefused) as refused:
                when.read(civil.civil_text(civil_us), now_us=NOW_US, zone=zone)

            found = {read(choice, zone) for choice in refused.value.choices}
            assert found == {civil_us - s * clock.SECOND_US for s in (before, after)}


# Odd zones by name


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"

    assert read("2026-10-04 02:15", zone) == "nonexistent"
    assert read("2026-10-04 02:30", zone) == at("2026-10-03T15:30Z")
    assert read("2026-04-05 01:45", zone) == "ambiguous"
    assert read("2026-04-05 01:29", zone) == at("2026-04-04T14:29Z")


def test_troll_moves_its_clocks_by_two_hours() -> None:
    zone = "Antarctica/Troll"

    assert read("2026-03-29 02:59", zone) == "nonexistent"
    assert read("2026-03-29 03:00", zone) == at("2026-03-29T01:00Z")
    assert read("2026-10-25 01:00", zone) == "ambiguous"


def test_casablanca_interrupted_its_summer_time_for_ramadan() -> None:
    zone = "Africa/Casablanca"

    assert read("2025-02-23 02:30", zone) == "ambiguous"
    assert read("2025-03-15 12:00", zone) == at("2025-03-15T12:00Z")
    assert read("2025-04-06 02:30", zone) == "nonexistent"


def test_apia_skipped_a_day() -> None:
    zone = "Pacific/Apia"

    assert read("2011-12-29 23:59", zone) == at("2011-12-30T09:59Z")
    assert read("2011-12-30 00:00", zone) == "nonexistent"
    assert read("2011-12-30 23:59", zone) == "nonexistent"
    assert read("2011-12-31 00:00", zone) == at("2011-12-30T10:00Z")


def test_pyongyang_moved_by_half_an_hour_without_summer_time() -> None:
    zone = "Asia/Pyongyang"

    assert read("2015-08-14 23:45", zone) == "ambiguous"
    assert read("2018-05-04 23:45", zone) == "nonexistent"


def test_kathmandu_is_a_quarter_of_an_hour_off() -> None:
    assert read("2026-11-21 14:05", "Asia/Kathmandu") == at("2026-11-21T08:20Z")


def test_etc_gmt_minus_2_is_two_hours_ahead() -> None:
    assert read("2026-11-21 14:05", "Etc/GMT-2") == at("2026-11-21T12:05Z")
    assert read("2026-11-21 14:05 Etc/GMT-2", "UTC") == at("2026-11-21T12:05Z")
    assert read("2026-11-21 14:05 GMT-2", "UTC") == at("2026-11-21T16:05Z")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * clock.SECOND_US


# Spellings of a zone

CANONICAL = {
    "europe/berlin": "Europe/Berlin",
    "america/new york": "America/New_York",
    "US/Eastern": "US/Eastern",
    "etc/gmt+5": "Etc/GMT+5",
    "Etc/GMT-2": "Etc/GMT-2",
    "EST5EDT": "EST5EDT",
    "nz": "NZ",
    "CET": "CET",
    "utc": "UTC",
    "Z": "UTC",
    "Etc/UTC": "UTC",
    "Zulu": "UTC",
    "GMT": "UTC",
    "-00:00": "UTC",
    "GMT +2": "+02:00",
    "(GMT+2)": "+02:00",
    "UTC+05:30": "+05:30",
    "+0530": "+05:30",
    "-5": "-05:00",
    "UTC+14": "+14:00",
    "ET": "America/New_York",
    "pt": "America/Los_Angeles",
    "CEST": "+02:00",
    "PST": "-08:00",
    "WEST": "+01:00",
    ":Europe/Berlin": "Europe/Berlin",
}


@pytest.mark.parametrize(("typed", "zone"), CANONICAL.items())
def test_a_zone_has_one_canonical_spelling(typed: str, zone: str) -> None:
    assert when.canonical_zone(typed) == zone
    assert clock.is_zone(zone)


def test_a_canonical_zone_stays_as_it_is() -> None:
    names = [*pytz.all_timezones, "+02:00", "-03:30"]
    moved = {name: when.canonical_zone(name) for name in names}

    assert {old: new for old, new in moved.items() if old != new} == dict.fromkeys(
        (
            "Etc/UCT",
            "Etc/UTC",
            "Etc/Universal",
            "Etc/Zulu",
            "GMT",
            "UCT",
            "Universal",
            "Zulu",
        ),
        "UTC",
    )


@pytest.mark.parametrize(
    ("typed", "code", "choices"),
    [
        (
            "Europe/Berln",
            "unknown_zone",
            ("Europe/Berlin", "Europe/Dublin", "Europe/Belfast"),
        ),
        ("berlin", "unknown_zone", ("Europe/Berlin",)),
        ("New York", "unknown_zone", ("America/New_York",)),
        ("foo", "unknown_zone", ()),
        ("../etc/passwd", "unknown_zone", ()),
        ("posixrules", "unknown_zone", ()),
        ("UTC+15", "unknown_zone", ()),
        ("UTC+2:75", "unknown_zone", ()),
        ("IST", "ambiguous_zone", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
    ],
)
def test_what_is_no_zone_is_refused_with_its_likes(
    typed: str, code: str, choices: tuple[str, ...]
) -> None:
    with pytest.raises(TimeRefused) as refused:
        when.canonical_zone(typed)

    assert (refused.value.code, refused.value.choices) == (code, choices)


# Abbreviations


@lru_cache(maxsize=1)
def used_now() -> dict[str, set[str]]:
    """Return the offsets that the database has given each abbreviation since 2016."""
    used: dict[str, set[str]] = {}
    since_us = at("2016-01-01T00:00Z")
    for zone in pytz.all_timezones:
        data = clock.zone(zone)
        for at_us in [since_us, *data.changes_between(since_us, NOW_US)]:
            offset = data.at(at_us)
            if offset.abbreviation not in ("", "UTC"):
                name = offset.abbreviation.upper()
                used.setdefault(name, set()).add(clock.zone_of_offset(offset.seconds))
    return used


def test_every_abbreviation_of_the_database_is_known() -> None:
    assert set(used_now()) - set(MEANINGS) == set()


def test_an_abbreviation_with_one_meaning_has_no_other_in_the_database() -> None:
    several = {
        name: offsets
        for name, offsets in used_now().items()
        if len(MEANINGS[name]) == 1 and offsets != {MEANINGS[name][0].offset}
    }

    # RFC 5322 has settled CST, CDT and PST; North Korea's KST ended in 2018.
    assert several == {
        "CST": {"-06:00", "-05:00", "+08:00"},
        "CDT": {"-05:00", "-04:00"},
        "PST": {"-08:00", "+08:00"},
        "KST": {"+09:00", "+08:30"},
    }


def test_the_places_of_the_abbreviations_are_zones() -> None:
    for meanings in MEANINGS.values():
        for meaning in meanings:
            assert clock.is_zone(meaning.place)
            assert clock.is_zone(meaning.offset)


def test_an_offset_is_one_that_some_place_has_had_since_1990() -> None:
    used = {"UTC"}
    for name in pytz.all_timezones:
        samples = [FIRST_US, *changes(name)]
        used |= {clock.zone_of_offset(clock.zone(name).at(us).seconds) for us in samples}
    every_quarter = [clock.zone_of_offset(900 * count) for count in range(-56, 61)]

    assert {each for each in every_quarter if zones.is_offset_somewhere(each)} == used


# Properties

INSTANTS = st.integers(0, (2**31 - 86_400) * clock.SECOND_US - 1)
ZONES = st.sampled_from(
    [when.canonical_zone(name) for name in pytz.all_timezones] + ["+05:30", "-08:00", "UTC"]
)


@given(INSTANTS)
def test_rfc_3339_read_back_is_the_same_instant(at_us: int) -> None:
    reading = when.read(clock.rfc3339(at_us), now_us=NOW_US, zone="Europe/Berlin")

    assert (reading.at_us, reading.zone) == (at_us, "UTC")


@given(INSTANTS, ZONES)
def test_a_label_read_back_is_the_same_instant_and_zone(at_us: int, zone: str) -> None:
    # Offsets that no place has had since 1990 are refused: Guyana's -03:45 until 1975.
    at_us = max(at_us - at_us % clock.SECOND_US, FIRST_US)
    date_text, second_text = clock.date_text(at_us, zone), clock.second_text(at_us, zone)
    text = f"{date_text} {second_text} {clock.zone_label(at_us, zone)}"

    reading = when.read(text, now_us=NOW_US, zone=zone)

    assert reading.at_us == at_us
    if clock.zone(zone).at(at_us).abbreviation not in ("", "UTC"):
        assert reading.zone == zone


@given(INSTANTS, ZONES)
def test_a_wall_clock_read_back_is_the_same_instant_or_refused_as_repeated(
    at_us: int, zone: str
) -> None:
    text = civil.civil_text(civil.civil_at(at_us, zone))

    assert read(text, zone) in (at_us, "ambiguous")


@given(st.integers(clock.SECOND_US, 10**15))
def test_a_duration_read_back_is_the_same(duration_us: int) -> None:
    duration_us -= duration_us % clock.SECOND_US

    assert when.read_duration(clock.duration_text(duration_us)) == duration_us
    assert when.read_duration(clock.duration_iso(duration_us)) == duration_us


WORDS = st.sampled_from(
    (
        *("14:05", "2pm", "am", "24:00", "02:30", "noon", "midnight", "T", "@17", "now"),
        *("-15m", "ago", "in", "half", "an", "hour", "1h30", "mon", "last", "friday"),
        *("Aug", "5", "2023", "29 Feb", "10/11/2026", "2026-03-29", "yesterday", "next"),
        *("9999-12-31", "1000-01-01", "UTC-12", "99999999 days"),
        *(
            "Z",
            "UTC",
            "+02:00",
            "IST",
            "CET",
            "(UTC+1)",
            "Europe/Berlin",
            "Foo/Bar",
            "[",
            ",",
        ),
    )
)
TYPED = st.one_of(
    st.text(), st.lists(WORDS, max_size=6).map(" ".join), st.lists(WORDS).map("".join)
)


def sentence(read_text: Callable[[], object]) -> str:
    """Return what a refusal says, "" if there is none."""
    try:
        read_text()
    except TimeRefused as refused:
        return str(refused) + "".join(refused.choices)
    return ""


@settings(max_examples=400)
@given(TYPED, ZONES, st.one_of(st.none(), INSTANTS))
def test_no_text_raises_anything_but_a_refusal(
    text: str, zone: str, after_us: int | None
) -> None:
    sentences = (
        sentence(lambda: when.read(text, now_us=NOW_US, zone=zone, after_us=after_us)),
        sentence(lambda: when.read_date(text, now_us=NOW_US, zone=zone)),
        sentence(lambda: when.read_duration(text)),
        sentence(lambda: when.canonical_zone(text)),
    )

    assert all(said.isprintable() for said in sentences)


PROGRAM = """
import json, sys
from pmlog import when
for line in sys.stdin:
    line = line.strip()
    described = when.describe(line, now_us=1795253400000000, zone="Europe/Berlin")
    print(json.dumps(described))
"""
LINES = """
now
14:05
yesterday 23:50
mon 14:05
2026-10-25 02:30
2026-07-01 14:05 EST
5 August 2023 2am
15m ago
"""


def test_the_machines_zone_changes_nothing() -> None:
    answers = set()
    for machine in ("America/New_York", "Asia/Kolkata", "UTC", ""):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "TZ": machine},
            input=LINES.strip(),
            capture_output=True,
            check=True,
            text=True,
        )
        answers.add(done.stdout)

    assert len(answers) == 1
