"""Logs that meet in object storage: a server of the test's own."""

from __future__ import annotations

import json
import logging
import os
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pmlog.sync.segments import Segment
from pmlog.sync.shelf import NotReached
from tests.homes import Home

pytest.importorskip("obstore")
moto_server = pytest.importorskip("moto.server")
from pmlog.sync.objects import Bucket  # noqa: E402 - which needs it

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Shell

ENVIRON = {
    "AWS_ACCESS_KEY_ID": "id",
    "AWS_SECRET_ACCESS_KEY": "hunter2",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto_server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(
    endpoint: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """Return the address of a new bucket."""
    for name, value in (ENVIRON | {"AWS_ENDPOINT_URL": endpoint}).items():
        monkeypatch.setenv(name, value)
    name = f"team-{abs(hash(request.node.name))}"
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/{name}", method="PUT"))
    return f"s3://{name}/pmlog"


def test_two_logs_that_synced_are_the_same(tmp_path: Path, bucket: str) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    ann.says("the page")
    bob.says("customers call")

    reports = [home.syncs(bucket) for home in (ann, bob, ann)]

    assert ann.lines() == bob.lines()
    # A tenth of a second in whole seconds.
    assert all(abs(each.ahead_us or 0) < 3_000_000 for each in reports)


def test_several_that_push_at_once_lose_nothing(tmp_path: Path, bucket: str) -> None:
    homes = [Home(tmp_path, f"home{number}") for number in range(4)]

    def work(home: Home) -> None:
        for number in range(3):
            home.says(f"{home.name} {number}")
            home.syncs(bucket)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, homes))
    homes[0].syncs(bucket)

    assert homes[0].texts() == {
        f"home{n} {number}" for n in range(4) for number in range(3)
    }


def test_what_is_there_is_put_over_only_to_repair(bucket: str) -> None:
    store = Bucket(bucket, os.environ)
    segment = Segment("01a22450-0000-7000-8000-00000000000a", 1, 2)

    assert store.put(segment, b"one")
    assert not store.put(segment, b"two")
    assert store.get(segment) == b"one"
    assert store.put(segment, b"two", over=True)
    assert store.get(segment) == b"two"
    store.remove([segment])
    assert store.list() == {}


def test_a_day_of_single_events_leaves_few_objects(tmp_path: Path, bucket: str) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    for _ in range(20):
        ann.says("note")
        ann.syncs(bucket)

    bob.syncs(bucket)

    assert len(Bucket(bucket, os.environ).list()) < 16
    assert bob.lines() == ann.lines()


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_named(tmp_path: Path) -> None:
    ann = Home(tmp_path, "ann")
    ann.says("the page")

    with pytest.raises(NotReached, match="s3://nobody-has-it cannot be reached"):
        ann.syncs("s3://nobody-has-it")


def test_a_server_that_is_gone_is_said_and_the_log_goes_on(
    say: Shell, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    say.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1"
    say.ok("event", "the page")

    said = say("sync", bucket)

    assert said.code == 1
    assert f"{bucket} cannot be reached" in said.err
    assert "hunter2" not in said.err
    assert len(said.err) < 500
    say.environ["AWS_ENDPOINT_URL"] = os.environ["AWS_ENDPOINT_URL"]
    assert json.loads(say.ok("export").splitlines()[-1])["text"] == "the page"
