"""The edition for customers: nothing that the log knows by name is left in its bytes."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Shell

PEOPLE = (
    "Grace Example",
    "o'brien.x*",
    "J\u00fcrgen (DBA) [x]",
    "responder",
    "<b>Mallory</b>",
    "server 1",
    "\u2026ellipsis\u2026",
)
TEXT = "asked {0}, {1} and {2} at {3} / {4}; {5}{6}, GRACE EXAMPLE, Grace"
SECRET = (
    "db-7.prod.internal",
    "10.1.2.3",
    "fe80::1:2",
    "https://wiki.corp.example/x?y",
    "ops@corp.example",
    "@carol",
)
FREE = f"{TEXT.format(*PEOPLE)} on {' '.join(SECRET)}"
FIELDS = (
    "title", "severity", "services", "impact", "users-affected", "root-cause",
    "cause-detail", "fix-detail", "trigger", "went-well", "went-wrong", "got-lucky",
    "commander",
)  # fmt: skip


@pytest.fixture
def full(say: Shell) -> Shell:
    say.environ["HOSTNAME"] = "db-7.prod.internal"
    say.ok("start", "--at", "12:00", "one")
    for minute, person in enumerate(PEOPLE):
        say.ok("event", "--at", f"12:0{minute}", "--by", person, f"note: {FREE}")
    for minute, kind in enumerate(("began", "detected", "mitigated", "communicated")):
        say.ok("event", "-k", kind, "--at", f"12:1{minute}", FREE)
    say.ok(
        "event", "-k", "detected", "--how", FREE, "--at", "12:20", "--link", SECRET[3], "x"
    )
    say.ok("event", "-k", "escalated", "--to", "The Kernel Crew", "--at", "12:21", FREE)
    say.ok("event", "-k", "resolved", "--at", "12:30", f"The Kernel Crew and {FREE}")
    for field in FIELDS[:-1]:
        say.ok("set", field, FREE)
    say.ok("set", "commander", PEOPLE[0])
    say.ok("improve", FREE)
    say.ok("task", "add", "--owner", PEOPLE[1], "--ticket", SECRET[3], FREE)
    pinned = say.ok("event", "--at", "12:25", f"pinned: {FREE}")[:6]
    say.ok("pin", pinned)
    return say


@pytest.mark.parametrize("template", ["public", "html", "postmortem", "sre", "playful"])
def test_no_known_name_and_no_address_is_left(full: Shell, template: str) -> None:
    document = full.ok("render", "--public", "-t", template)
    body = re.sub(r"<style>.*?</style>|<script.*?</script>", "", document, flags=re.DOTALL)

    people = [name for name in (*PEOPLE, "Kernel Crew") if name != "responder"]
    for name in people:
        assert name.lower() not in body.lower()
    for secret in (*SECRET, "Grace", "Mallory", "wiki.corp"):
        assert secret not in body


def test_one_person_has_one_role_throughout(full: Shell) -> None:
    document = full.ok("render", "--public")

    assert document.count("the incident commander") > 5
    assert "pinned: asked the incident commander" in document


def test_what_is_not_on_the_list_is_left_out_and_said(full: Shell) -> None:
    said = full("render", "--public")

    assert said.code == 0
    assert "note: asked" not in said.out
    assert "TODO(" not in said.out
    assert "replaced: Grace Example -> the incident commander" in said.err
    assert "left out: 1 of kind escalated, 7 of kind note, " in said.err
    assert ", 1 task" in said.err
    assert "read it before it goes out" in said.err


def test_the_edition_of_an_empty_incident_says_what_is_not_known(say: Shell) -> None:
    say.ok("start", "one")
    document = say.ok("render", "--public")

    assert "- **Cause:** not known yet" in document
    assert "TODO(" not in document


def test_a_service_whose_team_has_a_task_keeps_its_name(say: Shell) -> None:
    say.ok("start", "--service", "billing", "--at", "12:00", "one")
    say.ok("task", "add", "--owner", "Billing", "a test")
    say.ok("task", "add", "--owner", "support", "tell them")
    say.ok("event", "--at", "12:01", "began: Support hears of it, support calls billing")
    document = say.ok("render", "--public")

    assert "- **Services affected:** billing" in document
    assert "*Began:* Responder 1 hears of it, responder 1 calls billing" in document


def test_what_the_response_took_is_not_told(say: Shell) -> None:
    say.ok("event", "--at", "12:00", "began: payments fail")
    say.ok("event", "--at", "12:10", "-k", "detected", "--how", "a customer", "a call")
    say.ok("event", "--at", "12:30", "acknowledged: on it")
    say.ok("event", "--at", "12:40", "--for", "30m", "misleading: the network")
    say.ok("event", "--at", "14:00", "resolved: they work")

    assert "nobody knew" in say.ok("render", "-t", "html")
    assert "nobody knew" not in say.ok("render", "-t", "html", "--public")
    times = say.ok("render", "-t", "sre", "--public")
    assert "- **Time to detect:** 10 min\n- **Time to mitigate:** unknown" in times
    assert "misleading paths" not in times
    assert "## Awards" in say.ok("render", "-t", "playful")
    assert "## Awards" not in say.ok("render", "-t", "playful", "--public")
    file = say.path.parent / "a.md"
    say.ok("render", "--public", "--pictures", "-o", str(file))
    assert "nobody knew" not in file.with_suffix(".svg").read_text()
    assert "nobody knew" not in file.read_text()


def test_a_name_is_taken_out_of_no_other_word(say: Shell) -> None:
    say.ok("start", "--at", "12:00", "one")
    say.ok("task", "add", "--owner", "support", "tell them")
    say.ok(
        "event", "--at", "12:01", "began: unsupported; support2, supports, the SUPPORT_x"
    )
    document = say.ok("render", "--public")

    assert "*Began:* unsupported; responder 12, responder 1s, the responder 1_x" in document


def test_a_machines_account_is_nobodys_name(say: Shell) -> None:
    say.ok("event", "--at", "12:00", "--by", "root", "began: the root of it")
    assert "the root of it" in say.ok("render", "--public")
