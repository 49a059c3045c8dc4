
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(max_length=60, verbose_name='收件人')),
                ('telephone', models.CharField(max_length=20, verbose_name='电话')),
                ('text', models.TextField(verbose_name='内容')),
                ('about', models.TextField()),
                ('posted_at', models.DateTimeField(verbose_name='发出')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送达')),
            ],
            options={
                'verbose_name': '短信',
                'indexes': [models.Index(fields=['-posted_at'], name='outbox_by_time')],
            },
        ),
    ]
