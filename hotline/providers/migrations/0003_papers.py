import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0002_life'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('kind', models.CharField(choices=[('licence', '营业执照'), ('identity', '身份证明'), ('insurance', '保险'), ('permit', '证照'), ('contract', '合同'), ('card', '上门服务证'), ('certificate', '其他证书')], max_length=12, verbose_name='材料')),
                ('permit', models.CharField(blank=True, choices=[('electrician', '低压电工作业证'), ('gas_fitter', '燃气具安装维修证'), ('gas_trade', '燃气经营许可证'), ('locksmith', '开锁业公安备案'), ('refrigeration', '制冷设备维修证'), ('work_at_height', '高处作业证'), ('pest', '有害生物防治员证'), ('health', '健康证'), ('maternity', '母婴护理员证'), ('nurse', '护士执业证书'), ('medical', '保健按摩或康复资格证'), ('food', '食品经营许可'), ('road', '道路运输经营许可证'), ('teacher', '教师资格证'), ('lawyer', '律师执业证'), ('recycler', '再生资源回收备案')], default='', max_length=20, verbose_name='哪种证照')),
                ('title', models.CharField(blank=True, default='', max_length=60, verbose_name='证书名称')),
                ('number', models.CharField(blank=True, default='', max_length=60, verbose_name='编号')),
                ('issued_on', models.DateField(null=True, verbose_name='生效日')),
                ('until_on', models.DateField(null=True, verbose_name='有效至')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='核对时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='作废时间')),
            ],
            options={
                'verbose_name': '材料',
            },
        ),
        migrations.CreateModel(
            name='Face',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jpeg', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='member',
            name='ended_at',
            field=models.DateTimeField(null=True, verbose_name='离开时间'),
        ),
        migrations.AddField(
            model_name='provider',
            name='address',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='地址'),
        ),
        migrations.AddField(
            model_name='provider',
            name='code',
            field=models.CharField(editable=False, max_length=8, null=True, unique=True, verbose_name='查询码'),
        ),
        migrations.AlterField(
            model_name='member',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='账号'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='providers_member_of_one'),
        ),
        migrations.AddField(
            model_name='credential',
            name='checked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='credential',
            name='followed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='providers.credential', verbose_name='新材料'),
        ),
        migrations.AddField(
            model_name='credential',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='providers.member'),
        ),
        migrations.AddField(
            model_name='credential',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='providers.provider'),
        ),
        migrations.AddField(
            model_name='face',
            name='member',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='face', to='providers.member'),
        ),
        migrations.AddIndex(
            model_name='credential',
            index=models.Index(condition=models.Q(('followed_by', None), ('withdrawn_at', None)), fields=['until_on'], name='providers_paper_ending'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'permit'), ('permit', ''), _connector='XOR'), name='providers_permit_is_named'),
        ),
    ]
