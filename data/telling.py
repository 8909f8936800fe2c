"""The words by which minutes tell someone to act: who is addressed, with what word, and what only tells of the past.

Lists of words are written as they are read, and joined to patterns.
"""

import re


def _any(words: str) -> str:
    """A pattern for any of the words, the longest first; what is in brackets after ``?`` is a condition."""
    return "|".join(sorted(words.split(), key=len, reverse=True))


_PLACED = "(?=[市县区省州旗各有相全])"
_DATE = "(?:[在于][^，,。]{1,14}?[前内后])"

LABEL = (
    "(?P<label>(?:牵头|责任|主办|承办|落实|实施|配合|协办|参与|协同|主责|整改|办理)(?:责任)?(?:单位|部门|科室))[：:]"
)
"""Before those who are responsible: 责任单位：."""

HELP_LABEL = re.compile("配合|协办|参与|协同")
ONLY_LABEL = re.compile(f"（?{LABEL}")
LABELLED = re.compile(f"{LABEL}(?P<names>[^：:。）]*?)(?=[。）]|[；;，,]?[^；;，,：:。）]{{2,8}}[：:]|$)")
SENTENCE = re.compile(
    rf"(?:《[^》\n]*》|“[^”\n]*”|（[^（）\n]*）|[^。！？；;\n])+[。！？；;]?[”’）]?(?:（{LABEL}[^（）\n]*）[。；]?)?"
)
CLAUSE = re.compile("(?:《[^》]*》|“[^”]*”|（[^（）]*）|[^，,；;。：:]){1,400}")

NUMBER = re.compile(
    r"\s*(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}(?:是|、))\s*"
)
"""The numeral of an item or a point."""

_SAYS = _any("强调 要求 指出 明确 决定 议定 确定 认为 同意 提出 部署")
_LINKS = _any(
    "首先 其次 再次 最后 同时 此外 另外 另 下一步 下步 下阶段 接下来 会后 今后 特别是 尤其是 为此 因此 其中 "
    "并且 并 且 再 对此 原则同意 原则上同意 同意"
)
OPENING = re.compile(
    rf"\s*(?:(?:会议)?(?:再次|特别|同时|还|进一步|集体|研究)?(?:{_SAYS})[，,：:]?"
    r"|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,2}(?:是|要(?=由))|\d{1,2}[.．、](?!\d)|[①-⑳]"
    rf"|第?[一二三四五六七八九十][、，]|{_LINKS}|请(?=各)"
    r"|(?:《[^》]*》|[一-龥\d“”]{1,14}?)"
    rf"(?:之?前|之?后|(?<![其集])中|时|内|(?<!到)底|期间|起|方面|过程中|基础上|情况下){_PLACED}"
    r"|“[^”]{1,20}”(?:期间|前|后)|关于[^，,。]{2,24}?(?=由))"
)
"""What may stand in a clause before those who are told to act."""

GIVEN = re.compile(
    "(?<![自理缘事经])由(?![于此来衷])|责成|责令|(?<![报提邀申聘])请(?![示假求])|委托|授权|指定|交由|交给"
    "|要求(?=[市县区省州旗各相有])|(?:安排|同意|支持)(?=[市县区省州旗各])"
)
"""Before those to whom a task is given."""

PERMITTED = re.compile("同意|支持|安排")
MAY_TELL = re.compile("由|请|委托|同意|支持")
NOT_GIVEN = re.compile(
    "领学|主持|汇报|作.{0,8}(?:汇报|说明|解读|介绍|发言|报告)|传达|解读|通报|宣读|主讲|组成|变更|调整为|更名|改为"
)
"""What is done at the meeting by somebody (由市城管局领学) or how something is made up, and is no task."""

_MODAL = (
    "要(?!求|点|素|害|件|闻|领|塞|义|约)|应(?!急|用|收|付|邀|届|有尽|税|对(?!照|标|接))|需(?!求)|须|必须|务必|不得|严禁"
    "|可(?!持续|以看)|拟"
)
_PEOPLE = _any("负责同志 负责人 领导 领导干部 负责同志和分管负责同志 一把手 分管领导 班子成员 分管负责同志")
_MANNER = _any(
    "也 均 都 还 则 即 就 再 又 一定 分别 共同 一并 进一步 继续 要?严格 切实 认真 积极 主动 抓紧 尽快 立即 "
    "迅速 及时 密切 同步 具体 加大 会后"
)
_ADVERB = f"(?:{_MANNER}|(?:党政)?(?:主要)?(?:{_PEOPLE})|作为[^，,。要]{{2,24}}?(?:单位|部门|主体|机关|业主|责任人))"
_ACTS = _any(
    "具体负责 负责(?!人|同志) 牵头 总?协调 会同 配合 协助 协同 联合 根据 按照? 结合 对照 依据 依法 抓紧 尽快 "
    "立即 加快 加强 做好 抓好 落实 严格 切实 认真 积极 主动 继续 全力 统筹 制定 拟定 拟订 研究 提出 组织 指导 "
    "督促 督办 密切 强化 深入 扎实 及时 各司其职 履行 承担 修改 完善 办理 启动 推进 开展 拨付 筹措 安排 解除 "
    "签订 签署 高度重视 进一步 压实 形成 细化 明确 对 将 以 向 就 报 汇总 整理 收回 审核 论证 实施 建设 起草 "
    "发文 印发 出台 跟踪 参与 参加 支持 最终 与 再 尽早 全面 充分 迅速 坚持 提高 提升 围绕 作为 不再 把 为 从 "
    "同 依规 予以 给予 出资 收购 采购 支付 列支 统一 编制 申报 上报 评估 管理 使用 承接 接收 联系 对接 召集 "
    "成立 组建 确定 选定 委托 聘请 调整 优化 发布 公布 解决 处置 处理 采取 保障 监督 监管 检查 核实 核查 梳理 "
    "排查 通过 逐 多 自 先 另 补充 代表 进行 持续 出具 缴纳 回购"
)
_ORDERS = _any(
    "(?:具体)?负责(?!人|同志|的) 牵头 会同 配合 协助 参与 为(?:牵头|责任|配合|实施|主办) "
    "(?:协同|积极|主动|密切|全力|通力)配合 各司其职 根据会议 按照?会议 抓紧 尽快 立即 做好 抓好 落实 加快 加强 "
    "密切 严格 高度重视 继续 进一步 统筹(?!发展) 分别负责 共同负责 全力 认真 切实 主动 积极 组织 督促 指导 "
    "跟踪 强化 履行 制定 拟定 研究提出 及时"
)
MODAL = re.compile(_MODAL)
DIRECT = re.compile(f"{_ADVERB}*(?:{_MODAL}|{_ORDERS}|{_DATE})")
"""After those who open a clause: it tells them to act."""

AFTER_GIVEN = re.compile(f"{_ADVERB}*(?:{_MODAL}|{_ACTS}|{_DATE})|[，,。；;）]|$")
"""After those to whom a task is given."""

HELPS = re.compile(f"(?:{_ADVERB}|{_MODAL})*(?:(?:协同|积极|主动|密切|全力|通力)?配合(?!完善)|协助|参与)")
WITH = re.compile("会同|联合|协同|商(?=[市县区省州旗各有相])")
PAUSED = re.compile(f"{_ADVERB}*")
GOES_ON = re.compile(f"[，,]{_ADVERB}*(?:{_MODAL})")

TELLS = re.compile(
    r"近年来|去年|前期|目前|取得了|成效|同比|(?:[^完]|完[^成])成了|[建开完制出推形落组实获通]\w{0,3}了|已经?(?!有)|正在|先后"
)
"""What a clause has that tells what was done."""

SINCE = re.compile(r"近年来|[一-龥\d]以来|[上去]半?年")
