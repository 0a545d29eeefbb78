"""Every command: its words, where its function is, examples that can be typed.

No command is imported before it is needed: a table of what there is starts in no time.
"""

from __future__ import annotations

from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

HELP = {"help_option_names": ["-h", "--help"]}


class Command(NamedTuple):
    """One command: "event", or "task add" for one of a group."""

    words: str
    where: str  # "file:function", in pmlog.cli.commands
    examples: tuple[str, ...]
    settings: dict[str, Any] = HELP

    def function(self) -> Callable[..., None]:
        """Import the command, which costs what it needs, and return it."""
        file, _, name = self.where.partition(":")
        module = __import__(f"pmlog.cli.commands.{file}", fromlist=(name,))
        found: Callable[..., None] = getattr(module, name)
        return found


GROUPS = {
    "task": "Add, list and tick tasks, so that it does not happen again.",
    "templates": "List, show and copy what render fills.",
}

# What an outage needs; 'pmlog help commands' has them all.
FIRST_SCREEN = {
    "During the outage": ("event", "start", "timeline", "status", "run", "undo", "amend"),
    "Afterwards": ("write", "render", "check"),
}

# How 'pmlog help commands' lists them.
SECTIONS = {
    "During the outage": (
        *("event", "run", "start", "timeline", "status", "watch"),
        *("list", "use", "close", "reopen", "join"),
    ),
    "Logged wrong": ("undo", "amend", "move", "retract", "restore", "redact", "history"),
    "Afterwards": (
        *("write", "set", "unset", "improve", "task", "pin", "unpin", "evidence"),
        *("render", "templates", "convert", "check", "metrics", "stats"),
    ),
    "The log": (
        *("search", "collect", "sync"),
        *("export", "import", "verify", "backup"),
    ),
    "Your shell, and help": ("shell-init", "prompt", "when", "doctor", "demo", "help"),
}

COMMANDS = (
    Command(
        "event",
        "event:event",
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
        "run:run",
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
        "start:start",
        (
            "pmlog start Checkout is down --severity SEV-1 --service checkout",
            "pmlog start Slow reports --tz Europe/Berlin --at '-20m'",
        ),
    ),
    Command(
        "set",
        "set:set_",
        (
            "pmlog set users-affected 30%",
            'pmlog set root-cause "The connection pool ran out of connections."',
        ),
    ),
    Command(
        "unset",
        "set:unset",
        ("pmlog unset severity", "pmlog unset key -i checkout"),
    ),
    Command(
        "improve",
        "set:improve",
        (
            'pmlog improve "Alert on symptoms that users see."',
            "pmlog improve Load-test every release -i checkout",
        ),
    ),
    Command(
        "task add",
        "task:add_task",
        (
            'pmlog task add "Alert at 80 % of the pool" --owner platform --due 2026-12-01',
            'pmlog task add "Patch nginx to 1.27.3" --type prevent --ticket OPS-12',
        ),
    ),
    Command(
        "task list",
        "task:list_",
        ("pmlog task list", "pmlog task list --all --overdue || mail -s overdue team"),
    ),
    Command(
        "task done", "task:done", ("pmlog task done 3fa9c1", "pmlog task done 3fa --json")
    ),
    Command(
        "task reopen",
        "task:reopen",
        ("pmlog task reopen 3fa9c1", "pmlog task reopen 3fa --json"),
    ),
    Command(
        "amend",
        "amend:amend",
        (
            "pmlog amend --at -5m",
            "pmlog amend --shift -3m --origin db-1",
            'pmlog amend 3fa9c1 "Suspected the payment provider."',
            "pmlog amend 3fa9c1 --at 14:05 --for 20m --why 'my watch was slow'",
            "pmlog amend 3fa9c1 escalated: paged the DBAs --to DBAs",
        ),
    ),
    Command(
        "retract",
        "undo:retract",
        ("pmlog retract 3fa9c1", "pmlog retract 3fa9c1 --why 'of another incident'"),
    ),
    Command("restore", "undo:restore", ("pmlog restore 3fa9c1", "pmlog restore 3fa 5e08")),
    Command(
        "redact",
        "redact:redact",
        ("pmlog redact 3fa9c1 --why 'a password'", "pmlog redact --yes 3fa9c1 5e08b2"),
    ),
    Command("undo", "undo:undo", ("pmlog undo", "pmlog undo --json")),
    Command(
        "history",
        "history:history_",
        ("pmlog history", "pmlog history 3fa9c1", "pmlog history --json | jq .changes"),
    ),
    Command(
        "timeline",
        "timeline:timeline_",
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
        "status:status_",
        (
            "pmlog status",
            "pmlog status checkout --tz UTC --tz America/New_York",
            "pmlog status --json | jq -r .text",
        ),
    ),
    Command("watch", "watch:watch_", ("pmlog watch", "pmlog watch checkout --tz UTC")),
    Command(
        "evidence",
        "evidence:evidence_",
        (
            "pmlog evidence",
            "pmlog evidence 3fa9c1ab | less",
            "pmlog evidence 3fa9c1ab -o core.png",
        ),
    ),
    Command(
        "search",
        "search:search_events",
        (
            "pmlog search connection pool",
            "pmlog search 'no space left' --kind detected -n 5",
            "pmlog search db-1 -i checkout --json | jq -r .id",
        ),
    ),
    Command(
        "list",
        "list:list_",
        (
            "pmlog list",
            "pmlog list --open --severity SEV-1",
            "pmlog list --since 2026-03 --sort duration -n 10",
            "pmlog list --json | jq .duration_s",
        ),
    ),
    Command("use", "start:use", ("pmlog use 3fa9c1", "pmlog use checkout")),
    Command("close", "start:close", ("pmlog close", "pmlog close 3fa9c1")),
    Command("reopen", "start:reopen", ("pmlog reopen", "pmlog reopen checkout")),
    Command(
        "join", "join:join", ("pmlog join 3fa9c1", "pmlog join 'db-1 is slow' checkout")
    ),
    Command(
        "move",
        "join:move",
        (
            "pmlog move 3fa9c1 checkout",
            "pmlog move 3fa9c1 5e0890 --new 'The backup fails'",
        ),
    ),
    Command("pin", "join:pin", ("pmlog pin 3fa9c1", "pmlog pin 3fa 5e0 --json")),
    Command("unpin", "join:unpin", ("pmlog unpin 3fa9c1", "pmlog unpin 3fa --json")),
    Command("write", "write:write", ("pmlog write", "pmlog write checkout --list")),
    Command(
        "render",
        "render:render",
        (
            "pmlog render -o postmortem.md",
            "pmlog render -o postmortem.md --check",
            "pmlog render 3fa9c1 --tz UTC",
            "pmlog render -t ./our-own.md.j2",
        ),
    ),
    Command(
        "convert",
        "convert:convert",
        (
            "pmlog convert postmortem.md --to confluence",
            "pmlog convert postmortem.md --to docx",
        ),
    ),
    Command(
        "check",
        "check:check",
        (
            "pmlog check postmortem.md",
            "pmlog check --json postmortem.md | jq .clauses",
            "pmlog check --explain duration",
        ),
    ),
    Command(
        "metrics",
        "metrics:metrics_",
        (
            "pmlog metrics",
            "pmlog metrics checkout --tz UTC",
            "pmlog metrics --json | jq .time_to_resolve_s",
        ),
    ),
    Command(
        "stats",
        "stats:stats",
        (
            "pmlog stats --since 2026",
            "pmlog stats --service checkout --severity SEV-1",
            "pmlog stats -t html -o incidents.html",
            "pmlog stats --json | jq .summary.time_to_detect_s",
        ),
    ),
    Command(
        "templates list",
        "templates:list_",
        ("pmlog templates list", "pmlog templates list | grep config"),
    ),
    Command(
        "templates show",
        "templates:show",
        ("pmlog templates show sre", "pmlog templates show html | less"),
    ),
    Command(
        "templates copy",
        "templates:copy",
        ("pmlog templates copy postmortem", "pmlog templates copy sre --as ours"),
    ),
    Command(
        "collect",
        "collect:collect",
        (
            "pmlog collect slack-export.zip",
            "kubectl get events -A -o json | pmlog collect -",
            "pmlog collect -y notes.txt --tz Europe/Berlin --date 2026-11-28",
        ),
    ),
    Command(
        "export",
        "export:export_events",
        (
            "pmlog export > log.jsonl",
            "pmlog export -i checkout > checkout.jsonl",
            "pmlog export --format csv > timelines.csv",
            "pmlog export --db damaged.db --salvage > saved.jsonl",
        ),
    ),
    Command(
        "import",
        "export:import_events",
        ("pmlog import log.jsonl", "ssh db-1 pmlog export | pmlog import -"),
    ),
    Command(
        "sync",
        "sync:sync_",
        (
            "pmlog sync /mnt/team/pmlog",
            "pmlog sync --init /mnt/team/pmlog",
            "PMLOG_SYNC=/mnt/team/pmlog pmlog sync",
        ),
    ),
    Command(
        "verify",
        "verify:verify_",
        (
            "pmlog verify",
            "pmlog verify --json | jq .findings",
            "pmlog verify --against postmortem.md",
        ),
    ),
    Command(
        "backup",
        "backup:backup_",
        ("pmlog backup /backup/pmlog.db", "pmlog backup --force /backup/pmlog.db"),
    ),
    Command(
        "when",
        "when:when_",
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
        "shell_init:shell_init",
        (
            "pmlog shell-init bash --prompt",
            "pmlog shell-init zsh --cmd-names long --key alt-l",
            "pmlog shell-init fish --prefix inc | source",
        ),
    ),
    Command(
        "prompt",
        "shell_init:prompt",
        ("pmlog prompt --for bash", "pmlog prompt --db ./other.db"),
    ),
    Command("demo", "demo:demo", ("pmlog demo", "pmlog demo | less")),
    Command("doctor", "doctor:doctor_", ("pmlog doctor", "pmlog doctor --json | jq .log")),
    Command("help", "help:help_", ("pmlog help times", "pmlog help task add")),
)
