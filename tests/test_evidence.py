"""What is attached is stored once, comes back as it was, and breaks no document."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmlog.actions import record
from pmlog.actions.responder import Responder
from pmlog.cli.attachments import MOST
from pmlog.exchange import export, incoming
from pmlog.incident import evidence, kinds, timeline
from pmlog.incident.entry import Entry
from pmlog.incident.event import Event
from pmlog.incident.evidence import Evidence, content_of
from pmlog.render.excerpt import Excerpt, excerpts
from pmlog.render.format import HTML, MARKDOWN, PLAIN
from pmlog.store import current, queries, schema
from pmlog.store.log import Log
from tests.conftest import NOW_US, Shell
from tests.timelines import event, written

RESPONDER = Responder("on-call", "db-1", "UTC", NOW_US)
BINARY = bytes(range(256))
TOKEN = "ghp_" + "a1" * 18


def exported(say: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in say.ok("export").splitlines()]


def carriers(say: Shell) -> list[dict[str, Any]]:
    return [event for event in exported(say) if event["kind"] == kinds.EVIDENCE]


def attach(log: Log, *pieces: Evidence) -> Event:
    data = json.dumps({"attached": evidence.references(list(pieces))})
    entry = Entry(text="seen", data=data, evidence=pieces)
    return record.event(log, RESPONDER, lambda _zone, _incident: entry).event


def told(log: Log) -> timeline.Incident:
    (incident,) = queries.incidents(log)
    marks = current.whole(log, incident)
    return marks.folded(queries.evidence_of(log, marks))


# event --attach


def test_a_file_is_stored_in_the_same_transaction_under_its_hash(
    say: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "top.txt"
    file.write_text("load 14\n")
    say.ok("event", "-k", "inv", "load is high", "--attach", str(file))
    _opened, carrier, event = exported(say)

    digest = hashlib.sha256(b"load 14\n").hexdigest()
    assert carrier["data"] == {"sha256": digest, "content": "load 14\n"}
    assert event["data"]["attached"] == [{"sha256": digest, "name": "top.txt", "size": 8}]
    assert (event["kind"], event["text"]) == ("investigated", "load is high")


def test_a_pipe_is_attached_beside_words(say: Shell) -> None:
    say.ok("event", "-k", "investigated", "top output", "--attach", "-", stdin="load 14\n")

    assert say.ok("evidence", carriers(say)[0]["data"]["sha256"][:8]) == "load 14\n"


@pytest.mark.parametrize(
    "words", [["--attach", "-"], ["-", "--attach", "-"], ["x", *["--attach", "-"] * 2]]
)
def test_one_pipe_is_not_two_things(say: Shell, words: list[str]) -> None:
    said = say("event", *words, stdin="text")

    assert said.code == 2
    assert "is the text or one attachment, not both" in said.err
    assert not say.path.exists()


def test_the_same_content_is_stored_once_under_each_of_its_names(
    say: Shell, tmp_path: Path
) -> None:
    for name in ("before.txt", "after.txt"):
        (tmp_path / name).write_text("the same")
        say.ok("event", name, "--attach", str(tmp_path / name))

    assert len(carriers(say)) == 1
    assert re.findall(r"(\S+), 8 B", say.ok("timeline")) == ["(before.txt", "(after.txt"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("none", "no such file or directory"), (".", "is a directory"), ("big", "its end")],
)
def test_what_cannot_be_attached_is_refused_and_the_words_are_said_again(
    say: Shell, tmp_path: Path, path: str, reason: str
) -> None:
    (tmp_path / "big").write_bytes(bytes(MOST + 1))
    said = say("event", "--attach", str(tmp_path / path), "db-1", "is", "down")

    assert (said.code, said.out) == (1, "")
    assert reason in said.err
    again = "-" if path == "big" else str(tmp_path / path)
    assert f"--attach {os.path.normpath(again)} -- 'db-1 is down'" in said.err.replace(
        "/. ", " "
    )
    assert not say.path.exists()


def test_the_largest_file_that_is_attached_comes_back(say: Shell, tmp_path: Path) -> None:
    (tmp_path / "core").write_bytes(BINARY * (MOST // 256))
    say.ok("event", "--no-redact", "--attach", str(tmp_path / "core"), "crashed")
    digest = carriers(say)[0]["data"]["sha256"]
    say.ok("evidence", digest[:8], "-o", str(tmp_path / "back"))

    assert (tmp_path / "back").read_bytes() == (tmp_path / "core").read_bytes()


def test_a_pipe_that_cannot_be_stored_is_kept_in_a_file(
    say: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    say.path.write_text("no log")
    said = say("event", "top output", "--attach", "-", stdin="load 14\n")
    kept = re.search(r"--attach (\S+)", said.err)

    assert said.code == 4
    assert kept
    assert Path(kept[1]).read_text() == "load 14\n"


def test_secrets_are_not_stored_unless_told_to(say: Shell) -> None:
    said = say("event", "x", "--attach", "-", stdin=f"token {TOKEN}\n")
    assert said.err == (
        "pmlog: redacted from standard input: GitHub token; --no-redact stores all of it\n"
    )
    assert TOKEN not in say.ok("export")
    say.ok("event", "--no-redact", "x", "--attach", "-", stdin=TOKEN)

    assert TOKEN in say.ok("export")


def test_the_secrets_of_a_text_are_not_stored_where_that_is_asked_for(say: Shell) -> None:
    said = say("event", "--redact", f"ran: curl {TOKEN}@example.com")

    assert said.err == "pmlog: redacted from the text: GitHub token\n"
    assert "ran: curl [redacted: GitHub token]@example.com" in said.out
    assert TOKEN not in say.ok("export")


def test_secrets_in_what_is_no_text_go_and_the_rest_stays() -> None:
    gathered = evidence.gathered(
        "dump", b"\xff" + TOKEN.encode() + b" \xfe", redacting=True
    )

    assert gathered.evidence.content == b"\xff[redacted: GitHub token] \xfe"
    assert gathered.taken == {"GitHub token": 1}


# The log


def test_a_content_of_another_incident_is_stored_again(log: Log) -> None:
    piece = Evidence("a", b"content")
    attach(log, piece)
    title = Entry(text="another")
    record.open_incident(log, RESPONDER._replace(now_us=NOW_US + 1), title, {})
    attach(log, piece)
    attach(log, piece)

    assert [
        len(queries.evidence_of(log, current.whole(log, each)))
        for each in queries.incidents(log)
    ] == [
        1,
        1,
    ]


def test_evidence_that_was_retracted_is_gone_from_the_incident(log: Log) -> None:
    attach(log, Evidence("a", b"content"))
    (carrier,) = queries.evidence_of(log, current.whole(log, queries.incidents(log)[0]))
    data = json.dumps({"target": carrier.id})
    word = Entry(text="", kind=kinds.RETRACT, data=data)
    record.write_up(log, RESPONDER, word, carrier.incident)
    assert told(log).evidence == {}
    attach(log, Evidence("a", b"content"))

    assert len(told(log).evidence) == 1


def test_the_end_of_a_command_is_a_correction_of_its_start(log: Log) -> None:
    data = json.dumps({"command": "pg_dump app"})
    entry = Entry(text="dump", data=data)
    started = record.event(log, RESPONDER, lambda _zone, _incident: entry).event
    assert told(log).timeline == (started,)
    output = (Evidence("output", b"done\n", cut=True),)
    ended = record.ended(log, RESPONDER, started, NOW_US + 5, 3, output)

    assert told(log).timeline == (ended,)
    assert (ended.until, ended.text, ended.details.exit_code) == (NOW_US + 5, "dump", 3)
    assert ended.details.command == "pg_dump app"
    assert ended.details.attached[0].cut


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=50).map(lambda t: t.encode(errors="replace")),
    )
)
def test_what_is_exported_and_imported_is_the_same_evidence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        logs = []
        for name in ("one", "other"):
            schema.prepare(f"{folder}/{name}", NOW_US)
            logs.append(Log(f"{folder}/{name}"))
        with logs[0] as here, logs[1] as there:
            attach(here, Evidence("a", content))
            lines = list(export.export_lines(here))
            export.import_events(there, incoming.read(lines))
            (carrier,) = told(there).evidence.values()

            assert content_of(carrier) == content
            assert list(queries.all_events(there)) == list(queries.all_events(here))


@pytest.mark.parametrize(
    "change",
    [
        {"content": "another"},
        {"sha256": "0" * 64},
        {"sha256": "short"},
        {"base64": "?"},
        {"content": "\ud800"},
        {"content": 5},
    ],
)
def test_a_content_that_does_not_have_its_hash_is_not_imported(
    say: Shell, tmp_path: Path, change: dict[str, Any]
) -> None:
    say.ok("event", "x", "--attach", "-", stdin="content")
    events = exported(say)
    carrier = next(event for event in events if event["kind"] == kinds.EVIDENCE)
    if "base64" in change:
        del carrier["data"]["content"]
    carrier["data"] |= change
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, events)))
    said = say("import", str(tmp_path / "log.jsonl"), "--db", str(tmp_path / "other"))

    assert said.code == 1
    assert "nothing was imported" in said.err


# The command


def test_evidence_lists_what_there_is_and_prints_one_by_hash_or_event(say: Shell) -> None:
    say.ok("event", "top output", "--attach", "-", stdin="load 14\n")
    listed = re.fullmatch(
        r"([0-9a-f]{8})        8 B  ([0-9a-f]{6})  standard input  top output\n",
        say.ok("evidence"),
    )
    assert listed

    assert [say.ok("evidence", listed[number]) for number in (1, 2)] == ["load 14\n"] * 2
    row = json.loads(say.ok("evidence", "--json"))
    assert (row["sha256"][:8], row["size"], row["cut"]) == (listed[1], 8, False)
    assert json.loads(say.ok("evidence", listed[1], "--json"))["data"]["content"]


def test_evidence_that_is_not_there_or_not_one_is_refused(
    say: Shell, tmp_path: Path
) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    out = say.ok(
        "event", "two", "--attach", str(tmp_path / "a"), "--attach", str(tmp_path / "b")
    )

    assert say("evidence", "ffff").code == 3
    assert "fits several pieces of evidence" in say("evidence", out[:6]).err


# Documents


def documents(say: Shell) -> dict[str, str]:
    names = ("postmortem", "playful", "sre", "status", "html")
    return {name: say.ok("render", "-t", name) for name in names}


HOSTILE = (
    "plain\n```\n# heading\n````` \n<script>alert(1)</script>\n</pre></details>\n"
    "<!-- pmlog:begin timeline 000000000000 postmortem 3fa9c1 -->\n-->\n{{ 7*7 }} %%{\n"
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u202e bell\x07 \x9b31m tab\tend\r\n"
)


def test_every_document_shows_evidence_and_nothing_breaks_out_of_it(say: Shell) -> None:
    name = "<b>`x`<b> @team #1 | --> .log"
    file = say.path.parent / name
    file.write_text(HOSTILE)
    say.ok("event", "began: it", "--attach", str(file))
    shown = documents(say)

    short = carriers(say)[0]["data"]["sha256"][:8]
    assert [each for each, text in shown.items() if short not in text] == []
    for text in shown.values():
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "<!-- pmlog:begin" not in text
    page = MarkdownIt("gfm-like", {"linkify": False}).render(shown["postmortem"])
    assert page.count("<details>") == page.count("</details>") == 1
    code = re.search(r'<pre class="log">(.*?)</pre>', page, re.DOTALL)
    assert code
    assert "red  \\u202e bell\\x07 \\x9b31m tab" in html.unescape(code[1])
    assert "<script>" not in page
    assert "<h1># heading" not in page
    assert "<script>alert" not in shown["html"]


@pytest.mark.parametrize(
    ("is_cut", "expected"),
    [
        (True, "output, the last 20 lines; its beginning was not kept (292 B, "),
        (False, "output, the last 20 of 100 lines (292 B, "),
    ],
)
def test_a_long_output_shows_its_end_and_says_so(is_cut: bool, expected: str) -> None:
    lines = "".join(f"{number}\n" for number in range(1, 101)).encode()
    piece = Evidence("output", lines, cut=is_cut)
    data = {"command": "seq 100", "attached": [piece.reference]}
    shown = event(2, kinds.NOTE, NOW_US, "seq 100", data=data)
    carrier = event(3, kinds.EVIDENCE, NOW_US, data=json.loads(piece.data))
    incident = timeline.fold([*written(), shown, carrier])
    assert incident
    (excerpt,) = excerpts(shown, incident)

    assert excerpt.title.startswith(expected)
    assert (excerpt.lines[0], excerpt.lines[-1]) == ("81", "100")


def test_what_is_no_text_is_named_and_not_shown(say: Shell, tmp_path: Path) -> None:
    (tmp_path / "core").write_bytes(BINARY)
    say.ok("event", "began: it", "--attach", str(tmp_path / "core"))

    for text in documents(say).values():
        assert re.search(r"core, not text \(256 B, [0-9a-f]{8}\)", text)


def test_each_format_sets_an_excerpt_without_lines() -> None:
    empty = Excerpt("a, empty (0 B)", ())

    assert "<pre>" not in HTML.excerpt(empty)
    assert "<pre" not in MARKDOWN.excerpt(empty)
    assert PLAIN.excerpt(empty) == "Evidence: a, empty (0 B)"
