"""Minutes of eight offices that treat the same topics at meetings of the same numbers, and settle them differently."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MEETINGS = (25, 26)
RESOLUTIONS = 4


@dataclass(frozen=True)
class Office:
    """An office: its full name, the ways to name it in a question, and how its minutes number meetings."""

    issuer: str
    chinese: tuple[str, ...]
    english: tuple[str, ...]
    chair: str
    counted: str = "{level}政府第 {ordinal} 次"

    @property
    def level(self) -> str:
        """市, 区 or 县."""
        return self.issuer.removesuffix("人民政府")[-1]


@dataclass(frozen=True)
class Topic:
    """What several offices treat: its names, the bodies that may be charged with it, and what money is spent on."""

    chinese: str
    english: str
    bodies: tuple[str, str]
    spent_on: str


@dataclass(frozen=True)
class Settled:
    """What one office settled on one topic, at which meeting and in which resolution; the facts are its own."""

    office: Office
    topic: Topic
    ordinal: int
    resolution: int
    body: str
    amount: int
    deadline: str
    decided: bool

    def gold(self, *items: int) -> tuple[str, int, int, tuple[int, ...]]:
        """The items of this resolution that answer a question."""
        return self.office.issuer, self.ordinal, self.resolution, items or (1, 2, 3)


@dataclass(frozen=True)
class OfficeQuestion:
    """A question, and the items that answer it as issuer, ordinal, resolution and items; no resolution: the header."""

    text: str
    gold: tuple[str, int, int, tuple[int, ...]]


OFFICES = (
    Office("汨罗市人民政府", ("汨罗市", "汨罗"), ("Miluo", "Miluo city"), "林恒求"),
    Office("深圳市龙岗区人民政府", ("龙岗", "深圳市龙岗区", "龙岗区"), ("Longgang", "Longgang district"), "代金涛"),
    Office("上海市长宁区人民政府", ("长宁区", "上海长宁"), ("Changning district", "Changning"), "刘新平"),
    Office(
        "山丹县人民政府", ("山丹县", "山丹"), ("Shandan", "shan dan county"), "黄国杰", "十九届县政府第 {ordinal} 次"
    ),
    Office("乌鲁木齐县人民政府", ("乌鲁木齐县",), ("Wulumuqi county", "Ürümqi county"), "马建国"),
    Office("包头市昆都仑区人民政府", ("昆都仑区", "昆都仑"), ("Kundulun", "Kundulun district"), "于占江"),
    Office(
        "南京市鼓楼区人民政府", ("南京市鼓楼区", "南京鼓楼"), ("Nanjing's Gulou district", "Gulou, Nanjing,"), "陈永年"
    ),
    Office(
        "徐州市鼓楼区人民政府", ("徐州市鼓楼区", "徐州鼓楼"), ("Xuzhou's Gulou district", "Gulou, Xuzhou,"), "沈维民"
    ),
)

TOPICS = (
    Topic("秸秆综合利用", "straw", ("农业农村局", "生态环境局"), "购置秸秆打捆机"),
    Topic("学前教育", "preschool education", ("教育局", "人社局"), "新建幼儿园"),
    Topic("公共停车", "parking", ("城管局", "交通运输局"), "建设停车场"),
    Topic("老旧小区改造", "renovation of old residential areas", ("住建局", "房管局"), "更换小区管网和加装电梯"),
    Topic("养老服务", "elderly care", ("民政局", "卫健委"), "建设社区养老食堂"),
    Topic("防汛抗旱", "flood control", ("水利局", "应急局"), "加固河堤和储备沙袋"),
    Topic("招商引资", "attracting investment", ("商务局", "投资促进局"), "奖励新签约企业"),
    Topic("食品安全", "food safety", ("市场监管局", "农业农村局"), "抽检学校食堂"),
    Topic("人才公寓", "talent apartments", ("人社局", "住建局"), "装修人才公寓房源"),
    Topic("森林防火", "forest fire prevention", ("自然资源局", "消防救援大队"), "配备护林员和瞭望塔"),
    Topic("文物保护", "protection of cultural relics", ("文旅局", "文物局"), "修缮古建筑"),
    Topic("医疗保障", "medical insurance", ("医保局", "卫健委"), "提高门诊报销比例"),
)  # fmt: skip


def settled_by(office: Office) -> list[Settled]:
    """Topics of the office's choice, spread over its meetings."""
    chance = random.Random(office.issuer)  # noqa: S311 - the same facts each time
    topics = chance.sample(TOPICS, len(MEETINGS) * RESOLUTIONS)
    return [
        Settled(
            office,
            topic,
            MEETINGS[index // RESOLUTIONS],
            index % RESOLUTIONS + 1,
            office.level + chance.choice(topic.bodies),
            chance.randrange(110, 9900, 10),
            f"{chance.randint(8, 12)} 月 {chance.randint(1, 28)} 日",
            decided=chance.random() < 0.8,
        )
        for index, topic in enumerate(topics)
    ]


def write_minutes(folder: Path) -> None:
    """Write the minutes of all offices, a folder each and a file a meeting."""
    for office in OFFICES:
        (folder / office.issuer).mkdir(parents=True)
        for ordinal in MEETINGS:
            settled = [each for each in settled_by(office) if each.ordinal == ordinal]
            text = _minutes(office, ordinal, settled)
            (folder / office.issuer / f"{office.issuer}{ordinal}.txt").write_text(text, encoding="utf-8")


def _minutes(office: Office, ordinal: int, settled: list[Settled]) -> str:
    month = ordinal - 20
    counted = office.counted.format(level=office.level, ordinal=ordinal)
    agenda = "、".join(f"《{each.topic.chinese}实施方案》" for each in settled)
    head = (
        f"{office.issuer}\n\n常务会议纪要\n\n第 {ordinal - 11} 号\n\n2023 年 {month} 月 20 日\n\n"
        f"2023 年 {month} 月 16 日上午，{office.level}长{office.chair}主持召开{counted}常务会议，审议{agenda}。\n\n"
        "会议议定以下意见：\n\n"
    )
    body = "\n\n".join(
        f"{'一二三四'[each.resolution - 1]}、{'审议' if each.decided else '听取关于'}"
        f"{f'《{each.topic.chinese}实施方案》' if each.decided else f'{each.topic.chinese}工作情况的汇报'}\n\n"
        + "\n\n".join(f"（{'一二三'[index]}）{item}" for index, item in enumerate(_items(each)))
        for each in settled
    )
    return f"{head}{body}\n\n会议还研究了其他事项。\n"


def _items(settled: Settled) -> tuple[str, str, str]:
    level, topic = settled.office.level, settled.topic
    chance = random.Random(settled.office.issuer + topic.chinese)  # noqa: S311
    first = (
        f"原则同意《{topic.chinese}实施方案》。会后由{settled.body}根据会议讨论意见修改完善，按程序以{level}政府办公室名义印发。"
        if settled.decided
        else f"会议听取了{settled.body}关于{topic.chinese}工作情况的汇报，指出全{level}{topic.chinese}工作仍有短板。"
    )
    second = chance.choice(
        (
            f"今年{level}财政安排资金 {settled.amount} 万元，用于{topic.spent_on}。",
            f"要用好 {settled.amount} 万元专项资金，重点{topic.spent_on}，做到专款专用。",
            f"{topic.spent_on}所需的 {settled.amount} 万元经费，由{level}财政局统筹解决。",
        )
    )
    third = chance.choice(
        (
            f"{settled.body}要牵头建立{topic.chinese}工作台账，{settled.deadline}前报{level}政府。",
            f"各有关单位要密切配合，{topic.chinese}各项任务须在 {settled.deadline}前完成，由{settled.body}负责督办。",
        )
    )
    return first, second, third


def questions() -> Iterator[OfficeQuestion]:
    """Questions of every office: by short, long and Latin name, with and without the meeting, in both languages."""
    for index, office in enumerate(OFFICES):
        settled = settled_by(office)
        decided = [each for each in settled if each.decided]
        short, long = office.chinese[-1], office.chinese[0]
        latin, longer = office.english[0], office.english[-1]
        a, b, c, d = (decided[(index + step) % len(decided)] for step in range(4))
        yield OfficeQuestion(f"{short}第{a.ordinal}次会议关于{a.topic.chinese}有什么决定", a.gold())
        yield OfficeQuestion(f"{long}人民政府对{b.topic.chinese}怎么定的", b.gold())
        yield OfficeQuestion(f"{long}{c.topic.chinese}实施方案由哪个部门修改完善", c.gold(1))
        yield OfficeQuestion(f"{short}安排多少资金用于{d.topic.spent_on}", d.gold(2))
        yield OfficeQuestion(
            f"{short}的{MEETINGS[index % len(MEETINGS)]}次会议谁主持",
            (office.issuer, MEETINGS[index % len(MEETINGS)], 0, ()),
        )
        yield OfficeQuestion(f"what did {latin} decide on {d.topic.english}", d.gold())
        yield OfficeQuestion(f"what was decided on {b.topic.english} in {longer} at meeting {b.ordinal}", b.gold())
        yield OfficeQuestion(f"Which body revises the plan for {c.topic.english} in {latin}?", c.gold(1))
        yield OfficeQuestion(f"When must {a.topic.english} tasks be done in {longer}?", a.gold(3))
        yield OfficeQuestion(f"who chaired {latin} meeting 26", (office.issuer, 26, 0, ()))
