"""Where render writes: formats by name, folders, and nobody's save is lost."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from pmlog.cli.documents import writing
from pmlog.cli.documents.writing import ChangedMeanwhile
from pmlog.errors import PmlogError
from tests.conftest import ROOT, Shell, process_environ


@pytest.fixture
def rendered(say: Shell, tmp_path: Path) -> Path:
    say.ok("event", "--at", "12:00", "began: slow")
    path = tmp_path / "postmortem.md"
    say.ok("render", "-o", str(path))
    return path


@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_kill_while_a_file_is_written_leaves_nothing_beside_it(
    number: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("as it was")
    script = (
        "import os, signal\n"
        "from pmlog.cli.documents import writing\n"
        f"os.fsync = lambda _: os.kill(os.getpid(), signal.{number})\n"
        "writing.write('a.md', b'rendered', b'as it was')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=process_environ(tmp_path) | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == code
    assert os.listdir(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "as it was"


def test_a_save_that_was_made_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("read")
    path.write_text("saved by an editor")

    with pytest.raises(ChangedMeanwhile, match="that save is kept"):
        writing.write(str(path), b"rendered", b"read")
    assert path.read_text() == "saved by an editor"
    path.write_text("read")
    writing.write(str(path), b"rendered", b"read")
    assert path.read_text() == "rendered"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_file_that_was_made_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("made by an editor")

    with pytest.raises(ChangedMeanwhile):
        writing.write(str(path), b"rendered", None)
    assert path.read_text() == "made by an editor"
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_second_save_while_the_first_is_put_back_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("first save")
    swap, saves = writing._swap, ["second save"]

    def swap_and_save(one: str, other: str) -> bool:
        done = swap(one, other)
        if saves:
            Path(other).write_text(saves.pop())
        return done

    monkeypatch.setattr(writing, "_swap", swap_and_save)
    with pytest.raises(ChangedMeanwhile):
        writing.write(str(path), b"rendered", b"read")
    assert path.read_text() == "second save"


def test_a_system_that_cannot_exchange_files_looks_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_swap", lambda *_: False)
    path = tmp_path / "a.md"
    path.write_text("saved by an editor")

    with pytest.raises(ChangedMeanwhile):
        writing.write(str(path), b"rendered", b"read")
    writing.write(str(path), b"rendered", b"saved by an editor")
    assert path.read_text() == "rendered"


def test_a_file_with_a_second_name_keeps_both_and_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text("a longer text than what comes")
    other.hardlink_to(path)
    synced = []
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor)[stat.ST_INO : stat.ST_SIZE + 1])
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    writing.write(str(path), b"rendered", path.read_bytes())

    assert other.read_text() == "rendered"
    assert other.stat()[stat.ST_INO : stat.ST_SIZE + 1] in synced
    with pytest.raises(ChangedMeanwhile):
        writing.write(str(path), b"again", b"something else")


def test_a_file_without_a_name_is_written_and_not_what_took_its_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.md"
    with path.open("w+b") as file:
        path.unlink()
        nameless = f"/proc/self/fd/{file.fileno()}"
        Path(os.path.realpath(nameless)).write_text("another's")
        writing.write(nameless, b"rendered", writing.read(nameless))

        assert file.read() == b"rendered"
        assert Path(os.path.realpath(nameless)).read_text() == "another's"


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    writing.write(str(link), b"rendered", b"old")

    assert link.is_symlink()
    assert path.read_text() == "rendered"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
def test_a_file_that_is_mounted_by_itself_is_written_through(tmp_path: Path) -> None:
    source, target = tmp_path / "source.md", tmp_path / "target.md"
    source.write_text("old")
    target.write_text("")
    script = (
        "from pmlog.cli.documents import writing\n"
        f"writing.write({str(target)!r}, b'rendered', b'old')\n"
    )
    mounted = f'mount --bind "{source}" "{target}" && exec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mounted, "sh", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("no mounts here")

    assert (done.returncode, done.stderr) == (0, "")
    assert source.read_text() == "rendered"


def test_what_is_taken_over_an_edit_is_kept_beside_it(say: Shell, rendered: Path) -> None:
    edited = rendered.read_text().replace("slow", "very slow")
    rendered.write_text(edited)
    say.ok("event", "--at", "13:00", "resolved: fine")
    refused = say("render", "-o", str(rendered))
    assert refused.code == 1
    assert "pmlog amend" in refused.err
    said = say("render", "-o", str(rendered), "--take-log")

    assert said.code == 0
    assert "very slow" not in rendered.read_text()
    assert rendered.with_name("postmortem.md.orig").read_text() == edited
    again = rendered.read_text().replace("fine", "better")
    rendered.write_text(again)
    say.ok("set", "title", "Other")
    say.ok("event", "--at", "13:10", "note: it")
    say.ok("render", "-o", str(rendered), "--take-log")
    assert rendered.with_name("postmortem.md.orig").read_text() == edited
    assert rendered.with_name("postmortem.md.orig1").read_text() == again


def test_the_name_of_the_file_says_the_format(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    for name, start in {
        "a.html": b"<!-- pmlog:begin",
        "a.txt": b"POSTMORTEM: ",
        "a.docx": b"PK",
        "a.md": b"<!-- pmlog:begin title",
    }.items():
        said = say("render", "-o", str(tmp_path / name))
        assert said.code == 0, said.err
        assert f"wrote {tmp_path / name}" in said.err
        assert (tmp_path / name).read_bytes().startswith(start)
    assert b"pmlog:begin" not in (tmp_path / "a.txt").read_bytes()


def test_a_pdf_is_refused_with_how_to_print_one(say: Shell, tmp_path: Path) -> None:
    say.ok("start", "one")
    said = say("render", "-o", str(tmp_path / "a.pdf"))

    assert said.code == 2
    assert f"pmlog render -o {tmp_path / 'a.html'}" in said.err
    assert say("render", "-o", str(tmp_path / "a.html"), "-t", "sre").code == 2


def test_a_folder_is_made_where_it_is_named_from_here(
    say: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    monkeypatch.chdir(tmp_path)
    say.ok("render", "-o", "reports/")
    say.ok("render", "-o", "a/b/")

    assert len([*tmp_path.glob("reports/*.md"), *tmp_path.glob("a/b/*.md")]) == 2


def test_a_folder_gets_a_file_of_the_incident(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    folder = f"{tmp_path}/reports/"
    say.ok("render", "-o", folder)
    said = say("render", "-o", folder)

    (name,) = os.listdir(folder)
    assert name.startswith("postmortem-")
    assert "up to date: " in said.err
    say.ok("render", "-o", folder, "-t", "html")
    assert sorted(Path(each).suffix for each in os.listdir(folder)) == [".html", ".md"]


def test_what_has_no_blocks_is_overwritten_only_when_told(
    say: Shell, tmp_path: Path
) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    path = tmp_path / "a.txt"
    path.write_text("mine")

    assert say("render", "-o", str(path)).code == 2
    assert path.read_text() == "mine"
    say.ok("render", "-o", str(path), "--force")
    assert "POSTMORTEM" in path.read_text()


def test_a_long_log_is_curated_and_says_so(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    for minute in range(1, 30):
        say.ok("event", "--at", f"12:{minute:02}", f"note number {minute}")
    pinned = say.ok("event", "--at", "12:40", "this one matters")[:6]
    say.ok("pin", pinned)
    said = say("render", "-o", str(tmp_path / "a.md"))
    document = (tmp_path / "a.md").read_text()

    assert "note number" not in document
    assert "this one matters" in document
    assert "29 notes are in the log and not in this timeline." in document
    assert "--all-events has them" in said.err
    assert "note number 7" in say.ok("render", "--all-events")
    assert "note number 7" in say.ok("render", "-t", "html")
    assert "this one matters" in say.ok("status")


def test_output_is_utf_8_whatever_the_locale(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: caf\u00e9 \U0001f525")
    environ = process_environ(say.path.parent) | {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    for template in ("html", "postmortem"):
        done = subprocess.run(
            [sys.executable, "-m", "pmlog", "render", "-t", template],
            env=environ,
            capture_output=True,
            check=True,
            cwd=tmp_path,
        )
        assert "caf\u00e9 \U0001f525" in done.stdout.decode()


def test_an_unwritable_path_is_a_sentence(say: Shell) -> None:
    say.ok("start", "one")

    assert say("render", "-o", "/proc/nothing/here.md").code == 1
    with pytest.raises(PmlogError):
        writing.read("/proc/self/mem")


def test_a_word_document_has_the_picture(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    say.ok("event", "--at", "13:00", "resolved: fine")
    say.ok("render", "-o", str(tmp_path / "a.docx"))
    paper = Document(str(tmp_path / "a.docx"))
    texts = [paragraph.text for paragraph in paper.paragraphs]

    at = texts.index("The outage at a glance")
    assert "12:00 to 13:00, 1 h" in texts[at + 1]
    assert texts.index("Issue Summary") < at < texts.index("Timeline")


def test_check_compares_what_has_no_blocks_as_a_whole(say: Shell, tmp_path: Path) -> None:
    say.ok("event", "--at", "12:00", "began: slow")
    say.ok("event", "--at", "13:00", "resolved: fine")
    text, word = str(tmp_path / "a.txt"), str(tmp_path / "a.docx")
    say.ok("render", "-o", text)
    assert say("render", "-o", text, "--check").code == 0
    say.ok("render", "-o", word)
    assert say("render", "-o", word, "--check").code == 2
    say.ok("set", "title", "Other")
    assert say("render", "-o", text, "--check").code == 1
