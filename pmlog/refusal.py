"""A time that was typed and is refused: what is wrong with it, and what would work."""

from __future__ import annotations

from pmlog.errors import UsageError


class TimeRefused(UsageError):
    """A time that was typed names no single instant; nothing is ever guessed.

    code is one of unreadable, invalid_time, nonexistent, ambiguous, ambiguous_zone,
    contradiction, unknown_zone, ambiguous_date; choices are inputs that would work, and
    hint says what helps where trying one of them is not the advice.
    """

    def __init__(
        self,
        text: str,
        code: str,
        what: str,
        choices: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        advice = hint or (_advice(choices) if choices else "")
        super().__init__(f"{what}; {advice}" if advice else what)
        self.text = text
        self.code = code
        self.what = what
        self.choices = choices
        self.hint = hint

    @property
    def fields(self) -> dict[str, object]:
        """The refusal as data, for --json."""
        return {"code": self.code, "message": str(self), "choices": list(self.choices)}


def _advice(choices: tuple[str, ...]) -> str:
    """Return the second half of a refusal: "try '14:05', '15m ago' or '2pm'"."""
    quoted = [f"'{choice}'" for choice in choices]
    return "try " + " or ".join([", ".join(quoted[:-1]), quoted[-1]][len(quoted) < 2 :])
