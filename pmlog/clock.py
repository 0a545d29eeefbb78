"""Instants to text: zones, wall clocks, durations.

An instant is an integer, microseconds since 1970-01-01 UTC; a duration is one too.
A zone is an IANA name ("Europe/Berlin"), an offset ("+02:00") or "UTC". The zone data
is that of one folder (pytz's, where it has one), so that what is read and what is shown
can never disagree; its files are read here, because importing pytz would double the start
of `pmlog event`.
"""

from __future__ import annotations

import os
import sys
import time

from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

# Its files list changes as numbers of 32 bits.
LAST_KNOWN_CHANGE_US = 2**31 * SECOND_US


class Offset(NamedTuple):
    """What a zone's clocks show at an instant: seconds east of UTC, and its name."""

    seconds: int
    abbreviation: str


class Zone:
    """A zone's offsets through time."""

    def __init__(self, name: str, changes: list[int], offsets: list[Offset]) -> None:
        """Take changes (seconds since 1970, ascending) and one more offset than them."""
        self.name = name
        self._changes = changes
        self._offsets = offsets
        if changes:
            # What bisect itself consists of, without reading the file of that name; UTC
            # needs neither.
            from _bisect import bisect_right

            self._place = bisect_right

    def at(self, at_us: int) -> Offset:
        """Return the offset in force at an instant."""
        if not self._changes:
            return self._offsets[0]
        return self._offsets[self._place(self._changes, at_us // SECOND_US)]

    def continued(self, rule: str) -> Zone:
        """Return the zone with the changes that a rule makes after the last known one."""
        # Only slim files have one that adds anything.
        from pmlog import zonerules

        last_s = self._changes[-1] if self._changes else -(2**31)
        more = zonerules.changes(rule, last_s, 2**31) if rule else []
        offsets = [_offset(each.offset_s, each.label) for each in more]
        changes = [*self._changes, *(each.at_s for each in more)]
        return Zone(self.name, changes, [*self._offsets, *offsets])

    def changes_between(self, first_us: int, last_us: int) -> list[int]:
        """Return the instants after first, up to last, at which the offset changed."""
        if not self._changes:
            return []
        low = self._place(self._changes, first_us // SECOND_US)
        high = self._place(self._changes, last_us // SECOND_US)
        return [
            self._changes[i] * SECOND_US
            for i in range(low, high)
            if self._offsets[i].seconds != self._offsets[i + 1].seconds
        ]


_zones: dict[str, Zone] = {}


def zone(name: str) -> Zone:
    """Return the zone of a name or offset; UTC for a name that no file here has.

    A log may come from where there are newer files, or any at all. Its instants are
    known, and are shown in UTC, which then stands beside them.
    """
    if name not in _zones:
        seconds = _offset_seconds(name)
        try:
            _zones[name] = _from_file(name) if seconds is None else _fixed(name, seconds)
        except KeyError:
            _zones[name] = _fixed("UTC", 0)
    return _zones[name]


def _fixed(name: str, seconds: int) -> Zone:
    return Zone(name, [], [Offset(seconds, "UTC" if name == "UTC" else "")])


def is_zone(name: str) -> bool:
    """Tell whether this very spelling is a zone's: an offset, or a name with a file."""
    return zone(name).name == name


def _offset_seconds(name: str) -> int | None:
    if name == "UTC":
        return 0
    digits = name[1:3] + name[4:6]
    if len(name) != 6 or name[0] not in "+-" or name[3] != ":":
        return None
    if not (digits.isascii() and digits.isdigit()):
        return None
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    seconds = hours * 3600 + minutes * 60
    return -seconds if name[0] == "-" else seconds


# Where systems keep the database; Debian's own pytz has no files of it.
_SYSTEM_FOLDERS = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo")


def zone_data_folder() -> str:
    """Return the folder of zone files: pytz's, else the system's, else tzdata's.

    KeyError where there is none.
    """
    beside_us = os.path.dirname(os.path.dirname(__file__))
    places = [beside_us, *sys.path]
    folders = [os.path.join(place, "pytz", "zoneinfo") for place in places]
    folders += _SYSTEM_FOLDERS
    folders += [os.path.join(place, "tzdata", "zoneinfo") for place in places]
    chosen = os.environ.get("PYTZ_TZDATADIR")
    if chosen:
        folders.insert(0, chosen)
    for folder in folders:
        # The folder of a system without the package is there, and empty.
        if os.path.isfile(os.path.join(folder, "Etc", "UTC")):
            return folder
    for folder in folders:
        if os.path.isdir(folder) and os.listdir(folder):
            return folder  # a few zones that somebody put there are better than none
    raise KeyError("zone files")


def _from_file(name: str) -> Zone:
    parts = name.split("/")
    if not all(part and part.isascii() and part[0] not in "._" for part in parts):
        raise KeyError(name)
    try:
        with open(os.path.join(zone_data_folder(), *parts), "rb") as file:
            return _parse(name, file.read())
    except (OSError, ValueError):  # there is none; no file can have that name
        raise KeyError(name) from None


def _parse(name: str, data: bytes) -> Zone:
    """Read a TZif file (RFC 8536): its first block, the one that pytz reads.

    In a slim file that one is empty; it then has a second, and a rule behind it.
    """
    if data[:4] != b"TZif":
        raise KeyError(name)
    counts = [int.from_bytes(data[at : at + 4], "big") for at in range(20, 44, 4)]
    isut, isstd, leaps, changes, kinds, letters = counts
    if data[4:5] < b"2" or letters > 1:
        return _of_block(name, data, 4)[0]
    second = 44 + 5 * changes + 6 * kinds + letters + 8 * leaps + isstd + isut
    known, end = _of_block(name, data[second:], 8)
    return known.continued(data[second + end :].strip(b"\n").decode("ascii"))


def _of_block(name: str, data: bytes, width: int) -> tuple[Zone, int]:
    """Return the zone of a block whose times have so many bytes, and the block's end."""

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(data[at : at + size], "big", signed=True)

    count, kinds, letters = number(32), number(36), number(40)
    changes = [number(44 + width * i, width) for i in range(count)]
    indexes = data[44 + width * count : 44 + (width + 1) * count]
    table = 44 + (width + 1) * count
    names = table + 6 * kinds
    offsets = []
    is_dst = []
    for i in range(kinds):
        record = table + 6 * i
        start = names + data[record + 5]
        label = data[start : data.index(b"\0", start)].decode("ascii")
        offsets.append(_offset(number(record), label))
        is_dst.append(data[record + 4])
    # Before its first change a zone keeps its first standard time, as in pytz.
    before = next((i for i in range(kinds) if not is_dst[i]), 0)
    zone_read = Zone(name, changes, [offsets[i] for i in [before, *indexes]])
    end = names + letters + (width + 4) * number(28) + number(24) + number(20)
    return zone_read, end


def _offset(seconds: int, label: str) -> Offset:
    # Whole minutes, as pytz rounds them; only times before 1972 had seconds. Zones without
    # a name of their own are labelled with their offset ("+0545").
    return Offset((seconds + 30) // 60 * 60, "" if label[0] in "+-" else label)


def system_zone(environ: Mapping[str, str], at_us: int) -> str:
    """Return the machine's zone: TZ, else /etc/localtime, else /etc/timezone.

    Where none of them names a zone it is the offset that its clock has at at_us, which
    may be another one at another date.
    """
    setting = environ.get("TZ")
    if setting is None:
        name = _behind_zoneinfo(os.path.realpath("/etc/localtime")) or _etc_timezone()
    else:
        name = setting.lstrip(":")
        name = _behind_zoneinfo(name) if name.startswith("/") else name
        name = name or "UTC"
    if name in _NAMES_OF_UTC:
        return "UTC"
    if is_zone(name):
        return name
    return zone_of_offset(time.localtime(at_us // SECOND_US).tm_gmtoff)


def _behind_zoneinfo(path: str) -> str:
    return path.rpartition("/zoneinfo/")[2] if "/zoneinfo/" in path else ""


def _etc_timezone() -> str:
    # Debian writes the name here; a container often has /etc/localtime as a plain copy.
    try:
        with open("/etc/timezone", encoding="utf-8") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return ""


_NAMES_OF_UTC = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Zulu")


def zone_of_offset(seconds: int) -> str:
    """Return the zone of a fixed offset: "+02:00", or "UTC" for none."""
    return f"{_signed(seconds)}" if seconds else "UTC"


def _signed(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def zone_label(at_us: int, zone_name: str) -> str:
    """Return how a zone is written behind a time: "CEST (UTC+02:00)", "UTC+02:00"."""
    offset = zone(zone_name).at(at_us)
    utc = f"UTC{_signed(offset.seconds)}" if offset.seconds else "UTC"
    if offset.abbreviation in ("", "UTC"):
        return utc
    return f"{offset.abbreviation} ({utc})"


def _wall(at_us: int, zone_name: str) -> time.struct_time:
    return time.gmtime(at_us // SECOND_US + zone(zone_name).at(at_us).seconds)


def date_text(at_us: int, zone_name: str) -> str:
    """Return the date in a zone: "2026-03-29"."""
    wall = _wall(at_us, zone_name)
    return f"{wall.tm_year:04}-{wall.tm_mon:02}-{wall.tm_mday:02}"


def minute_text(at_us: int, zone_name: str) -> str:
    """Return the wall clock in a zone to the minute: "14:05"."""
    wall = _wall(at_us, zone_name)
    return f"{wall.tm_hour:02}:{wall.tm_min:02}"


def second_text(at_us: int, zone_name: str) -> str:
    """Return the wall clock in a zone to the second: "14:05:09"."""
    return f"{minute_text(at_us, zone_name)}:{at_us // SECOND_US % 60:02}"


def time_text(at_us: int, zone_name: str) -> str:
    """Return the same with the zone: "14:05:09 CET (UTC+01:00)"."""
    return f"{second_text(at_us, zone_name)} {zone_label(at_us, zone_name)}"


def rfc3339(at_us: int) -> str:
    """Return an instant as RFC 3339 in UTC, with a fraction only where there is one."""
    seconds, fraction_us = divmod(at_us, SECOND_US)
    year, month, day, hour, minute, second, *_ = time.gmtime(seconds)
    fraction = f".{fraction_us:06}" if fraction_us else ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"


def between(first_us: int, last_us: int) -> int:
    """Return last minus first, each cut to its whole second first.

    Times are shown in whole seconds, so who subtracts two that are printed gets the
    duration that is printed.
    """
    return (last_us // SECOND_US - first_us // SECOND_US) * SECOND_US


def duration_text(duration_us: int) -> str:
    """Return a duration: "3 d 4 h 5 min", "2 h 30 min", "45 s", "0.5 s".

    Nothing is rounded; parts that are zero are left out.
    """
    days, hours, minutes, seconds = _parts(abs(duration_us))
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    shown = [f"{count} {unit}" for count, unit in parts if count not in (0, "0")]
    sign = "-" if duration_us < 0 and shown else ""
    return sign + (" ".join(shown) or "0 s")


def duration_iso(duration_us: int) -> str:
    """Return a duration as in ISO 8601: "PT2H30M", "P3DT4H5M", "PT0.5S", "PT0S"."""
    days, hours, minutes, seconds = _parts(abs(duration_us))
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    clock = "".join(f"{count}{unit}" for count, unit in parts if count not in (0, "0"))
    calendar = f"{days}D" if days else ""
    if not (calendar or clock):
        return "PT0S"
    return f"{'-' if duration_us < 0 else ''}P{calendar}{'T' + clock if clock else ''}"


def _parts(duration_us: int) -> tuple[int, int, int, str]:
    """Return days, hours, minutes, and seconds with their fraction, as digits."""
    minutes, left_us = divmod(duration_us, MINUTE_US)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    seconds, fraction_us = divmod(left_us, SECOND_US)
    fraction = f".{fraction_us:06}".rstrip("0") if fraction_us else ""
    return days, hours, minutes, f"{seconds}{fraction}"
