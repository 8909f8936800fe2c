"""What is said about people, roles and invitations, in both languages."""

from data.bilingual import Bilingual
from data.roles import Role

STRANGER = Bilingual(
    "您还没有使用权限。请把您的编号 {id} 发给管理员。",
    "You have no access yet. Please send your id, {id}, to the administrator.",
)
INVITATION_GONE = Bilingual(
    "这个邀请已被使用、撤销，或已过期。", "This invitation has been used or withdrawn, or it has expired."
)
STILL = Bilingual("您的权限没有变化：{role}。", "Your role is the same as before: {role}.")
ADMITTED = Bilingual("欢迎！您的权限：{role}。", "Welcome! Your role: {role}.")
NOT_NEEDED = Bilingual(
    "您已有这些权限（{role}），邀请没有用掉，可以转给别人。",
    "You may do all that already ({role}); the invitation is unused and can be passed on.",
)
GROUP_ADMITTED = Bilingual(
    "本群的权限：{role}。有使用权限的成员可以在群里 @我 提问。",
    "The role of this group: {role}. Members who have access can mention me here to ask.",
)
MAY = {
    Role.READER: Bilingual(
        "可以查询公开发布的会议纪要。", "You can ask about the minutes that are released to the public."
    ),
    Role.STAFF: Bilingual("可以查询全部会议纪要。", "You can ask about all minutes."),
    Role.MANAGER: Bilingual(
        "可以查询全部会议纪要，了解各部门的任务；每周有摘要，/schedule 可以调整。",
        "You can ask about all minutes, and see what each department was told to do; a digest comes every week "
        "(/schedule changes that).",
    ),
    Role.ADMINISTRATOR: Bilingual(
        "可以查询全部会议纪要、添加纪要，并管理使用人员。",
        "You can ask about all minutes, add minutes, and decide who has access.",
    ),
}
PRIVATE_ONLY = Bilingual("这个功能请在与我的私聊中使用。", "Please use this in a private chat with me.")

INVITE_WHOM = Bilingual(
    "邀请谁？\n"
    "· 读者：可查公开发布的纪要\n"
    "· 工作人员、领导：可查全部纪要\n"
    "· 管理员：还可添加纪要、管理使用人员\n"
    "· 群：成员在群里可查全部纪要",
    "Who is to be invited?\n"
    "· reader: may ask about minutes released to the public\n"
    "· staff, manager: about all minutes\n"
    "· administrator: may also add minutes and decide who has access\n"
    "· group: its members may ask there about all minutes",
)
FOR_HOW_LONG = Bilingual(
    "邀请“{role}”：链接几天内有效？", "Inviting: {role}. For how many days is the link to be good?"
)
DAYS = Bilingual("{days} 天", "{days} days")
ONE_DAY = Bilingual("1 天", "1 day")
A_GROUP = Bilingual("群", "group")
INVITATION = Bilingual(
    "打开下面链接的第一个人成为{role}。链接有效 {days}，只能用一次；请只发给本人，/people 可以撤销。",
    "The first person to open this link gets the role: {role}. It is good for {days} and works once; send it to that "
    "person only. /people can withdraw it.",
)
GROUP_INVITATION = Bilingual(
    "用下面的链接把我加入一个群，群里就可以查询全部纪要。链接有效 {days}，只能用一次；/people 可以撤销。",
    "Add me to a group with this link, and all minutes can be asked about there. It is good for {days} and works once; "
    "/people can withdraw it.",
)
INVITE_USAGE = Bilingual(
    "请这样写：/invite 工作人员 7（角色：读者、工作人员、领导、管理员或群；1 至 {most} 天）。",
    "Please write, for example, /invite staff 7 (roles: reader, staff, manager, administrator, or group; 1 to {most} "
    "days).",
)

MEMBERS = Bilingual("使用人员（{count}）", "People ({count})")
WAITING = Bilingual("等待开通（{count}）", "Waiting for access ({count})")
INVITATIONS = Bilingual("未用的邀请（{count}）", "Open invitations ({count})")
NOBODY = Bilingual("还没有使用人员；/invite 邀请第一位。", "There are no people yet; /invite invites the first.")
GROUP = Bilingual("群 {id}", "group {id}")
SINCE = Bilingual("{since}起，由{by}开通", "since {since}, by {by}")
APPOINTED_LINE = Bilingual("在设置中指定", "named in the settings")
CAME = Bilingual("{since}来过", "wrote on {since}")
INVITED_LINE = Bilingual("{expires}到期，由{by}发出", "expires {expires}, by {by}")
TERMINAL = Bilingual("终端", "the terminal")
NO_ROLE = Bilingual("尚无权限", "no access")
GIVE = Bilingual("设为{role}", "Make {role}")
REMOVE = Bilingual("移除", "Remove")
REVOKE = Bilingual("撤销", "Withdraw")
BACK = Bilingual("返回名单", "Back to the list")
KEEP = Bilingual("不移除", "Keep")
SURE = Bilingual("确定移除 {name} 吗？移除后立即生效。", "Remove {name}? It counts at once.")
GIVEN = Bilingual("{name} 的权限现在是：{role}。", "{name} now has the role: {role}.")
REMOVED = Bilingual("已移除 {name}。", "{name} is removed.")
REVOKED = Bilingual("邀请已撤销。", "The invitation is withdrawn.")
NOT_KNOWN = Bilingual("名单里没有 {name}。", "{name} is not in the list.")
APPOINTED = Bilingual(
    "{name} 是设置（ADMIN_IDS）中的管理员，不能在这里更改。",
    "{name} is an administrator of the settings (ADMIN_IDS) and cannot be changed here.",
)
LAST = Bilingual(
    "您是最后一位管理员，请先指定另一位管理员。", "You are the last administrator; please make someone else one first."
)
GROUP_LIMIT = Bilingual("群的权限最高为{role}。", "A group can at most have the role: {role}.")
PEOPLE_USAGE = Bilingual(
    "请这样写：/people 12345 工作人员，或 /people 12345 移除（角色：读者、工作人员、领导、管理员）。",
    "Please write, for example, /people 12345 staff or /people 12345 remove (roles: reader, staff, manager, "
    "administrator).",
)
