"""Instants to text; the zones are pytz's to the second."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from pmlog import clock
from pmlog.clock import HOUR_US, MINUTE_US, SECOND_US

DST_ENDS_US = 1_792_890_000 * SECOND_US  # 2026-10-25T01:00Z, in Berlin


def changes_of(name: str) -> list[int]:
    """Return the seconds at which pytz has a zone change, the last ones of all."""
    times = getattr(pytz.timezone(name), "_utc_transition_times", [])[1:]
    return [int(each.replace(tzinfo=UTC).timestamp()) for each in times]


def test_every_zone_shows_what_pytz_shows_around_each_of_its_changes() -> None:
    wrong = []
    for name in pytz.all_timezones:
        ours, theirs = clock.zone(name), pytz.timezone(name)
        for second in [0, *changes_of(name)]:
            for at in (second - 1, second, second + 1):
                local = datetime.fromtimestamp(at, UTC).astimezone(theirs)
                expected = local.utcoffset()
                label = local.tzname() or ""
                offset = ours.at(at * SECOND_US)
                if (offset.seconds, offset.abbreviation) != (
                    expected.total_seconds() if expected is not None else None,
                    "" if label[0] in "+-" else label,
                ):
                    wrong.append((name, at))

    assert wrong == []


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "europe/berlin", "../UTC", "/etc/passwd", "zone.tab", "Europe"],
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert not clock.is_zone(name)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("UTC", 0), ("+05:30", 19800), ("-00:45", -2700), ("+14:00", 50400)],
)
def test_an_offset_is_a_zone(name: str, seconds: int) -> None:
    assert clock.zone(name).at(0).seconds == seconds
    assert clock.zone_of_offset(seconds) == name


@pytest.mark.parametrize("name", ["+5:30", "+0530", "+05:3x", "+\u0660\u0665:30", "05:30"])
def test_other_spellings_of_an_offset_are_not(name: str) -> None:
    assert not clock.is_zone(name)


@pytest.mark.parametrize(
    ("zone", "at_us", "label"),
    [
        ("Europe/Berlin", DST_ENDS_US - 1, "CEST (UTC+02:00)"),
        ("Europe/Berlin", DST_ENDS_US, "CET (UTC+01:00)"),
        ("+02:00", 0, "UTC+02:00"),
        ("Asia/Kathmandu", DST_ENDS_US, "UTC+05:45"),
        ("Europe/London", DST_ENDS_US, "GMT (UTC)"),
        ("UTC", 0, "UTC"),
    ],
)
def test_the_label_of_a_zone(zone: str, at_us: int, label: str) -> None:
    assert clock.zone_label(at_us, zone) == label


def test_changes_between_two_instants() -> None:
    zone = clock.zone("Europe/Berlin")

    assert zone.changes_between(DST_ENDS_US - 1, DST_ENDS_US) == [DST_ENDS_US]
    assert zone.changes_between(DST_ENDS_US, DST_ENDS_US + HOUR_US) == []


@pytest.mark.parametrize(
    ("environ", "zone"),
    [
        ({"TZ": "Europe/Berlin"}, "Europe/Berlin"),
        ({"TZ": ":Europe/Berlin"}, "Europe/Berlin"),
        ({"TZ": "/usr/share/zoneinfo/Asia/Tokyo"}, "Asia/Tokyo"),
        ({"TZ": "Etc/UTC"}, "UTC"),
        ({"TZ": ""}, "UTC"),
    ],
)
def test_the_machines_zone(environ: dict[str, str], zone: str) -> None:
    assert clock.system_zone(environ, 0) == zone


@pytest.mark.parametrize(
    ("duration_us", "text", "iso"),
    [
        (0, "0 s", "PT0S"),
        (45 * SECOND_US, "45 s", "PT45S"),
        (150 * MINUTE_US, "2 h 30 min", "PT2H30M"),
        (76 * HOUR_US + 5 * MINUTE_US, "3 d 4 h 5 min", "P3DT4H5M"),
        (24 * HOUR_US, "1 d", "P1D"),
        (999_999, "0.999999 s", "PT0.999999S"),
        (60_500_000, "1 min 0.5 s", "PT1M0.5S"),
        (-90 * SECOND_US, "-1 min 30 s", "-PT1M30S"),
    ],
)
def test_durations(duration_us: int, text: str, iso: str) -> None:
    assert clock.duration_text(duration_us) == text
    assert clock.duration_iso(duration_us) == iso


INSTANTS = st.integers(-(10**15), 4 * 10**15)


@given(INSTANTS)
def test_rfc_3339_is_read_back_by_the_standard_library(at_us: int) -> None:
    read = datetime.fromisoformat(clock.rfc3339(at_us))
    since = read - datetime(1970, 1, 1, tzinfo=UTC)

    assert (since.days * 86400 + since.seconds) * SECOND_US + since.microseconds == at_us


@given(INSTANTS, INSTANTS)
def test_the_printed_duration_is_that_between_the_printed_times(
    first: int, last: int
) -> None:
    printed = [datetime.fromisoformat(clock.rfc3339(each)) for each in (first, last)]
    shown = [each.replace(microsecond=0) for each in printed]

    assert clock.between(first, last) == (shown[1] - shown[0]).total_seconds() * SECOND_US
