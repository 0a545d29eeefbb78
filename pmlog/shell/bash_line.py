"""A line of bash -> its words.

bash cuts its own list of words at colons and equals signs too ("14", ":", "05"); only
the line as typed tells what the words are.
"""

from __future__ import annotations

SAFE = "-_./+,%@"


def words(line: str) -> list[str]:
    """Return the words of a line up to the cursor, quotes taken off.

    The last one is the word at the cursor, "" after a space; its quote may be open.
    """
    found = [""]
    quote = ""
    is_begun = False
    letters = iter(line)
    for letter in letters:
        if letter == "\\" and quote != "'":
            found[-1] += next(letters, "")
        elif letter == quote:
            quote = ""
        elif quote:
            found[-1] += letter
        elif letter in "'\"":
            quote, is_begun = letter, True
        elif letter.isspace():
            if found[-1] or is_begun:
                found.append("")
            is_begun = False
        else:
            found[-1] += letter
    return found


def quoted(word: str) -> str:
    """Return a word so that bash reads it as it is."""
    return "".join(c if c.isalnum() or c in SAFE + ":=~" else f"\\{c}" for c in word)
