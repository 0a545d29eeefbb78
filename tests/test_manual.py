"""Help topics and the man page: complete, readable, in step with the program."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from pmlog.cli.table import COMMANDS
from pmlog.incident import kinds
from pmlog.manual import topics
from pmlog.manual.blocks import Heading, Item, Prose, Sample, Table, plain, roff
from pmlog.manual.markdown import blocks
from tests.conftest import ROOT, Said

if TYPE_CHECKING:
    from tests.conftest import Shell

MAN_PAGE = ROOT / "pmlog" / "manual" / "pmlog.1"


TOPICS = {topic.name: topic for topic in topics.topics()}


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_each_topic_is_shown_and_listed(topic: topics.Topic, say: Shell) -> None:
    # Where a command has the same name, its help comes first.
    heading = f"{topic.name}: {topic.summary}"
    told = "".join(say.ok("help", topic.name).partition(heading)[1:])
    samples = {
        f"  {line}"
        for block in topic.blocks()
        if isinstance(block, Sample)
        for line in block.lines
    }
    wide = [line for line in told.splitlines() if len(line) > 80 and " " in line.strip()]

    assert told.startswith(f"{heading}\n\n")
    assert f"  {topic.name:<12} {topic.summary}\n" in say.ok("help", "commands")
    assert set(wide) <= samples
    assert re.search(r"\]\(|\*\*|^\||^#", told, re.MULTILINE) is None, "Markdown is left"


def test_help_of_a_command_is_its_help(say: Shell) -> None:
    assert say.ok("help", "task", "add") == say.ok("task", "add", "--help")
    assert say.ok("help", "event") == say.ok("event", "--help")


def test_a_topic_that_does_not_exist_is_answered_with_the_nearest(say: Shell) -> None:
    assert say("help", "tmes") == (
        3,
        "",
        "pmlog: no command or topic 'tmes'; did you mean times or templates?\n",
    )
    assert say("help", "task", "ad").err.endswith("did you mean add?\n")
    assert "'pmlog help' lists them" in say("help", "xyzzy").err


def rows(topic: str) -> list[tuple[str, ...]]:
    """Return the rows of a page's tables."""
    tables = [block for block in TOPICS[topic].blocks() if isinstance(block, Table)]
    return [row for table in tables for row in table.rows]


def test_every_kind_is_explained() -> None:
    explained = {row[0]: row[1] for row in rows("kinds")}

    assert tuple(explained) == kinds.TIMELINE_KINDS
    for kind, purpose in kinds.PURPOSES.items():
        assert explained[kind].startswith(purpose), kind


def variables_read() -> set[str]:
    """Return what looks like the name of a variable in the code of ours."""
    texts = {
        node.value
        for file in (ROOT / "pmlog").rglob("*.py")
        if file.parent.name != "manual"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    pattern = r"(PMLOG|XDG)_[A-Z_]+[A-Z]|(NO|FORCE)_COLOR|HOME|PAGER|EDITOR|VISUAL|TZ|TERM"
    return {text for text in texts if re.fullmatch(pattern, text)}


def test_every_variable_that_is_read_is_explained() -> None:
    assert variables_read() <= {name for name, _ in rows("environment")}


def test_the_exit_codes_of_the_readme_are_those_of_the_topic() -> None:
    readme = (ROOT / "README.md").read_text()

    assert re.findall(r"^\| (\d+) \| (.*) \|$", readme, re.MULTILINE) == rows("exit-codes")


PAGE = """# A page

one two three **four** `five`

## Kinds
- a first
  item
- a second, see [times](times.md), and [more](kinds.md)

| name | is |
|---|---|
| `a` | the first letter of all |
| a longer name than fits | b \\| c |

| what | least | most |
|---|---|---|
| size | 1 | 2 |

```sh
stands as it is, however long it may be

# and what looks like a heading
```
"""


def test_a_page_is_filled_to_the_width_of_the_screen() -> None:
    assert list(plain(blocks(PAGE), 24)) == [
        "one two three four",
        "`five`",
        "",
        "KINDS",
        "",
        "  - a first item",
        "  - a second, see `pmlog",
        "    help times`, and",
        "    more (`pmlog help",
        "    kinds`)",
        "",
        "  NAME      IS",
        "  a         the first",
        "            letter of",
        "            all",
        "  a longer name than fits",
        "            b | c",
        "",
        "  size  least: 1; most:",
        "        2",
        "",
        "  stands as it is, however long it may be",
        "",
        "  # and what looks like a heading",
    ]


def test_a_man_page_keeps_the_head_of_a_table_of_two_columns() -> None:
    table = Table(("short", "logs"), (("pmt", "nothing: it shows the timeline"),))

    assert list(roff((table,))) == [
        *(".TP", '.I "short"', '.I "logs"'),
        *(".TP", '.B "pmt"', "nothing: it shows the timeline"),
    ]


def test_what_roff_would_take_for_a_request_stays_text() -> None:
    told = (
        Heading("The log"),
        Prose(".db is `a --suffix`"),
        Item("-", "'one"),
        Table(("", ""), (('a "b"', "back\\slash --db"),)),
    )

    assert list(roff(told)) == [
        '.SS "The log"',
        ".PP",
        "\\&.db is \\fBa \\-\\-suffix\\fR",
        '.IP "\\-" 4',
        "\\&'one",
        ".TP",
        '.B "a ""b"""',
        "back\\eslash \\-\\-db",
    ]


def test_the_man_page_is_what_the_program_says_now(
    say: Shell, request: pytest.FixtureRequest
) -> None:
    now = say.ok("help", "--man")
    if request.config.getoption("--update-golden"):
        MAN_PAGE.write_text(now)

    assert now == MAN_PAGE.read_text(), "store it anew: pytest --update-golden"


@pytest.mark.skipif(not shutil.which("man"), reason="no man here to read it")
def test_man_shows_the_page_without_complaint() -> None:
    shown = subprocess.run(
        ["man", "--warnings", "-l", str(MAN_PAGE)],
        capture_output=True,
        text=True,
        check=True,
        env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )

    assert shown.stderr == ""
    assert "pmlog - the incident log in your shell" in shown.stdout
    assert '        pmlog event "detected: checkout answers 500"' in shown.stdout


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)])
def test_the_first_screen_has_24_rows(say: Shell, words: tuple[str, ...]) -> None:
    shown = say.ok(*words).splitlines()

    assert len(shown) < 24
    assert max(map(len, shown)) <= 80
    assert any(line.startswith("  pmlog help commands ") for line in shown)


# Their options alone have more rows, or nearly.
LONG = ("event", "amend", "collect", "timeline", "render")


def test_the_help_of_a_command_has_24_rows(say: Shell) -> None:
    for command in COMMANDS:
        rows = len(say.ok(*command.words.split(), "--help").splitlines())
        assert rows <= 24 or command.words in LONG, command.words


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            "check --selct x",
            "no option --selct; did you mean --select? see 'pmlog check -h'",
        ),
        ("task ad", "no command 'ad'; did you mean add? see 'pmlog task -h'"),
        ("task nope", "no command 'nope'; see 'pmlog task -h'"),
        ("render --nope", "no option --nope; see 'pmlog render -h'"),
        (
            "render --keep",
            "no option --keep; did you mean --keep-edits? see 'pmlog render -h'",
        ),
        ("list --tz x", "no option --tz; see 'pmlog list -h'"),
        ("list --srot x", "no option --srot; did you mean --sort? see 'pmlog list -h'"),
        ("amend --at", "--at needs a value; see 'pmlog amend -h'"),
        ("--db x.db task add --owner", "--owner needs a value; see 'pmlog task add -h'"),
        ("event --at", "--at needs a value; see 'pmlog event -h'"),
        ("status --since", "--since needs a value; see 'pmlog status -h'"),
        ("timeline --json=yes", "--json takes no value; see 'pmlog timeline -h'"),
        ("timeline -n x", "--last takes a whole number, not 'x'; see 'pmlog timeline -h'"),
        ("list -n 0", "--last takes a number from 1 on, not 0; see 'pmlog list -h'"),
        ("use", "the argument INCIDENT is missing; see 'pmlog use -h'"),
        ("list extra", "too many words: extra; see 'pmlog list -h'"),
    ],
)
def test_what_typer_says_is_said_in_our_voice(say: Shell, argv: str, sentence: str) -> None:
    assert say(*argv.split()) == Said(2, "", f"pmlog: {sentence}\n")
