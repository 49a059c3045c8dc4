"""What people type about accounts, turned into clean arguments."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import passwords
from .models import Person
from .roles import LABELS, NOBODY, Role, from_names

GIVEN = [role for role in LABELS if role not in (Role.CLOCK, Role.CITIZEN)]
"""Roles that an account may be given."""


def role_choices() -> list[tuple[str, str | Promise]]:
    """Return the roles to choose from."""
    return [(str(role.name).lower(), LABELS[role]) for role in GIVEN]


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password, as allauth checks them, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = {"login": _("请填登录名"), "password": _("请填密码")}
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words


class RolesForm(forms.Form):
    """Which roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=_("岗位"),
        choices=role_choices,
        error_messages={"required": _("请至少选一个岗位")},
    )

    def role(self) -> Role:
        """Return what was chosen as one flag."""
        return from_names(self.cleaned_data["roles"]) if self.is_valid() else NOBODY


class EngageForm(RolesForm):
    """A new account."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("登录名"),
        max_length=60,
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._-]*\Z", _("只用小写字母、数字、点、横线，例如 operator28")
            )
        ],
    )
    number = forms.CharField(
        label=_("工号"),
        max_length=8,
        required=False,
        validators=[RegexValidator(r"\A[0-9]+\Z", _("工号只用数字"))],
    )
    field_order = ("name", "number", "username", "roles")

    def clean_username(self) -> str:
        """Refuse a name that somebody has."""
        username = str(self.cleaned_data["username"])
        if Person.objects.filter(username=username).exists():
            raise ValidationError(_("这个登录名已经有人用了"))
        return username

    def clean_number(self) -> str:
        """Refuse a number that somebody has."""
        number = str(self.cleaned_data["number"])
        if number and Person.objects.filter(number=number).exists():
            raise ValidationError(_("这个工号已经有人用了"))
        return number


class CredentialForm(forms.Form):
    """What a passkey says, as the browser hands it on, and what its owner calls it."""

    credential = forms.CharField(max_length=20_000)
    name = forms.CharField(max_length=60, required=False)

    def clean_credential(self) -> dict[str, Any]:
        """Refuse what cannot be a credential."""
        try:
            given = json.loads(self.cleaned_data["credential"])
        except (ValueError, RecursionError):  # no JSON, numbers without end, brackets without end
            given = None
        if not isinstance(given, dict) or not isinstance(given.get("response"), dict):
            raise ValidationError(_("没有通过验证，请再试一次。"))
        return given


class NewPasswordForm(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(label=_("新密码"), strip=False, max_length=128)
    again = forms.CharField(label=_("再输一遍"), strip=False, max_length=128)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse one that is too weak."""
        password = str(self.cleaned_data["password"])
        passwords.check(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        given: dict[str, Any] = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", _("两次输入的密码不一样"))
        return given


class ChangePasswordForm(NewPasswordForm):
    """The present password, and the one that shall replace it."""

    had = forms.CharField(label=_("现在的密码"), strip=False, max_length=128)
    field_order = ("had", "password", "again")
