"""Why a job did not go to somebody, in a sentence for whoever asks; drawn from what the dispatch kept, and nothing else."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .queries import WhyNot
from .ranking import SHARES, Mode

SHARE_LABELS: dict[str, str | Promise] = {
    "quick": gettext_lazy("接单快"),
    "on_time": gettext_lazy("按时到"),
    "content": gettext_lazy("市民满意"),
    "near": gettext_lazy("路近"),
    "free": gettext_lazy("手上空"),
    "fair": gettext_lazy("轮得公平"),
}
TOLD = 2
"""How many shares are named in which another was ahead."""


def said(why: WhyNot) -> str:
    """Say why it was not this one."""
    if why.was_asked:
        return _("派给了这一家。")
    if why.warranty:
        return _("保修返工，由原来做的一家负责。")
    if why.left_out is not None:
        return _("当时不能派：%(why)s。") % {"why": why.left_out.label}
    if why.place is None:
        return _("当时没有登记这个小项。")
    told = {"place": why.place.place, "of": len(why.kept.candidates)}
    where = _("当时能派的 %(of)s 家里排第 %(place)s。") % told
    return f"{where}{_because(why)}"


def _because(why: WhyNot) -> str:
    """Say why one that could be asked was not."""
    assert why.place is not None
    match why.mode:
        case Mode.NAMED:
            return _("市民点名要别家。")
        case Mode.PICKED:
            return _("受理员直接点选了别家。")
        case Mode.ROTATION:
            return _("这个小项轮流派，轮到别家。")
    if why.chosen is None:
        return ""
    if why.chosen.newcomer and not why.place.newcomer:
        return _("这一次轮到试用的新企业。")
    if why.place.newcomer and not why.chosen.newcomer:
        return _("试用期做满规定单数以前，只分新企业的那一份。")
    behind = _behind(why)
    if not behind:
        return _("分数一样，轮到别家。")
    return _("派到的一家%(what)s上更靠前。") % {"what": _("、").join(behind)}


def _behind(why: WhyNot) -> list[str]:
    """Return in what the chosen one was ahead, what counted most first."""
    assert why.place is not None
    assert why.chosen is not None
    ahead = {
        name: why.kept.weights[name] * (why.chosen.shares[name] - why.place.shares[name])
        for name in SHARES
    }
    most = sorted((name for name in SHARES if ahead[name] > 0), key=lambda name: -ahead[name])
    return [str(SHARE_LABELS[name]) for name in most[:TOLD]]
