"""What is done about citations: proposed by one, approved by another, issued to the unit; dropped or withdrawn with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline import clock
from hotline.assessment.models import Month
from hotline.assignments import hands
from hotline.assignments.models import Assignment
from hotline.departments.models import Unit
from hotline.inspections.life import CITATION, GRADES, INSPECTS, Grade, Sort
from hotline.inspections.models import Citation, Inspection
from hotline.journal import log as journal
from hotline.life.errors import NotSo, NotYours
from hotline.people.models import Person


def propose(
    unit: Unit, *, by: Person, sort: Sort, grade: Grade, grounds: str, office: str = "",
    assignment: Assignment | None = None, inspection: Inspection | None = None,
    month: Month | None = None,
) -> Citation:  # fmt: skip
    """Propose that a unit be commended, or held to account."""
    if not by.role & INSPECTS:
        raise NotYours(_("您的岗位不能提请表彰或问责。"))
    hands.demand_in_service(unit)
    if grade not in GRADES[sort]:
        raise NotSo(_("“%(grade)s”不是%(sort)s的等次。") % {"grade": grade.label, "sort": sort.label}, field="grade")  # fmt: skip
    if not grounds.strip():
        raise NotSo(_("请写明事由。"), field="grounds")
    for about in (assignment, inspection):
        if about is not None and about.unit_id != unit.pk:
            raise NotSo(_("所据的交办或督查不是这个单位的。"))
    made = Citation(
        unit=unit, sort=sort.value, grade=grade.value, office=office.strip(), grounds=grounds.strip(),
        assignment=assignment, inspection=inspection, month=month, proposed_at=clock.now(),
        proposed_by=by,
    )  # fmt: skip
    return CITATION.begin(
        made, act="propose", by=by, unit=unit, sort=sort, grade=grade, assignment=assignment,
        inspection=inspection, month=month, grounds=journal.Said(grounds),
    )  # fmt: skip


@CITATION.action
def approve(citation: Citation, *, by: Person) -> None:
    """Approve what another has proposed."""
    if by.pk == citation.proposed_by_id:
        raise NotYours(_("提请的人不能自己批准，请另一位值班长或管理员批。"))
    citation.approved_at, citation.approved_by = clock.now(), by


@CITATION.action
def issue(citation: Citation, *, by: Person) -> None:
    """Tell the unit: from now on its people read it."""
    citation.issued_at = clock.now()


@CITATION.action
def drop(citation: Citation, *, by: Person, why: str) -> None:
    """Let it come to nothing."""


@CITATION.action
def withdraw(citation: Citation, *, by: Person, why: str) -> None:
    """Take back what was issued; the unit reads that too."""
