"""The text is the text: no word of it is lost, and none picks another log or kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import event_line
from pmlog.cli.event_words import options
from pmlog.event_line import EventLine, Fitting
from pmlog.incident import kinds
from tests.conftest import NOW_US, Shell

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
