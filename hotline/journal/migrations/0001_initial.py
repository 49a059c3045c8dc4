
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('act', models.TextField()),
                ('kind', models.TextField()),
                ('subject', models.BigIntegerField()),
                ('said', models.JSONField(default=dict)),
                ('was', models.TextField(default='')),
                ('now', models.TextField(default='')),
                ('request', models.TextField(default='')),
                ('before', models.BinaryField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'subject', 'id'], name='journal_entry_subject'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='journal_entry_at')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('trouble', models.TextField(default='')),
                ('name', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reactions', to='journal.entry')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['next_at'], name='journal_reaction_open')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='journal_reaction_once')],
            },
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('subject', models.BigIntegerField()),
                ('salt', models.BinaryField()),
                ('text', models.TextField()),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'subject'], name='journal_words_subject')],
            },
        ),
    ]
