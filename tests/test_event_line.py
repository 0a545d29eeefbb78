"""The text is the text: no word of it is lost, and none picks another log or kind."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import event_line
from pmlog.cli.event_words import options
from pmlog.event_line import EventLine, Fitting
from pmlog.incident import kinds
from tests.conftest import NOW_US, Shell

Process = Callable[..., "subprocess.CompletedProcess[str]"]
KNOWN = options()
FITS = Fitting(NOW_US, "UTC", lambda word: word == "checkout")


def split(*words: str) -> EventLine:
    return event_line.split(words, KNOWN, FITS)


@pytest.mark.parametrize(
    "text",
    [
        "started pg_dump --db prod and waited",
        "started pg_dump --db prod",
        "ran app --json",
        "copied a to b --to c",
        "ran kubectl delete pod -n payments web-1",
        "ran curl -k https://x",
        "git push --force",
        "rolled back -- finally",
        "cron runs backup --at 02:00 and fails",
        "deployed --at breakfast",
        "load is -5 %",
        "see --link nowhere",
        "x --how it was done",
        "it hangs --for ever",
        "moved to -i nowhere",
        "ran x --redact",
        "--force push done",
        "-5 % of the nodes are left",
        "x --at",
        "x --at=soon",
        "it burns --to DBAs --how alert",
    ],
)
def test_what_is_no_closing_run_is_text_word_for_word(text: str) -> None:
    line = split(*text.split())

    assert (line.options, " ".join(line.words)) == ((), text)


@pytest.mark.parametrize(
    ("words", "text", "options"),
    [
        ("fixed -k resolved", "fixed", [("--kind", "resolved")]),
        ("output of top --attach -", "output of top", [("--attach", "-")]),
        ("fixed --at 14:05 -k res", "fixed", [("--at", "14:05"), ("--kind", "res")]),
        ("down --at=-15m", "down", [("--at", "-15m")]),
        ("a --for 20m --for 30m", "a", [("--for", "20m"), ("--for", "30m")]),
        ("x -i checkout", "x", [("--incident", "checkout")]),
        ("x --link https://x.example/a", "x", [("--link", "https://x.example/a")]),
        ("detected: it burns --how alert", "detected: it burns", [("--how", "alert")]),
        ("esc: paged --to DBAs --to x", "esc: paged", [("--to", "DBAs"), ("--to", "x")]),
        (
            "it burns --how alert -k detected",
            "it burns",
            [("--how", "alert"), ("--kind", "detected")],
        ),
        # Of two runs the one that goes to the end of the line.
        ("ran --at 02:00 x --at 03:00", "ran --at 02:00 x", [("--at", "03:00")]),
        ("-k detected it burns --how alert", "it burns",
         [("--kind", "detected"), ("--how", "alert")]),
        ("--json --db x.db down", "down", [("--json", None), ("--db", "x.db")]),
        ("--at 14:05 -- -k is text --at 15:00", "-k is text --at 15:00",
         [("--at", "14:05")]),
        # What belongs to another kind is text, and so is all before it.
        ("it --at 14:05 --to DBAs --for 5m", "it --at 14:05 --to DBAs", [("--for", "5m")]),
    ],
)  # fmt: skip
def test_options_stand_before_a_text_or_close_it(
    words: str, text: str, options: list[tuple[str, str | None]]
) -> None:
    line = split(*words.split())

    assert (" ".join(line.words), list(line.options)) == (text, options)


WORDS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
        st.sampled_from(
            (*KNOWN, "--", "-", "--at=14:05", "14:05", "resolved", "checkout", "-15m", "x")
        ),
    ),
    max_size=8,
)


@given(st.text("abc", min_size=1), WORDS)
def test_whatever_follows_the_first_word_of_a_text_is_kept_or_closes_it(
    first: str, rest: list[str]
) -> None:
    line = split(first, *rest)
    closing = rest[len(line.words) - 1 :]

    assert [first, *rest] == [*line.words, *closing]
    assert {name for name, _ in line.options} <= {
        *("--at", "--until", "--for", "--kind", "--incident", "--link", "--attach"),
        *("--how", "--to"),
    }
    # A run is read again as the same options, in front.
    again = split(*line.argv())
    assert (again.options, again.words) == (line.options, line.words)


@given(WORDS)
def test_both_ways_in_store_what_was_typed(words: list[str]) -> None:
    line = split("text", *words)

    assert line.words[0] == "text"
    for name, value in line.options:
        assert value is not None
        assert FITS(name, value)


def test_the_words_of_a_text_reach_the_log(say: Shell) -> None:
    before = sorted(each.name for each in say.path.parent.iterdir())
    said = say("event", "started", "pg_dump", "--db", "prod", "and", "waited")

    assert said.code == 0
    assert "note: started pg_dump --db prod and waited" in said.out
    assert said.err == "pmlog: --db prod is part of the text; options stand before it\n"
    assert sorted(each.name for each in say.path.parent.iterdir()) == [*before, "log.db"]


def test_an_option_kept_as_text_is_told_with_the_command_that_applies_it(
    say: Shell,
) -> None:
    said = say("event", "cron", "runs", "--at", "02:00", "and", "fails")
    name = said.out.split()[0]

    applied = f"to apply it: pmlog amend {name} --at 02:00\n"
    assert said.err == f"pmlog: --at 02:00 is part of the text; {applied}"


@pytest.mark.parametrize(
    ("words", "applied"),
    [
        ("copied a to b --to c", "-k escalated --to c"),
        ("it was --how luck", "-k detected --how luck"),
        ("ran it --by ann", "--by ann"),
        ("tested --at 25:99", ""),
        ("ran curl -k https://x", ""),
        ("slept --for five", ""),
        ("paged --to", ""),
        ("ran app --json", ""),
    ],
)
def test_a_command_that_is_offered_for_an_option_works(
    say: Shell, words: str, applied: str
) -> None:
    said = say("event", *words.split())
    offered = said.err.strip().partition("; to apply it: pmlog ")[2].split()

    assert offered[2:] == applied.split()
    assert not offered or say(*offered).code == 0


# What a text begins with, and what it is without it, kept beside what it might have meant.
MISTYPED = [
    ("--att 14:05 x", "--at", "--at 14:05 --text x"),
    ("--att=14:05 x", "--at", "--at 14:05 --text x"),
    ("--ta 14:05 x y", "--at", "--at 14:05 --text 'x y'"),
    ("-k=esc x", "--kind", "--kind esc --text x"),
    ("-kesc x", "--kind", "--kind esc --text x"),
    ("--fro 20m x", "--for", "--for 20m --text x"),
    ("--untl 14:30 x", "--until", "--until 14:30 --text x"),
    ("--hwo alert x", "--how", "-k detected --how alert --text x"),
    ("--att 14:05 --knd esc x", "--at and --kind", "--at 14:05 --kind esc --text x"),
    ("--att 14:05 -k esc x", "--at and --kind", "--at 14:05 --kind esc --text x"),
    ("--nope x", "", "--text x"),
    ("-v x", "", "--text x"),
    ("--jsn x", "--json", "--text x"),
    ("--json=yes x", "", "--text x"),
    # Its value would not fit what it is near to.
    ("--force push done", "", "--text 'push done'"),
    ("--att breakfast x", "", "--text 'breakfast x'"),
    ("--dbb other.db x", "--db", "--text x"),
    ("--nope it's so", "", "--text 'it'\"'\"'s so'"),
]


@pytest.mark.parametrize(("words", "near", "amended"), MISTYPED)
def test_a_text_that_begins_with_what_is_no_option_is_told_with_what_puts_it_right(
    words: str, near: str, amended: str, say: Shell
) -> None:
    say.ok("start", "Checkout is down")
    code, out, err = say("event", *words.split())
    name = out.split()[0]
    typed, _, advice = err.removeprefix("pmlog: ").partition(
        " is no option and is part of "
    )

    assert code == 0
    assert f"note: {words}  [Checkout is down" in out
    assert words.startswith(typed)
    assert (f"did you mean {near}?" in advice) == bool(near)
    offered = advice.strip().partition(" it: pmlog ")[2]
    assert offered == f"amend {name} {amended}"
    assert say(*shlex.split(offered)).code == 0
    assert f"  {words.removeprefix(typed).strip()}" in say.ok("timeline")


def test_options_before_it_are_options_all_the_same(say: Shell) -> None:
    code, out, err = say("event", "--at", "14:05", "--nope", "x")

    assert code == 0
    assert "14:05:00 UTC  note: --nope x" in out
    assert err.startswith(
        "pmlog: --nope is no option and is part of the text; without it: "
    )


def test_both_ways_in_say_so(tmp_path: Path, process: Process) -> None:
    typed = ["--att", "14:05", "x"]
    fast = process("event", *typed)
    full = process("--db", str(tmp_path / "other.db"), "event", *typed)

    assert fast.stderr.split(" amend ")[0] == full.stderr.split(" amend ")[0]
    assert "did you mean --at?" in fast.stderr


@pytest.mark.parametrize("text", ["-5 % are left", "- done", "--", "-", "— so it is", "-1"])
def test_a_dash_without_a_letter_is_no_mistake(text: str, say: Shell) -> None:
    assert say("event", *text.split(), "x").err == ""


def test_behind_two_dashes_a_text_is_a_text(say: Shell) -> None:
    said = say("event", "--", "--att", "14:05", "x")

    assert ("note: --att 14:05 x" in said.out, said.err) == (True, "")


def test_an_incident_that_it_opened_is_put_right_as_well(say: Shell) -> None:
    said = say("event", "--nope", "detected:", "db-1", "is", "down")
    for command in said.err.strip().partition(" it: ")[2].split(" && "):
        say.ok(*shlex.split(command)[1:])

    assert "detected      db-1 is down" in say.ok("timeline")
    assert say.ok("list").rstrip().endswith("  db-1 is down")


def test_nothing_but_what_is_no_option_is_taken_back(say: Shell) -> None:
    said = say("event", "--att", "14:05")
    name = said.out.split()[0]

    assert said.err == (
        "pmlog: --att 14:05 is no option and became the text; did you mean --at? "
        f"to take it back: pmlog retract {name}\n"
    )


def test_an_incident_that_was_meant_is_moved_to(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    say.ok("start", "Search is slow")
    said = say("event", "--incidnt", "checkout", "x")
    offered = said.err.strip().partition(" it: ")[2].split(" && ")
    for command in offered:
        say.ok(*shlex.split(command)[1:])

    assert len(offered) == 2
    assert say.ok("timeline", "checkout").rstrip().endswith("  x")


def test_behind_a_text_a_mistyped_option_is_told_where_its_value_would_fit(
    say: Shell,
) -> None:
    said = say("event", "cron", "failed", "--att", "02:00")
    name = said.out.split()[0]

    applied = f"to apply it: pmlog amend {name} --at 02:00\n"
    assert said.err == f"pmlog: --att 02:00 is part of the text; {applied}"
    assert say("event", "git", "push", "--force", "x").err == ""


@pytest.mark.parametrize("kind", kinds.TIMELINE_KINDS)
def test_each_kind_is_a_command(say: Shell, kind: str) -> None:
    assert f"  {kind}: checkout answers 500  " in say.ok(kind, "checkout", "answers", "500")


@pytest.mark.parametrize(
    ("text", "kind", "stored"),
    [
        ("ack: on it", "acknowledged", "on it"),
        ("Esc: paged the DBAs", "escalated", "paged the DBAs"),
        ("res: it was DNS", "resolved", "it was DNS"),
        ("resolved: it was DNS", "resolved", "it was DNS"),
        ("mit: licence missing", "note", "mit: licence missing"),
        ("det: 500s", "note", "det: 500s"),
    ],
)
def test_full_names_and_three_short_ones_are_kinds_before_a_colon(
    say: Shell, text: str, kind: str, stored: str
) -> None:
    assert f"  {kind}: {stored}  [" in say.ok("event", text)


def test_an_unknown_first_word_is_answered_with_the_line_that_logs_it(say: Shell) -> None:
    said = say("db-1", "is", "down")

    assert (said.code, said.out) == (2, "")
    assert "pmlog event -- db-1 is down" in said.err
    assert not say.path.exists()
