import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('address', models.CharField(max_length=500, verbose_name='地址')),
                ('whose', models.CharField(blank=True, default='', max_length=40, verbose_name='推送给谁的')),
                ('secret', models.TextField(editable=False)),
                ('added_at', models.DateTimeField(verbose_name='登记')),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='停用')),
            ],
            options={
                'verbose_name': '推送接口',
            },
        ),
        migrations.AlterModelOptions(
            name='message',
            options={'verbose_name': '消息'},
        ),
        migrations.AddField(
            model_name='message',
            name='answer',
            field=models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='对方回答'),
        ),
        migrations.AddField(
            model_name='message',
            name='asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('sms', '短信'), ('mail', '邮件'), ('hook', '接口推送')], default='sms', max_length=8, verbose_name='渠道'),
        ),
        migrations.AddField(
            model_name='message',
            name='data',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='message',
            name='event',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='message',
            name='given_up_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='放弃'),
        ),
        migrations.AddField(
            model_name='message',
            name='head',
            field=models.BinaryField(default=b''),
        ),
        migrations.AddField(
            model_name='message',
            name='mailbox',
            field=models.CharField(blank=True, default='', max_length=254, verbose_name='邮箱'),
        ),
        migrations.AddField(
            model_name='message',
            name='seen_to_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='有人处理'),
        ),
        migrations.AddField(
            model_name='message',
            name='subject',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='主题'),
        ),
        migrations.AddField(
            model_name='message',
            name='tried_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='试了几次'),
        ),
        migrations.AlterField(
            model_name='message',
            name='telephone',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='电话'),
        ),
        migrations.AddField(
            model_name='message',
            name='hook',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.webhook', verbose_name='推送接口'),
        ),
    ]
