"""Logs that meet in a PostgreSQL: a real one, which the tests start themselves."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from pmlog.exchange import export
from pmlog.sync.shelf import NotReached
from tests import servers
from tests.conftest import ROOT
from tests.durability.harness import ALL, Place, needs_strace, spread, traced, tracing
from tests.homes import Home

psycopg = pytest.importorskip("psycopg")
from pmlog.sync import connection, postgresql  # noqa: E402 - which need it

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Shell
    from tests.servers import Server

pytestmark = pytest.mark.skipif(
    servers.programs() is None, reason="no PostgreSQL here (Debian: postgresql)"
)

FAILS_AT_FIRST = """
create sequence tries;
create function refuse() returns trigger language plpgsql as $$ begin
    if nextval('tries') in (1, 3, 6) then
        raise exception 'could not serialize' using errcode = '40001';
    end if;
    return new;
end $$;
create trigger refuse before insert on pmlog_events for each statement
    execute function refuse();
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with servers.running() as started:
        yield started


def do(address: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as line:
        done = line.execute(sql)
        return done.fetchall() if done.description else []


def test_two_logs_that_synced_are_the_same(tmp_path: Path, server: Server) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    ann.says("the page \u2014 \U0001f525 \x00")
    bob.says("customers call")

    for home in (ann, bob, ann):
        home.syncs(address)

    assert ann.lines() == bob.lines()
    rows = do(address, "select body from pmlog_events")
    assert {body for (body,) in rows} == ann.lines()


def test_a_sync_with_nothing_to_do_writes_nothing(tmp_path: Path, server: Server) -> None:
    ann = Home(tmp_path, "ann")
    address = server.database()
    ann.says("the page")
    ann.syncs(address)
    do(address, "revoke insert on pmlog_events from owner")

    report = ann.syncs(address)

    assert (report.pushed, report.taken_in) == (0, 0)
    assert report.ahead_us is not None


def test_several_that_make_the_table_at_once_all_succeed(
    tmp_path: Path, server: Server
) -> None:
    address = server.database()
    homes = [Home(tmp_path, f"home{number}") for number in range(6)]
    for home in homes:
        home.says(home.name)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda home: home.syncs(address), homes))
    homes[0].syncs(address)

    assert homes[0].texts() == {home.name for home in homes}


def test_a_role_that_may_only_select_and_insert_does(
    tmp_path: Path, server: Server
) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    ann.says("the page")
    ann.syncs(address)
    do(
        address,
        "do $$ begin create role writer login; exception when duplicate_object then end $$;"
        "grant select, insert on pmlog_events to writer",
    )
    bob.says("customers call")

    bob.syncs(address.replace("owner@", "writer@"))
    ann.syncs(address)

    assert ann.lines() == bob.lines()


def test_a_role_that_may_only_select_takes_in_what_others_put(
    tmp_path: Path, server: Server
) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    ann.says("the page")
    ann.syncs(address)
    do(
        address,
        "do $$ begin create role reader login; exception when duplicate_object then end $$;"
        "grant select on pmlog_events to reader",
    )
    bob.says("customers call")

    with pytest.raises(NotReached, match="what others have put there was taken in"):
        bob.syncs(address.replace("owner@", "reader@"))
    assert bob.texts() == {"the page", "customers call"}


def test_a_role_that_may_not_make_the_table_is_told_who_does(
    tmp_path: Path, server: Server
) -> None:
    ann = Home(tmp_path, "ann")
    address = server.database()
    do(
        address,
        "do $$ begin create role guest login; exception when duplicate_object then end $$;",
    )
    ann.says("the page")

    with pytest.raises(NotReached, match="whoever owns the database makes it"):
        ann.syncs(address.replace("owner@", "guest@"))


def test_serialization_failures_are_tried_again(tmp_path: Path, server: Server) -> None:
    ann = Home(tmp_path, "ann")
    address = server.database()
    ann.makes(address)
    do(address, FAILS_AT_FIRST)
    ann.says_much(3)

    assert ann.syncs(address).pushed == 4


def test_a_late_commit_is_not_skipped(tmp_path: Path, server: Server) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    ann.says_much(5)
    ann.makes(address)
    with ann.log() as log:
        lines = [json.loads(line) for line in export.export_lines(log)]
    rows = [(e["origin"], e["seq"], e["id"], json.dumps(e)) for e in lines]
    put = "insert into pmlog_events values (%s, %s, %s, %s)"
    with psycopg.connect(address) as late, psycopg.connect(address) as quick:
        late.cursor().executemany(put, [row for row in rows if row[1] <= 3])
        quick.cursor().executemany(put, [row for row in rows if row[1] > 3])
        quick.commit()
        assert bob.syncs(address).taken_in == 3

        late.commit()

    assert bob.syncs(address).taken_in == 3
    assert bob.lines() == ann.lines()


def test_a_row_that_was_lost_is_put_again_by_a_relay(
    tmp_path: Path, server: Server
) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    ann.says_much(5)
    ann.syncs(address)
    bob.syncs(address)
    do(address, "delete from pmlog_events where seq in (2, 4)")

    assert bob.syncs(address, relay=True).pushed == 2
    assert do(address, "select count(*) from pmlog_events") == [(6,)]


def test_wherever_the_line_is_cut_the_sync_repairs_itself(
    tmp_path: Path, server: Server
) -> None:
    ann = Home(tmp_path, "ann")
    for number, cut in enumerate(range(380, 900, 110)):
        address = server.database()
        name = address.split("/")[3].split("?")[0]
        ann.says(f"note {number}")
        with servers.Line(server, [cut, cut + 13]) as line:
            try:
                ann.syncs(server.address(name, host=line.folder))
            except NotReached:
                ann.syncs(address)
        rows = do(address, "select body from pmlog_events")
        assert sorted(body for (body,) in rows) == sorted(ann.lines())


def test_a_server_that_hangs_is_given_up_and_the_log_goes_on(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LIMIT_S", 0.5)
    ann = Home(tmp_path, "ann")
    address = server.database()
    ann.says("the page")
    shelf = ann.shelf(address)
    shelf.make()

    with server.stopped(), pytest.raises(NotReached, match="no answer within"):
        ann.syncs(shelf)
    ann.says("and on")

    assert ann.syncs(address).pushed == 3


def test_a_server_that_was_killed_has_all_that_was_acknowledged(tmp_path: Path) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    with servers.running() as server:
        address = server.database()
        ann.says("the page")
        ann.syncs(address)
        server.kill()
        ann.says("meanwhile")
        with pytest.raises(NotReached):
            ann.syncs(address)
        server.start()

        ann.syncs(address)
        bob.syncs(address)

    assert bob.lines() == ann.lines()


@pytest.mark.parametrize("most", [1, pytest.param(ALL, marks=pytest.mark.long)])
def test_a_client_that_is_killed_at_any_call_is_repaired_by_the_next(
    tmp_path: Path, server: Server, most: int
) -> None:
    needs_strace()
    ann, bob = Home(tmp_path, "log"), Home(tmp_path, "bob")
    ann.says("the page")
    address = server.database()
    ann.makes(address)
    bob.says("customers call")
    bob.syncs(address)
    place = Place(tmp_path)
    calls = ("sendto", "recvfrom", "poll", "fdatasync")
    by = tracing(place, "-e", f"trace={','.join(calls)}", everything=True)
    assert place.run("sync", address, by=by).code == 0
    made = [call.name for call in traced(place)]
    points = [(name, n) for name in calls for n in spread(made.count(name), most) if n]
    for number, (name, n) in enumerate(points):
        ann.says(f"note {number}")
        bob.says(f"note {number}")
        bob.syncs(address)
        injected = f"inject={name}:signal=KILL:when={n}"
        by = tracing(place, "-e", f"trace={name}", "-e", injected, everything=True)
        place.run("sync", address, by=by)
        ann.syncs(address)
        bob.syncs(address)

        assert ann.lines() == bob.lines()


def test_more_than_a_transaction_holds(tmp_path: Path, server: Server) -> None:
    ann, bob = Home(tmp_path, "ann"), Home(tmp_path, "bob")
    address = server.database()
    first = ann.says("the page")
    with ann.log() as log, log.transaction():
        _, seq, lamport = log.position()
        log.insert(
            first._replace(
                id=f"{first.id[:24]}{number:012x}",
                seq=seq + number,
                lamport=lamport + number,
            )
            for number in range(1, 2_501)
        )

    assert ann.syncs(address).pushed == 2_502
    assert bob.syncs(address).taken_in == 2_502
    assert bob.lines() == ann.lines()


def test_a_log_put_back_in_time_takes_its_later_events_back(
    tmp_path: Path, server: Server
) -> None:
    ann = Home(tmp_path, "ann")
    address = server.database()
    ann.says("before")
    backup = ann.copied(tmp_path, "backup")
    ann.says("after")
    ann.syncs(address)

    report = backup.syncs(address)

    assert report.is_new_origin
    assert backup.texts() == {"before", "after"}


@pytest.mark.parametrize(
    "target",
    [
        "postgresql://ann:hunter2@127.0.0.1:1/x",
        "postgresql://ann:hunter2@[x/y",
        "postgresql://ann@127.0.0.1:1/x?password=hunter2",
        "postgresql://ann:hunter2@127.0.0.1:port/x",
    ],
)
def test_a_password_is_in_no_message(say: Shell, target: str) -> None:
    say.ok("event", "note")

    said = say("sync", target)

    assert said.code in (1, 2)
    assert "hunter2" not in said.out + said.err


def test_all_sql_is_four_statements_that_dsql_takes() -> None:
    path = ROOT / "pmlog" / "sync" / "postgresql.sql"

    assert list(postgresql.statements()) == ["make", "heads", "fetch", "put"]
    if linter := shutil.which(
        "dsql-lint", path=str(ROOT / ".venv" / "bin")
    ) or shutil.which("dsql-lint"):
        done = subprocess.run([linter, path], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
