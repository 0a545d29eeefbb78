"""Questions about what a document misses, and their answers as entries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.clock import rfc3339
from pmlog.errors import UsageError
from pmlog.failures import TimeRefused
from pmlog.incident import kinds, timeline
from pmlog.incident.event import Entry
from pmlog.incident.timeline import Incident
from pmlog.postmortem import answers, fields, gaps
from pmlog.postmortem.hints import evidence
from pmlog.postmortem.questions import QUESTIONS, Question, open_questions
from pmlog.postmortem.share import of_users
from tests.timelines import DAY_US, at, event, written

NEXT_MORNING_US = DAY_US + 34 * 3_600_000_000  # 10:00 on the day after

LINES = (
    "14:00 began  500s",
    "14:05 detected  the budget burns",
    "14:10 investigated  the logs of db-1",
    "14:20-14:40 misleading  the network",
    "14:45 escalated  paged them",
    "15:10 resolved  pool enlarged",
    "15:20 services  checkout",
    "15:20 impact  no payments",
    "15:20 users_affected  30 %",
    "15:20 root_cause  the pool",
    "15:20 cause_detail  it ran out",
    "15:20 fix_detail  enlarged",
    "15:20 improvement  alert earlier",
    "15:20 task  alert on the pool",
)


def incident(*lines: str) -> Incident:
    told = timeline.fold(written(*lines))
    assert told
    return told


def question(name: str) -> Question:
    (found,) = (each for each in QUESTIONS if each.id == name)
    return found


def answer(name: str, *lines: str, **typed: str) -> Entry:
    """Return the entry that answers a question the morning after."""
    asked = answers.Asked(question(name), incident(*lines), NEXT_MORNING_US, "UTC")
    return answers.entry(asked, typed)


# Which questions are open


def test_an_empty_log_is_asked_everything_in_the_order_of_the_document() -> None:
    assert [each.id for each in open_questions(incident())] == [
        "began",
        "resolved",
        "services",
        "impact",
        "users_affected",
        "root_cause",
        "detected",
        "investigated",
        "misleading",
        "escalated",
        "cause_detail",
        "fix_detail",
        "improvements",
        "tasks",
        "trigger",
        "went_well",
        "went_wrong",
        "got_lucky",
    ]


@given(st.sets(st.sampled_from(LINES)))
def test_something_needed_is_asked_while_the_document_misses_anything(
    lines: set[str],
) -> None:
    told = incident(*sorted(lines))
    needed = [each for each in open_questions(told) if not each.is_extra]

    assert bool(needed) == bool(gaps.gaps(told))


@given(st.sets(st.sampled_from(LINES)), st.data())
def test_an_answer_closes_its_question(lines: set[str], data: st.DataObject) -> None:
    events = written(*sorted(lines))
    told = timeline.fold(events)
    assert told
    asked = data.draw(st.sampled_from(open_questions(told)))
    typed = {step.name: TYPED[step.name] for step in asked.steps}
    if asked.kind == kinds.USERS_AFFECTED:
        typed["text"] = "30"
    answers_of = answers.Asked(asked, told, NEXT_MORNING_US, "UTC")
    found = answers.entry(answers_of, typed)
    corrected = asked.corrects(told)
    if corrected:
        changed = {"target": corrected.id, "set": answers.changes(found, typed)}
        events.append(event(99, kinds.AMEND, NEXT_MORNING_US, data=changed))
    else:
        events.append(
            event(
                99, found.kind, found.at_us or NEXT_MORNING_US, found.text, data={}
            )._replace(data=found.data, until=found.until_us)
        )
    then = timeline.fold(events)

    assert then
    assert not asked.is_open(then)


TYPED = {
    "text": "a sentence",
    "at": "15:30",
    "until": "15m",
    "how": "alert",
    "to": "DBAs, network",
    "owner": "ops",
    "due": "2026-12-01",
}


def test_an_outage_that_began_again_is_asked_for_its_end() -> None:
    told = incident("14:00 began", "14:30 resolved", "14:50 began")

    assert open_questions(told)[0].id == "resolved"


def test_an_end_before_the_beginning_is_asked_about_and_corrected() -> None:
    told = incident("14:00 began", "13:30 resolved")
    first = open_questions(told)[0]

    assert first.id == "end"
    assert first.corrects(told) == told.first(kinds.RESOLVED)


# What helps to answer them


def test_the_root_cause_is_asked_below_what_was_investigated_and_what_ended_it() -> None:
    told = incident(*LINES)

    assert evidence(question("root_cause"), told) == [
        "14:10 investigated: the logs of db-1",
        "15:10 resolved: pool enlarged",
    ]


def test_the_tasks_are_asked_below_the_improvements() -> None:
    told = incident("15:20 improvement  alert earlier", "15:30 improvement  test more")

    assert evidence(question("tasks"), told) == ["- alert earlier", "- test more"]


def test_of_many_events_those_nearest_to_the_question_are_shown() -> None:
    notes = [f"14:0{minute} note  look {minute}" for minute in range(9)]
    told = incident(*notes)

    assert evidence(question("began"), told)[0] == "14:00 note: look 0"
    assert evidence(question("resolved"), told)[-1] == "14:08 note: look 8"
    assert len(evidence(question("began"), told)) == 4


def test_evidence_has_its_date_where_there_are_several_and_cannot_move_the_cursor() -> None:
    events = written("23:50 detected  \x1b[2Jred")
    events.append(event(9, kinds.ACKNOWLEDGED, DAY_US + 86_400_000_000, "next day"))
    told = timeline.fold(events)

    assert told
    assert evidence(question("began"), told) == [
        "2026-11-21 23:50 detected: \\x1b[2Jred",
        "2026-11-22 00:00 acknowledged: next day",
    ]


# What was typed


@pytest.mark.parametrize(
    ("name", "typed", "instant"),
    [
        ("began", "13:50", "2026-11-21T13:50:00Z"),
        ("began", "14:20", "2026-11-21T14:20:00Z"),
        ("detected", "14:00", "2026-11-21T14:00:00Z"),
        ("resolved", "15:10", "2026-11-21T15:10:00Z"),
        ("resolved", "01:30", "2026-11-22T01:30:00Z"),
        ("investigated", "14:00", "2026-11-21T14:00:00Z"),
        ("investigated", "yesterday 14:30", "2026-11-21T14:30:00Z"),
        ("resolved", "-15m", "2026-11-22T09:45:00Z"),
        ("resolved", "2026-11-21 16:00 CET", "2026-11-21T15:00:00Z"),
    ],
)
def test_a_bare_time_is_that_of_the_outage(name: str, typed: str, instant: str) -> None:
    found = answer(name, "14:00:30 note  500s", at=typed)

    assert rfc3339(found.at_us or 0) == instant
    assert found.as_typed == typed


def test_a_time_that_cannot_be_read_is_refused_with_what_would_work() -> None:
    with pytest.raises(TimeRefused, match="25:99"):
        answer("began", at="25:99")


@pytest.mark.parametrize(
    ("until", "end"),
    [("25m", "14:45"), ("14:50", "14:50"), ("~14:50", "14:50")],
)
def test_the_end_of_a_wrong_path_is_a_length_or_a_time(until: str, end: str) -> None:
    found = answer("misleading", "14:00 began", text="net", at="14:20", until=until)

    assert found.until_us == at(end)
    assert found.approx == until.startswith("~")


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(UsageError, match="before the start"):
        answer(
            "misleading",
            "14:00 began",
            text="net",
            at="14:20",
            until="2026-11-21 14:10",
        )


def data_of(found: Entry) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(found.data)
    return data


def test_names_are_told_apart_by_commas() -> None:
    found = answer("escalated", "14:00 began", to="DBAs, the network team,", at="14:45")

    assert data_of(found) == {"to": ["DBAs", "the network team"]}
    with pytest.raises(UsageError, match="names nobody"):
        answer("escalated", to=" , ")


def test_an_event_of_which_only_the_time_is_known_has_the_title_for_its_text() -> None:
    assert answer("began", at="14:00").text == "db-1 is down"
    assert answer("escalated", to="DBAs", at="14:00").text == "escalated"


def test_a_share_of_users_is_read_as_set_reads_it() -> None:
    assert answer("users_affected", text="30") == fields.field_entry(
        kinds.USERS_AFFECTED, "30"
    )
    assert data_of(answer("users_affected", text="most of them")) == {}


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("30", 30), ("~12.5%", 12.5), ("about 30 % of users", 30), ("less than 1%", 1),
        ("between 5 and 10%", 10), ("5-10 %", 10), ("4% of requests", 4),
        ("all users in us-east-1", 100), ("everybody", 100), ("none", 0), ("nobody", 0),
        ("half of them", 50), ("1,200 customers", None), ("unknown", None),
        ("12 of our customers", None), ("150 % more errors", None), ("1,200", None),
        ("a handful", None), ("2026", None), ("alloy customers", None),
    ],
)  # fmt: skip
def test_the_share_is_found_in_any_words(text: str, share: float | None) -> None:
    found = fields.field_entry(kinds.USERS_AFFECTED, text)

    assert json.loads(found.data).get("percent") == share
    assert found.text.startswith(text)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("30%", " of users"), ("~12.5 %", " of users"), ("about 30 percent", " of users"),
        ("less than 1%", " of users"), ("half", " of users"), ("a third", " of users"),
        ("thousands", " of users"), ("1,200", " users"), ("about 3000", " users"),
        ("all", " users"), ("almost all", " users"), ("a few", " users"),
        ("about 30 % of users", ""), ("one customer", ""), ("4,312 customers", ""),
        ("20% of users in Japan", ""), ("nobody", ""), ("half of them", ""), ("none", ""),
        ("all users in the US, less than 10 % elsewhere", ""), ("customers 1-200", ""),
    ],
)  # fmt: skip
def test_a_share_alone_is_one_of_users(text: str, whom: str) -> None:
    assert of_users(text) == whom


def test_a_task_has_its_owner_and_the_date_that_was_meant() -> None:
    found = answer("tasks", text="patch nginx", owner="ops", due="in 3 days")

    assert data_of(found) == {"owner": "ops", "due": "2026-11-25"}
    with pytest.raises(TimeRefused, match="31 Nov"):
        answer("tasks", text="patch nginx", due="31 Nov")


def test_a_correction_changes_what_was_typed_and_nothing_else() -> None:
    typed = {"how": "alert"}

    assert answers.changes(answer("how", "14:05 detected", **typed), typed) == typed


@pytest.mark.parametrize(
    ("entry", "command"),
    [
        (
            Entry("the pool's end", kinds.ROOT_CAUSE),
            """pmlog set root-cause -i abc -- 'the pool'"'"'s end'""",
        ),
        (Entry("-x", kinds.IMPROVEMENT), "pmlog improve -i abc -- -x"),
        (
            fields.task_entry("patch", {"owner": "ops", "due": "2026-12-01"}),
            "pmlog task add -i abc --owner ops --due 2026-12-01 -- patch",
        ),
    ],
)
def test_an_entry_can_be_said_once_more(entry: Entry, command: str) -> None:
    assert fields.command(entry, "abc") == command


def test_a_correction_can_be_said_once_more() -> None:
    (detected,) = incident("14:05 detected").timeline
    typed = {"at": "~14:03", "text": "it's red", "how": "alert"}
    changes = answers.changes(answer("detected", "14:05 detected", **typed), typed)

    assert answers.amend_command(detected, changes) == (
        f"pmlog amend {detected.short_id} --at '~2026-11-21T14:03:00Z'"
        """ --text 'it'"'"'s red' --how alert"""
    )


@pytest.mark.parametrize(("name", "step"), [("misleading", "text"), ("escalated", "to")])
def test_that_there_was_none_is_an_answer(name: str, step: str) -> None:
    found = answer(name, **{step: "None."})

    assert (found.kind, data_of(found)) == (kinds.NONE, {"of": name})


def test_none_counts_until_there_is_one() -> None:
    none = event(50, kinds.NONE, at("14:30"), "none", data={"of": kinds.ESCALATED})
    told = timeline.fold([*written("14:05 detected"), none])
    later = timeline.fold([*written("14:05 detected", "14:10 escalated"), none])

    assert told is not None
    assert later is not None
    assert kinds.ESCALATED in told.nones
    assert "timeline.escalated_to" not in {clause.id for clause in gaps.gaps(told)}
    assert later.nones == {}
