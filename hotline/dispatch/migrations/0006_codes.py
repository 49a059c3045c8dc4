from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

BATCH = 10_000


def fill(apps, editor):
    """Give each dispatch the code of the service that was asked for, a batch at a time."""
    last = apps.get_model('dispatch', 'Dispatch').objects.aggregate(last=models.Max('pk'))['last'] or 0
    for start in range(0, last, BATCH):
        with editor.connection.cursor() as cursor:
            cursor.execute(
                """UPDATE dispatch_dispatch d SET code = s.code FROM cases_case c
                    JOIN catalogue_service s ON s.id = c.service_id
                WHERE c.id = d.case_id AND d.id > %s AND d.id <= %s AND d.code = ''""",
                [start, start + BATCH],
            )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('cases', '0005_run_out_index'),
        ('catalogue', '0001_initial'),
        ('dispatch', '0005_choice'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            'dispatch',
            models.Index(
                fields=['code', '-offered_at'], include=('provider',), name='dispatch_by_code'
            ),
        ),
    ]
