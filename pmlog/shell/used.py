"""What a log already holds of names and events, for TAB to offer.

Only what was written last is looked at: a keystroke does not wait for a million events.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.store.log import Log

# How many of the last events are searched for names.
MOST_SEARCHED = 1000
# The options that take a name, and where names like it were given before.
NAMES = {
    "--to": "to",
    "--by": "author",
    "--owner": "owner",
    "--service": "services",
    "--commander": "author",
}


def names(log: Log, where: str) -> Iterable[str]:
    """Return the names given before, the last one first."""
    from pmlog.store import queries

    with log:
        latest = queries.latest_events(log, MOST_SEARCHED)
    found = (name for event in latest for name in _names_in(event, where))
    return dict.fromkeys(name for name in found if name)


def _names_in(event: Event, where: str) -> tuple[str, ...]:
    from pmlog.incident import kinds

    if where == "author":
        return (event.author,)
    if where == "services":
        is_field = event.kind == kinds.SERVICES
        return tuple(event.text.split(", ")) if is_field else ()
    return tuple(event.details.to) if where == "to" else (event.details.owner,)


def events(log: Log, command: str, most: int) -> Iterator[Event]:
    """Yield the events that a command can be about, the last one first."""
    from pmlog.incident import kinds
    from pmlog.incident.history import CORRECTIONS
    from pmlog.store import queries

    with log:
        latest = queries.latest_events(log, MOST_SEARCHED)
        words = [event for event in latest if event.kind in CORRECTIONS]
    retracted, done = _last_words(words)
    shown = 0
    for event in latest:
        if event.kind in CORRECTIONS or event.kind == kinds.EVIDENCE:
            continue
        if command.startswith("task ") and event.kind != kinds.TASK:
            continue
        is_done = done.get(event.id, False)
        fits = {
            "restore": retracted.get(event.id, False),
            "task done": not is_done and not retracted.get(event.id, False),
            "task reopen": is_done,
            "retract": not retracted.get(event.id, False),
        }
        if fits.get(command, True) and shown < most:
            shown += 1
            yield event


def _last_words(words: list[Event]) -> tuple[dict[str, bool], dict[str, bool]]:
    """Return whether events are retracted, and done, as the last word on each has it."""
    from pmlog.incident import kinds

    retracted: dict[str, bool] = {}
    done: dict[str, bool] = {}
    for word in words:
        details = word.details
        if word.kind == kinds.RETRACT:
            retracted.setdefault(details.target, details.retracted)
        elif "done" in details.set:
            done.setdefault(details.target, bool(details.set["done"]))
    return retracted, done
