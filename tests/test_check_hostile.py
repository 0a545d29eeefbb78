"""check ends, always: whatever a file is, however it is named, whatever it holds."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.check.clauses.case import Case
from pmlog.check.document import encoding, files
from pmlog.check.document.encoding import Unreadable, text_of
from pmlog.check.document.parse import parse
from pmlog.check.report.examine import Report, Settings, reports
from pmlog.check.report.patience import TookTooLong, patience
from pmlog.check.rules import order
from pmlog.check.rules.table import chosen
from pmlog.check.times.facts import facts_of
from tests import growth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Shell

ALL = Settings(chosen((), ()))
PLAIN = "# Postmortem\n\nThe login service was down.\n"


def test_a_named_pipe_is_refused_at_once_and_the_others_are_checked(
    say: Shell, tmp_path: Path
) -> None:
    pipe, plain = tmp_path / "pipe.md", tmp_path / "plain.md"
    os.mkfifo(pipe)
    plain.write_text(PLAIN)
    said = say("check", "--json", str(pipe), str(plain))

    assert "a named pipe; only regular files are read" in said.err
    assert json.loads(said.out)["file"] == str(plain)
    assert said.code == 2


def test_a_pipe_in_a_folder_is_nobodys_postmortem(say: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "plain.md").write_text(PLAIN)
    said = say("check", "--json", str(tmp_path))

    assert json.loads(said.out)["file"] == str(tmp_path / "plain.md")
    assert said.err == ""


def test_a_device_without_end_is_refused(say: Shell) -> None:
    assert "/dev/zero is a device" in say("check", "/dev/zero").err


def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10)

    with pytest.raises(Unreadable, match="longer than"):
        files.bytes_of("-", lambda most: b"x" * most)


def test_a_folder_of_too_many_files_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.md").touch()

    with pytest.raises(files.TooManyFiles, match="name a folder further down"):
        list(files.files_in([str(tmp_path)]))


@pytest.mark.parametrize("page", ["<div>" * 3000, "<b>" * 100_000, "<p>" * 3000])
def test_a_page_of_elements_without_end_is_a_sentence(
    say: Shell, tmp_path: Path, page: str
) -> None:
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "b.md").write_text(PLAIN)
    said = say("check", "--json", str(tmp_path))

    assert "nested too deeply" in said.err
    assert json.loads(said.out)["file"] == str(tmp_path / "b.md")


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20 * 2**20)

    with pytest.raises(Unreadable, match="unpacks to 20 MiB"):
        text_of("bomb.docx", packed.getvalue())


def test_a_file_that_takes_too_long_is_left() -> None:
    with (
        pytest.raises(TookTooLong, match=r"slow\.md took longer"),
        patience("slow.md", 0.05),
    ):
        while True:
            time.sleep(0.01)


@pytest.mark.parametrize("day", ["9999-12-30", "0001-01-01", "9999-12-31 23:00 UTC"])
def test_a_timeline_at_the_end_of_the_calendar_is_read(say: Shell, day: str) -> None:
    text = f"On {day} it broke.\n\n## Timeline\n"
    text += "- Sat 23:00 UTC - down\n- Sun 01:00 UTC - down\n- 00:10 UTC - up\n"

    assert "unforeseen" not in say("check", "-", stdin=text).err


def test_no_name_is_a_usage_error(say: Shell) -> None:
    said = say("check", "")

    assert (said.code, said.out) == (2, "")
    assert "empty" in said.err


# Time

FAMILIES: dict[str, Callable[[int], str]] = {
    "clocks": lambda n: "## Timeline\n" + "10:05 UTC " * n,
    "clocks with dates": lambda n: "## Summary\n" + "2024-01-05 10:05 UTC, " * n,
    "paragraphs of clocks": lambda n: ("10:05 UTC " * 200 + "\n\n") * (n // 100),
    "entries": lambda n: "## Timeline\n" + "- 10:05 UTC - it is down\n" * n,
    "two zones": lambda n: "from 9:00 to 9:30 UTC\n" + "- 06:05 EST - it is down\n" * n,
    "sentences": lambda n: "The server was not down. " * n,
    "paragraphs": lambda n: "Due to the outage users could not log in.\n\n" * n,
    "contents": lambda n: "contents\n" * n + "## Summary\nx\n",
    "weekdays": lambda n: "## Timeline\n" + "- Sat 10:00 UTC - it is down\n" * n,
    "marks": lambda n: "*_`[(<!-- " * n,
    "postmortems": lambda n: "# Issue Summary\nx\n# Timeline\n# Corrective\ny\n" * n,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_time_grows_with_the_length_and_no_faster(family: str) -> None:
    def judged(size: int) -> list[Report]:
        text = FAMILIES[family](size)
        return reports("it.md", text_of("it.md", text.encode()), ALL)

    assert growth.exponent(judged, 100) < growth.LINEAR


def test_the_order_of_an_afternoon_takes_time_for_its_length_only() -> None:
    cases = {
        n: Case(facts_of(parse("## Timeline\n" + "- 1:05 PM down\n" * n)))
        for n in (400, 400 * growth.TIMES)
    }

    # The whole of check is slow enough to hide one rule that is not linear.
    assert growth.exponent(lambda n: list(order.step_back(cases[n])), 400) < growth.LINEAR


# Names

ODD = ("a b.md", "q?#%.md", "new\nline.md", "e\u0301.md", "c:d,e.md", "esc\x1b[31m.md")


@pytest.mark.parametrize("name", ODD)
def test_each_format_is_whole_whatever_a_file_is_called(
    say: Shell, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("120% of users saw it.\x1b[31m\n::error::x\n")
    out = {how: say("check", "--format", how, str(tmp_path)).out for how in FORMATS}

    assert json.loads(out["json"])["file"].endswith(name)
    assert "::error file=" in out["github"]
    assert all(line.startswith("::") for line in out["github"].splitlines())
    place = json.loads(out["sarif"])["runs"][0]["results"][0]["locations"][0]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert set(uri) <= URI
    assert "\x1b" not in "".join(out.values())


FORMATS = ("text", "json", "github", "sarif")
URI = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%")


def test_a_name_that_is_no_text_is_shown_as_such(say: Shell, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.md"
    with open(path, "wb") as file:
        file.write(PLAIN.encode())
    out: dict[str, Any] = {
        h: say("check", "--format", h, str(tmp_path)).out for h in FORMATS
    }

    assert json.loads(out["json"])["file"].endswith("\ufffd.md")
    assert "%FF.md" in out["sarif"]


def test_the_converters_named_here_are_those_there_are() -> None:
    assert {".docx", ".html", ".htm"} <= set(encoding.SUFFIXES)
