"""Telling the lines of a web page from those of the document on it: navigation, sharing, the site's owner."""

import re

from data.layout import Line

_WEB = re.compile(
    r"(?:当前位置|您(?:现在)?的?位置|您所在|首页|上一[篇条]|下一[篇条]|分享|打印|关闭|字[号体]|浏览|点击|阅读|访问|扫一扫|收藏|返回|回到"
    r"|相关(?:文档|链接|稿件|阅读|附件|新闻|信息)|关联稿件|附件下载|网站|本网?站|主办|承办|版权|备案|邮编|地址|联系(?:我们|电话|方式)|技术支持"
    r"|责任编辑|编辑|审核|校对|来源|作者|政府网|网友|我要|纠错|无障碍|公网安备|copyright|produced|[a-z]*icp备|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁]icp"
    r"|https?:|www\.)"
    r"|[\[【(（]?\s*(?:打印|关闭|收藏|字号|top)|.{0,12}(?:icp备|公网安备|网站标识码|all rights reserved)",
    re.IGNORECASE,
)
_LONGEST = 70  # characters
_NO_WORDS = re.compile(r"[^一-龥a-zA-Z0-9。，；：、”’》）]*")


def is_web(line: Line) -> bool:
    """Whether a line is a web page's and not the document's: navigation, sharing, the site's owner."""
    text = line.plain
    return len(text) <= _LONGEST and bool(_WEB.match(text) or _NO_WORDS.fullmatch(text))
