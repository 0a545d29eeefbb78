"""`pmlog check`: the clauses over labelled documents, its input, its output."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.check.document.encoding import Unreadable, text_of
from pmlog.check.document.parse import parse
from pmlog.check.report.examine import Report, Settings, reports
from pmlog.check.rules.table import RULES, chosen
from pmlog.cli import app
from pmlog.cli.session import Session
from pmlog.errors import PmlogError
from pmlog.postmortem.clauses import ASSIGNMENT, CLAUSES
from tests import precision
from tests.conftest import ROOT, Said, Shell
from tests.precision import IDS, SETTINGS, Labelled

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = list(precision.own_documents())
EXAMPLES = sorted(ROOT.glob("examples/*/postmortem.md"))


# What the documents owe that pmlog renders.
OWED = [clause.id for clause in CLAUSES if ASSIGNMENT in clause.owed_by]


def report_on(text: str, settings: Settings = SETTINGS) -> Report:
    """Return the report on a text that holds one postmortem."""
    (report,) = reports("postmortem.md", text, settings)
    return report


# The clauses


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_a_document_is_judged_as_a_careful_reader_judges_it(document: Labelled) -> None:
    found = {clause: document.report.clauses[clause].status for clause in document.truth}

    assert {c for c in found if found[c] == "missing"} == {
        c for c in found if document.truth[c] == "missing"
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_a_document_breaks_the_rules_that_it_breaks_and_no_other(
    document: Labelled,
) -> None:
    found = [f for f in document.report.findings if f.rule not in IDS and f.level != "note"]

    assert {finding.rule for finding in found} == document.contradictions


@pytest.mark.skipif(
    not precision.SEEDS.is_dir(), reason="the seeds stand beside the checkout"
)
def test_the_seeds_are_judged_as_a_careful_reader_judges_them() -> None:
    for document in precision.seed_documents():
        found = {each: document.report.clauses[each].status for each in document.truth}
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
        "## Timeline\n"
        "January 10, 7:00 AM: The video tool stops for everybody in the office\n"
        "January 10, 8:00 AM: Escalated to the developers of the tool in another office\n"
        "January 15, 1:00 PM: The bug is fixed and the tool works again\n"
    )

    assert report_on(text).clauses["timeline.timestamped_bullets"].status == "present"


@pytest.mark.parametrize(
    ("clause", "entry", "status"),
    [
        ("timeline.escalated_to", "Handed it over to a colder room", "missing"),
        ("timeline.escalated_to", "Handed over to IT", "present"),
        ("timeline.escalated_to", "Requested the page from inside the host", "missing"),
        ("timeline.how_detected", "A baker phones us: no orders", "present"),
        ("timeline.how_detected", "The script writes 403", "missing"),
        ("timeline.misleading_paths", "A second cable made no difference", "present"),
        ("timeline.misleading_paths", "No cable had anything to do with it", "present"),
        ("timeline.escalated_to", "Meera, who knows the store, is brought in", "present"),
        ("timeline.how_resolved", "A new key was cut and the door opened", "present"),
    ],
)
def test_an_entry_is_understood_by_its_words(clause: str, entry: str, status: str) -> None:
    text = f"## Timeline\n- 10:00 - {entry}.\n"

    assert report_on(text).clauses[clause].status == status


@pytest.mark.parametrize(
    ("clause", "summary", "status"),
    [
        ("summary.impact_percent_users", "It was all that students saw.", "missing"),
        ("summary.impact_percent_users", "It was seen by all students.", "present"),
        ("summary.impact_service", "The stock list did not open.", "present"),
        ("summary.impact_user_experience", "The wards saw a grey window.", "present"),
        ("summary.impact_user_experience", "The queries got faster.", "missing"),
        ("summary.root_cause", "A rule had been put into the wrong list.", "present"),
        ("summary.impact_user_experience", "The databases saw more rows.", "missing"),
        ("summary.impact_service", "The pool's page was out of service.", "present"),
        (
            "summary.impact_user_experience",
            "Swimmers who tapped it were sent back to the start.",
            "present",
        ),
        ("summary.root_cause", "We had been working for an hour.", "missing"),
        ("summary.root_cause", "By noon all had been restored.", "missing"),
    ],
)
def test_a_summary_is_understood_by_its_words(
    clause: str, summary: str, status: str
) -> None:
    text = f"## Issue Summary\n\n{summary}\n\n## Timeline\n\n- 10:00 - It ends.\n"

    assert report_on(text).clauses[clause].status == status


def test_a_file_with_two_postmortems_is_two_reports() -> None:
    one = (ROOT / "tests/postmortems/plain_labels.txt").read_text()
    names = [report.name for report in reports("two.md", f"{one}\n{one}", SETTINGS)]

    assert names == ["two.md#1", "two.md#2"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_template_beside_a_postmortem_is_no_second_one(is_first: bool) -> None:
    one = (ROOT / "tests/postmortems/plain_labels.txt").read_text()
    template = (
        "# Issue Summary\n\n[the impact]\n\n# Timeline\n\nTODO(each event)\n\n"
        "# Root cause\n\n[in detail]\n\n# Corrective measures\n\n[tasks]\n"
    )
    parts = (template, one) if is_first else (one, template)
    (report,) = reports("two.md", "\n".join(parts), SETTINGS)

    assert report.name == "two.md"
    assert report.clauses["summary.impact_service"].status == "present"
    assert reports("none.md", template, SETTINGS)[0].is_clean is False


def test_a_table_of_contents_begins_no_postmortem() -> None:
    heads = (
        "Issue Summary",
        "Timeline",
        "Root cause and resolution",
        "Corrective measures",
    )
    contents = "".join(f"- [{head}](#{head.replace(' ', '-')})\n" for head in heads)
    one = "## Issue Summary\n\nThe login page was down.\n\n## Timeline\n\n- 10:00 - Oh.\n"
    (report,) = reports(
        "a.md", f"# Shop\n\nHello.\n\n{contents}\n{one}{heads[3]}\n", SETTINGS
    )

    assert report.clauses["summary.impact_service"].status == "present"


# Input

PLAIN = (
    "Issue Summary:\n"
    "The shop's page was \u201cdown\u201d \u2013 30% of users couldn\u2019t pay.\n"
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
    with pytest.raises(Unreadable, match="pip install beautifulsoup4 mammoth markdownify"):
        text_of("a.html", b"<h1>Postmortem</h1>")


MARKUP = (
    "<h2>Issue Summary</h2><p>The <b>lift</b> was down for 30% of tenants.</p>"
    "<h2>Timeline</h2><ul><li>10:00 - A tenant calls.</li><li>11:00 - It runs.</li></ul>"
)
MARKDOWN = [
    "## Issue Summary",
    "The **lift** was down for 30% of tenants.",
    "## Timeline",
    "* 10:00 - A tenant calls.",
    "* 11:00 - It runs.",
]


def content(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_a_web_page_is_read_by_its_headings() -> None:
    pytest.importorskip("markdownify", reason="the extra [documents] is not installed")
    head = "<head><title>x</title><style>p {}</style></head>"
    page = f"<html>{head}<body>{MARKUP}<script>1</script></body></html>"

    assert content(text_of("a.html", page.encode())) == MARKDOWN


WORD = "http://schemas.openxmlformats.org"
TYPES = f"""<Types xmlns="{WORD}/package/2006/content-types">
<Default Extension="rels"
  ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml"
  ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = f"""<Relationships xmlns="{WORD}/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
  Type="{WORD}/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""


def docx(*paragraphs: tuple[str, str]) -> bytes:
    """Return a Word document of paragraphs, each with the name of its style."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    main = f"{WORD}/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>',
        )
    return file.getvalue()


def test_a_word_document_is_read_by_its_headings() -> None:
    for library in ("mammoth", "markdownify"):
        pytest.importorskip(library, reason="the extra [documents] is not installed")
    data = docx(
        ("Heading2", "Issue Summary"),
        ("Normal", "The lift was down for 30% of tenants."),
        ("Heading2", "Timeline"),
        ("Normal", "10:00 - A tenant calls."),
    )

    assert content(text_of("a.docx", data)) == [
        "## Issue Summary",
        "The lift was down for 30% of tenants.",
        "## Timeline",
        "10:00 - A tenant calls.",
    ]


def test_a_damaged_word_document_is_refused_with_a_sentence() -> None:
    pytest.importorskip("mammoth", reason="the extra [documents] is not installed")
    with pytest.raises(Unreadable, match="no Word document that can be read"):
        text_of("a.docx", docx(("Normal", "cut off"))[:200])


PATHOLOGICAL = {
    "words": "word " * 20_000,
    "brackets": "![" * 10_000 + "\n" + "[" * 10_000 + "\n" + "<" * 10_000,
    "links": "[a](b " * 3_000,
    "pipes": "|-" * 10_000 + "\n" + "|" * 10_000,
    "clocks": "10:00 " * 3_000 + "\n" + "1:" * 10_000,
    "months": "may " * 10_000 + "\n" + "5 may " * 2_000,
    "comments": "<!-- pmlog: ignore x -->\n" * 1_000,
    "spaces": " " * 25_000 + "x",
    "colons": "a: " * 10_000,
}


@pytest.mark.parametrize("shape", list(PATHOLOGICAL.values()), ids=list(PATHOLOGICAL))
def test_a_line_of_any_shape_hides_nothing_around_it(shape: str) -> None:
    text = (ROOT / "tests/postmortems/atx_complete.md").read_text()
    before, heading, after = text.partition("## Corrective")
    found = report_on(f"{before}{shape}\n\n{heading}{after}").clauses

    assert [c for c in OWED if found[c].status != "present"] == []


def test_a_comment_that_never_ends_hides_the_rest_as_a_browser_does() -> None:
    text = (ROOT / "tests/postmortems/atx_complete.md").read_text()
    found = report_on(text.replace("## Corrective", "<!--" * 5_000 + "\n## Corrective"))

    assert {c for c in OWED if found.clauses[c].status == "missing"} == {
        "measures.improvements",
        "measures.todo_tasks",
    }


def test_a_log_in_place_of_a_timeline_is_read_as_one() -> None:
    line = "- 10:00 - The server team checked the network and found nothing of interest.\n"
    report = report_on("## Issue Summary\nA word.\n## Timeline\n" + line * 6_000)

    found = {c for c in IDS if report.clauses[c].status == "present"}
    assert report.words == 12 * 6_000 + len(["Issue", "Summary", "A", "word", "Timeline"])
    assert found >= {"timeline.timestamped_bullets", "timeline.actions_taken"}
    assert not [f for f in report.findings if f.rule not in IDS and f.level == "error"]


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
    text = f"## Timeline\n{silence}\n- 13:15 AM - a\n- 14:15 AM - b\n"
    found = [f.line for f in report_on(text).findings if f.rule == "time.impossible"]

    assert found == [4]


def test_a_comment_before_all_content_silences_a_group_of_rules() -> None:
    text = "<!-- pmlog: ignore time, summary -->\n## Timeline\n- 13:15 AM - a\n"
    found = {f.rule.split(".")[0] for f in report_on(text).findings}

    assert not found & {"time", "summary"}


# The command


@pytest.fixture
def run(say: Shell, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs the command alone, in the shell's surroundings."""
    check = app.app(["check"])

    def command(*argv: str, stdin: bytes | None = b"") -> Said:
        from tests.conftest import _Input

        say._patch.setattr("sys.stdin", None if stdin is None else _Input(stdin))
        session = Session(say.environ, say.now_us)
        try:
            code: Any = check(["check", *argv], obj=session, standalone_mode=False)
        except PmlogError as error:
            return Said(error.exit_code, capsys.readouterr().out, str(error))
        return Said(code or 0, *capsys.readouterr())

    return command


def test_check_says_file_line_level_rule_and_message(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("## Timeline\n- 13:15 AM - a\n")
    said = run(str(path))

    assert said.code == 1
    assert f"{path}:2: error time.impossible no clock shows 13:15 AM" in said.out
    assert "  missing  measures.todo_tasks" in said.out


def test_check_is_silent_on_a_clean_document_but_for_its_table(run: Any) -> None:
    said = run(str(EXAMPLES[0]), "--ignore", "tasks,timeline.long_entry")

    assert said.code == 0
    assert said.out.splitlines()[-1].endswith("assignment profile; clean")


def test_check_json_has_the_promised_keys(run: Any) -> None:
    answer = json.loads(run("-", "--json", stdin=b"# Postmortem\n").out)

    assert list(answer) == ["file", "profile", "words", "clauses", "findings", "found"]
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


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv takes rights away")
def test_check_says_which_folder_below_another_it_cannot_list(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    (tmp_path / "a.md").write_text("# Postmortem\n")
    # Root may list any folder.
    rights = "--bounding-set=-dac_override,-dac_read_search"
    argv = ["setpriv", rights, sys.executable, "-m", "pmlog", "check", str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=ROOT, check=False)

    assert done.returncode == 2
    assert done.stderr == f"pmlog: {closed} cannot be read: permission denied\n"
    assert f"{tmp_path}/a.md:1: error" in done.stdout


def test_check_says_so_where_standard_input_is_closed(run: Any) -> None:
    said = run("-", stdin=None)

    assert (said.code, said.out) == (2, "")
    assert said.err == "pmlog: standard input is closed; there is nothing to read\n"


@pytest.mark.parametrize("name", ["gone.md", "loop.md"])
def test_check_says_in_a_sentence_which_file_it_cannot_read(
    run: Any, tmp_path: Path, name: str
) -> None:
    # Nobody can open it, not even root.
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    said = run(str(tmp_path / name))

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"pmlog: {tmp_path / name} cannot be read: ")
    assert said.err.count("\n") == 1


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


def test_check_explains_what_found_a_clause_in_a_document(run: Any) -> None:
    text = (
        b"# It\n\n## Timeline\n\n- 10:05 UTC - An alert fires.\n- 10:00 - 24:30 went by.\n"
    )
    known = run("-", "--explain", "timeline.when_detected", stdin=text)
    absent = run("-", "--explain", "timeline.escalated_to", stdin=text)

    assert known.out == (
        "<stdin>: present, found: known or how_noticed + timed"
        " in outset, lead, elsewhere, line 5\n"
    )
    assert absent.out.startswith("<stdin>: missing\n<stdin>:3: missing: to ")


def test_check_explains_what_is_looked_for_the_strongest_first(run: Any) -> None:
    said = run("--explain", "timeline.misleading_paths").out

    assert "    present  timeline: wrong but not all_well\n" in said
    assert "    partly   timeline: suspected (it is not said" in said
    assert "  suspected (investigated.toml): " in said
    assert "    not: " in said


def test_what_became_of_a_clause_is_shown_for_each_document_with_its_line() -> None:
    documents = list(precision.own_documents())[:9]
    shown = list(precision.of_clause("timeline.escalated_to", documents))

    assert [line.split()[0] for line in shown] == [each.name for each in documents]
    assert shown[1].endswith(
        "  present  15: - **09:50** - Escalated to the security team, who "
        "know the certificates."
    )


def test_check_explains_what_the_names_in_rows_are_made_of_and_where(run: Any) -> None:
    vain = run("--explain", "timeline.misleading_paths").out
    told = run("--explain", "timeline.how_detected").out

    assert (
        "  wrong (refuted.toml): a path that proved wrong, named or told; includes" in vain
    )
    assert "  named_wrong (refuted.toml): " in vain
    assert "  in_vain (refuted.toml): " in vain
    assert "  Named beside them:\n    label_misleading (labels.toml): " in vain
    assert "    theories (refuted.toml): " in vain
    assert "  how_noticed: made of watch, no_watch, noticed_by, seen, " in told
    assert "  watch (detected.toml): " in told
    assert "  noticed_by (detected.toml): " in told


def test_check_explains_what_it_is_to_leave_out_a_clause_where_profiles_differ(
    run: Any,
) -> None:
    told = "  To leave it out: error in assignment, note in general\n"

    assert told in run("--explain", "timeline.escalated_to").out
    assert "To leave it out" not in run("--explain", "timeline.how_resolved").out


def test_what_a_profile_does_not_ask_for_is_no_gap_in_its_table(run: Any) -> None:
    text = b"# Postmortem\n"

    assert "missing  length" in run("-", "--profile", "assignment", stdin=text).out
    assert "length" not in run("-", "--profile", "general", stdin=text).out
    assert (
        "length.400_600_words" in json.loads(run("-", "--json", stdin=text).out)["clauses"]
    )


def test_check_says_whether_an_example_meets_a_rule_or_breaks_it(run: Any) -> None:
    met = run("--explain", "timeline.escalated_to").out
    broken = run("--explain", "evidence.none").out

    assert "  What meets it: - 03:30 - Escalated to the database team.\n" in met
    assert "  What breaks it: 14:05 detected: errors rise, without a link" in broken


def test_check_says_in_json_what_found_a_clause(run: Any) -> None:
    text = b"# It\n\n## Timeline\n\n- 10:05 UTC - An alert fires.\n"
    found = json.loads(run("-", "--json", stdin=text).out)["found"]

    assert found["timeline.when_detected"] == {
        "where": ["outset", "lead", "elsewhere"],
        "told": ["known|how_noticed", "timed"],
        "not_told": [],
        "lines": [5],
    }


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
