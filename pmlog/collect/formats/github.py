"""GitHub: runs, deployments and their statuses, releases, issues; pushes and merges.

What the API answers, in its wrappers or not, and what the webhooks send. A run that failed
or a status that changed is a record; what an issue's events say of labels is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import values
from pmlog.collect.format import Source, of_json
from pmlog.collect.formats import github_code
from pmlog.collect.instants import instant
from pmlog.collect.record import NO_TEXT, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRAPPERS = ("workflow_runs", "jobs")
# What a webhook is about; a comment's is sent with its issue.
_SENT = (
    *("deployment_status", "workflow_run", "release", "deployment", "check_run"),
    *("comment", "pull_request", "issue"),
)


def claims(value: Any) -> bool:
    """Tell whether a value is one of GitHub's objects, or holds some."""
    if not isinstance(value, dict):
        return False
    if any(isinstance(value.get(key), list) for key in _WRAPPERS):
        return "total_count" in value
    sent = next((value[key] for key in _SENT if isinstance(value.get(key), dict)), None)
    return ("repository" in value and sent is not None) or _sort(value) is not None


# Which keys tell a sort of object; what `gh` prints has names of its own.
_SORTS = (
    ("run", {"run_number", "conclusion"}),
    ("release", {"tag_name", "published_at"}),
    ("run", {"databaseId", "workflowName"}),
    ("release", {"tagName", "publishedAt"}),
    *github_code.SORTS,
)
# The same, where an address says that it is GitHub's.
_SORTS_HERE = (
    ("status", {"state", "deployment_url"}),
    ("deployment", {"statuses_url", "sha", "task"}),
    ("issue event", {"event", "actor", "created_at"}),
    ("comment", {"body", "user", "created_at", "issue_url"}),
    ("comment", {"body", "user", "created_at", "pull_request_url"}),
    ("check", {"name", "conclusion", "started_at"}),
    *github_code.SORTS_HERE,
    ("issue", {"number", "title", "state", "created_at"}),
)


def _sort(value: dict[str, Any]) -> str | None:
    """Return which sort of object a value is."""
    is_github = any(
        "github" in values.text(value, key) or "/repos/" in values.text(value, key)
        for key in ("url", "html_url", "repository_url", "deployment_url")
    )
    sorts = _SORTS + _SORTS_HERE if is_github else _SORTS
    return next((sort for sort, keys in sorts if keys <= set(value)), None)


def _unwrap(value: dict[str, Any]) -> list[Any]:
    for key in _WRAPPERS:
        if isinstance(value.get(key), list):
            return values.items(value, key)
    if "repository" in value:
        for key in _SENT:
            if isinstance(value.get(key), dict):
                # A status does not say what is deployed; the webhook does, beside it.
                return [value[key] | {"_ref": values.text(value, "deployment", "ref")}]
    return [value]


def one(value: Any, source: Source) -> Iterator[Found]:
    """Yield the record of an object."""
    sort = _sort(value) if isinstance(value, dict) else None
    if sort == "run":
        yield _run(value, source)
    elif sort == "release":
        yield _release(value, source)
    elif sort == "comment":
        yield _comment(value, source)
    elif sort == "issue event":
        yield _issue_event(value, source)
    elif sort == "issue":
        yield _issue(value, source)
    elif sort == "check":
        yield _check(value, source)
    elif sort in github_code.ALL:
        yield github_code.one(sort, value, source)
    elif sort is not None:
        yield _deployment(value, source)
    else:
        yield LeftOut("not a run, deployment, release or event", "")


def _when(value: dict[str, Any], source: Source, *keys: str) -> int:
    found = next((value[key] for key in keys if value.get(key)), None)
    return instant(found, source.setting, source.name)


def _run(value: dict[str, Any], source: Source) -> Found:
    at_us = _when(value, source, "run_started_at", "startedAt", "created_at", "createdAt")
    name = values.first(
        values.text(value, "name"), values.text(value, "workflowName"), "workflow"
    )
    branch = values.first(
        values.text(value, "head_branch"), values.text(value, "headBranch")
    )
    title = values.first(
        values.text(value, "display_title"), values.text(value, "displayTitle")
    )
    result = values.first(values.text(value, "conclusion"), values.text(value, "status"))
    about = f"{name} on {branch}" if branch else name
    is_over = values.text(value, "status") == "completed"
    end_us = _when(value, source, "updated_at", "updatedAt") if is_over else None
    text = (
        f"{about}: {title}: {result}" if title and title != name else f"{about}: {result}"
    )
    return Record(
        at_us,
        text,
        until_us=end_us,
        author=_login(value, "triggering_actor") or _login(value, "actor") or "GitHub",
        links=(values.first(values.text(value, "html_url"), values.text(value, "url")),),
        id=_id("run", value),
        raw=value,
    )


def _id(sort: str, value: dict[str, Any]) -> str:
    number = values.first(values.text(value, "id"), values.text(value, "databaseId"))
    attempt = values.text(value, "run_attempt") or values.text(value, "attempt")
    # A run that is tried again keeps its number.
    again = f"/{attempt}" if attempt not in ("", "1") else ""
    return f"{sort}/{number}{again}" if number else ""


def _login(value: dict[str, Any], key: str) -> str:
    return values.text(value, key, "login")


def _release(value: dict[str, Any], source: Source) -> Found:
    if value.get("draft") is True or value.get("isDraft") is True:
        return LeftOut("a release that is a draft", values.text(value, "name"))
    at_us = _when(value, source, "published_at", "publishedAt", "created_at", "createdAt")
    tag = values.first(values.text(value, "tag_name"), values.text(value, "tagName"))
    name = values.text(value, "name")
    return Record(
        at_us,
        f"released {tag}: {name}" if name and name != tag else f"released {tag}",
        author=_login(value, "author") or "GitHub",
        links=(values.first(values.text(value, "html_url"), values.text(value, "url")),),
        id=_id("release", value) or f"release/{tag}",
        raw=value,
    )


def _deployment(value: dict[str, Any], source: Source) -> Found:
    at_us = _when(value, source, "created_at")
    state = values.text(value, "state")
    place = values.text(value, "environment")
    ref = values.first(values.text(value, "ref"), values.text(value, "_ref"))
    what = f"deployment of {ref}" if ref else "deployment"
    where = f"{what} to {place}" if place else what
    said = values.text(value, "description")
    sort = "status" if state else "deployment"
    return Record(
        at_us,
        ": ".join(filter(None, (where, state or "requested", said))),
        author=_login(value, "creator") or "GitHub",
        links=(
            values.first(values.text(value, "log_url"), values.text(value, "target_url")),
        ),
        id=_id(sort, value),
        raw=value,
    )


def _check(value: dict[str, Any], source: Source) -> Found:
    """Return a job of a run, or what another tool checked of a commit."""
    end = value.get("completed_at")
    name = values.first(values.text(value, "name"), "check")
    result = values.first(values.text(value, "conclusion"), values.text(value, "status"))
    return Record(
        _when(value, source, "started_at", "created_at"),
        f"{name}: {result}",
        until_us=_when(value, source, "completed_at") if end else None,
        author=values.first(values.text(value, "app", "name"), "GitHub"),
        links=(values.text(value, "html_url"),),
        id=_id("check", value),
        raw=value,
    )


def _issue(value: dict[str, Any], source: Source) -> Found:
    """Return the last that became of an issue: closed, or opened."""
    did = "closed" if value.get("closed_at") else "opened"
    who = ("closed_by", "user") if did == "closed" else ("user",)
    number, title = values.text(value, "number"), values.text(value, "title")
    return Record(
        _when(value, source, "closed_at", "created_at"),
        f"issue #{number} {title}: {did}",
        author=values.first(*(_login(value, key) for key in who), "GitHub"),
        links=(values.text(value, "html_url"),),
        id=f"{_id('issue', value)}/{did}",
        raw=[number, title, did],
    )


def _comment(value: dict[str, Any], source: Source) -> Found:
    at_us = _when(value, source, "created_at")
    text = values.text(value, "body")
    if not text:
        return LeftOut(NO_TEXT, at_us=at_us)
    return Record(
        at_us,
        text,
        author=_login(value, "user") or _login(value, "actor") or "GitHub",
        links=(values.text(value, "html_url"),),
        id=_id("comment", value),
        raw=value,
        is_bot=values.text(value, "user", "type") == "Bot",
    )


_TELLING = {
    "closed": "closed",
    "reopened": "reopened",
    "merged": "merged",
    "referenced": "referenced by a commit",
    "renamed": "renamed",
    "locked": "locked",
    "unlocked": "unlocked",
    "transferred": "moved",
}


def _issue_event(value: dict[str, Any], source: Source) -> Found:
    at_us = _when(value, source, "created_at")
    event = values.text(value, "event")
    if event == "commented":
        return _comment(value, source)
    number, title = (
        values.text(value, "issue", "number"),
        values.text(value, "issue", "title"),
    )
    about = " ".join(filter(None, (f"#{number}" if number else "issue", title)))
    renamed = values.text(value, "rename", "to")
    commit = values.text(value, "commit_id")[:10]
    said = _TELLING.get(event, event.replace("_", " "))
    more = f" to {renamed!r}" if renamed else f" ({commit})" if commit else ""
    return Record(
        at_us,
        f"{about}: {said}{more}",
        author=_login(value, "actor") or "GitHub",
        links=(values.text(value, "issue", "html_url"),),
        id=_id("event", value),
        raw={key: value[key] for key in value if key != "issue"},
        minor="" if event in _TELLING else "a change of labels or of who is assigned",
    )


FORMAT = of_json(
    "github",
    "GitHub: runs, deployments, releases, issues, pushes, commits, merges; webhooks",
    "gh api repos/OWNER/REPO/actions/runs (or /deployments, /releases, /events, /commits)",
    claims,
    _unwrap,
    one,
)
