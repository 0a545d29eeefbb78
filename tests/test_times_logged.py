"""Times as they are logged: spans, T+15m, the day of a bare clock, what is warned of.

It is Saturday 2026-11-21, 14:05:09 UTC.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.clock import DAY_US, HOUR_US

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell


def logged(say: Shell, *argv: str) -> dict[str, Any]:
    """Return an event as it was logged."""
    event: dict[str, Any] = json.loads(say.ok("event", "--json", *argv))
    return event


def ends(event: dict[str, Any]) -> tuple[str, str | None]:
    """Return the times of an event without their date and zone."""
    until = event["until"]
    return event["at"][11:19], until and until[11:19]


@pytest.mark.parametrize(
    ("argv", "times"),
    [
        (("--at", "13:00 to 13:30"), ("13:00:00", "13:30:00")),
        (("--at", "13:05-13:11"), ("13:05:00", "13:11:00")),
        (("--at", "between 13:00 and 13:30"), ("13:00:00", "13:30:00")),
        (("--at", "13:00 \u2013 13:30"), ("13:00:00", "13:30:00")),
        (("--at", "13:00 for 20m"), ("13:00:00", "13:20:00")),
        (("--at", "14:00 CET", "--until", "14:30"), ("13:00:00", "13:30:00")),
        (("--at", "T+15m"), ("13:15:00", None)),
        (("--at", "T+15m", "--until", "T+20m"), ("13:15:00", "13:20:00")),
        (("--at", "13:10", "--until", "T+20m"), ("13:10:00", "13:20:00")),
        (("-k", "misleading", "--for", "20m"), ("13:45:09", "14:05:09")),
        (("-k", "investigated", "--for", "20m"), ("13:45:09", "14:05:09")),
        (("-k", "note", "--for", "20m"), ("14:05:09", "14:25:09")),
        (("-k", "misleading", "--at", "13:00", "--for", "20m"), ("13:00:00", "13:20:00")),
    ],
)
def test_times_are_logged_as_they_are_typed(
    say: Shell, argv: tuple[str, ...], times: tuple[str, str | None]
) -> None:
    say.ok("start", "Checkout is down", "--at", "13:00")

    assert ends(logged(say, *argv, "x")) == times


def test_what_was_typed_is_kept_beside_the_instant(say: Shell) -> None:
    assert (
        logged(say, "--at", "13:00 to 13:30 UTC", "x")["as_typed"] == "13:00 to 13:30 UTC"
    )


def test_a_span_and_another_end_are_refused(say: Shell) -> None:
    for more in (("--until", "14:00"), ("--for", "5m")):
        said = say("event", "--at", "13:00 to 13:30", *more, "x")

        assert (said.code, "--at gives the end as well" in said.err) == (2, True)
    assert say("start", "x", "--at", "13:00 to 13:30").code == 2


def test_a_span_can_be_given_to_what_was_logged(say: Shell) -> None:
    event = logged(say, "--at", "13:00", "x")
    say.ok("amend", event["id"], "--at", "13:05 to 13:07")
    (line,) = say.ok("timeline", "--json").splitlines()

    assert ends(json.loads(line)) == ("13:05:00", "13:07:00")


def test_the_end_that_is_mended_is_in_the_zone_of_the_beginning(say: Shell) -> None:
    event = logged(say, "--at", "14:00 CET", "x")
    say.ok("amend", event["id"], "--until", "14:30")
    (line,) = say.ok("timeline", "--json").splitlines()

    assert ends(json.loads(line)) == ("13:00:00", "13:30:00")


def test_t_counts_from_nothing_without_an_incident_and_on_its_own_start(say: Shell) -> None:
    assert "none to count from" in say("event", "--at", "T+5m", "x").err
    say.ok("start", "Checkout is down", "--at", "13:00")
    assert "none to count from" in say("event", "-k", "began", "--at", "T+5m", "x").err
    began = logged(say, "-k", "began", "--at", "13:02", "x")
    assert "none to count from" in say("amend", began["id"], "--at", "T+5m").err

    assert ends(logged(say, "--at", "T+5m", "x")) == ("13:07:00", None)


def over(say: Shell) -> None:
    """Log an outage from 10:00 to 11:30, and write it up three days later."""
    say.ok("event", "-k", "began", "--at", "10:00", "500s")
    say.ok("event", "-k", "resolved", "--at", "11:30", "fixed")
    say.now_us += 3 * DAY_US
    say.ok("use", "500s")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("10:20", "2026-11-21T10:20:00Z"),
        ("09:50", "2026-11-21T09:50:00Z"),
        ("22:00", "2026-11-21T22:00:00Z"),
        ("00:30", "2026-11-21T00:30:00Z"),
        ("22:00 to 22:30", "2026-11-21T22:00:00Z"),
        ("yesterday 10:20", "2026-11-23T10:20:00Z"),
    ],
)
def test_in_an_incident_that_is_over_a_bare_clock_is_the_nearest_to_it(
    say: Shell, typed: str, at: str
) -> None:
    over(say)

    assert logged(say, "--at", typed, "x")["at"] == at


def test_in_an_incident_that_goes_on_a_bare_clock_is_the_last_one(say: Shell) -> None:
    say.ok("start", "x", "--at", "10:00")
    say.now_us += 2 * DAY_US

    assert logged(say, "--at", "10:20", "x")["at"] == "2026-11-23T10:20:00Z"


def test_a_day_before_or_after_an_incident_is_warned_of(say: Shell) -> None:
    over(say)

    late = say("event", "--at", "2026-11-23 12:00", "x").err
    early = say("event", "-i", "500s", "--at", "2026-11-20 09:00", "x").err

    assert "2026-11-23 12:00:00 UTC is 2 d 30 min after the incident's end" in late
    assert "is 1 d 1 h before anything known of the incident" in early
    assert say("event", "--at", "2026-11-22 11:00", "x").err == ""
    assert say("event", "told to the whole team").err == ""


def test_an_impact_that_was_given_an_end_is_over_by_then(say: Shell) -> None:
    say.ok("event", "-k", "began", "--at", "13:00 to 13:30", "500s")
    say.now_us += HOUR_US

    assert json.loads(say.ok("metrics", "--json"))["duration_s"] == 1800
    assert "30 min" in say.ok("status")
    assert "resolved" in say.ok("list")
    assert say.ok("prompt") == "[500s, resolved after 30 min]\n"

    say.ok("event", "-k", "resolved", "the cache was warm again")
    assert json.loads(say.ok("metrics", "--json"))["duration_s"] == 1800

    say.ok("event", "-k", "began", "again")
    assert json.loads(say.ok("metrics", "--json"))["duration_s"] is None


def test_an_impact_goes_on_where_another_began_before_its_end(say: Shell) -> None:
    say.ok("event", "-k", "began", "--at", "13:00 to 13:30", "500s")
    say.ok("event", "-k", "began", "--at", "13:20 to 13:50", "500s elsewhere")
    say.ok("event", "-k", "began", "--at", "13:55 to 14:00", "500s again")
    (first, second) = json.loads(say.ok("metrics", "--json"))["windows"]

    assert (first["duration_s"], second["duration_s"]) == (50 * 60, 5 * 60)


def test_an_end_that_is_mended_moves_the_outage(say: Shell) -> None:
    began = logged(say, "-k", "began", "--at", "13:00", "500s")
    assert json.loads(say.ok("list", "--json"))["state"] == "open"
    say.ok("amend", began["id"], "--until", "13:30")

    assert json.loads(say.ok("list", "--json"))["state"] == "resolved"
    assert json.loads(say.ok("metrics", "--json"))["duration_s"] == 1800


@pytest.mark.parametrize("how", ["--tz", "PMLOG_TZ"])
def test_a_zone_that_is_out_of_season_is_warned_of(say: Shell, how: str) -> None:
    say.now_us -= 140 * DAY_US  # July
    typed = ["--tz", "PST"] if how == "--tz" else []
    if how == "PMLOG_TZ":
        say.environ["PMLOG_TZ"] = "PST"

    assert "America/Los_Angeles had PDT" in say("event", *typed, "x").err
    assert "America/Los_Angeles had PDT" in say("event", *typed, "--at", "9:00", "x").err
    assert say("event", *typed, "--at", "9:00 UTC", "x").err == ""
    assert "America/Los_Angeles had PDT" in say("start", *typed, "y").err


def test_a_zone_to_show_times_in_is_warned_of_by_the_incidents_date(say: Shell) -> None:
    say.ok("start", "x", "--at", "2026-07-01 10:00")
    for words in (("timeline",), ("status",), ("metrics",), ("set", "timezone", "EDT")):
        typed = words if words[0] == "set" else (*words, "--tz", "PST")
        had = "had EST" if words[0] == "set" else "had PDT"
        assert had in say(*typed).err, words


def test_a_tz_that_names_no_zone_is_warned_of_where_a_time_is_read(say: Shell) -> None:
    say.environ["TZ"] = "Europe/Berln"

    assert "TZ is 'Europe/Berln', which names no zone" in say("when", "14:05").err


def test_a_clock_change_stands_on_its_own_date(say: Shell) -> None:
    say.ok("start", "x", "--tz", "Europe/Berlin", "--at", "2026-10-24 22:00")
    say.ok("event", "--at", "2026-10-24 22:00", "first")
    say.ok("event", "--at", "2026-10-25 09:00", "last")
    change = "  -- 03:00 CEST (UTC+02:00) became 02:00 CET (UTC+01:00) --"
    shown = say.ok("timeline").splitlines()
    document = say.ok("render").split("\n\n")

    assert shown[shown.index(change) - 1] == "2026-10-25, CEST (UTC+02:00)"
    assert shown[shown.index(change) + 1].split()[1:] == ["09:00", "+12h", "note", "last"]
    after = document[document.index("**2026-10-25**") + 1]
    assert after.startswith("- **03:00** - *Clock change:* the clocks show 02:00")
    assert say.ok("timeline", "--reverse").splitlines()[3] == change


def test_what_is_only_about_a_time_stays_so_in_what_is_computed_of_it(say: Shell) -> None:
    say.ok("event", "-k", "began", "--at", "~13:00", "500s")

    assert " ~13:00 UTC  ~ 1 h 5 min 9 s so far" in say.ok("list")
    assert "about 1 h 5 min 9 s so far, since 2026-11-21 ~13:00 UTC" in say.ok("status")

    say.ok("event", "-k", "resolved", "--at", "~14:00", "fixed")
    (row,) = say.ok("list", "--json").splitlines()

    assert json.loads(row)["approx"]
    assert " ~13:00 UTC  ~ 1 h " in say.ok("list")
    assert "about 1 h, from 2026-11-21 ~13:00 to ~14:00 UTC" in say.ok("status")
    assert "outage               ~ 1 h  ~13:00:00 to ~14:00:00" in say.ok("metrics")


def test_a_document_of_rough_times_does_not_contradict_itself(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "-k", "began", "--at", "~13:00", "500s for everybody")
    say.ok("event", "-k", "resolved", "--at", "~14:00", "restarted the pool")
    file = tmp_path / "postmortem.md"
    file.write_text(say.ok("render"))
    (answer,) = say("check", "--json", str(file)).out.splitlines()
    rules = {finding["rule"] for finding in json.loads(answer)["findings"]}

    assert not {rule for rule in rules if rule.startswith(("time.", "duration."))}
