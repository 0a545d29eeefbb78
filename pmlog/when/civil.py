"""Dates and wall clocks <-> instants.

A civil time is what a calendar and a clock on the wall show, as microseconds since
1970-01-01 00:00 on that wall; only together with a zone it names an instant.

The reading is by trial: every offset that the zone used within two days of the civil
time is tried, and kept if the zone shows that very civil time at the instant it leads
to. So a skipped time has no instant and a repeated one has all of its instants,
whatever moved the clocks. pytz's strict localize agrees on every change of every zone
from 1990 to 2037 (tests/test_when_zones.py holds both to that); it is not the method
because it cannot tell the instants of a repeated time, which a refusal has to offer.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pmlog import clock
from pmlog.failures import TimeRefused
from pmlog.namedtuple import NamedTuple
from pmlog.when.wording import UNKNOWN_ZONE

_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()

# Years of four digits, in UTC: what RFC 3339 can show.
FIRST_YEAR = 1000
FIRST_US = (date(FIRST_YEAR, 1, 1).toordinal() - _ORDINAL_OF_1970) * clock.DAY_US
LAST_US = (date(9999, 12, 31).toordinal() + 1 - _ORDINAL_OF_1970) * clock.DAY_US

_REGULAR_SINCE_US = (date(2030, 1, 1).toordinal() - _ORDINAL_OF_1970) * clock.DAY_US


class Gap(NamedTuple):
    """A change of the clocks that skipped civil times: offsets in seconds."""

    at_us: int
    before_s: int
    after_s: int

    def skipped(self, civil_us: int) -> bool:
        """Tell whether a civil time was never shown because of this change."""
        first_us = self.at_us + self.before_s * clock.SECOND_US
        return first_us <= civil_us < self.at_us + self.after_s * clock.SECOND_US


def civil(day: date, time_us: int) -> int:
    """Return the civil time of a day and the microseconds since its midnight."""
    return (day.toordinal() - _ORDINAL_OF_1970) * clock.DAY_US + time_us


def day_of(civil_us: int) -> date:
    """Return the date of a civil time."""
    return date.fromordinal(civil_us // clock.DAY_US + _ORDINAL_OF_1970)


def civil_at(at_us: int, zone: str) -> int:
    """Return the civil time that a zone shows at an instant."""
    return at_us + clock.zone(zone).at(at_us).seconds * clock.SECOND_US


def civil_text(civil_us: int) -> str:
    """Return a civil time as it can be typed: "2026-03-29 03:30", seconds if any."""
    text = f"{clock.date_text(civil_us, 'UTC')} {clock.second_text(civil_us, 'UTC')}"
    fraction = civil_us % clock.SECOND_US
    if fraction:
        return f"{text}.{fraction:06}"
    return text.removesuffix(":00")


def instants_at(civil_us: int, zone: str) -> list[int]:
    """Return the instants, in order, at which a zone shows a civil time.

    TimeRefused for the zone of a log that no file here has.
    """
    if not clock.is_zone(zone):
        raise TimeRefused(
            zone,
            UNKNOWN_ZONE,
            f"no zone file here tells the times of {zone}",
            hint="install a newer tzdata, or give an offset with the time: 14:05 +02:00",
        )
    data = clock.zone(zone)
    near = [civil_us - 2 * clock.DAY_US, *_changes_near(civil_us, zone)]
    offsets = {data.at(at_us).seconds for at_us in near}
    candidates = ((civil_us - s * clock.SECOND_US, s) for s in offsets)
    return sorted(at_us for at_us, s in candidates if data.at(at_us).seconds == s)


def gap_at(civil_us: int, zone: str) -> Gap:
    """Return the change that skipped a civil time which has no instant."""
    return next(gap for gap in _gaps_near(civil_us, zone) if gap.skipped(civil_us))


def has_day(day: date, zone: str) -> bool:
    """Tell whether a zone had any time of a day; Apia had none of 2011-12-30."""
    first_us = civil(day, 0)
    last_us = first_us + clock.DAY_US - 1
    return not any(
        gap.skipped(first_us) and gap.skipped(last_us) for gap in _gaps_near(first_us, zone)
    )


def _gaps_near(civil_us: int, zone: str) -> list[Gap]:
    data = clock.zone(zone)
    return [
        Gap(at_us, data.at(at_us - 1).seconds, data.at(at_us).seconds)
        for at_us in _changes_near(civil_us, zone)
    ]


def _changes_near(civil_us: int, zone: str) -> list[int]:
    return clock.zone(zone).changes_between(
        civil_us - 2 * clock.DAY_US, civil_us + 2 * clock.DAY_US
    )


@lru_cache(maxsize=1024)
def _still_changes(zone: str) -> bool:
    data = clock.zone(zone)
    return bool(data.changes_between(_REGULAR_SINCE_US, clock.LAST_KNOWN_CHANGE_US))


def beyond_the_data(at_us: int, zone: str) -> bool:
    """Tell whether a zone's offset is unknown, its clock changes ending in 2037."""
    return at_us >= clock.LAST_KNOWN_CHANGE_US and _still_changes(zone)
