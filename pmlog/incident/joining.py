"""Which incidents are one: those that are joined, and those of equal keys.

Two responders who logged before they could talk have an incident each. A join that stands,
and a key that both have, make one of them. Joins have no direction, and a circle of them
does no harm: an incident is a connected component, named by the least id in it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def plain_key(text: str) -> str:
    """Return a key as keys are compared: trimmed, without case."""
    return text.strip().casefold()


def names(joins: Iterable[tuple[str, str]], keys: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each incident that is not one alone, by its id.

    joins are pairs of ids, keys the key of each incident that has one, plain.
    """
    named: dict[str, str] = {}

    def name(incident: str) -> str:
        while named.setdefault(incident, incident) != incident:
            # Each step halves the way that the next one has to go.
            named[incident] = named[named[incident]]
            incident = named[incident]
        return incident

    first: dict[str, str] = {}
    equal = ((first.setdefault(key, each), each) for each, key in keys.items() if key)
    for one, other in (*joins, *equal):
        low, high = sorted((name(one), name(other)))
        named[high] = low
    found = {incident: name(incident) for incident in named}
    shared = {name for incident, name in found.items() if incident != name}
    return {incident: name for incident, name in found.items() if name in shared}
