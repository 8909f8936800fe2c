"""Minutes of several offices, some marked for the public and some not, and people who may read the one or both."""

from datetime import date, timedelta
from pathlib import Path

from bot.conversation import Conversation
from bot.memory import Memory
from bot.messages import Message, Person
from bot.people.access import Access
from bot.replies import Button, Reply
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language
from retrieval.library import MinutesLibrary
from tests.offices import write_minutes

PUBLIC_MARK = "\n（此件公开发布）\n"
PUBLIC_OFFICE, CLOSED_OFFICE = "汨罗市人民政府", "深圳市龙岗区人民政府"
STAFF, READER = "1", "2"


def write_mixed(folder: Path) -> Path:
    """The minutes of two offices, those of the first marked for the public."""
    write_minutes(folder / "all")
    chosen = folder / "chosen"
    for office, mark in ((PUBLIC_OFFICE, PUBLIC_MARK), (CLOSED_OFFICE, "")):
        for file in (folder / "all" / office).iterdir():
            chosen.mkdir(exist_ok=True)
            (chosen / file.name).write_text(file.read_text("utf-8") + mark, "utf-8")
    return chosen


def write_many(folder: Path, count: int) -> None:
    """The minutes of many meetings of one office, ten days apart from 1 January 2021, every third not public."""
    folder.mkdir()
    for number in range(1, count + 1):
        day = date(2021, 1, 1) + timedelta(days=10 * (number - 1))
        written = f"{day.year} 年 {day.month} 月 {day.day} 日"
        office = "市教育局" if number % 2 else "市水利局"
        secret = "市密管局" if number % 3 == 0 else office
        text = (
            f"太仓市人民政府\n\n常务会议纪要\n\n第 {number} 号\n\n{written}\n\n"
            f"{written}上午，吴敬宇常务副市长主持召开市政府第 {number} 次常务会议，听取校车和防汛工作情况的汇报。\n\n"
            f"会议议定以下意见：\n\n一、听取关于第{number}批校车工作情况的汇报\n\n"
            f"（一）由{office}牵头检查第{number}批校车，十日内报市政府。\n\n"
            f"（二）由{secret}牵头建立第{number}批台账。\n\n会议还研究了其他事项。\n"
        )
        (folder / f"{number}.txt").write_text(text + ("" if number % 3 == 0 else PUBLIC_MARK), "utf-8")


class Talk:
    """A conversation in which one person sees everything and another only what is public."""

    def __init__(self, library: MinutesLibrary, memory: Memory | None = None) -> None:
        self._conversation = Conversation(
            library, memory, Access(library.people, frozenset({int(STAFF)}), open_access=True)
        )
        self._count = 0

    def say(self, text: str, language: Language = "zh", who: str = STAFF) -> Reply:
        """The reply to a text."""
        return self._checked(Message(text), language, who)

    def press(self, button: Button, asked: str = "", language: Language = "zh", who: str = STAFF) -> Reply:
        """The reply to a button under the last message, which answered the text ``asked``."""
        return self._checked(Message(action=button.action, asked=asked, about=str(self._count)), language, who)

    def _checked(self, message: Message, language: Language, who: str) -> Reply:
        person = Person(language, f"chat {who}", who)
        reply = self._conversation.reply(message, person)
        assert all(len(button.action.encode()) <= 64 for button in reply.buttons)
        if reply.paragraphs:
            assert sum(utf16_length(visible_text(each)) + 1 for each in reply.paragraphs) - 1 <= LIMIT
            self._count += not reply.in_place
            self._conversation.carried(reply, person, str(self._count))
        return reply


def button(reply: Reply, label: str) -> Button:
    """The one button with this label."""
    [found] = [each for each in reply.buttons if each.label == label]
    return found


def text_of(reply: Reply) -> str:
    """All a reader sees of the paragraphs."""
    return "\n".join(visible_text(paragraph) for paragraph in reply.paragraphs)


def cited(reply: Reply) -> list[str]:
    """The refs of the paragraphs that cite something."""
    return [paragraph.ref for paragraph in reply.paragraphs if paragraph.ref]


def labels(reply: Reply) -> list[str]:
    """The labels of the buttons."""
    return [each.label for each in reply.buttons]
