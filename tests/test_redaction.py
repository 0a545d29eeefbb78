"""Secrets leave a text, ordinary words stay, and nothing takes longer than it must."""

from __future__ import annotations

import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlog.text import redaction, secret_table, typed
from tests import secrets
from tests.conftest import ROOT

# Put together, so that nobody's scanner takes this file for a leak.
ALNUM = "abcdefghijklmnopqrstuvwxyz0123456789"
AKIA = "AKIA" + "IOSFODNN7EXAMPLE"
PEM = "-----BEGIN RSA PRIVATE KEY-----"
END = "-----END RSA PRIVATE KEY-----"
SECRETS = [
    (f"id {AKIA}.", "id [redacted: AWS key id]."),
    ("aws_secret_access_key = wJalrXUt/K7MDENG+bP", "aws_secret_access_key = [redacted]"),
    (f"ghp_{ALNUM}", "[redacted: GitHub token]"),
    (f"github_pat_11A_{ALNUM}", "[redacted: GitHub token]"),
    ("glpat-" + ALNUM[:20], "[redacted: GitLab token]"),
    ("xoxb-1234567890-abc", "[redacted: Slack token]"),
    (f"https://hooks.slack.com/services/T0/B0/{ALNUM}", "services/[redacted: Slack"),
    ("sk_live_" + ALNUM, "[redacted: Stripe key]"),
    ("AIza" + ALNUM, "[redacted: Google key]"),
    ("npm_" + ALNUM, "[redacted: npm token]"),
    ("pypi-" + ALNUM * 2, "[redacted: PyPI token]"),
    ("sk-ant-api03-" + ALNUM, "[redacted: API key]"),
    (f"SG.{ALNUM}.{ALNUM}", "[redacted: SendGrid key]"),
    ("SK" + "0123456789abcdef" * 2, "[redacted: Twilio key]"),
    ("hvs." + ALNUM, "[redacted: service token]"),
    ("12345678:AA" + ALNUM, "[redacted: bot token]"),
    (f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM.{ALNUM}", "[redacted: JSON web token]"),
    (
        "postgres://app:hunter2@db/app",
        "postgres://app:[redacted: password in an address]@db",
    ),
    ("redis://:p@ss@cache", "redis://:[redacted: password in an address]@cache"),
    (
        "> Authorization: Bearer abc.def",
        "> Authorization: Bearer [redacted: authorization]",
    ),
    ("-H 'authorization: Basic YTpi' http", "Basic [redacted: authorization]' http"),
    ("Authorization: Digest username=ann", "Authorization: [redacted: authorization]"),
    ("Cookie: sid=1; csrf=2", "Cookie: [redacted: cookie]"),
    ("mysql -h db -u root -phunter2 app", "-u root -p[redacted: password] app"),
    ("mysqldump --password=hunter2 app", "--password=[redacted: password] app"),
    ("psql --password hunter2 app", "--password [redacted: password] app"),
    ("sshpass -p hunter2 ssh db", "sshpass -p [redacted: password] ssh db"),
    ("redis-cli -a hunter2 ping", "-a [redacted: password] ping"),
    ("curl -su ann:hunter2 http://x", "curl -su ann:[redacted: password] http://x"),
    ("PGPASSWORD=hunter2 psql", "PGPASSWORD=[redacted: secret value] psql"),
    (
        '{"password": "hun\\"ter2", "user": "ann"}',
        '{"password": "[redacted: secret value]", ',
    ),
    ('{\\"token\\":\\"hunter2\\",\\"x\\":1}', ':\\"[redacted: secret value]\\",\\"x\\":1}'),
    ("  db_password: hunter", "  db_password: [redacted: secret value]"),
    ("api_key=hunter&x=1", "api_key=[redacted: secret value]&x=1"),
    ("token: secret: hunter2", "token: secret: [redacted: secret value]"),
    (f"AccountKey={ALNUM};Endpoint", "AccountKey=[redacted: Azure key];Endpoint"),
    (f"https://x/c?sv=1&sig={ALNUM}%3D&se=2", "&sig=[redacted: signature]&se=2"),
    ("https://x/?X-Amz-Signature=abc&y=1", "X-Amz-Signature=[redacted: signature]&y=1"),
    (f"{PEM}\nMIIEpAIBAAKCAQEA\nabc=\n{END}\n", f"{PEM}[redacted: private key]{END}\n"),
    (f'"{PEM}\\nMIIEpAIBAAKCAQEA\\n{END}"', f'"{PEM}[redacted: private key]{END}"'),
    (f"{PEM}\nMIIEpAIBAAKCAQEA\nnot of it", f"{PEM}[redacted: private key]\nnot of it"),
    (f"AKCAQEA=\nabc=\n{END}\n", f"[redacted: private key]{END}\n"),
]
ORDINARY = [
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 took 5 s",
    "the password reset page is slow",
    "the token bucket is full, secret: nobody knew",
    "SyntaxError: unexpected token: }",
    "ERROR: invalid token: expired",
    "PWD=/home/ann OLDPWD=/",
    "password=$PASS password=${DB} password=<password> password: ****",
    '{"password": null, "token": ""}',
    "token_type=bearer max_tokens: 4096",
    "ssh://git@host:22/x https://host:8080/path git@github.com:org/repo.git",
    "the bearer of bad news; Bearer authentication",
    "mysql -p app",
    "sk-some-long-class-name-of-a-sheet task-0123456789abcdefghijklm",
    "if token == other:",
    "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDvUmk4aFr9c",
    "Authorization failed for ann",
    "cookie: the session was gone",
]
PIECES = st.sampled_from(
    [
        *(text for text, _ in SECRETS),
        *(text[: len(text) // 2] for text, _ in SECRETS),
        *(text[len(text) // 2 :] for text, _ in SECRETS),
        *(hint for rule in redaction.RULES for hint in rule.hints),
        *"=:\"'\\ \n\t-_@/.;,&?[]",
        *("a", "7", "[redacted: x]", "[redacted: ", PEM, END, " -p", " -u a:", "token: "),
    ]
)


@pytest.mark.parametrize(("text", "expected"), SECRETS)
def test_the_value_goes_and_the_line_can_still_be_read(text: str, expected: str) -> None:
    told = redaction.redact(text)

    if expected.endswith("[redacted]"):
        expected = expected.replace("[redacted]", "[redacted: secret value]")
    assert expected in told.text
    assert sum(told.taken.values()) >= 1


KINDS = {
    "a": string.ascii_letters + string.digits,
    "u": string.ascii_uppercase + string.digits,
    "x": "0123456789abcdef",
    "d": string.digits,
    "s": string.ascii_letters + string.digits + "+/",
}


def spelled(line: str) -> str:
    """Return a line of the table with its {a20} and the like drawn, the same each time."""
    draw = random.Random(line)

    def drawn(match: re.Match[str]) -> str:
        return "".join(draw.choices(KINDS[match[1]], k=int(match[2])))

    return re.sub(r"\{([auxds])(\d+)\}", drawn, line)


TABLE = [*secret_table.table()["rule"], *secret_table.table()["argument"]]


def test_secrets_json_is_made_of_the_table() -> None:
    # Changed secrets.toml? Run `python -m tests.secrets`.
    assert secrets.COMPILED.read_text("utf-8") == secrets.compiled()


@pytest.mark.parametrize("line", [line for each in TABLE for line in each.get("takes", ())])
def test_a_rule_takes_the_value_of_its_lines_and_no_more(line: str) -> None:
    before, value, after = re.split("[«»]", spelled(line))
    redacted = redaction.redact(before + value + after).text

    assert re.fullmatch(
        rf"{re.escape(before)}\[redacted: [\w ]+\]{re.escape(after)}", redacted
    )
    assert redaction.redact(redacted).text == redacted


def test_what_a_rule_takes_is_looked_at_where_it_was_typed() -> None:
    lines = (line for each in TABLE for line in each.get("takes", ()))

    missed = [line for line in lines if not typed.may_hold(spelled(line))]
    assert missed == []


def test_most_of_what_is_typed_needs_no_rule() -> None:
    for text in (
        *("db-1 is down", "password resets are slow", "the token bucket is empty"),
        "rolled back to 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "see https://grafana.example/d/abc123 of 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ):
        assert not typed.may_hold(text)


@pytest.mark.parametrize(
    "line",
    [
        *(line for each in TABLE for line in each.get("leaves", ())),
        *secret_table.table()["leaves"]["lines"],
    ],
)
def test_a_rule_leaves_lines_that_only_look_like_it(line: str) -> None:
    assert redaction.redact(spelled(line)).taken == {}


def test_each_rule_has_a_line_that_shows_what_it_is_for() -> None:
    without = [each["name"] for each in TABLE if not each.get("takes")]

    assert without == ["private key"] * 3  # the first list shows them


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_merely_random_or_a_word_stays(text: str) -> None:
    assert redaction.redact(text) == redaction.Redacted(text, {})


def test_each_sort_is_counted_in_the_order_of_the_text() -> None:
    told = redaction.redact(f"password=a {AKIA} password=b")

    assert redaction.summary(told.taken) == "secret value (2), AWS key id"


def test_a_key_in_the_middle_of_a_command_goes_with_its_password() -> None:
    told = redaction.redact(f"mysql -u {AKIA} -phunter2 app")

    assert told.text == "mysql -u [redacted: AWS key id] -p[redacted: password] app"


@settings(max_examples=80)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_to_redact_twice_is_to_redact_once(text: str) -> None:
    once = redaction.redact(text)

    assert redaction.redact(once.text).text == once.text
    assert (once.text == text) == (not once.taken)


@given(st.text(st.characters(exclude_characters="=:-_", codec="utf-8")))
def test_a_text_without_a_secret_comes_back_as_it_was(text: str) -> None:
    found = list(redaction.find(text))

    assert found or redaction.redact(text).text == text


# Python before 3.11.5 reads such a pattern wrong; it is the one that Debian 12 has.
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")


def test_no_pattern_repeats_a_group_possessively() -> None:
    sources = [*(ROOT / "pmlog").rglob("*.py"), ROOT / "pmlog/text/secrets.json"]

    assert [path for path in sources if POSSESSIVE_GROUP.search(path.read_text())] == []
    assert POSSESSIVE_GROUP.search("(?:ab?c)*+")


# Each would take minutes where a rule looks at a place again and again.
HOSTILE = [
    "eyJ",
    "://a:",
    f"{PEM}\n",
    "mysql -p",
    "curl ",
    "token: ",
    "a.",
    "-",
    " ",
    "\\n",
    "SG.",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_large_text_of_anything_ends(piece: str) -> None:
    hints = " ".join(hint for rule in redaction.RULES for hint in rule.hints)

    assert redaction.redact(piece * (2**16 // len(piece)) + hints).text
