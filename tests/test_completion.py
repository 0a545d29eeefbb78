"""What TAB offers, asked as the shells' scripts ask; test_shell.py presses the key."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from pmlog.cli.app import app
from pmlog.errors import LogNotReady
from pmlog.incident.kinds import TIMELINE_KINDS
from pmlog.manual.topics import topics
from pmlog.shell import bash_line, completion, table
from pmlog.shell.table import Row
from pmlog.shell.values import Surroundings
from pmlog.store.log import Log
from tests.conftest import ROOT, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

STORED = ROOT / "templates" / table.FILE


def rows_of(command: Any, words: str = "") -> Iterator[Row]:
    """Yield the rows of a command and of those below it, as Typer has them."""
    context = command.make_context(words, [], resilient_parsing=True)
    told = (command.help or "").partition("\n\n")[0]
    yield Row(words, "", "", " ".join(told.split()).rstrip("."))
    for each in sorted(command.get_params(context), key=lambda p: p.param_type_name):
        is_option = each.param_type_name == "option"
        value = "" if is_option and each.is_flag else each.metavar or each.name.upper()
        several = "..." if is_option and each.multiple else ""
        names = " ".join(sorted(each.opts, key=len)) if is_option else ""
        yield Row(words, names, value + several, (each.help or "").rstrip("."))
    for name, below in getattr(command, "commands", {}).items():
        yield from rows_of(below, f"{words} {name}".strip())


def rows_of_help(commands: list[Row]) -> Iterator[Row]:
    """Yield what help tells about, as if each were a command below it."""
    own = {row.command for row in commands}
    for topic in topics():
        if topic.name not in own:
            yield Row(f"help {topic.name}", "", "", topic.summary.rstrip("."))
    for row in commands:
        if row.command and " " not in row.command and not (row.names or row.value):
            yield row._replace(command=f"help {row.command}")


def test_the_stored_table_is_what_typer_knows(request: pytest.FixtureRequest) -> None:
    known = list(rows_of(typer.main.get_command(app())))
    known += rows_of_help(known)
    if request.config.getoption("--update-golden"):
        STORED.write_text("".join("\t".join(row) + "\n" for row in known))

    assert table.rows() == known, "store it anew with --update-golden"


class Offers:
    """Asks what is offered, with a log of its own."""

    def __init__(self, say: Shell) -> None:
        self.say = say
        folders = (f"{say.path.parent}/templates", str(ROOT / "templates"))
        self.around = Surroundings(str(say.path), Log, folders)

    def lines(self, *words: str, shell: str = "zsh", stands_for: str = "") -> list[str]:
        """Return the answer to the words of a command line, the last at the cursor."""
        return completion.answer(shell, [stands_for, *words], self.around)

    def bash(self, typed: str, replaced: str) -> list[str]:
        """Return the words that bash would put in the place of what it replaces."""
        answer = completion.answer("bash", ["", typed, replaced], self.around)
        return [each.partition("\t")[0] for each in answer]

    def words(self, *words: str, stands_for: str = "") -> list[str]:
        """Return the offered words alone."""
        answer = self.lines(*words, stands_for=stands_for)
        return [each.partition("\t")[0] for each in answer]


@pytest.fixture
def offers(say: Shell) -> Offers:
    return Offers(say)


def test_commands_are_offered_with_what_they_do(offers: Offers) -> None:
    assert "close\tClose an incident: what is logged next opens a new one" in offers.lines(
        "pmlog", ""
    )
    assert offers.words("pmlog", "ti") == ["timeline"]
    assert offers.words("pmlog", "templates", "") == ["list", "show", "copy"]
    assert offers.words("pmlog", "--db", "other.db", "ti") == ["timeline"]
    assert offers.words("pmlog", "help", "ti") == ["times", "timeline"]


def test_behind_a_command_that_there_is_not_nothing_is_offered(offers: Offers) -> None:
    assert offers.lines("pmlog", "nonsense", "") == []
    assert offers.lines("pmlog", "templates", "nonsense", "-") == []


def test_options_are_offered_once_but_for_those_that_may_be_repeated(
    offers: Offers,
) -> None:
    assert offers.words("pmlog", "event", "--t") == ["--tz", "--to"]
    assert offers.words("pmlog", "event", "--tz", "UTC", "--t") == ["--to"]
    assert offers.words("pmlog", "event", "--to", "DBAs", "--t") == ["--tz", "--to"]
    assert offers.words("pmlog", "event", "-k") == ["-k"]
    assert offers.words("pmlog", "event", "-k", "note", "--k") == []
    assert offers.words("pmlog", "event", "--", "--t") == []


def test_options_are_what_a_command_without_arguments_has(offers: Offers) -> None:
    assert offers.words("pmlog", "doctor", "") == ["--json", "--db", "--help"]


def test_kinds_are_offered_for_the_option_and_as_the_beginning_of_a_text(
    offers: Offers,
) -> None:
    assert offers.words("pmlog", "event", "-k", "") == list(TIMELINE_KINDS)
    assert offers.lines("pmlog", "event", "-k", "mis") == [
        "misleading\ta path that proved wrong"
    ]
    assert offers.words("pmlog", "event", "esc") == ["escalated:"]
    assert offers.words("pmlog", "event", "paged", "esc") == []
    assert offers.words("pmd", "esc", stands_for="event --kind detected") == []


def test_a_kind_is_a_command_whose_start_is_completed(offers: Offers) -> None:
    assert offers.words("pmlog", "misl") == ["misleading"]
    assert offers.words("pmlog", "--db", "other.db", "de") == ["demo", "detected"]
    assert "detected" not in offers.words("pmlog", "")
    assert offers.words("pmlog", "escalated", "--t") == ["--tz", "--to"]
    assert offers.words("pmlog", "detected", "esc") == []
    assert offers.words("pmlog", "templates", "det") == []


def test_zones_are_found_by_their_city_and_in_small_letters(offers: Offers) -> None:
    assert offers.words("pmlog", "timeline", "--tz", "Europe/Berl") == ["Europe/Berlin"]
    assert offers.words("pmlog", "when", "--to", "europe/berl") == ["Europe/Berlin"]
    assert offers.words("pmlog", "event", "--tz=berl") == ["--tz=Europe/Berlin"]
    assert len(offers.words("pmlog", "timeline", "--tz", "")) > 400


def test_what_does_not_begin_as_typed_is_listed_and_not_inserted(offers: Offers) -> None:
    assert offers.words("pmlog", "timeline", "--tz", "new_") == [
        ":list",
        "America/New_York",
        "America/North_Dakota/New_Salem",
    ]


def test_incidents_are_offered_by_id_with_their_titles(offers: Offers) -> None:
    offers.say.ok("start", "Checkout is down")
    offers.say.ok("start", 'It\'s "quoted": $(x)\tand `y`')
    offers.say.ok("close")
    quoted, checkout = offers.lines("pmlog", "event", "-i", "")

    assert checkout.endswith("\tCheckout is down (open)")
    assert quoted.endswith('\tIt\'s "quoted": $(x) and `y` (closed)')
    short_id = checkout.partition("\t")[0]
    assert offers.words("pmlog", "render", short_id[:3]) == [short_id]
    assert offers.words("pmlog", "metrics", "check") == [short_id]
    assert offers.lines("pmlog", "timeline", "check", shell="fish") == [
        f"Checkout is down\t{short_id}"
    ]
    assert offers.lines("pmlog", "use", "") == [checkout]
    assert offers.lines("pmlog", "reopen", "") == [quoted]
    other = ["--db", f"{offers.say.path}"]
    assert offers.lines("pmlog", *other, "use", "") == [checkout]


def test_events_are_offered_by_id_with_what_they_say(offers: Offers) -> None:
    offers.say.ok("event", "-k", "detected", "checkout is down")
    offers.say.ok("event", "it is\tDNS")
    last, first, *_ = offers.lines("pmlog", "amend", "")
    offers.say.ok("amend", last.partition("\t")[0], "it is not DNS")

    assert last.endswith("\tnote: it is DNS")
    assert first.endswith("\tdetected: checkout is down")
    assert len(offers.words("pmlog", "retract", "")) == 3  # and what opened the incident
    assert first.partition("\t")[0] in offers.words("pmlog", "history", "")
    assert offers.words("pmlog", "amend", "x", "--ticket", "") == []


def test_templates_fields_choices_and_times_are_offered(offers: Offers) -> None:
    own = Path(offers.around.template_folders[0])
    own.mkdir()
    (own / "ours.md.j2").write_text("")

    assert offers.words("pmlog", "render", "-t", "po") == ["postmortem"]
    assert offers.lines("pmlog", "templates", "copy", "ou") == ["ours\tyour own"]
    assert "root-cause" in offers.words("pmlog", "set", "root")
    assert offers.words("pmlog", "task", "add", "--type", "") == [
        "detect",
        "mitigate",
        "prevent",
    ]
    assert offers.words("pmlog", "shell-init", "") == ["bash", "zsh", "fish"]
    assert offers.words("pmlog", "event", "--at", "-1") == ["-15m", "-1h"]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "notes"),
        ("import", ""),
        ("render", "-o", "p"),
        ("--db", "l"),
        ("list", "--db=l"),
        ("render", "-t", "./ou"),
    ],
)
def test_files_are_left_to_the_shell(words: tuple[str, ...], offers: Offers) -> None:
    assert offers.lines("pmlog", *words) == [":files"]


def test_bash_gets_what_stands_behind_its_own_word_breaks(offers: Offers) -> None:
    assert offers.bash("pmlog event --tz=Europe/Berl", "Europe/Berl") == ["Europe/Berlin"]
    assert offers.bash("pmlog event --at 14:05 -k det", "det") == ["detected"]
    assert offers.bash('pmlog event "a text" --fo', "--fo") == ["--for"]
    assert offers.bash("PMLOG_DB=x.db pmlog tim", "tim") == ["timeline"]
    assert offers.bash("pmlog set 'root", "root") == ["root-cause"]


def test_a_line_of_bash_is_cut_where_bash_cuts_it() -> None:
    assert bash_line.words('a  b\\ c \'d e\'"f \\" g" --at=14:05 ') == [
        "a",
        "b c",
        'd ef " g',
        "--at=14:05",
        "",
    ]
    assert bash_line.words("pmlog event 'it is ha") == ["pmlog", "event", "it is ha"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=6), min_size=1, max_size=6))
def test_no_words_are_too_strange_to_be_answered(words: list[str]) -> None:
    around = Surroundings("/none.db", Log, ())
    for shell, *typed in (
        ["fish", "", "pmlog", *words],
        ["bash", "", " ".join(words), words[-1]],
        ["zsh", "event", "pmn", *words],
    ):
        with contextlib.suppress(LogNotReady):
            assert "\n" not in "".join(completion.answer(shell, typed, around))


def test_behind_run_the_shell_offers_its_commands_and_then_its_files(
    offers: Offers,
) -> None:
    assert offers.lines("pmlog", "run", "--", "l") == [":commands"]
    assert offers.lines("pmlog", "run", "l") == [":commands"]
    assert offers.lines("pmlog", "run", "ls", "-") == [":files"]
    assert offers.lines("pmo", "l", stands_for="run") == [":commands"]
    assert "--no-output" in offers.words("pmlog", "run", "--no-o")


def test_names_that_were_given_before_are_offered(offers: Offers) -> None:
    offers.say.ok("start", "x", "--service", "checkout", "--by", "ann")
    offers.say.ok("event", "-k", "escalated", "--to", "DBAs", "paged")
    offers.say.ok("task", "add", "alert", "--owner", "platform")

    assert offers.words("pmlog", "event", "--to", "") == ["DBAs"]
    assert offers.words("pmlog", "task", "add", "--owner", "p") == ["platform"]
    assert offers.words("pmlog", "start", "--service", "") == ["checkout"]
    assert "ann" in offers.words("pmlog", "event", "--by", "")


def test_tasks_that_are_done_and_events_that_are_not_retracted_are_not_offered(
    offers: Offers,
) -> None:
    offers.say.ok("start", "x")
    ids = [json.loads(offers.say.ok("task", "add", t, "--json"))["id"] for t in "ab"]
    first, second = (each[24:30] for each in ids)
    offers.say.ok("task", "done", first)

    assert offers.words("pmlog", "task", "done", "") == [second]
    assert offers.words("pmlog", "task", "reopen", "") == [first]
    assert first not in offers.words("pmlog", "restore", "")
    offers.say.ok("retract", second)
    assert offers.words("pmlog", "restore", "") == [second]
    assert second not in offers.words("pmlog", "task", "done", "")


def test_rules_are_offered_with_their_reason(offers: Offers) -> None:
    assert "time.impossible" in offers.words("pmlog", "check", "--select", "time.")
    assert "time.impossible" in offers.words("pmlog", "check", "--explain", "time.")
