"""The questions, one after the other, until nothing is open or somebody ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.cli.interview import prompts
from pmlog.cli.interview.answers import Answering, GivenUp
from pmlog.cli.terminal.keyboard import Keyboard
from pmlog.errors import LogUnusable
from pmlog.incident import kinds
from pmlog.postmortem import gaps
from pmlog.postmortem.answers import Asked
from pmlog.postmortem.hints import told_event
from pmlog.postmortem.questions import open_questions
from pmlog.text.terminal import clipped, one_line, say

if TYPE_CHECKING:
    from pmlog.cli.interview.incident_log import WriteSession
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.postmortem.questions import Question

INTERRUPTED = 130


class Interview:
    """The questions about one incident; each answer is stored as soon as it is given."""

    def __init__(self, session: WriteSession, *, is_named: bool) -> None:
        """Take the incident's session, and whether commands must name the incident."""
        incident = session.read()
        self._session = session
        self._keys = Keyboard()
        self._reference = f" {incident.short_id}" if is_named else ""
        self._questions = open_questions(incident)
        self._needed = sum(not question.is_extra for question in self._questions)
        self._became: dict[str, Event] = {}  # by question
        self._count = 0
        prompts.tell(f"{one_line(incident.title)}  [{incident.short_id}, {incident.state}]")

    def run(self) -> int:
        """Ask, sum up, and return the exit code."""
        code = 0
        try:
            self._ask_all()
        except EOFError:
            pass
        except KeyboardInterrupt:
            code = INTERRUPTED
        except GivenUp:
            return LogUnusable.exit_code
        self._sum_up()
        return code

    def _ask_all(self) -> None:
        self._announce()
        behind: list[int] = []  # what was asked: going back passes over what was not
        at, is_back = 0, False
        while at < len(self._questions):
            question = self._questions[at]
            incident = self._session.read()
            if not (is_back or question.is_open(incident)):
                at += 1
            elif self._is_left_forwards(at, incident, is_back=is_back):
                behind.append(at)
                at, is_back = at + 1, False
            elif behind:
                at, is_back = behind.pop(), True
            else:
                prompts.tell("This is the first question.", "  ")

    def _announce(self) -> None:
        """Say how many questions there are, and how to answer."""
        if self._needed:
            many = "1 question" if self._needed == 1 else f"{self._needed} questions"
            prompts.tell(f"{many}; each answer is stored at once. {prompts.BRIEFLY}")
        elif self._questions:
            prompts.tell(f"Nothing is missing. {_ABOUT_EXTRAS} {prompts.BRIEFLY}")

    def _is_left_forwards(self, at: int, incident: Incident, *, is_back: bool) -> bool:
        """Ask a question until it is left; False when somebody goes back from it."""
        question = self._questions[at]
        if at == self._needed > 0:
            say("")
            prompts.tell(_ABOUT_EXTRAS)
        prompts.pose(question, incident, self._mark(at), self._session.base.environ)
        earlier = self._earlier(question, incident) if is_back else ""
        prompt = "> "
        while True:
            now = self._session.now()
            asked = Asked(question, incident, now.now_us, now.responder().zone)
            answering = Answering(asked, self._session, self._keys)
            try:
                is_taken = answering.is_taken(prompt, earlier)
            except (EOFError, KeyboardInterrupt):
                # Of several lines some were typed: they are an answer, and are kept.
                if answering.is_enough:
                    self._keep(question, answering, incident)
                raise
            if is_taken and answering.is_enough:
                self._keep(question, answering, incident)
            if not (is_taken and answering.is_enough and question.repeats):
                return is_taken
            prompt, incident = "and> ", self._session.read()

    def _mark(self, at: int) -> str:
        return f"[{at + 1}/{self._needed}]" if at < self._needed else "[more]"

    def _earlier(self, question: Question, incident: Incident) -> str:
        """Show the answer that a new one would replace, and return it."""
        event = incident.fields.get(question.kind) or self._became.get(question.id)
        if event is None or question.repeats:
            return ""
        is_field = event.kind in kinds.FIELD_KINDS
        shown = event.text if is_field else told_event(event, incident)
        prompts.tell(f"now: {clipped(shown, 200)}", "  ")
        return event.text

    def _keep(self, question: Question, answering: Answering, incident: Incident) -> None:
        corrects = question.corrects(incident)
        if question.kind in kinds.TIMELINE_KINDS and not question.repeats:
            corrects = corrects or self._became.get(question.id)
        self._became[question.id] = answering.stored(corrects)
        self._count += 1

    def _sum_up(self) -> None:
        """Say what was answered, what is still missing, and what comes next."""
        missing = gaps.gaps(self._session.read())
        say("")
        things = f"{len(missing)} still missing" if missing else "nothing is missing"
        prompts.tell(f"{self._count} answered, {things}{':' if missing else '.'}")
        for clause in missing:
            prompts.tell(f"- {clause.asks}", "  ")
        document = f"'pmlog render{self._reference} -o postmortem.md'"
        if missing:
            again = f"'pmlog write{self._reference}'"
            prompts.tell(f"{again} goes on; {document} marks what is missing as TODO(...).")
        else:
            prompts.tell(f"Next: {document}, then 'pmlog check postmortem.md'.")


_ABOUT_EXTRAS = "What follows is only for documents such as that of 'render -t sre'."
