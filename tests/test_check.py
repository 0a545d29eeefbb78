"""`pmlog check`: the clauses over labelled documents, its input, its output."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import typer

from pmlog.check.clauses import IDS
from pmlog.check.document import parse
from pmlog.check.examine import Report, Settings, reports
from pmlog.check.reading import NeedsExtra, Unreadable, text_of
from pmlog.check.rules import RULES, chosen
from pmlog.cli.checking import check
from pmlog.cli.door import Door
from pmlog.errors import PmlogError
from tests import precision
from tests.conftest import ROOT, Said, Shell
from tests.precision import SETTINGS, Labelled

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = list(precision.own_documents())
EXAMPLES = sorted(ROOT.glob("examples/*/postmortem.md"))


def report_on(text: str, settings: Settings = SETTINGS) -> Report:
    """Return the report on a text that holds one postmortem."""
    (report,) = reports("postmortem.md", text, settings)
    return report


# The clauses


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_a_document_is_judged_as_a_careful_reader_judges_it(document: Labelled) -> None:
    found = {clause: verdict.status for clause, verdict in document.report.clauses.items()}

    assert {c for c in IDS if found[c] == "missing"} == {
        c for c in IDS if document.truth[c] == "missing"
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_a_document_without_contradictions_stays_clean_of_them(document: Labelled) -> None:
    found = [f for f in document.report.findings if f.rule not in IDS and f.level != "note"]

    assert found == []


@pytest.mark.skipif(
    not precision.SEEDS.is_dir(), reason="the seeds stand beside the checkout"
)
def test_the_seeds_are_judged_as_a_careful_reader_judges_them() -> None:
    for document in precision.seed_documents():
        found = {clause: v.status for clause, v in document.report.clauses.items()}
        assert found == document.truth, document.name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_rendered_example_is_clean(path: Path) -> None:
    found = report_on(path.read_text()).findings

    assert [finding for finding in found if finding.level != "note"] == []


def test_every_clause_is_found_missing_where_it_is_with_nine_of_ten_right() -> None:
    for line in [*precision.table(DOCUMENTS)][1:]:
        shares = [float(share) for share in line.split()[2:] if share != "-"]
        assert all(share >= 0.9 for share in shares), line


def test_lines_that_begin_with_a_date_are_entries_of_the_timeline() -> None:
    text = (
        "## Timeline\nJanuary 10, 7:00 AM: The video tool stops for all the teams of the office\n"
        "January 10, 8:00 AM: Escalated to the developers of the video tool in another office\n"
        "January 15, 1:00 PM: The bug is fixed and the tool works again\n"
    )

    assert report_on(text).clauses["timeline.timestamped_bullets"].status == "present"


def test_a_file_with_two_postmortems_is_two_reports() -> None:
    one = (ROOT / "tests/postmortems/plain_labels.txt").read_text()
    names = [report.name for report in reports("two.md", f"{one}\n{one}", SETTINGS)]

    assert names == ["two.md#1", "two.md#2"]


# Input

PLAIN = (
    "Issue Summary:\nThe shop's page was \u201cdown\u201d "
    "\u2013 30% of users couldn\u2019t pay.\n"
)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(" ", "\u00a0").encode(),
    ],
    ids=[
        "utf8",
        "bom",
        "utf16",
        "utf16le",
        "utf16be",
        "utf32",
        "cp1252",
        "crlf",
        "cr",
        "nbsp",
    ],
)
def test_text_is_read_in_any_encoding(data: bytes) -> None:
    text = text_of("a.txt", data)

    assert text == (
        "Issue Summary:\nThe shop's page was \"down\" \u2013 30% of users couldn't pay.\n"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\x00\x01", "a PDF"),
        (b"\x7fELF\x00\x01\x02", "binary"),
        (b"PK\x03\x04\x00", "zip"),
    ],
)
def test_what_is_no_text_is_refused_with_what_would_work(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=f"{kind}.*save it as Markdown"):
        text_of("a.md", data)


def test_a_missing_library_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "markdownify", None)
    with pytest.raises(NeedsExtra, match=r"pip install 'pmlog\[documents\]'"):
        text_of("a.html", b"<h1>Postmortem</h1>")


def test_a_web_page_is_read_by_its_headings() -> None:
    pytest.importorskip("markdownify", reason="the extra [documents] is not installed")
    text = text_of("a.html", b"<h2>Issue Summary</h2><p>The shop was <b>down</b>.</p>")

    assert (
        text.split()
        == "## Issue Summary The shop was **down** .".replace("** .", "**.").split()
    )


PATHOLOGICAL = {
    "words": "word " * 400_000,
    "brackets": "![" * 200_000 + "\n" + "[" * 200_000 + "\n" + "<" * 200_000,
    "links": "[a](b " * 60_000,
    "pipes": "|-" * 200_000 + "\n" + "|" * 200_000,
    "clocks": "10:00 " * 60_000 + "\n" + "1:" * 200_000,
    "months": "may " * 200_000 + "\n" + "5 may " * 40_000,
    "comments": "<!-- pmlog: ignore x -->\n" * 20_000 + "<!--" * 100_000,
    "spaces": " " * 500_000 + "x",
    "colons": "a: " * 200_000,
}


@pytest.mark.parametrize("text", list(PATHOLOGICAL.values()), ids=list(PATHOLOGICAL))
def test_a_line_of_any_shape_is_read_in_seconds(text: str) -> None:
    began = time.perf_counter()
    report_on(f"## Issue Summary\n\n{text}\n\n## Timeline\n\n{text}")

    assert time.perf_counter() - began < 10


def test_ten_megabytes_are_read_in_seconds() -> None:
    line = "- 10:00 - The server team checked the network and found nothing of interest.\n"
    text = "## Issue Summary\nA word.\n## Timeline\n" + line * (10_000_000 // len(line))
    began = time.perf_counter()
    report_on(text)

    assert time.perf_counter() - began < 60


def test_words_are_counted_as_a_reader_sees_them() -> None:
    text = (
        "# A title\n<!-- not this -->\n![no](no.png) See "
        "[the page](https://x.example/a b)\n"
        "```sh\ncode counts\n```\n```mermaid\ngraph LR\n```\n"
        "| a | b |\n|---|---|\n| c | d |\n"
        "- [ ] **bold** & <b>tag</b>\n1. item\nhttps://x.example/not\n"
    )

    assert (
        parse(text).words
        == len(
            [
                "A",
                "title",
                "See",
                "code",
                "counts",
                "a",
                "b",
                "c",
                "d",
                "bold",
                "tag",
                "item",
            ]
        )
        + 3
    )


# Ignoring


def test_a_comment_silences_a_rule_on_its_line_and_the_next() -> None:
    silence = "<!-- pmlog: ignore time.impossible -->"
    text = f"## Timeline\n{silence}\n- 13:15 PM - a\n- 14:15 PM - b\n"
    found = [f.line for f in report_on(text).findings if f.rule == "time.impossible"]

    assert found == [4]


def test_a_comment_before_all_content_silences_a_group_of_rules() -> None:
    text = "<!-- pmlog: ignore time, summary -->\n## Timeline\n- 13:15 PM - a\n"
    found = {f.rule.split(".")[0] for f in report_on(text).findings}

    assert not found & {"time", "summary"}


# The command


@pytest.fixture
def run(say: Shell, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs the command alone, in the shell's surroundings."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(check)

    def command(*argv: str, stdin: bytes = b"") -> Said:
        from tests.conftest import _Input

        say._patch.setattr("sys.stdin", _Input(stdin))
        code: Any = 0
        try:
            app(list(argv), obj=Door(say.environ, say.now_us), standalone_mode=True)
        except SystemExit as ended:
            code = ended.code
        except PmlogError as error:
            return Said(error.exit_code, capsys.readouterr().out, str(error))
        return Said(code or 0, *capsys.readouterr())

    return command


def test_check_says_file_line_level_rule_and_message(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("## Timeline\n- 13:15 PM - a\n")
    said = run(str(path))

    assert said.code == 1
    assert f"{path}:2: error time.impossible no clock shows 13:15 PM" in said.out
    assert "  missing  measures.todo_tasks" in said.out


def test_check_is_silent_on_a_clean_document_but_for_its_table(run: Any) -> None:
    said = run(str(EXAMPLES[0]), "--ignore", "tasks,timeline.long_entry")

    assert said.code == 0
    assert said.out.splitlines()[-1].endswith("words; clean")


def test_check_json_has_the_promised_keys(run: Any) -> None:
    answer = json.loads(run("-", "--json", stdin=b"# Postmortem\n").out)

    assert list(answer) == ["file", "words", "clauses", "findings"]
    assert tuple(answer["clauses"]) == IDS
    assert set(answer["clauses"].values()) <= {"present", "partly", "missing"}
    assert list(answer["findings"][0]) == ["rule", "level", "line", "message"]


def test_check_annotates_for_github_and_escapes(run: Any) -> None:
    out = run(
        "-",
        "--format",
        "github",
        "--select",
        "percent",
        stdin=b"## Impact\n120% of users saw it.\n",
    ).out

    assert out == (
        "::error file=<stdin>,line=2,title=percent.over_100::"
        "says 120%25; a share of users ends at 100%25\n"
    )


def test_check_writes_sarif(run: Any) -> None:
    answer = json.loads(run("-", "--format", "sarif", stdin=b"# Postmortem\n").out)

    (only,) = answer["runs"]
    assert answer["version"] == "2.1.0"
    assert {r["ruleId"] for r in only["results"]} <= {
        r["id"] for r in only["tool"]["driver"]["rules"]
    }


def test_check_reads_folders_and_goes_on_behind_what_it_cannot_read(
    run: Any, tmp_path: Path
) -> None:
    (tmp_path / "b.md").write_text("# Postmortem\n")
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.py").write_text("")
    said = run(str(tmp_path), "--json")

    assert said.code == 2
    assert json.loads(said.out)["file"] == str(tmp_path / "b.md")
    assert "a.txt is binary, not text" in said.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--explain", "time.imposible"], "did you mean time.impossible"),
        (["x.md", "--words", "many"], "try --words 400-600"),
        (["x.md", "--words", "9-3"], "try --words 3-9"),
        (["x.md", "--format", "xml"], "text, json, github, sarif"),
        (["x.md", "--select", "nothing-like-it"], "--list-rules"),
    ],
)
def test_check_refuses_with_what_would_work(run: Any, argv: list[str], says: str) -> None:
    said = run(*argv)

    assert (said.code, says in said.err) == (2, True)


def test_check_lists_and_explains_every_rule(run: Any) -> None:
    listed = run("--list-rules").out.splitlines()

    assert [line.split()[0] for line in listed] == [rule.id for rule in RULES]
    for rule in RULES:
        assert rule.example in run("--explain", rule.id).out


def test_check_takes_other_limits_of_words(run: Any) -> None:
    said = run("-", "--words", "1-5", "--select", "length", stdin=b"One two three.\n")

    assert "present  length.400_600_words" in said.out


def test_check_without_a_file_lists_what_the_log_misses(run: Any, say: Shell) -> None:
    say.ok("start", "Checkout is down", "--service", "checkout")
    said = run()

    assert said.code == 1
    assert "missing  the root cause in a sentence" in said.out
    assert 'pmlog set root-cause "..."' in said.out
    answer = json.loads(run("--json").out)
    assert answer["clauses"]["summary.impact_service"] == "present"


def test_rules_are_chosen_by_name_or_group() -> None:
    assert chosen(["time"], ()) == {"time.impossible"}
    assert "time.impossible" not in chosen((), ["time"])
