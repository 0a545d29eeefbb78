"""Numbers without gaps, added and taken away.

A span is (first, last), both of them in it. Spans are in order, and none touches the next.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
Spans = tuple[Span, ...]


def joined(spans: Iterable[Span]) -> Spans:
    """Return spans that may overlap, and come in any order, as spans."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        elif first <= last:
            found.append((first, last))
    return tuple(found)


def without(spans: Spans, taken: Spans) -> Spans:
    """Return what is left of spans when others are taken out."""
    left: list[Span] = []
    rest = list(taken)
    for first, last in spans:
        begin = first
        while rest and rest[0][1] < begin:
            rest.pop(0)
        for taken_first, taken_last in rest:
            if taken_first > last:
                break
            if begin < taken_first:
                left.append((begin, taken_first - 1))
            begin = taken_last + 1
        if begin <= last:
            left.append((begin, last))
    return tuple(left)


def common(spans: Spans, others: Spans) -> Spans:
    """Return the numbers that are in both."""
    return without(spans, without(spans, others))


def size(spans: Iterable[Span]) -> int:
    """Return how many numbers there are."""
    return sum(last - first + 1 for first, last in spans)
