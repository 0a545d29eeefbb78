"""Which incident is meant: what a person turned to stays, and nothing goes astray."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pmlog.clock import DAY_US, HOUR_US, MINUTE_US

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

AFTER = {"m": MINUTE_US, "h": HOUR_US, "d": DAY_US}


def play(say: Shell, script: str) -> str:
    """Run a script of commands and return what the last one printed.

    "+3h" lets time pass; "B: ..." is what another log says; "sync" brings both together.
    """
    out, others = "", f"{say.path}.other"
    for line in filter(None, (line.strip() for line in script.splitlines())):
        if match := re.fullmatch(r"\+(\d+)([mhd])", line):
            say.now_us += int(match[1]) * AFTER[match[2]]
        elif line == "sync":
            here, there = str(say.path), others
            say.ok("--db", there, "import", "-", stdin=say.ok("--db", here, "export"))
            say.ok("--db", here, "import", "-", stdin=say.ok("--db", there, "export"))
        elif line.startswith("B: "):
            say.environ["PMLOG_AUTHOR"] = "bob"
            out = say.ok("--db", others, *line[3:].split())
            say.environ["PMLOG_AUTHOR"] = "on-call"
        else:
            out = say.ok(*line.split())
    return out


@pytest.mark.parametrize(
    ("script", "goes_to"),
    [
        # The turn in force.
        ("start A \n event x", "A"),
        ("start A \n start B \n event x", "B"),
        ("start A \n start B \n use A \n event x", "A"),
        ("start A \n start B \n use A \n +3d \n event x", "A"),
        ("event A \n event x", "A"),
        ("start A \n close \n reopen \n event x", "A"),
        ("start A \n start B \n close A \n reopen A \n event x", "A"),
        # Resolved, it holds while this log has written to it within twelve hours.
        ("start A \n resolved done \n +11h \n event x", "A"),
        ("start A \n resolved done \n +13h \n event x", None),
        ("start A \n resolved done \n +11h \n event y \n +11h \n event x", "A"),
        ("start A \n resolved done \n +11h \n set impact 500s \n +11h \n event x", "A"),
        ("start A \n resolved done \n +3d \n use A \n +1h \n event x", "A"),
        ("start A \n resolved done \n +3d \n use A \n +13h \n event x", None),
        # A turn that was superseded never comes back.
        ("start A \n resolved y \n start B \n resolved z \n +13h \n event x", None),
        ("start A \n start B \n close \n event x", "A"),  # it goes on: the rule of time
        ("start A \n start B \n close \n close A \n event x", None),
        # Taken back, a turn was none.
        ("start A \n start B \n undo \n event x", "A"),
        ("start A \n start B \n use A \n undo \n event x", "B"),
        # Its start more than a day after the event: something else is meant.
        ("start A \n began y \n event --at -2d x", None),
        ("start A \n began y \n event --at -24h x", "A"),
        ("start A \n event --at -9d began: long ago", "A"),  # nothing says yet since when
        # What was open at that time.
        ("start A --at -3d \n began a --at -3d \n resolved a --at -2d \n start B \n began b \n event --at -60h x", "A"),  # noqa: E501
        ("start A --at -3h \n start B \n close B \n event x", "A"),
        # Of several, the one that started last.
        ("start A --at -3h \n start B --at -2h \n start C \n close \n event x", "B"),
        ("start A --at -3h \n start B --at -2h \n start C \n close \n event --at -150m x", "A"),  # noqa: E501
        # What another log opened and nobody resolved, though it starts after the event.
        ("event y \n close \n B: start B \n sync \n event --at -1h x", "B"),
        ("event y \n close \n B: start B --at -2m \n B: start C --at -1m \n sync \n event --at -1h x", "C"),  # noqa: E501
        ("event y \n close \n B: start B \n B: resolved z \n sync \n event --at -1h x", None),  # noqa: E501
        ("event y \n close \n B: start B \n sync \n event --at -25h x", None),
        ("start A \n start B \n close \n event --at -1h x", None),  # one's own
        ("event y \n close \n B: start B \n sync \n event x", "B"),
        ("event y \n close \n B: start B \n B: resolved z \n sync \n +1h \n event x", None),
        ("start A \n B: start B \n sync \n event x", "A"),
        # Closed by another log, a turn is over.
        ("start A \n sync \n B: close A \n sync \n event x", None),
        ("start A \n sync \n B: close A \n B: reopen A \n sync \n event x", "A"),
        # Joined, either half's turn holds for the whole.
        ("start A \n +1m \n B: start B \n sync \n join B \n event x", "A"),
        ("start A --key K \n +1m \n start B \n set key K -i B \n unset key -i A \n event x", "B"),  # noqa: E501
        ("start A --key K \n +1m \n B: start B --key k \n sync \n event x", "A"),
        ("start A --key K \n start B \n start C --key k \n event x", "A"),
    ],
)  # fmt: skip
def test_an_event_goes_to_what_is_meant(
    say: Shell, script: str, goes_to: str | None
) -> None:
    first, _, _ = play(say, script).partition("\n")

    assert re.search(r"\[(new incident \w+: )?(.*?)[ \]]", first), first
    assert ("[new incident" in first) == (goes_to is None), first
    assert goes_to is None or f"[{goes_to}" in first, first


@pytest.mark.parametrize(
    ("script", "second"),
    [
        ("start A \n event x", ""),
        ("start A \n resolved y \n +1h \n event x", "A is resolved; if this is another"),
        ("start A \n resolved y \n +1h \n event --at -2h x", ""),
        ("start A \n began y \n event --at -3d x", "A is not resolved; if it is that one"),
        ("start A \n sync \n B: close A \n sync \n event x", "A was closed by bob 14:05"),
        ("start A \n close \n event x", ""),
        ("start A \n event -i A x", ""),
    ],
)
def test_a_second_line_comes_where_another_one_may_be_meant(
    say: Shell, script: str, second: str
) -> None:
    _, _, rest = play(say, script).partition("\n")

    assert rest.startswith(second)
    assert bool(rest) == bool(second)


@pytest.mark.parametrize("command", ["timeline", "render", "metrics --json", "status"])
def test_other_commands_mean_the_same_without_the_twelve_hours(
    say: Shell, command: str
) -> None:
    play(say, "start A \n began x \n resolved y \n start B \n use A \n +9d")

    assert "A" in say.ok(*command.split())
    play(say, "set impact everything")
    assert say.ok("timeline").startswith("A ")
    play(say, "close")
    assert "B" in say.ok(*command.split()), "it goes on"
    play(say, "close B")
    assert "A" in say.ok(*command.split()), "what was turned to last"


def test_whose_incident_it_is_is_said(say: Shell) -> None:
    out = play(say, "event y \n close \n B: start B \n sync \n event x")

    assert "[B, opened by bob " in out


def test_of_several_that_fit_the_open_one_is_meant_and_the_others_are_told(
    say: Shell,
) -> None:
    play(say, "start Checkout is slow \n resolved x \n close \n start Checkout is down")
    said = say("event", "-i", "checkout", "x")

    assert "[Checkout is down " in said.out
    assert re.fullmatch(
        r"pmlog: not meant, as it is not open: "
        r"[0-9a-f]{6}  closed    2026-11-21  Checkout is slow\n",
        said.err,
    )
    play(say, "start Checkout is gone")
    refused = say("event", "-i", "checkout", "db-1", "is", "down")
    assert refused.code == 2
    assert refused.err.count("  open      2026-11-21  Checkout is ") == 2
    assert "pmlog event -- db-1 is down" in refused.err


def test_start_says_that_one_of_that_title_is_open(say: Shell) -> None:
    play(say, "start A")
    said = say("start", "a")

    assert (said.code, "one of that title is open already" in said.err) == (0, True)
    assert say("start", "b").err == ""


def test_a_key_names_its_incident(say: Shell) -> None:
    play(say, "start A --key INC-42 \n start B")

    assert "[A " in say.ok("event", "-i", "inc-42", "x")
    play(say, "unset key -i A")
    assert say("event", "-i", "inc-42", "x").code == 3


def test_undo_says_that_the_last_step_was_an_import(say: Shell, tmp_path: Path) -> None:
    play(say, "start A \n event x \n B: start B")
    exported = tmp_path / "b.jsonl"
    exported.write_text(say.ok("--db", f"{say.path}.other", "export"))
    say.ok("import", str(exported))
    refused = say("undo")

    assert refused.code == 2
    assert "the import of 1 event from b.jsonl" in refused.err
    assert "note 'x'" in refused.err
    assert "  undone: " in say.ok("undo", "--past-import")
    play(say, "event y")
    assert "note: y" in say.ok("undo"), "what came after the import is taken back as ever"
    play(say, "event z")
    say.environ["PMLOG_AUTHOR"] = "bob"
    say.ok("set", "key", "INC-7", "--db", f"{say.path}.other")
    say.ok("import", "-", stdin=say.ok("--db", f"{say.path}.other", "export"))
    say.environ["PMLOG_AUTHOR"] = "on-call"
    assert "note: z" in say.ok("undo"), "what others imported is no step of one's own"


def test_taking_a_join_back_says_what_stays_where(say: Shell) -> None:
    play(say, "start A \n event a \n +1m \n B: start B \n sync \n join B")
    say.environ["PMLOG_AUTHOR"] = "ann"
    say.ok("event", "between the join and its end")
    say.environ["PMLOG_AUTHOR"] = "on-call"
    name = say.ok("list").split()[1]
    said = say.ok("undo")

    assert "  undone: " in said
    assert said.endswith(f"1 event logged since stays with {name} A\n")
    assert "between the join" in say.ok("timeline", "A")
