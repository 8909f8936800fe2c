"""What an answer must hold to be one: an amount, a date, a year that the question asks for or names.

A passage on the right topic that lacks it does not answer, however near it is.
"""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d[\d.,]*|[〇零一二两三四五六七八九十百千]+)"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A kind of answer: how a folded question asks for it, and how a text shows that it holds one."""

    asked: re.Pattern[str]
    held: re.Pattern[str]


EXPECTATIONS = (
    Expectation(  # money
        re.compile(
            r"(?:多少|几)(?:钱|元|块钱|万元|亿|资金|费|预算|经费|投资)|(?:费用?|预算|价格|经费|罚款|工资|补贴|奖励|资金).{0,6}(?:多少|几[元块万]|怎么定价)"
            r"|(?<!农民工)工资(?!拖欠|支付|清欠|保证金)|(?<![欠讨保])薪|预算(?:是|为)?多少|金额|罚款|资金规模|造价|收费标准|罚多少|补贴标准|奖励标准|投资额|总投资(?!项目)|花费|薪酬|薪水"
            r"|\bhow much\b(?! of\b)|\bcosts?\b|\bfines?\b|\b(?:total|investment|contract|exact) amount\b|\bamount of (?:money|investment)\b|\bsalar\w+|\bsubsid\w+ (?:rate|amount)"
            r"|\bwhat\b[^?]{0,40}\b(?:fees?|fines?|prices?|budgets?(?! (?:report|draft|execution|performance))|amount|subsid\w+|reward)\b"
        ),
        re.compile(rf"{_NUMBER}\s*(?:余|多)?\s*(?:元|万元|亿元|万|亿|角)|罚款"),
    ),
    Expectation(  # a date or a deadline
        re.compile(
            r"什么时候|何时|哪天|哪一天|几月|几号|期限|截止|多久|哪年|时限|开工日期|完成时间"
            r"|\bwhen\b|\bdeadline\b|\bby what date\b|\bwhat date\b|\bhow long\b|\bdue date\b|\bwhich year\b|\bwhat year\b"
        ),
        re.compile(rf"{_NUMBER}\s*(?:年|月|日|天|个工作日|周|季度)|年底|月底|年内|年末|上半年|下半年|日前|月前"),
    ),
    Expectation(  # the holder of a post
        re.compile(
            r"(?:组长|主任|局长|书记|院长|校长|董事长|总经理|处长|科长|秘书长|会长|镇长|部长|队长)(?:现在)?(?:是|叫|由|为|姓)(?:谁|哪位|什么|哪个人)"
            r"|(?:谁|哪位|哪个人)(?:来|在)?(?:是|担任|当|任|兼任|出任).{0,20}(?:组长|主任|局长|书记|院长|校长|董事长|总经理|处长|科长|秘书长|会长|镇长|部长|队长)"
            r"|\b(?:who (?:is|was|are|were|became)|name of)(?: the)? (?:[\w-]+ ){0,4}(?:heads?|directors?|chiefs?|leaders?|managers?|presidents?|captain|principal|dean|commander)\b"
            r"|\bwho (?:heads|directs|runs|manages)\b"
        ),
        re.compile(r"[一-龥]{2,3}同志|(?:组长|主任|局长|书记|院长|校长|董事长|总经理|处长|秘书长)[：:]\s*[一-龥]{2,3}|[一-龥]{2,3}(?:担任|兼任|为|任)(?:组长|主任|局长|书记|院长|校长|董事长|总经理)"),
    ),
    Expectation(  # a count or a rate
        re.compile(r"(?<!话是)(?<!码是)多少(?!钱|元)(?!.{0,3}(?:文件|部门|单位|议题|决议|条))|(?<!第)几(?:人|名|次|起|套|座|所|家(?!单位))|\bhow many (?!(?:\w+ )?(?:documents?|bodies|departments|resolutions|items|plans|reports|offices|bureaus)\b)|\bwhat number\b"),
        re.compile(
            rf"{_NUMBER}\s*(?:个|家|人|名|次|起|项|套|处|条|件|座|公里|级|元|万|亿|户|所|辆|台|亩|吨|平方|米|%|％|页)|百分之"
        ),
    ),
    Expectation(  # a rate
        re.compile(r"百分之几|百分比|占比|比例(?:是|为)?多少|多少比例|(?:增速|增长率|比例|率).{0,4}(?:多少|几)|\bpercent\w*|\bhow much of\b|\bwhat (?:\w+ )?(?:rate|share|proportion)\b"),
        re.compile(r"\d\s*[%％]|百分|个百分点|[一二三四五六七八九两]成"),
    ),
    Expectation(  # a way to reach someone
        re.compile(r"电话(?:号码)?(?:是|多少)|手机号|联系方式|邮箱|网址|网站是|\b(?:phone|telephone|contact) number\b|\be-?mail address\b|\bwebsite address\b|\burl\b"),
        re.compile(r"\d{7,}|\d{3,4}-\d{7,}|@|www\.|http"),
    ),
    Expectation(  # the name of someone in a post
        re.compile(r"(?:组长|负责人|牵头人|联系人|局长|主任|院长|校长|经理|董事长|专家|责任人)(?:是|为)?谁|谁(?:担任|当|任)|叫什么名字|姓名|\bwho (?:is|was|will be|are|were) (?:the |its |their )?(?:\w+ ){0,2}(?:head|leader|director|chief|manager|chairman|chairperson|chairwoman|president|principal|contact)\b|\bname of the (?:head|leader|director|manager|chairman|person|official)\b"),
        re.compile(r"同志|任(?:组长|副组长|主任|总指挥)|[正副](?:市|县|区|州|旗|省)长[一-龥]{2,3}|[一-龥]{2,3}(?:常务)?副?(?:市|县|区|州|旗|省)长"),
    ),
    Expectation(  # which firm
        re.compile(r"哪(?:家|个|些)(?:公司|企业|厂|集团)(?!.{0,8}(?:负责|牵头))|谁中(?:了)?标|中标(?:方|单位|人|企业)|承包商|\b(?:which|what) (?:\w+ )?(?:company|companies|firms?|contractors?|bidders?)\b|\b(?:won|win|wins|winner of) the (?:\w+ ){0,2}(?:tender|bid|contract|auction)\b"),
        re.compile(r"公司|集团|中标|厂"),
    ),
    Expectation(  # what a word means
        re.compile(r"是什么意思|什么叫做?|(?:有|是)什么(?:区别|不同)|解释(?:一下|下)|怎么定义|的定义|\bwhat (?:is|are) the differences? between\b|\bwhat does .{1,40} mean\b|\bdefin(?:e|ition)\b|\bexplain (?:what|the difference)\b"),
        re.compile(r"是指|指的是|所称|定义为|区别"),
    ),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


def asks_for_something(topic: str) -> bool:
    """Whether a folded ``topic`` asks for anything that an answer must hold."""
    return bool(_YEAR.search(topic)) or any(each.asked.search(topic) for each in EXPECTATIONS)


def is_expected(topic: str, text: str, years_held: tuple[int, ...]) -> bool:
    """Whether a folded ``text`` holds what a folded ``topic`` asks for.

    A year named in the question must stand in the text or be one of ``years_held``, the years of the meeting.
    """
    asked_years = {int(year) for year in _YEAR.findall(topic)}
    there = {int(year) for year in _YEAR.findall(text)} | set(years_held)
    if not asked_years <= there:
        return False
    return all(each.held.search(text) for each in EXPECTATIONS if each.asked.search(topic))
