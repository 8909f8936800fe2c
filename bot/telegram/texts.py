"""What the channel itself says, in both languages."""

from data.bilingual import Bilingual

SLOW_DOWN = Bilingual(
    "您发得太快了，请 {seconds} 秒后再试。", "That was too much at once; please try again in {seconds} seconds."
)
OPEN_BOT = Bilingual("打开机器人，开始使用", "Open the bot to begin")
DESCRIPTION = Bilingual(
    "我根据政府常务会议纪要回答问题，每句话都注明出自第几次会议的哪一条，并可查看全文。\n\n直接提问即可，中文、英文都可以。",
    "I answer questions about a government's executive-meeting minutes. Behind every sentence stands the meeting and "
    "item it comes from, whose full text is one press away.\n\nJust ask, in English or Chinese.",
)
SHORT_DESCRIPTION = Bilingual(
    "根据政府常务会议纪要回答问题，句句注明出处。",
    "Answers questions about executive-meeting minutes, with a citation behind every sentence.",
)
