"""What the tables of this package and of the libraries hold of people."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from hotline.personal import Table

from .models import Erasure, Sweep

UNUSED = "not used: the house has roles and user names"
OF_JOBS = "names of jobs; keys of rows are all that a job is given"

TABLES = (
    Table(Erasure, caller=("caller",), others={"erased": "names of tables, and numbers"}),
    Table(Sweep, others={"erased": "names of tables, and numbers"}),
    Table(EmailAddress, others={"email": UNUSED}),
    Table(EmailConfirmation, others={"key": UNUSED}),
    Table(Group, others={"name": UNUSED}),
    Table(Permission, others={"name": UNUSED, "codename": UNUSED}),
    Table(ContentType, others={"app_label": "a package", "model": "a table"}),
    Table(
        ProcrastinateJob,
        others=dict.fromkeys(("queue_name", "task_name", "lock", "args", "queueing_lock"), OF_JOBS),
    ),
    Table(ProcrastinateEvent),
    Table(ProcrastinatePeriodicDefer, others=dict.fromkeys(("task_name", "periodic_id"), OF_JOBS)),
    Table(ProcrastinateWorker),
)
