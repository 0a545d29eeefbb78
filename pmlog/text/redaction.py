"""Text -> the same text without its secrets, and what was taken out.

Every rule is anchored in a form ("ghp_...") or in a context ("password="); what is merely
random, such as the hash of a commit, stays. Only the value goes, so a line can still be
read. A value ends where no word goes on, so that what is left gives no rule a new hold:
to redact twice is to redact once. No rule looks at a place more than a few times, so the
time it takes grows with the text and no faster.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Rule(NamedTuple):
    """A sort of secret; the group "value" of its pattern is what goes."""

    name: str
    hints: tuple[str, ...]  # in lower case; without any of them it cannot match
    pattern: str
    is_by_form: bool = False  # its form tells that it is a secret, wherever it stands


class Secret(NamedTuple):
    """A secret in a text, and where its value stands."""

    rule: Rule
    start: int
    end: int


class Redacted(NamedTuple):
    """A text without its secrets, and how many of each sort were in it."""

    text: str
    taken: dict[str, int]


def _by_form(name: str, hints: tuple[str, ...], form: str) -> Rule:
    """Return the rule of a value that is known by its form, in the case it is issued in."""
    return Rule(name, hints, rf"(?<![\w-])(?P<value>(?:{form})[\w-]*)", is_by_form=True)


def _by_context(name: str, hints: tuple[str, ...], context: str) -> Rule:
    """Return the rule of a value that is known by what stands before it, in any case."""
    return Rule(name, hints, f"(?i:{context})")


# What stands in for a value, or was put there by us.
_FRESH = (
    r"(?!\[redacted: |[<*=:]|\.\.\.|%[s({]|\$[A-Z_{(]|\{\{|xxx"
    r"|(?:none|null|nil|true|false|undefined)\b)"
)
# Up to its closing quote, or else to what ends a word.
_VALUE = (
    rf"{_FRESH}(?P<value>"
    r'(?<=\\")[^"\\\r\n]+|(?<=[^\\]")(?:[^"\\\r\n]|\\.)+|(?<=\')[^\'\r\n]+'
    r'|(?<!["\'])[^\s"\',;&<>|\\]+)'
)
_QUOTE = r"\\?+[\"']?+"
_REST_OF_LINE = r"(?!\[redacted: )(?P<value>[^\r\n\"']+)"
_KEY = (
    r"(?:password|passwort|passwd|passphrase|pwd|secret|token|credentials?"
    r"|(?:api|access|secret|private|auth|encryption|signing)[_.-]?key)"
)
_KEY_HINTS = ("pass", "pwd", "secret", "token", "credential", "key")
_OPTION = r"(?:[\w-]{0,20}-)?(?:password|passwd|passphrase|pass|token|secret|api-?key)"
# PWD=/home/ann is none, and in "secret: token: x" the second one is the key.
_NO_PATH = r"(?![/~])"
_NO_KEY = rf"(?!{_KEY}[\"']?[ \t]?[:=])"
_HEADER = rf"\bauthorization{_QUOTE}[ \t]{{0,4}}[:=][ \t]{{0,4}}+{_QUOTE}"
_SCHEME = r"(?:bearer|basic|token|apikey|api-key|negotiate|bot)[ \t]{1,4}"
_BEGIN = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?!\[redacted: )"
_BREAK = r"(?:\s|\\[nr])"  # also as JSON writes it


def _argument_of(programs: str, option: str, before: str = "") -> str:
    """Return the pattern of the first such option of programs, a password behind it."""
    # Up to the next such program or option only: each place is looked at once.
    between = rf"(?:(?!\b(?:{programs})\b|[ \t](?:{option}))[^\n|;&])*"
    return rf"\b(?:{programs})\b{between}[ \t](?:{option}){before}{_QUOTE}{_VALUE}"


RULES = (
    Rule(
        "private key",
        ("private key",),
        rf"{_BEGIN}(?P<value>(?:(?!-----).)++(?=-----END)"
        rf"|(?:{_BREAK}{{0,4}}[A-Za-z0-9+/=]{{16,}})++[\w-]*|(?=\s|\Z))",
        is_by_form=True,
    ),
    # The end of one whose beginning was cut off.
    Rule(
        "private key",
        ("private key",),
        r"\A(?P<value>(?:[A-Za-z0-9+/=]++\s++)+)(?=-----END [A-Z0-9 ]{0,40}PRIVATE KEY)",
        is_by_form=True,
    ),
    _by_form("AWS key id", ("akia", "asia"), r"(?:AKIA|ASIA)[0-9A-Z]{16}"),
    _by_form(
        "GitHub token",
        ("gh", "github_pat_"),
        r"gh[pousr]_[A-Za-z0-9]{30}|github_pat_\w{30}",
    ),
    _by_form(
        "GitLab token", ("gl",), r"gl(?:pat|rt|dt|ptt|ft|cbt|soat|agent)-[\w.-]{18,300}"
    ),
    _by_form(
        "Slack token", ("xox", "xapp-"), r"xox[abeoprs]-[A-Za-z0-9-]{10}|xapp-\d-\w{6}"
    ),
    _by_form(
        "Stripe key",
        ("_live_", "_test_", "whsec_"),
        r"(?:[srp]k_(?:live|test)|whsec)_[A-Za-z0-9]{16}",
    ),
    _by_form(
        "Google key", ("aiza", "ya29.", "gocspx-"), r"(?:AIza|GOCSPX-|ya29\.)[\w-]{20}"
    ),
    _by_form("npm token", ("npm_",), r"npm_[A-Za-z0-9]{30}"),
    _by_form("PyPI token", ("pypi-",), r"pypi-[\w-]{40}"),
    # With a digit: "sk-" also begins the names of classes in style sheets.
    _by_form("API key", ("sk-",), r"sk-(?=[A-Za-z_-]*\d)[\w-]{20}"),
    _by_form("SendGrid key", ("sg.",), r"SG\.[\w-]{16,}\.[\w-]{16}"),
    _by_form("Twilio key", ("sk",), r"SK[0-9a-f]{32}"),
    _by_form(
        "service token",
        ("hvs.", "dop_v1_", "dckr_pat_", "glsa_", "shpat_", "hf_", "dapi", "age-secret"),
        r"hvs\.[\w-]{24}|dop_v1_[0-9a-f]{32}|dckr_pat_[\w-]{20}|glsa_\w{30}"
        r"|shpat_[0-9a-f]{32}|hf_[A-Za-z0-9]{30}|dapi[0-9a-f]{32}"
        r"|AGE-SECRET-KEY-1[0-9A-Z]{20}",
    ),
    _by_form("bot token", (":aa",), r"\d{8,10}:AA[\w-]{30}"),
    _by_form("JSON web token", ("eyj",), r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"),
    _by_context(
        "Slack webhook",
        ("hooks.slack.com",),
        r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<value>[\w/+-]{20,})",
    ),
    _by_context("Azure key", ("key=",), r"accountkey=(?P<value>[\w+/=-]{20,})"),
    _by_context(
        "signature",
        ("sig=", "x-amz-", "x-goog-"),
        r"(?:[?&;]sig=|x-(?:amz|goog)-(?:signature|security-token|credential)=)"
        r"(?!\[redacted: )(?P<value>[^\s&\"'<>;]+)",
    ),
    _by_context(
        "password in an address",
        ("://",),
        r"://[^\s/:@\"'<>]{0,64}:(?!\[redacted: )(?P<value>[^\s/\"'<>]+)(?=@)",
    ),
    _by_context(
        "authorization",
        ("authorization",),
        rf"{_HEADER}{_SCHEME}(?!\[redacted: )(?P<value>[^\s\"',;]+)",
    ),
    _by_context(
        "authorization",
        ("authorization",),
        rf"{_HEADER}(?!{_SCHEME}|[\[{{(<$])(?=[^\r\n\"']{{8}}){_REST_OF_LINE}",
    ),
    _by_context(
        "bearer token",
        ("bearer",),
        r"\bbearer[ \t]{1,4}(?=[a-z_.~+/-]*\d)(?P<value>[\w.~+/=-]{16,})",
    ),
    _by_context(
        "cookie",
        ("cookie",),
        rf"\b(?:set-)?cookie{_QUOTE}[ \t]{{0,4}}:[ \t]{{0,4}}{_QUOTE}(?=[\w.-]{{1,100}}=)"
        rf"{_REST_OF_LINE}",
    ),
    _by_context(
        "password",
        ("--",),
        rf"(?<![\w-])--{_OPTION}(?:=|[ \t]{{1,8}}(?!-)){_QUOTE}{_VALUE}",
    ),
    _by_context(
        "password",
        ("mysql", "mariadb"),
        _argument_of("mysql|mysqldump|mysqladmin|mariadb|mariadb-dump", "-p"),
    ),
    _by_context("password", ("sshpass",), _argument_of("sshpass", "-p", "[ \t]?")),
    _by_context("password", ("redis-cli",), _argument_of("redis-cli", "-a", "[ \t]?")),
    _by_context(
        "password",
        ("curl",),
        _argument_of("curl", r"-\w{0,9}u|--user", r"[ \t=]?[\"']?[^\s:\"']{1,64}:"),
    ),
    _by_context(
        "secret value",
        _KEY_HINTS,
        rf"{_KEY}{_QUOTE}(?:[ \t]?=>?[ \t]?|:){_QUOTE}{_NO_KEY}{_NO_PATH}{_VALUE}",
    ),
    # With a space behind the colon it may be prose, unless a line begins with the key, the
    # key is quoted, or the value has a digit in it.
    _by_context(
        "secret value",
        _KEY_HINTS,
        rf"(?:^[ \t-]*+[\w.-]{{0,40}}{_KEY}"
        rf"|{_KEY}(?=[\\\"']|:[ \t]{{1,8}}[^\s\d]{{0,40}}\d)){_QUOTE}"
        rf"[ \t]?:[ \t]{{1,8}}{_QUOTE}{_NO_KEY}{_NO_PATH}{_VALUE}",
    ),
)


def find(text: str) -> Iterator[Secret]:
    """Yield the secrets of a text in the order of their places; none overlap."""
    lowered = text.lower()
    likely = tuple(
        number
        for number, rule in enumerate(RULES)
        if any(hint in lowered for hint in rule.hints)
    )
    if not likely:
        return
    for match in _together(likely).finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        yield Secret(RULES[int(group.removeprefix("rule"))], start, end)


@cache
def _together(numbers: tuple[int, ...]) -> re.Pattern[str]:
    """Return one pattern for the rules of these numbers, its groups named for them."""
    patterns = (RULES[n].pattern.replace("?P<value>", f"?P<rule{n}>") for n in numbers)
    # ASCII: beside a letter of another script, or a byte that is none, a form is a form.
    return re.compile("|".join(patterns), re.DOTALL | re.MULTILINE | re.ASCII)


def redact(text: str) -> Redacted:
    """Return a text with "[redacted: GitHub token]" and the like for its secrets."""
    taken = Counter[str]()
    # Again until there is none: a key may stand between "mysql" and its "-p".
    while secrets := list(find(text)):
        parts, end = [], 0
        for secret in secrets:
            parts += [text[end : secret.start], f"[redacted: {secret.rule.name}]"]
            taken[secret.rule.name] += 1
            end = secret.end
        text = "".join([*parts, text[end:]])
    return Redacted(text, dict(taken))


def told(taken: dict[str, int]) -> str:
    """Return what was taken out of a text: "2 GitHub tokens" is "GitHub token (2)"."""
    return ", ".join(
        name if count == 1 else f"{name} ({count})" for name, count in taken.items()
    )
