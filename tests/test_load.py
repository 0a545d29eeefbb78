"""A log of many events answers as one of few does; how quickly, tests.bench measures."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from pmlog.store import current, incident_queries, queries
from pmlog.store.log import Log
from tests.bench import logs
from tests.bench.processes import Command, run
from tests.conftest import NOW_US, Shell, process_environ

if TYPE_CHECKING:
    from pathlib import Path

EVENTS, INCIDENTS = 20_000, 100


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a log of many events, made once and for copies alone."""
    path = tmp_path_factory.mktemp("large") / "log.db"
    logs.make(path, EVENTS, INCIDENTS)
    return path


@pytest.fixture
def loaded(say: Shell, large: Path) -> Shell:
    """Return a shell whose log has many events."""
    say.path.write_bytes(large.read_bytes())
    say.now_us = NOW_US
    return say


def test_an_event_goes_to_the_incident_opened_last(loaded: Shell) -> None:
    with Log(str(loaded.path)) as log:
        before, last = log.position(), incident_queries.incidents(log)[-1]
    stored = json.loads(loaded.ok("event", "--json", "one more"))

    assert stored["incident"] == last
    assert (stored["seq"], stored["lamport"]) == (1, before[2] + 1)


def test_an_incident_among_many_is_found_by_id_and_by_title(loaded: Shell) -> None:
    with Log(str(loaded.path)) as log:
        incident = incident_queries.incidents(log)[INCIDENTS // 2]
        opened = queries.event(log, incident)
    assert opened

    for reference in (incident, opened.short_id, opened.text):
        stored = json.loads(loaded.ok("event", "--json", "-i", reference, "here"))
        assert stored["incident"] == incident


def test_the_last_page_is_the_end_of_the_whole(loaded: Shell) -> None:
    whole = loaded.ok("timeline", "--json").splitlines()

    assert len(whole) == EVENTS // INCIDENTS - 1
    assert loaded.ok("timeline", "--json", "-n", "20").splitlines() == whole[-20:]


def test_every_incident_is_listed(loaded: Shell) -> None:
    assert len(loaded.ok("list").splitlines()) == INCIDENTS


def test_one_event_of_many_is_found_by_its_words(loaded: Shell) -> None:
    (shown,) = loaded.ok("search", "event", "12345", "--json").splitlines()

    assert json.loads(shown)["text"].startswith("event 12345 ")


def test_many_events_are_exported_and_imported_whole(loaded: Shell, tmp_path: Path) -> None:
    exported = loaded.ok("export")
    (tmp_path / "log.jsonl").write_text(exported)
    loaded.environ["PMLOG_DB"] = str(tmp_path / "other.db")

    said = loaded.ok("import", str(tmp_path / "log.jsonl"))
    assert said == f"{EVENTS} events imported, 0 were there already\n"
    assert loaded.ok("export") == exported
    again = loaded.ok("import", "-", stdin=exported)
    assert again == f"0 events imported, {EVENTS} were there already\n"


def test_a_bad_line_behind_many_good_ones_is_named_and_nothing_imported(
    loaded: Shell, tmp_path: Path
) -> None:
    exported = loaded.ok("export")
    loaded.environ["PMLOG_DB"] = str(tmp_path / "other.db")
    loaded.ok("start", "Here before")
    before = loaded.ok("export")
    said = loaded("import", "-", stdin=exported + "{}\n")

    assert said.code == 1
    assert f"line {EVENTS + 1}: no id" in said.err
    assert loaded.ok("export") == before


def test_two_logs_that_differ_in_one_event_of_many_contradict_each_other(
    loaded: Shell,
) -> None:
    lines = loaded.ok("export").splitlines()
    changed = json.loads(lines[15_000]) | {"text": "something else"}
    said = loaded("import", "-", stdin="\n".join([*lines[:15_000], json.dumps(changed)]))

    assert said.code == 1
    assert changed["id"] in said.err


@pytest.mark.parametrize(
    # An import keeps up to 32 MiB of the log, which is smaller here.
    ("words", "most_mib"),
    [(("export",), 8), (("import", "exported.jsonl"), 20)],
)
def test_what_streams_takes_no_more_memory_for_more(
    words: tuple[str, ...], most_mib: int, large: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.db"
    logs.make(small, 2)
    peaks = []
    for path in (small, large):
        environ = process_environ(tmp_path) | {"PMLOG_DB": str(path)}
        argv = [*logs.PMLOG, *words]
        if words[0] == "import":
            with (tmp_path / "exported.jsonl").open("w") as file:
                subprocess.run(
                    [*logs.PMLOG, "export"], env=environ, stdout=file, check=True
                )
            environ["PMLOG_DB"] = str(tmp_path / f"{path.stem}-copy.db")
            argv[-1] = file.name
        peaks.append(run(Command(argv, environ)).peak_mib)

    assert peaks[1] < peaks[0] + most_mib


@pytest.mark.long
def test_a_million_events_answer_as_few_do(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    logs.make(path, 1_000_000, 1)
    with Log(str(path)) as log:
        (incident,) = incident_queries.incidents(log)
        told = current.landmarks(log, incident).fold()
        page = current.last_page(log, incident, 20).fold()
        assert len(current.landmarks(log, incident).events) < 10

    assert told is not None
    assert page is not None
    assert (told.start_us, told.title) == (page.start_us, page.title)
    assert page.timeline[-1].text.startswith("event 999999 ")
