"""How the acts on accounts are called in a timeline."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DONE: dict[str, str | Promise] = {
    "engage": _("新建账号"),
    "change_roles": _("改了岗位"),
    "deactivate": _("停用"),
    "reactivate": _("启用"),
    "invite": _("发了登录链接"),
    "set_password": _("设了新密码"),
    "unlock": _("解锁"),
    "lock_out": _("锁定"),
    "sign_in": _("登录"),
    "sign_out": _("退出登录"),
    "sign_out_everywhere": _("全部退出登录"),
    "fail_to_sign_in": _("登录失败"),
    "set_language": _("换了语言"),
    "end_session": _("退出了一处登录"),
    "add_factor": _("加了第二道验证"),
    "remove_factor": _("删了第二道验证"),
    "make_recovery_codes": _("换了恢复码"),
    "reset_factors": _("重置了第二道验证"),
    "bind_sso": _("绑定了统一身份"),
    "unbind_sso": _("解除了统一身份"),
}

WRONG = ("lock_out", "fail_to_sign_in", "deactivate", "reset_factors")
"""Acts that a timeline shows as gone wrong."""
