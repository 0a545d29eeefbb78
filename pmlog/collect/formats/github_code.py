"""GitHub: what was pushed, committed and merged, and the feed of a repository.

As webhooks send it, as the API answers it, as `gh` prints it. A push is of when it arrived:
its commits may be weeks older.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog.collect import values
from pmlog.collect.instants import instant
from pmlog.collect.record import Found, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.collect.format import Source

PUSH = "push"
COMMIT = "commit"
PULL = "pull request"
FEED = "an entry of the feed"

# Which keys tell a sort of object.
SORTS = (
    (PUSH, {"ref", "after", "pusher"}),
    (FEED, {"type", "payload", "actor", "repo", "created_at"}),
    (PULL, {"mergedAt", "number", "title"}),
)
# The same, where an address says that it is GitHub's.
SORTS_HERE = (
    (PULL, {"merged_at", "number", "title"}),
    (COMMIT, {"sha", "commit"}),
    (COMMIT, {"sha", "message", "committer"}),
)


ALL = frozenset((PUSH, COMMIT, PULL, FEED))


def one(sort: str, value: dict[str, Any], source: Source) -> Found:
    """Return the record of an object of one of these sorts."""
    read = {PUSH: _push, COMMIT: _commit, PULL: _pull, FEED: _entry}[sort]
    return read(value, source)


def _push(value: dict[str, Any], source: Source) -> Found:
    head = values.mapping(value, "head_commit")
    arrived = values.at(value, "repository", "pushed_at") or head.get("timestamp")
    return Record(
        instant(arrived, source.setting, source.name),
        _pushed(value, values.text(head, "message")),
        author=values.first(
            values.text(value, "sender", "login"), values.text(value, "pusher", "name")
        ),
        links=(values.text(value, "compare"),),
        id=_push_id(value, values.text(value, "after")),
        raw={key: value[key] for key in value if key != "repository"},
    )


def _push_id(value: dict[str, Any], head: str) -> str:
    # A branch may be taken back to where it was: what was there before tells them apart.
    return f"push/{values.text(value, 'ref')}/{values.text(value, 'before')}/{head}"


def _pushed(value: dict[str, Any], message: str) -> str:
    """Return what a push did, and the first line of its last commit."""
    ref, commits = values.text(value, "ref"), len(values.items(value, "commits"))
    name = ref.removeprefix("refs/tags/").removeprefix("refs/heads/")
    is_tag = ref.startswith("refs/tags/")
    named = f"{'tag' if is_tag else 'branch'} {name}"
    if value.get("deleted") is True:
        return f"deleted {named}"
    did = "force-pushed" if value.get("forced") is True else "pushed"
    if is_tag or (value.get("created") is True and not commits):
        did = f"{did} {named}"
    elif commits:
        did = f"{did} {commits} commit{'' if commits == 1 else 's'} to {name}"
    else:
        did = f"{did} to {name}"
    subject = _subject(message)
    return f"{did}: {subject}" if subject else did


def _subject(message: str) -> str:
    return message.partition("\n")[0].strip()


def _commit(value: dict[str, Any], source: Source) -> Found:
    about = values.mapping(value, "commit") or value
    sha = values.text(value, "sha")
    subject = _subject(values.text(about, "message"))
    said = values.at(about, "committer", "date") or values.at(about, "author", "date")
    is_merge = len(values.items(value, "parents")) > 1
    return Record(
        instant(said, source.setting, source.name),
        f"commit {sha[:10]}: {subject}" if subject else f"commit {sha[:10]}",
        author=values.first(
            values.text(about, "author", "name"), values.text(value, "author", "login")
        ),
        links=(values.text(value, "html_url"),),
        id=f"commit/{sha}",
        raw=sha,
        minor="a merge" if is_merge else "",
    )


_ENDS = (
    ("merged", ("merged_at", "mergedAt")),
    ("closed", ("closed_at", "closedAt")),
    ("opened", ("created_at", "createdAt")),
)


def _pull(value: dict[str, Any], source: Source) -> Found:
    """Return the last that became of a pull request: merged, closed, or opened."""
    found = [
        (did, value[name]) for did, names in _ENDS for name in names if value.get(name)
    ]
    did, at = found[0] if found else ("opened", None)
    number, title = values.text(value, "number"), values.text(value, "title")
    base = values.first(
        values.text(value, "base", "ref"), values.text(value, "baseRefName")
    )
    into = f" into {base}" if base and did == "merged" else ""
    who = (
        ("user", "author")
        if did != "merged"
        else ("merged_by", "mergedBy", "user", "author")
    )
    link = values.first(values.text(value, "html_url"), values.text(value, "url"))
    return Record(
        instant(at, source.setting, source.name),
        f"pull request #{number} {title}: {did}{into}",
        author=values.first(*(values.text(value, key, "login") for key in who)),
        links=(link,),
        # Numbers begin anew in each repository.
        id=f"pull/{link or number}/{did}",
        raw=[number, title, did, at],
    )


def _entry(value: dict[str, Any], source: Source) -> Found:
    """Return an entry of a repository's feed, of what GitHub calls its events."""
    at_us = instant(value["created_at"], source.setting, source.name)
    payload = values.mapping(value, "payload")
    sort = values.text(value, "type").removesuffix("Event")
    text = _told(sort, payload)
    return Record(
        at_us,
        text or f"{sort} {values.text(payload, 'action')}".strip(),
        author=values.text(value, "actor", "login"),
        id=f"feed/{values.text(value, 'id')}",
        raw=value,
        minor="" if text else "an entry of a feed that changes nothing",
    )


def _told(sort: str, payload: dict[str, Any]) -> str:
    """Return what an entry of a feed tells; "" of stars, forks and the like."""
    teller = _TELLING.get(sort)
    return teller(sort, payload) if teller else ""


def _pull_told(_: str, payload: dict[str, Any]) -> str:
    pull, action = values.mapping(payload, "pull_request"), values.text(payload, "action")
    did = "merged" if pull.get("merged") is True else action
    return f"pull request {_numbered(payload | pull)}: {did}" if did in _DONE else ""


def _issue_told(_: str, payload: dict[str, Any]) -> str:
    action = values.text(payload, "action")
    issue = values.mapping(payload, "issue")
    return f"issue {_numbered(issue)}: {action}" if action in _DONE else ""


def _release_told(_: str, payload: dict[str, Any]) -> str:
    is_out = values.text(payload, "action") == "published"
    return f"released {values.text(payload, 'release', 'tag_name')}" if is_out else ""


def _ref_told(sort: str, payload: dict[str, Any]) -> str:
    kind, ref = values.text(payload, "ref_type"), values.text(payload, "ref")
    return " ".join(filter(None, (f"{sort.lower()}d", kind, ref)))


_DONE = ("opened", "closed", "reopened", "merged")
_TELLING: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "Push": lambda _, pushed: _pushed(
        pushed, values.text(pushed, "commits", -1, "message")
    ),
    "PullRequest": _pull_told,
    "Issues": _issue_told,
    "Release": _release_told,
    "Create": _ref_told,
    "Delete": _ref_told,
    **dict.fromkeys(
        ("IssueComment", "CommitComment", "PullRequestReviewComment"),
        lambda _, said: values.text(said, "comment", "body"),
    ),
}


def _numbered(value: dict[str, Any]) -> str:
    return f"#{values.text(value, 'number')} {values.text(value, 'title')}".strip()
