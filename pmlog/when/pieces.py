"""The pieces that a time is made of, as typed: nothing here is an instant yet."""

from __future__ import annotations

from datetime import date

from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import ASCII, IGNORECASE, pattern
from pmlog.when.zones import ZoneWords

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable


class Clock(NamedTuple):
    """A time of day; a midnight named by that word may begin or end its day.

    bare holds digits that are a clock only behind a full date: "20231015 0800". has_half
    tells that am or pm was typed.
    """

    hour: int
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    is_midnight_word: bool = False
    is_approximate: bool = False
    bare: str = ""
    has_half: bool = False

    @property
    def text(self) -> str:
        """The clock as it can be typed: "14:05:09.5", no more than there is."""
        text = f"{self.hour:02}:{self.minute:02}"
        if self.second or self.microsecond:
            text += f":{self.second:02}"
        return text + f".{self.microsecond:06}" * bool(self.microsecond)


class Day(NamedTuple):
    """A date of the calendar; without a year it comes back every year.

    is_short tells that the year had two digits, which only a weekday can confirm.
    """

    year: int | None
    month: int
    day: int
    is_short: bool = False


class DayShift(NamedTuple):
    """A date counted from today: yesterday is -1.

    counts_on is that of the Moment it was typed as: "in 2 days at 9am". part is the
    part of the day that its clock has to lie in: "yesterday evening 9pm".
    """

    days: int
    counts_on: bool = False
    part: str = ""


class Weekday(NamedTuple):
    """A day of the week, Monday being 0; which is "last", "next" or "".

    part is the part of the day that its clock lies in, as that of a DayShift.
    """

    number: int
    which: str
    part: str = ""


class Moment(NamedTuple):
    """An instant, or a length of time away from another.

    It counts from now, or, where the question has an instant to count from, from that
    one if counts_on is set ("+25m"). needs_start is set for "25m later", which says
    nothing without that instant; unsigned holds the words of a length that is
    neither past nor to come ("25m"). days is set if the length counts nothing smaller.
    With from_start it counts from the start of the incident: "T+15m".
    """

    at_us: int | None = None
    away_us: int = 0
    days: int | None = None
    counts_on: bool = False
    needs_start: bool = False
    unsigned: str = ""
    from_start: bool = False


class Year(NamedTuple):
    """A year that follows the clock, as date(1) prints it."""

    year: int


Piece = Clock | Day | DayShift | Weekday | Moment | Year | ZoneWords


class Rule(NamedTuple):
    """A pattern, the piece it stands for, and the pieces it has to follow, if any.

    With behind_clock there has to be a clock somewhere before it, too.
    """

    pattern: re.Pattern[str]
    piece: Callable[[re.Match[str]], Piece]
    after: tuple[type[Piece], ...] = ()
    behind_clock: bool = False
    is_word: bool = False  # it begins with a letter, so elsewhere it need not be compiled


def rule(
    source: str,
    piece: Callable[[re.Match[str]], Piece],
    after: tuple[type[Piece], ...] = (),
    *,
    behind_clock: bool = False,
    is_word: bool = False,
) -> Rule:
    """Return a rule whose pattern takes ASCII letters of either case."""
    found = pattern(source, IGNORECASE | ASCII)
    return Rule(found, piece, after, behind_clock, is_word)


class Typed(NamedTuple):
    """A whole time as typed, each kind of piece at most once."""

    text: str
    is_approximate: bool = False
    clock: Clock | None = None
    day: Day | None = None
    shift: DayShift | None = None
    weekday: Weekday | None = None
    moment: Moment | None = None
    zone: ZoneWords = ZoneWords()

    @property
    def part(self) -> str:
        """The part of the day that the clock lies in: "afternoon", or ""."""
        return (
            (self.shift and self.shift.part) or (self.weekday and self.weekday.part) or ""
        )

    def certain_day(self) -> date | None:
        """Return the date if it was typed in full."""
        if self.day is None or self.day.year is None:
            return None
        return date(self.day.year, self.day.month, self.day.day)

    def retyped(self, wall: str) -> str:
        """Return another date and clock with the zone as it was typed."""
        offset = self.zone.offset if not self.zone.is_z else ""
        zone = (offset, self.zone.abbreviation, self.zone.name)
        wall = "~" * self.is_approximate + wall + "Z" * self.zone.is_z
        return " ".join([wall, *filter(None, zone)])
