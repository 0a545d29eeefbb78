"""JSON as the module json has it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog import plain_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1]))
def test_what_is_written_and_read_is_what_json_writes_and_reads(
    value: object, indent: int | None
) -> None:
    assert plain_json.dumps(value) == json.dumps(value)
    assert plain_json.loads(json.dumps(value, indent=indent)) == value
    assert plain_json.loads(f" {json.dumps(value)}\n") == value


def test_what_is_no_number_is_read() -> None:
    assert math.isnan(plain_json.loads("NaN"))
    assert plain_json.loads("[Infinity, -Infinity]") == [math.inf, -math.inf]


@pytest.mark.parametrize("text", ["", " ", "{", "{}x", '{"a":}', '"\n"', '{"a":1,}', "nan"])
def test_what_is_no_json_is_refused_as_json_refuses_it(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as ours:
        plain_json.loads(text)
    with pytest.raises(json.JSONDecodeError) as theirs:
        json.loads(text)

    assert str(ours.value) == str(theirs.value)
