"""An edition for customers: what may be said outside, and by nobody's name.

A whitelist, not a filter: what is not named here is left out. Of what is kept, people and
teams that the log knows become roles, each the same role throughout, and hosts and
addresses are replaced. What people wrote freely may still say what only they know is
confidential: the caller says that it has to be read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pmlog.incident import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident

FIELDS = (
    kinds.TITLE,
    kinds.SERVICES,
    kinds.IMPACT,
    kinds.USERS_AFFECTED,
    kinds.ROOT_CAUSE,
    kinds.TIMEZONE,
)
KINDS = (
    kinds.BEGAN,
    kinds.DETECTED,
    kinds.MITIGATED,
    kinds.RESOLVED,
    kinds.COMMUNICATED,
)
_ROLES = {
    kinds.COMMANDER: "the incident commander",
    kinds.COMMUNICATIONS_LEAD: "the communications lead",
    kinds.OPERATIONS_LEAD: "the operations lead",
    kinds.SCRIBE: "the scribe",
}
# Accounts that machines come with are nobody's name, and words of every second sentence.
_NOBODY = frozenset({"root", "admin", "user", "on-call", "nobody", "system"})
_LETTER = r"[^\W\d_]"
_LEAST, _SURE = 2, 6  # characters of a name; from so many on wherever it stands
_ADDRESSES = re.compile(
    r"(?P<link>\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<ip>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d+)?(?::\d+)?(?![\w.]*\w)"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}(?![\w:])"
    r"|(?<![\w:])[0-9a-f:]*::[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*(?![\w:]))"
    r"|(?P<host>\b(?:[a-z0-9-]+\.)+(?:internal|local|lan|corp|intra|svc|cluster)\b[\w.]*)"
    r"|(?P<handle>(?<!\w)@[\w.-]*\w)",
    re.IGNORECASE,
)
_INSTEAD = {
    "link": "(address left out)",
    "mail": "(address left out)",
    "ip": "(address left out)",
    "host": "a server",
    "handle": "a colleague",
}
GONE = "\u2026"


class Edition(NamedTuple):
    """The incident as it may be shown, what was replaced by what, and what is missing."""

    incident: Incident
    replaced: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


class _Names:
    """What stands for each known name, and the texts with that in its place."""

    def __init__(self, instead: dict[str, str]) -> None:
        self._instead = {_folded(name): role for name, role in instead.items()}
        self.used: dict[str, str] = {}
        # The longest first: a name may hold another.
        ordered = sorted(instead, key=len, reverse=True)
        self._known = re.compile("|".join(map(_pattern, ordered)) or r"(?!)", re.IGNORECASE)

    def public(self, text: str) -> str:
        """Return a text without known names and without addresses."""
        shown = self._known.sub(self._role, _ADDRESSES.sub(self._address, text))
        # What stands for a name, or what it stands beside, may itself make a known one.
        while found := self._known.search(shown):
            if self._instead.get(_folded(found.group())) == found.group().lower():
                break
            shown = shown[: found.start()] + GONE + shown[found.end() :]
        return shown

    def _role(self, match: re.Match[str]) -> str:
        role = self._instead.get(_folded(match.group()), GONE)
        self.used[match.group()] = role
        is_first = not match.string[: match.start()].strip()
        return role[:1].upper() + role[1:] if is_first else role

    def _address(self, match: re.Match[str]) -> str:
        self.used[match.group()] = _INSTEAD[match.lastgroup or "link"]
        return self.used[match.group()]


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _pattern(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    if len(name) >= _SURE and name.isalpha():
        # "support" stands in "supports" and in "support2", and not in "unsupported".
        return rf"(?<!{_LETTER}){words}(?!(?!s\b){_LETTER})"
    if len(name) >= _SURE:
        return words
    head = r"(?<!\w)" if name[:1].isalnum() else ""
    return f"{head}{words}(?!\\w)" if name[-1:].isalnum() else head + words


def edition(incident: Incident, people: Iterable[str], hosts: Iterable[str]) -> Edition:
    """Return an incident as it may be shown outside; people and hosts are those known."""
    names = _Names(_instead(incident, people, hosts))
    kept = [e for e in incident.timeline if e.kind in KINDS or e.details.pinned]
    fields = {k: _public(e, names) for k, e in incident.fields.items() if k in FIELDS}
    shown = incident._replace(
        title=names.public(incident.title),
        closed=_public(incident.closed, names) if incident.closed else None,
        timeline=tuple(_public(event, names) for event in kept),
        fields=fields,
        impact=tuple(_public(event, names) for event in incident.impact),
        improvements=(),
        tasks=(),
        evidence={},
        nones={},
        keys=(),
    )
    return Edition(shown, tuple(names.used.items()), tuple(_left_out(incident, kept)))


def _instead(
    incident: Incident, people: Iterable[str], hosts: Iterable[str]
) -> dict[str, str]:
    """Return what stands for each known name: a role, a number, "a server"."""
    instead: dict[str, str] = {}
    services = incident.fields.get(kinds.SERVICES)
    # What the document names as down is no person, though its tasks are often its team's.
    nobody = _NOBODY | set(_listed(services.text if services else ""))
    for kind, role in _ROLES.items():
        if kind in incident.fields:
            instead[incident.fields[kind].text.strip()] = role
    owners = [task.details.owner for task in incident.tasks]
    known = dict.fromkeys(name.strip() for name in (*sorted(set(people)), *owners))
    somebody = (name for name in known if _folded(name) not in nobody)
    for number, name in enumerate((n for n in somebody if n not in instead), 1):
        instead[name] = f"responder {number}"
    called = [name for e in incident.timeline for name in e.details.to]
    teams = [name for name in dict.fromkeys(called) if _folded(name) not in nobody]
    for number, name in enumerate(teams, 1):
        instead.setdefault(name.strip(), f"team {number}")
    for name, role in list(instead.items()):
        for part in _parts(name):
            instead.setdefault(part, role)
    for host in set(hosts) - {"localhost"}:
        instead.setdefault(host, "a server")
        instead.setdefault(host.partition(".")[0], "a server")
    return {name: role for name, role in instead.items() if len(name) >= _LEAST}


def _listed(services: str) -> list[str]:
    return [_folded(name) for name in services.split(",")]


def _parts(name: str) -> list[str]:
    """Return the parts that call a person: "Grace" is who "Grace Example" is.

    "The database team" is called by none of its words.
    """
    words = name.split()
    is_person = all(word[:1].isupper() for word in words) and words[:1] != ["The"]
    return re.findall(r"\b[A-Z]\w{2,}", name) if is_person else []


def _public(event: Event, names: _Names) -> Event:
    how = names.public(event.details.how)
    percent = event.details.percent
    data = {"how": how} if how else {}
    shown = data if percent is None else data | {"percent": percent}
    role = names.public(event.author)
    return event._replace(
        text=names.public(event.text),
        author=role if role != event.author else "a responder",
        host="",
        as_typed=None,
        source=None,
        source_id=None,
        data=json.dumps(shown),
    )


def _left_out(incident: Incident, kept: list[Event]) -> Iterator[str]:
    stays = {event.id for event in kept}
    count = Counter(e.kind for e in incident.timeline if e.id not in stays)
    yield from (f"{number} of kind {kind}" for kind, number in sorted(count.items()))
    yield from (kind.replace("_", "-") for kind in incident.fields if kind not in FIELDS)
    for one, several, found in (
        ("improvement", "improvements", incident.improvements),
        ("task", "tasks", incident.tasks),
        ("piece of evidence", "pieces of evidence", incident.evidence),
    ):
        if found:
            yield f"{len(found)} {one if len(found) == 1 else several}"
