"""Every command: its words, its function, examples that can be typed as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.cli import (
    asking,
    checking,
    correcting,
    demo,
    examining,
    helping,
    incidents,
    keeping,
    logging,
    measuring,
    reading,
    rendering,
    running,
    searching,
    shells,
    showing,
    status,
    tasking,
    templating,
    transfer,
    watching,
    writeup,
    writing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = {"help_option_names": ["-h", "--help"]}


class Command(NamedTuple):
    """One command: "event", or "task add" for one of a group."""

    words: str
    function: Callable[..., None]
    examples: tuple[str, ...]
    settings: dict[str, Any] = HELP


GROUPS = {
    "task": "Keep tasks, so that it does not happen again.",
    "templates": "List, show and copy what render fills.",
}

# How --help lists them: what an outage needs comes first.
SECTIONS = {
    "During the outage": (
        *("event", "run", "start", "timeline", "status", "watch"),
        *("list", "use", "close", "reopen"),
    ),
    "Logged wrong": ("undo", "amend", "retract", "restore", "history"),
    "Afterwards": (
        *("write", "set", "improve", "task", "evidence"),
        *("render", "templates", "check", "metrics"),
    ),
    "The log": ("search", "export", "import", "verify", "backup"),
    "Your shell, and help": ("shell-init", "prompt", "when", "doctor", "demo", "help"),
}

COMMANDS = (
    Command(
        "event",
        logging.event,
        (
            "pmlog event escalated: paged the database team --to DBAs",
            'pmlog event -k misleading --at 14:05 --for 20m "suspected the network"',
            "dmesg | tail -3 | pmlog event",
            'top -b -n1 | pmlog event -k investigated "output of top" --attach -',
        ),
        # A text may hold "-5 %" and "df -h": the command itself looks at what it got.
        {"help_option_names": [], "ignore_unknown_options": True},
    ),
    Command(
        "run",
        running.run,
        (
            "pmlog run -- df -h",
            "pmlog run -k mitigated -m 'restart the pool' -- systemctl restart pgbouncer",
            "pmlog run --no-output psql -h db-1",
        ),
        # What follows the first word is the command's own.
        {**HELP, "allow_interspersed_args": False},
    ),
    Command(
        "start",
        incidents.start,
        (
            "pmlog start Checkout is down --severity SEV-1 --service checkout",
            "pmlog start Slow reports --tz Europe/Berlin --at '-20m'",
        ),
    ),
    Command(
        "set",
        writeup.set_,
        (
            "pmlog set users-affected 30%",
            'pmlog set root-cause "The connection pool ran out of connections."',
        ),
    ),
    Command(
        "improve",
        writeup.improve,
        (
            'pmlog improve "Alert on symptoms that users see."',
            "pmlog improve Load-test every release -i checkout",
        ),
    ),
    Command(
        "task add",
        writeup.add_task,
        (
            'pmlog task add "Alert at 80 % of the pool" --owner platform --due 2026-12-01',
            'pmlog task add "Patch nginx to 1.27.3" --type prevent --ticket OPS-12',
        ),
    ),
    Command("task list", tasking.list_, ("pmlog task list", "pmlog task list --all")),
    Command(
        "task done", tasking.done, ("pmlog task done 3fa9c1", "pmlog task done 3fa --json")
    ),
    Command(
        "task reopen",
        tasking.reopen,
        ("pmlog task reopen 3fa9c1", "pmlog task reopen 3fa --json"),
    ),
    Command(
        "amend",
        correcting.amend,
        (
            'pmlog amend 3fa9c1 "Suspected the payment provider."',
            "pmlog amend 3fa9c1 --at 14:05 --for 20m --why 'my watch was slow'",
            "pmlog amend 3fa9c1 escalated: paged the DBAs --to DBAs",
        ),
    ),
    Command(
        "retract",
        correcting.retract,
        ("pmlog retract 3fa9c1", "pmlog retract 3fa9c1 --why 'of another incident'"),
    ),
    Command(
        "restore", correcting.restore, ("pmlog restore 3fa9c1", "pmlog restore 3fa 5e08")
    ),
    Command("undo", correcting.undo, ("pmlog undo", "pmlog undo --json")),
    Command(
        "history",
        correcting.history_,
        ("pmlog history", "pmlog history 3fa9c1", "pmlog history --json | jq .changes"),
    ),
    Command(
        "timeline",
        reading.timeline_,
        (
            "pmlog timeline",
            "pmlog timeline checkout --tz America/New_York",
            "pmlog timeline --since -30m --kind misleading --reverse",
            "pmlog timeline --diagram",
            "pmlog timeline --plain | cut -f 1,4,7",
            "pmlog timeline --json | jq -r .text",
        ),
    ),
    Command(
        "status",
        status.status_,
        (
            "pmlog status",
            "pmlog status checkout --tz UTC --tz America/New_York",
            "pmlog status --json | jq -r .text",
        ),
    ),
    Command("watch", watching.watch_, ("pmlog watch", "pmlog watch checkout --tz UTC")),
    Command(
        "evidence",
        showing.evidence_,
        (
            "pmlog evidence",
            "pmlog evidence 3fa9c1ab | less",
            "pmlog evidence 3fa9c1ab -o core.png",
        ),
    ),
    Command(
        "search",
        searching.search,
        (
            "pmlog search connection pool",
            "pmlog search 'no space left' --kind detected -n 5",
            "pmlog search db-1 -i checkout --json | jq -r .id",
        ),
    ),
    Command("list", incidents.list_, ("pmlog list", "pmlog list --json | jq .duration_s")),
    Command("use", incidents.use, ("pmlog use 3fa9c1", "pmlog use checkout")),
    Command("close", incidents.close, ("pmlog close", "pmlog close 3fa9c1")),
    Command("reopen", incidents.reopen, ("pmlog reopen", "pmlog reopen checkout")),
    Command("write", writing.write, ("pmlog write", "pmlog write checkout --list")),
    Command(
        "render",
        rendering.render,
        (
            "pmlog render -o postmortem.md",
            "pmlog render -o postmortem.md --check",
            "pmlog render 3fa9c1 --tz UTC",
            "pmlog render -t ./our-own.md.j2",
        ),
    ),
    Command(
        "check",
        checking.check,
        (
            "pmlog check postmortem.md",
            "pmlog check --json postmortem.md | jq .clauses",
            "pmlog check --explain duration",
        ),
    ),
    Command(
        "metrics",
        measuring.metrics_,
        (
            "pmlog metrics",
            "pmlog metrics --all",
            "pmlog metrics --json | jq .time_to_resolve_s",
        ),
    ),
    Command(
        "templates list",
        templating.list_,
        ("pmlog templates list", "pmlog templates list | grep config"),
    ),
    Command(
        "templates show",
        templating.show,
        ("pmlog templates show sre", "pmlog templates show html | less"),
    ),
    Command(
        "templates copy",
        templating.copy,
        ("pmlog templates copy postmortem", "pmlog templates copy sre --as ours"),
    ),
    Command(
        "export",
        transfer.export,
        (
            "pmlog export > log.jsonl",
            "pmlog export --format jsonl | jq .kind",
            "pmlog export --db damaged.db --salvage > saved.jsonl",
        ),
    ),
    Command(
        "import",
        transfer.import_,
        ("pmlog import log.jsonl", "ssh db-1 pmlog export | pmlog import -"),
    ),
    Command(
        "verify", keeping.verify_, ("pmlog verify", "pmlog verify --json | jq .findings")
    ),
    Command(
        "backup",
        keeping.backup_,
        ("pmlog backup /backup/pmlog.db", "pmlog backup --force /backup/pmlog.db"),
    ),
    Command(
        "when",
        asking.when_,
        (
            "pmlog when yesterday 23:50 --tz Europe/Berlin --to UTC",
            "pmlog when -15m",
            "pmlog when 2026-10-25 01:30 CEST --until '2026-10-25 03:30 CET'",
            "pmlog when - --tz America/New_York < times.txt",
        ),
        # "-15m" is a time.
        {**HELP, "ignore_unknown_options": True},
    ),
    Command(
        "shell-init",
        shells.shell_init,
        (
            "pmlog shell-init bash --prompt",
            "pmlog shell-init zsh --cmd-names long --key alt-l",
            "pmlog shell-init fish --prefix inc | source",
        ),
    ),
    Command("prompt", shells.prompt, ("pmlog prompt", "pmlog prompt --db ./other.db")),
    Command("demo", demo.demo, ("pmlog demo", "pmlog demo | less")),
    Command("doctor", examining.doctor_, ("pmlog doctor", "pmlog doctor --json | jq .log")),
    Command("help", helping.help_, ("pmlog help times", "pmlog help task add")),
)
