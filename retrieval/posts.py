"""Answering whether someone of a post sat (the mayor, a deputy mayor), of which lists say little and headers more."""

from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual
from retrieval import facts
from retrieval.answers import Line
from retrieval.attending import attendee_lines
from retrieval.lines import notice
from retrieval.naming import NamedMinutes, meeting_name
from retrieval.post_words import POSTS, Post
from retrieval.question import Question
from retrieval.vocabulary import Fact
from retrieval.wording import say_term


def asks_of_post(question: Question) -> bool:
    """Whether the question asks who of a post sat, and of no one by name."""
    return not question.people and _asked(question) is not None


def post_lines(question: Question, meetings: Sequence[NamedMinutes]) -> list[Line]:
    """Those who sat or chaired with the post asked about; empty where the minutes name none."""
    post = _asked(question)
    lines: list[Line] = []
    for kept in meetings if post else ():
        header, attendance = kept.minutes.header, kept.minutes.attendance
        if post and header.chair and post.written.search(header.chair_title or ""):
            lines += facts.fact_lines(kept, (Fact.CHAIR,), question.language)
        people = [each for each in (attendance.people if attendance else ()) if post]
        titled = [each for each in people if post and post.written.search(each.organisation)]
        lines += attendee_lines(kept, titled, question.language)
    return lines


def no_post_lines(question: Question, meetings: Sequence[NamedMinutes]) -> Iterator[Line]:
    """That the lists give no such post, and who was in the chair."""
    language = question.language
    none = Bilingual("名单没有写明职务，看不出该职务的人是否到会。", "The lists do not say who holds that post.")
    yield notice(none.say(language))
    for kept in meetings[:2]:
        chair, title = kept.minutes.header.chair, kept.minutes.header.chair_title
        if chair and title:
            said = Bilingual(
                f"{meeting_name(kept).zh}会议由{chair}（{title}）主持。",
                f"In the chair of {meeting_name(kept).en}: {chair}, {say_term(title, 'en')}.",
            )
            yield notice(said.say(language), chair, title, kept.minutes.header.text)


def _asked(question: Question) -> Post | None:
    return next((post for post in POSTS if post.asked.search(question.mentions.rest)), None)
