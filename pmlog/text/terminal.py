"""Text from people, safe to print, and the two ways to print a line.

What is stored is what was said, to the byte. What is printed cannot move the cursor,
change the title, reverse the reading direction or forge a second line.
"""

from __future__ import annotations

import io
import os
import sys

from pmlog.errors import PmlogError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmlog.failures import OutputFailed

# Joiners make emoji and several scripts; they move nothing.
_HARMLESS = "\u200c\u200d"


def one_line(text: str) -> str:
    """Return text as one printable line: control characters become visible escapes."""
    if text.isprintable():
        return text
    return "".join(map(_visible, " ".join(text.split("\n")).replace("\t", " ")))


def without_escapes(text: str) -> str:
    """Return text without the sequences that tell a terminal about colours and cursors."""
    import re  # what prints no output of programs need not pay for it

    return re.sub(
        r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|[\]P_^X][^\x07\x1b]*+(?:\x07|\x1b\\)?"
        r"|[ -/]*+[0-~])",
        "",
        text,
    )


def clipped(text: str, width: int) -> str:
    """Return text as one printable line of at most width characters."""
    # One character more than fits tells whether anything is cut.
    line = one_line(text[: width + 1])
    return line if len(line) <= width else line[: width - 1] + "…"


def _visible(character: str) -> str:
    if character.isprintable() or character in _HARMLESS:
        return character
    return character.encode("unicode_escape").decode("ascii")


def storable(text: str) -> str:
    """Return text with U+FFFD for what is no character: bytes that were not UTF-8."""
    if text.isascii():
        return text
    try:
        # Bytes that the locale could not read may well be UTF-8.
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        # UTF-16 joins surrogates that are pairs and so tells them from those that are not.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def in_utf8() -> None:
    """From here on, write standard output in UTF-8, whatever the locale is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def say(line: str) -> None:
    """Print a line on standard output, now. OutputFailed when it does not get there."""
    say_all((line,))


def say_all(lines: Iterable[str]) -> None:
    """Print lines on standard output. OutputFailed when they do not all get there."""
    try:
        if sys.stdout is None:
            raise _output_failed("it is closed")
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        is_pipe = isinstance(error, BrokenPipeError)
        raise _output_failed(reason, is_pipe=is_pipe) from error


def _output_failed(reason: str, *, is_pipe: bool = False) -> OutputFailed:
    from pmlog.failures import OutputFailed

    return OutputFailed(reason, is_pipe=is_pipe)


def say_stored(line: str) -> None:
    """Print a confirmation. StoredUnsaid when it does not get there."""
    try:
        say(line)
    except PmlogError as error:
        from pmlog.failures import StoredUnsaid

        raise StoredUnsaid(error) from error


def say_confirmed(line: str) -> None:
    """Print a confirmation; on standard error as well where a file took standard output.

    That is how "pmlog event disk > 90 %" looks to us: the shell took the rest away.
    """
    say_stored(line)
    if _goes_to_a_file() and sys.stderr is not None and sys.stderr.isatty():
        warn(line)
        warn(
            "this went to a file as well: a > outside quotes is the shell's, not the text's"
        )


def _goes_to_a_file() -> bool:
    # S_ISREG, without importing stat.
    try:
        return os.fstat(1).st_mode & 0o170000 == 0o100000
    except OSError:
        return False


def shows(text: str) -> bool:
    """Tell whether standard error can show each character of a text as itself."""
    try:
        text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def width() -> int | None:
    """Return the columns of the terminal on standard output; None where it is none."""
    try:
        return os.get_terminal_size(1).columns or None
    except OSError:
        return None


def draws_unicode(environ: Mapping[str, str]) -> bool:
    """Tell whether marks and bars may be more than ASCII on standard output.

    Python prints UTF-8 whatever the locale; the terminal has what the locale says.
    """
    encoding = (sys.stdout.encoding or "") if sys.stdout is not None else ""
    chosen = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG", "")
    return encoding.lower().startswith("utf") and "utf" in chosen.lower()


def warn(line: str) -> None:
    """Print a line, or several, on standard error, if there is one to print on."""
    try:
        if sys.stderr is not None:
            safe = "\n".join(map(one_line, line.split("\n")))
            sys.stderr.write(f"pmlog: {safe}\n")
            sys.stderr.flush()
    except OSError:
        # Nobody can be told; what was done, and its exit code, still count.
        sys.stderr = None
