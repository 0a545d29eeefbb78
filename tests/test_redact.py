"""A secret that was stored is gone for good, from its file and wherever that is heard."""

from __future__ import annotations

import json
import sqlite3
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.clock import MINUTE_US
from pmlog.incident import kinds
from pmlog.incident.blanking import blanked
from pmlog.incident.event import Event
from tests.timelines import at, event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

SECRET = "xK9-hunter2-Zq7"


def ids(say: Shell) -> list[str]:
    return [json.loads(line)["id"] for line in say.ok("timeline", "--json").splitlines()]


def files_with(folder: Path, secret: str) -> list[str]:
    """Return the files in which the bytes stand, as text or as UTF-16 or hexadecimal."""
    forms = [secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()]
    forms += [word.encode() for word in secret.lower().split("-") if len(word) > 4]
    return [
        file.name
        for file in folder.iterdir()
        if file.is_file() and any(form in file.read_bytes() for form in forms)
    ]


@pytest.fixture
def leak(say: Shell) -> str:
    """Log a secret in every place that an event has, and return the event's short id."""
    for number in range(30):
        say.ok("event", f"step {number}")
    say.ok("close")
    said = say.ok("event", f"password is {SECRET}", "--at", "14:00")
    name = said.split()[0]
    say.ok("amend", name, f"the password is {SECRET}!", "--why", f"not {SECRET}")
    say.ok("amend", name, "--at", "13:50")
    say.ok("search", "hunter2")
    say.ok("event", "all is well")
    return name


def test_the_bytes_are_nowhere_in_the_folder(say: Shell, leak: str, tmp_path: Path) -> None:
    assert "log.db" in files_with(tmp_path, SECRET)

    said = say("redact", leak, "--why", "a password")

    assert said.code == 0
    assert said.out == f"{leak}  redacted, with 2 corrections, 1 title\n"
    assert "change the secret" in said.err
    assert files_with(tmp_path, SECRET) == []
    assert SECRET not in say.ok("export")


def test_the_bytes_are_nowhere_while_another_program_has_the_log_open(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("start", "Checkout")
    other = sqlite3.connect(say.path)
    other.execute("select count(*) from events").fetchall()
    try:
        name = say.ok("event", f"password is {SECRET}").split()[0]
        assert "log.db-wal" in files_with(tmp_path, SECRET)
        say.ok("redact", name)

        assert files_with(tmp_path, SECRET) == []
    finally:
        other.close()


def test_an_attachment_goes_with_its_event(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--no-redact", "--attach", "-", "core", stdin=f"token {SECRET}\n" * 900)
    name = ids(say)[0][24:30]
    said = say.ok("redact", name)

    assert "1 attachment" in said
    assert files_with(tmp_path, SECRET) == []
    assert say.ok("timeline", "--no-pager")
    assert say("evidence").code in (0, 3)


@pytest.mark.usefixtures("leak")
def test_what_is_named_by_a_correction_is_what_it_corrects(say: Shell) -> None:
    lines = map(json.loads, say.ok("export").splitlines())
    correction = next(each["id"] for each in lines if each["kind"] == "amend")
    say.ok("redact", correction)

    assert SECRET not in say.ok("export")


def test_the_event_stays_in_its_place_without_words(say: Shell, leak: str) -> None:
    before = [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]
    say.ok("redact", leak)
    after = [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]

    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert [each["at"] for each in after] == [each["at"] for each in before]
    assert after[0]["text"] == "[redacted]"
    assert "[redacted]" in say.ok("list")


def test_the_log_is_sound_and_guarded_afterwards(say: Shell, leak: str) -> None:
    say.ok("redact", leak)

    assert say("verify").code == 0
    with sqlite3.connect(say.path) as con, pytest.raises(sqlite3.IntegrityError):
        con.execute("update events set text = 'x'")
    con.close()
    assert say.ok("search", "step 7")
    assert say.ok("event", "and on it goes")


def test_other_events_with_the_same_string_are_named(say: Shell) -> None:
    say.ok("event", f"curl -H 'Authorization: Bearer {SECRET}'")
    say.ok("event", f"tried {SECRET} again")
    first, second = (each[24:30] for each in ids(say))
    said = say("redact", first)

    assert f"the same stands in {second}" in said.err
    assert SECRET in say.ok("timeline", "--no-pager")


def test_nothing_brings_it_back(say: Shell, leak: str) -> None:
    before = say.ok("export")
    say.ok("redact", leak)
    redacted = json.loads(say.ok("export").splitlines()[-1])

    assert redacted["kind"] == "redacted"
    assert say("retract", redacted["id"]).code == 2
    assert say("redact", redacted["id"]).code == 2
    say.ok("undo")
    say.ok("import", "-", stdin=before)
    assert SECRET not in say.ok("export")


def test_it_is_asked_before_on_a_terminal_alone(say: Shell, leak: str) -> None:
    assert say("redact", "ffffff").code == 3
    assert say("redact", leak, stdin="").code == 0


# Other logs.


def lines_of(say: Shell) -> list[str]:
    return say.ok("export").splitlines()


def test_whatever_comes_first_all_logs_come_to_the_same(
    say: Shell, leak: str, tmp_path: Path
) -> None:
    whole = [json.loads(line)["id"] for line in lines_of(say)], lines_of(say)
    say.ok("redact", leak)
    blank = lines_of(say)
    word = [line for line in blank if json.loads(line)["kind"] == "redacted"]
    found = set()
    for number, parts in enumerate(permutations((whole[1], blank, word))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for part in parts:
            say.ok("import", "-", "--db", str(folder / "log.db"), stdin="\n".join(part))
        found.add(say.ok("export", "--db", str(folder / "log.db")))
        assert files_with(folder, SECRET) == []

    assert found == {"\n".join(blank) + "\n"}


def test_what_is_named_and_comes_later_comes_without_words(
    say: Shell, leak: str, tmp_path: Path
) -> None:
    whole = lines_of(say)
    say.ok("redact", leak)
    (word,) = [line for line in lines_of(say) if json.loads(line)["kind"] == "redacted"]
    other = str(tmp_path / "other" / "log.db")
    say.ok("import", "-", "--db", other, stdin=word)
    for line in whole:
        say.ok("import", "-", "--db", other, stdin=line)

    assert say.ok("export", "--db", other) == say.ok("export")


def test_twins_go_together(say: Shell, tmp_path: Path) -> None:
    for author in ("one", "two"):
        other = str(tmp_path / author)
        record = json.dumps({"at": "2026-11-21T13:00:00Z", "text": SECRET, "id": "7"})
        say.ok("start", "Checkout", "--db", other, "--at", "12:00")
        say.ok("set", "key", "INC-1", "--db", other)
        say.ok("collect", "-", "-y", "--db", other, stdin=record)
        say.ok("import", "-", stdin=say.ok("export", "--db", other))
    (name,) = ids(say)
    say.ok("redact", name)

    assert SECRET not in say.ok("export")
    assert len(ids(say)) in (1, 2)


# The pure function.

TEXTS = st.text(max_size=8)
DATA = st.dictionaries(
    st.sampled_from(
        (
            "to",
            "how",
            "set",
            "target",
            "retracted",
            "why",
            "content",
            "ids",
            "of",
            "done",
            "new",
        )
    ),
    st.one_of(
        TEXTS, st.booleans(), st.integers(), st.lists(TEXTS), st.dictionaries(TEXTS, TEXTS)
    ),
)


@given(st.sampled_from(kinds.KINDS), TEXTS, DATA)
def test_to_blank_twice_is_to_blank_once_and_leaves_no_words(
    kind: str, text: str, data: dict[str, object]
) -> None:
    words = event(5, kind, at("14:00"), text, data=data, source="slack", source_id=text)
    once = blanked(words)

    assert blanked(once) == once
    assert once._replace(text="", as_typed=None, source_id=None, data="") == words._replace(
        text="", as_typed=None, source_id=None, data=""
    )


def test_two_facts_of_a_source_stay_two() -> None:
    facts = [event(n, kinds.NOTE, 0, source="slack", source_id=str(n)) for n in (1, 2)]

    assert len({blanked(fact).source_id for fact in facts} - {None}) == 2


def test_an_amendment_keeps_the_time_and_the_kind_that_it_set() -> None:
    said = {"at": at("13:00"), "text": SECRET, "kind": "resolved", "owner": SECRET}
    target = event(1, "note", 0).id
    word = event(
        5, "amend", at("14:00"), data={"target": target, "set": said, "why": SECRET}
    )
    kept: Event = blanked(word)

    assert json.loads(kept.data) == {
        "target": target,
        "set": {"at": at("13:00"), "kind": "resolved"},
    }
    assert kept.at - word.at < MINUTE_US


@pytest.mark.parametrize(
    "words",
    [
        ("event", "the pager says password=hunter2"),
        ("event", "--at", "5m ago", "the pager says password=hunter2"),
        (
            "escalated",
            "--to",
            "DBAs",
            "--link",
            "https://x.example/?token=hunter2",
            "asked",
        ),
        ("set", "root-cause", "it said password=hunter2"),
        ("task", "add", "rotate", "--ticket", "https://x.example/?token=hunter2"),
        ("amend", "last", "password=hunter2"),
        ("start", "password=hunter2"),
    ],
    ids=lambda words: words[0] + str(len(words)),
)
def test_who_types_a_secret_is_told_how_to_take_it_out(
    say: Shell, words: tuple[str, ...]
) -> None:
    say.ok("event", "db-1 is down")
    said = say(*words)
    name = said.out.split()[0]

    assert said.code == 0
    assert f"{name} holds a secret as it was typed (secret value): " in said.err
    assert f"'pmlog redact {name}'" in said.err
    assert say("redact", name, "-y").code == 0


def test_who_types_none_is_told_nothing(say: Shell) -> None:
    assert say("event", "password resets are slow, token=$TOKEN").err == ""
    assert "as it was typed" not in say("event", "--redact", "password=hunter2").err
