"""An incident -> its document: what templates are told, and what they make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmlog.incident import timeline
from pmlog.render.context import RenderContext, build
from pmlog.render.format import HTML, MARKDOWN, Format
from pmlog.render.names import NAMES
from tests.conftest import NOW_US, ROOT, Shell
from tests.timelines import written

TEMPLATES = ("postmortem", "playful", "sre", "status", "html", "plain", "public")
HOSTILE = "<b>*x*</b> [a](b) `c` | d\n# e @f #1 \u202e ]]> </svg> %%{ : ; \x1b[0m"


@pytest.mark.parametrize("form", [MARKDOWN, HTML], ids=["markdown", "html"])
@pytest.mark.parametrize("lines", [[], ["14:05 began  slow", "14:06 resolved  fine"]])
def test_the_documented_names_are_those_that_templates_get(
    form: Format, lines: list[str]
) -> None:
    incident = timeline.fold(written(*lines))
    assert incident

    assert set(build(RenderContext(incident, ("UTC",), NOW_US, form))) == set(NAMES)


def test_every_shipped_template_is_tested_here_and_in_the_manual() -> None:
    files = (path.name for path in (ROOT / "templates").iterdir() if path.is_file())

    manual = (ROOT / "docs" / "templates.md").read_text()

    assert {name.split(".")[0] for name in files} == set(TEMPLATES)
    assert [name for name in TEMPLATES if f"| `{name}` |" not in manual] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_empty_incident_renders(say: Shell, template: str) -> None:
    say.ok("start", "one")
    # A chat is told what is not known; who writes it up, what to do about that.
    gap = "not known yet" if template in ("status", "html") else "TODO("

    assert gap in say.ok("render", "-t", template)


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_text_everywhere_renders_and_stays_text(say: Shell, template: str) -> None:
    say.ok("start", HOSTILE, "--severity", HOSTILE, "--service", HOSTILE)
    say.ok("event", "-k", "began", HOSTILE, "--at", "13:00", "--link", HOSTILE)
    say.ok("event", "--how", HOSTILE, HOSTILE, "--by", HOSTILE)
    say.ok("event", "--to", HOSTILE, HOSTILE)
    say.ok("event", "-k", "misleading", HOSTILE * 200, "--for", "5m")
    for field in (
        "impact",
        "root-cause",
        "cause-detail",
        "fix-detail",
        "trigger",
        "got-lucky",
    ):
        say.ok("set", field, HOSTILE)
    say.ok("improve", HOSTILE)
    say.ok("task", "add", HOSTILE, "--owner", HOSTILE, "--ticket", HOSTILE)
    document = say.ok("render", "-t", template)

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", document)
    if template not in ("status", "plain"):  # which are plain text
        assert "<b>" not in document
    if template == "plain":  # in which it is no heading
        return
    outside = re.sub(r"<pre.*?</pre>", "", document, flags=re.DOTALL)
    assert not re.search(r"^\s*# e", outside, re.MULTILINE)


def test_an_outage_in_several_windows_says_so(say: Shell) -> None:
    for line in (
        "began: a|12:00",
        "resolved: b|12:30",
        "began: c|13:00",
        "resolved: d|13:10",
    ):
        text, at = line.split("|")
        say.ok("event", text, "--at", at)

    assert (
        "- **Duration:** 40 min in 2 windows:\n"
        "    - from 2026-11-21 12:00 to 12:30 UTC (from 2026-11-21 13:00 to 13:30 CET "
        "(UTC+01:00))\n"
        "    - from 2026-11-21 13:00 to 13:10 UTC (from 2026-11-21 14:00 to 14:10 CET "
        "(UTC+01:00))\n"
    ) in say.ok("render", "--tz", "UTC", "--tz", "Europe/Berlin")
    assert (
        "Duration: 40 min in 2 windows:\n"
        "  - from 2026-11-21 12:00 to 12:30 UTC\n"
        "  - from 2026-11-21 13:00 to 13:10 UTC\n"
        "Services"
    ) in say.ok("render", "-t", "plain")
    say.ok("event", "--at", "14:00", "began: e")
    assert (
        "- **Duration:** ongoing, 45 min 9 s so far in 3 windows:\n"
        "    - from 2026-11-21 12:00 to 12:30 UTC\n"
        "    - from 2026-11-21 13:00 to 13:10 UTC\n"
        "    - from 2026-11-21 14:00 UTC, as of "
    ) in say.ok("render")


def clock_changes(say: Shell) -> str:
    document = say.ok("render", "--tz", "Europe/Berlin")
    kept = [
        line for line in document.splitlines() if "Clock change" in line or "**20" in line
    ]
    return " ".join(line.split(" - ")[0].strip("-* ") for line in kept)


def test_clock_changes_far_from_any_event_are_not_in_the_timeline(say: Shell) -> None:
    for at in ("2025-01-10 12:00", "2026-01-10 12:00", "2026-11-20 12:00"):
        say.ok("event", "--at", f"{at}Z", "seen")

    assert clock_changes(say) == "2025-01-10 2026-01-10 2026-11-20"


def test_a_clock_change_stands_on_its_own_date(say: Shell) -> None:
    say.ok("event", "--at", "2026-10-24T20:00Z", "seen")
    say.ok("event", "--at", "2026-10-26T20:00Z", "seen again")
    assert clock_changes(say) == "2026-10-24 2026-10-26"
    say.ok("event", "--at", "2026-10-23T20:00Z", "began: it")
    say.ok("event", "--at", "2026-10-27T20:00Z", "resolved: it")

    assert (
        clock_changes(say) == "2026-10-23 2026-10-24 2026-10-25 03:00 2026-10-26 2026-10-27"
    )


def test_times_in_prose_say_their_zone_where_the_document_has_another(say: Shell) -> None:
    say.ok("start", "--tz", "Europe/Berlin", "one")
    say.ok("set", "root-cause", "The disk filled up at 14:02.")
    say.ok("set", "impact", "Nothing worked.")

    assert "up at 14:02.\n" in say.ok("render")
    shown = say.ok("render", "--tz", "Asia/Tokyo")
    assert "up at 14:02. (times in CET (UTC+01:00))\n" in shown
    assert "Nothing worked.\n" in shown
    # In July Berlin had CEST.
    say.ok("set", "root-cause", "As on 2026-07-03 at 14:02, the disk filled up.")
    shown = say.ok("render", "--tz", "Asia/Tokyo")
    assert "filled up. (times in Europe/Berlin)\n" in shown


def test_a_time_that_is_about_makes_the_duration_about(say: Shell) -> None:
    say.ok("event", "began: a", "--at", "~12:00")
    say.ok("event", "resolved: b", "--at", "12:30")

    assert "**Duration:** about 30 min, from" in say.ok("render")


def test_a_full_log_is_brief_or_the_command_says_how_far_off(say: Shell) -> None:
    say.ok("import", str(ROOT / "examples" / "database-connections" / "events.jsonl"))
    assert say("render").err == ""
    say.ok("set", "cause-detail", "word " * 400, "-i", "database")
    said = say("render")

    assert said.code == 0
    assert re.search(
        r"7\d\d words, 1\d\d too many: the format asks for 400 to 600; by part: "
        r"Root Cause and Resolution 4\d\d, ",
        said.err,
    )


def test_entries_of_more_than_two_sentences_are_named(say: Shell) -> None:
    say.ok("import", str(ROOT / "examples" / "database-connections" / "events.jsonl"))
    long = say.ok("event", "-i", "database", "--at", "2023-08-05 03:40", "One. Two. Three.")

    assert f"more than 2 sentences in the timeline: {long[:6]}\n" in say("render").err


def test_in_plain_text_what_is_missing_stands_under_no_date(say: Shell) -> None:
    say.ok("start", "x", "--at", "2026-11-19 12:00")
    say.ok("event", "began: a", "--at", "2026-11-19 12:00")
    say.ok("event", "b", "--at", "2026-11-20 12:00")
    text = say.ok("render", "-t", "plain")

    assert "2026-11-20\n- 12:00  b\n\n- TODO(what happened when" in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_text_in_any_script_is_kept(say: Shell, template: str) -> None:
    text = "データベース停止 انقطاع 🔥👩‍🚒 " + "x" * 10_000
    say.ok("start", "停止", "--at", "13:00")
    say.ok("event", "-k", "began", text, "--at", "13:00")

    assert "データベース停止 انقطاع 🔥👩‍🚒" in say.ok("render", "-t", template)


@pytest.mark.parametrize("template", ["postmortem", "html"])
def test_a_text_of_ten_thousand_characters_folds_away(say: Shell, template: str) -> None:
    say.ok("event", "began: " + "word " * 2000, "--at", "13:00")
    document = say.ok("render", "-t", template)

    assert "the whole text" in document
    assert "9,9" in document
    # The page has it among the evidence, where it is printed as well.
    whole = 'id="evidence-1"' if template == "html" else "<details>"
    assert document.index("word \u2026") < document.index(whole)
    assert document.count("word word") < 1200


def test_no_stack_of_marks_is_in_what_was_attached(say: Shell, tmp_path: Path) -> None:
    stack = "z" + "\u0301" * 50
    (tmp_path / "a.log").write_text(stack)
    say.ok("event", "--attach", str(tmp_path / "a.log"), "--at", "13:00", "look")
    say.ok("event", "--at", "13:00", f"{stack} {'word ' * 300}")

    assert "\u0301" * 5 not in say.ok("render")


FIRST_EDITION = sorted((ROOT / "tests" / "first_edition").iterdir())


@pytest.mark.parametrize("template", FIRST_EDITION, ids=lambda path: path.name)
def test_a_template_of_the_first_edition_is_still_filled(
    say: Shell, template: Path
) -> None:
    say.ok("import", str(ROOT / "examples" / "database-connections" / "events.jsonl"))
    document = say.ok("render", "-t", str(template))

    assert "2 h 30 min" in document
    assert "monitoring alert" in document or template.name == "status.txt.j2"
    assert "not known yet" not in document


def test_only_templates_are_copied_and_a_file_under_its_own_name(
    say: Shell, tmp_path: Path
) -> None:
    other, ours = tmp_path / "notes.txt", tmp_path / "ours.md.j2"
    other.write_text("no template")
    ours.write_text("# {{ title }}\n")
    said = say("templates", "copy", str(other), "--as", "mine")

    assert said.code == 2
    assert "is no template" in said.err
    copied = say.ok("templates", "copy", str(ours)).strip()
    assert copied.endswith("/.config/pmlog/templates/ours.md.j2")
    assert Path(copied).read_text() == ours.read_text()
    say.ok("start", "one")
    assert say.ok("render", "-t", "ours") == "# one\n"
