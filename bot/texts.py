"""Every sentence the conversation says in its own name, in both languages."""

from data.bilingual import Bilingual, Language
from data.store import StoredMinutes
from retrieval.naming import counted, meeting_name
from retrieval.wording import say_date, say_document_number

GREETING = Bilingual(
    "您好！我根据政府常务会议纪要回答问题，每句话都注明出自第几次会议的哪一条。",
    "Hello! I answer questions about executive-meeting minutes, and cite the meeting and item behind every sentence.",
)
HELP = Bilingual("直接提问即可，中文、英文都可以：", "Just ask, in English or Chinese:")
GO_ON = Bilingual(
    "可以接着问：“谁主持的”“第二条全文”“还有呢”，或回复我的某条消息。",
    "You can go on from an answer: “who chaired?”, “full text of the second one”, “more”, or reply to a message of "
    "mine.",
)
SEND_FILE = Bilingual("添加纪要：把文件直接发给我。", "To add minutes, just send me the file.")
MORE_HELP = Bilingual("/help 列出全部命令。", "/help lists all commands.")
PRIVACY = Bilingual(
    "您的提问不会保存；只有您评价过的回答和没找到答案的提问会保留 {days} 天，供管理员改进。/forgetme 可全部删除。",
    "Your questions are not kept. Only answers you gave a verdict on and questions that found nothing are kept, for "
    "{days} days, so that the administrators can improve the answers. /forgetme deletes all that is kept of you.",
)
NO_TEXT = Bilingual("请用文字提问；/help 有例子。", "Please ask in words; /help has examples.")
ASK_WHAT = Bilingual(
    "想问什么？例如：/ask 五经普怎么安排", "What would you like to ask? For example: /ask who chaired meeting 25"
)
ITEM_USAGE = Bilingual(
    "请写明哪一条，例如 /item 26-3-2（第26次会议第三项第二条）。",
    "Please say which item, for example /item 26-3-2 (meeting 26, resolution 3, item 2).",
)
CHECK_USAGE = Bilingual("请写明哪次会议，例如 /check 26。", "Please say which meeting, for example /check 26.")
REPORT = Bilingual("读取报告", "Reading report")
NO_WARNINGS = Bilingual("没有发现缺漏或疑点。", "Nothing is missing or unsure.")
WARNINGS = Bilingual("读取时有 {count} 处疑点，见 /check {ref}", "Reading it left {count} doubts, see /check {ref}")
PAGE_OF = Bilingual("{source} 第{page}页", "{source}, page {page}")
PICTURE_WRITTEN = Bilingual("图片已存为 {file}", "The picture is in {file}")
UNKNOWN_COMMAND = Bilingual(
    "没有 /{command} 这个命令；/help 列出了全部命令。", "There is no command /{command}; /help lists them all."
)
NEAREST_COMMAND = Bilingual(
    "没有 /{command} 这个命令，您是要用 /{nearest} 吗？/help 列出了全部命令。",
    "There is no command /{command}; did you mean /{nearest}? /help lists them all.",
)
TOO_LONG = Bilingual(
    "问题太长：请不超过 {limit} 个字。", "That question is too long: please use at most {limit} characters."
)
TOO_LARGE = Bilingual(
    "文件超过 {limit} MB，无法读取。", "That file is larger than {limit} MB, which is more than I can read."
)
STALE = Bilingual("这个按钮已失效，请重新提问。", "This button no longer works; please ask again.")
FORGOTTEN = Bilingual(
    "我已不记得这个按钮上面的问题，请重新提问。",
    "I no longer remember the question above this button; please ask again.",
)
IN_TELEGRAM_ONLY = Bilingual("摘要和提醒只在 Telegram 中发送。", "Digests and alerts are sent in Telegram only.")
CLEARED = Bilingual("已忘记之前的对话，请重新提问。", "Our conversation is forgotten; please ask anew.")
NO_MINUTES = Bilingual("库中还没有纪要。", "The library holds no minutes yet.")
MEETINGS = Bilingual("全部会议", "All meetings")
FAILED = Bilingual("出错了，请稍后再试（编号 {id}）。", "Something went wrong; please try again later (id {id}).")
WELCOME = Bilingual("不客气！", "You are welcome!")
BYE = Bilingual("再见。", "Goodbye.")
CHAT_HINT = Bilingual(
    "输入问题、命令，或按钮的编号；/quit 退出。", "Type a question, a command, or the number of a button; /quit leaves."
)


def say_overview(kept: StoredMinutes, language: Language) -> str:
    """A meeting in one line: issuer, number, date, document number, and how much it resolved."""
    minutes, head = kept.minutes, kept.minutes.header
    resolutions, items = minutes.resolution_count, minutes.item_count
    held = say_date(head.held, language) if head.held else "—"
    number = say_document_number(head.document_number, language)
    if language == "zh":
        document = number if "纪要" in number else f"纪要{number}"
        return f"{head.issuer} {counted(head).zh}{head.kind} · {held} · {document} · {resolutions} 项决议，{items} 条"
    meeting = meeting_name(kept).en
    meeting = meeting[0].upper() + meeting[1:]
    return f"{meeting} · {head.issuer} · {held} · minutes {number} · {resolutions} resolutions, {items} items"
