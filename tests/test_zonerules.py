"""Zone files: pytz's, the system's where pytz has none, and slim ones with a rule."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytz

from pmlog import clock, zonerules
from pmlog.clock import rfc3339
from pmlog.when import database
from tests.conftest import ROOT, process_environ

# The whole history of every zone since 1990: when it changed, and to what.
HISTORIES = """
import json, sys
from pmlog import clock
from pmlog.when import database
first_us = 631_152_000 * clock.SECOND_US
found = {}
for name in sorted(database.names(clock.zone_data_folder()).values()):
    zone = clock.zone(name)
    changes = zone.changes_between(first_us, clock.LAST_KNOWN_CHANGE_US)
    found[name] = [(at_us, zone.at(at_us)) for at_us in [first_us, *changes]]
json.dump(found, sys.stdout)
"""
# Without site-packages there is no pytz, as if it had come without files.
WITHOUT_PYTZ = """
from pmlog import clock, when
print(clock.system_zone({"TZ": "Europe/Berlin"}, 0))
print(when.zone_database_source())
for text in ("2026-07-01 14:05 europe/berlin", "2026-07-01 14:05 Berlin time"):
    found = when.read(text, now_us=0, zone="UTC")
    print(clock.rfc3339(found.at_us), clock.zone_label(found.at_us, found.zone))
"""
SYSTEM = Path("/usr/share/zoneinfo")


def run(*argv: str, **more: str) -> str:
    """Return what a Python program prints."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(
        [sys.executable, *argv], env=environ, check=True, capture_output=True, text=True
    ).stdout


def folder_of(package: str) -> str:
    """Return the folder of a package's zone files."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "zoneinfo")


def test_the_names_are_those_that_pytz_knows() -> None:
    names = database.names(clock.zone_data_folder())

    assert sorted(names.values()) == sorted(pytz.all_timezones)
    assert names["europe/berlin"] == "Europe/Berlin"


def test_slim_files_tell_the_same_as_those_of_pytz() -> None:
    tzdata = folder_of("tzdata")
    if database.version(tzdata) != database.version(folder_of("pytz")):
        pytest.skip("tzdata and pytz are of different versions here")

    slim = json.loads(run("-c", HISTORIES, PYTZ_TZDATADIR=tzdata))
    usual = json.loads(run("-c", HISTORIES))

    assert len(usual) > 590
    assert slim == usual


@pytest.mark.skipif(not SYSTEM.is_dir(), reason="this system has no zone files")
def test_where_pytz_has_no_files_those_of_the_system_are_read() -> None:
    out = run("-S", "-c", WITHOUT_PYTZ, PYTZ_TZDATADIR="")

    assert out.splitlines() == [
        "Europe/Berlin",
        f"the system's, as pytz has none: {SYSTEM}",
        "2026-07-01T12:05:00Z CEST (UTC+02:00)",
        "2026-07-01T12:05:00Z CEST (UTC+02:00)",
    ]


@pytest.mark.skipif(not SYSTEM.is_dir(), reason="this system has no zone files")
def test_an_event_is_logged_in_the_zone_of_the_system(tmp_path: Path) -> None:
    environ = {"TZ": "Asia/Kathmandu", "PMLOG_DB": str(tmp_path / "log.db")}
    words = ("-m", "pmlog", "event", "x")
    run(*words, **environ)  # which makes the log; from then on the fast path needs nothing

    assert "UTC+05:45" in run("-S", *words, **environ)


# Where a folder of zone files is looked for, and what the machine has of them.
FOLDERS = """
import json, sys
from pmlog import clock
clock._SYSTEM_FOLDERS = tuple(sys.argv[1:])
try:
    print(clock.zone_data_folder())
except KeyError:
    print("none")
"""
# A machine without any.
WITHOUT_FILES = """
from pmlog import clock
def none():
    raise KeyError
clock.zone_data_folder = none
from pmlog.__main__ import main
main()
"""


def zone_folder(path: Path, *names: str) -> str:
    """Make a folder of zone files, or an empty one."""
    path.mkdir(parents=True)
    for name in names:
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes((Path(folder_of("pytz")) / name).read_bytes())
    return str(path)


def test_an_empty_folder_hides_no_other(tmp_path: Path) -> None:
    empty = zone_folder(tmp_path / "empty")
    full = zone_folder(tmp_path / "full", "Etc/UTC", "Europe/Berlin")
    ours = zone_folder(tmp_path / "site" / "tzdata" / "zoneinfo", "Etc/UTC")
    site = {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path / 'site'}", "PYTZ_TZDATADIR": empty}

    assert run("-S", "-c", FOLDERS, empty, full, **site).strip() == full
    assert run("-S", "-c", FOLDERS, empty, **site).strip() == ours


def test_a_few_zones_are_better_than_none_and_no_reason_to_pass_by_all(
    tmp_path: Path,
) -> None:
    empty = zone_folder(tmp_path / "empty")
    few = zone_folder(tmp_path / "few", "Europe/Berlin")
    full = zone_folder(tmp_path / "full", "Etc/UTC", "Europe/Berlin")

    assert run("-S", "-c", FOLDERS, empty, few, PYTZ_TZDATADIR="").strip() == few
    assert run("-S", "-c", FOLDERS, few, full, PYTZ_TZDATADIR="").strip() == full
    assert run("-S", "-c", FOLDERS, empty, PYTZ_TZDATADIR="").strip() == "none"


class Bare:
    """A machine without zone files, in whose log there is an incident of Berlin."""

    def __init__(self, folder: Path) -> None:
        self.environ = process_environ(folder)
        start = ["start", "Checkout is down", "--tz", "Europe/Berlin", "--at", "-2h"]
        run("-m", "pmlog", *start, **self.environ)

    def __call__(self, *argv: str, **more: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_FILES, *argv],
            env=self.environ | {"TZ": "UTC"} | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "unforeseen" not in done.stderr
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    return Bare(tmp_path)


NO_FILES = "there are no zone files here"


def test_without_zone_files_an_event_is_stored_all_the_same(bare: Bare) -> None:
    for words in (
        ["x"],
        ["-k", "began", "x"],
        ["--at", "-5m", "x"],
        ["--at", "14:05Z", "x"],
    ):
        code, out, err = bare("event", *words)

        assert (code, err) == (0, "")
        assert " UTC  " in out
    assert "Europe/Berlin" in run("-m", "pmlog", "export", **bare.environ)


def test_a_clock_time_in_a_zone_without_its_file_is_never_guessed(bare: Bare) -> None:
    code, out, err = bare("event", "--at", "14:05", "x")

    assert (code, out) == (2, "")
    assert "no zone file here tells the times of Europe/Berlin; install a newer" in err


@pytest.mark.parametrize(
    "command", ["timeline", "status", "render", "metrics", "timeline --plain"]
)
def test_an_incident_of_a_zone_without_its_file_is_shown_in_utc_and_said(
    command: str, bare: Bare
) -> None:
    bare("event", "x")
    code, out, err = bare(*command.split())

    assert code == 0
    assert "UTC" in out or "Z\t" in out or command == "metrics"
    assert "so they are shown in UTC" in err or command == "metrics"


@pytest.mark.parametrize(
    "words",
    ["list", "history", "search x", "export", "check", "prompt", "verify", "evidence"],
)
def test_nothing_fails_for_want_of_zone_files(words: str, bare: Bare) -> None:
    bare("event", "x")

    assert bare(*words.split())[0] in (0, 1, 3)


def test_nobody_is_blamed_where_there_are_no_zone_files(bare: Bare) -> None:
    asked = ["when", "14:05Z", "--tz", "Europe/Berlin"]
    assert NO_FILES in bare(*asked)[2]
    assert NO_FILES in bare("event", "x", PMLOG_TZ="Europe/Berlin")[2]
    bare("close")
    # The system's own clock has them.
    code, _, err = bare("event", "--at", "14:05", "x", TZ="CET-1")
    assert code == 0
    assert (
        "times are read at +01:00, as there are no zone files here; install tzdata" in err
    )
    assert bare("when", "14:05", "CET")[2] == ""
    assert bare("__complete", "zsh", "", "pmlog", "when", "--tz", "") == (0, "UTC\t\n", "")


def test_doctor_says_that_there_are_no_zone_files(bare: Bare) -> None:
    found = json.loads(bare("doctor", "--json", TZ="Europe/Berlin")[1])

    assert found["zone"]["problem"] == (
        "TZ is 'Europe/Berlin', and there are no zone files to know it by"
    )
    assert found["zone_files"] == {
        "value": "there are none",
        "why": None,
        "problem": "no zone has a name here: install tzdata",
    }
    assert json.loads(bare("doctor", "--json")[1])["zone"]["problem"] is None


def test_a_setting_that_is_not_used_is_said_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pmlog", "event", "x"],
        env=process_environ(tmp_path) | {"PMLOG_TZ": "Mars/X"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr.count("PMLOG_TZ is not used") == 1


def test_where_pytz_has_files_they_are_read() -> None:
    folder = clock.zone_data_folder()

    assert database.source(folder) == "pytz's"
    assert database.version(folder) == pytz.OLSON_VERSION  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("UTC0", []),
        ("<+0545>-5:45", []),
        (
            "CET-1CEST,M3.5.0,M10.5.0/3",
            ["2026-03-29T01:00:00Z +7200", "2026-10-25T01:00:00Z +3600"],
        ),
        (
            "AEST-10AEDT,M10.1.0,M4.1.0/3",
            ["2026-04-04T16:00:00Z +36000", "2026-10-03T16:00:00Z +39600"],
        ),
        # Greenland: a negative time, counted from the midnight before.
        (
            "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
            ["2026-03-29T01:00:00Z -3600", "2026-10-25T01:00:00Z -7200"],
        ),
        (
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
            ["2026-04-04T15:00:00Z +37800", "2026-10-03T15:30:00Z +39600"],
        ),
        (
            "EET-2EEST,J60/0,300/24:30",
            ["2026-02-28T22:00:00Z +10800", "2026-10-28T21:30:00Z +7200"],
        ),
    ],
)
def test_a_rule_makes_the_changes_of_a_year(rule: str, changes: list[str]) -> None:
    first_s, last_s = 1_767_225_600, 1_798_761_600  # 2026

    found = zonerules.changes(rule, first_s, last_s)

    at = [rfc3339(each.at_s * clock.SECOND_US) for each in found]
    assert [f"{a} {c.offset_s:+}" for a, c in zip(at, found, strict=True)] == changes


def test_what_is_no_rule_is_an_error_of_the_file() -> None:
    with pytest.raises(ValueError, match="CET"):
        zonerules.changes("CET", 0, 1)
