"""What a playful document pretends to be: chosen by the incident's id, and so stable.

None of them is about a person, a crime or whoever could not get anything done meanwhile.
"""

from __future__ import annotations

from typing import NamedTuple


class Conceit(NamedTuple):
    """A way to tell it; wrong is its word for a wrong path: with "in", one, several."""

    icon: str
    form: str
    wrong: tuple[str, str, str]
    timeline: str
    cause: str
    measures: str


CONCEITS = (
    Conceit(
        "\U0001f3ac",
        "A nature film",
        ("in", "wrong turn", "wrong turns"),
        "what the camera saw",
        "what was in the undergrowth",
        "notes for the next expedition",
    ),
    Conceit(
        "\u26c8\ufe0f",
        "A weather report",
        ("with", "false forecast", "false forecasts"),
        "how the front moved through",
        "where the low came from",
        "what to pack next time",
    ),
    Conceit(
        "\U0001f3ad",
        "An opera",
        ("in", "false exit", "false exits"),
        "scene by scene",
        "the aria in which all is explained",
        "before the curtain rises again",
    ),
    Conceit(
        "\U0001f9ed",
        "A travel diary",
        ("in", "detour", "detours"),
        "where the day went",
        "what the map did not show",
        "for whoever travels here next",
    ),
    Conceit(
        "\U0001f373",
        "A cooking show",
        ("with", "wrong ingredient", "wrong ingredients"),
        "minute by minute",
        "what was in the pot",
        "changes to the recipe",
    ),
)
# For what is still going on, lost data and the highest severity: the same facts.
DRY = Conceit("", "", ("in", "wrong path", "wrong paths"), "", "", "")

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def chosen(incident: str) -> Conceit:
    """Return the conceit of an incident's id."""
    return CONCEITS[sum(incident.encode()) % len(CONCEITS)]


def subtitle(conceit: Conceit, wrong_paths: int) -> str:
    """Return what stands below the title: "A nature film in four wrong turns."."""
    if not conceit.form:
        return "Every number in it is from the log."
    with_, one, several = conceit.wrong
    count = _NUMBERS[wrong_paths] if wrong_paths < len(_NUMBERS) else str(wrong_paths)
    acts = f" {with_} {count} {one if wrong_paths == 1 else several}" if wrong_paths else ""
    return f"{conceit.form}{acts}. Every number in it is from the log."
