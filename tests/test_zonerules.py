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
from tests.conftest import ROOT

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
