"""What a person typed -> the secrets in it, told without a rule where none can be.

The rules take longer to load than an event takes to store, and most texts need none: a
first look tells which may.
"""

from __future__ import annotations

# Of these, or of what looks like an option or a token, is whatever the rules take.
_KEYS = (
    *("pass", "pwd", "pw", "secret", "token", "key", "auth", "credential", "cookie", "sig"),
    *("private", "hook"),
)
_PHRASES = ("identified by", "requirepass", "configure set")
_SIGNS = "=:<>\"'|0123456789"
_OF_TOKEN = 16  # characters
_OF_HASH = "0123456789abcdefABCDEF-"


def secrets_in(*texts: str) -> str:
    """Return which known secrets there are: "GitHub token, password"; "" for none."""
    likely = "\n".join(text for text in texts if may_hold(text))
    if not likely:
        return ""
    from collections import Counter

    from pmlog.text import redaction

    return redaction.summary(Counter(each.rule.name for each in redaction.find(likely)))


def may_hold(text: str) -> bool:
    """Tell whether the rules have to be asked."""
    lowered = text.lower()
    if any(phrase in lowered for phrase in _PHRASES):
        return True
    if any(sign in text for sign in _SIGNS) and any(key in lowered for key in _KEYS):
        return True
    if "://" in text and ("@" in text or "=" in text):
        return True
    words = text.split()
    return any(map(_is_option, words)) or any(
        map(_is_token, text.replace("/", " ").split())
    )


def _is_option(word: str) -> bool:
    return word[:1] == "-" and word.lstrip("-")[:1].isalpha()


def _is_token(word: str) -> bool:
    """Tell whether a word may be a token: long, with digits, and no hash or UUID."""
    return (
        len(word) >= _OF_TOKEN
        and any(map(str.isdigit, word))
        and word.strip(_OF_HASH) != ""
    )
