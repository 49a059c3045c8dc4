"""What people type about rules, services, areas, lines and tables, turned into clean arguments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area, Kind
from hotline.catalogue.models import Group, HandledBy, PriceMode, Service
from hotline.catalogue.permits import Permit
from hotline.catalogue.terms import Terms
from hotline.life.errors import NotSo
from hotline.lines.models import Line, LineQuerySet
from hotline.lines.plans import DIALECT_MOST, LEVELS, NAME_MOST, WAITING_MOST, Plan
from hotline.rules import actions as rules
from hotline.sheets import columns as cells
from hotline.sheets.columns import LISTED, Wrong
from hotline.sheets.lines import BYTES_MOST
from hotline.sheets.writing import Form as FileForm
from hotline.today import today
from hotline.worktime.hours import ROUND_THE_CLOCK

from .tables import KINDS

CODE = RegexValidator(r"\A[0-9A-Za-z][0-9A-Za-z-]*\Z", _("编码只用数字、字母和横线"))
LINE = forms.TextInput()


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **given)


class ManyField(forms.CharField):
    """Several words in one line, with commas between."""

    def clean(self, value: Any) -> Any:
        """Return them one by one."""
        try:
            return cells.several(cells.text(40))(super().clean(value))
        except Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def prepare_value(self, value: Any) -> Any:
        """Return them as one line."""
        return value if isinstance(value, str) or value is None else LISTED.join(value)


class TryForm(forms.Form):
    """Another number, and from when."""

    value = forms.IntegerField(label=_("新的数"))
    valid_from = forms.DateTimeField(
        label=_("从何时起"),
        required=False,
        help_text=_("不填就是保存后马上生效"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_value(self) -> int:
        """Refuse a number that the rule can never have."""
        value = int(self.cleaned_data["value"])
        try:
            rules.check(self.name, value)
        except NotSo as why:
            raise ValidationError(str(why)) from None
        return value

    def clean_valid_from(self) -> Any:
        """Refuse a start in the past."""
        start = self.cleaned_data["valid_from"]
        if start is not None and start < timezone.now() - rules.LATE:
            raise ValidationError(_("规则不能从过去改起，请选现在或以后的时间。"))
        return start


class RuleForm(TryForm):
    """Another number as it is saved: with its reason."""

    why = forms.CharField(
        label=_("为什么改"),
        max_length=rules.WHY_MOST,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("会留在历史里，谁都看得到"),
    )


class TermsForm(forms.Form):
    """A service's words, price and promise, from a day on."""

    group = forms.ModelChoiceField(
        label=_("大项"), queryset=Group.objects.none(), to_field_name="code"
    )
    name = forms.CharField(label=_("小项"), max_length=40)
    aliases = ManyField(label=_("俗称"), required=False, help_text=_("几个之间用顿号"))
    keywords = ManyField(label=_("常用说法"), required=False, help_text=_("来电人会怎样说"))
    description = forms.CharField(
        label=_("受理说明"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    price_mode = forms.TypedChoiceField(
        label=_("计价方式"), choices=PriceMode.choices, coerce=PriceMode
    )
    reference_price = forms.DecimalField(
        label=_("参考价（元）"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text=_("面议不写，免费写 0"),
    )
    unit = forms.CharField(label=_("单位"), max_length=10)
    promised_arrival_min = forms.IntegerField(
        label=_("承诺到达（分钟）"), required=False, min_value=1, max_value=10_000
    )
    warranty_days = forms.IntegerField(label=_("保修（天）"), min_value=0, max_value=10_000)
    handled_by = forms.TypedChoiceField(
        label=_("承办"), choices=HandledBy.choices, coerce=HandledBy
    )
    urgent = forms.BooleanField(label=_("默认加急"), required=False)
    around_the_clock = forms.BooleanField(label=_("全天候"), required=False)
    permits = forms.TypedMultipleChoiceField(
        label=_("所需证照"), choices=Permit.choices, coerce=Permit, required=False
    )
    valid_from = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.all()

    def clean_valid_from(self) -> date:
        """Refuse to change what was promised in the past."""
        return _not_past(self.cleaned_data["valid_from"])

    def clean(self) -> dict[str, Any]:
        """Refuse a price that does not fit its mode."""
        given: dict[str, Any] = super().clean() or {}
        if "name" in given and not self.errors and not self.terms.price_fits:
            self.add_error("reference_price", _("面议不写价，免费写 0，其余写大于 0 的数"))
        return given

    @property
    def terms(self) -> Terms:
        """Return what was typed as terms."""
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class OfferForm(TermsForm):
    """A service that was never offered."""

    code = forms.CharField(label=_("编码"), max_length=8, validators=[CODE])
    field_order = ("group", "code", "name")

    def clean_code(self) -> str:
        """Refuse the code of another service: its terms are changed on its own page."""
        code = str(self.cleaned_data["code"])
        if Service.objects.filter(code=code).exists():
            raise ValidationError(_("这个编码已经有小项了，请换一个，或到它的页面改内容"))
        return code


class GroupForm(forms.Form):
    """A heading of the catalogue."""

    code = forms.CharField(label=_("编码"), max_length=8, validators=[CODE])
    name = forms.CharField(label=_("大项"), max_length=40)


class RenameGroupForm(forms.Form):
    """Another name for a heading."""

    name = forms.CharField(label=_("大项"), max_length=40)


class EndForm(forms.Form):
    """A last day, and why."""

    on = DayField(label=_("从哪天起停止"))
    why = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea({"rows": 2}))

    def clean_on(self) -> date:
        """Refuse a day that is over."""
        return _not_past(self.cleaned_data["on"])


class DissolveForm(forms.Form):
    """A last day of an area."""

    on = DayField(label=_("从哪天起撤销"))

    def clean_on(self) -> date:
        """Refuse a day that is over."""
        return _not_past(self.cleaned_data["on"])


class ServeForm(forms.Form):
    """From which day an area is served."""

    on = DayField(label=_("从哪天起开通"))


class RenameForm(forms.Form):
    """How an area is called."""

    name = forms.CharField(label=_("名称"), max_length=40)
    short = forms.CharField(label=_("俗称"), max_length=40, required=False)


class DrawForm(RenameForm):
    """A new area."""

    code = forms.CharField(label=_("编码"), max_length=20, validators=[CODE])
    kind = forms.TypedChoiceField(label=_("层级"), choices=Kind.choices, coerce=Kind)
    within = forms.ModelChoiceField(
        label=_("所属"), queryset=Area.objects.none(), required=False, to_field_name="code"
    )
    valid_from = DayField(label=_("设立日期"), required=False)
    served_from = DayField(
        label=_("开通日期"), required=False, help_text=_("不填就跟所属的区域一样")
    )
    field_order = ("kind", "within", "code", "name", "short", "valid_from", "served_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders: Any = self.fields["within"]
        holders.queryset = Area.objects.valid_on(today()).exclude(kind=Kind.COMMUNITY)


class LineForm(forms.Form):
    """What a line is to be."""

    name = forms.CharField(label=_("名称"), max_length=NAME_MOST)
    numbers = ManyField(
        label=_("拨打号码"),
        required=False,
        help_text=_("几个之间用顿号；不写就是接所有别的号码，这样的专线只能有一条"),
    )
    hours = forms.CharField(
        label=_("服务时间"),
        max_length=11,
        initial=ROUND_THE_CLOCK,
        help_text=_("07:30-20:00，跨夜 20:00-06:00，全天 00:00-24:00；时间外来电听到暂停服务"),
    )
    special = forms.BooleanField(label=_("专席：只有定了技能的人接"), required=False)
    dialect = forms.CharField(
        label=_("方言或语言"),
        max_length=DIALECT_MOST,
        required=False,
        help_text=_("先给会说的人接；要和技能里的写法一样"),
    )
    most_waiting = forms.IntegerField(
        label=_("最多排队"),
        min_value=1,
        max_value=WAITING_MOST,
        initial=50,
        help_text=_("再打进来的听到现在打满了，由专线打回去"),
    )
    overflow = forms.ModelChoiceField(
        label=_("溢出到"),
        queryset=Line.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("不溢出"),
        help_text=_("等久了由那条专线的人也来接"),
    )
    rates = forms.BooleanField(label=_("通话后请来电人评价"), required=False, initial=True)

    def __init__(
        self, *args: Any, others: LineQuerySet, of: Line | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        helpers: Any = self.fields["overflow"]
        helpers.queryset = others.exclude(pk=of.pk) if of else others

    @property
    def plan(self) -> Plan:
        """Return what was typed as a plan."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__dataclass_fields__})


class FoundForm(LineForm):
    """A line that there is not yet."""

    code = forms.CharField(
        label=_("代码"), max_length=20, validators=[CODE], help_text=_("以后不能改")
    )
    field_order = ("code", "name")


class RetireForm(forms.Form):
    """Why a line goes."""

    why = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea({"rows": 2}))


class SkillsForm(forms.Form):
    """How well somebody serves each line, and what he speaks."""

    def __init__(self, *args: Any, served: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {f"line-{line.pk}": line for line in served}
        for name, line in self.lines.items():
            self.fields[name] = forms.IntegerField(
                label=line.name, required=False, min_value=LEVELS[0], max_value=LEVELS[-1]
            )
        self.fields["dialects"] = ManyField(
            label=_("方言或语言"),
            required=False,
            help_text=_("会说就写，不分熟练；几个之间用顿号"),
        )

    @property
    def levels(self) -> dict[Line, int | None]:
        """Return the levels that were sent: a line that came up meanwhile was not asked about."""
        return {
            line: self.cleaned_data[name] for name, line in self.lines.items() if name in self.data
        }


class KindForm(forms.Form):
    """Which table."""

    what = forms.ChoiceField(
        label=_("内容"), choices=lambda: [(one.name, one.label) for one in KINDS.values()]
    )


class UploadForm(KindForm):
    """A table that somebody brings."""

    file = forms.FileField(label=_("文件"), help_text=_("XLSX 或 CSV，最多 5 MB、5,000 行"))
    start_on = DayField(
        label=_("改动从哪天起"), required=False, help_text=_("行里自己写了日期的，按行里的")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > BYTES_MOST:
            raise ValidationError(_("文件超过 5 MB，请分成几个文件再上传。"))
        return file

    def clean_start_on(self) -> date:
        """Begin today unless another day is said."""
        return _not_past(self.cleaned_data["start_on"] or today())


class ExportForm(KindForm):
    """A table that somebody takes."""

    form = forms.TypedChoiceField(
        label=_("格式"), choices=FileForm.choices, coerce=FileForm, initial=FileForm.XLSX
    )


def _not_past(day: date) -> date:
    if day < today():
        raise ValidationError(_("请选今天或以后的日期"))
    return day


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong, with its field."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}: {errors[0]}" if label else str(errors[0])
