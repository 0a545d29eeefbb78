"""The plan of a sync, and the segments it is made of: pure."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.sync import numbers, segments
from pmlog.sync.plan import plan
from pmlog.sync.segments import Segment
from pmlog.sync.shelf import Line, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlog.sync.numbers import Spans

A = "01a22450-0000-7000-8000-00000000000a"
B = "01a22450-0000-7000-8000-00000000000b"

NUMBERS = st.sets(st.integers(1, 40))


def spanned(found: Iterable[int]) -> Spans:
    return numbers.joined((number, number) for number in found)


def counted(found: Spans) -> set[int]:
    return {number for first, last in found for number in range(first, last + 1)}


@given(NUMBERS, NUMBERS)
def test_spans_are_sets_of_numbers(some: set[int], others: set[int]) -> None:
    a, b = spanned(some), spanned(others)

    assert counted(a) == some
    assert counted(numbers.without(a, b)) == some - others
    assert counted(numbers.common(a, b)) == some & others
    assert counted(numbers.joined([*a, *b])) == some | others
    assert numbers.size(a) == len(some)
    assert all(last + 1 < first for (_, last), (first, _) in itertools.pairwise(a))


series = st.dictionaries(st.sampled_from([A, B]), NUMBERS.map(spanned))


@given(series, series, st.sets(st.sampled_from([A, B])), st.booleans())
def test_after_a_plan_both_have_all_that_may_move(
    here: dict[str, Spans], there: dict[str, Spans], own: set[str], relay: bool
) -> None:
    todo = plan(here, there, own, relay=relay)

    for origin in (A, B):
        ours, theirs = counted(here.get(origin, ())), counted(there.get(origin, ()))
        assert counted(todo.fetch.get(origin, ())) == theirs - ours
        may_be_pushed = relay or origin in own
        pushed = counted(todo.push.get(origin, ()))
        assert pushed == (ours - theirs if may_be_pushed else set())


@given(series, st.sets(st.sampled_from([A, B])))
def test_what_is_in_step_has_nothing_to_move(here: dict[str, Spans], own: set[str]) -> None:
    assert plan(here, here, own) == ({}, {})


made = st.builds(
    lambda first, more: Segment(A, first, first + more),
    st.integers(1, 40),
    st.integers(0, 12),
)


@given(st.sets(made), NUMBERS)
def test_chosen_segments_hold_all_that_is_wanted_and_there(
    there: set[Segment], wanted: set[int]
) -> None:
    held = counted(numbers.joined((each.first, each.last) for each in there))

    found = segments.chosen(there, spanned(wanted))

    got = counted(numbers.joined((each.first, each.last) for each in found))
    assert got & wanted == held & wanted
    assert len(found) == len(set(found)) <= len(wanted)


@given(st.sets(made))
def test_what_is_superseded_can_go(there: set[Segment]) -> None:
    gone = set(segments.superseded(there))

    held = numbers.joined((each.first, each.last) for each in there)
    assert numbers.joined((each.first, each.last) for each in there - gone) == held
    assert all(any(big.covers(each) for big in there - gone) for each in gone)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=300))
def test_however_many_syncs_push_there_are_few_segments(pushes: list[int]) -> None:
    there: dict[Segment, int] = {}
    last = written = 0
    for count in pushes:
        there[Segment(A, last + 1, last + count)] = count * 100
        last += count
        while run := segments.to_merge(there):
            written += sum(each.events for each in run)
            there[Segment(A, run[0].first, run[-1].last)] = sum(there.pop(x) for x in run)

    assert numbers.joined((each.first, each.last) for each in there) == ((1, last),)
    assert len(there) <= 3 * segments.FANOUT + last // segments.FULL_EVENTS
    assert written <= 4 * last  # each event again a few times


@given(st.lists(st.text(), max_size=20), st.booleans())
def test_a_segment_is_the_same_bytes_and_lines_each_time(
    texts: list[str], compressed: bool
) -> None:
    lines = [text.encode("unicode_escape").decode() for text in texts]

    content = segments.packed(lines, compressed=compressed)

    assert content == segments.packed(lines, compressed=compressed)
    assert list(segments.unpacked(content)) == lines


@pytest.mark.parametrize("compressed", [True, False])
def test_a_segment_that_breaks_off_is_known_for_one(compressed: bool) -> None:
    content = segments.packed(["one line"], compressed=compressed)

    for end in range(1, len(content)):
        with pytest.raises(Unreadable):
            list(segments.unpacked(content[:end]))


def test_a_segment_has_a_limit_and_no_gap() -> None:
    lines = [Line(seq, "", "x") for seq in (*range(1, 12_000), 13_000, 13_001)]

    found = [(part[0].seq, part[-1].seq) for part in segments.chunks(iter(lines))]

    assert found == [(1, 10_000), (10_001, 11_999), (13_000, 13_001)]


@pytest.mark.parametrize(
    "path",
    [
        "x/1-2.jsonl.gz",
        f"{A}/2-1.jsonl.gz",
        f"{A}/1-2.jsonl.gz.part",
        f"{A}/0-1.jsonl",
        f"{A}/01-2.jsonl.gz",
        f"../{A}/1-2.jsonl.gz",
    ],
)
def test_other_names_are_no_segments(path: str) -> None:
    assert segments.named(path) is None


def test_a_name_is_read_back() -> None:
    assert segments.named(Segment(A, 3, 17).path(".jsonl.gz")) == Segment(A, 3, 17)
