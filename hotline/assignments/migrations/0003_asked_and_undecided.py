"""Since when something is asked and undecided; `stands_s`, which nothing ever read, is known no more (decision 23).

The column of the seconds stays for one version, because the version before writes it while this one is brought in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0002_what_is_due_next'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='asks_since_at',
            field=models.DateTimeField(null=True, verbose_name='申请待审批'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='stands_s',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='停止秒数'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='assignment', name='stands_s'),
            ],
        ),
    ]
