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
            r"多少钱|多少元|几块钱|费用|金额|资金规模|预算(?!执行|草案|报告|调整|绩效|管理|公开|编制)|造价|价格|收费标准|罚款|罚多少|补贴标准|奖励标准|投资额|总投资|花费"
            r"|(?<!农民工)工资(?!拖欠|支付|清欠|保证金)|(?<![欠讨保])薪"
            r"|\bhow much\b(?! of\b)|\bcosts?\b|\bfees?\b|\bfines?\b|\bprices?\b|\bbudgets?\b(?! (?:report|draft|execution|implementation|performance))|\bsalar\w+|\bsubsid\w+ (?:rate|amount)|\bmoney\b|\byuan\b|\brmb\b"
        ),
        re.compile(rf"{_NUMBER}\s*(?:余|多)?\s*(?:元|万元|亿元|万|亿|角)"),
    ),
    Expectation(  # a date or a deadline
        re.compile(
            r"什么时候|何时|哪天|哪一天|几月|几号|期限|截止|多久|哪年|时限|开工日期|完成时间"
            r"|\bwhen\b|\bdeadline\b|\bby what date\b|\bwhat date\b|\bhow long\b|\bdue date\b|\bwhich year\b|\bwhat year\b"
        ),
        re.compile(rf"{_NUMBER}\s*(?:年|月|日|天|个工作日|周|季度)|年底|月底|年内|年末|上半年|下半年|日前|月前"),
    ),
    Expectation(  # a count or a rate
        re.compile(r"多少(?!钱|元)(?!.{0,3}(?:文件|部门|单位|议题|决议|条))|(?<!第)几(?:人|名|次|起|套|座|所|家(?!单位))|百分之几|比例|增速|\bhow many (?!(?:\w+ )?(?:documents?|bodies|departments|resolutions|items|plans|reports|offices|bureaus)\b)|\bhow much of\b|\bpercent\w*|\bwhat number\b|\brate\b"),
        re.compile(
            rf"{_NUMBER}\s*(?:个|家|人|名|次|起|项|套|处|条|件|座|公里|级|元|万|亿|户|所|辆|台|亩|吨|平方|米|%|％|页)|百分之"
        ),
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
