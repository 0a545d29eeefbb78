"""The words of a command lose their secrets before a shell's quotes surround them."""

from __future__ import annotations

import shlex
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlog.text import command_line

# What is typed, with the secret between the marks.
TAKEN = [
    "mysql -u root -p«hunter2» app",
    "mysql '-p«two words»' app",
    "mysqldump '--password=«two words»' app",
    "psql --password '«two words»' app",
    "sudo /usr/bin/mysql '-p«a b»'",
    "env 'PGPASSWORD=«two words»' psql",
    "docker run -e 'DB_PASSWORD=«it is»' app",
    "docker login -u ann -p '«hunter two»'",
    "curl -u 'ann:«two words»' http://x",
    "curl '-uann:«two words»' http://x",
    "redis-cli -a '«two words»' ping",
    "mongosh -p '«hun ter»'",
    "kubectl create secret generic x '--from-literal=user=«a b»'",
    "curl -H 'Authorization: Bearer «abcdef»' http://x",
    "echo password: «hunter2»",
    "deploy -password '«a b»'",
    "terraform apply -var 'db_password=«a b»'",
]


@pytest.mark.parametrize("typed", TAKEN)
def test_a_secret_leaves_its_word_to_the_end(typed: str) -> None:
    secret = typed.split("«")[1].split("»", maxsplit=1)[0]
    words = shlex.split(typed.replace("«", "").replace("»", ""))
    redacted = command_line.line(words)

    assert secret not in redacted.text
    assert sum(redacted.taken.values()) == 1
    assert len(shlex.split(redacted.text)) == len(words)


@pytest.mark.parametrize(
    ("shell", "secret"),
    [
        ("mysql -p'two words' app", "two words"),
        ("export TOKEN='a b'; run", "a b"),
        ("ssh db 'mysql -p\"a b\" x' | tee y", "a b"),
        ("sudo sh -c \"PGPASSWORD='a b' psql\"", "a b"),
        ("psql -c \"ALTER USER x PASSWORD 'two words'\"", "two words"),
        ("kubectl create secret generic x --from-literal=p='a b c'", "a b c"),
    ],
)
@pytest.mark.parametrize("program", ["sh -c", "bash -lc", "ssh db-1"])
def test_a_secret_in_a_command_within_a_word_leaves_it(
    program: str, shell: str, secret: str
) -> None:
    redacted = command_line.line([*program.split(), shell])

    assert secret not in redacted.text
    assert sum(redacted.taken.values()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "mysql -p app",
        "docker run -p 80:80 nginx",
        "mysql '--password=$PW'",
        'git commit -m "don\'t use the password"',
        "curl -u ann http://x:80/",
        "TOKEN_FILE=/run/secrets/token run",
        "ssh --password-file /etc/x",
        "grep -r 'token bucket' .",
        "echo 'it is -p or nothing'",
    ],
)
def test_a_command_without_a_secret_stays_as_it_is(typed: str) -> None:
    words = shlex.split(typed)

    assert command_line.line(words) == (shlex.join(words), {})


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_words_without_a_secret_come_back_as_they_were(words: list[str]) -> None:
    kept, taken = command_line.redact(words)

    assert taken or kept == words


def test_what_is_nested_deep_and_long_ends_in_time() -> None:
    word = "a b"
    for _ in range(7):
        word = shlex.join(["sh", "-c", word])
    before = time.process_time()
    command_line.line(["sh", "-c", word])
    command_line.line(["x"] * 2000)

    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("vault kv get -field=password secret/x", True),
        ("kubectl -n prod get secret db -o jsonpath={.data.password}", True),
        ("/usr/bin/pass show mail", True),
        ("aws --profile x secretsmanager get-secret-value --secret-id x", True),
        ("sh -c 'gcloud auth print-access-token'", True),
        ("kubectl get pods", False),
        ("bypass showcase", False),
        ("vault status", False),
    ],
)
def test_of_some_commands_all_that_they_print_is_a_secret(typed: str, is_one: bool) -> None:
    assert command_line.prints_a_secret(shlex.split(typed)) is is_one
