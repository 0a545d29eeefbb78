"""Slack: a workspace's export, one day of it, or what the API answers.

`ts` is text, and a float would lose the microseconds that tell two messages apart. Who is
who stands in users.json at the export's top. Replies lie in the day on which they were
written; one that was also sent to the channel carries its parent again, as `root`. The
addresses of files carry a token.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pmlog.collect import stated, values
from pmlog.collect.files.decode import Piece
from pmlog.collect.format import JSON, Format, Source, each, unwrapped
from pmlog.collect.instants import seconds
from pmlog.collect.record import NO_TEXT, Found, LeftOut, Record
from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUBTYPES_LEFT_OUT = {
    "channel_join": "a join or a leave",
    "channel_leave": "a join or a leave",
    "group_join": "a join or a leave",
    "group_leave": "a join or a leave",
    "bot_add": "a bot that was added or removed",
    "bot_remove": "a bot that was added or removed",
    "pinned_item": "a pinned message",
    "channel_archive": "a change of the channel",
    "channel_name": "a change of the channel",
    "channel_purpose": "a change of the channel",
    "tombstone": "a deleted message",
    "message_deleted": "a deleted message",
    "reminder_add": "a reminder",
    "huddle_thread": "a huddle",
}
_METADATA = ("users.json", "channels.json", "groups.json", "dms.json", "mpims.json")


def claims(value: Any) -> bool:
    """Tell whether a value is a message, or an answer of the API that holds some."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("messages"), list):
        return any(map(_is_message, value["messages"])) or value.get("ok") is True
    return _is_message(value) or _is_metadata(value)


def _is_message(value: Any) -> bool:
    ts = values.text(value, "ts")
    return bool(re.fullmatch(r"\d{9,11}\.\d{6}", ts)) and isinstance(value, dict)


def _is_metadata(value: dict[str, Any]) -> bool:
    """Tell whether a value is of users.json, channels.json or the integrations' log."""
    is_user = "team_id" in value and "profile" in value
    is_channel = "members" in value and "creator" in value
    is_log = "user_name" in value and "date" in value and "user_id" in value
    return is_user or is_channel or is_log


def _unwrap(value: dict[str, Any]) -> list[Any]:
    found = value.get("messages")
    return found if isinstance(found, list) else [value]


def read(pieces: Iterable[Piece], source: Source) -> Iterator[Found]:
    """Yield the messages, with the names of people and channels in place of their ids."""
    workspace = Workspace(source)
    if source.inside.rpartition("/")[2] in _METADATA:
        return iter(())
    return each(unwrapped(_flat(pieces), claims, _unwrap), workspace.read)


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for where, value in pieces:
        is_one = isinstance(value, dict) and _is_message(value.get("message"))
        yield where, value["message"] if is_one else value


class Workspace:
    """Who is who, and what the channels are called."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._people = _names(source, "users.json", _person)
        channels: dict[str, str] = {}
        for name in ("channels.json", "groups.json", "mpims.json"):
            channels |= _names(source, name, lambda each: values.text(each, "name"))
        self._channels = channels

    def read(self, message: Any) -> Iterator[Found]:
        """Yield the record of a message."""
        if not isinstance(message, dict) or not _is_message(message):
            is_log = isinstance(message, dict) and "user_name" in message
            reason = "an entry of the integrations' log" if is_log else "not a message"
            yield LeftOut(reason, values.text(message, "name"))
            return
        ts, subtype = values.text(message, "ts"), values.text(message, "subtype")
        at_us, text = seconds(ts), self._text(message)
        by = (values.text(message, key) for key in ("user", "bot_id", "username"))
        record = stated.by_text(
            Record(
                at_us,
                text,
                author=self._author(message),
                links=_links(message),
                # Of a day by itself nobody knows the channel, of the whole export it is
                # known; nobody writes in two at one microsecond.
                id=f"{ts}/{values.first(*by)}",
                raw={key: message[key] for key in message if key != "root"},
                is_bot=_is_bot(message),
                minor=_SUBTYPES_LEFT_OUT.get(subtype, ""),
            )
        )
        yield record if text else LeftOut(NO_TEXT, at_us=at_us, record=record)

    def _author(self, message: dict[str, Any]) -> str:
        user = values.text(message, "user")
        profile = values.mapping(message, "user_profile")
        return values.first(
            self._people.get(user, ""),
            values.text(profile, "display_name"),
            values.text(profile, "real_name"),
            values.text(message, "username"),
            values.text(message, "bot_profile", "name"),
            user,
            values.text(message, "bot_id"),
        )

    def _text(self, message: dict[str, Any]) -> str:
        parts = [values.text(message, "text")]
        if not parts[0]:
            parts = [_of_blocks(block) for block in values.objects(message, "blocks")]
        # What a bot has to say often stands in its attachments alone.
        if not any(parts):
            for attached in values.objects(message, "attachments"):
                title = values.first(
                    values.text(attached, "title"), values.text(attached, "pretext")
                )
                body = values.text(attached, "text")
                parts.append(
                    ": ".join(filter(None, (title, body)))
                    or values.text(attached, "fallback")
                )
        files = [*values.objects(message, "files"), *values.objects(message, "file")]
        if not any(parts) and files:
            names = (values.text(file, "name") for file in files)
            parts.append(f"shared {', '.join(filter(None, names))}")
        return self.plain("\n".join(filter(None, parts)))

    def plain(self, text: str) -> str:
        """Return a text of Slack's markup as it is read: <@U1> is @ann."""
        if "<" in text:
            text = _MARK.sub(self._mark, text)
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()

    def _mark(self, match: re.Match[str]) -> str:
        sign, body, label = match["sign"], match["body"], match["label"] or ""
        if sign == "@":
            return f"@{self._people.get(body) or label or body}"
        if sign == "#":
            return f"#{label or self._channels.get(body) or body}"
        if sign == "!":
            return label or f"@{body.partition('^')[0]}"
        # An address stays whole: where it leads counts, and not how it was called.
        if body.removeprefix("mailto:").removeprefix("http://") == label:
            return label
        return f"{label} ({body})" if label and label not in body else body


_MARK = re.compile(r"<(?P<sign>[@#!]?)(?P<body>[^<>|\s][^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def _of_blocks(value: Any, depth: int = 0) -> str:
    """Return the text of a block of rich text, and of what is in it."""
    if not isinstance(value, dict) or depth > 8:
        return ""
    kind = values.text(value, "type")
    if kind == "user":
        return f"<@{values.text(value, 'user_id')}>"
    if kind == "channel":
        return f"<#{values.text(value, 'channel_id')}>"
    if kind == "emoji":
        return f":{values.text(value, 'name')}:"
    if kind == "link":
        return values.first(values.text(value, "text"), values.text(value, "url"))
    own = value.get("text")
    inner = values.items(value, "elements") or values.items(value, "fields")
    parts = [own if isinstance(own, str) else _of_blocks(own, depth + 1)]
    return "".join([*parts, *(_of_blocks(each, depth + 1) for each in inner)])


def _is_bot(message: dict[str, Any]) -> bool:
    return (
        values.text(message, "subtype") == "bot_message"
        or bool(values.text(message, "bot_id"))
        or values.text(message, "user") == "USLACKBOT"
    )


def _links(message: dict[str, Any]) -> tuple[str, ...]:
    """Return the addresses of the files and attachments that belong to a message."""
    files = [*values.objects(message, "files"), *values.objects(message, "file")]
    found = [values.text(file, "permalink") for file in files]
    attached = values.objects(message, "attachments")
    found += [
        values.first(values.text(each, "title_link"), values.text(each, "from_url"))
        for each in attached
    ]
    return tuple(filter(None, found))


def _person(user: dict[str, Any]) -> str:
    return values.first(
        values.text(user, "profile", "display_name"),
        values.text(user, "profile", "real_name"),
        values.text(user, "real_name"),
        values.text(user, "name"),
    )


def _names(source: Source, file: str, name_of: Any) -> dict[str, str]:
    """Return names by id out of a file beside the one that is read."""
    try:
        content = source.beside(file)
        found = json.loads(content) if content else []
    except (PmlogError, ValueError, RecursionError):
        return {}  # ids are names as well, if poor ones
    return {
        values.text(each, "id"): name_of(each)
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, dict)
    }


FORMAT = Format(
    "slack",
    "Slack: the export (zip, folder or one day), or the API's messages",
    "Slack: Settings > Import/Export Data > Export; or the API's conversations.history",
    JSON,
    claims,
    read,
)
