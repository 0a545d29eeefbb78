"""The words before the cursor -> what may stand there."""

from __future__ import annotations

from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pmlog.shell.table import Row


class Place(NamedTuple):
    """What may stand at the cursor."""

    command: str  # "task add"; "" before a command
    wants: str  # the value that is due: "KIND"; "" where none is
    is_value: bool  # of an option, so that nothing else may stand here
    options: list[Row]  # that may still be given
    commands: list[Row]  # that may follow
    given: dict[str, str]  # options and their values, by long name
    texts: int  # words that are neither options nor their values
    option: str = ""  # whose value is due, by its long name


NOWHERE = Place("", "", is_value=False, options=[], commands=[], given={}, texts=0)


class _Reader:
    """Reads words one by one, as the command line's parser would."""

    def __init__(self, table: list[Row]) -> None:
        self.table = table
        self.command = ""
        self.texts = 0
        self.given: dict[str, str] = {}
        self.due: Row | None = None  # the option that waits for its value
        self.is_raw = False  # behind --
        self.is_lost = False  # behind a command that there is not

    def read(self, word: str) -> None:
        if self.due:
            self.given[_long(self.due)] = word
            self.due = None
        elif word == "--" and not self.is_raw:
            self.is_raw = True
        elif word.startswith("-") and word != "-" and not self.is_raw:
            self._read_option(word)
        else:
            self._read_text(word)

    def _read_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        row = self.option(name)
        if row is None:
            return
        self.given[_long(row)] = value
        if row.value and not equals:
            self.due = row

    def _read_text(self, word: str) -> None:
        if not self.subcommands():
            self.texts += 1
            return
        longer = f"{self.command} {word}".strip()
        self.is_lost = all(row.command != longer for row in self.subcommands())
        self.command = longer

    def option(self, name: str) -> Row | None:
        return next((row for row in self.options() if name in row.names.split()), None)

    def options(self) -> list[Row]:
        return [row for row in self.table if row.command == self.command and row.names]

    def subcommands(self) -> list[Row]:
        depth = len(self.command.split()) + 1
        return [
            row
            for row in self.table
            if not (row.names or row.value)
            and f"{row.command} ".startswith(f"{self.command} ".lstrip())
            and len(row.command.split()) == depth
        ]

    def argument(self) -> str:
        own = [r for r in self.table if r.command == self.command]
        arguments = [row for row in own if row.value and not row.names]
        if self.texts < len(arguments):
            return arguments[self.texts].value
        return arguments[-1].value if arguments and arguments[-1].takes_several else ""

    def free_options(self) -> list[Row]:
        if self.is_raw:
            return []
        used = self.given
        return [
            row for row in self.options() if row.takes_several or _long(row) not in used
        ]


def place(table: list[Row], words: list[str]) -> Place:
    """Return what may stand behind words, which come after "pmlog"."""
    reader = _Reader(table)
    for word in words:
        reader.read(word)
        if reader.is_lost:
            return NOWHERE
    due = reader.due
    return Place(
        reader.command,
        due.value if due else reader.argument(),
        due is not None,
        [] if due else reader.free_options(),
        [] if due else reader.subcommands(),
        reader.given,
        reader.texts,
        _long(due) if due else "",
    )


def _long(row: Row) -> str:
    return row.names.split()[-1]
