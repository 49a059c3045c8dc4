"""When the first answer to a notice is owed stands beside its assignment, and its unit's inbox is read by it as well."""

import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Min


def write_down(apps, _schema):
    owed = apps.get_model("assignments", "Supervision").objects.filter(answered_at=None)
    rows = apps.get_model("assignments", "Assignment").objects
    for pk, first in owed.values_list("assignment").annotate(Min("answer_by_at")).order_by():
        rows.filter(pk=pk).update(answer_by_at=first)


class Migration(migrations.Migration):

    atomic = False  # indexes are built while units go on working

    dependencies = [
        ('assignments', '0004_what_is_undecided_now'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='answer_by_at',
            field=models.DateTimeField(null=True, verbose_name='督办答复时限'),
        ),
        migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True),
        AddIndexConcurrently(
            model_name='assignment',
            index=models.Index(models.F('unit'), django.db.models.functions.comparison.Least(models.Case(models.When(models.Q(('status', 'sent')), then=models.F('sign_by_at'))), models.Case(models.When(models.Q(('contacted_at', None), ('part', 'lead'), ('why_no_contact', '')), then=models.F('contact_by_at'))), models.Case(models.When(models.Q(('status__in', ('sent', 'signed'))), then=models.F('reply_by_at'))), models.F('answer_by_at')), models.F('id'), condition=models.Q(('status__in', ('sent', 'signed')), models.Q(('answer_by_at__isnull', False), ('status', 'replied')), _connector='OR'), name='assignment_owed'),
        ),
        AddIndexConcurrently(
            model_name='assignment',
            index=models.Index(django.db.models.functions.comparison.Least(models.Case(models.When(models.Q(('status', 'sent')), then=models.F('sign_by_at'))), models.Case(models.When(models.Q(('contacted_at', None), ('part', 'lead'), ('why_no_contact', '')), then=models.F('contact_by_at'))), models.Case(models.When(models.Q(('status__in', ('sent', 'signed'))), then=models.F('reply_by_at'))), models.F('answer_by_at')), models.F('id'), condition=models.Q(('status__in', ('sent', 'signed')), models.Q(('answer_by_at__isnull', False), ('status', 'replied')), _connector='OR'), name='assignment_owed_first'),
        ),
        RemoveIndexConcurrently(
            model_name='assignment',
            name='assignment_next',
        ),
    ]
