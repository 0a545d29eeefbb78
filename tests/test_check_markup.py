"""What a reader sees of Markdown, line by line, and when its parser is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pmlog.check.document import inline, visible
from pmlog.check.document.inline import Inline
from pmlog.check.document.parse import parse
from pmlog.check.document.topics import Topic
from tests import growth
from tests.conftest import ROOT

# What needs the parser, and what is seen of it.
HARD = (
    (r"\*not em\*, \[ERROR\] and a\_b", "*not em*, [ERROR] and a_b"),
    (r"\- 10:05 - a bullet of a converter", "10:05 - a bullet of a converter"),
    ("`a_b*c`, `[x](y)` and `*/5 * * * *`", "a_b*c, [x](y) and */5 * * * *"),
    ("``a ` b`` and `<b>`", "a ` b and <b>"),
    ("[a](https://en.example/a_(b)) [b](c 'title')", "a b"),
    ("[![state](s.png)](https://x.example/y) up", "up"),
    ("[**Ticket** 7](https://x.example/7)", "Ticket 7"),
    ("2*3*4 is 24, *x", "234 is 24, *x"),
    ("**Start: **10:00, *so *", "Start: 10:00, *so *"),
    ("mail <ops@example.com> or <slack://channel/C1>", "mail ops@example.com or"),
    ("*10:05 - a bullet without its space", "10:05 - a bullet without its space"),
    ("| `a` | b \\| c |", "a: b | c"),
    ("broken off \\", "broken off"),
    ("`ps | grep x | wc` says 3", "ps | grep x | wc says 3"),
)
# What is read here, as the parser reads it.
EASY = (
    (
        "**10:00** - *Began:* `db-1` is [down](https://x.example)",
        "10:00 - Began: db-1 is down",
    ),
    ("5 * 3, snake_case, _so_, __thus__, ***both***", "5 * 3, snake_case, so, thus, both"),
    ("&#42;x&#42; &lt;b&gt; &amp; <b>c</b>", "*x* <b> & c"),
    (r"C:\Users\ann is full", r"C:\Users\ann is full"),
    ("&emsp;:fire:16:15 - it burns", "16:15 - it burns"),
    ("[ERROR] at [10:05]", "[ERROR] at [10:05]"),
    ("see https://x.example/a_b_c now", "see  now"),
)


def seen(text: str) -> str:
    """Return the only line that is seen of a text."""
    ((_, line),) = parse(text).stated
    return line


@pytest.mark.parametrize(("text", "shown"), HARD + EASY)
def test_a_line_is_seen_as_markdown_shows_it(text: str, shown: str) -> None:
    assert seen(text) == shown


@pytest.mark.parametrize(("text", "shown"), EASY)
def test_what_is_read_without_the_parser_is_read_the_same(text: str, shown: str) -> None:
    reader = Inline()

    assert not reader._is_hard(text)
    # With a link defined, whatever has a bracket goes to the parser.
    assert Inline(frozenset({"X"})).seen(f"{text} [x]") == f"{shown} x"


def test_links_are_followed_to_their_definitions_which_are_not_shown() -> None:
    text = (
        "See [the ticket][t 1], [T  1] and [ERROR].\n\n"
        '[t 1]: https://x.example/10:05 "11:00"\n'
        "[10:05]: restarted\n[^1]: A note\n"
    )

    assert parse(text).stated == (
        (1, "See the ticket, T  1 and [ERROR]."),
        (4, "[10:05]: restarted"),
        (5, "[^1]: A note"),
    )


def test_of_what_a_site_is_told_of_a_page_its_title_and_its_date_are_read() -> None:
    text = (
        "---\nlayout: post\ntitle: 'A bad day'\ndate: 2024-05-03 10:00\n---\n\nIt broke.\n"
    )

    assert parse(text).stated == (
        (3, "A bad day"),
        (4, "2024-05-03 10:00"),
        (7, "It broke."),
    )
    facts = parse("---\nseverity: 2\nroot_cause: a full disk\n---\n\nIt broke.\n").items
    assert [(item.part, item.text) for item in facts] == [
        (Topic.CAUSE, "a full disk"),
        (Topic.CAUSE, "It broke."),
    ]
    folded = "---\nimpact: |\n  Nobody could pay.\ntags:\n  - shop\n---\n"
    assert [item.text for item in parse(folded).items] == ["Nobody could pay."]
    prose = "---\nSummary: Nobody could pay.\n\nThe disk was full.\n\n---\n"
    assert "The disk was full." in [text for _, text in parse(prose).stated]
    assert (3, "It broke.") in parse("---\n\nIt broke.\n\n---\n").stated
    toml = '+++\ntitle = "A bad day"\ndraft = false\n+++\n\nIt broke.\n'
    assert parse(toml).stated == ((2, "A bad day"), (6, "It broke."))


def test_a_table_needs_no_bars_at_its_edges() -> None:
    text = "What | When\n--- | ---\nStart | 10:00 UTC\nEnd | `11:00` UTC\n\na | b\n"

    assert [line for _, line in parse(text).stated] == [
        "What: When",
        "Start: 10:00 UTC",
        "End: 11:00 UTC",
        "a | b",
    ]


def test_a_tag_in_code_breaks_no_line() -> None:
    assert parse("`<br>` is a tag<br>and this a line").stated == (
        (1, "<br> is a tag"),
        (1, "and this a line"),
    )


LOADED = """
import sys
from pmlog.check.document.parse import parse
for path in sys.argv[1:]:
    parse(open(path).read())
print("markdown_it" in sys.modules)
"""


def test_the_parser_is_loaded_where_a_line_needs_it() -> None:
    folder = ROOT / "tests" / "postmortems"
    easy = [
        folder / "atx_complete.md",
        ROOT / "examples/database-connections/postmortem.md",
    ]
    hard = folder / "strangers" / "kofi_tplus.md"

    assert _is_loaded(*map(str, easy)) == "False"
    assert _is_loaded(str(hard)) == "True"


def _is_loaded(*paths: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", LOADED, *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


# What costs parsers of Markdown most.
HOSTILE = (
    "[", "![", "*", "*a_ ", "`", "[a](", "[a](b ", "<", "**x*", "~~a", "\\", "[a][b]", "|",
)  # fmt: skip


@pytest.mark.parametrize("mark", HOSTILE)
def test_marks_without_end_take_time_for_their_length_only(mark: str) -> None:
    def read(size: int) -> object:
        return parse(f"[a]: /b\n{mark * (size // len(mark))}\n")

    assert growth.exponent(read, 500) < growth.LINEAR


def test_a_book_of_marks_is_parsed_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "_LONGEST_PIECE", 30)
    reader = Inline(most=40)

    assert [reader.seen(r"a \* b " * n) for n in (5, 2, 4, 2)] == [
        r"a \ b a \ b a \ b a \ b a \ b",
        "a * b a * b",
        r"a \ b a \ b a \ b a \ b",
        "a * b a * b",
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("It was down. Root cause: a lock", ["It was down.", "Root cause: a lock"]),
        ("It was down. * **Impact**: all", ["It was down.", "Impact: all"]),
        ("It is up. - 10:05 it fails", ["It is up.", "10:05 it fails"]),
        ("10:05 (09:05 CET) Detected: x", ["10:05 (09:05 CET) Detected: x"]),
        ("10:05 a.m. Resolved: x", ["10:05 a.m. Resolved: x"]),
    ],
)
def test_what_was_pasted_into_one_line_is_parted_at_headings(
    line: str, parts: list[str]
) -> None:
    assert [each.marked.text for each in visible.lines(line, 1)] == parts
