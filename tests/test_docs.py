"""The README is true: its commands exist, its session runs, its blocks are as promised."""

from __future__ import annotations

import json
import re
import shlex
from itertools import chain
from typing import TYPE_CHECKING

import typer

from pmlog import diagram
from pmlog.cli.app import app
from pmlog.cli.table import SECTIONS
from pmlog.exchange import incoming
from pmlog.incident import timeline
from pmlog.incident.kinds import TIMELINE_KINDS
from pmlog.render.names import NAMES
from tests.conftest import ROOT, Shell

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

README = (ROOT / "README.md").read_text()
DOCS = ROOT / "docs"
JSON = (DOCS / "json.md").read_text()
PICTURE = DOCS / "pictures" / "outage.svg"


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def commands() -> dict[str, typer.models.CommandInfo]:
    """Return every command by its words."""
    own = {str(each.name): each for each in app().registered_commands}
    for group in app().registered_groups:
        for each in group.typer_instance.registered_commands:  # type: ignore[union-attr]
            own[f"{group.name} {each.name}"] = each
    return own


def test_the_first_two_blocks_do_all_set_up_in_one_command_each() -> None:
    first, second, *_ = blocks("sh")

    assert first.count("\n") == second.count("\n") == 1
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(".venv/bin/pmlog demo\n")
    assert second.endswith("-m pytest\n")


def test_every_command_and_kind_is_in_the_readme() -> None:
    absent = [
        name
        for name in (*commands(), *TIMELINE_KINDS)
        if not re.search(rf"`(?:pmlog )?{name}\b[^`]*`", README)
    ]

    assert absent == []


def test_every_name_of_a_template_is_in_the_manual() -> None:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()]
    told = (DOCS / "templates.md").read_text()

    assert [row for row in rows if row not in told] == []


def test_every_page_of_the_manual_is_listed_and_every_link_leads_somewhere() -> None:
    index = (DOCS / "README.md").read_text()
    listed = re.findall(r"^- \[([\w-]+)\]\(\1\.md\): \S", index, re.MULTILINE)
    pages = {page.stem for page in DOCS.glob("*.md")} - {"README"}
    sources = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
    links = [
        page.parent / link
        for page in sources
        for link in re.findall(r"\]\((?!\w+:)([^)#]+)", page.read_text())
    ]

    assert sorted(listed) == sorted(pages), "docs/README.md lists every page, once"
    assert [link for link in links if not link.exists()] == []


def test_help_lists_every_command_once_and_whole(say: Shell) -> None:
    listed = [name for names in SECTIONS.values() for name in names]
    shown = re.findall(
        r"^  ([a-z]\S+) +[A-Z].*[^.]\.$", say.ok("help", "commands"), re.MULTILINE
    )

    assert sorted(listed) == sorted({name.split()[0] for name in commands()})
    assert shown == listed
    assert max(map(len, say.ok("--help").splitlines())) <= 80


def test_every_command_has_examples_that_it_takes() -> None:
    group = typer.main.get_command(app())
    for name, command in commands().items():
        epilog = command.epilog or ""
        examples = re.findall(
            r"^ +(?:.*\| )?pmlog (.*?)(?: \||  | >|$)", epilog, re.MULTILINE
        )
        assert len(examples) >= 2, name
        for example in examples:
            words = shlex.split(example)
            assert words[: len(name.split())] == name.split(), example
            leaf = group
            for word in name.split():
                leaf = leaf.commands[word]  # type: ignore[attr-defined]
            # Parsing alone: an option that does not exist ends it.
            leaf.make_context(name, words[len(name.split()) :])


def test_the_excerpts_in_the_readme_are_of_the_example() -> None:
    example = ROOT / "examples" / "database-connections"
    (excerpt,) = blocks("markdown")

    assert excerpt.rstrip() in (example / "postmortem.md").read_text()


def test_the_picture_in_the_readme_is_drawn_of_the_example(
    request: pytest.FixtureRequest,
) -> None:
    example = ROOT / "examples" / "database-connections" / "events.jsonl"
    with example.open() as lines:
        incident = timeline.fold(chain.from_iterable(incoming.read(lines)))
    assert incident is not None
    drawn = diagram.svg_file(diagram.picture(incident, now_us=0))
    if request.config.getoption("--update-golden"):
        PICTURE.write_text(drawn)

    assert drawn == PICTURE.read_text()
    assert f"({PICTURE.relative_to(ROOT)})" in README


def test_the_session_in_the_readme_runs_and_says_what_it_shows(
    say: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    say.environ["TZ"] = "Europe/Berlin"
    (session,) = blocks("console")
    shown = re.split(r"^\$ pmlog ", session, flags=re.MULTILINE)[1:]
    for line, _, answer in (part.partition("\n") for part in shown):
        assert without_ids(say.ok(*shlex.split(line))) == without_ids(answer), line

    assert (
        "1 h 17 min 51 s, from 2026-11-21 14:02:00 to 15:19:51 CET"
        in (tmp_path / "postmortem.md").read_text()
    )


def test_the_keys_that_programs_rely_on_are_those_of_the_manual(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "began: slow", "--at", "12:00")
    say.ok("event", "resolved: fine", "--at", "13:00")
    (tmp_path / "x.md").write_text((ROOT / "README.md").read_text())
    (tmp_path / "notes.txt").write_text("12:10 the cache is cold\n")
    rows = re.findall(r"^\| `pmlog (.+?)` \| (.*) \|$", JSON, re.MULTILINE)
    files = {"check": tmp_path / "x.md", "collect": tmp_path / "notes.txt"}
    for command, told in rows:
        words = command.split()
        more = [str(files[words[0]])] if words[0] in files else []
        if words[0] == "collect":
            more += ["--date", "2026-11-21", "--tz", "UTC"]
        answer = say(*words, *more).out.splitlines()[0]
        # What stands in brackets explains.
        keys = re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", told))

        assert sorted(json.loads(answer)) == sorted(keys), command


def without_ids(text: str) -> str:
    return re.sub(r"\b[0-9a-f]{6}\b", "ID", text)
