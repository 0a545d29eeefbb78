"""Text that no shell expands in a prompt: a title such as "$(rm -rf x)" is a text.

In a prompt with double quotes bash would run it at every prompt, and so would zsh with
PROMPT_SUBST. No way of quoting holds for both the decoding of the prompt and its expansion,
so letters that look alike stand in the place of those that mean something.
"""

from __future__ import annotations

RAW = "raw"
PLAIN = "plain"
# What means something in the prompt of each; fish expands nothing of it.
FORMS = {
    RAW: "",
    "fish": "",
    "bash": "$`\\",
    "zsh": "$`!",
    PLAIN: "$`\\!%",
}
_ALIKE = {
    "$": "\uff04",
    "`": "\u02cb",
    "\\": "\uff3c",
    "!": "\uff01",
    "%": "\uff05",
}


def text(shown: str, written_for: str) -> str:
    """Return a text for the prompt of a shell, which expands nothing of it."""
    meant = FORMS[written_for]
    safe = "".join(_ALIKE[each] if each in meant else each for each in shown)
    return safe.replace("%", "%%") if written_for == "zsh" else safe
