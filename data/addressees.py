"""Reading whom a clause names as the one to act: lists of departments, and how such names are built.

A name is told by how it ends (局, 委, 办, 镇 …) or because the glossary or the attendance knows it. Names are joined
by 、 和 与 及; of a short list (市发改、财政、国资等部门) each word stands for a department.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from data.glossaries import load_glossary

LONGEST_NAME = 26
"""Characters of a name that is known by its end only."""

_KINDS = (
    "部门单位|部门|单位|地区?|镇|乡|街道|乡镇|镇乡|镇街|街镇|区镇|区县|县区|县市区|市区|市县|县|区|市|板块|专班|企业|园区|功能区|学校|委办局|局|委|办|村|社区|公司|机构|平台"
    "|主体|党组织|处室|科室|级|条线|线|工作组|小组|指挥部|成员|医院|银行|站所"
)
_SORTS = (
    "责任|牵头|成员|承办|主管|业主|建设|实施|属地|主责|监管|管理|审批|职能|行业|项目|工作|参建|驻[市县区]|配合|主要|直属|[市县区省]直|参与|党政|用人|使用|审查|执法"
    "|工业|产业|涉及|经办|施工|基层|金融|医疗|中小"
)
_SORTED = (
    rf"(?:(?:{_SORTS})[、和及]?)*(?:{_KINDS})(?:（[^（）]{{1,16}}）)?(?:人民政府|政府|办事处|管委会|党委政府|党委)?"
)
_ONE_GENERAL = (
    r"(?:(?:各|全)[级县市区省州旗镇乡]?(?:有?相?关|级|个|项)?|[市县区]有关|[市县区]相关|有关|相关|(?:上述|其他|其它|所有|全体)(?:相关|有关)?"
    rf"|(?:[两二三四五六七八九十]|\d+)[个家]){_SORTED}"
    rf"|(?:{_SORTS})(?:单位|部门|企业)|涉及[^，,。的]{{2,16}}的(?:单位|部门|企业)"
)
GENERAL = re.compile(f"(?:{_ONE_GENERAL})+")
"""An address to no department in particular: 各部门, 各相关单位, 各镇（区）, 三个专班."""

_LISTED_GENERAL = re.compile(_SORTED)
_LEVEL = "[市县区省州旗盟镇乡]"
_STRONG = (
    "局|委|委员会|办|办公室|办公厅|厅|中心|集团|公司|大队|支队|中队|总队|学院|学校|大学|中学|小学|幼儿园|银行|支行|分行|海关"
    "|法院|检察院|工会|工商联|残联|妇联|文联|侨联|科协|协会|商会|联合会|红十字会|学会|供销社|总社|管委会|专班|指挥部|领导小组|工作组"
    "|街道|办事处|街道办|政府|党委|党组|党工委|园区|新区|开发区|高新区|经开区|度假区|港区|示范区|合作区|保税区|林区|景区|分局|总局|署|镇|乡|医院"
    "|研究院|党校|档案馆|图书馆|博物馆|气象台|融媒体|电视台|人武部|组织部|宣传部|统战部|社会工作部|武装部|工作部|人民银行|人大|政协|调查队|消防队|纪委监委"
)
_WEAK = "区|县|市|旗|州|村|社区|企业|处|所|室|站|社|部|组|机构|部门|单位|院|馆|队|项目部|板块|苏木|科|厂|小组"
_STRONG_END = re.compile(f"(?:{_STRONG})$")
_WEAK_END = re.compile(f"(?:{_WEAK})$")
_HAN_NAME = re.compile(r"(?:《[^》]{1,30}》)?(?:[㐀-鿿A-Za-z0-9·“”]|（[㐀-鿿、A-Za-z0-9]{1,16}）)+")
_NO_START = re.compile(
    "[的了是在把将被让使为与和及以并对向从到就其此该也都要应须经按由据令因若如而]|(?:加快|推进|推动|加强|强化|做好|抓好|落实|完善|建立|健全|根据|按照|结合"
    "|关于|关系|通过|成立|支持|组织(?!部)|配合|负责|牵头|指导|督促|确保|保障|围绕|聚焦|坚持|听取|汇报|同意|原则|研究|审议|会议|会上|会后|会前|随后|下一步|充分|严格|积极|切实|进一步"
    "|报|提[交请]|深入|深刻|持续|全面|优化|提升|提高|打造|建设(?!局|委|厅|部门|单位)|争取|利用|借助|依托|以|请|需|向|协调|督办|压实|明确|实施|规范|统筹|整合|引导|鼓励"
    "|政治|思想|发挥|巩固|借鉴|学习|掌握|同时|必须|务必|不得|严禁|凡|每|近|去|今|现|原(?!文)|注重|突出|把握|紧盯|高度|认真|开展|启动|完成|拓展|创新|安排|选派|聘请|邀请"
    "|会同|联合(?!会)|协助|协同|召开|下达|下发|印发|发布|制定|起草|委托|授权|责成|重视|增强|树立|有效|有力|有序|主动|抓住|抓紧|抓实|尽快|及时|严肃|帮助|协商|坚决|大力|着力)"
)
_INSIDE = re.compile(
    "[的了是把被须]|(?<!自)由|责成|责令|(?<!机)要|(?<!高)等|听取|汇报|牵头|配合|负责|会同|根据|按照|通过|要求|确保|加强|加快|推进|推动|落实|做好|抓好|作为|提交|报请|同意|关于|以及|成立"
    "|名义|对照|围绕|对接|争取|开展|尽快|进一步|提出|意见|协助|联合(?!会|大|国|体|执法)|意识|责任|指导(?!委|中心|组|办)|(?<!合作)联系|有效|积极|为主"
)
_PERSON = re.compile(
    r"(?:[㐀-鿿]{0,10}(?:市长|县长|区长|镇长|局长|主任|同志|领导|书记|秘书长|专员|州长|旗长|负责人|班子成员))$"
)
_CONFIDENT = re.compile(
    rf"{_LEVEL}(?!场|政|域|民|级重|委、|长|辖|内|外|容|区|县|市)|(?:国家|国网|中国|中共|人行|省|中央)"
)
_PLACED = re.compile(rf"[㐀-鿿]{{1,7}}?{_LEVEL}(?=[㐀-鿿]{{2}})")
_JOIN = re.compile(r"、|，?以及|[和与及]")
_ETC = re.compile(rf"等(?:{_ONE_GENERAL}|{_SORTED})*")
_BEGIN_JOIN = frozenset("、，以和与及等")  # what either begins with
_SHORT_LIST = re.compile(r"(?:[㐀-鿿]{2,6}、)+[㐀-鿿]{2,6}(?=等(?:[㐀-鿿]{0,6})部门)")
_OWN = re.compile(
    "(?:全?[省市县区州旗盟]|自治区)"
    "(?:委常委会|委[市县区旗州]政府|委|(?:人民)?政府(?:党组|常务会议)?|长办公会|人大常委会党组)"
)
_TWICE = re.compile(r"^([市县区省州旗])\1(?!场)")
_LONGEST_SHORT = 5  # characters of a name without its ending (市农业农村)
_TIRED = 40  # characters in which the end of a name is sought


@dataclass(frozen=True, slots=True)
class Addressees:
    """The names of a list and where it ends; persons and the government itself are left out."""

    names: tuple[str, ...]
    end: int


def mended(name: str) -> str:
    """A name without the slip of a doubled level (市市行政审批局); 市市场监管局 is right."""
    once = _TWICE.sub(r"\1", name)
    known = load_glossary().department
    return once if once != name and known(once) and not known(name) else name


def is_department(name: str, known: Collection[str] = ()) -> bool:
    """Whether a name can be that of a department, an office, a place with a government, or a company."""
    if name in known or GENERAL.fullmatch(name):
        return True
    if not _HAN_NAME.fullmatch(name) or not 1 < len(name) <= LONGEST_NAME or _NO_START.match(name):
        return False
    if _PERSON.search(name):
        return False
    if _INSIDE.search(name):
        return False
    if load_glossary().department(mended(name)):
        return True
    bare = re.sub("（[^（）]*）$", "", name)
    if _STRONG_END.search(bare):
        return len(bare) > 2 or bool(_CONFIDENT.match(bare))  # noqa: PLR2004 - 市委
    return bool(_WEAK_END.search(bare) and (_CONFIDENT.match(bare) or _PLACED.match(bare)))


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads lists of departments in a text.

    ``follows`` tells of a place whether what stands there may follow a list; with ``open_end`` the longest name will
    do where nothing fits.
    """

    text: str
    known: Collection[str]
    follows: Callable[[int], bool]
    open_end: bool = False

    def read(self, start: int) -> Addressees | None:
        """The list that begins at ``start``."""
        names: list[str] = []
        at, fallback = start, None
        if short := _short_list(self.text, start):
            names, at = short
        while True:
            if names and (etc := _ETC.match(self.text, at)) and self.follows(etc.end()):
                return Addressees(tuple(names), etc.end())
            found = self._name_at(at, listed=bool(names))
            if found is None:
                return fallback
            name, end, is_last = found
            if not _is_left_out(name):
                names.append(name)
            if is_last:
                return Addressees(tuple(names), end)
            join = _JOIN.match(self.text, end) or _ETC.match(self.text, end)
            if join is None:
                return Addressees(tuple(names), end) if self.open_end else None
            if self.open_end:
                fallback = Addressees(tuple(names), end)
            at = join.end()
            if join[0].startswith("等") and (further := _JOIN.match(self.text, at)):
                at = further.end()
            elif join[0].startswith("等") and self.follows(at):
                return Addressees(tuple(names), at)

    def _name_at(self, start: int, *, listed: bool) -> tuple[str, int, bool] | None:
        """A name, its end, and whether the list ends there.

        The longest after which comes what must follow, else one after which the list goes on.
        """
        text, known = self.text, self.known
        joined: tuple[str, int, bool] | None = None
        longest: tuple[str, int, bool] | None = None
        person: tuple[str, int, bool] | None = None
        for end in range(min(len(text), start + _TIRED), start + 1, -1):
            name = text[start:end]
            ends_list = self.follows(end)
            goes_on = text[end : end + 1] in _BEGIN_JOIN and bool(_JOIN.match(text, end) or _ETC.match(text, end))
            if not (ends_list or goes_on or (self.open_end and longest is None)):
                continue
            if not (is_department(name, known) or ((listed or goes_on) and _is_short(name))):
                if _PERSON.fullmatch(name) and (ends_list or goes_on) and not _JOIN.search(name):
                    person = person or (name, end, ends_list)
                continue
            if "、" in re.sub("（[^（）]*）", "", name):
                continue
            if ends_list and not _splits(name, known):
                return name, end, True
            if goes_on and not _splits(name, known):
                joined = joined or (name, end, False)
            longest = longest or (name, end, False)
        return joined or person or longest


def _short_list(text: str, start: int) -> tuple[list[str], int] | None:
    """The short words before 等部门 (文物、自然资源等部门), of which one at least is known for a department."""
    match = _SHORT_LIST.match(text, start)
    words = match[0].split("、") if match else []
    if not match or not any(_is_short(word) for word in words) or any(_NO_START.match(word) for word in words):
        return None
    return [word if _is_short(word) or is_department(word) else f"{word}部门" for word in words], match.end()


def _is_short(name: str) -> bool:
    """Whether a word stands for a department only in a list (财政、统计等部门)."""
    if _LISTED_GENERAL.fullmatch(name):
        return True
    known = load_glossary().department
    return len(name) <= _LONGEST_SHORT and any(known(name + end) for end in ("", "局", "委", "办"))


def _splits(name: str, known: Collection[str]) -> bool:
    """Whether a name is rather two that are joined (市教育局和市财政局)."""
    if name in known or GENERAL.fullmatch(name):
        return False

    def is_one(part: str) -> bool:
        return is_department(part, known) or bool(_PERSON.fullmatch(part)) or bool(_LISTED_GENERAL.fullmatch(part))

    return any(
        is_one(name[: match.start()]) and is_one(name[match.end() :]) for match in re.finditer("以及|[和与及]", name)
    )


def _is_left_out(name: str) -> bool:
    return bool(_PERSON.search(name) or _OWN.fullmatch(name)) or name in ("党委", "政府", "人民政府")


def names_in_label(text: str, known: Collection[str]) -> Iterator[str]:
    """The departments in the words after a label (责任单位：市教育局、各镇)."""
    for piece in re.split(r"(?<!（)[、，,；;。\s]+(?![^（]*）)", text):
        name = re.sub("^(?:由|及|和|以及)|等(?:部门|单位)?$", "", piece)
        parts = re.split("[和与及]", name) if _splits(name, known) else [name]
        for part in parts:
            if (is_department(part, known) or _is_short(part)) and not _is_left_out(part):
                yield part
