"""pmlog write in a real terminal: what is asked, typed, kept."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.store import derived, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US, ROOT, Shell, process_environ
from tests.terminals import Terminal
from tests.timelines import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTER, CTRL_C, CTRL_D, CTRL_Z, UP = "\r", "\x03", "\x04", "\x1a", "\x1b[A"

COMPLETE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("14:00 began  every payment fails", {}),
    ("14:05 detected  the error budget burns", {"how": "alert"}),
    ("14:10 investigated  the pool of db-1", {}),
    ("14:20 misleading  suspected the network", {}),
    ("14:45 escalated  asked the DBAs", {"to": ["DBAs"]}),
    ("15:10 resolved  pool enlarged", {}),
    ("15:20 services  checkout", {}),
    ("15:20 impact  no payments", {}),
    ("15:20 users_affected  30 %", {"percent": 30}),
    ("15:20 root_cause  the pool", {}),
    ("15:20 cause_detail  it ran out", {}),
    ("15:20 fix_detail  enlarged", {}),
    ("15:20 improvement  alert earlier", {}),
    ("15:20 task  alert on the pool", {}),
    ("15:20 trigger  a release", {}),
    ("15:20 went_well  the alert", {}),
    ("15:20 went_wrong  the guess", {}),
    ("15:20 got_lucky  at night", {}),
)


def log_without(say: Shell, *missing: str) -> None:
    """Log an incident that misses nothing but these kinds, or these data of an event."""
    lines = [line for line, _ in COMPLETE if line.split()[1] not in missing]
    data = {
        line.split()[1]: {key: value for key, value in each.items() if key not in missing}
        for line, each in COMPLETE
    }
    schema.prepare(str(say.path), NOW_US)
    with Log(str(say.path)) as log, log.transaction():
        events = written(*lines, title="Checkout is down")
        derived.append(
            log,
            (e._replace(data=json.dumps(data.get(e.kind, {}))) for e in events),
        )


class Writing(Terminal):
    """pmlog write in a terminal."""

    _then = ""  # the screen when something was typed last

    def answer(self, question: str, *keys: str) -> None:
        """Wait for the prompt below a question, or with a word of its own, then type.

        What is typed before the screen has changed would be taken for a paste.
        """
        self.wait_until_asked(question)
        self._then = self.text
        self.type("".join(keys))

    def wait_until_asked(self, question: str) -> None:
        """Wait for the prompt below a question: by then all of the question is there."""

        def is_asked(text: str) -> bool:
            block = last_block(text)
            return text != self._then and question in block and block[-1] == ">"

        self.wait_for(is_asked, f"the question {question!r}")


def last_block(text: str) -> str:
    """Return what stands below the last empty line."""
    return "\n" + text.rstrip().rpartition("\n\n")[2]


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Callable[..., Writing]]:
    """Return a function that starts it, with an environment of its own."""
    started: list[Writing] = []

    def start(*argv: str, columns: int = 80, **environ: str) -> Writing:
        plain = {
            name: value
            for name, value in process_environ(tmp_path).items()
            if name not in ("NO_COLOR", "TERM", "VISUAL", "EDITOR")
        }
        started.append(
            Writing(
                [sys.executable, "-m", "pmlog", "write", *argv],
                {**plain, "LANG": "C.UTF-8", **environ},
                columns=columns,
                rows=50,
            )
        )
        return started[-1]

    yield start
    for each in started:
        each.__exit__()


def values(say: Shell, kind: str) -> list[str]:
    return [each["text"] for each in events(say) if each["kind"] == kind]


def events(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("export").splitlines()]


# Asked and answered


def test_each_answer_is_in_the_log_before_the_next_question(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services", "impact")
    terminal = write()
    terminal.wait_until_asked("[1/2] Which service was down or slow?")
    assert "| " in terminal.text
    assert "began: every payment fails" in terminal.text
    terminal.answer("[1/2]", "the checkout" + ENTER)
    terminal.wait_until_asked("[2/2] What did users experience?")

    assert values(say, "services") == ["the checkout"]

    terminal.answer("[2/2]", "nothing worked" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "impact") == ["nothing worked"]
    assert "2 answered, nothing is missing." in terminal.text
    assert "Next: 'pmlog render -o postmortem.md', then 'pmlog check" in terminal.text


def test_enter_skips_and_the_end_says_what_is_missing(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services", "impact")
    terminal = write("checkout")
    terminal.answer("[1/2]", ENTER)
    terminal.answer("[2/2]", ENTER)

    assert terminal.ended() == 0
    assert "0 answered, 2 still missing:" in terminal.text
    assert "- which service was down or slow" in terminal.text
    assert "pmlog write " + short_id(say) in terminal.text


def short_id(say: Shell) -> str:
    return str(events(say)[0]["id"])[24:30]


def test_nothing_missing_is_said_with_what_is_next(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say)
    terminal = write()

    assert terminal.ended() == 0
    assert "nothing is missing" in terminal.text
    assert "Next: 'pmlog render -o postmortem.md'" in terminal.text


def test_what_no_document_needs_is_asked_last_and_said_to_be_so(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "trigger")
    terminal = write()
    terminal.wait_for("Nothing is missing. What follows is only for documents such as")
    terminal.answer("[more] What set it off?", "the release" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "trigger") == ["the release"]


def test_going_back_shows_the_answer_and_replaces_it(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services", "impact")
    terminal = write()
    terminal.answer("[1/2]", "chekout" + ENTER)
    terminal.answer("[2/2]", ":b" + ENTER)
    terminal.wait_for("now: chekout")
    terminal.answer("[1/2]", UP + "\x7f" * 6 + "heckout" + ENTER)
    terminal.answer("[2/2]", "nothing worked" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "services") == ["chekout", "checkout"]


def test_before_the_first_question_there_is_none(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services")
    terminal = write()
    terminal.answer("[1/1]", ":b" + ENTER)
    terminal.wait_for("This is the first question.")
    terminal.answer("[1/1]", "checkout" + ENTER)

    assert terminal.ended() == 0


def test_a_wrong_answer_is_asked_again_with_what_would_work(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "began")
    terminal = write()
    terminal.answer("[1/1]", "when the moon was full" + ENTER)
    terminal.wait_for("cannot read")
    terminal.answer("", "13:55" + ENTER)
    terminal.answer("what>", "nothing worked" + ENTER)

    assert terminal.ended() == 0
    assert events(say)[-1]["text"] == "nothing worked"


def test_a_share_is_found_in_any_words(say: Shell, write: Callable[..., Writing]) -> None:
    log_without(say, "users_affected")
    terminal = write()
    terminal.answer("[1/1]", "about 30% of them" + ENTER)

    assert terminal.ended() == 0
    assert events(say)[-1]["data"] == {"percent": 30}


def test_a_slip_of_a_command_is_no_answer(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services")
    terminal = write()
    terminal.answer("[1/1]", ":wq" + ENTER)
    terminal.wait_for(":b     goes back")
    terminal.answer("", ":s" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "services") == []


def test_lists_are_asked_until_an_empty_line_and_tasks_for_owner_and_date(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "improvement", "task")
    terminal = write()
    terminal.answer("[1/2]", "alert on symptoms" + ENTER)
    terminal.answer("and>", "test the load" + ENTER)
    terminal.answer("and>", ENTER)
    terminal.answer("[2/2]", "patch nginx" + ENTER)
    terminal.answer("owner>", "ops" + ENTER)
    terminal.answer("due>", "31 November" + ENTER)
    terminal.wait_for("31 November")
    terminal.answer("due>", "2026-12-01" + ENTER)
    terminal.wait_for("due 2026-12-01")
    terminal.answer("and>", ENTER)

    assert terminal.ended() == 0
    assert values(say, "improvement") == ["alert on symptoms", "test the load"]
    assert events(say)[-1]["data"] == {"owner": "ops", "due": "2026-12-01"}


def test_an_event_is_logged_with_its_time_and_going_back_corrects_it(
    say: Shell, write: Callable[..., Writing]
) -> None:
    say.ok("start", "Checkout is down", "--at", "2026-11-20 14:00")
    terminal = write()
    terminal.answer("When did the impact begin?", "25:99" + ENTER)
    terminal.wait_for("25:99")
    terminal.answer("", "13:50" + ENTER)
    terminal.answer("what>", "every payment fails" + ENTER)
    terminal.wait_for("2026-11-20 13:50:00 UTC  began:")
    terminal.answer("When was it over", ":b" + ENTER)
    terminal.wait_for("now: 13:50 began: every payment fails")
    terminal.answer("When did", "13:55" + ENTER)
    terminal.answer("what>", ENTER)
    terminal.wait_for("2026-11-20 13:55:00 UTC  began:")
    terminal.answer("When was it over", ":q" + ENTER)

    assert terminal.ended() == 0
    assert [each["at"] for each in timeline(say)] == ["2026-11-20T13:55:00Z"]


def timeline(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]


def test_how_it_was_detected_is_added_to_the_event_that_says_when(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "how")
    terminal = write()
    terminal.answer("[1/1] How was it detected?", "a customer" + ENTER)

    assert terminal.ended() == 0
    assert "the error budget burns (a customer)" in say.ok("timeline")
    assert len(timeline(say)) == 6


# Ended early


@pytest.mark.parametrize(("keys", "code"), [(":q" + ENTER, 0), (CTRL_D, 0), (CTRL_C, 130)])
def test_whoever_ends_it_keeps_every_answer(
    keys: str, code: int, say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services", "impact")
    terminal = write()
    terminal.answer("[1/2]", "checkout" + ENTER)
    terminal.answer("[2/2]", keys)

    assert terminal.ended() == code
    assert "1 answered, 1 still missing:" in terminal.text
    assert values(say, "services") == ["checkout"]


@pytest.mark.parametrize(("keys", "code"), [(CTRL_D, 0), (CTRL_C, 130)])
def test_an_answer_that_only_misses_what_is_optional_is_kept_as_well(
    keys: str, code: int, say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "task")
    terminal = write()
    terminal.answer("[1/1]", "patch nginx" + ENTER)
    terminal.answer("owner>", "ops" + ENTER)
    terminal.answer("due>", keys)

    assert terminal.ended() == code
    assert events(say)[-1]["text"] == "patch nginx"
    assert events(say)[-1]["data"] == {"owner": "ops"}


def test_what_is_half_typed_is_there_again_after_another_program_had_the_screen(
    say: Shell, tmp_path: Path
) -> None:
    log_without(say, "services")
    environ = {**process_environ(tmp_path), "PS1": "$ "}
    with Writing(["bash", "--norc", "--noprofile", "-i"], environ) as terminal:
        terminal.type(f"{sys.executable} -m pmlog write\r")
        terminal.answer("[1/1]", "checkout and ")
        terminal.wait_for("> checkout and")
        terminal.type(CTRL_Z)
        terminal.wait_for("Stopped")
        terminal.type("clear; fg" + ENTER)
        terminal.wait_for("> checkout and")
        terminal.type("its API" + ENTER)
        terminal.wait_for("nothing is missing")

    assert values(say, "services") == ["checkout and its API"]


# In an editor


def script(folder: Path, *lines: str) -> str:
    """Return the path of an editor that is a shell script; $1 is an option of its own."""
    path = folder / "my editor"
    path.write_text("\n".join(("#!/bin/sh", "set -eu", *lines)) + "\n")
    path.chmod(0o755)
    return f"'{path}' --wait"


def drafts(folder: Path) -> list[Path]:
    return sorted((folder / ".local/state/pmlog/drafts").iterdir())


def test_a_long_answer_is_written_in_the_editor(
    say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "cause_detail")
    kept = tmp_path / "seen.md"
    editor = script(
        tmp_path,
        f'cp -p "$2" "{kept}"',
        """printf '# The pool\\n\\nIt ran out.\\n' | cat - "$2" > "$2.new" """,
        'mv "$2.new" "$2"',
    )
    terminal = write(VISUAL=editor, EDITOR="false")
    terminal.wait_for(":e opens")
    terminal.answer("[1/1]", ":e" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "cause_detail") == ["# The pool\n\nIt ran out."]
    assert "#| What caused it, in detail?" in kept.read_text()
    assert "pool enlarged" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert drafts(tmp_path) == []


def test_a_draft_stays_when_the_editor_fails_and_is_gone_on_with(
    say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "cause_detail")
    done = tmp_path / "done"
    editor = script(
        tmp_path,
        f'if [ -e "{done}" ]; then exit 0; fi',
        'echo "Half a thought." >> "$2"',
        "exit 3",
    )
    terminal = write(PMLOG_EDITOR=editor)
    terminal.answer("[1/1]", ":e" + ENTER)
    terminal.wait_for("ended with exit code 3; what you wrote is in")
    (draft,) = drafts(tmp_path)
    assert "Half a thought." in draft.read_text()
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(draft.parent.stat().st_mode) == 0o700
    done.touch()
    terminal.answer("", ":e" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "cause_detail") == ["Half a thought."]
    assert drafts(tmp_path) == []


def test_an_empty_file_answers_nothing(
    say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "cause_detail")
    terminal = write(EDITOR="true")
    terminal.answer("[1/1]", ":e" + ENTER)
    terminal.wait_for("The file is empty, so nothing was answered.")
    terminal.answer("", CTRL_D)

    assert terminal.ended() == 0
    assert values(say, "cause_detail") == []
    assert drafts(tmp_path) == []


def test_a_draft_has_a_place_where_the_users_folder_has_none(
    say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "cause_detail")
    other = tmp_path / "other"
    other.mkdir()
    terminal = write(
        EDITOR="sh -c 'echo half >> $0; exit 1'",
        XDG_STATE_HOME="/dev/null/state",
        TMPDIR=str(other),
    )
    terminal.answer("[1/1]", ":e" + ENTER)
    terminal.answer("", CTRL_D)

    assert terminal.ended() == 0
    (draft,) = other.iterdir()
    assert draft.name in terminal.text.replace("\n", "").replace(" ", "")
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert draft.read_text().endswith("half\n")


@pytest.mark.parametrize(
    ("command", "reason"),
    [("no-such-editor", "No such file or directory"), ("vi 'x", "No closing quotation")],
)
def test_an_editor_that_cannot_be_run_is_said(
    command: str, reason: str, say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "cause_detail")
    terminal = write(EDITOR=command)
    terminal.answer("[1/1]", ":e" + ENTER)
    terminal.wait_for(lambda text: reason in " ".join(text.split()))
    terminal.answer("", "a line will do" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "cause_detail") == ["a line will do"]


# A paste


@pytest.mark.parametrize(
    ("before", "after"), [("\x1b[200~", "\x1b[201~" + ENTER), ("", "")]
)
def test_a_paste_of_several_lines_is_one_answer(
    before: str, after: str, say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services", "impact", "root_cause")
    terminal = write()
    terminal.answer("[1/3]", f"{before}checkout,\rits API,\r  its reports{after}")
    terminal.answer("[2/3]", CTRL_D)

    assert terminal.ended() == 0
    assert values(say, "services") == ["checkout, its API, its reports"]
    assert values(say, "impact") == []


def test_a_long_answer_keeps_the_lines_of_a_paste(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "cause_detail")
    terminal = write()
    terminal.answer("[1/1]", "\x1b[200~It ran out.\r\rThen it fell.\x1b[201~" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "cause_detail") == ["It ran out.\n\nThen it fell."]


# Screens


def test_forty_columns_are_enough(say: Shell, write: Callable[..., Writing]) -> None:
    log_without(say, "services", "cause_detail")
    terminal = write(columns=40)
    terminal.answer("[1/2]", "データベース" * 8 + ENTER)
    terminal.wait_until_asked("[2/2] What caused it, in detail?")

    assert "| investigated" not in terminal.text  # cut to fit, or it would be folded
    assert any(line.endswith("…") for line in terminal.lines)
    assert "2 questions; each answer is stored at" in terminal.lines
    assert values(say, "services") == ["データベース" * 8]


def test_what_is_typed_survives_another_size_of_the_terminal(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services")
    terminal = write()
    terminal.answer("[1/1]", "checkout and ")
    terminal.wait_for("> checkout and")
    terminal.resize(50, 30)
    terminal.type("its API" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "services") == ["checkout and its API"]


@pytest.mark.parametrize(
    "environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"LC_ALL": "C", "LANG": "C"}]
)
def test_a_plain_terminal_will_do(
    environ: dict[str, str], say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services")
    terminal = write(**environ)
    terminal.answer("[1/1]", "Zürich" + ENTER)

    assert terminal.ended() == 0
    assert values(say, "services") == ["Zürich"]
    assert ("\x1b[1m" in terminal.raw.decode()) == ("LC_ALL" in environ)


def test_a_python_without_readline_will_do(
    say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "services", "impact")
    (tmp_path / "readline.py").write_text("raise ImportError('built without it')\n")
    terminal = write(PYTHONPATH=f"{tmp_path}:{ROOT}")
    terminal.answer("[1/2]", "checkout,\rits API" + ENTER)
    terminal.answer("[2/2]", CTRL_D)

    assert terminal.ended() == 0
    assert values(say, "services") == ["checkout, its API"]
    assert values(say, "impact") == []


# A log that does not take the answer


def test_an_answer_that_is_not_stored_is_repeated_and_can_be_tried_again(
    say: Shell, write: Callable[..., Writing]
) -> None:
    log_without(say, "services")
    away = say.path.with_suffix(".away")
    terminal = write()
    terminal.answer("[1/1]")
    say.path.rename(away)
    terminal.type("its API" + ENTER)
    terminal.wait_for("not stored; to say it later: pmlog set services -i")
    terminal.wait_for("Enter tries again, :q ends>")
    assert f"-i {short_id_of(away, say)} -- 'its API'" in terminal.text
    away.rename(say.path)
    terminal.type(ENTER)

    assert terminal.ended() == 0
    assert values(say, "services") == ["its API"]


def short_id_of(path: Path, say: Shell) -> str:
    exported = say.ok("--db", str(path), "export").splitlines()
    return str(json.loads(exported[0])["id"])[24:30]


@pytest.mark.parametrize("keys", [":q" + ENTER, CTRL_D])
def test_giving_up_on_an_answer_ends_with_the_code_of_a_log_that_is_no_use(
    keys: str, say: Shell, write: Callable[..., Writing], tmp_path: Path
) -> None:
    log_without(say, "cause_detail")
    away = say.path.with_suffix(".away")
    terminal = write()
    terminal.answer("[1/1]")
    say.path.rename(away)
    terminal.type("\x1b[200~It ran out.\rThen it fell.\x1b[201~" + ENTER)
    terminal.wait_for("not stored; your answer is in")
    terminal.answer("Enter tries again, :q ends>", ENTER)
    terminal.answer("Enter tries again, :q ends>", keys)

    assert terminal.ended() == 4
    assert [path.read_text() for path in drafts(tmp_path)] == ["It ran out.\nThen it fell."]


def test_an_answer_is_repeated_when_somebody_stops_waiting_for_a_lock(
    say: Shell, write: Callable[..., Writing]
) -> None:
    say.ok("start", "Checkout is down")
    terminal = write()
    terminal.answer("When did the impact begin?", "2026-11-21 14:00" + ENTER)
    terminal.wait_for("what>")
    holder = sqlite3.connect(say.path, isolation_level=None)
    holder.execute("begin immediate")
    terminal.answer("what>", "all fails" + ENTER)
    terminal.wait_for("all fails\n")
    terminal.type(CTRL_C)
    terminal.wait_for("not stored; to log it later: pmlog event --at")
    holder.close()

    assert terminal.ended() == 130
    assert "--kind began" in " ".join(terminal.text.split())


def test_on_a_disk_that_can_only_be_read_the_answer_is_repeated(
    say: Shell, tmp_path: Path
) -> None:
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("nothing can be mounted here")
    log_without(say, "services")
    disk = tmp_path / "disk"
    disk.mkdir()
    say.path.rename(disk / "log.db")
    script = (
        f"mount --bind {disk} {disk} && mount -o remount,ro,bind {disk} || exit 77;"
        f" exec {sys.executable} -m pmlog write"
    )
    environ = process_environ(tmp_path) | {"PMLOG_DB": str(disk / "log.db")}
    argv = ["unshare", "--mount", "sh", "-c", script]
    with Writing(argv, environ, rows=50) as terminal:
        terminal.wait_for(lambda text: text.rstrip().endswith(">") or "mount:" in text)
        if "[1/1]" not in terminal.text:
            pytest.skip("nothing can be mounted here")
        terminal.answer("[1/1]", "checkout" + ENTER)
        terminal.answer("Enter tries again", ":q" + ENTER)

        assert terminal.ended() == 4
        assert "is read-only" in terminal.text
        assert "to say it later: pmlog set services -i" in terminal.text


# Without a terminal


@pytest.mark.parametrize("argv", [("write",), ("write", "--list")])
def test_without_a_terminal_what_is_missing_is_listed_as_by_check(
    argv: tuple[str, ...], say: Shell
) -> None:
    log_without(say, "services")

    assert say(*argv) == say("check")
    assert say(*argv).code == 1
    assert say(*argv, "--json") == say("check", "--json")

    say.ok("set", "services", "checkout")

    assert say(*argv) == say("check")
    assert say(*argv).code == 0
