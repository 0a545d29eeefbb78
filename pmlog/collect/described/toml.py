"""A TOML file -> the format that it describes; what is wrong with it, with its line."""

from __future__ import annotations

import os
import re
import tomllib
from typing import Any

from pmlog import clock
from pmlog.collect.described import paths
from pmlog.collect.described.spec import Example, RecordSpec, Rule, Spec
from pmlog.errors import UsageError
from pmlog.incident import kinds

_TEXTS = ("title", "fetch", "form", "line")
# Any other key is refused: a misspelt one would do nothing, and nobody would know.
_TOP = {"name", "has", "record", "example", "programs", *_TEXTS}
_PATHS = ("at", "until")
_TEMPLATES = ("text", "author", "id", "link", "how")
_RECORD = {"each", "kind", "drop", *_PATHS, *_TEMPLATES}
_RULE = {"path", "is", "matches", "exists"}
_FORMS = ("json", "lines", "csv")


class BadFormat(UsageError):
    """A file describes no format."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {reason}")


class _Wrong(Exception):
    """What is wrong, at which key of which table.

    Where it is seen there is no line yet: tomllib returns values without their places.
    """

    def __init__(
        self, reason: str, key: str = "", table: str = "", number: int = 0
    ) -> None:
        super().__init__(reason)
        self.place = key, table, number


def load(path: str) -> Spec:
    """Return the format of a file. BadFormat where it describes none."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, ValueError) as error:
        # What cannot be decoded is a ValueError, and has no strerror.
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadFormat(path, 0, f"it cannot be read: {reason}") from error
    return loads(text, path)


def loads(text: str, file: str) -> Spec:
    """Return the format that a text describes. BadFormat where it describes none."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # It says where in its sentence alone; where it says otherwise, mostly that the text
        # ends too early, the last line is shown.
        told = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error))
        reason = told[1] if told else str(error)
        line = int(told[2]) if told else text.count("\n") + 1
        raise BadFormat(file, line, f"not TOML: {reason.lower()}") from error
    try:
        return _spec(found, file)
    except _Wrong as error:
        raise BadFormat(file, _line_of(text, *error.place), str(error)) from error


def _line_of(text: str, key: str, table: str, number: int) -> int:
    """Return the line of a key in the number-th table of a name; else of the table."""
    # The text is searched, not parsed once more: a key within a text of several lines may
    # be taken for it, which costs its reader a glance.
    here, count, heading = "", 0, 0
    for at, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[\[?([\w.]+)\]\]?", line)
        if head:
            here = head[1]
            count += here == table
            if here == table and count == number + 1:
                heading = at
        is_there = here == table and (not table or count == number + 1)
        if is_there and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return at
    return heading or (1 if not table else 0)


def _spec(found: dict[str, Any], file: str) -> Spec:
    _check_keys(found, _TOP, "", 0)
    name = found.get("name", os.path.basename(file).removesuffix(".toml"))
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise _Wrong("a name is lower-case letters, digits and dashes", "name")
    for key in _TEXTS:
        if not isinstance(found.get(key, ""), str):
            raise _Wrong(f"{key} is a text", key)
    if not isinstance(found.get("programs", False), bool):
        raise _Wrong("programs is true where the authors are no people", "programs")
    form = found.get("form", "json")
    if form not in _FORMS:
        raise _Wrong(f"no form {form!r}; it is one of: {', '.join(_FORMS)}", "form")
    line = _pattern(found["line"], "line", "", 0) if "line" in found else None
    if (form == "lines") != (line is not None):
        raise _Wrong('a form of "lines" has a pattern, line, and no other has', "form")
    # Without it every JSON file would be of this format; a pattern of lines tells enough.
    has = _texts(found, "has", "", 0)
    if form != "lines" and not has:
        raise _Wrong("has is missing: what a file of this format has and no other", "has")
    records = found.get("record")
    if not isinstance(records, list) or not records:
        raise _Wrong("[[record]] is missing: where the records lie, and what is what")
    return Spec(
        name,
        found.get("title", name),
        found.get("fetch", ""),
        form,
        has,
        line,
        tuple(_record(each, number) for number, each in enumerate(records)),
        tuple(_example(e, n) for n, e in enumerate(found.get("example", []))),
        file,
        found.get("programs", False),
    )


def _check_keys(found: Any, known: set[str], table: str, number: int) -> None:
    if not isinstance(found, dict):
        raise _Wrong(f"{table or 'the file'} is a table", "", table, number)
    for key in found:
        if key not in known:
            told = ", ".join(sorted(known))
            raise _Wrong(f"unknown key {key!r}; there are: {told}", key, table, number)


def _texts(found: dict[str, Any], key: str, table: str, number: int) -> tuple[str, ...]:
    value = found.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise _Wrong(f"{key} is a text, or a list of texts", key, table, number)
    return tuple(listed)


def _pattern(value: Any, key: str, table: str, number: int) -> re.Pattern[str]:
    try:
        return re.compile(value)
    except (re.error, TypeError) as error:
        raise _Wrong(
            f"{key} is no regular expression: {error}", key, table, number
        ) from error


def _record(found: Any, number: int) -> RecordSpec:
    _check_keys(found, _RECORD, "record", number)
    each = found.get("each", ".")
    if not isinstance(each, str):
        raise _Wrong("each is a path", "each", "record", number)
    texts = {key: _texts(found, key, "record", number) for key in (*_PATHS, *_TEMPLATES)}
    for key in ("at", "text"):
        if not texts[key]:
            raise _Wrong(f"{key} is missing", "", "record", number)
    # A path that is mistyped is told here, and not as a record that has no such value.
    wanted = [(key, path) for key in _PATHS for path in texts[key]]
    wanted += [(k, path) for k in _TEMPLATES for t in texts[k] for path in paths.fields(t)]
    for key, path in [("each", each), *wanted]:
        if not paths.PATH.fullmatch(path):
            raise _Wrong(f"{path!r} is no path", key, "record", number)
    return RecordSpec(
        each,
        **texts,
        kinds=_rules(found, "kind", number),
        drops=_rules(found, "drop", number),
    )


def _rules(found: dict[str, Any], name: str, number: int) -> tuple[Rule, ...]:
    rules = found.get(name, [])
    if not isinstance(rules, list):
        raise _Wrong(f"{name} is written [[record.{name}]]", name, "record", number)
    return tuple(_rule(each, name, at) for at, each in enumerate(rules))


def _rule(found: Any, name: str, number: int) -> Rule:
    table, result = f"record.{name}", "kind" if name == "kind" else "why"
    _check_keys(found, _RULE | {result}, table, number)
    for key in (result, "path"):
        if not isinstance(found.get(key), str):
            raise _Wrong(f"{key} is missing, or no text", key, table, number)
    # A title or a task is nothing that a tool's record could say.
    if name == "kind" and found["kind"] not in kinds.TIMELINE_KINDS:
        told = ", ".join(kinds.TIMELINE_KINDS)
        raise _Wrong(
            f"no kind {found['kind']!r}; it is one of: {told}", "kind", table, number
        )
    if not paths.PATH.fullmatch(found["path"]):
        raise _Wrong(f"{found['path']!r} is no path", "path", table, number)
    if not isinstance(found.get("exists", True), bool):
        raise _Wrong("exists is true or false", "exists", table, number)
    if not {"is", "matches", "exists"} & set(found):
        raise _Wrong("one of is, matches, exists is missing", "", table, number)
    matches = found.get("matches")
    return Rule(
        found["path"],
        found[result],
        _texts(found, "is", table, number),
        None if matches is None else _pattern(matches, "matches", table, number),
        found.get("exists"),
    )


def _example(found: Any, number: int) -> Example:
    _check_keys(found, {"input", "gives", "tz"}, "example", number)
    if not isinstance(found.get("input"), str):
        raise _Wrong("input is missing: what a file holds", "input", "example", number)
    tz = found.get("tz")
    if tz is not None and not (isinstance(tz, str) and clock.is_zone(tz)):
        raise _Wrong("tz is a zone: Europe/Berlin, UTC, +02:00", "tz", "example", number)
    return Example(found["input"], _texts(found, "gives", "example", number), tz)
