"""Promise 6, hostile text: stored exactly, shown safely, and never lost to a shell."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.durability.harness import Place, long
from tests.durability.test_surroundings import again

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shell

TEXTS = {
    "escapes": "\x1b]0;owned\x07\x1b[2J\x1b[31mred \x9b31m \r\b\x7f",
    "lines": "one\ntwo\r\nthree\u2028four\x85five\n\n six",
    "directions": "\u202eevil\u202c \u2066x\u2069 \u200f \u200d \ufeff",
    "SQL": "'; drop table events; -- \" ` [x] %s ? :name",
    "Jinja": "{{ 7 * 7 }} {% raw %} {# gone #} {{ ''.__class__ }}",
    "HTML": "<script>alert(1)</script> <img src=x onerror=alert(2)> &lt; <!-- --> ]]>",
    "Markdown": "# head\n- [x] *a* _b_ `c` | d | [e](javascript:x) ```\n---\n@team #12",
    "marks of ours": "<!-- pmlog:begin timeline 1f0c9b1a2d3e postmortem 3fa9c1 -->",
    "shell": "$(touch owned) `touch owned` \\ \\\\ \\n ! % %% %s ' '' \" $HOME ~ *",
    "a kind": "resolved: detected: really",
    "an option": "--at -15m -- --help",
    "no ASCII": "Füße 東京 🔥👩\u200d🚒 e\u0301",
    "edges": " \tspaces around \t",
    "format": "{0} {x} %d \\x41",
    "comma": "=cmd|' /C calc'!A0",
}
TEMPLATES = ("postmortem", "sre", "playful", "status", "html")


def is_safe(shown: str) -> bool:
    """Whether a text can neither move the cursor nor turn the reading direction."""
    # Joiners make emoji; the space of no width is ours and stops an @mention.
    kept = "\n\u200b\u200c\u200d"
    return all(each.isprintable() or each in kept for each in shown)


def test_text_is_stored_exactly_and_shown_safely(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    confirmed = [
        place.ok("event", "-k", "note", "-", stdin=text.encode())
        if text.startswith("-")
        else place.ok("event", "-k", "note", text)
        for text in TEXTS.values()
    ]
    whole = " ".join(TEXTS.values())
    confirmed.append(place.ok("event", "--at", "now", "-k", "note", whole))
    expected = [*TEXTS.values(), whole]

    assert place.texts() == expected
    assert [each.count("\n") for each in confirmed] == [1] * len(expected)
    place.ok("set", "impact", "-", stdin="\n".join(TEXTS.values()).encode())
    shown = [*confirmed, place.ok("timeline"), place.ok("list"), place.ok("verify")]
    shown += [place.run("render", "-t", name).out for name in TEMPLATES]
    for text in shown:
        assert text
        assert is_safe(text), text
    document = shown[-1]
    assert "<script>alert" not in document
    assert "<img" not in document
    assert "{{ 7 * 7 }}" in document
    # Machines get all of it, in ASCII.
    lines = place.ok("export").splitlines()
    notes = [event for event in map(json.loads, lines) if event["kind"] == "note"]
    assert [event["text"] for event in notes] == expected
    assert all(line.isascii() and line.isprintable() for line in lines)
    other = Place(tmp_path / "other")
    other.folder.mkdir()
    other.ok("import", "-", stdin="\n".join(lines).encode())
    assert other.ok("export").splitlines() == lines


def test_a_megabyte_and_a_nul_come_by_a_pipe(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    texts = ["x\0y", "line \u00fc\n" * 100_000 + "end", "\0" * 10 + "."]
    said = [place.ok("event", "-", stdin=text.encode()) for text in texts]

    assert place.texts() == texts
    assert all(len(each) < 300 and is_safe(each) for each in said)
    for argv in (("timeline",), ("render",), ("render", "-t", "html"), ("export",)):
        assert place.run(*argv).code == 0
    place.judge(acknowledged=texts, attempted=texts)


def test_bytes_that_are_no_text_become_what_says_so(tmp_path: Path) -> None:
    place = Place(tmp_path).with_log()
    place.ok("event", "caf\udce9 \udcff")
    place.ok("event", "--at", "now", "caf\udce9 \udcff")
    place.ok("event", "-", stdin=b"caf\xe9 \xff")

    assert place.texts() == ["caf\ufffd \ufffd"] * 3


@pytest.mark.parametrize(
    "argv",
    [
        ("render", "-t"), ("render", "-o"), ("backup",), ("import",), ("event", "--attach"),
        ("templates", "show"), ("timeline", "--db"), ("use",), ("when",),
    ],
)  # fmt: skip
def test_an_error_shows_hostile_words_safely(say: Shell, argv: tuple[str, ...]) -> None:
    say.ok("event", "one")
    words = (*argv, f"nowhere/{TEXTS['escapes']}{TEXTS['directions']}")
    said = say(*words)

    assert said.code != 0
    assert is_safe(said.out + said.err)


@pytest.mark.parametrize("locale", long("C.UTF-8", "C"))
@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_words_that_could_not_be_stored_come_back_by_any_shell(
    tmp_path: Path, shell: str, locale: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    place = Place(tmp_path).with_log()
    place.environ |= {"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    # Everything at once: a shell costs more than a text.
    text = " ".join(TEXTS.values()).strip("\n")
    by_word = place.run("event", "-k", "note", text, PMLOG_DB="/proc/none/log.db")
    by_pipe = place.run(
        "event", "--at", "~2026-11-21 14:05Z", "--for", "5m", "--by", "a \x1b[31m b", "-k",
        "detected", "--how", "'$(x)'", "--link", "https://x.example/?a=%20&b", "-",
        stdin=b"detected: detected: \0 \\n 100 % \xc3\xbc", PMLOG_DB="/proc/none/log.db",
    )  # fmt: skip
    for said in (by_word, by_pipe):
        assert said.code == 4, said
        again(place, said, shell)
    stored = map(json.loads, place.ok("export").splitlines())
    first, second = [each for each in stored if each["kind"] != "opened"][-2:]

    assert first["text"] == text
    assert second["text"] == "detected: \0 \\n 100 % \u00fc"
    assert (second["at"], second["until"], second["kind"], second["approx"]) == (
        "2026-11-21T14:05:00Z", "2026-11-21T14:10:00Z", "detected", True,
    )  # fmt: skip
    assert second["author"] == "a \x1b[31m b"
    given = {"how": "'$(x)'", "links": ["https://x.example/?a=%20&b"]}
    assert second["data"] | given == second["data"]
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "argv",
    [
        ("set", "impact"), ("set", "trigger", "--at", "-5m"), ("improve",),
        ("task", "add", "--owner", "it's", "--due", "2030-01-02"),
        ("start", "--severity", "SEV 1", "--service", "a", "--service", "b c"),
    ],
)  # fmt: skip
def test_the_words_of_other_commands_come_back_too(
    tmp_path: Path, argv: tuple[str, ...]
) -> None:
    place = Place(tmp_path).with_log()
    text = "what\nusers % 'saw'"
    unfit = tmp_path / "unfit.db"
    unfit.write_text("no log")
    said = place.run(*argv, "-", stdin=text.encode(), PMLOG_DB=str(unfit))
    assert said.code == 4, said
    again(place, said)

    assert text in [said for _, said in place.events()]
