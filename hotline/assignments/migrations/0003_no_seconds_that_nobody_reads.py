"""`stands_s`, which nothing ever read, is known no more (decision 23): the version before still writes it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0002_what_is_due_next'),
    ]

    operations = [
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
