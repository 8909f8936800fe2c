"""All buttons, pressed one after the other from every command on: each fits, and each is answered."""

import shutil
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.memory import Memory
from bot.messages import Message, Person
from bot.paging import LONGEST_ACTION
from bot.people.access import Access
from bot.replies import Button, Reply
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

CHIEF = Person("zh", "7", "7")
OFFICE = "巴音郭楞蒙古自治州和静县巴音布鲁克草原生态保护与高质量发展示范区人民政府"
DEPARTMENTS = (
    "市推进长江三角洲区域一体化高质量发展综合协调管理局",
    "市推进长江三角洲区域一体化高质量发展规划建设管理局",
    "市城市管理和综合行政执法局",
)
ASKED = (
    "第26次会议关于安全生产议定了什么",
    "what did meeting 26 decide on safety",
    "草原生态保护补助奖励资金怎么安排，由谁牵头，什么时候报，钱从哪里来，哪些部门配合，何时完成？",
    "第3次会议讲了什么",
    "第1次",
    "火星移民",
    "比较第25次和第26次会议",
    "26",
    "26-3-2",
)
COMMANDS = (
    "start help meetings digest watches people invite feedback deliveries hold remove language whoami todo clear "
    "subscribe schedule unsubscribe"
).split()
TYPED = (
    "/meetings 2023",
    f"/meetings {OFFICE}",
    f"/todo {DEPARTMENTS[0]}",
    "/search 会议",
    f"/search 部门:{DEPARTMENTS[0]}",
    "/search 草原生态保护补助奖励资金 安全生产 停车设施 信息化项目 经济普查 工作情况",
    "/timeline 草原生态保护补助奖励资金和安全生产、停车设施、信息化项目、经济普查工作",
    "/compare 25 26 草原生态保护补助奖励资金和安全生产、停车设施、信息化项目、经济普查工作",
    "/timeline 草原生态保护补助奖励资金",
    "/compare 25 26",
    "/digest 2023",
    "/digest 2022",
    f"/watch {DEPARTMENTS[0]}{DEPARTMENTS[1]}",
    "/item 26-3",
    "/check 26",
    "/source 26",
    "/file 26-3 docx",
    "/remove 26",
    "/remove 3",
    "/hold 26",
    "/subscribe",
    "/people 8",
    "/invite",
)
UNPRESSED = ("page ", "drop ", "dismiss 8 yes", "plan off", "plan zone ")
"""Pictures take a process each; the others would end the walk early, or are hundreds alike."""

MOST_OF_A_KIND = 25
MEETINGS = 8  # with the shipped ones more than a page of the list
SEEN = (
    "show read overview file source check search more meetings todo digest digestfile verdict watch "
    "unwatch plan language people person grant invite feedback hold release drop stay"
).split()


def long_minutes(number: int) -> str:
    """Minutes with long names everywhere."""
    duties = "\n\n".join(
        f"（{'一二三'[index]}）由{each}牵头草原生态保护补助奖励资金第{number}批拨付工作，十日内报县政府。"
        for index, each in enumerate(DEPARTMENTS)
    )
    return (
        f"{OFFICE}\n\n常务会议纪要\n\n第 {number} 号\n\n2022 年 3 月 {number} 日\n\n"
        f"2022 年 3 月 {number} 日上午，吴敬宇县长主持召开县政府第 {number} 次常务会议，听取草原工作情况的汇报。\n\n"
        f"会议议定以下意见：\n\n一、听取关于草原生态保护补助奖励资金第{number}批拨付工作情况的汇报\n\n{duties}\n\n"
        "会议还研究了其他事项。\n"
    )


@pytest.fixture(scope="module")
def wide(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The shipped minutes and some of an office, and of departments, with names too long for a button."""
    folder = tmp_path_factory.mktemp("wide")
    for number in range(1, 1 + MEETINGS):
        (folder / f"{number}.txt").write_text(long_minutes(number), "utf-8")
    state = Path(shutil.copytree(state_dir, folder / "state"))
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        reports = list(library.add(*sorted(folder.glob("*.txt"))))
        assert [each.error for each in reports] == [None] * MEETINGS
        yield library


def fits(reply: Reply) -> bool:
    """Whether Telegram takes a reply as it is: its buttons, and the length of one that stands in one message."""
    sizes = [len(each.action.encode()) for each in reply.buttons]
    payloads = [len(each.share.encode()) for each in reply.buttons]
    if reply.in_place and sum(utf16_length(visible_text(each)) + 1 for each in reply.paragraphs) - 1 > LIMIT:
        return False
    labels = all(each.label.strip() and (bool(each.action) != bool(each.share)) for each in reply.buttons)
    return labels and max(sizes, default=0) <= LONGEST_ACTION and max(payloads, default=0) <= LONGEST_ACTION


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_button_fits_and_is_answered_however_long_the_names_are(wide: MinutesLibrary, language: Language) -> None:
    conversation = Conversation(wide, Memory(), Access(wide.people, frozenset({7})))
    who = Person(language, "7", "7")
    waiting: deque[tuple[Button, str, str]] = deque()
    kinds: dict[str, int] = {}
    count = 0

    def see(reply: Reply, asked: str) -> None:
        nonlocal count
        assert fits(reply), (asked, [each.action for each in reply.buttons])
        count += 1
        conversation.carried(reply, who, str(count))
        for button in reply.buttons:
            kind = button.action.partition(" ")[0]
            seen.setdefault(button.action, 0)
            is_new = not seen[button.action]
            seen[button.action] = 1
            if is_new and button.action and not button.action.startswith(UNPRESSED):
                kinds[kind] = kinds.get(kind, 0) + 1
                if kinds[kind] <= MOST_OF_A_KIND:
                    waiting.append((button, asked, str(count)))

    seen: dict[str, int] = {}
    for text in (*ASKED, *TYPED, *(f"/{each}" for each in COMMANDS)):
        reply = conversation.reply(Message(text), who)
        assert reply.paragraphs or reply.files, text
        see(reply, text)
    while waiting:
        button, asked, about = waiting.popleft()
        reply = conversation.reply(Message(action=button.action, asked=asked, about=about), who)
        assert reply != Reply(), button.action
        see(reply, asked)
    assert {action.partition(" ")[0] for action in seen if action} >= set(SEEN)
