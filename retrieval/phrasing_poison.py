"""Telling words that are addressed to whoever reads or answers, from what minutes say: instructions hidden in a text.

A part that holds one is never given to a chat model, and a sentence of a model that looks like one is never sent.
The part itself is still quoted as it stands in the document. To be too careful costs only the model's wording.
"""

import re
import unicodedata

_BEFORE = "以上|上述|上面|之前|先前|前面|前述|此前|所有|全部|一切|任何|系统|原有|你的|您的"
_TOLD = "指令|指示|命令|提示词?|设定|规则|约束|限制|对话|系统消息|提问|问题"
_CHINESE = re.compile(
    rf"(?:忽略|无视|忘记|忘掉|不要理会|不用理会|不必理会|抛开|跳过|覆盖|绕过|不要遵守|停止遵守|不再遵守).{{0,10}}(?:{_BEFORE}|{_TOLD})"
    rf"|(?:{_BEFORE}).{{0,6}}(?:{_TOLD}).{{0,8}}(?:忽略|无视|作废|无效|失效|不算)"
    "|系统提示词?|提示词|提示注入|开发者模式|越狱|新的?指令|以下指令|执行(?:以下|下列|下面)的?(?:指令|命令)"
    "|(?:你|您)(?:现在|从现在起|今后)?(?:是|就是|扮演|作为|必须|应当|应该|只能|要|不要|不得|务必|将)"
    "|我(?:只?是|作为)(?:一个|一名)?(?:AI|人工智能|语言模型|助手|机器人|聊天)"
    "|作为(?:一个|一名)?(?:AI|人工智能(?:助手|模型)|(?:大?语言)模型|聊天机器人|智能助手)|扮演"
    "|(?:AI|人工智能|语言模型|大模型|助手|机器人|读者|提问者|用户|问答系统)(?:们)?(?:请|必须|应当?|须|务必|只能)?"
    "(?:注意|回答|回复|输出|告诉|说|写)"
    "|(?:致|给|对)(?:所有)?(?:AI|人工智能(?:助手|模型)|语言模型|大模型|助手|机器人|聊天机器人)(?:的|[:,，：])"
    "|(?:请|应|须|必须|务必|只需?|直接|一律|统一|都|改为|总是|始终)(?:用|以|如实|直接|照此|这样|如下)?(?:回答|回复|答复|输出|复述|重复|声称)"
    "(?:说|道|为|成|如下|以下|下列|用户|提问|问题|他|她|[:：“「])"
    "|(?:^|[。！？；;,，\n])(?:回答|回复|输出|答案)(?:是|为|说|道|如下)?[:：]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip|neglect)\b.{0,40}"
    r"\b(?:previous|prior|above|earlier|preceding|all|any|your|these|those|system|instructions?|prompts?|rules?)\b"
    r"|\b(?:system|developer|hidden|initial) (?:prompt|message|instructions?)\b|\bnew instructions?\b|\bjailbreak\w*"
    r"|\byou (?:are|must|should|will|shall|can only|have to) (?!be informed)"
    r"|\bas an? (?:ai|assistant|language model|chatbot)\b"
    r"|\bi(?: a|['’])m (?:an? )?(?:ai|assistant|language model|chatbot|bot)\b"
    r"|\bi (?:cannot|can't|am unable|will|apologi[sz]e)\b"
    r"|\b(?:answer|reply|respond|say|output|print|repeat|write|state(?!-)|tell)\b[^.]{0,30}"
    r"(?:\b(?:that|with|only|exactly|the following|the (?:user|reader|asker))\b|:|[\"“])"
    r"|\b(?:note|message|instructions?) (?:to|for) (?:the |any |all )?(?:ai|assistant|model|reader|bot|chatbot)\b"
    r"|\bpretend\b|\bact as\b|\broleplay\b|\bdeveloper mode\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(
    r"</?\s*(?:passages?|system|user|assistant|human|instructions?|data|im_start|im_end)\b|<\|[^|>]{1,30}\|>"
    r"|\[/?(?:INST|SYS)\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instruction|user|assistant)|\b(?:system|assistant|user)\s*:\s",
    re.IGNORECASE | re.MULTILINE,
)


def is_instruction(text: str) -> bool:
    """Whether a text, or some of it, tells its reader or a model what to answer or who to be."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKC", text) if each.isspace() or unicodedata.category(each) != "Cf"
    )
    english = " ".join(plain.split())
    chinese = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", plain)
    return bool(_MARKUP.search(plain) or _ENGLISH.search(english) or _CHINESE.search(chinese))
