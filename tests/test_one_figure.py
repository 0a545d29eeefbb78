"""One figure for one thing: every command that tells a start or a length tells the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlog import clock
from pmlog.shell import prompt
from pmlog.store.log import Log

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

STATES = {
    "only opened": (),
    "a note": (("event", "--at", "13:10", "looked at it"),),
    "going on": (("began", "--at", "13:00", "500s"), ("event", "--at", "13:10", "still")),
    "noted before it began": (
        ("event", "--at", "12:50", "odd"),
        ("began", "--at", "13:00", "500s"),
    ),
    "resolved": (("began", "--at", "13:00", "500s"), ("resolved", "--at", "13:30", "ok")),
    "two windows": (
        ("began", "--at", "13:00", "500s"),
        ("resolved", "--at", "13:10", "ok"),
        ("began", "--at", "13:40", "again"),
        ("resolved", "--at", "13:50", "ok"),
    ),
    "begun again": (
        ("began", "--at", "13:00", "500s"),
        ("resolved", "--at", "13:10", "ok"),
        ("began", "--at", "13:40", "again"),
    ),
    "closed and opened again": (
        ("began", "--at", "13:00", "500s"),
        ("resolved", "--at", "13:30", "ok"),
        ("close",),
        ("reopen",),
    ),
    "an end that was said": (("began", "--at", "13:00", "--until", "13:20", "500s"),),
}


@pytest.mark.parametrize("script", STATES.values(), ids=STATES)
def test_every_command_tells_the_same(
    say: Shell, tmp_path: Path, script: tuple[tuple[str, ...], ...]
) -> None:
    say.ok("start", "Checkout", "--tz", "UTC")
    for words in script:
        say.ok(*words)
    listed = json.loads(say.ok("list", "--json"))
    metrics = json.loads(say.ok("metrics", "--json"))
    document = tmp_path / "p.md"
    say.ok("render", "-o", str(document))
    status = say.ok("status")
    with Log(str(say.path)) as log:
        shown = prompt.segment(log, say.environ, say.now_us)

    assert [listed[key] for key in ("start", "end", "duration_s")] == [
        metrics[key] for key in ("start", "end", "duration_s")
    ]
    if metrics["duration_s"] is not None:
        length = clock.duration_text(metrics["duration_s"] * clock.SECOND_US)
        assert f"**Duration:** {length}" in document.read_text()
        assert length in status
        assert length in say.ok("list")
        assert f"resolved after {length}" in shown
    elif metrics["start"] is not None:
        (told,) = re.findall(r"ongoing, (.*? so far)", say.ok("metrics"))
        assert told in say.ok("list")
        assert told in status
        assert told in document.read_text()
    assert (listed["state"] == "resolved") == ("resolved" in shown)


MINUTES = st.lists(
    st.tuples(
        st.sampled_from(("began", "resolved", "event", "mitigated")), st.integers(1, 60)
    ),
    max_size=6,
)


def test_the_time_since_the_start_counts_from_what_a_person_logged_first(
    say: Shell,
) -> None:
    say.ok("start", "Checkout")
    say.ok("event", "--at", "13:30", "slow")
    record = json.dumps({"at": "2026-11-21T13:00:00Z", "text": "a deploy"})
    say.ok("collect", "-", "-y", stdin=record)

    # Of few events, here; of all of them, there.
    assert "[Checkout +35 min 9 s]" in say.ok("event", "x")
    last = say.ok("timeline", "--json").splitlines()[-1]
    assert json.loads(last)["elapsed_s"] == 35 * 60 + 9


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(MINUTES)
def test_list_and_metrics_agree_on_any_timeline(
    say: Shell, tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int]]
) -> None:
    say.environ["PMLOG_DB"] = str(tmp_path_factory.mktemp("log") / "log.db")
    say.ok("start", "Checkout", "--tz", "UTC")
    for kind, minute in told:
        say.ok(kind, "--at", f"-{minute}m", kind)
    listed = json.loads(say.ok("list", "--json"))
    metrics = json.loads(say.ok("metrics", "--json"))
    lengths = [each["duration_s"] for each in metrics["windows"]]

    assert [listed[key] for key in ("start", "end", "duration_s")] == [
        metrics[key] for key in ("start", "end", "duration_s")
    ]
    if metrics["duration_s"] is not None:
        assert metrics["duration_s"] == sum(lengths)
