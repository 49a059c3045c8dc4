"""What a citizen can say against a bill or a damage, and what became of it, in words: never whom else it concerns.

He says it once for each job; what comes later he tells a person. His own words the provider never reads, as they may
tell who he is: it is told what it is about, and asked.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.cases.models import Case
from hotline.dispatch.life import Status as Work
from hotline.dispatch.models import Dispatch
from hotline.disputes import actions as disputes
from hotline.disputes import queries
from hotline.disputes.life import GOING, Kind, Status
from hotline.disputes.models import Dispute
from hotline.life.errors import NotSo
from hotline.people.queries import the_citizen
from hotline.ui import times
from hotline.ui.figures import money

from . import standing

DONE = (Work.DONE, Work.CONFIRMED)


def of(case: Case, work: Dispatch | None) -> Dispute | None:
    """Return the dispute about the work that the page tells of, if there is one; nothing of a secret matter."""
    return None if work is None or case.secret else queries.of_dispatch(work)


def may_open(case: Case, work: Dispatch | None) -> bool:
    """Say whether the work may be disputed here: it was done, and nobody has said anything of it yet."""
    known = case.caller is None or case.caller.erased_at is None
    done = work is not None and work.status in DONE
    return done and known and not case.secret and of(case, work) is None


def goes_on(dispute: Dispute | None) -> bool:
    """Say whether it has not ended."""
    return dispute is not None and dispute.status in GOING


def open_dispute(case: Case, *, words: str, **given: object) -> str:
    """Write down that the citizen does not agree, with his own words as his side of it."""
    work, citizen = standing.work_of(case), the_citizen()
    if work is None or case.secret or work.status not in DONE:
        raise NotSo(_("活做完了才能提，着急请打电话。"))
    with transaction.atomic():
        why = _("市民在查询页面提出")
        opened = disputes.open_dispute(work, by=citizen, why=why, **given)  # type: ignore[arg-type]
        disputes.hear_citizen(opened, by=citizen, words=words)
    return _("记下了，我们去问企业，有结果写在这里。")


def told(dispute: Dispute) -> str:
    """Say where it stands."""
    what = dispute.get_about_what_display()
    match dispute.status:
        case Status.OPEN:
            return _("您提的%(what)s，我们正在问企业。") % {"what": what}
        case Status.ADVISED:
            return _("您提的%(what)s，双方都说过了，正在定。") % {"what": what}
        case Status.DISMISSED:
            return _("您提的%(what)s，定为不赔。为什么，请打电话问；不同意的，可以另行起诉。") % {
                "what": what
            }
        case Status.WITHDRAWN:
            return _("您提的%(what)s已经撤回。") % {"what": what}
        case Status.COURT:
            return _("您提的%(what)s，已经另行起诉，这里不再处理。") % {"what": what}
    return _owed(dispute, what)


def _owed(dispute: Dispute, what: str) -> str:
    given = {
        "what": what,
        "kind": Kind(dispute.kind).label,
        "amount": money(dispute.amount or 0),
        "when": times.day_hm(dispute.pay_by_at) if dispute.pay_by_at else "",
    }
    if dispute.status == Status.DUE:
        return _("您提的%(what)s，定了：%(kind)s %(amount)s，企业最迟 %(when)s 给您。") % given
    return _("您提的%(what)s，%(kind)s %(amount)s 已经付了。") % given
