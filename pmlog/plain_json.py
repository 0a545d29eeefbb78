"""JSON as the module json reads and writes it, without what that module loads.

json compiles patterns to find spaces and to say where a text is wrong; with re and enum
below them that takes as long as an event to be logged. The work itself is done by C
functions, which are asked here as json asks them: what is read and written is the same,
and a text that they refuse is json's to refuse. For what `pmlog event` may load.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

try:
    import _json
except ImportError:  # not CPython
    _json = None  # type: ignore[assignment]


class _Settings:
    """What a json.JSONDecoder is that was told nothing."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float  # of "NaN", "Infinity" and "-Infinity", which JSON has not


_scan = _json and _json.make_scanner(_Settings)  # type: ignore[arg-type]
_chunks = _json and _json.make_encoder(
    markers=None,  # to find what holds itself, which nothing does that we write
    default=None,  # type: ignore[arg-type]
    encoder=_json.encode_basestring_ascii,
    indent=None,
    key_separator=": ",
    item_separator=", ",
    sort_keys=False,
    skipkeys=False,
    allow_nan=True,
)


def loads(text: str) -> Any:
    """Return what json.loads does."""
    try:
        value, end = _scan(text, 0) if _scan else (None, None)
    except (StopIteration, ValueError):
        end = None
    if end == len(text):
        return value
    # Spaces may stand around a value; else json says what is wrong.
    import json

    return json.loads(text)


def dumps(value: object) -> str:
    """Return what json.dumps does."""
    if _chunks:
        return "".join(_chunks(value, 0))
    import json

    return json.dumps(value)
