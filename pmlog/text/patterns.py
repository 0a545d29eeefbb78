"""Patterns that are compiled when they are first looked for, not when they are written.

A document meets half of the patterns that `pmlog check` knows, a typed time a few of those
of `when`; compiling all of them would take longer than everything else together.

In any case, a set of letters is long: "[a-z]" holds two signs beyond ASCII, and a set of
three ranges beyond it takes as long as a line of pattern. "(?a:[a-z])" holds the letters.
"""

from __future__ import annotations

# As in re, which most times that are typed do without.
IGNORECASE, ASCII = 2, 256

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
        """Return the pattern of a source; a mistake in it is found when it is used."""
        return re.compile(source, flags)

else:

    class pattern:  # noqa: N801 - it stands for a function
        """A pattern that is not compiled yet; like one that is, once it was used."""

        def __init__(self, source: str, flags: int = 0) -> None:
            self.pattern = source  # to build others of
            self._flags = flags

        def __getattr__(self, name: str) -> object:
            """Compile it, and keep what was asked for: the next time costs nothing."""
            import re  # which takes as long as to log an event

            found = getattr(re.compile(self.pattern, self._flags), name)
            setattr(self, name, found)
            return found
