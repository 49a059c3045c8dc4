"""A circular as it is read: sections of words, tables and charts, out of its words and its kept figures.

The page, the PDF and the Word file are all made of this, so that they say the same. A cell may name what opens behind it (`ref`); which
address that is, and whether the reader may go there, is the page's matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.assessment.measures import Measure
from hotline.assessment.score import Count
from hotline.cases.models import Kind

from . import drawing
from .drawing import Chart
from .figures import AWAITED, Figures, Named, Unit
from .life import Span
from .models import Circular
from .wording import change, percent, when

Ref = tuple[str, ...]
COLUMNS = (Measure.SIGNED, Measure.CONCLUDED, Measure.SATISFIED)
"""The shares that stand in a unit's line; its month of assessment shows all ten."""


NUMERALS = (
    gettext_lazy("一、"), gettext_lazy("二、"), gettext_lazy("三、"), gettext_lazy("四、"), gettext_lazy("五、"),
)  # fmt: skip
"""How parts are numbered on paper."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: words, something small beside it, and what opens behind it."""

    text: str
    small: str = ""
    ref: Ref = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under heads; the first columns are words, the others numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: int = 1
    """How many columns from the left are words."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading: words first, then what shows them."""

    title: str
    words: Sequence[str] = ()
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole."""

    title: str
    kind: str
    number: str
    when: str
    dated_on: date
    counted: str
    """When its figures were counted, the same for every reader."""
    sections: Sequence[Section] = field(default_factory=tuple)
    withdrawn: bool = False
    draft: bool = False

    @property
    def numbered(self) -> list[tuple[str, Section]]:
        """Return the parts with their headings as they are numbered on paper."""
        pairs = zip(NUMERALS, self.sections, strict=False)
        return [(f"{numeral}{one.title}", one) for numeral, one in pairs]


def build(circular: Circular) -> Document:
    """Return a circular as it is read."""
    figures = circular.counted
    sections = [
        Section(_("总体情况"), lines(circular.opening), [_whole(figures)], [_curve(figures)]),
        _asked(figures),
        _handled(figures),
    ]
    if circular.findings:
        sections.append(Section(_("突出情况"), lines(circular.findings)))
    if circular.asks:
        sections.append(Section(_("工作要求"), lines(circular.asks)))
    dated = circular.published_at or circular.drafted_at
    return Document(
        title=circular.title,
        kind=str(Span(circular.span).label),
        number=circular.number,
        when=when(circular.span, circular.days),
        dated_on=timezone.localdate(dated),
        counted=timezone.localtime(circular.counted_at).strftime("%Y-%m-%d %H:%M"),
        sections=sections,
        withdrawn=circular.status == "withdrawn",
        draft=circular.published_at is None,
    )


def lines(words: str) -> list[str]:
    """Return words line by line, without empty ones."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def _whole(figures: Figures) -> Table:
    now, before = figures.now, figures.before

    def number(name: str, one: int, was: int, ref: Ref = ()) -> list[Cell]:
        return [Cell(name), _number(one, ref), Cell(str(was)), Cell(change(one, was))]

    def share(name: str, one: Count, was: Count, ref: Ref = ()) -> list[Cell]:
        return [Cell(name), _share(one, ref), _share(was), Cell(_points(one, was))]

    return Table(
        _("本期与上期"),
        [_("指标"), _("本期"), _("上期"), _("变化")],
        [
            number(_("来电"), now.calls, before.calls),
            share(_("接通率"), now.answered_share, before.answered_share),
            share(_("及时接起率"), now.in_time_share, before.in_time_share),
            number(_("未接"), now.missed, before.missed),
            number(_("受理工单"), now.taken, before.taken, ("taken",)),
            number(_("办结工单"), now.closed, before.closed, ("closed",)),
            number(_("目录外需求"), now.outside, before.outside, ("outside",)),
            share(
                _("按时办结率"), figures.all_units(Measure.CONCLUDED), figures.concluded_before,
                ("concluded",),
            ),
            share(_("有效回访率"), now.called_back, before.called_back, ("called_back",)),
            share(_("解决率"), now.solved, before.solved, ("solved",)),
            share(_("满意率"), now.satisfied, before.satisfied, ("satisfied",)),
        ],
    )  # fmt: skip


def _number(n: int, ref: Ref = ()) -> Cell:
    return Cell(str(n), ref=ref if n else ())


def _share(count: Count, ref: Ref = ()) -> Cell:
    small = f"{count.hits}/{count.of}" if count.of else ""
    return Cell(percent(count), small, ref if count.of else ())


def _points(now: Count, before: Count) -> str:
    """Say by how many percentage points a share has changed."""
    if now.hundredths is None or before.hundredths is None:
        return "–"
    by = now.hundredths - before.hundredths
    if not by:
        return _("持平")
    points = f"{abs(by) // 100}.{abs(by) % 100:02d}"
    return (_("升 %(n)s 个百分点") if by > 0 else _("降 %(n)s 个百分点")) % {"n": points}


def _curve(figures: Figures) -> Chart:
    days = [date.fromisoformat(one.on) for one in figures.days]
    return drawing.curve(
        _("每天受理和办结"),
        [f"{day.month}.{day.day}" for day in days],
        [
            ("taken", _("受理"), [one.taken for one in figures.days]),
            ("ended", _("办结"), [one.closed for one in figures.days]),
        ],
    )


def _handled(figures: Figures) -> Section:
    tables = [*_units(figures), *_late(figures)]
    words = [] if any(map(_had, figures.units)) else [_("这段时间没有交办件。")]
    return Section(_("办理情况"), words, tables, list(_charts(figures)))


def _had(one: Unit) -> bool:
    """Say whether a unit had anything at all."""
    return bool(one.sent or one.volume or one.overdue)


def _asked(figures: Figures) -> Section:
    kinds = dict(Kind.choices)
    by_kind = [(str(kinds[one.key]), one) for one in figures.kinds]
    by_service = [(one.name, one) for one in figures.services]
    tables = [
        _named(_("按类别"), _("类别"), by_kind, "kind"),
        _named(_("诉求最多的小项"), _("小项"), by_service, "service"),
    ]
    most = drawing.bars(
        _("诉求最多的小项"),
        [(name, one.now, str(one.now), one.before) for name, one in by_service],
        keys=[("bar", _("本期")), ("prior", _("上期"))],
    )
    return Section(
        _("诉求情况"),
        [] if by_kind else [_("这段时间没有受理工单。")],
        [table for table in tables if table.rows],
        [most] if by_service else [],
    )


def _named(title: str, head: str, rows: Sequence[tuple[str, Named]], ref: str) -> Table:
    return Table(
        title,
        [head, _("本期"), _("上期"), _("变化")],
        [
            [
                Cell(name),
                _number(one.now, (ref, one.key)),
                Cell(str(one.before)),
                Cell(change(one.now, one.before)),
            ]
            for name, one in rows
        ],
    )


def _units(figures: Figures) -> Iterator[Table]:
    """Tell of each group its units: by rank, then who had something, then who had nothing, without figures."""
    scored = figures.league != AWAITED
    head = [
        _("单位"), _("交办"), _("到期"), _("及时签收"), _("按时办结"), _("上期"), _("满意"), _("退回"),
        _("超时"),
    ]  # fmt: skip
    if scored:
        head = [_("名次"), *head, _("得分")]
    for group in figures.groups:
        units = sorted(figures.group(group), key=lambda one: not _had(one))
        rows = [_line(one, scored) if _had(one) else _idle(one, head, scored) for one in units]
        yield Table(group or _("未分类单位"), head, rows, words=1 + scored, note=_note(figures))


def _note(figures: Figures) -> str:
    """Say by what units are ranked."""
    if figures.league == AWAITED:
        return _("本月考核还没有发布，得分和名次以考核发布的为准。")
    note = _("主办满 %(n)s 件才排名。") % {"n": figures.least}
    return note if figures.league else note + _("得分按考核规则算，未经单位核对。")


def _line(one: Unit, scored: bool) -> list[Cell]:
    key = str(one.unit)
    cells = [
        Cell(one.name),
        _number(one.sent, ("unit", key, "sent")),
        _number(one.volume, ("unit", key, "")),
        *(_share(one.count(m), ("unit", key, m.value)) for m in COLUMNS[:2]),
        Cell(percent(one.concluded_before)),
        _share(one.count(COLUMNS[2]), ("unit", key, COLUMNS[2].value)),
        _number(one.sent_back, ("unit", key, "back")),
        _number(one.overdue, ("unit", key, "late")),
    ]
    if not scored:
        return cells
    rank = Cell(
        "–" if one.rank is None else str(one.rank), _("并列") if one.tied and one.rank else ""
    )
    return [
        rank,
        *cells,
        Cell(score(one), ref=("standing", str(one.standing)) if one.standing else ()),
    ]


def _idle(one: Unit, head: Sequence[str], scored: bool) -> list[Cell]:
    cells = [Cell("–") for _column in head]
    cells[int(scored)] = Cell(one.name)
    return cells


def score(one: Unit) -> str:
    """Say a unit's score."""
    if one.hundredths is None:
        return "–"
    return f"{one.hundredths // 100}.{one.hundredths % 100:02d}"


def _late(figures: Figures) -> Iterator[Table]:
    if not figures.late:
        return
    more = figures.overdue - len(figures.late)
    yield Table(
        _("到取数时超时未反馈"),
        [_("工单"), _("单位"), _("小项"), _("时限"), _("已超")],
        [
            [
                Cell(one.number, ref=("case", str(one.case))),
                Cell(one.unit),
                Cell(one.service or "–"),
                Cell(
                    timezone.localtime(datetime.fromisoformat(one.due_at)).strftime("%m-%d %H:%M")
                ),
                Cell(_hours(one.hours)),
            ]
            for one in figures.late
        ],
        words=3,
        note=_("另有 %(n)s 件没有列出。") % {"n": more} if more > 0 else "",
    )


def _hours(hours: int) -> str:
    days, rest = divmod(hours, 24)
    return (
        _("%(d)s 天 %(h)s 小时") % {"d": days, "h": rest} if days else _("%(h)s 小时") % {"h": rest}
    )


def _charts(figures: Figures) -> Iterator[Chart]:
    """Draw the share concluded in time of each group that has more than one unit to compare."""
    for group in figures.groups:
        rows = []
        for one in figures.group(group):
            share = one.count(Measure.CONCLUDED)
            if share.hundredths is not None:
                was = one.concluded_before.hundredths
                rows.append(
                    (
                        one.short,
                        share.hundredths / 100,
                        percent(share),
                        None if was is None else was / 100,
                    )
                )
        if len(rows) > 1:
            yield drawing.bars(
                _("%(group)s按时办结率") % {"group": group or _("未分类单位")}, rows, top=100,
                keys=[("bar", _("本期")), ("prior", _("上期"))],
            )  # fmt: skip
