from django.db import migrations, models

ONE_TAKEN = models.UniqueConstraint(
    condition=models.Q(('status__in', ('accepted', 'contacted', 'arrived'))),
    fields=('case',), name='dispatch_one_taken',
)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('dispatch', '0006_codes')]

    operations = [
        # built as an index is, without a lock: what holds for all that are open holds for those that are taken
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS dispatch_one_taken ON dispatch_dispatch"
                    " (case_id) WHERE status IN ('accepted', 'contacted', 'arrived')",
                    "DROP INDEX IF EXISTS dispatch_one_taken",
                )
            ],
            [migrations.AddConstraint('dispatch', ONE_TAKEN)],
        ),
        migrations.RemoveConstraint('dispatch', 'dispatch_one_open'),
    ]
