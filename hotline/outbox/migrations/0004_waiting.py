from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # an index is built while messages go on being written

    dependencies = [
        ('outbox', '0003_channels_indexed'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('given_up_at', None), ('sent_at', None)), fields=['-posted_at'], name='outbox_waiting'),
        ),
    ]
