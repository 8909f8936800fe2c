"""Whose name stands under a document, and who decides on it next: told from the words of questions and of minutes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from data.bilingual import Bilingual
from data.model import WayOn


class Signer(StrEnum):
    """In whose name documents are issued."""

    GOVERNMENT = "government"
    GOVERNMENT_OFFICE = "government_office"
    PARTY = "party"
    PARTY_OFFICE = "party_office"
    OFFICE = "office"  # of the government or of the party

    @property
    def said(self) -> Bilingual:
        """The signer in words."""
        return _SIGNERS[self]

    def is_among(self, signers: set["Signer | None"]) -> bool:
        """Whether it is one of those that sign."""
        if self is Signer.OFFICE:
            return bool(signers & {Signer.GOVERNMENT_OFFICE, Signer.PARTY_OFFICE})
        return self in signers


@dataclass(frozen=True, slots=True)
class Signature:
    """In whose name documents are issued: one, or ``jointly`` several, who may be left unnamed."""

    signers: tuple[Signer, ...]
    jointly: bool = False

    @property
    def said(self) -> Bilingual:
        """The signature in words: ``以政府名义印发``."""
        if not self.signers:
            return Bilingual("几家联合印发", "issued jointly")
        zh = "、".join(signer.said.zh for signer in self.signers)
        en = " and ".join(signer.said.en for signer in self.signers)
        return Bilingual(f"以{zh}名义印发", f"issued in the name of {en}")

    def fits(self, name: str) -> bool:
        """Whether a name of the minutes holds it; ``市委办公室、市政府办公室`` is two."""
        signers = {signer_of(part) for part in re.split("[、和与]", name) if part}
        return (
            bool(signers)
            and all(signer.is_among(signers) for signer in self.signers)
            and (not self.jointly or len(signers) > 1)
        )


class Destination(StrEnum):
    """Who decides on a document after the meeting."""

    STANDING_COMMITTEE = "standing_committee"
    PARTY = "party"
    PARTY_GROUP = "party_group"
    CONGRESS = "congress"
    CONSULTATIVE = "consultative"
    GOVERNMENT = "government"
    ANYONE = "anyone"

    @property
    def said(self) -> Bilingual:
        """The destination in words."""
        return _DESTINATIONS[self]

    def takes(self, way: WayOn) -> bool:
        """Whether a document goes there on its way, be it only for consent before it is issued."""
        if self is Destination.ANYONE:
            return bool(way.body or way.condition)
        return bool(_TAKES[self].search(f"{way.body or ''} {way.condition or ''}"))


_SIGNERS = {
    Signer.GOVERNMENT: Bilingual("政府", "the government"),
    Signer.GOVERNMENT_OFFICE: Bilingual("政府办公室", "the government office (政府办公室)"),
    Signer.PARTY: Bilingual("党委", "the Party committee"),
    Signer.PARTY_OFFICE: Bilingual("党委办公室", "the Party committee's office"),
    Signer.OFFICE: Bilingual("办公室", "the office (办公室)"),
}
_DESTINATIONS = {
    Destination.STANDING_COMMITTEE: Bilingual("党委常委会", "the Party standing committee"),
    Destination.PARTY: Bilingual("党委", "the Party committee"),
    Destination.PARTY_GROUP: Bilingual("党组", "the Party group"),
    Destination.CONGRESS: Bilingual("人大", "the People's Congress"),
    Destination.CONSULTATIVE: Bilingual("政协", "the CPPCC"),
    Destination.GOVERNMENT: Bilingual("政府", "the government"),
    Destination.ANYONE: Bilingual("有关机关", "another body"),
}
_PARTY_ZH = "(?:[市县区旗省州盟]委(?!员)|党委|党工委)"
_TAKES = {
    Destination.STANDING_COMMITTEE: re.compile(f"{_PARTY_ZH}常委|(?<!大)常委会"),
    Destination.PARTY: re.compile(f"{_PARTY_ZH}|(?<!大)常委会"),
    Destination.PARTY_GROUP: re.compile("党组"),
    Destination.CONGRESS: re.compile("人大|人民代表大会"),
    Destination.CONSULTATIVE: re.compile("政协"),
    Destination.GOVERNMENT: re.compile("政府"),
}
_DESTINATION_WORDS: tuple[tuple[Destination, re.Pattern[str]], ...] = (
    (Destination.CONGRESS, re.compile(r"人大|人民代表大会|\bcongress\b")),
    (Destination.CONSULTATIVE, re.compile(r"政协|\bcppcc\b|\bconsultative\b")),
    (Destination.PARTY_GROUP, re.compile(r"党组|\bparty (?:leading )?group\b")),
    (Destination.STANDING_COMMITTEE, re.compile(r"常委|\bstanding committee\b")),
    (Destination.PARTY, re.compile(rf"{_PARTY_ZH}|\bparty\b|\bcommittee\b")),
    (Destination.GOVERNMENT, re.compile(r"政府|\bgovernment\b|\bcouncil\b")),
)


def signer_of(name: str) -> Signer | None:
    """Who a folded Chinese or English name is, if it is one that documents are issued under."""
    office = re.search(r"办|\boffice", name)
    if re.search(rf"{_PARTY_ZH}|党|\bparty\b|\bcommittee\b", name):
        return Signer.PARTY_OFFICE if office else Signer.PARTY
    if re.search(
        r"政府|府办|^[市县区旗省州盟]府|\bgovernment\b|\bgovt?\b|\bcity\b|\bmunicipal|\bcounty\b|\bdistrict\b", name
    ):
        return Signer.GOVERNMENT_OFFICE if office else Signer.GOVERNMENT
    return Signer.OFFICE if office else None


def destination_of(name: str) -> Destination | None:
    """Who a folded Chinese or English name is, if it is one that decides on documents."""
    return next((body for body, pattern in _DESTINATION_WORDS if pattern.search(name)), None)


_NAME_ZH = r"(?:(?:[市县区旗省州盟](?:委|府)|[市县区旗省州盟]?(?:人民政府|政府|党委)|委)(?:办公室|办公厅|办)?|府办|办公室|办公厅)"
_NAME_EN = (
    r"(?:(?:[a-z']+\s+){0,4}?(?:government|govt?|city|county|district|party|committee)(?:['’]s)?(?:\s+(?:general\s+)?office)?"
    r"|(?:[a-z']+\s+){0,2}?office(?:\s+of\s+the\s+(?:[a-z]+\s+){0,3}?(?:government|committee|party))?\b)"
)
_NAMES_ZH = rf"(?P<name>{_NAME_ZH})(?:\s*[、和与及跟,，]\s*(?P<name2>{_NAME_ZH}))?(?:[两二]家|双方|共同|联合|一起)?"
_NAMES_EN = rf"(?:both\s+)?(?:the\s+)?(?P<name>{_NAME_EN})(?:\s+(?:and|together\s+with|jointly\s+with)\s+(?:the\s+)?(?P<name2>{_NAME_EN}))?"
_ITSELF = r"(?:\s+(?:itself|themselves|alone|only|directly|jointly|together))?"
_ISSUE_ZH = "(?:印发|发布|下发|发文|公布|发出去?|行文|发)"
_ISSUED_EN = r"(?:issued?|published|released|promulgated|sent|put|go(?:es|ing)?|com(?:es?|ing))"
_ISSUE_EN = r"(?:issues?|publish(?:es)?|releases?|promulgates?|puts?\s+out|sends?\s+out|signs?)"
_NOT_BUT = re.compile(
    r"[(（](?:而?不|而非|并非)[^)）]{1,14}[)）]"
    rf"|(?:而?不是?|而非|并非)(?:由|用|以|通过|经)?{_NAME_ZH}(?:的?名义)?{_ISSUE_ZH}?的?[，,]?"
    r"|(?:而?不是|而非|并非)(?:由|用|以)?[^，,)）?？]{1,12}?(?:名义|$)"
    r"|\b(?:and\s+)?(?:not|rather\s+than)\s+(?:(?!\bbut\b)[^)）,?]){3,40}"
)
_BUT = re.compile(rf"\bbut\s+(?:in\s+the\s+name\s+of\s+|by\s+|of\s+|in\s+that\s+of\s+)?(?:the\s+)?(?P<name>{_NAME_EN})")
_JOINTLY = re.compile(
    rf"(?:以|由)?(?P<both>[两二]办|两家办公室|党政[两二]办)?(?:的)?(?:联合|共同|一起|一同)(?:的?名义)?{_ISSUE_ZH}的?"
    rf"|(?:以|由)?(?P<both2>[两二]办|两家办公室|党政[两二]办)(?:的?名义)?{_ISSUE_ZH}?的?"
    rf"|\b(?:{_ISSUED_EN}\s+)?(?:out\s+)?(?:jointly|by\s+(?:both|the\s+two)\s+offices|over\s+the\s+signatures?\s+of\s+(?:both|the\s+two)\s+offices|(?:in|under)\s+(?:(?:a|the)\s+)?(?:joint\s+names?|names?\s+of\s+(?:both|the\s+two)\s+offices)|(?:in|under)\s+(?:two|both)\s+names)\b"
)
_ISSUED = (
    re.compile(rf"(?:以|用){_NAMES_ZH}(?:自己|本身)?\s*的?名[义头](?:来|对外)?{_ISSUE_ZH}?的?"),
    re.compile(rf"(?:由|用|挂|以)?{_NAMES_ZH}(?:自己|本身)?\s*(?:的?名[义头])?\s*(?:直接|来)?{_ISSUE_ZH}的?"),
    re.compile(rf"挂{_NAMES_ZH}(?:的?名[义头])?(?:来)?{_ISSUE_ZH}?的?"),
    re.compile(
        rf"\b(?:(?:to be\s+)?{_ISSUED_EN}\s+(?:out\s+)?)?(?:(?:in|under)\s+(?:the\s+)?(?:joint\s+)?names?|over\s+the\s+signatures?)\s+of\s+{_NAMES_EN}{_ITSELF}"
    ),
    re.compile(rf"\b(?:to be\s+)?{_ISSUED_EN}\s+(?:out\s+)?(?:jointly\s+)?(?:by|from)\s+{_NAMES_EN}{_ITSELF}"),
    re.compile(rf"\b(?:in|under)\s+(?:the\s+)?(?P<name>{_NAME_EN})['’]s\s+(?:own\s+)?name"),
    re.compile(
        rf"\b(?:(?:do|does|did|will|must)\s+)?(?:the\s+)?(?P<name>{_NAME_EN}){_ITSELF}\s+(?:(?:do|does|will|must)\s+)?{_ISSUE_EN}\b{_ITSELF}"
    ),
)
_BODY_ZH = rf"(?:{_PARTY_ZH}(?:的?常委会(?:议)?|全会)?|(?:[市县区旗省]?人大)?常委会|党组(?:会议?)?|[市县区旗省]?人大|人民代表大会|[市县区旗省]?政协|[市县区旗省]?(?:人民)?政府)"
_BODY_EN = (
    r"(?:(?:[a-z']+\s+){0,3}?(?:standing\s+committee|party\s+(?:committee|group)|party|congress|cppcc|government|committee)(?:['’]s)?"
    r"(?:\s+standing\s+committee)?(?:\s+of\s+the\s+party)?)"
)
_GO_ZH = "(?:提交|提请|报请|上报|报送|报|送|交|呈报|上|过|去|到|经过|经|走)"
_DECIDE_ZH = "(?:审议|审定|审批|批复|批准|研究|同意|讨论|点头|决定|审核)"
_GO_EN = (
    r"(?:(?:go(?:es|ing)?|gone|sent|send|submitted|referred|passed?|pass|put|taken|run|move|presented|forwarded|come|get|gets|reported)"
    r"(?:\s+(?:on|up|next|back|further|1th))*\s+(?:to|before|past|through|via|by|with)|clear(?:s|ed)?(?:\s+(?:with|by))?|pass|satisfy|convince)"
)
_CONSENT_EN = (
    r"(?:consent|approval|agreement|deliberation|nod|sign-?\s?off|signature|blessing|clearance|clearing|permission|go-?ahead"
    r"|green\s+light|endorsement|confirmation|ok(?:ay)?|say-?so|yes|review)"
)
_NEED_EN = (
    rf"(?:(?:needs?|requires?|awaits?|awaiting|subject\s+to|depends?\s+on|(?:must|have\s+to|has\s+to)\s+(?:get|have|wait\s+for|obtain)|waits?\s+for|waiting\s+for)\s+(?:the\s+)?(?:prior\s+)?{_CONSENT_EN}?"
    r"(?:\s+(?:of|from|by))?|(?:approved|deliberated|considered|decided|agreed|cleared|signed\s+off|endorsed|reviewed|consented\s+to)(?:\s+on)?\s+(?:1th\s+)?by"
    rf"|{_CONSENT_EN}\s+(?:of|from|by))"
)
_SUBMITTED = (
    re.compile(
        rf"(?:下一步|接下来|还|再|先|必须|需要?|应当|要)*{_GO_ZH}(?:给|到|请)?(?P<body>{_BODY_ZH})(?:[、和与或](?P<body2>{_BODY_ZH}))?(?:这一关)?{_DECIDE_ZH}?(?:后|的|那里)*"
    ),
    re.compile(rf"(?:需要?|等|由|经|让|请|待|得|要)+(?P<body>{_BODY_ZH}){_DECIDE_ZH}的?"),
    re.compile(
        rf"\b(?:have\s+to\s+|has\s+to\s+|still\s+|must\s+|be\s+|to\s+be\s+)*(?:{_GO_EN}|{_NEED_EN})\s+(?:the\s+)?(?P<body>{_BODY_EN})(?:['’]s\s+{_CONSENT_EN})?(?:\s+next|\s+1th|\s+for\s+(?:its\s+)?[a-z]+)*(?:\s+before\s+[^?]*)?"
    ),
)
_TO_ANYONE = re.compile(
    r"(?:还|仍|再|需要?|要|待)+(?:另行)?(?:报批|审批|报请(?:批准|同意|批复)|上报批准|提交审议)的?"
    r"|\bstill\s+(?:need|require|await)s?\s+(?:further\s+|another\s+|outside\s+)?(?:approval|consent|sign-?off)\b"
)


def take_signature(take: Callable[[re.Pattern[str]], list[re.Match[str]]]) -> Signature | None:
    """Take whose name documents are issued in out of a question; ``take`` blanks what it gives."""
    denied = take(_NOT_BUT)
    for pattern in (*_ISSUED, *([_BUT] if denied else [])):
        for match in take(pattern):
            groups = match.groupdict()
            signers = [signer for name in (groups["name"], groups.get("name2")) if name and (signer := signer_of(name))]
            if signers:
                return Signature(tuple(dict.fromkeys(signers)), jointly=len(set(signers)) > 1)
    if jointly := take(_JOINTLY):
        both = any(match["both"] or match["both2"] for match in jointly)
        return Signature((Signer.PARTY_OFFICE, Signer.GOVERNMENT_OFFICE) if both else (), jointly=True)
    return None


def take_destination(take: Callable[[re.Pattern[str]], list[re.Match[str]]]) -> Destination | None:
    """Take who decides next out of a question; of two the wider one."""
    for pattern in _SUBMITTED:
        for match in take(pattern):
            bodies = [destination_of(name) for name in match.groupdict().values() if name]
            if Destination.PARTY in bodies:
                return Destination.PARTY
            if bodies and bodies[0]:
                return bodies[0]
    return Destination.ANYONE if take(_TO_ANYONE) else None
