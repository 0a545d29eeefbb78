"""What cannot be said in a command's own help: `pmlog help TOPIC`."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.incident import kinds
from pmlog.manual.blocks import Block, Prose, Sample, Table
from pmlog.render.context import CONTEXT


class Topic(NamedTuple):
    """One topic: its name, one line about it, and what it says."""

    name: str
    summary: str
    blocks: tuple[Block, ...]


KINDS = kinds.PURPOSES | {
    kinds.DETECTED: f"{kinds.PURPOSES[kinds.DETECTED]}; --how says what",
    kinds.MISLEADING: f"{kinds.PURPOSES[kinds.MISLEADING]}; --for or --until says how long "
    "it took",
    kinds.ESCALATED: "handed on; --to says to which team or person",
    kinds.NOTE: f"{kinds.PURPOSES[kinds.NOTE]}; the default",
}

TIMES = Topic(
    "times",
    "how times, durations and zones are read",
    (
        Prose("Without --at an event happened now. A time can be typed as"),
        Table(
            (
                ("14:05, 2pm, noon", "the most recent such time that is not in the future"),
                ("-15m, 15m ago, 1h30m ago", "counted back from now"),
                ("T+15m", "counted from the start of the incident"),
                ('"14:05 to 14:30"', "a span; --until and --for give its end as well"),
                ("yesterday 23:50, mon 14:05", "a day in the past"),
                ("2026-11-21T14:05Z", "ISO 8601 and RFC 3339"),
                ("August 5, 2023, 02:00 AM", "written out"),
                ("@1700000000", "seconds, milliseconds or microseconds since 1970"),
                ("~14:05", "about then"),
            )
        ),
        Prose(
            "A zone may follow: Europe/Berlin, Z, CET, +01:00, UTC+1, or GMT +2, which is "
            "two hours ahead of UTC, as people mean it. Without one the zone is that of "
            "--tz, else of the incident, else PMLOG_TZ, else of the machine. Durations are "
            "25m, 1h30m, 90s."
        ),
        Prose(
            "Nothing is guessed. A time that the clocks skipped, one that they showed "
            "twice, an abbreviation with several meanings (IST, BST), 10/11/2026 and 25:99 "
            "are refused with what would settle them. To see how a time would be "
            "understood, without logging:"
        ),
        Sample(
            (
                'pmlog when "2026-10-25 02:30" --tz Europe/Berlin',
                "pmlog when yesterday 23:50 --to UTC",
            )
        ),
    ),
)

EVENT_KINDS = Topic(
    "kinds",
    "the kinds of event, and what each is for",
    (
        Prose(
            "The kind says what an event means for the incident; durations and documents "
            "are computed from it."
        ),
        Table(tuple(KINDS.items())),
        Prose(
            "The start of a kind will do, and so will a text that begins with one and a "
            "colon:"
        ),
        Sample(
            (
                "pmlog event -k esc paged the database team --to DBAs",
                'pmlog event "misleading: suspected the network" --for 25m',
            )
        ),
    ),
)

ENVIRONMENT = Topic(
    "environment",
    "the variables that pmlog reads",
    (
        Table(
            (
                ("PMLOG_DB", "the log file; --db wins over it"),
                ("PMLOG_INCIDENT", "the incident that is meant; --incident wins over it"),
                ("PMLOG_SYNC", "the shelf on which the logs of your team meet"),
                ("PMLOG_TZ", "the zone of typed times where no incident has one"),
                ("PMLOG_AUTHOR", "who logs; else SUDO_USER, LOGNAME, USER, the login"),
                ("PMLOG_SHELL", "the shell that has read what shell-init prints"),
                ("PMLOG_SHELL_PID", "the number of that shell, for doctor"),
                ("PMLOG_SHELL_WITH", "what it has read besides TAB, for doctor"),
                ("PMLOG_DEBUG", "if set, the unforeseen ends with a traceback"),
                ("XDG_CACHE_HOME", "what can be fetched again is in pmlog/ there"),
                ("XDG_DATA_HOME", "the folder of data; the log is in pmlog/ there"),
                ("XDG_CONFIG_HOME", "the folder of settings; see 'pmlog help files'"),
                ("XDG_STATE_HOME", "the folder of drafts; see 'pmlog help files'"),
                ("PMLOG_EDITOR", "write's editor; else VISUAL, EDITOR, vi, nano"),
                ("VISUAL", "see PMLOG_EDITOR"),
                ("EDITOR", "see PMLOG_EDITOR"),
                ("PMLOG_PAGER", "the pager; else PAGER, less; cat or empty for none"),
                ("PAGER", "see PMLOG_PAGER"),
                ("HOME", "where ~ and the default folders are"),
                ("TZ", "the machine's zone; else /etc/localtime, /etc/timezone"),
                ("PYTZ_TZDATADIR", "another folder of zone files than that of pytz"),
                ("NO_COLOR", "if not empty, nothing is coloured"),
                ("FORCE_COLOR", "if not empty and not 0, colour in pipes as well"),
                ("TERM", "dumb: no colour, and nothing to watch on"),
                ("LC_ALL", "or LC_CTYPE, LANG: without UTF-8, marks and bars are ASCII"),
            )
        ),
        Prose("'pmlog doctor' says which of them count here, and what they lead to."),
    ),
)

FILES = Topic(
    "files",
    "where the log, your templates and drafts live",
    (
        Table(
            (
                (
                    "~/.local/share/pmlog/log.db",
                    "the log, unless --db, PMLOG_DB or XDG_DATA_HOME says otherwise",
                ),
                ("log.db-wal, log.db-shm", "SQLite's, beside it: a part of the log"),
                (
                    "~/.config/pmlog/templates/",
                    "your own templates; each wins over a shipped one of its name",
                ),
                (
                    "~/.local/state/pmlog/drafts/",
                    "answers that write's editor was left with; else XDG_STATE_HOME",
                ),
            )
        ),
        Prose(
            "The log is one SQLite file, and any SQLite tool can read it; its views "
            "timeline and incidents are made for people. Keep it on a local disk: "
            "a write-ahead log does not work over a network file system."
        ),
        Sample(('sqlite3 ~/.local/share/pmlog/log.db "select * from timeline"',)),
    ),
)

EXIT_CODES = Topic(
    "exit-codes",
    "what the exit code says",
    (
        Table(
            (
                ("0", "done; what was logged is on the disk"),
                (
                    "1",
                    "failed, or stored but not confirmed; for check and verify: findings",
                ),
                ("2", "the words were not understood, a time among them"),
                ("3", "what was named does not exist, or nothing was found"),
                (
                    "4",
                    "the log is unusable: damaged, foreign, newer, locked, full, read-only",
                ),
                ("130", "interrupted"),
            )
        ),
        Prose(
            "Signals that end it give 128 and their number; 'pmlog run' exits as its "
            "command does."
        ),
        Prose(
            "When an event cannot be stored, the message repeats it as a command with its "
            "time filled in."
        ),
    ),
)

TEMPLATES = Topic(
    "templates",
    "writing a template of one's own",
    (
        Prose(
            "A template is a Jinja2 file NAME.md.j2, NAME.html.j2 or NAME.txt.j2 in "
            "~/.config/pmlog/templates/, where it wins over a shipped one of that name, or "
            "any file given to -t. Begin with a shipped one:"
        ),
        Sample(("pmlog templates copy postmortem --as ours", "pmlog render -t ours")),
        Prose(
            "It computes nothing: every value arrives ready to print, escaped for "
            'Markdown or HTML by the file\'s name. What stands in {% filter block("name") '
            "%} can be rendered again into an edited file. The values:"
        ),
        Table(tuple(CONTEXT.items())),
    ),
)

TOPICS = (TIMES, EVENT_KINDS, ENVIRONMENT, FILES, EXIT_CODES, TEMPLATES)
