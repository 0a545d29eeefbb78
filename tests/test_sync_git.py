"""Logs that meet in a git repository."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pmlog.sync import git_program
from pmlog.sync.shelf import NotReached
from tests.homes import Home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")

REFUSES_OTHER_REFS = """#!/bin/sh
case $1 in refs/heads/*) exit 0 ;; esac
echo "only branches here" >&2
exit 1
"""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, *words], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    folder = tmp_path / "team.git"
    git(tmp_path, "init", "--quiet", "--bare", str(folder))
    return folder


def test_two_logs_that_synced_are_the_same(tmp_path: Path, bare: Path) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    ann.says("the page")
    bob.says("customers call")

    for home in (ann, bob, ann):
        home.syncs(f"git+file:{bare}")

    assert ann.lines() == bob.lines()
    assert sorted(git(bare, "for-each-ref", "--format=%(refname)").splitlines()) == sorted(
        f"refs/pmlog/{home.origin()}" for home in (ann, bob)
    )
    told = git(bare, "cat-file", "blob", f"refs/pmlog/{ann.origin()}:1-2.jsonl")
    assert set(told.splitlines()) <= ann.lines()


def test_eight_that_push_at_once_lose_nothing(tmp_path: Path, bare: Path) -> None:
    homes = [Home(tmp_path, f"home{number}") for number in range(8)]

    def work(home: Home) -> None:
        for number in range(2):
            home.says(f"{home.name} {number}")
            home.syncs(f"git+file:{bare}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, homes))
    for home in homes[:2]:
        home.syncs(f"git+file:{bare}")

    told = {f"home{n} {number}" for n in range(8) for number in range(2)}
    assert homes[0].texts() == told
    assert homes[0].lines() == homes[1].lines()


def test_where_refs_are_refused_there_are_branches(tmp_path: Path, bare: Path) -> None:
    hook = bare / "hooks" / "update"
    hook.write_text(REFUSES_OTHER_REFS)
    hook.chmod(0o755)
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    for _ in range(2):
        ann.says("note")
        ann.syncs(f"git+file:{bare}")

    bob.syncs(str(bare))

    assert bob.lines() == ann.lines()
    refs = git(bare, "for-each-ref", "--format=%(refname)").split()
    assert refs == [f"refs/heads/pmlog/{ann.origin()}"]


def test_a_host_that_takes_nothing_is_named_with_its_reason(
    tmp_path: Path, bare: Path
) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ann = Home(tmp_path, "ann")
    ann.says("note")

    for _ in range(2):
        with pytest.raises(NotReached, match="it takes no push"):
            ann.syncs(f"git+file:{bare}")
    hook.unlink()
    assert ann.syncs(f"git+file:{bare}").pushed == 2


def test_the_users_repository_and_hooks_are_left_alone(tmp_path: Path, bare: Path) -> None:
    ann = Home(tmp_path, "ann")
    work = tmp_path / "work"
    git(tmp_path, "init", "--quiet", str(work))
    (work / "file").write_text("x")
    git(work, "add", "file")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "pre-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        (hooks / name).chmod(0o755)
    home = tmp_path / "ann's home"
    (home / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {hooks}\n[push]\n\tgpgSign = true\n"
    )
    ann.environ |= {
        "GIT_DIR": str(work / ".git"),
        "GIT_INDEX_FILE": str(work / ".git" / "index"),
        "GIT_WORK_TREE": str(work),
    }
    before = sorted((path, path.stat().st_mtime_ns) for path in work.rglob("*"))
    ann.says("note")

    assert ann.syncs(f"git+file:{bare}").pushed == 2

    assert sorted((path, path.stat().st_mtime_ns) for path in work.rglob("*")) == before
    assert not (tmp_path / "ran").exists()


def test_a_copy_that_pushes_the_same_series_is_heard(tmp_path: Path, bare: Path) -> None:
    ann = Home(tmp_path, "ann")
    ann.says("before")
    copy = ann.copied(tmp_path, "copy")
    ann.says("of ann")
    copy.says("of the copy")

    for home in (ann, copy, ann):
        home.syncs(f"git+file:{bare}")

    assert ann.lines() == copy.lines()


@pytest.mark.parametrize("harm", ["locks", "half", "gone"])
def test_what_a_killed_git_left_behind_is_mended(
    tmp_path: Path, bare: Path, harm: str
) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    ann.says("note")
    for home in (ann, bob):
        home.syncs(f"git+file:{bare}")
    ann.says("more")
    ann.syncs(f"git+file:{bare}")
    (copy,) = (tmp_path / "bob's home" / ".cache" / "pmlog" / "git").glob("*.git")
    if harm == "locks":
        (copy / "shallow.lock").touch()
        (copy / f"refs/shelf/pmlog/{ann.origin()}.lock").touch()
    elif harm == "half":
        for path in (copy / "objects").rglob("*"):
            if path.is_file():
                path.chmod(0o644)
                path.write_bytes(path.read_bytes()[:20])
    else:
        (copy / "HEAD").write_text("nonsense")

    bob.syncs(f"git+file:{bare}")

    assert bob.lines() == ann.lines()


def test_a_host_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_program, "_QUICK_S", 0.5)
    ann = Home(tmp_path, "ann")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NotReached, match="no answer within"):
            ann.syncs(f"git+git://127.0.0.1:{port}/x.git")


def test_why_a_host_is_not_reached_is_told_in_the_words_of_ssh(tmp_path: Path) -> None:
    with pytest.raises(NotReached, match="port 1: Connection refused"):
        Home(tmp_path, "ann").syncs("git+ssh://ann@127.0.0.1:1/x.git")


def test_a_password_is_in_no_message(say: Shell) -> None:
    say.environ["PATH"] = os.environ["PATH"]
    say.ok("event", "note")

    said = say("sync", "git+http://ann:hunter2@127.0.0.1:1/x.git")

    assert said.code == 1
    assert "hunter2" not in said.out + said.err


def test_an_address_runs_no_command(say: Shell, tmp_path: Path) -> None:
    say.environ["PATH"] = os.environ["PATH"]
    say.ok("event", "note")

    said = say("sync", f"git+ext::touch% {tmp_path}/ran")

    assert said.code == 1
    assert not (tmp_path / "ran").exists()


def test_init_makes_a_repository_and_says_how_to_join(say: Shell, tmp_path: Path) -> None:
    say.environ["PATH"] = os.environ["PATH"]
    say.ok("event", "note")
    target = f"git+file:{tmp_path}/new.git"

    assert say("sync", target).code == 1
    told = say.ok("sync", "--init", target)

    assert f"export PMLOG_SYNC=git+file://{tmp_path}/new.git\n" in told
    assert say.ok("sync", target).startswith("nothing new")
