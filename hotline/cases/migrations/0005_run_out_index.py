"""The few cases that somebody is told of, found without looking through all."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('cases', '0004_run_out'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='case',
            index=models.Index(condition=models.Q(('ran_out_at__isnull', False)), fields=['taken_by'], name='case_ran_out'),
        ),
    ]
