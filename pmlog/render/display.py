"""What lines are shown on: its columns, its colours, its characters."""

from __future__ import annotations

from typing import NamedTuple

from pmlog.text.width import columns, wrapped

# SGR codes.
BOLD, DIM, RED, GREEN, YELLOW, MAGENTA, CYAN = "1", "2", "31", "32", "33", "35", "36"
GAP = "  "


class Display(NamedTuple):
    """A terminal or, by default, a pipe."""

    columns: int | None = None  # None: as many as it takes, no line is broken
    colour: bool = False
    unicode: bool = False  # for marks and bars; people's text is printed as it is

    def mark(self, pair: str) -> str:
        """Return the first of a pair of characters, the second where it must be ASCII."""
        return pair[0] if self.unicode else pair[1]

    def paint(self, text: str, *codes: str) -> str:
        """Return text in a colour, if there are any."""
        chosen = ";".join(code for code in codes if code)
        is_seen = self.colour and chosen and text.strip()
        return f"\x1b[{chosen}m{text}\x1b[0m" if is_seen else text

    def fold(self, text: str, taken: int = 0) -> list[str]:
        """Return text as lines for what taken columns leave free."""
        if self.columns is None:
            return [text]
        return wrapped(text, max(1, self.columns - taken))

    def run(self, cells: list[tuple[str, str]]) -> list[str]:
        """Return cells of (text, code) one behind the other, in lines that fit."""
        lines: list[str] = []
        room = 0
        for text, code in cells:
            room -= columns(GAP + text)
            if not lines or (self.columns is not None and room < 0):
                lines.append(self.paint(text, code))
                room = (self.columns or 0) - columns(text)
            else:
                lines[-1] += GAP + self.paint(text, code)
        return lines
