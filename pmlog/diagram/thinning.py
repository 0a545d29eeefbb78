"""The telling part of too many: a picture that stays readable."""

from __future__ import annotations

from pmlog.diagram.picture import Item, Picture
from pmlog.incident import kinds

# What a reader looks for first; of equals, some from all over the time.
_RANKS = (
    (kinds.BEGAN, kinds.RESOLVED),
    (kinds.DETECTED, kinds.ACKNOWLEDGED, kinds.MITIGATED),
    (kinds.ESCALATED,),
    (kinds.MISLEADING, kinds.INVESTIGATED),
    (kinds.COMMUNICATED,),
    (kinds.NOTE,),
)
_RANK = {kind: number for number, ranked in enumerate(_RANKS) for kind in ranked}


def thinned(picture: Picture, *, points: int, spans: int, phases: int) -> Picture:
    """Return the picture with at most so many of each, and how many events it left out."""
    shown_points = _telling(picture.points, points)
    shown_spans = _longest(picture.spans, spans)
    hidden = len(picture.points) - len(shown_points)
    hidden += len(picture.spans) - len(shown_spans)
    return picture._replace(
        points=shown_points,
        spans=shown_spans,
        phases=_longest(picture.phases, phases),
        left_out=picture.left_out + hidden,
    )


def left_out_text(picture: Picture) -> str:
    """Return how many events the picture does not show; empty if it shows them all."""
    count = picture.left_out
    if not count:
        return ""
    return f"{count} more {'event is' if count == 1 else 'events are'} in the timeline only"


def _longest(items: tuple[Item, ...], limit: int) -> tuple[Item, ...]:
    if len(items) <= limit:
        return items
    by_length = sorted(range(len(items)), key=lambda i: -items[i].duration_us)
    return tuple(items[i] for i in sorted(by_length[:limit]))


def _telling(items: tuple[Item, ...], limit: int) -> tuple[Item, ...]:
    if len(items) <= limit:
        return items
    kept: list[int] = []
    for rank in range(len(_RANKS)):
        equals = [i for i, item in enumerate(items) if _RANK[item.kind] == rank]
        kept += _spread(equals, limit - len(kept))
    return tuple(items[i] for i in sorted(kept))


def _spread(values: list[int], count: int) -> list[int]:
    """Return count of the values, evenly spread, the first and the last among them."""
    if len(values) <= count:
        return values
    if count < 2:
        return values[:count]
    step = len(values) - 1
    return [values[i * step // (count - 1)] for i in range(count)]
