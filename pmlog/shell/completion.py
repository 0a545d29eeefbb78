"""What TAB offers: the candidates that go on from what was typed.

A candidate is a line "word<TAB>description". Two lines stand for more: ":files" asks the
shell for names of files, ":list" says that what follows is to be shown and not inserted,
because none of it begins with what was typed.
"""

from __future__ import annotations

from pmlog.shell import bash_line, cursor, table
from pmlog.shell.values import FILES, SIGNS, Candidate, timeline_kinds, values
from pmlog.text.terminal import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.shell.cursor import Place
    from pmlog.shell.table import Row
    from pmlog.shell.values import Surroundings


def answer(shell: str, typed: list[str], around: Surroundings) -> list[str]:
    """Return the lines that a shell is answered; typed is what its script passes on.

    First the words of pmlog that a short command stands for; then bash gives its line up
    to the cursor and what of it the answer will replace, the others their words.
    """
    stands_for, *rest = typed
    words = bash_line.words(rest[0]) if shell == "bash" else rest
    while words and "=" in words[0]:  # PMLOG_DB=other.db pmlog ...
        words = words[1:]
    if len(words) < 2:
        return []
    _, *before, current = words
    found = offered([*stands_for.split(), *before], current, around)
    for sign in SIGNS:
        if sign in found:
            return [sign.value]
    is_guess = len(found) > 1 and not _begins(found[0], current)
    if shell == "fish":
        # fish itself chooses those that fit what was typed.
        found = [_by_its_other_name(each, current) for each in found]
        is_guess = False
    if shell == "bash":
        found = list(_behind(found, current, bash_line.words(rest[1])[-1]))
    lines = [f"{one_line(each.value)}\t{one_line(each.description)}" for each in found]
    return [":list", *lines] if is_guess else lines


def _begins(candidate: Candidate, typed: str) -> bool:
    return candidate.value.lower().startswith(typed.lower())


def _by_its_other_name(candidate: Candidate, typed: str) -> Candidate:
    if _begins(candidate, typed) or " " not in candidate.also:
        return candidate
    return Candidate(candidate.also, candidate.value)


def _behind(found: list[Candidate], current: str, replaced: str) -> Iterable[Candidate]:
    """Yield candidates without what bash leaves standing: "--tz=" of "--tz=Eu"."""
    left = current.removesuffix(replaced)
    for each in found:
        value = each.value[len(left) :] if _begins(each, left) else each.value
        yield each._replace(value=bash_line.quoted(value))


def offered(words: list[str], current: str, around: Surroundings) -> list[Candidate]:
    """Return what can stand in the place of current, behind words."""
    commands = table.rows()
    words = _spelled_out(words, commands)
    option, equals, value = current.partition("=")
    if option.startswith("--") and equals:
        place = cursor.place(commands, [*words, option])
        found = _matching(_values(place, value, around), value)
        if set(SIGNS) & set(found):
            return found
        return [each._replace(value=f"{option}={each.value}") for each in found]
    place = cursor.place(commands, words)
    if place.command == "run" and place.texts:
        return [FILES]  # the words of another command
    if current.startswith("-") and not place.is_value:
        return _matching(_options(place, current), current)
    if place.commands:
        names = [Candidate(r.command.split()[-1], r.help) for r in place.commands]
        # The kinds are commands as well, and too many to list beside them unasked.
        if current and not place.command:
            names += timeline_kinds()
        return _matching(names, current)
    return _matching(_values(place, current, around), current)


def _spelled_out(words: list[str], commands: list[Row]) -> list[str]:
    """Return the words with "event --kind detected" for the command "detected"."""
    for position, word in enumerate(words):
        before = cursor.place(commands, words[:position])
        if before.command:
            break
        if before.commands and any(word == each.value for each in timeline_kinds()):
            rest = words[position + 1 :]
            return [*words[:position], "event", "--kind", word, *rest]
    return words


def _options(place: Place, current: str) -> Iterable[Candidate]:
    for row in place.options:
        # The short name stands for the long one as soon as it is typed.
        yield from (Candidate(n, row.help) for n in row.names.split() if n == current)
        yield Candidate(row.names.split()[-1], row.help)


def _values(place: Place, typed: str, around: Surroundings) -> list[Candidate]:
    if place.wants == "TEMPLATE" and "/" in typed:
        return [FILES]
    if place.command == "event" and not (place.is_value or place.texts):
        # A text may begin with a kind.
        if "--kind" in place.given:
            return []
        return [each._replace(value=f"{each.value}:") for each in timeline_kinds()]
    found = list(values(place.wants, place, around))
    if not (found or place.is_value or typed):
        return [Candidate(row.names.split()[-1], row.help) for row in place.options]
    return found


def _matching(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Return those that begin with what was typed, else those found by another name."""
    known = list(candidates)
    if set(SIGNS) & set(known):
        return known
    return (
        [each for each in known if each.value.startswith(typed)]
        or [each for each in known if _begins(each, typed)]
        or [each for each in known if typed.lower() in each.also.lower()]
    )
