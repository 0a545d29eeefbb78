"""The words of `pmlog event` -> its options and its text, of which no word is lost.

Options stand before the text. Behind it they count only as a closing run: from the first of
them to the end of the line there is nothing but options of the timeline with values that
fit. Every other word, dashes and all, is text. So "started pg_dump --db prod" is a text,
and "fixed" -k resolved is one with an option.

Under both ways in: fast and cli read the same words in the same way.
"""

from __future__ import annotations

import os

from pmlog.event_options import (
    AT,
    ATTACH,
    FOR,
    HOW,
    INCIDENT,
    KIND,
    LINK,
    OF_KIND,
    TO,
    UNTIL,
    Kept,
    Option,
    read,
)
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class EventLine(NamedTuple):
    """What a command line says."""

    options: tuple[tuple[str, str | None], ...]  # by long name, in their order
    words: tuple[str, ...]  # of the text
    kept: tuple[Kept, ...] = ()  # what of them looks like options
    valueless: str = ""  # an option before the text that lacks its value

    def last(self, name: str) -> str | None:
        """Return the value of an option that was given last."""
        return dict(self.options).get(name)

    def argv(self) -> list[str]:
        """Return the same line with its options in front, for any parser."""
        given = [word for pair in self.options for word in pair if word is not None]
        if not self.words or self.words == ("-",):
            return [*given, *self.words]
        return [*given, "--", *self.words]


def split(
    argv: Sequence[str],
    options: Mapping[str, Option],
    fits: Callable[[str, str], bool],
) -> EventLine:
    """Return what the words behind "event" say.

    options are all of event's, by each of their names; fits tells whether a value behind
    the text is one for an option of that long name, and is asked of nothing else.
    """
    leading, start, valueless = _leading(argv, options)
    if start < len(argv) and argv[start] == "--":
        return EventLine(leading, tuple(argv[start + 1 :]))
    words = tuple(argv[start:])
    end = _closing(words, leading, options, fits)
    run = _pairs(words[end:], options)
    text = words[:end]
    return EventLine((*leading, *run), text, _kept(text, options, fits), valueless)


def _leading(
    argv: Sequence[str], options: Mapping[str, Option]
) -> tuple[tuple[tuple[str, str | None], ...], int, str]:
    """Return the options before the text, where that begins, and what lacks its value."""
    found: list[tuple[str, str | None]] = []
    position = 0
    while position < len(argv):
        option, value = read(argv[position], options)
        if option is None:
            break
        position += 1
        if option.takes_value and value is None:
            if position == len(argv):
                return tuple(found), position, option.name
            value = argv[position]
            position += 1
        found.append((option.name, value))
    return tuple(found), position, ""


def _closing(
    words: tuple[str, ...],
    leading: tuple[tuple[str, str | None], ...],
    options: Mapping[str, Option],
    fits: Callable[[str, str], bool],
) -> int:
    """Return where the closing run begins; the end of the words where there is none."""
    # From the end: each unit is one word (--at=14:05) or two, and what is behind it is a
    # run already. So each value is looked at once, however many there are.
    runs = {len(words)}
    for position in range(len(words) - 1, 0, -1):
        option, value = read(words[position], options)
        after = position + (1 if value is not None else 2)
        if option is not None and after in runs:
            found = words[position + 1] if value is None else value
            if fits(option.name, found):
                runs.add(position)
        if not runs & {position, position + 1}:
            break  # nothing in front of this can be part of a run
    while len(runs) > 1:
        begin = min(runs)
        kind = _kind(words[:begin], (*leading, *_pairs(words[begin:], options)))
        strange = [each for each in runs if not _is_of_kind(words, each, kind, options)]
        if not strange:
            return begin
        # What belongs to another kind is text, and so is all before it.
        runs = {each for each in runs if each > max(strange)}
    return len(words)


def _is_of_kind(
    words: tuple[str, ...], position: int, kind: str | None, options: Mapping[str, Option]
) -> bool:
    if position == len(words):
        return True
    option, _ = read(words[position], options)
    return option is None or OF_KIND.get(option.name, kind) == kind


def _kind(text: tuple[str, ...], given: tuple[tuple[str, str | None], ...]) -> str | None:
    """Return the kind that was given by an option, or by the text before its colon."""
    typed = dict(given).get(KIND)
    if typed is not None:
        meant = kinds.beginning(typed)
        return meant[0] if len(meant) == 1 else None
    return kinds.before_colon(" ".join(text))[0]


def _pairs(
    words: Sequence[str], options: Mapping[str, Option]
) -> tuple[tuple[str, str | None], ...]:
    return _leading(words, options)[0]


def _kept(
    text: tuple[str, ...],
    options: Mapping[str, Option],
    fits: Callable[[str, str], bool],
) -> tuple[Kept, ...]:
    if not any(word.startswith("-") for word in text):
        return ()
    from pmlog import event_kept  # most texts hold nothing that looks like an option

    return tuple(event_kept.kept(text, options, fits))


class Fitting:
    """Whether values fit the options behind a text; asked only where there are some."""

    def __init__(self, now_us: int, zone: str, is_incident: Callable[[str], bool]) -> None:
        self._now_us = now_us
        self._zone = zone
        self._is_incident = is_incident

    def __call__(self, name: str, value: str) -> bool:
        """Tell whether a value is one for the option of that long name."""
        checks: dict[str, Callable[[str], object]] = {
            AT: self._is_time,
            UNTIL: self._is_time,
            FOR: _is_length,
            KIND: _is_kind,
            INCIDENT: self._is_incident,
            LINK: is_address,
            ATTACH: _can_attach,
            HOW: str.strip,
            TO: str.strip,
        }
        return name in checks and bool(checks[name](value))

    def _is_time(self, value: str) -> bool:
        from pmlog import when
        from pmlog.failures import TimeRefused

        try:
            when.read(
                value,
                now_us=self._now_us,
                zone=self._zone,
                start_us=self._now_us,  # whichever it is: "T+15m" is a time
                may_span=True,
            )
        except TimeRefused as refused:
            # A time that the clocks skipped or repeated is one: its refusal offers both.
            return refused.code not in ("unreadable", "invalid_time")
        return True


def _is_length(value: str) -> bool:
    from pmlog import when
    from pmlog.failures import TimeRefused

    try:
        when.read_duration(value)
    except TimeRefused:
        return False
    return True


def _is_kind(value: str) -> bool:
    return len(kinds.beginning(value)) == 1


def _can_attach(value: str) -> bool:
    return value == "-" or os.path.isfile(value)


def is_address(text: str) -> bool:
    """Tell whether a word is an address: https://..., mailto:..."""
    scheme, colon, rest = text.partition(":")
    is_scheme = scheme.isascii() and scheme.replace("+", "").isalnum()
    has_place = rest.startswith("//") and len(rest) > 2
    return bool(colon) and is_scheme and (has_place or scheme.lower() == "mailto")
