"""Formats that are TOML files: those that ship, a user's own, and broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlog.collect import registry, trial
from pmlog.collect.described import toml
from pmlog.collect.described.paths import Place
from tests.collected import FORMATS, lines, of_path
from tests.conftest import NOW_US, ROOT

if TYPE_CHECKING:
    from tests.conftest import Shell

SHIPPED = sorted(Path(registry.SHIPPED).glob("*.toml"))

OWN = """\
title = "Our deploy log"
has = ["deploy.version"]

[[record]]
each = "deploys[]"
at = "at"
text = "deployed {../deploy.version} to {host}"
author = "{by}"

[[record.drop]]
path = "dry_run"
is = ["true"]
why = "a dry run"
"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_format_finds_what_its_examples_say(path: Path) -> None:
    assert toml.load(str(path)).examples
    assert trial.differences(str(path), NOW_US) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_format_is_recognised_among_all_of_them(
    path: Path, tmp_path: Path
) -> None:
    example = toml.load(str(path)).examples[0]
    (tmp_path / "file").write_text(example.input)

    found = of_path(tmp_path / "file", everything=False, zone=example.tz)
    assert [trial.told(each) for each in found] == list(example.gives)
    assert {each.format for each in found} == {path.stem}


def test_a_path_leads_through_lists_and_back_out() -> None:
    place = Place({"a": [{"b": [{"c": 1}, {"c": 2}]}], "d": "x"})
    inner = list(place.each("a[].b[]"))

    assert [each.text("c") for each in inner] == ["1", "2"]
    assert inner[0].text("../../d") == "x"
    assert inner[0].at("../../../nothing") is None


def test_a_format_of_ones_own_is_used(say: Shell, tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "pmlog" / "collect"
    folder.mkdir(parents=True)
    (folder / "deploys.toml").write_text(OWN)
    (folder / "broken.toml").write_text("title =")
    content = {
        "deploy": {"version": "v2"},
        "deploys": [
            {"at": "2026-11-21T14:00:00Z", "host": "web-1", "by": "ann"},
            {"at": "2026-11-21T14:01:00Z", "host": "web-2", "dry_run": True},
        ],
    }
    (tmp_path / "a.json").write_text(json.dumps(content))
    say.ok("start", "Checkout", "--at", "13:55")

    said = say("collect", str(tmp_path / "a.json"))

    assert "deployed v2 to web-1  (ann)" in said.out
    assert "1  a dry run (--everything)" in said.out
    assert "read as: deploys" in said.out
    assert "broken.toml, line 1: not TOML" in said.err


def test_a_form_of_lines_has_a_pattern_and_one_of_a_table_has_columns() -> None:
    of_lines = toml.loads(
        'form = "lines"\n'
        "line = '(?P<at>\\S+) (?P<what>.+)'\n"
        '[[record]]\nat = "at"\ntext = "{what}"\n',
        "mine.toml",
    )
    of_table = toml.loads(
        'form = "csv"\nhas = ["Started", "What"]\n'
        '[[record]]\nat = "Started"\ntext = "{What}"\n',
        "mine.toml",
    )

    assert of_lines.claims_lines(["2026-11-21T14:05:09Z down"])
    assert of_table.claims_lines(["Started,What,Else"])
    assert not of_table.claims_lines(["Begun,What"])


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("name = ", 1, "not TOML"),
        ('has = ["a"]\ncolour = 1', 2, "unknown key 'colour'"),
        ('has = ["a"]', 1, "[[record]] is missing"),
        ('[[record]]\nat = "a"\ntext = "{b}"', 1, "has is missing"),
        ('has = ["a"]\n[[record]]\nat = "a"', 2, "text is missing"),
        ('has = ["a"]\n[[record]]\nat = "a"\ntext = "{b..c}"', 4, "'b..c' is no path"),
        (
            (
                'has = ["a"]\n[[record]]\nat = "a"\ntext = "{b}"\n\n'
                '[[record.kind]]\npath = "s"\nis = "x"\nkind = "fired"'
            ),
            9,
            "no kind 'fired'",
        ),
        (
            (
                'has = ["a"]\n[[record]]\nat = "a"\ntext = "{b}"\n'
                '[[record.drop]]\npath = "s"\nwhy = "x"'
            ),
            5,
            "one of is, matches, exists is missing",
        ),
        (
            (
                'has = ["a"]\n[[record]]\nat = "a"\ntext = "{b}"\n'
                '[[record.drop]]\npath = "s"\nwhy = "x"\nmatches = "("'
            ),
            8,
            "matches is no regular expression",
        ),
        ('form = "xml"', 1, "no form 'xml'"),
        ('form = "lines"', 1, 'a form of "lines" has a pattern'),
    ],
)
def test_what_is_wrong_with_a_format_is_told_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(toml.BadFormat) as refused:
        toml.loads(text, "mine.toml")

    assert str(refused.value).startswith(f"mine.toml, line {line}: ")
    assert reason in str(refused.value)


def test_a_format_is_tried_on_its_own_examples(say: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deploys.toml"
    example = (
        "[[example]]\ninput = '''\n"
        '{"deploy": {"version": "v2"}, "deploys": [{"at": 1795269909, "host": "a"}]}\n'
        "'''\ngives = '2026-11-21T14:05:09Z note: deployed v3 to a'\n"
    )
    path.write_text(OWN + example)
    said = say("collect", "--check-format", str(path))

    assert said.code == 1
    assert said.out.splitlines() == [
        "example 1:",
        "  it says  2026-11-21T14:05:09Z note: deployed v3 to a",
        "  is read  2026-11-21T14:05:09Z note: deployed v2 to a",
    ]
    path.write_text(OWN + example.replace("v3", "v2"))
    assert "is a format" in say.ok("collect", "--check-format", str(path))


def test_every_format_has_a_name_of_its_own_and_says_what_fetches_it() -> None:
    names = [each.name for each in FORMATS]

    assert len(set(names)) == len(names)
    assert all(each.title and each.fetch for each in FORMATS)


def test_a_made_up_tool_is_not_taken_for_one_of_ours() -> None:
    with pytest.raises(Exception, match="no format fits"):
        lines([{"colour": "blue", "height": 3}])


def test_the_worked_example_of_the_manual_is_a_format_that_does_what_it_says(
    say: Shell, tmp_path: Path
) -> None:
    manual = (ROOT / "docs" / "collecting.md").read_text()
    (text,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    path = tmp_path / "deploys.toml"
    path.write_text(text)

    assert toml.load(str(path)).examples
    say.ok("collect", "--check-format", str(path))
