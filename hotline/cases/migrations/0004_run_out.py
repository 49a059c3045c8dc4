"""Cases that nobody comes for; `point` and `tags`, which nothing ever wrote, are read no more (decision 23).

The two columns stay for one version, because the version before reads them while this one is brought in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_whole_life'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='ran_out_at',
            field=models.DateTimeField(null=True, verbose_name='无人可派'),
        ),
        migrations.AlterField(
            model_name='case',
            name='tags',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name='标签'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='case', name='point'),
                migrations.RemoveField(model_name='case', name='tags'),
            ],
        ),
    ]
