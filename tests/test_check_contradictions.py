"""Each contradiction is found, and its twin without it stays clean."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

import pytest

from pmlog.check.report.examine import Finding, reports
from pmlog.check.rules.table import RULES
from tests.conftest import ROOT
from tests.precision import SETTINGS

CONTRADICTIONS = {rule.id for rule in RULES if rule.level == "error" and rule.find}


class Pair(NamedTuple):
    """A rule, a text that breaks it, its twin that does not, and words of the message."""

    rule: str
    broken: str
    clean: str
    says: str


def document(stated: str, *entries: str) -> str:
    """Return a postmortem with a summary and a timeline."""
    listed = "".join(f"- {entry}\n" for entry in entries)
    return f"## Issue Summary\n\n{stated}\n\n## Timeline\n\n{listed}"


def found(text: str) -> list[Finding]:
    """Return the contradictions in a text."""
    (report,) = reports("postmortem.md", text, SETTINGS)
    return [finding for finding in report.findings if finding.rule in CONTRADICTIONS]


PAIRS = (
    Pair(
        "duration.mismatch",
        "Duration: 2 h 5 min, from 13:52:04 to 15:09:55 UTC",
        "Duration: 1 h 18 min, from 13:52:04 to 15:09:55 UTC",
        "says 2 h 5 min; 13:52:04 to 15:09:55 is 1 h 17 min 51 s (line 3)",
    ),
    Pair(
        "duration.mismatch",
        "**Duration:** 3 hours (9:00 AM - 11:00 AM, UTC)",
        "**Duration:** 2 hours (9:00 AM - 11:00 AM, UTC)",
        "9:00 AM to 11:00 AM is 2 h",
    ),
    Pair(
        "duration.mismatch",
        "Start Time: May 9, 2024, 17:30 UTC\nEnd Time: May 10, 2024, 01:00 UTC\n"
        "Duration: 5 hours and 30 minutes",
        "Start Time: May 9, 2024, 17:30 UTC\nEnd Time: May 10, 2024, 01:00 UTC\n"
        "Duration: 7.5 hours",
        "17:30 to 01:00 is 7 h 30 min (lines 5, 3, 4)",
    ),
    Pair(
        "duration.mismatch",
        "The outage lasted about two hours, from 10:00 to 14:00 UTC.",
        "The outage lasted about two hours, from 10:00 to 12:10 UTC.",
        "is 4 h",
    ),
    Pair(
        "duration.mismatch",
        "The shop was down for four minutes, from 10:00 to 12:00 UTC.",
        "Buyers stood in line for up to four minutes, from 10:00 to 12:00 UTC.",
        "says four minutes",
    ),
    Pair(
        "duration.mismatch",
        "A 45-minute outage, from 10:00 UTC to 12:00 CET.",
        "A 60-minute outage, from 10:00 UTC to 12:00 CET.",
        "10:00 to 12:00 is 1 h",
    ),
    Pair(
        "duration.mismatch",
        "Duration: 4 hours, from 11:20 PM to 1:50 AM PST",
        "Duration: 2.5 hours, from 11:20 PM to 1:50 AM PST",
        "is 2 h 30 min",
    ),
    Pair(
        "duration.timeline",
        document(
            "Duration: 3 hours", "10:00 - The site goes down.", "11:30 - Site restored."
        ),
        document(
            "Duration: 1.5 hours", "10:00 - The site goes down.", "11:30 - Site restored."
        ),
        "10:00 to 11:30 is 1 h 30 min (lines 3, 7, 8)",
    ),
    Pair(
        "start.mismatch",
        document(
            "From 10:00 to 12:00 UTC.", "10:30 - The outage begins.", "12:00 - Resolved."
        ),
        document(
            "From 10:00 to 12:00 UTC.", "10:00 - The outage begins.", "12:00 - Resolved."
        ),
        "began at 10:30; the stated start is 10:00 (lines 3, 7)",
    ),
    Pair(
        "end.mismatch",
        document(
            "From 13:00 to 17:35 UTC.", "13:00 - Site is down.", "13:12 - Fixed the file."
        ),
        document(
            "From 13:00 to 13:12 UTC.", "13:00 - Site is down.", "13:12 - Fixed the file."
        ),
        "over at 13:12; the stated end is 17:35, 4 h 23 min apart (lines 3, 8)",
    ),
    Pair(
        "end.mismatch",
        document(
            "From 1 PM to 2 PM GMT.", "1 PM - Site is down.", "3:00 PM - Service restored."
        ),
        document(
            "From 1 PM to 2 PM GMT.", "1 PM - Site is down.", "3:00 PM - Meeting held."
        ),
        "over at 3:00 PM",
    ),
    Pair(
        "detection.mismatch",
        document(
            "From 10:00 to 12:00 UTC, detected at 10:05.", "10:25 - Detected by an alert."
        ),
        document(
            "From 10:00 to 12:00 UTC, detected at 10:05.", "10:05 - Detected by an alert."
        ),
        "detected at 10:25; line 3 says 10:05",
    ),
    Pair(
        "order.detected_before_start",
        document("From 11:00 AM to 1:00 PM (WAT).", "10:45 AM: alerts about a high load."),
        document("From 11:00 AM to 1:00 PM (WAT).", "10:45 AM: a new version is deployed."),
        "is noticed at 10:45 AM, 15 min before the stated start 11:00 AM",
    ),
    Pair(
        "order.work_after_end",
        document(
            "From 10:00 to 12:00 UTC.", "10:00 - Down.", "12:40 - Escalated to the DBAs."
        ),
        document(
            "From 10:00 to 12:00 UTC.", "10:00 - Down.", "12:40 - Still watching, quiet."
        ),
        "stands at 12:40, 40 min after the stated end 12:00",
    ),
    Pair(
        "order.end_before_start",
        "Start: 2024-05-03 14:00 UTC\nEnd: 2024-05-02 16:00 UTC",
        "Start: 2024-05-03 14:00 UTC\nEnd: 2024-05-04 16:00 UTC",
        "ends on 2024-05-02 at 16:00, 22 h before its start on 2024-05-03 at 14:00",
    ),
    Pair(
        "date.mismatch",
        "# Oven outage on May 3, 2024\n\n## Issue Summary\n\n"
        "On May 13, 2024, from 10:00 to 11:00 UTC it was down.\n",
        "# Oven outage on May 13, 2024\n\n## Issue Summary\n\n"
        "On May 13, 2024, from 10:00 to 11:00 UTC it was down.\n",
        "says May 3, 2024; the outage is of 2024-05-13 (lines 5, 1)",
    ),
    Pair(
        "date.heading",
        "# It\n\n## Timeline 03/04/2024 to 03/16/2024\n02-27-2024\n\n- 7 PM - It stalls.\n",
        "# It\n\n## Timeline 03/04/2024 to 03/16/2024\n03-05-2024\n\n- 7 PM - It stalls.\n",
        "is of 2024-02-27; the timeline is headed 03/04/2024 to 03/16/2024 (lines 3, 6)",
    ),
    Pair(
        "order.step_back",
        document("Down.", "10:00 - One.", "10:40 - Two.", "10:15 - Three."),
        document("Down.", "10:00 - One.", "10:15 - Two.", "10:40 - Three."),
        "10:15 stands after 10:40 (lines 8, 9)",
    ),
    Pair(
        "order.step_back",
        document("Down.", "2:50 PM - One.", "2:10 PM - Two."),
        document("Down.", "11:50 PM - One.", "12:10 AM - Two."),
        "2:10 PM stands after 2:50 PM",
    ),
    Pair(
        "order.step_back",
        document("Down.", "13:00 - One.", "08:00 - Two."),
        document("Down.", "12:50 PM - One.", "1:05 - Two.", "1:20 - Three."),
        "08:00 stands after 13:00",
    ),
    Pair(
        "order.resolved_before_detected",
        "## Timeline\n\nDetection:\nAt 14:00 an alert\n\nResolution:\nAt 13:10 a patch\n",
        "## Timeline\n\nDetection:\nAt 14:00 an alert\n\nResolution:\nAt 15:10 a patch\n",
        "resolved at 13:10, 50 min before it is detected at 14:00",
    ),
    Pair(
        "time.impossible",
        document("Down.", "13:15 AM - One."),
        document("Down.", "13:15 PM - One."),
        "no clock shows 13:15 AM",
    ),
    Pair(
        "time.impossible",
        document("From 14:30 am on.", "15:00 - One."),
        document("From 2:30 am on.", "15:00 - One."),
        "no clock shows 14:30 am",
    ),
    Pair(
        "time.impossible",
        document("Down.", "24:10 - One."),
        document("Down.", "00:10 - One. The ratio is 64:48, the port 80:80."),
        "the hours end at 23:59",
    ),
    Pair(
        "date.impossible",
        "Impact: down since February 30, 2023.",
        "Impact: down since February 28, 2023.",
        "no calendar has February 30, 2023",
    ),
    Pair(
        "date.weekday",
        "Duration: Sunday, May 13th, 2023, 10:20 pm (UTC)",
        "Duration: Saturday, May 13th, 2023, 10:20 pm (UTC)",
        "2023-05-13 was a Saturday",
    ),
    Pair(
        "date.year",
        document(
            "On August 5, 2023, from 10:00 to 11:00 UTC.", "2024-08-05 10:10 - Alert."
        ),
        document("On December 31, 2023, from 23:00 UTC.", "2024-01-01 00:10 - Alert."),
        "the incident is of August 5, 2023",
    ),
    Pair(
        "percent.mismatch",
        "Impact: 40% of the readers (1,200 of 2,000) saw a blank page.",
        "Impact: 60% of the readers (1,200 of 2,000) saw a blank page.",
        "says 40%; 1,200 of 2,000 is 60%",
    ),
    Pair(
        "zone.conversion",
        document("Down from 09:00 EAT (12:00 UTC).", "09:00 EAT - It breaks."),
        document("Down from 09:00 EAT (06:00 UTC).", "09:00 EAT - It breaks."),
        "says 09:00 EAT (12:00 UTC); it is 06:00 UTC",
    ),
    Pair(
        "zone.two",
        document("From 10:00 to 12:00 UTC.", "10:30 EST - One."),
        document("From 10:00 to 12:00 UTC.", "10:30 UTC (05:30 EST) - One."),
        "is in EST; line 3 is in UTC",
    ),
    Pair(
        "zone.two",
        document("From 10:00 GMT on.", "10:30 PST - One."),
        document("From 01:30 CEST on.", "02:30 CET - One."),
        "is in PST",
    ),
    Pair(
        "zone.season",
        "Duration: July 10, 2023, 10:00 - 11:00 PST",
        "Duration: July 10, 2023, 10:00 - 11:00 PDT",
        "says PST; on 2023-07-10 PDT was in force",
    ),
    Pair(
        "zone.season",
        "Duration: January 10, 2023, 10:00 - 11:00 EDT",
        "Duration: July 10, 2023, 10:00 - 11:00 MST",
        "EST was in force",
    ),
    Pair(
        "percent.over_100",
        "Impact: 120% of users were affected.",
        "Impact: the load rose to 120%, and 100% of users were affected.",
        "says 120%",
    ),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}-{pair.says[:20]}")
def test_a_contradiction_is_found_with_its_numbers(pair: Pair) -> None:
    text = pair.broken if pair.broken.startswith("#") else document(pair.broken)
    findings = found(text)

    assert [finding.rule for finding in findings] == [pair.rule]
    assert pair.says in findings[0].message


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}-{pair.says[:20]}")
def test_its_twin_stays_clean(pair: Pair) -> None:
    text = pair.clean if pair.clean.startswith("#") else document(pair.clean)

    assert found(text) == []


def test_every_contradiction_has_a_pair() -> None:
    assert {pair.rule for pair in PAIRS} == CONTRADICTIONS


OTHERS = tomllib.loads((ROOT / "tests/wordings/contradictions.toml").read_text())


def text_of(case: dict[str, Any]) -> str:
    """Return the postmortem of a case: its whole text, or what is stated and listed."""
    return case.get("text") or document(case["stated"], *case.get("entries", ()))


@pytest.mark.parametrize("case", OTHERS["broken"], ids=lambda case: case["rule"])
def test_a_contradiction_is_found_in_other_words(case: dict[str, Any]) -> None:
    assert [finding.rule for finding in found(text_of(case))] == [case["rule"]]


@pytest.mark.parametrize("case", OTHERS["innocent"], ids=lambda c: c["stated"][:40])
def test_what_agrees_in_an_odd_way_is_no_contradiction(case: dict[str, Any]) -> None:
    assert found(text_of(case)) == []
