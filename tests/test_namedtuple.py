"""A lean named tuple is what typing.NamedTuple makes."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from pmlog.namedtuple import NamedTuple


class Lean(NamedTuple):
    """As the modules on the way of `pmlog event` have them."""

    text: str
    kind: str = "note"
    number: int = 1

    @property
    def shout(self) -> str:
        return self.text.upper()


class Typed(typing.NamedTuple):
    """The same."""

    text: str
    kind: str = "note"
    number: int = 1


@pytest.mark.parametrize("made", [("a",), ("a", "b"), ("a", "b", 2)])
def test_it_is_made_compared_and_shown_alike(made: typing.Any) -> None:
    ours: typing.Any = Lean(*made)
    theirs = Typed(*made)

    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Typed", "Lean")
    assert ours._asdict() == theirs._asdict()
    assert Lean._make(theirs) == ours


def test_its_fields_have_names() -> None:
    ours = Lean(kind="b", text="a")

    assert (ours.text, ours.kind, ours.number, ours.shout) == ("a", "b", 1, "A")
    assert ours._replace(number=5) == ("a", "b", 5)
    assert Lean._fields == Typed._fields


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        setattr(Lean("a"), "text", "b")  # noqa: B010 - mypy knows it, too


def test_it_is_copied_and_pickled_as_what_it_is() -> None:
    ours = Lean("a")

    for same in (copy.copy(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):
        assert (same, type(same)) == (ours, Lean)


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a", "b", 1, 2), {}), (("a",), {"text": "b"}), (("a",), {"other": 1})],
)
def test_what_does_not_fit_is_refused(values: typing.Any, named: typing.Any) -> None:
    with pytest.raises(TypeError):
        Lean(*values, **named)
    with pytest.raises(TypeError):
        Typed(*values, **named)
