"""When users were last told, and the hand-over at the end of a shift."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pmlog.clock import DAY_US, HOUR_US, MINUTE_US

if TYPE_CHECKING:
    from tests.conftest import Shell


def test_it_is_said_how_long_ago_users_were_told(say: Shell) -> None:
    say.ok("event", "-k", "began", "500s")
    assert "\nUsers told: not yet\n" in say.ok("status")
    say.ok("event", "-k", "communicated", "on the status page")
    say.now_us += 20 * MINUTE_US
    assert "\nUsers told: 14:05:09, 20 min ago\n" in say.ok("status")
    say.now_us += DAY_US
    assert "\nUsers told: 2026-11-21 14:05:09, 1 d 20 min ago\n" in say.ok("status")

    say.ok("event", "-k", "resolved", "fixed")
    assert "Users told" not in say.ok("status")


def test_a_hand_over_tells_what_is_open_and_what_happened_since(say: Shell) -> None:
    say.ok("start", "It was slow", "--at", "-20h")
    say.ok("event", "-k", "resolved", "--at", "-19h", "restarted")
    say.ok("close")
    say.now_us += 2 * DAY_US
    say.ok("start", "Checkout is down", "--at", "-3h")
    say.ok("event", "--at", "-150m", "before the shift")
    say.now_us += 2 * HOUR_US
    say.ok("event", "-k", "escalated", "--to", "DBAs", "--at", "-20m", "paged the DBAs")
    shown = say.ok("status", "--since", "-1h")

    assert shown.startswith("Hand-over: 1 incident, since 2026-11-23 15:05:09 UTC, 1 h\n\n")
    assert "[OPEN] Checkout is down" in shown
    assert shown.endswith(
        "Since then:\n  2026-11-23\n  15:45:09  escalated: paged the DBAs\n"
    )
    assert "It was slow" in say.ok("status", "--since", "-3d")


def test_what_was_logged_late_is_handed_over_too(say: Shell) -> None:
    say.ok("start", "Checkout is down", "--at", "-3h")
    say.now_us += HOUR_US
    say.ok("event", "--at", "-2h", "found out only now")

    assert "found out only now" in say.ok("status", "--since", "-10m")


def test_a_hand_over_is_told_to_programs(say: Shell) -> None:
    say.ok("start", "Checkout is down")
    say.ok("event", "500s")
    (line,) = say.ok("status", "--since", "-1h", "--json").splitlines()
    told = json.loads(line)

    assert (told["title"], [e["text"] for e in told["since"]]) == (
        "Checkout is down",
        ["500s"],
    )


def test_no_known_secret_is_in_an_update_for_a_chat(say: Shell) -> None:
    say.ok("event", "password=hunter2secret in the log")

    for words in (("status",), ("status", "--since", "-1h")):
        assert "hunter2secret" not in say.ok(*words)
