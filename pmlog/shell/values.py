"""What an option or an argument can be, by the word that stands for it in the help.

What a kind of value needs is imported where it is offered: every TAB imports this file.
"""

from __future__ import annotations

import os

from pmlog import paths
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlog.shell.cursor import Place
    from pmlog.store.log import Log

MOST_INCIDENTS = 100
MOST_EVENTS = 100
# What can be done to an incident depends on whether it is open.
_OPEN = {"use": True, "close": True, "reopen": False}


class Candidate(NamedTuple):
    """A word that may stand at the cursor."""

    value: str
    description: str = ""
    also: str = ""  # a name by which it is found as well


class Surroundings(NamedTuple):
    """Where the values that are nobody's constants come from."""

    log_path: str
    open_log: Callable[[str], Log]
    template_folders: tuple[str, ...]


# The shell itself knows its files, and the commands that it has.
FILES = Candidate(":files")
COMMANDS = Candidate(":commands")
SIGNS = (FILES, COMMANDS)


def values(wanted: str, place: Place, around: Surroundings) -> Iterable[Candidate]:
    """Return what can be given for "KIND", "ZONE...", "[INCIDENT]", "json|text".

    LogUnusable where the log is needed and cannot be read.
    """
    name = wanted.strip("[].")
    if "|" in name:
        return map(Candidate, name.split("|"))
    if name in _OF_LOG:
        return _OF_LOG[name](place, _log(place, around))
    if name == "TEMPLATE":
        return _templates(around.template_folders)
    if name == "COMMAND":
        return (FILES,) if place.texts else (COMMANDS,)
    return _CONSTANT[name]() if name in _CONSTANT else ()


def _log(place: Place, around: Surroundings) -> Log:
    path = place.given.get("--db") or around.log_path
    return around.open_log(os.path.expanduser(path))


def timeline_kinds() -> Iterator[Candidate]:
    """Yield the kinds of the timeline, and what each is for."""
    from pmlog.incident import kinds

    return (Candidate(kind, kinds.PURPOSES[kind]) for kind in kinds.TIMELINE_KINDS)


def _fields() -> Iterator[Candidate]:
    from pmlog.incident import kinds

    return (Candidate(kind.replace("_", "-")) for kind in kinds.FIELD_KINDS)


def _times() -> Iterator[Candidate]:
    return (Candidate(f"-{v}", f"{told} ago") for v, told, _ in _lengths())


def _lengths() -> Iterator[Candidate]:
    return map(Candidate, ("5m", "15m", "30m", "1h"), ("5 min", "15 min", "30 min", "1 h"))


def _zones() -> Iterator[Candidate]:
    from pmlog import clock

    yield Candidate("UTC")
    try:
        folder = clock.zone_data_folder()
    except KeyError:
        return
    for name in sorted(_files_below(folder, "")):
        area, slash, city = name.rpartition("/")
        if slash and area not in ("Etc", "SystemV"):
            yield Candidate(name, also=city)


def _files_below(folder: str, path: str) -> Iterator[str]:
    with os.scandir(os.path.join(folder, path)) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files_below(folder, f"{path}{entry.name}/")
            elif entry.name[0].isupper():
                yield path + entry.name


def _rules() -> Iterator[Candidate]:
    from pmlog.check.rules.table import RULES

    return (Candidate(rule.id, rule.reason) for rule in RULES)


_CONSTANT: dict[str, Callable[[], Iterable[Candidate]]] = {
    "FILE": lambda: (FILES,),
    "RULE": _rules,
    "RULES": _rules,
    "KIND": timeline_kinds,
    "FIELD": _fields,
    "TIME": _times,
    "DURATION": _lengths,
    "ZONE": _zones,
}


def _templates(folders: tuple[str, ...]) -> Iterator[Candidate]:
    found = {
        file.partition(".")[0]: folder
        for folder in reversed(folders)
        if os.path.isdir(folder)
        for file in os.listdir(folder)
        if file.endswith(".j2")
    }
    shipped = paths.shipped("templates")
    for name, folder in sorted(found.items()):
        yield Candidate(name, "shipped" if folder == shipped else "your own")


def _incidents(place: Place, log: Log) -> Iterator[Candidate]:
    from pmlog.store import current, incident_queries
    from pmlog.text.terminal import clipped

    with log:
        for each in incident_queries.incidents(log)[: -MOST_INCIDENTS - 1 : -1]:
            about = current.landmarks(log, each).fold()
            if about and _OPEN.get(place.command, about.is_open) is about.is_open:
                description = f"{clipped(about.title, 60)} ({about.state})"
                yield Candidate(about.short_id, description, about.title)


def _events(place: Place, log: Log) -> Iterator[Candidate]:
    from pmlog.shell import used
    from pmlog.text.terminal import clipped

    for event in used.events(log, place.command, MOST_EVENTS):
        yield Candidate(event.short_id, f"{event.kind}: {clipped(event.text, 60)}")


def _names(place: Place, log: Log) -> Iterable[Candidate]:
    from pmlog.shell import used

    where = used.NAMES.get(place.option)
    return map(Candidate, used.names(log, where)) if where else ()


_OF_LOG: dict[str, Callable[[Place, Log], Iterable[Candidate]]] = {
    "INCIDENT": _incidents,
    "ID": _events,
    "NAME": _names,
}
