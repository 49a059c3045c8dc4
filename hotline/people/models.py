"""The people who work here, and the few accounts through which the house itself acts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hotline.journal.models import Recorded

from .roles import LABELS, RIGHTS, STAFF, Role, from_names, named


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about people that keep to who may know."""

    def seen_by(self, person: Person) -> PersonQuerySet:
        """Keep those whom *person* may see: staff see everybody, others themselves."""
        return self if person.role & STAFF else self.filter(pk=person.pk)

    def with_role(self, role: Role) -> PersonQuerySet:
        """Keep the active ones who have *role*."""
        return self.filter(is_active=True, roles__overlap=[one.name.lower() for one in role])  # type: ignore[union-attr]

    def clerks(self) -> PersonQuerySet:
        """Keep the active ones who can speak for a department."""
        return self.with_role(Role.DEPARTMENT)


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts; signing in looks them up by name."""

    def get_queryset(self) -> PersonQuerySet:
        """Return all people."""
        return PersonQuerySet(self.model, using=self._db)

    def seen_by(self, person: Person) -> PersonQuerySet:
        """Keep those whom *person* may see."""
        return self.get_queryset().seen_by(person)

    def with_role(self, role: Role) -> PersonQuerySet:
        """Keep the active ones who have *role*."""
        return self.get_queryset().with_role(role)

    def clerks(self) -> PersonQuerySet:
        """Keep the active ones who can speak for a department."""
        return self.get_queryset().clerks()


class Person(AbstractBaseUser, Recorded):
    """A member of staff, a department's clerk, a provider's worker.

    The public knows an operator by number only.
    """

    KIND: ClassVar[str] = "person"

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    number = models.CharField(_("工号"), max_length=8, blank=True, default="")
    name = models.CharField(_("姓名"), max_length=60)
    roles = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("岗位"))
    locale = models.CharField(_("语言"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("启用"), default=True)
    round = models.PositiveIntegerField(default=0, editable=False)
    """Every session is signed with it: one more, and none of this person's sessions is good."""

    sso_subject = models.CharField(max_length=400, blank=True, default="", editable=False)
    """Who this is to the city's single sign-on: its issuer and its own lasting name for him."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta(Recorded.Meta):
        abstract = False
        verbose_name = _("人员")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], name="people_person_number_once", condition=~models.Q(number="")
            ),
            models.UniqueConstraint(
                fields=["sso_subject"],
                name="people_person_sso_once",
                condition=~models.Q(sso_subject=""),
            ),
        ]

    def __str__(self) -> str:
        for house in (Role.CLOCK, Role.CITIZEN):
            if self.role & house:
                return str(LABELS[house])
        return str(_("%(number)s 号") % {"number": self.number}) if self.number else self.name

    def named_to(self, reader: Person) -> str:
        """Name him as *reader* may know him: whoever is not of the line is told that it was the line, never who."""
        return str(_("热线")) if self.is_staff and not reader.is_staff else str(self)

    @cached_property
    def role(self) -> Role:
        """Return all roles as one flag."""
        return from_names(self.roles)

    @property
    def role_words(self) -> str:
        """Name all roles in the reader's language."""
        return named(self.role)

    def may(self, right: str) -> bool:
        """Say whether this person has a right that belongs to no step."""
        return bool(RIGHTS[right] & self.role)

    def get_session_auth_hash(self) -> str:
        """Sign a session: it ends when the password changes or the round does."""
        return self._session_hash(settings.SECRET_KEY)

    def is_signed_by(self, sign: str, *, length: int | None = None) -> bool:
        """Say whether a session's sign, or the first part of one, is this person's, by the key of now or the one before."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(sign, self._session_hash(key)[:length]) for key in keys)

    def _session_hash(self, key: str) -> str:
        signed = f"{self.password} {self.round}"
        digest = salted_hmac("hotline.people.session", signed, secret=key, algorithm="sha256")
        return digest.hexdigest()

    # Django asks these of an account; the house decides by roles alone.
    @property
    def is_staff(self) -> bool:
        """Say whether this is one of the line's own people."""
        return bool(self.role & STAFF)

    def has_perm(self, _perm: str, _obj: Any = None) -> bool:
        """Django's own permissions are not used."""
        return False

    def has_module_perms(self, _label: str) -> bool:
        """Django's own permissions are not used."""
        return False


class Failures(models.Model):
    """How often sign-in failed lately for one name or address, of which a keyed hash is kept."""

    key = models.TextField(primary_key=True)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index("last_at", name="people_failures_last")]

    def __str__(self) -> str:
        return f"{self.key} {self.failures}"


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about sessions that keep to who may know."""

    def seen_by(self, person: Person) -> SessionQuerySet:
        """Keep somebody's own; an administrator sees everybody's."""
        return self if person.may("manage_people") else self.filter(person=person)


class Session(AbstractBaseSession):
    """One sign-in in one browser: whose, on what, since when, last used when."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="sessions", db_index=False
    )
    device = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=60, blank=True, default="")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("登录")
        indexes: ClassVar = [
            models.Index("person", name="people_session_of", condition=~models.Q(person=None))
        ]

    @property
    def name(self) -> str:
        """Return what stands for it in an address: the key itself would let whoever reads it in."""
        digest = salted_hmac("hotline.people.session.name", self.session_key, algorithm="sha256")
        return digest.hexdigest()[:24]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return what reads and writes these rows."""
        from .sessions import SessionStore

        return SessionStore
