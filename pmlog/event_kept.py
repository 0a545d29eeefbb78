"""The words of a text that look like options, and what would have been meant by them.

They are text, whatever they look like, as nothing that was typed is refused or lost. But
whoever mistyped an option has lost what it said, a time perhaps, and is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.event_options import BY, DB, TZ, Kept, Option, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Fits = Callable[[str, str], bool]

# Whose values are not looked at.
_TAKEN = (BY, DB, TZ)


def kept(words: tuple[str, ...], options: Mapping[str, Option], fits: Fits) -> list[Kept]:
    """Return what of a text looks like options: its beginning, then each behind it."""
    front, start = _front(words, options, fits)
    return [*front, *_inside(words, start or 1, options, fits)]


def _front(
    words: tuple[str, ...], options: Mapping[str, Option], fits: Fits
) -> tuple[list[Kept], int]:
    """Return what a text begins with that looks like options, and where that ends."""
    position = 0
    changes: list[tuple[str, str]] = []
    near: list[str] = []
    while position < len(words) and _looks_like_one(words[position]):
        meant = _meant(words, position, options, fits)
        position += 1
        if meant:
            name, value, position = meant
            near.append(name)
            changes += [] if value is None else [(name, value)]
    if not position:
        return [], 0
    typed, text = " ".join(words[:position]), " ".join(words[position:])
    return [Kept(typed, tuple(changes), text, tuple(near))], position


def _looks_like_one(word: str) -> bool:
    """Tell whether a word has the form of an option: "-k", "--at", but not "-5" or "-"."""
    name = word.lstrip("-")
    return 1 <= len(word) - len(name) <= 2 and name[:1].isalpha()


def _meant(
    words: tuple[str, ...], position: int, options: Mapping[str, Option], fits: Fits
) -> tuple[str, str | None, int] | None:
    """Return the option that a word comes near to, its value, and where that ends.

    Only a value that fits tells that an option was meant which takes one.
    """
    name, equals, glued = words[position].partition("=")
    after = position + 1
    short = name[:2]
    if name not in options and short in options:
        # -kesc, as other programs take it.
        if _is_value(options[short], name[2:], fits):
            return options[short].name, name[2:], after
        return None
    for option in _alike(name, options):
        if not option.takes_value:
            if not equals:
                return option.name, None, after
            continue
        value = glued if equals else " ".join(words[after : after + 1])
        if _is_value(option, value, fits):
            return option.name, value, after + (not equals)
    return None


def _alike(name: str, options: Mapping[str, Option]) -> list[Option]:
    if name in options:
        return [options[name]]
    from pmlog.text import near

    return [options[each] for each in near.options(name, options)]


def _is_value(option: Option, value: str, fits: Fits) -> bool:
    return bool(value) and (option.name in _TAKEN or fits(option.name, value))


def _inside(
    words: tuple[str, ...], start: int, options: Mapping[str, Option], fits: Fits
) -> Iterator[Kept]:
    for position, word in enumerate(words[start:], start):
        known, value = read(word, options)
        if known is None:
            # One of another program is no mistake, unless even its value would fit.
            if word.startswith("--") and _looks_like_one(word):
                meant = _meant(words, position, options, fits)
                if meant and meant[1] is not None:
                    typed = " ".join(words[position : meant[2]])
                    yield Kept(typed, ((meant[0], meant[1]),))
            continue
        follows = known.takes_value and value is None
        typed = " ".join(words[position : position + 1 + follows])
        if follows:
            value = " ".join(words[position + 1 : position + 2])
        is_fitting = _is_value(known, value or "", fits)
        yield Kept(typed, ((known.name, value or ""),) if is_fitting else ())
