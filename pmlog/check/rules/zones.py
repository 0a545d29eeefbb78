"""Times of one document in two zones that are not the same times, converted."""

from __future__ import annotations

from itertools import chain, groupby, islice, pairwise, product

from pmlog.check.clauses.case import Case
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import Hit, lines
from pmlog.check.times.clock_times import DAY_S, Clock
from pmlog.check.times.facts import FAR
from pmlog.check.times.stated import Window, is_habit
from pmlog.check.times.zone_clash import clash, converted, has_both_ends, same_hours
from pmlog.check.times.zones import HOUR_S, MINUTE_S, Zone, readings, zones_in
from pmlog.text.patterns import pattern
from pmlog.when import abbreviations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_conversion(case: Case) -> Iterator[Hit]:
    """Find a time that is not the one in the brackets behind it: 09:00 EAT (12:00 UTC)."""
    texts = case.shown
    for one, other in pairwise(case.facts.clocks):
        if one.line != other.line or not (one.zone and other.zone):
            continue
        if one.zone.text == other.zone.text:
            continue
        text = texts.get(one.line, "")
        between = text[one.end : other.start].replace(one.zone.text, "")
        behind = text[other.end :].replace(other.zone.text, "", 1).lstrip()
        if between.strip() not in _AGAIN or not behind.startswith(")"):
            continue
        pairs = product(_every_reading(one.zone), _every_reading(other.zone))
        known = [(a, b) for a, b in pairs if None not in (a.offset_s, b.offset_s)]
        apart = [_utc_s(one, a) - _utc_s(other, b) for a, b in known]
        if apart and not any(_is_one_time(each) for each in apart):
            same = (other.second_of_day + apart[0]) % DAY_S
            right = f"{same // HOUR_S:02}:{same % HOUR_S // MINUTE_S:02} {other.zone.text}"
            told, said = f"{one.text} {one.zone.text}", f"{other.text} {other.zone.text}"
            yield Hit(
                other.line, f"says {told} ({said}); it is {right} {lines(other.line)}"
            )


_AGAIN = ("(", "(=", "(or", "(i.e.")
# What else abbreviations stand for: China, the Philippines, Arabia, Malaysia ...
_ELSEWHERE_S = {
    name: hours * HOUR_S
    for name, hours in (
        ("CST", 8), ("PST", 8), ("AST", 3), ("MST", 8), ("SST", 8), ("EST", 10),
        ("ECT", -5), ("AMT", 4), ("GST", 4), ("WST", 8),
    )
}  # fmt: skip


def _every_reading(zone: Zone) -> list[Zone]:
    other_s = _ELSEWHERE_S.get(zone.text.upper())
    others = [] if other_s is None else [zone._replace(offset_s=other_s)]
    return [*readings(zone), *others]


def _is_one_time(late_s: int) -> bool:
    """Tell whether two times may be one; of an hour, a season's, tells zone.season."""
    return late_s % DAY_S in (0, HOUR_S, DAY_S - HOUR_S)


def _utc_s(clock: Clock, zone: Zone) -> int:
    return clock.second_of_day - (zone.offset_s or 0)


def two_zones(case: Case) -> Iterator[Hit]:
    """Find times in a second zone that are not those of the first one, converted."""
    yield from islice(chain(_unlike_above(case), _unlike_lines(case)), 1)


def _unlike_above(case: Case) -> Iterator[Hit]:
    """Find the same clocks in the summary and under a timeline's heading of a zone."""
    window, above = case.facts.window, case.facts.zone_above
    if not window or not above or not window.end.zone:
        return
    stated = window.end.zone
    told = [e.clock for e in case.facts.entries]
    pairs = product(readings(stated), readings(above.zone))
    if all(_is_unlike(window, one, other, told) for one, other in pairs):
        yield Hit(
            above.line,
            f"is in {above.zone.text}; line {window.end.line} has the same times in "
            f"{stated.text} {lines(window.end.line, above.line)}",
        )


def _is_unlike(window: Window, zone: Zone, above: Zone, told: list[Clock]) -> bool:
    read = [clock._replace(zone=zone) for clock in window]
    below = [clock._replace(zone=above) for clock in told]
    return not _is_one_place(zone, above) and same_hours(read, below)


def _unlike_lines(case: Case) -> Iterator[Hit]:
    first: list[Clock] = []
    durations = {s.line for s in case.of_part(Topic.DURATION)}
    telling = _telling_lines(case)
    for named in _zoned_lines(case):
        # Below the first, the same windows may be listed in another zone.
        if first and (named[0].line in durations or named[0].line not in telling):
            continue
        first = first or named
        one, other = first[0], named[0]
        if one.zone and other.zone and not _is_one_place(one.zone, other.zone):
            if {one.zone.offset_s, other.zone.offset_s} in _changes(case):
                continue
            is_start = len(first) == 1 and not {one.line, other.line} & case.entry_lines
            if converted(first, named, is_long=is_start) and not clash(
                _of_zone(case, one.zone), named
            ):
                continue
            if _is_told_again(case, one.zone, other.zone):
                continue
            yield Hit(
                other.line,
                f"is in {other.zone.text}; line {one.line} is in {one.zone.text} "
                + lines(one.line, other.line),
            )
            return


def _is_told_again(case: Case, one: Zone, other: Zone) -> bool:
    """Tell whether the stated window is in one zone, and all of it in another below.

    Some hour is then in both, and means another time in each.
    """
    window = case.facts.window
    offsets = {clock.zone.offset_s if clock.zone else None for clock in window or ()}
    told = _of_zone(case, other)
    return bool(window) and offsets == {one.offset_s} and has_both_ends(window or (), told)


def _changes(case: Case) -> list[set[int | None]]:
    """Return the offsets of each line that tells of a clock change, as the times there.

    From 01:41 UTC+11:00 to 03:21 UTC+10:30 the clocks of one place have changed.
    """
    texts = case.shown
    zoned = (c for c in case.facts.clocks if "clock change" in texts.get(c.line, ""))
    lines_of = groupby(zoned, key=lambda clock: clock.line)
    return [{c.zone.offset_s for c in clocks if c.zone} for _, clocks in lines_of]


def _zoned_lines(case: Case) -> Iterator[list[Clock]]:
    """Yield the clocks of each line that tells what happened in one known zone."""
    told, texts = case.happened_lines, case.shown
    said = case.texts
    first = next((c.day for c in case.facts.clocks if c.day), None)
    ends = {entry.line: entry.clock.end for entry in case.facts.entries}
    zoned = (
        c
        for c in case.facts.clocks
        # Behind its stamp an entry may speak of a backup's time, or of a log's.
        if c.zone and c.zone.offset_s is not None and c.end <= ends.get(c.line, c.end)
        if not (c.day and first and abs(c.day - first) > FAR)
        if not is_habit(said.get(c.line, ""), c.start)
    )
    firsts: dict[int, Clock] = {}
    for clock in case.facts.clocks:
        firsts.setdefault(clock.line, clock)
    for line, group in groupby(zoned, key=lambda clock: clock.line):
        named = list(group)
        if not firsts[line].zone:
            # The line's own time is in none; somebody is quoted behind it.
            continue
        offsets = {clock.zone.offset_s for clock in named if clock.zone}
        is_one = line in told and len(offsets) == 1
        # A line that gives a time in both zones only converts.
        text = texts.get(line, "")
        is_one = is_one and not _IN_BRACKETS.search(text)
        if is_one and not _converts(text, offsets):
            yield named


def _telling_lines(case: Case) -> frozenset[int]:
    """Return the lines of the stated window and of the entries; all where none is.

    A sentence may tell of a vendor's outage, or when an office opens.
    """
    windows = (clock.line for window in case.facts.stated.windows for clock in window)
    known = {*windows, *case.entry_lines}
    return frozenset(known) & case.happened_lines or case.happened_lines


# As in: 01:06 (02:06 WAT).
_IN_BRACKETS = pattern(r"\d\s?\(\D{0,12}\d{1,2}:\d\d[^()]*\)")


def _of_zone(case: Case, zone: Zone) -> list[Clock]:
    return [c for c in case.facts.clocks if c.zone and c.zone.offset_s == zone.offset_s]


def _converts(text: str, offsets: set[int | None]) -> bool:
    return any(z.offset_s is not None and z.offset_s not in offsets for z in zones_in(text))


def _is_one_place(one: Zone, other: Zone) -> bool:
    return one.offset_s == other.offset_s or _is_clock_change(one, other)


def _is_clock_change(one: Zone, other: Zone) -> bool:
    """Tell whether two zones are the winter and the summer time of one place."""
    places = [_places(zone.text) for zone in (one, other)]
    return (
        bool(places[0] & places[1])
        and abs((one.offset_s or 0) - (other.offset_s or 0)) == HOUR_S
    )


def _places(abbreviation: str) -> set[str]:
    return {m.place for m in abbreviations.MEANINGS.get(abbreviation.upper(), ())}
