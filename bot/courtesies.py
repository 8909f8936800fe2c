"""What people say to a bot that is no question: good day, thank you, what can you do."""

import re
from enum import Enum, auto

from data.words import fold


class Courtesy(Enum):
    """What such a text wants."""

    HELLO = auto()
    HELP = auto()
    THANKS = auto()
    BYE = auto()


_WORDS = {
    Courtesy.HELLO: "你好|您好|你们好|嗨|哈喽|哈啰|在吗|在么|在不在|有人吗|早|早安|早上好|上午好|中午好|下午好|晚上好|"
    "你是谁|您是谁|你是什么|hi|hi there|hello|hello there|hey|good (?:morning|afternoon|evening|day)|"
    "who are you|what are you|are you there",
    Courtesy.HELP: "帮助|帮忙|怎么用|怎么使用|如何使用|使用说明|使用方法|说明|功能|菜单|"
    "你?(?:能|可以|会)(?:做|干)?(?:什么|啥)|"
    "help|help me|usage|menu|commands|what can you do|how does (?:this|it) work|how do i use (?:this|it|you)",
    Courtesy.THANKS: "谢谢|谢谢你|谢谢您|多谢|谢了|感谢|非常感谢|辛苦了|thanks|thank you|many thanks|thx|thanks a lot|"
    "thank you very much",
    Courtesy.BYE: "再见|拜拜|bye|bye bye|goodbye|good night|晚安",
}
_PATTERNS = {courtesy: re.compile(words) for courtesy, words in _WORDS.items()}
_SOFT = re.compile(r"[呀啊吧啦哦噢呢]+$")


def read_courtesy(text: str) -> Courtesy | None:
    """The courtesy that a text is; None where it says anything else."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    bare = _SOFT.sub("", words)
    return next((each for each, pattern in _PATTERNS.items() if pattern.fullmatch(bare)), None)
