
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('callers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Telephone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.TextField(unique=True)),
                ('state', models.TextField(default='idle')),
                ('shows', models.TextField(default='')),
                ('heard', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('direction', models.TextField(choices=[('in', '呼入'), ('out', '呼出')], verbose_name='方向')),
                ('far', models.TextField(choices=[('citizen', '市民'), ('provider', '加盟企业')], default='citizen', verbose_name='对方')),
                ('status', models.TextField(choices=[('waiting', '排队'), ('ringing', '振铃'), ('calling', '呼叫坐席'), ('dialling', '正在呼叫'), ('talking', '通话中'), ('ended', '已结束')], editable=False, verbose_name='状态')),
                ('line_number', models.TextField(blank=True, default='', verbose_name='专线号码')),
                ('provider_number', models.TextField(blank=True, default='', verbose_name='企业号码')),
                ('subject', models.TextField(blank=True, default='', verbose_name='事由')),
                ('arrived_at', models.DateTimeField(verbose_name='打入时间')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='接通时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('wait_s', models.PositiveIntegerField(null=True, verbose_name='等待')),
                ('talk_s', models.PositiveIntegerField(null=True, verbose_name='通话时长')),
                ('how', models.TextField(blank=True, choices=[('answered', '已接通'), ('missed', '未接'), ('failed', '未通'), ('lost', '中断')], default='', verbose_name='怎样结束')),
                ('cause', models.TextField(blank=True, default='')),
                ('recording', models.TextField(blank=True, default='')),
                ('leg', models.TextField(editable=False, null=True)),
                ('legs', models.JSONField(default=dict, editable=False)),
                ('step', models.PositiveIntegerField(default=0, editable=False)),
                ('outbox', models.JSONField(default=list, editable=False)),
                ('caller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='callers.caller', verbose_name='来电人')),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to=settings.AUTH_USER_MODEL, verbose_name='受理员')),
            ],
            options={
                'verbose_name': '通话',
                'indexes': [models.Index(models.F('status'), models.F('arrived_at'), name='calls_call_status'), models.Index(models.F('arrived_at'), name='calls_call_arrived'), models.Index(fields=['caller', '-arrived_at'], name='calls_call_of_caller')],
                'constraints': [models.UniqueConstraint(models.F('leg'), condition=models.Q(('status', 'ended'), _negated=True), name='calls_call_leg_once'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('arrived_at')), _connector='OR'), name='calls_call_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='calls_call_ended_has_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wants', models.TextField()),
                ('address', models.TextField(default='')),
                ('text', models.TextField(default='')),
                ('key', models.TextField(null=True, unique=True)),
                ('made_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('call', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.call')),
            ],
            options={
                'indexes': [models.Index(models.F('id'), condition=models.Q(('taken_at', None)), name='calls_request_open')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('address', models.TextField(unique=True)),
                ('phone', models.TextField(choices=[('sip', '话机'), ('simulated', '模拟话机')], default='sip', verbose_name='话机')),
                ('state', models.TextField(choices=[('away', '离席'), ('ready', '就绪'), ('ringing', '振铃'), ('talking', '通话中'), ('after', '话后处理')], default='away', verbose_name='状态')),
                ('why', models.TextField(blank=True, default='')),
                ('since_at', models.DateTimeField()),
                ('idle_since', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('call', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='on_seat', to='calls.call')),
                ('operator', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seat', to=settings.AUTH_USER_MODEL, verbose_name='受理员')),
            ],
            options={
                'verbose_name': '坐席',
                'indexes': [models.Index(models.F('idle_since'), condition=models.Q(('state', 'ready')), name='calls_seat_ready')],
            },
        ),
        migrations.CreateModel(
            name='Utterance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('speaker', models.TextField(choices=[('far', '对方'), ('operator', '受理员')])),
                ('text', models.TextField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='utterances', to='calls.call')),
            ],
            options={
                'indexes': [models.Index(models.F('call'), models.F('at'), name='calls_utterance_of_call')],
            },
        ),
    ]
