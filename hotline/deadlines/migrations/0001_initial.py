
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('trouble', models.TextField(default='')),
                ('kind', models.TextField()),
                ('subject', models.BigIntegerField()),
                ('name', models.TextField()),
                ('start_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('met', models.BooleanField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['next_at'], name='deadline_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('kind', 'subject', 'name'), name='deadline_one_running')],
            },
        ),
    ]
