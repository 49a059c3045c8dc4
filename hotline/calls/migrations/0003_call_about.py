"""Calls are found by what they are about: only those that are about something, which few that arrive are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is built while everybody works

    dependencies = [
        ('calls', '0002_whole_life'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='call',
            index=models.Index(condition=models.Q(('subject', ''), _negated=True), fields=['subject'], name='calls_call_about'),
        ),
    ]
