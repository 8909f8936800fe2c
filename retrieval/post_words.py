"""The posts by which a question may ask for someone, and how minutes write them."""

import re
from dataclasses import dataclass

_HEAD = r"(?:mayors?|governors?|magistrates?|(?:county|district|banner) (?:heads?|mayors?|chiefs?))"


@dataclass(frozen=True, slots=True)
class Post:
    """A post: how a folded question names it, and how minutes write it."""

    asked: re.Pattern[str]
    written: re.Pattern[str]


POSTS = (
    Post(
        re.compile(rf"常务副[市县区旗州]长|\bexecutive (?:deputy|vice)[- ]{_HEAD}"), re.compile("常务副[市县区旗州]长")
    ),
    Post(re.compile(rf"副[市县区旗州]长|\b(?:deputy|vice)[- ]{_HEAD}"), re.compile("副[市县区旗州]长")),
    Post(re.compile(rf"(?<![副个各])[市县区旗州]长|\b{_HEAD}\b"), re.compile("(?<!副)[市县区旗州]长")),
    Post(
        re.compile(
            r"(?:局长|主任|镇长|院长|部长|处长|行长|经理|队长|校长)(?!助理|[一-龥]{0,6}意见)|\b(?:bureau|department|office|court|town) (?:heads?|chiefs?|directors?)\b"
        ),
        re.compile("(?:局长|主任|镇长|院长|部长|处长|行长|经理|队长|校长)$"),
    ),
    Post(re.compile(r"书记|\bparty secretar\w+"), re.compile("书记")),
)
POST = re.compile("|".join(post.asked.pattern for post in POSTS))
"""A post that may be asked about."""
