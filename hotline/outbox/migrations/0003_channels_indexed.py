from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # an index is built while messages go on being written

    dependencies = [
        ('outbox', '0002_channels'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(fields=['hook', '-posted_at'], name='outbox_by_hook'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('given_up_at__isnull', False), ('seen_to_at', None)), fields=['-given_up_at'], name='outbox_lost'),
        ),
    ]
