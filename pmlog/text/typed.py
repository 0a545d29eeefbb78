"""What a person typed -> the secrets in it, told without a rule where none can be.

The rules take longer to load than an event takes to store, and most texts need none: a
first look tells which may.
"""

from __future__ import annotations

# Of these, or of what looks like an option or a token, is whatever the rules take.
_KEYS = (
    *("pass", "pwd", "pw", "secret", "token", "key", "auth", "credential", "cookie", "sig"),
    *("://", "private"),
)
_PHRASES = ("identified by", "requirepass")
_SIGNS = "=:<>\"'|0123456789"
_OF_TOKEN = 16  # characters


def secrets_in(*texts: str) -> str:
    """Return which known secrets there are: "GitHub token, password"; "" for none."""
    likely = "\n".join(text for text in texts if may_hold(text))
    if not likely:
        return ""
    from pmlog.text import redaction

    return redaction.summary(redaction.redact(likely).taken)


def may_hold(text: str) -> bool:
    """Tell whether the rules have to be asked."""
    lowered = text.lower()
    if any(phrase in lowered for phrase in _PHRASES):
        return True
    if any(sign in text for sign in _SIGNS) and any(key in lowered for key in _KEYS):
        return True
    return any(map(_is_suspicious, text.split()))


def _is_suspicious(word: str) -> bool:
    is_option = word[:1] == "-" and word.lstrip("-")[:1].isalpha()
    return is_option or (len(word) >= _OF_TOKEN and any(map(str.isdigit, word)))
