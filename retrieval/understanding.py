"""What was understood of a question, as fields for programs."""

from typing import Any

from retrieval.question import Question
from retrieval.vocabulary import Kind


def understood(question: Question) -> dict[str, Any]:
    """The filters that were read from a question; those that were not are left out."""
    mentions, criteria = question.mentions, question.criteria
    filters = {
        "kind": question.kind,
        "offices": [sorted(mention.issuers) for mention in mentions.offices],
        "meetings": list(mentions.meetings),
        "years": [each.year for each in mentions.numbered if each.year],
        "terms": [each.term for each in mentions.numbered if each.term],
        "document_numbers": list(mentions.documents),
        "dates": [str(day) for day in mentions.dates],
        "latest": mentions.latest,
        "relative": mentions.relative.place if mentions.relative and not mentions.latest else None,
        "refs": [str(ref) for ref in mentions.refs],
        "points": [
            f"{point.resolution}-{point.item}" if point.item else str(point.resolution) for point in mentions.points
        ],
        "facts": list(question.facts) if question.kind is Kind.HEADER else [],
        "listed": criteria.say(question.language) if criteria else "",
        "departments": list(criteria.departments if criteria else question.departments)
        if question.kind in (Kind.DUTIES, Kind.LISTING)
        else [],
        "people": list(question.people),
        "phrases": list(question.phrases),
        "topic": " ".join(question.content),
    }
    return {name: value for name, value in filters.items() if value not in (None, [], False, "")}
