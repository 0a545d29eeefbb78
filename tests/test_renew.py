"""Rendering again into a file that people have edited."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.errors import UsageError
from pmlog.render.renew import DamagedBlock, differences, renew
from pmlog.render.renew import fenced as fenced_of
from tests.conftest import NOW_US, Shell, process_environ

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def fenced(text: str, name: str) -> str:
    return fenced_of(text, name, "postmortem 3fa9c1")


# A backslash before a comment makes text of it: that is a damaged block, see below.
PROSE = st.text().filter(lambda text: "<!--" not in text and not text.endswith("\\"))
OLD = f"# Title\n{fenced('one', 'a')}\nmine\n{fenced('two', 'b')}\n"
NEW = f"# Other\n{fenced('ONE', 'a')}\n{fenced('two', 'b')}\n{fenced('three', 'c')}\n"


def test_what_stands_outside_the_blocks_is_kept() -> None:
    renewal = renew(OLD, NEW, over_edits=False)

    assert renewal.text == OLD.replace(fenced("one", "a"), fenced("ONE", "a"))
    assert (renewal.renewed, renewal.edited, renewal.absent) == (("a",), (), ("c",))


def test_a_block_edited_by_hand_is_kept_unless_told_otherwise() -> None:
    edited = OLD.replace("one\n", "by hand\n")

    assert renew(edited, NEW, over_edits=False).text == edited
    assert renew(edited, NEW, over_edits=False).edited == ("a",)
    told = renew(edited, NEW, over_edits=True)
    assert fenced("ONE", "a") in told.text
    assert "-by hand" in differences(edited, NEW, ("a",))


def test_a_copy_of_a_block_is_judged_by_itself() -> None:
    copied = OLD + OLD.replace("one\n", "by hand\n")
    renewal = renew(copied, NEW, over_edits=False)

    assert (renewal.renewed, renewal.edited) == (("a",), ("a",))
    assert "by hand" in renewal.text


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("<!-- pmlog:end a -->", ""),
        lambda text: text.replace("<!-- pmlog:end a -->", "<!-- pmlog:end b -->"),
        lambda text: text.replace(" postmortem 3fa9c1 -->", " postmortem 3fa9c1 --> "),
        lambda text: text + "<!-- pmlog:end a -->",
        lambda text: text.replace("<!-- pmlog:begin a", "\\<!-- pmlog:begin a"),
        lambda text: text.replace("<!-- pmlog:end a -->", "") + fenced("one", "a"),
    ],
)
def test_damaged_comments_are_refused_with_their_line(damage: Callable[[str], str]) -> None:
    with pytest.raises(DamagedBlock, match=r"line \d+ begins or ends"):
        renew(damage(OLD), NEW, over_edits=True)


def test_a_document_of_another_incident_or_template_is_refused() -> None:
    for source in ("postmortem aaaaaa", "sre 3fa9c1"):
        with pytest.raises(
            UsageError, match="the file is the postmortem of incident 3fa9c1"
        ):
            renew(OLD, fenced_of("one", "a", source), over_edits=True)


@given(st.lists(PROSE, min_size=3, max_size=3), st.sampled_from(["\n", "\r\n"]))
def test_every_byte_outside_the_blocks_stays(between: list[str], end: str) -> None:
    old = [fenced("one", "a").replace("\n", end), fenced("two", "b").replace("\n", end)]
    document = between[0] + old[0] + between[1] + old[1] + between[2]
    renewed = fenced("ONE", "a").replace("\n", end)

    assert renew(document, NEW, over_edits=False).text == (
        between[0] + renewed + between[1] + old[1] + between[2]
    )


@pytest.fixture
def rendered(say: Shell, tmp_path: Path) -> Path:
    say.ok("event", "began: slow", "--at", "12:00")
    target = tmp_path / "postmortem.md"
    say.ok("render", "-o", str(target))
    return target


def test_a_file_is_renewed_around_what_was_written_into_it(
    say: Shell, rendered: Path
) -> None:
    text = rendered.read_bytes().replace(
        b"## Timeline\n", b"## Timeline\n\nMy \xff note.\r\n"
    )
    rendered.write_bytes(text)
    say.ok("event", "resolved: fine", "--at", "13:00")
    assert say("render", "-o", str(rendered), "--check").code == 1
    say.ok("render", "-o", str(rendered))

    assert b"My \xff note.\r\n" in rendered.read_bytes()
    assert b"1 h, from 2026-11-21 12:00 to 13:00 UTC" in rendered.read_bytes()
    assert say("render", "-o", str(rendered), "--check").code == 0


def test_a_new_title_reaches_the_file(say: Shell, rendered: Path) -> None:
    say.ok("set", "title", "Another name")
    assert say("render", "-o", str(rendered), "--check").code == 1
    say.ok("render", "-o", str(rendered))

    assert "# Postmortem: Another name\n" in rendered.read_text()


def test_a_file_is_kept_from_others(say: Shell, rendered: Path) -> None:
    before = rendered.read_text()
    assert say("render", "-o", str(rendered), "-t", "sre").code == 2
    assert say("render", "-o", str(rendered), "-t", "html", "--check").code == 2
    say.ok("start", "another")
    assert say("render", "-o", str(rendered)).code == 2
    assert rendered.read_text() == before


def test_a_file_stays_fresh_while_the_log_rests(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "began: a", "--at", "12:00")
    say.ok("event", "resolved: <!-- pmlog:end timeline -->", "--at", "12:30")
    for template, name in (("html", "a.html"), ("postmortem", "a.md")):
        say.now_us += 1_000_000
        render = ("render", "-t", template, "-o", str(tmp_path / name))
        say.ok(*render)
        say.now_us += 1_000_000
        assert say(*render, "--check").code == 0


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_file_that_is_renewed_keeps_its_mode(
    say: Shell, rendered: Path, mode: int
) -> None:
    rendered.chmod(mode)
    say.ok("event", "resolved: fine", "--at", "13:00")
    say.ok("render", "-o", str(rendered))

    assert "resolved" in rendered.read_text().lower()
    assert stat.S_IMODE(rendered.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_any_new_file_has(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "began: slow")
    before = os.umask(0o027)
    try:
        say.ok("render", "-o", str(tmp_path / "new.md"))
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new.md").stat().st_mode) == 0o640


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    say: Shell, rendered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []

    def sync(descriptor: int) -> None:
        found = os.fstat(descriptor)
        is_in_place = found.st_ino == rendered.stat().st_ino
        synced.append((found.st_ino, found.st_size, is_in_place))
        fsync(descriptor)

    fsync = os.fsync
    say.ok("event", "resolved: fine", "--at", "13:00")
    monkeypatch.setattr(os, "fsync", sync)
    say.ok("render", "-o", str(rendered))
    found = rendered.stat()

    assert (found.st_ino, found.st_size, False) in synced


def test_a_block_edited_by_hand_stops_the_render_until_told(
    say: Shell, rendered: Path
) -> None:
    edited = rendered.read_text().replace("*Began:* slow", "*Began:* very slow")
    rendered.write_text(edited)
    say.ok("event", "resolved: fine", "--at", "13:00")
    said = say("render", "-o", str(rendered))

    assert said.code == 1
    assert rendered.read_text() == edited, "nothing half-written"
    assert "timeline was edited by hand" in said.err
    assert "-- **12:00** - *Began:* very slow\n" in said.out
    say.ok("render", "-o", str(rendered), "--keep-edits")
    assert "very slow" in rendered.read_text()
    assert "1 h, from 2026-11-21 12:00" in rendered.read_text()
    say.ok("render", "-o", str(rendered), "--take-log")
    assert "very slow" not in rendered.read_text()


def test_a_file_without_blocks_is_not_overwritten(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "one")
    target = tmp_path / "mine.md"
    target.write_text("mine")

    assert say("render", "-o", str(target)).code == 2
    assert say("render", "-o", str(target), "--check").code == 2
    assert target.read_text() == "mine"
    say.ok("render", "-o", str(target), "--force")
    assert "\n# Postmortem: one\n" in target.read_text()


def test_a_disk_that_fills_up_leaves_the_old_file(say: Shell, rendered: Path) -> None:
    before = rendered.read_bytes()
    say.ok("set", "cause-detail", "long " * 2000)
    done = subprocess.run(
        [sys.executable, "-m", "pmlog", "render", "-o", str(rendered)],
        # Or Python would leave the first 4096 bytes of each module it compiles.
        env=process_environ(say.path.parent) | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written: File too large" in done.stderr
    assert rendered.read_bytes() == before
    assert [path.name for path in rendered.parent.glob("tmp*")] == []


def test_an_ongoing_outage_is_stale_as_soon_as_time_passes(
    say: Shell, rendered: Path
) -> None:
    say.now_us = NOW_US + 3_600_000_000

    assert say("render", "-o", str(rendered), "--check").code == 1
