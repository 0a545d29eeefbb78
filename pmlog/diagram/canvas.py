"""A line of characters over an axis, with room for labels in it."""

from __future__ import annotations

from pmlog.text.width import columns


class Canvas:
    """One line of a chart; a place is a column of it."""

    def __init__(self, width: int) -> None:
        self._cells = [" "] * width

    def fill(self, low: int, high: int, mark: str) -> None:
        """Draw a mark from one column to another, both of them."""
        for column in range(max(low, 0), min(high + 1, len(self._cells))):
            self._cells[column] = mark

    def write(self, column: int, said: str) -> None:
        """Write a text from a column on; what goes beyond the chart is cut."""
        for character in said:
            wide = columns(character)
            if column + wide > len(self._cells):
                return
            if wide == 0:
                self._cells[max(column - 1, 0)] += character
                continue
            self._cells[column : column + wide] = [character, *[""] * (wide - 1)]
            column += wide

    def is_free(self, low: int, high: int) -> bool:
        """Tell whether nothing stands from one column up to another, not included."""
        return high <= len(self._cells) and all(c == " " for c in self._cells[low:high])

    def __str__(self) -> str:
        """Return the line."""
        return "".join(self._cells)
