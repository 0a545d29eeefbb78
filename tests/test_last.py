"""The last thing that was logged, corrected in a breath."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from pmlog.cli.commands.amend import event_and_words
from tests.terminals import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell


@pytest.fixture
def checkout(say: Shell) -> Shell:
    """Return a shell with an incident and two events."""
    say.ok("start", "Checkout is down")
    say.ok("event", "first")
    say.ok("event", "second")
    return say


def texts(say: Shell) -> list[str]:
    return [json.loads(line)["text"] for line in say.ok("timeline", "--json").splitlines()]


def test_last_is_the_last_event_that_somebody_logged_here(checkout: Shell) -> None:
    said = checkout.ok("amend", "last", "third")

    assert 'text "second" -> "third"' in said
    assert texts(checkout) == ["first", "third"]
    checkout.ok("retract", "last")
    assert texts(checkout) == ["first"]
    assert "first" in checkout.ok("history", "last")


def test_what_the_log_that_it_was_copied_from_went_on_with_is_not_logged_here(
    checkout: Shell, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    checkout.ok("backup", copy)
    checkout.ok("event", "third")
    checkout.ok("import", "-", "--db", copy, stdin=checkout.ok("export"))

    assert "second" in checkout.ok("history", "last", "--db", copy)


def test_amend_without_an_id_mends_the_last_event(checkout: Shell) -> None:
    checkout.ok("amend", "the", "second", "one")
    checkout.ok("amend", "--at", "-5m")
    event = json.loads(checkout.ok("timeline", "--json").splitlines()[0])

    assert (event["text"], event["at"][:19]) == ("the second one", "2026-11-21T14:00:09")
    assert "what of" in checkout("amend").err


def test_what_others_logged_is_nobodys_last(checkout: Shell) -> None:
    checkout.environ["PMLOG_AUTHOR"] = "ann"

    said = checkout("amend", "last", "x")
    assert (said.code, "'ann' has logged nothing here" in said.err) == (3, True)
    checkout.ok("event", "of ann")
    checkout.environ["PMLOG_AUTHOR"] = "on-call"
    checkout.ok("amend", "last", "still mine")
    assert texts(checkout) == ["first", "still mine", "of ann"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3fa9c1 paged the DBAs", ("3fa9c1", "paged the DBAs")),
        ("3fa", ("3fa", "")),
        ("last paged", ("last", "paged")),
        ("bad gateway everywhere", ("last", "bad gateway everywhere")),
        ("paged the DBAs", ("last", "paged the DBAs")),
        ("500 errors", ("500", "errors")),
        ("3 pods", ("3", "pods")),
        ("", ("last", "")),
    ],
)
def test_what_looks_like_no_id_is_the_text(typed: str, meant: tuple[str, str]) -> None:
    words = typed.split()
    event, rest = event_and_words(words[0] if words else None, words[1:])

    assert (event, " ".join(rest)) == meant


@pytest.mark.parametrize(
    "slip", ["zz1234", "3fa9cl", "ZZ1234", "redis7", "01a22640-1afd-7cfc-9d28-9ccadbc3d31g"]
)
def test_a_slip_in_an_id_does_not_become_the_text_of_another_event(
    slip: str, checkout: Shell
) -> None:
    before = texts(checkout)

    code, out, err = checkout("amend", slip, "it's", "back")

    assert (code, out, texts(checkout)) == (3, "", before)
    assert err.startswith(f"pmlog: no event '{slip}'; ")
    assert err.endswith(f"pmlog amend -- {slip} 'it'\"'\"'s' back\n")


def test_a_slip_in_an_id_is_answered_with_the_id_that_is_near(checkout: Shell) -> None:
    name = checkout.ok("event", "third").split()[0]

    assert f"did you mean {name}" in checkout("amend", f"{name[:4]}z1", "text").err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("-- zz1234 is back", "zz1234 is back"),
        ("last zz1234 is back", "zz1234 is back"),
        ("--text zz1234", "zz1234"),
        ("restart of node12", "restart of node12"),
        ("zzzzzz x", "zzzzzz x"),
        ("web12 is back", "web12 is back"),
        ("redis77 is back", "redis77 is back"),
    ],
)
def test_what_has_no_form_of_an_id_or_is_said_to_be_a_text_is_one(
    words: str, text: str, checkout: Shell
) -> None:
    checkout.ok("amend", *words.split())

    assert texts(checkout)[1] == text


def test_a_text_is_mended_in_the_editor(checkout: Shell, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/second/2nd/' \"$1\"\n")
    editor.chmod(0o755)
    checkout.environ["EDITOR"] = str(editor)

    assert 'text "second" -> "2nd"' in checkout.ok("amend", "-e")
    assert texts(checkout) == ["first", "2nd"]
    assert "left as it is" in checkout("amend", "-e").err
    assert checkout("amend", "-e", "x").code == 2


def test_evidence_is_attached_to_what_was_logged(checkout: Shell, tmp_path: Path) -> None:
    for name in ("top", "df"):
        (tmp_path / name).write_text(f"output of {name}\n")
        checkout.ok("amend", "--attach", str(tmp_path / name))

    assert "output of top" in checkout.ok("render", "-t", "postmortem")
    assert "output of df" in checkout.ok("render", "-t", "postmortem")
    checkout.ok("undo")
    assert "output of df" not in checkout.ok("render", "-t", "postmortem")


def test_a_confirmation_that_went_to_a_file_is_said_on_the_terminal(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "x")
    argv = ["sh", "-c", f"{sys.executable} -m pmlog event disk > {tmp_path}/90; echo done"]
    environ = {**os.environ, **say.environ, "NO_COLOR": "1"}
    with Terminal(argv, environ, columns=100) as terminal:
        terminal.wait_for("done")
        shown = "\n".join(terminal.lines)

    assert "note: disk" in shown
    assert "a > outside quotes is the shell's" in shown
    assert "note: disk" in (tmp_path / "90").read_text()


def test_a_clock_that_was_off_is_mended_in_one_go(checkout: Shell) -> None:
    checkout.ok("event", "--at", "14:00", "read off the dashboard")
    checkout.ok("event", "--at", "5m ago", "counted from now")
    host = json.loads(checkout.ok("event", "--json", "now"))["host"]
    record = json.dumps({"at": "2026-11-21T13:50:00Z", "text": "by another clock"})
    checkout.ok("collect", "-", "-y", stdin=record)
    said = checkout.ok("amend", "--shift", "-3m", "--origin", host, "--why", "NTP was off")
    times = {
        row["text"]: row["at"][11:19]
        for row in map(json.loads, checkout.ok("timeline", "--json").splitlines())
    }

    assert times == {
        "first": "14:02:09",
        "second": "14:02:09",
        "read off the dashboard": "14:00:00",
        "counted from now": "13:57:09",
        "now": "14:02:09",
        "by another clock": "13:50:00",
    }
    assert said.count("14:05:09") >= 3
    checkout.ok("undo")
    assert "14:05:09" in checkout.ok("timeline")
    assert "13:57:09" not in checkout.ok("timeline")


def test_a_shift_needs_a_sign_and_an_origin_that_is_there(checkout: Shell) -> None:
    for words, code, sentence in (
        (("--shift", "3m", "--origin", "x"), 2, "has no sign"),
        (("--shift", "-3m"), 2, "--shift and --origin go together"),
        (("--shift", "-3m", "--origin", "mars"), 3, "is no origin"),
        (("3fa9c1", "--shift", "-3m", "--origin", "x"), 2, "moves whole clocks"),
    ):
        said = checkout("amend", *words)
        assert (said.code, sentence in said.err) == (code, True), said.err
