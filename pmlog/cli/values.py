"""What is typed as an option's value -> what it means: a kind, a date, names."""

from __future__ import annotations

from pmlog import clock
from pmlog.cli.session import (
    Session,
    time_typed,
)
from pmlog.errors import UsageError
from pmlog.failures import TimeRefused
from pmlog.incident import kinds
from pmlog.postmortem import fields
from pmlog.text.terminal import storable


def given(values: list[str] | None) -> list[str]:
    """Return the values of a repeatable option that are not empty."""
    return [storable(value) for value in values or [] if value.strip()]


def kind_named(typed: str) -> str:
    """Return the kind that a person names; its start will do."""
    matches = kinds.beginning(typed)
    if len(matches) == 1:
        return matches[0]
    wanted = typed.strip().lower()
    import difflib

    near = matches or difflib.get_close_matches(wanted, kinds.TIMELINE_KINDS, n=1)
    hint = f"did you mean {' or '.join(near)}?" if near else "it is one of these: "
    hint += "" if near else ", ".join(kinds.TIMELINE_KINDS)
    raise UsageError(f"no kind {typed!r}; {hint}")


def task_data(
    session: Session,
    owner: str | None,
    due: str | None,
    type_: str | None,
    ticket: str | None,
) -> dict[str, str | None]:
    """Return the particulars of a task as they are stored; None what was not given."""
    date = due and _due(session, due)
    return fields.task_data(owner=owner, due=date, type_=type_, ticket=ticket)


def at_later(typed: str | None, session: Session) -> str | None:
    """Return a typed time as it will still be understood later."""
    try:
        reading = time_typed(typed, session, session.responder().zone)
    except TimeRefused:  # whoever reads it in the incident's zone will say why
        return typed
    return reading and clock.rfc3339(reading.at_us)


def _due(session: Session, typed: str) -> str:
    from pmlog import when

    return when.read_date(typed, now_us=session.now_us, zone=session.responder().zone)
