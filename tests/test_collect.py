"""pmlog collect: what is shown, what is taken, what a second time does."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

NOTES = "14:00 first errors\n14:02 detected: 5xx alert\n14:04 looking at the pool\n"
OPTIONS = ("--tz", "UTC", "--date", "2026-11-21")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(NOTES)
    return path


@pytest.fixture
def shop(say: Shell) -> Shell:
    """Return a shell with an incident that began at 13:55."""
    say.ok("start", "Checkout is down", "--at", "13:55")
    return say


def timeline(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("timeline", "--json").splitlines()]


def verdicts(say: Shell, *argv: str) -> list[str]:
    out = say.ok("collect", *argv, "--json")
    return [json.loads(line)["verdict"] for line in out.splitlines()]


def write(path: Path, *found: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(each) + "\n" for each in found))
    return str(path)


def record(time: str, text: str, **more: Any) -> dict[str, Any]:
    return {"at": f"2026-11-21T{time}Z", "text": text} | more


# --- a look, and taking it


def test_a_look_writes_nothing_and_says_how_to_go_on(shop: Shell, notes: Path) -> None:
    said = shop("collect", str(notes), *OPTIONS)

    assert said.out.splitlines() == [
        "2026-11-21 UTC",
        "new         14:00:00  note         first errors",
        "new         14:02:00  detected     5xx alert",
        "new         14:04:00  note         looking at the pool",
        "3 new (read as: lines)",
    ]
    assert f"pmlog collect -y --tz UTC --date 2026-11-21 {notes}" in said.err
    assert timeline(shop) == []


def test_what_is_taken_stands_on_the_timeline_and_one_undo_takes_it_back(
    shop: Shell, notes: Path
) -> None:
    out = shop.ok("collect", "-y", str(notes), *OPTIONS)

    assert "collected into 'Checkout is down': 3 new; pmlog undo takes them back" in out
    assert [event["text"] for event in timeline(shop)] == [
        "first errors",
        "5xx alert",
        "looking at the pool",
    ]
    shop.ok("undo")
    assert timeline(shop) == []


def test_a_second_time_writes_nothing(shop: Shell, notes: Path) -> None:
    shop.ok("collect", "-y", str(notes), *OPTIONS)
    before = shop.ok("export")

    assert verdicts(shop, "-y", str(notes), *OPTIONS) == ["had"] * 3
    assert shop.ok("export") == before


def test_a_file_that_has_grown_adds_what_is_new(shop: Shell, notes: Path) -> None:
    shop.ok("collect", "-y", str(notes), *OPTIONS)
    notes.write_text(NOTES + "14:05 found it\n")

    assert verdicts(shop, "-y", str(notes), *OPTIONS) == ["had"] * 3 + ["new"]


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("14:00:01 it failed\n", "  at pool.py:17\n"),
        ("Nov 21 14:00:01 db-1 app: it failed\n", "\tat pool.py:17\n"),
    ],
)
def test_a_record_to_which_lines_were_added_has_grown(
    shop: Shell, tmp_path: Path, first: str, rest: str
) -> None:
    path = tmp_path / "log"
    options = ("-y", "--tz", "UTC", "--date", "2026-11-21")
    path.write_text(first)
    shop.ok("collect", *options, str(path))
    path.write_text(first + rest)
    shop.ok("collect", *options, str(path))

    (event,) = timeline(shop)
    assert event["text"].split() == ["it", "failed", "at", "pool.py:17"]


def test_a_command_that_still_ran_gets_its_end(shop: Shell, tmp_path: Path) -> None:
    path = tmp_path / "list"
    for length in ("0s", "7s"):
        path.write_text(f"2026-11-21 14:00:01\tdeploy\t{length}\n")
        shop.ok("collect", "-y", "--tz", "UTC", str(path))

    assert [event["until"] for event in timeline(shop)] == ["2026-11-21T14:00:08Z"]


def test_equal_lines_of_one_instant_are_two_and_a_file_read_twice_is_one(
    shop: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_text("14:00 retry\n14:00 retry\n")

    assert verdicts(shop, "-y", str(path), str(path), *OPTIONS) == [
        "left out",
        "left out",
        "new",
        "new",
    ]
    assert verdicts(shop, str(path), *OPTIONS) == ["had", "had"]


def test_what_was_taken_back_stays_so_unless_it_is_asked_for_again(
    shop: Shell, notes: Path
) -> None:
    shop.ok("collect", "-y", str(notes), *OPTIONS)
    shop.ok("undo")

    assert verdicts(shop, "-y", str(notes), *OPTIONS) == ["taken back"] * 3
    assert timeline(shop) == []
    shop.ok("collect", "-y", "--again", str(notes), *OPTIONS)
    assert len(timeline(shop)) == 3
    shop.ok("undo")
    assert timeline(shop) == []


def test_a_batch_keeps_where_it_came_from(shop: Shell, notes: Path) -> None:
    shop.ok("collect", "-y", str(notes), *OPTIONS)
    events = [json.loads(line) for line in shop.ok("export").splitlines()]
    found = [event for event in events if event["source"]]

    assert {event["source"] for event in found} == {"lines"}
    assert len({event["source_id"] for event in found}) == 3
    assert {event["data"]["collected"]["file"] for event in found} == {"notes.txt"}
    assert len({event["data"]["collected"]["batch"] for event in found}) == 1


def test_an_export_of_what_was_collected_can_be_imported(
    shop: Shell, notes: Path, tmp_path: Path
) -> None:
    shop.ok("collect", "-y", str(notes), *OPTIONS)
    exported = tmp_path / "log.jsonl"
    exported.write_text(shop.ok("export"))
    shop.environ["PMLOG_DB"] = str(tmp_path / "other.db")

    shop.ok("import", str(exported))
    assert shop.ok("export") == exported.read_text()


# --- what has grown


def test_an_alert_that_ended_since_grows(shop: Shell, tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    shop.ok("collect", "-y", write(path, record("14:00:00", "down", id="1")))
    end = {"until": "2026-11-21T14:03:00Z"}

    assert verdicts(shop, "-y", write(path, record("14:00:00", "down", id="1", **end))) == [
        "grown"
    ]
    assert timeline(shop)[0]["until"] == "2026-11-21T14:03:00Z"
    # What is collected once more from an older copy of the file does not shrink.
    assert verdicts(shop, "-y", write(path, record("14:00:00", "down", id="1"))) == ["had"]


def test_what_a_person_corrected_is_not_overwritten(shop: Shell, tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    shop.ok("collect", "-y", write(path, record("14:00:00", "down", id="1")))
    short = timeline(shop)[0]["id"][24:30]
    shop.ok("amend", short, "checkout is down")
    end = {"until": "2026-11-21T14:03:00Z"}
    shop.ok("collect", "-y", write(path, record("14:00:00", "DOWN", id="1", **end)))

    (event,) = timeline(shop)
    assert (event["text"], event["until"]) == ("checkout is down", "2026-11-21T14:03:00Z")


# --- the window and the filters


def test_what_lies_outside_the_window_is_counted(shop: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "a", record("09:00:00", "early"), record("14:00:00", "now"))
    said = shop("collect", path)

    assert "  1  outside the window from 2026-11-21 12:55 to 2026-11-21 15:05" in said.out
    assert len(verdicts(shop, path, "--all-times")) == 2
    assert verdicts(shop, path, "--since", "08:30") == ["new", "new"]


def test_records_are_filtered_by_text_author_and_kind(shop: Shell, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a",
        record("14:00:00", "deploy 1", author="Ann"),
        record("14:01:00", "deploy 2", author="bob", kind="communicated"),
        record("14:02:00", "lunch", author="bob"),
    )

    def texts(*argv: str) -> list[str]:
        out = shop.ok("collect", path, "--json", *argv)
        read = [json.loads(line) for line in out.splitlines()]
        return [each["text"] for each in read if each["verdict"] == "new"]

    assert texts("--match", "DEPLOY") == ["deploy 1", "deploy 2"]
    assert texts("--not", "deploy") == ["lunch"]
    assert texts("--author", "ann") == ["deploy 1"]
    assert texts("--kinds", "comm") == ["deploy 2"]


def test_a_clock_that_was_off_is_put_right(shop: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "a", record("14:00:37", "now"))
    shop.ok("collect", "-y", path, "--shift", "-37s")

    assert timeline(shop)[0]["at"] == "2026-11-21T14:00:00Z"
    assert verdicts(shop, path) == ["had"]


# --- kinds


def test_what_would_move_the_duration_is_a_note_unless_it_is_taken(
    shop: Shell, tmp_path: Path
) -> None:
    path = write(tmp_path / "a", record("14:00:00", "it is back", kind="resolved"))
    said = shop("collect", "-y", path)

    assert "resolved?" in said.out
    assert [event["kind"] for event in timeline(shop)] == ["note"]
    data = json.loads(shop.ok("export").splitlines()[-1])["data"]
    assert data["collected"]["proposed"] == "resolved"


def test_what_is_collected_moves_no_start(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "Checkout is down")
    path = write(tmp_path / "a", record("09:00:00", "deployed"))
    before = say.ok("list", "--json")
    say.ok("collect", "-y", "--all-times", path)

    assert say.ok("list", "--json") == before


def test_a_proposal_is_taken_where_it_is_asked_for(shop: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "a", record("14:00:00", "it is back", kind="resolved"))
    shop.ok("collect", "-y", "--take-proposed", path)

    assert [event["kind"] for event in timeline(shop)] == ["resolved"]


def test_a_time_that_would_change_is_told(shop: Shell, tmp_path: Path) -> None:
    shop.ok("event", "--at", "13:55", "began: errors")
    shop.ok("event", "--at", "14:01", "detected: a customer called")
    path = write(tmp_path / "a", record("13:57:00", "alert", kind="detected"))

    out = shop.ok("collect", path)
    assert "time to detect would change from 6 min to 2 min" in out


def test_what_looks_like_another_event_is_told_and_kept(
    shop: Shell, tmp_path: Path
) -> None:
    shop.ok("event", "--at", "14:00:30", "Checkout answers 500!")
    path = write(tmp_path / "a", record("14:00:00", "checkout answers 500"))

    out = shop.ok("collect", path)
    assert f"(like {timeline(shop)[0]['id'][24:30]})" in out
    assert "1 new" in out


# --- safety


def test_secrets_are_taken_out_of_texts_and_addresses(shop: Shell, tmp_path: Path) -> None:
    text = "(see https://ann:pw@e.x/a?token=abc&x=1) with password=hunter2hunter2"
    path = write(tmp_path / "a", record("14:00:00", text, link="https://e.x/f?t=xoxe-1"))
    shop.ok("collect", "-y", path)
    exported = shop.ok("export")

    assert "hunter2" not in exported
    assert "ann:pw" not in exported
    assert "token=abc" not in exported
    assert "xoxe" not in exported
    assert "(see https://e.x/a?x=1) with" in exported


HOSTILE = (
    b"{",
    b"[" * 100_000,
    b'{"at": 1e999, "text": "x"}',
    b'{"at": ' + b"9" * 5000 + b', "text": "x"}',
    b'{"at": [], "text": {}}',
    b'{"at": "9999999-01-01T00:00:00Z", "text": "x"}',
    b'{"at": "-1", "text": null}',
    b'{"items": 7, "kind": "List"}',
    b'{"alerts": [{"startsAt": {}, "labels": []}]}',
    b'{"log_entries": [1, null, {"type": "x_log_entry"}]}',
    b'{"incident_updates": [7]}',
    b'[{"ts": "1795269909.000200", "text": ["a"], "files": "x", "blocks": {}}]',
    b'{"__REALTIME_TIMESTAMP": "99999999999999999999", "MESSAGE": [1, "a", -5]}',
    b"\x00\x01\x02",
    b"PK\x03\x04 no archive",
    b"\x1f\x8b no archive",
    b"SQLite format 3\x00 no database",
    b'at,text\n"' + b"x" * 200_000,
    b": 99999999999:9;x\n",
    b"#99999999999\nx\n",
    b"\xff\xfe",
    b"",
)


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_get_a_sentence_and_leave_the_log_as_it_was(
    shop: Shell, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(content)
    before = shop.ok("export")

    said = shop("collect", "-y", "--all-times", "--everything", str(path), *OPTIONS)

    assert said.code in (0, 1, 2)
    assert "Traceback" not in said.err
    assert said.err.strip()
    assert shop.ok("export") == before


def test_an_archive_that_leaves_its_folder_or_unpacks_to_too_much_is_left_out(
    shop: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.txt", "14:00 evil\n")
        archive.writestr("bomb.txt", b"14:00 x\n" * (4 * 1024 * 1024))
        archive.writestr("good.txt", "14:00 good\n")
        archive.writestr("picture.png", b"\x89PNG\x00\x00")

    out = shop.ok("collect", str(path), *OPTIONS)

    assert "good" in out
    assert "a path out of the archive" in out
    assert "packed so tightly that it can be no log" in out
    assert "a file of no known format" in out


def test_a_link_out_of_a_folder_is_not_followed(shop: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("14:00 secret\n")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").write_text("14:00 good\n")

    out = shop.ok("collect", str(folder), *OPTIONS)

    assert "a link out of the folder" in out
    assert "1 new" in out


def test_a_pipe_is_read(shop: Shell) -> None:
    out = shop.ok("collect", "-y", "-", *OPTIONS, stdin=NOTES)

    assert "3 new" in out


def test_formats_are_listed_with_what_fetches_them(say: Shell) -> None:
    out = say.ok("collect", "--formats")

    assert "kubectl get events --all-namespaces -o json" in out


def test_an_unknown_format_is_answered_with_the_nearest(shop: Shell, notes: Path) -> None:
    said = shop("collect", "--from", "slak", str(notes))

    assert said.code == 2
    assert "did you mean slack?" in said.err


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("LAST SEEN   TYPE      REASON   OBJECT  MESSAGE\n5m  Warning  x\n", "-o json"),
        ("[12345.678901] Out of memory\n", "--time-format iso"),
        ("3fa9c1d Raise the pool\n", "--pretty=fuller"),
    ],
)
def test_what_has_no_times_is_answered_with_what_has_them(
    shop: Shell, tmp_path: Path, content: str, advice: str
) -> None:
    (tmp_path / "pasted").write_text(content)

    assert f"{advice};" in shop("collect", str(tmp_path / "pasted")).err


def test_a_file_that_is_nothing_we_know_is_refused(shop: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("lorem ipsum\n")
    said = shop("collect", str(path))

    assert said.code == 1
    assert "no format fits a" in said.err


# --- picking


def editor(path: Path, script: str) -> str:
    """Return an editor that changes its file by sed."""
    path.write_text(f'#!/bin/sh\nsed -i {script} "$1"\n')
    path.chmod(0o755)
    return str(path)


def test_what_is_left_of_the_list_is_taken_and_what_was_changed_is_an_amendment(
    shop: Shell, notes: Path, tmp_path: Path
) -> None:
    script = "-e /first/d -e 's/5xx alert/Alert on 5xx/' -e 's/^note /investigated /'"
    shop.environ["EDITOR"] = editor(tmp_path / "ed", script)

    out = shop.ok("collect", "--pick", str(notes), *OPTIONS)

    assert "2 new" in out
    told = [(event["kind"], event["text"]) for event in timeline(shop)]
    assert told == [
        ("detected", "Alert on 5xx"),
        ("investigated", "looking at the pool"),
    ]
    # What the tool said is still there, and the second time changes nothing of it.
    assert "5xx alert" in shop.ok("export")
    again = ["left out" if v == "new" else v for v in verdicts(shop, str(notes), *OPTIONS)]
    assert again == ["left out", "had", "had"]
    shop.ok("undo")
    assert timeline(shop) == []


def test_of_an_empty_input_it_is_said_that_it_is_empty(shop: Shell, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")

    assert shop("collect", "-", stdin="").out.startswith(
        "nothing to collect in what is empty"
    )
    assert (
        "(read as: lines)"
        in shop("collect", str(tmp_path / "empty"), "-", *OPTIONS, stdin=NOTES).out
    )


def test_an_empty_list_takes_nothing(shop: Shell, notes: Path, tmp_path: Path) -> None:
    shop.environ["EDITOR"] = editor(tmp_path / "ed", "d")
    said = shop("collect", "--pick", str(notes), *OPTIONS)

    assert "the list is empty; nothing was written" in said.err
    assert timeline(shop) == []


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("s/^note/fired/", "no kind 'fired'"),
        ("s/14:00:00/14:01:00/", "the time of a record is changed with pmlog amend"),
        ("'s/   1 / 9 /'", "9 is no record"),
        ("'s/   2 / 1 /'", "1 is there twice"),
    ],
)
def test_a_line_that_cannot_be_understood_writes_nothing(
    shop: Shell, notes: Path, tmp_path: Path, script: str, reason: str
) -> None:
    shop.environ["EDITOR"] = editor(tmp_path / "ed", script)
    said = shop("collect", "--pick", str(notes), *OPTIONS)

    assert said.code == 2
    assert reason in said.err
    assert timeline(shop) == []


def test_an_undo_of_many_says_how_many_and_how_to_get_them_back(
    shop: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    found = [record(f"14:{n // 60:02}:{n % 60:02}", f"line {n}") for n in range(300)]
    shop.ok("collect", "-y", write(path, *found), "--until", "15:00")
    out = shop.ok("undo").splitlines()

    assert len(out) == 42
    assert out[-2:] == [
        "and 260 more of the same command",
        "to get it back: pmlog collect -y --again a",
    ]
    assert timeline(shop) == []


def test_the_columns_of_a_table_are_told(shop: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Time,Who,What happened\n2026-11-21T14:00:00Z,ann,down\n")
    out = shop.ok("collect", str(path))

    assert "the columns of a.csv: at=Time, text=What happened, author=Who" in out


def test_history_and_the_page_say_where_an_event_was_collected_from(
    shop: Shell, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", record("14:00:00", "it is back", kind="resolved"))
    shop.ok("collect", "-y", path)

    assert "[collected: jsonl, a.jsonl, proposed as resolved]" in shop.ok("history")
    assert 'title="collected from jsonl, a.jsonl"' in shop.ok("render", "-t", "html")


def test_a_program_is_no_responder(shop: Shell, tmp_path: Path) -> None:
    entry = {"__REALTIME_TIMESTAMP": "1795269600000000", "MESSAGE": "out of memory"}
    path = write(tmp_path / "journal", entry | {"SYSLOG_IDENTIFIER": "kernel"})
    shop.ok("event", "looking")
    shop.ok("collect", "-y", path)

    assert "**Authors:** on-call\n" in shop.ok("render", "-t", "sre")


def test_a_table_whose_columns_are_named_is_read_as_one(
    shop: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Quand,Quoi\n2026-11-21T14:00:00Z,en panne\n")

    assert verdicts(shop, str(path), "--map", "at=Quand,text=Quoi") == ["new"]
    said = shop("collect", str(path), "--map", "at=Wann,text=Quoi")
    assert said.code == 2
    assert "there is no column 'Wann'; there are: Quand, Quoi" in said.err
