"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="FILE", help="The log file; else PMLOG_DB, else your own."
    ),
]
Incident = Annotated[
    str | None,
    typer.Option(
        "-i",
        "--incident",
        metavar="INCIDENT",
        help="An id, a key, part of a title.",
    ),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "-k",
        "--kind",
        metavar="KIND",
        help="What it means; 'pmlog help kinds' has them.",
    ),
]
IncidentArgument = Annotated[
    str | None,
    typer.Argument(metavar="[INCIDENT]", help="An id, a key, part of a title."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="When: 14:05, -15m, '2026-11-21 14:05 CET', ~14:05.",
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="The end of a span.")
]
For = Annotated[
    str | None,
    typer.Option("--for", metavar="DURATION", help="The length of a span: 25m, 1h30m."),
]
Tz = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="The zone of typed times: Europe/Berlin."),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who did it, if not you.")
]
How = Annotated[
    str | None, typer.Option("--how", metavar="TEXT", help="How it was detected.")
]
To = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="NAME", help="Who it was escalated to (repeatable)."),
]
Link = Annotated[
    list[str] | None, typer.Option("--link", metavar="URL", help="A link (repeatable).")
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="TEXT...", help="Words; - or a pipe reads standard input."),
]


EventId = Annotated[
    str, typer.Argument(metavar="ID", help="An event's id, or its first characters.")
]
EventIds = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids, or their first characters.")
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason.")]

# In which zones, which events, which incidents.
Zones = Annotated[
    list[str] | None,
    typer.Option(
        "--tz", metavar="ZONE", help="Show times in this zone, or these (repeatable)."
    ),
]

# Which events of a timeline.
EventKinds = Annotated[
    list[str] | None,
    typer.Option("-k", "--kind", metavar="KIND", help="Only this kind (repeatable)."),
]
EventsSince = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="TIME", help="From then on: 14:05, -30m; +1h is since its start."
    ),
]
EventsUntil = Annotated[
    str | None,
    typer.Option("--until", metavar="TIME", help="Up to that time, and at it."),
]
LastEvents = Annotated[
    int | None,
    typer.Option("-n", "--last", metavar="N", min=1, help="Only the last N of them."),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="The newest first.")]

# Which incidents.
IncidentsSince = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="TIME", help="Started from then on: 2026, 2026-03, -90d."
    ),
]
IncidentsUntil = Annotated[
    str | None,
    typer.Option("--until", metavar="TIME", help="Started then or earlier: 2026-06."),
]
Services = Annotated[
    list[str] | None,
    typer.Option("--service", metavar="NAME", help="Of this service (repeatable)."),
]
Severities = Annotated[
    list[str] | None,
    typer.Option("--severity", metavar="NAME", help="Of this severity (repeatable)."),
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY", help="Of this key: INC-42, 'PAY-*' (repeatable)."),
]
