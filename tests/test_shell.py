"""The scripts of shell-init in real shells: linted, run, typed at, looked at."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from pmlog.errors import UsageError
from pmlog.incident.kinds import TIMELINE_KINDS
from pmlog.shell.script import SHELLS, Wanted, program, script
from tests.conftest import Shell, process_environ
from tests.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMBINATIONS = [
    Wanted(prefix, names, prompt, key, sync)
    for prefix, names, prompt, key, sync in itertools.product(
        ("pm", "inc_"), ("short", "long"), (False, True), (None, "alt-l"), (False, True)
    )
]
LINTERS = {
    "bash": ["shellcheck", "--shell=bash"],
    "zsh": ["zsh", "-n"],
    "fish": ["fish", "--no-execute"],
}
# What a careful script, or an odd configuration, sets before it reads another one.
STRICT = {
    "bash": "set -euo pipefail; shopt -s failglob",
    "zsh": "setopt err_exit no_unset pipe_fail ksh_arrays sh_word_split nomatch",
    "fish": "",
}
NOT_INTERACTIVE = {
    "bash": ["bash", "--norc"],
    "zsh": ["zsh", "-f"],
    "fish": ["fish", "--no-config"],
}
EVAL = {
    "bash": 'eval "$(pmlog shell-init bash {})"',
    "zsh": 'eval "$(pmlog shell-init zsh {})"',
    "fish": "pmlog shell-init fish {} | source",
}
HOSTILE = "$(touch pwned) `touch pwned` %n %~ \\u \\w ${HOME} !! 'q"


def needs(command: str) -> None:
    if shutil.which(command) is None:
        pytest.skip(f"there is no {command}")


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    needs(request.param)
    return str(request.param)


class Home(NamedTuple):
    """A home folder with pmlog on its path."""

    folder: Path
    environ: dict[str, str]

    def run(self, *argv: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv,
            env=self.environ | env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def script(self, shell: str, text: str, **env: str) -> list[str]:
        """Run a script in a shell, which must say nothing on standard error."""
        done = self.run(*NOT_INTERACTIVE[shell], "-c", text, **env)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout.splitlines()

    def starting(self, shell: str, text: str) -> list[str]:
        """Return the command of an interactive shell that starts with a script."""
        files = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
        file = self.folder / files[shell]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        commands = {
            "bash": ["bash", "--rcfile", str(file), "-i"],
            "zsh": ["zsh", "-d", "-i"],
            "fish": ["fish", "-i"],
        }
        return commands[shell]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shim = tmp_path / "bin" / "pmlog"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pmlog "$@"\n')
    shim.chmod(0o755)
    environ = process_environ(tmp_path) | {
        "LANG": "C.UTF-8",
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "TERM": "xterm-256color",
        "ZDOTDIR": str(tmp_path),
    }
    # Without it fish reads all manual pages behind our back, at its first start.
    (tmp_path / ".local/share/fish/generated_completions").mkdir(parents=True)
    for variable in ("NO_COLOR", "LC_ALL", "PROMPT_COMMAND"):
        environ.pop(variable, None)
    return Home(tmp_path, environ)


def written(shell: str, folder: Path) -> list[str]:
    """Write every combination of options as a script, and return the paths."""
    files = [folder / f"{number}.{shell}" for number in range(len(COMBINATIONS))]
    for file, wanted in zip(files, COMBINATIONS, strict=True):
        file.write_text(script(shell, wanted))
    return list(map(str, files))


def test_the_linters_find_nothing_in_any_combination(shell: str, home: Home) -> None:
    needs(LINTERS[shell][0])
    files = written(shell, home.folder)
    batches = [files] if shell == "bash" else [[file] for file in files]
    for batch in batches:
        done = home.run(*LINTERS[shell], *batch)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_combination_is_read_twice_in_a_strict_shell_without_a_word(
    shell: str, home: Home
) -> None:
    sources = "\n".join(f"source {file}" for file in written(shell, home.folder))

    said = home.script(shell, f"{STRICT[shell]}\n{sources}\n{sources}\necho done")
    assert said == ["done"]


def test_the_short_commands_log_their_kinds(shell: str, home: Home) -> None:
    names = ["pmb", "pmd", "pma", "pmi", "pmx", "pme", "pmc", "pmm", "pmr", "pmn"]
    calls = "\n".join(f"{name} it is {name}" for name in names)
    start = EVAL[shell].format("")
    home.script(shell, f"{STRICT[shell]}\n{start}\n{start}\n{calls}")
    shown = home.script(shell, f"{start}\npmt")

    for name, kind in zip(names, TIMELINE_KINDS, strict=True):
        assert any(re.search(rf" {kind} +it is {name}$", row) for row in shown), name


def test_they_are_named_in_full_and_with_a_prefix(shell: str, home: Home) -> None:
    start = EVAL[shell].format("--prefix inc --cmd-names long")
    said = home.script(shell, f"{start}\ninc-escalated paged the DBAs\ninc-timeline")

    assert said[-1].endswith(" escalated     paged the DBAs")


def test_they_pass_on_words_options_pipes_and_exit_codes(shell: str, home: Home) -> None:
    fish_or = "; or" if shell == "fish" else "||"
    said = home.script(
        shell,
        f"""{EVAL[shell].format("")}
        pmx --at "2026-11-21 14:05 UTC" --for 20m "the  'network'"
        echo "a line" | pmn
        echo "a metric" | pmi
        pmn escalated: paged the DBAs
        pmr
        pmd -k nonsense x 2>/dev/null {fish_or} echo "it was nonsense"
        pmt --json""",
    )

    assert "it was nonsense" in said
    texts = [re.findall(r'"(kind|text)":"?\s*"(.*?)"', row) for row in said[-5:]]
    assert [tuple(text for _, text in row) for row in texts] == [
        ("misleading", "the  'network'"),
        ("note", "a line"),
        ("investigated", "a metric"),
        ("escalated", "paged the DBAs"),
        ("resolved", "resolved"),
    ]


def test_zsh_does_not_look_for_files_in_a_text(home: Home) -> None:
    needs("zsh")
    start = EVAL["zsh"].format("")
    said = home.script("zsh", f"{start}\neval 'pmn disk full? on db-* [y/n]'")

    assert "note: disk full? on db-* [y/n]" in said[0]


def test_without_pmlog_the_shell_says_so(shell: str, home: Home) -> None:
    (home.folder / "init").write_text(script(shell, Wanted(prompt=True)))
    done = home.run(
        shutil.which(shell) or shell,
        *NOT_INTERACTIVE[shell][1:],
        "-c",
        "source ./init; pmd it is down",
        PATH="/nonexistent",
    )

    assert done.returncode == 127
    assert "pmlog" in done.stderr


def test_a_pmlog_that_is_not_on_the_path_is_called_by_its_own(
    shell: str, home: Home
) -> None:
    away = home.folder / "it's away"
    away.mkdir()
    (home.folder / "bin" / "pmlog").rename(away / "pmlog")
    called = program(str(away / "pmlog"), home.environ)
    (home.folder / "init").write_text(script(shell, Wanted(), called))

    assert "note: it is down" in home.script(shell, "source ./init; pmn it is down")[0]


def test_a_pmlog_that_the_path_finds_is_called_by_its_name(home: Home) -> None:
    assert program(str(home.folder / "bin" / "pmlog"), home.environ) == "pmlog"
    assert program("/some/where/pmlog/__main__.py", home.environ) == "pmlog"


PRESSED = [
    ("pmlog ti\t", r"pmlog timeline ?$"),
    ("pmlog event --ki\t", r"pmlog event --kind ?$"),
    ("pmd --f\t", r"pmd --for ?$"),
    ("pmlog event --at 14:05 -k det\t", r"--at 14:05 -k detected ?$"),
    ("pmlog when --tz Europe/Berl\t", r"--tz Europe/Berlin ?$"),
    ("pmlog event --tz=Europe/Berl\t", r"--tz=Europe/Berlin ?$"),
    ("pmlog render -t play\t", r"-t playful ?$"),
    ("pmlog render -o 'a b'/no\t", r"b.*notes\.md'? ?$"),
    ("pmlog check no\t", r"check notes\.md ?$"),
    ("pmlog --db=no\t", r"--db=notes\.md ?$"),
    ("pmlog nonsense \t", r"nonsense ?$"),
    ("pmlog shell-init f\t", r"shell-init fish ?$"),
]
LISTED = [
    ("pmlog re\t\t", r"reopen +\W*Open a closed incident again"),
    ("pmlog event -k mi\t\t", r"misleading +\W*a path that proved wrong"),
    ("pmlog use \t\t", r"[0-9a-f]{6} +\W*It's \"quoted\": \$\(x\)"),
]


def screen_shows(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.search(pattern, text, re.MULTILINE) is not None


def press_all(home: Home, shell: str, pressed: list[tuple[str, str]], rc: str = "") -> None:
    """Type each line into one shell, and wait until its screen shows what it should."""
    for folder in (home.folder, home.folder / "a b"):
        folder.mkdir(exist_ok=True)
        (folder / "notes.md").touch()
    argv = home.starting(shell, f"{rc}\n{EVAL[shell].format('')}\necho ready\n")
    with Terminal(argv, home.environ, columns=100, folder=str(home.folder)) as terminal:
        terminal.wait_for("ready")
        for keys, pattern in pressed:
            terminal.type(keys)
            terminal.wait_for(screen_shows(pattern))
            terminal.type("\x15\x0c")  # Ctrl-U, Ctrl-L: an empty line, an empty screen
            terminal.wait_for(lambda text: len(text.split("\n", 1)[1].strip()) == 0)


def test_tab_completes(shell: str, home: Home) -> None:
    home.script(shell, "pmlog start Checkout is down; pmlog start It is slow")
    rc = {"zsh": "autoload -Uz compinit; compinit -u -D"}

    press_all(
        home, shell, [*PRESSED, ("pmlog use chec\t", IN_USE[shell])], rc.get(shell, "")
    )


# fish takes what begins as typed, so it is given the title.
IN_USE = {
    "bash": r"use [0-9a-f]{6} ?$",
    "zsh": r"use [0-9a-f]{6} ?$",
    "fish": r"use Checkout\\ is\\ down ?$",
}


def test_tab_lists_with_descriptions(shell: str, home: Home) -> None:
    home.run("pmlog", "start", 'It\'s "quoted": $(x) `y`')
    home.run("pmlog", "start", "Checkout is down")
    rc = {
        # Without it, bash inserts what two ids have in common and lists at a third TAB.
        "bash": "bind 'set show-all-if-ambiguous on'",
        "zsh": "autoload -Uz compinit; compinit -u -D",
    }

    press_all(home, shell, LISTED, rc.get(shell, ""))


def test_tab_completes_in_a_zsh_without_its_completion_system(home: Home) -> None:
    needs("zsh")

    press_all(home, "zsh", [each for each in PRESSED if "=" not in each[0]][:5])


@pytest.mark.parametrize("colour", [True, False])
def test_the_prompt_shows_the_incident_and_expands_nothing_of_it(
    colour: bool, shell: str, home: Home
) -> None:
    home.run("pmlog", "start", HOSTILE, "--at=-65m")
    own = {
        "bash": "PS1='mine> '",
        "zsh": "PROMPT='mine> '; setopt prompt_subst",
        "fish": "function fish_prompt; echo -n 'mine> '; end",
    }
    twice = (EVAL[shell].format("--prompt") + "\n") * 2
    argv = home.starting(shell, f"{own[shell]}\n{twice}\n")
    environ = home.environ | ({} if colour else {"NO_COLOR": "1"})
    with Terminal(argv, environ, columns=100, folder=str(home.folder)) as terminal:
        terminal.wait_for("mine>")
        terminal.type("false\r")
        terminal.wait_for(lambda text: text.count("mine>") == 2)
        terminal.type("echo code $status\r" if shell == "fish" else "echo code $?\r")
        terminal.wait_for(screen_shows(r"^code 1$"))
        terminal.wait_for(lambda text: text.count("mine>") == 3)
        (*_, last) = [row for row in terminal.lines if "mine>" in row]

    assert last.count("[") == 1
    assert f"[{HOSTILE[:29]}… +1 h 5 min]" in last
    assert not (home.folder / "pwned").exists()
    assert (b"\x1b[33m" in terminal.raw) is colour


@pytest.mark.parametrize("own", ["'a;'", "(a b)", "''"])
def test_what_bash_runs_before_a_prompt_stays_and_comes_first(own: str, home: Home) -> None:
    twice = (EVAL["bash"].format("--prompt") + "; ") * 2
    shown = "printf '%s\\n' \"${PROMPT_COMMAND[@]}\""
    *before, last = home.script("bash", f"PROMPT_COMMAND={own}; {twice}{shown}")

    assert last == "__pmlog_prompt"
    assert before == {"'a;'": ["a;"], "(a b)": ["a", "b"], "''": []}[own]


def test_the_prompt_is_the_users_own_where_nothing_is_open(shell: str, home: Home) -> None:
    own = {
        "bash": "PS1='mine> '; PROMPT_COMMAND='true;'",
        "zsh": "PROMPT='mine> '",
        "fish": "function fish_prompt; echo -n 'mine> '; end",
    }
    argv = home.starting(shell, f"{own[shell]}\n{EVAL[shell].format('--prompt')}\n")
    with Terminal(argv, home.environ, folder=str(home.folder)) as terminal:
        terminal.wait_for("mine>")
        terminal.type("pmr over\r")
        terminal.wait_for(screen_shows(r"\[over, resolved\]"))
        terminal.type("pmlog close\r")
        terminal.wait_for(lambda text: text.rstrip().endswith("\nmine>"))

        assert "not found" not in terminal.text


def test_a_key_logs_the_last_command_line(shell: str, home: Home) -> None:
    argv = home.starting(shell, EVAL[shell].format("--key alt-l") + "\necho ready\n")
    with Terminal(argv, home.environ, columns=100, folder=str(home.folder)) as terminal:
        terminal.wait_for("ready")
        terminal.type("echo 'it is' \"$HOME\" | wc -l\r")
        terminal.wait_for(screen_shows(r"^ *1$"))
        terminal.type("\x1bl")
        terminal.wait_for("ran: echo 'it is' \"$HOME\" | wc -l")
        terminal.type("echo and on\r")
        terminal.wait_for(screen_shows(r"^and on$"))


def test_a_key_logs_the_line_being_typed_as_it_stands(shell: str, home: Home) -> None:
    line = "disk > 90 % on ~ #db-1! it's \\n"
    argv = home.starting(shell, EVAL[shell].format("--line-key alt-n") + "\necho ready\n")
    with Terminal(argv, home.environ, columns=100, folder=str(home.folder)) as terminal:
        terminal.wait_for("ready")
        terminal.type(line)
        terminal.type("\x1bn")
        terminal.wait_for(f"note: {line}")
        terminal.type("echo and on\r")
        terminal.wait_for(screen_shows(r"^and on$"))


def test_a_note_without_words_is_read_from_the_terminal(shell: str, home: Home) -> None:
    argv = home.starting(shell, EVAL[shell].format("") + "\necho ready\n")
    with Terminal(argv, home.environ, columns=100, folder=str(home.folder)) as terminal:
        terminal.wait_for("ready")
        terminal.type("pmn\r")
        terminal.wait_for("Ctrl-D ends it")
        terminal.type("it's $down? & (out\r\x04")
        terminal.wait_for("note: it's $down? & (out")


def test_what_cannot_be_a_script_is_refused_with_what_would_do(say: Shell) -> None:
    say.environ["SHELL"] = "/usr/bin/zsh"
    refused = {
        (): 'yours seems to be zsh: put eval "$(pmlog shell-init zsh)" in ~/.zshrc',
        ("tcsh",): "no shell 'tcsh'; it is one of bash, zsh, fish",
        ("zsh", "--prefix", "r"): "the prefix 'r' would hide the command 'rm'",
        ("bash", "--prefix", "f"): "the prefix 'f' would hide the command 'fi'",
        ("bash", "--prefix", "a;b"): "'a;b' is no prefix for commands",
        ("bash", "--prefix", ""): "'' is no prefix for commands",
        (
            "bash",
            "--cmd-names",
            "tall",
        ): "no style of names 'tall'; it is one of short, long",
        ("bash", "--key", "alt-'"): 'no key "alt-\'"; write it as alt-l or ctrl-g',
        ("fish", "--key", "ctrl-1"): "no key 'ctrl-1'; write it as alt-l or ctrl-g",
    }
    for words, sentence in refused.items():
        said = say("shell-init", *words)
        assert (said.code, said.out) == (2, ""), words
        assert sentence in said.err
    say.environ["SHELL"] = "/bin/tcsh"
    assert "it is one of bash, zsh, fish" in say("shell-init").err


def test_a_prefix_that_hides_no_command_in_full_is_fine() -> None:
    assert "function r-mitigated" in script("bash", Wanted("r", "long"))
    with pytest.raises(UsageError):
        script("bash", Wanted("r", "short"))


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--prefix", "inc", "--cmd-names", "long"],
        ["--prompt", "--key", "alt-p"],
        ["--sync"],
    ],
)
def test_both_ways_in_print_the_same_script(
    options: list[str],
    say: Shell,
    process: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    for shell in SHELLS:
        done = process("shell-init", shell, *options)

        assert done.stdout == say.ok("shell-init", shell, *options)
        assert done.stderr == ""


def test_a_person_who_looks_at_the_script_is_told_where_it_goes(home: Home) -> None:
    with Terminal(["pmlog", "shell-init", "fish"], home.environ) as terminal:
        terminal.wait_for("that is for the shell to read: put pmlog shell-init fish")
        assert terminal.ended() == 0
