"""One answer, from its first line until it is in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.actions import retry
from pmlog.cli.interview import prompts
from pmlog.cli.terminal.editor import Draft
from pmlog.confirmation import confirmation, secret_warning
from pmlog.errors import LogUnusable, PmlogError, UsageError
from pmlog.failures import PerhapsStored
from pmlog.incident import kinds
from pmlog.postmortem import answers, fields
from pmlog.postmortem.hints import evidence
from pmlog.postmortem.steps import TEXT
from pmlog.text.terminal import one_line, warn, width

if TYPE_CHECKING:
    from pmlog.actions.record import Receipt
    from pmlog.cli.interview.incident_log import WriteSession
    from pmlog.cli.terminal.keyboard import Keyboard
    from pmlog.incident.event import Entry, Event
    from pmlog.postmortem.answers import Asked
    from pmlog.postmortem.steps import Step

# Longer than this nobody copies from the screen.
_LINE = 400


class GivenUp(Exception):
    """Somebody gave up on an answer that the log did not take."""


class Answering:
    """A question, and what is typed in answer to it."""

    def __init__(self, asked: Asked, session: WriteSession, keys: Keyboard) -> None:
        self._asked = asked
        self._session = session
        self._keys = keys
        self._typed: dict[str, str] = {}
        self._draft: Draft | None = None

    def is_taken(self, prompt: str, recall: str = "") -> bool:
        """Ask for the answer's lines; False when somebody goes back behind the first.

        It is empty when it was skipped. EOFError when somebody ends the talk.
        """
        steps = self._asked.question.steps
        at = 0
        while at < len(steps):
            earlier = recall if steps[at].name == TEXT else ""
            line = self._line(steps[at], prompt if at == 0 else "", earlier)
            if line == prompts.BACK and at == 0:
                return False
            if line == prompts.SKIP or (not line and at == 0):
                self._typed = {}
                return True
            if line == prompts.BACK:
                at -= 1
                self._typed.pop(steps[at].name, None)
            else:
                at += self._fits(steps[at], line)
            if answers.is_none(self._asked.question, self._typed):
                return True
        return True

    @property
    def is_enough(self) -> bool:
        """Whether what was typed is an answer; nothing typed is none."""
        if answers.is_none(self._asked.question, self._typed):
            return True
        needed = {step.name for step in self._asked.question.steps if step.is_needed}
        return needed <= self._typed.keys()

    def _line(self, step: Step, prompt: str, recall: str) -> str:
        """Return a line, or BACK or SKIP; the other commands are done here."""
        prompts.tell(step.asks, "  ")
        while True:
            line = self._keys.line(prompt or f"{step.prompt}> ", recall)
            order = prompts.command(line)
            if order == prompts.QUIT:
                raise EOFError
            if order == prompts.HELP:
                prompts.explain()
            elif order == prompts.EDIT and step.name != TEXT:
                prompts.tell("This one is a line; type it here.", "  ")
            elif order == prompts.EDIT:
                text = self._edited(recall)
                if text:
                    return text
            else:
                is_long = self._asked.question.is_long
                return order or (line if is_long else _one_line(line))

    def _edited(self, text: str) -> str:
        """Return what was written in the editor; empty where nothing was."""
        self._draft = self._draft or self._new_draft()
        if self._draft.is_left_over:
            prompts.tell(f"Going on with {self._draft.path}.", "  ")
        question = self._asked.question
        explanation = (
            question.asks,
            question.hint,
            *evidence(question, self._asked.incident),
            "These lines are left out. An empty file leaves the question open.",
        )
        try:
            written = self._draft.edited(text, explanation)
        except PmlogError as error:
            prompts.tell(str(error), "  ")
            return ""
        if not written:
            self._draft.remove()
            prompts.tell("The file is empty, so nothing was answered.", "  ")
        return written

    def _new_draft(self) -> Draft:
        name = f"{self._asked.incident.short_id}-{self._asked.question.id}.md"
        return Draft(self._session.base.environ, name)

    def _fits(self, step: Step, line: str) -> bool:
        """Take a line if it can be read, else say what would work."""
        if not line:
            if step.is_needed:
                prompts.tell("The answer needs this; :s drops it, :b goes back.", "  ")
            return not step.is_needed
        # Each line is tried with those before it, so that one that is wrong is asked for
        # again at once and not behind the last.
        typed = {**self._typed, step.name: line}
        try:
            answers.entry(self._asked, typed)
        except UsageError as error:
            prompts.tell(str(error), "  ")
            return False
        self._typed = typed
        return True

    def stored(self, corrects: Event | None) -> Event:
        """Store the answer, or the event with it as correction, and confirm it.

        GivenUp when the log does not take it and somebody will not try again.
        """
        entry = answers.entry(self._asked, self._typed)
        while True:
            try:
                receipt = self._receipt(entry, corrects)
            except LogUnusable as error:
                self._say_unstored(error, entry, corrects)
            except KeyboardInterrupt:
                self._say_unstored(PmlogError("interrupted"), entry, corrects)
                raise
            else:
                break
            self._try_again()
        if self._draft:
            self._draft.remove()
        _confirm(receipt)
        return receipt.event

    def _try_again(self) -> None:
        """Return when the log shall be asked once more, else raise GivenUp."""
        try:
            line = self._keys.line("Enter tries again, :q ends> ")
        except EOFError as error:
            raise GivenUp from error
        if prompts.command(line) == prompts.QUIT:
            raise GivenUp

    def _receipt(self, entry: Entry, corrects: Event | None) -> Receipt:
        if corrects is None:
            return self._session.add(entry)
        return self._session.amend(corrects, answers.changes(entry, self._typed))

    def _say_unstored(
        self, error: PmlogError, entry: Entry, corrects: Event | None
    ) -> None:
        """Repeat the answer where it can be found again."""
        incident = self._asked.incident.short_id
        # A command of several lines is nothing to find in a terminal, nor to paste.
        if "\n" in entry.text or len(entry.text) > _LINE:
            self._draft = self._draft or self._new_draft()
            self._draft.keep(entry.text)
            self._say_state(error, f"your answer is in {self._draft.path}")
        elif corrects:
            changes = answers.changes(entry, self._typed)
            command = answers.amend_command(corrects, changes)
            self._say_state(error, f"to say it later: {one_line(command)}")
        elif entry.kind in kinds.TIMELINE_KINDS:
            now_us = self._session.now().now_us
            warn(retry.event(error, entry, now_us, ("-i", incident)))
        else:
            command = fields.command(entry, incident)
            self._say_state(error, f"to say it later: {one_line(command)}")

    @staticmethod
    def _say_state(error: PmlogError, further: str) -> None:
        state = "perhaps not stored" if isinstance(error, PerhapsStored) else "not stored"
        warn(f"{error}\n{state}; {further}")


def _one_line(text: str) -> str:
    """Return a paste of several lines as one."""
    return " ".join(filter(None, (part.strip() for part in text.split("\n"))))


def _confirm(receipt: Receipt) -> None:
    """Say what was stored; of an event also how its time was understood."""
    columns = width()
    is_event = receipt.event.kind in kinds.TIMELINE_KINDS
    confirmed = confirmation(receipt, columns and columns - 2)
    due = receipt.event.details.due
    stored = f"stored as {receipt.event.short_id}{due and f', due {due}'}"
    prompts.tell(confirmed if is_event else stored, "  ")
    for warning in (*receipt.warnings, secret_warning(receipt.event)):
        if warning:
            prompts.tell(f"warning: {warning}", "  ")
