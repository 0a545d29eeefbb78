"""What people typed is what each reader of the Markdown sees, and an address is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from pmlog.render.escape import (
    html_line,
    markdown_code,
    markdown_line,
    markdown_paragraphs,
    markup_in,
    readable,
)
from pmlog.render.format import MARKDOWN
from tests import readers
from tests.readers import Page, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KIBANA = (
    "https://kibana.example/app/discover#/?_g=(filters:!(),time:(from:now-15m,to:now))"
    "&_a=(columns:!(_source),index:'logs-*',query:(language:kuery,query:'level:error'))"
)
ADDRESSES = (
    "https://grafana.example/d/abc/db?orgId=1&from=now-1h&var-host=$__all&viewPanel=4",
    "https://grafana.example/explore?left={%22range%22:{%22from%22:%22now-1h%22}}&orgId=1",
    KIBANA,
    "https://en.wikipedia.org/wiki/Thundering_herd_(computing)",
    "https://medium.com/@user/how_we_broke_it-1a2b3c",
    "https://jira.example/browse/OPS-4711?focusedCommentId=1#comment-1",
    "https://acme.pagerduty.com/incidents/PT4KHLK",
    "https://people.example/~user/notes.html",
    "https://redmine.example/issues/#4711",
    "https://host.example/a_b_c/__init__.py",
    "https://host.example/?q=a+b&copy=1&lt=2&amp=3",
    "https://host.example/?ids[]=3&ids[]=4",
    "https://b\u00fccher.example/stra\u00dfe",
    "https://host.example/{id}/*",
    "http://[::1]:3000/",
    "https://host.example:8443/p;v=1/q!x,y=1'z",
    "https://github.com/o/r/compare/v1...v2#diff-0",
    "https://console.aws.amazon.com/cloudwatch/home?region=eu#logsV2:log-group/$252Faws",
    "https://acme.slack.com/archives/C01/p1234567890?thread_ts=1.2&cid=C01",
    "https://app.datadoghq.com/logs?query=service%3Aweb%20%40http.status%3A500&index=*",
)
HOSTILE = (
    "see https://e.x/<img src=x onerror=alert(1)>",
    "https://e.x/`<b>`",
    "https://e.x/*bold*[a](javascript:alert(1))",
    "www.e.x/<img src=x> and ftp://a.b/c*d*<i>",
    "[a](javascript:x) ![a](x.png) <javascript:x> javascript:alert(1) data:text/html,x",
    "a@b.example\\*x* @[a](b) [@doe99] -@doe ^[note] [^1] $x$ ~y~ ~~z~~ ^w^",
    "{.x} [a]{.y} `c`{=html} <https://x> <a@b.example> &lt; &#60;b&#62;",
    "<script>alert(1)</script><!-- c --><?php ?><![CDATA[x]]><!doctype html>",
    "\\<b>\\</b> \\\\<b> \\`a` \\[a](b)",
    "| a | b | --force -- x",
    "# Heading {#id}",
    "C# #",
    "title\\",
    "wow!mailto:a@b.example",
)
STARTS = (
    "# a", "+ a", "- a", "* a", "1. a", "1) a", "(1) a", "a. b", "iv) b", "#. a", "> a",
    "=== a", "--- a", ": a", "~~~ a", "``` a", "!!! note", "??? note", "/close", "% a",
    "#4 a", "[a]: b", "*[a]: b", "| a", "    a", "\ta", "---", "***", "___", "===", "<div>",
    "$$ a",
)  # fmt: skip
TEXT = st.lists(
    st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~&;:$\"'=^@%/ \n\t1a\u00e4"),
        st.sampled_from(
            ["https://e.x/", "http://e.x", "mailto:a@b.cd", "www.e.x", "a@b.cd"]
        ),
        st.sampled_from(["<img src=x>", "--", "&lt;", "e.x/", "ftp://a", "::", "_a_"]),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
).map("".join)
# Around each of these what people typed stands in a document.
FRAMES = (
    ("- **14:05** - *Began:* {}\n- **14:06** - next\n", {"ul", "li", "strong", "em", "p"}),
    ("- {}\n", {"ul", "li", "p"}),
    ("# Postmortem: {}\n\nnext\n", {"h1", "p"}),
    ("a\n\n{}\n\nb\n", {"p"}),
)


@pytest.fixture(scope="module", autouse=True)
def _marked() -> Iterator[None]:
    yield from readers.marked_running()


def shown(text: str) -> str:
    return words(readable(" ".join(text.split())).replace("\u200b", ""))


def assert_literal(reader: Callable[[str], str], text: str, written: str) -> None:
    """The reader shows the text, and no element is there that the frame did not make."""
    for frame, elements in FRAMES:
        page = Page(reader(frame.format(written)))
        assert page.names <= elements | {"a"}, (frame, page.elements)
        assert shown(text) in words(page.text), (frame, page.text)
        # Some make a link of what looks like an address; it leads where it says.
        for target, text_of in page.links:
            assert unquote(target).lower().split(":")[0] in (
                "http",
                "https",
                "mailto",
                "//e.x",
            )
            assert all(
                not key.startswith("on") for _, attrs in page.elements for key in attrs
            )
            assert text_of


@pytest.mark.parametrize("reader", readers.ALL, ids=lambda each: each.__name__)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_to_every_reader(
    reader: Callable[[str], str], text: str
) -> None:
    assert_literal(reader, text, markdown_line(text))


@pytest.mark.parametrize("reader", readers.ALL, ids=lambda each: each.__name__)
def test_what_begins_a_block_begins_none(reader: Callable[[str], str]) -> None:
    for text in STARTS if reader in readers.QUICK else STARTS[::6]:
        assert_literal(reader, text, markdown_line(text))


@settings(max_examples=50)
@given(TEXT)
def test_a_line_is_read_as_it_was_typed(text: str) -> None:
    for reader in readers.QUICK:
        assert_literal(reader, text, markdown_line(text))


@pytest.mark.skipif(not readers.HAS_PANDOC, reason="no pandoc")
# A process for each example: finding one is enough.
@settings(max_examples=2, phases=[Phase.generate])
@given(st.lists(TEXT.filter(str.strip), min_size=20, max_size=60))
def test_pandoc_reads_lines_as_they_were_typed(texts: list[str]) -> None:
    bullets = "".join(f"- **14:05** - *Began:* {markdown_line(text)}\n" for text in texts)
    for dialect in ("markdown-smart", "gfm"):
        page = Page(readers.pandoc(bullets, dialect))
        expected = "".join(f"14:05 - Began: {shown(text)} " for text in texts)
        assert page.names <= {"ul", "li", "strong", "em", "p", "a"}, page.elements
        assert words(page.text) == words(expected)


@settings(max_examples=40)
@given(st.sampled_from(ADDRESSES), st.sampled_from("<[*`)]\"'_~|\\ ,."), TEXT)
def test_what_stands_behind_an_address_stays_text(
    address: str, mark: str, text: str
) -> None:
    typed = f"see {address}{mark}{text}"
    for reader in readers.QUICK:
        page = Page(reader(f"- **14:05** - *Began:* {markdown_line(typed)}\n"))
        assert page.names <= {"ul", "li", "strong", "em", "p", "a"}, page.elements


@settings(max_examples=50)
@given(TEXT)
def test_a_paragraph_is_read_as_it_was_typed(text: str) -> None:
    lines = [shown(line) for line in text.strip().splitlines()]
    for reader in readers.QUICK:
        page = Page(reader(markdown_paragraphs(text)))
        assert page.names <= {"p", "a", "br"}, page.elements
        seen = [words(line) for line in page.text.split("\n")]
        assert [line for line in seen if line] == [line for line in lines if line]


@settings(max_examples=40)
@given(TEXT)
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {markdown_line(text)} | end |\n"
    for reader in (readers.cmark, readers.markdown_it):
        assert [name for name, _ in Page(reader(table)).elements].count("td") == 2


@settings(max_examples=40)
@given(st.lists(TEXT.map(readable), min_size=1, max_size=5), TEXT)
@example([" ", "https://e.x/"], "")
def test_evidence_is_shown_as_a_machine_printed_it(lines: list[str], title: str) -> None:
    block = f"<details><summary>{markup_in(title)}</summary>{markdown_code(tuple(lines))}"
    for reader in readers.QUICK:
        page = Page(reader(f"- entry\n{_indented(block)}</details>\n- another\n"))
        assert page.names <= {"ul", "li", "p", "br", "details", "summary", "pre"}, (
            page.elements
        )
        assert words(f"{shown(title)} {' '.join(map(shown, lines))}") in words(page.text)


def _indented(block: str) -> str:
    return "\n".join(f"  {line}" for line in block.split("\n"))


@pytest.mark.parametrize("reader", readers.ALL, ids=lambda each: each.__name__)
def test_addresses_arrive_unchanged(reader: Callable[[str], str]) -> None:
    document = "".join(
        f"- **14:05** - *Note:* see {markdown_line(each)}.\n" for each in ADDRESSES
    )
    links = Page(reader(document)).links

    # What is no ASCII in the name of a host is written in another way, as browsers do.
    same = [unquote(target).replace("xn--bcher-kva", "b\u00fccher") for target, _ in links]
    assert same == [unquote(each) for each in ADDRESSES]
    assert [unquote(text) for _, text in links] == [unquote(each) for each in ADDRESSES]


def test_addresses_arrive_unchanged_in_the_page() -> None:
    links = [Page(html_line(f"see {each}, or ask")) for each in ADDRESSES]

    assert [page.links for page in links] == [[(each, each)] for each in ADDRESSES]
    for page in links:
        assert page.elements[0][1]["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("reader", readers.ALL, ids=lambda each: each.__name__)
def test_what_was_given_as_an_address_is_one_to_its_last_character(
    reader: Callable[[str], str],
) -> None:
    given = ("https://e.x/a?b=c.", "https://e.x/(x", 'https://e.x/?q="a|b"<c>\\`')
    links = Page(reader("".join(f"- {MARKDOWN.link(each)}\n" for each in given))).links

    assert [unquote(target) for target, _ in links] == list(given)
    assert MARKDOWN.link("javascript:alert(1)") == "javascript:alert(1)"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("(see https://e.x/a)", "https://e.x/a"),
        ("see https://e.x/a_(b), and", "https://e.x/a_(b)"),
        ('"https://e.x/a"', "https://e.x/a"),
        ("**https://e.x/a**", "https://e.x/a"),
        ("<https://e.x/a|the page>", "https://e.x/a%7Cthe"),
        ("\u898b\u3066https://e.x/a\u3002", None),
        ("\u898b\u3066 https://e.x/a\u3002", "https://e.x/a"),
        ("javascript:alert(1) file:///etc/passwd data:text/html,x", None),
        ("https://", None),
        ("mail to mailto:ops@e.example.", "mailto:ops@e.example"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(
    typed: str, address: str | None
) -> None:
    links = [target for target, _ in Page(html_line(typed)).links]

    assert links == ([] if address is None else [address])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("snake_case stays, ~5 min - so", "snake_case stays, ~5 min - so"),
        (
            "ask @team about #12, a@b.example",
            "ask @&#8203;team about #&#8203;12, a@b.example",
        ),
        ("12:30:45 :tada:", "12:30:45 :&#8203;tada:"),
        ("50 % of $5 & more", "50 % of &#36;5 & more"),
        ("# no heading", "\\# no heading"),
        ("2. no list", "2\\. no list"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](javascript:x)", "\\[a\\](javascript:x)"),
        ("see https://e.x/a_b.", "see <https://e.x/a_b>."),
    ],
)
def test_only_what_would_be_markup_is_escaped(typed: str, written: str) -> None:
    assert markdown_line(typed) == written


def test_a_stack_of_marks_is_cut_to_four() -> None:
    assert readable("Z" + "\u0301" * 50 + "o" + "\u0e49" * 3) == "Z" + "\u0301" * 4 + (
        "o" + "\u0e49" * 3
    )
