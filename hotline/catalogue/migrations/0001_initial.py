
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('code', models.CharField(max_length=8, verbose_name='编码')),
                ('name', models.CharField(max_length=40, verbose_name='大项')),
                ('description', models.TextField(default='', verbose_name='说明')),
            ],
            options={
                'verbose_name': '大项',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(models.F('code'), name='catalogue_group_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('code', models.CharField(max_length=8, verbose_name='编码')),
                ('name', models.CharField(max_length=40, verbose_name='小项')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='俗称')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='常用说法')),
                ('initials', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='拼音首字母')),
                ('description', models.TextField(verbose_name='受理说明')),
                ('price_mode', models.CharField(choices=[('fixed', '一口价'), ('from', '起价'), ('visit_fee', '上门费'), ('quote', '面议'), ('free', '免费')], max_length=10, verbose_name='计价方式')),
                ('reference_price', models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name='参考价')),
                ('unit', models.CharField(max_length=10, verbose_name='单位')),
                ('urgent', models.BooleanField(verbose_name='默认加急')),
                ('around_the_clock', models.BooleanField(verbose_name='全天候')),
                ('permits', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('electrician', '低压电工作业证'), ('gas_fitter', '燃气具安装维修证'), ('gas_trade', '燃气经营许可证'), ('locksmith', '开锁业公安备案'), ('refrigeration', '制冷设备维修证'), ('work_at_height', '高处作业证'), ('pest', '有害生物防治员证'), ('health', '健康证'), ('maternity', '母婴护理员证'), ('nurse', '护士执业证书'), ('medical', '保健按摩或康复资格证'), ('food', '食品经营许可'), ('road', '道路运输经营许可证'), ('teacher', '教师资格证'), ('lawyer', '律师执业证'), ('recycler', '再生资源回收备案')], max_length=20), default=list, size=None, verbose_name='所需证照')),
                ('promised_arrival_min', models.PositiveIntegerField(null=True, verbose_name='承诺到达（分钟）')),
                ('warranty_days', models.PositiveIntegerField(verbose_name='保修（天）')),
                ('handled_by', models.CharField(choices=[('provider', '加盟企业'), ('department', '承办单位'), ('either', '加盟企业或承办单位')], max_length=10, verbose_name='承办')),
                ('valid_from', models.DateField(verbose_name='开始日期')),
                ('valid_until', models.DateField(null=True, verbose_name='停止日期')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='catalogue.group', verbose_name='大项')),
            ],
            options={
                'verbose_name': '小项',
                'ordering': ['code', 'valid_from'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('valid_from', 'valid_until', function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='catalogue_service_one_version_a_day'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='catalogue_service_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('price_mode', 'quote'), ('reference_price', None)), models.Q(('price_mode', 'free'), ('reference_price', 0)), models.Q(models.Q(('price_mode__in', ['quote', 'free']), _negated=True), ('reference_price__gt', 0)), _connector='OR'), name='catalogue_service_price_fits_its_mode')],
            },
        ),
    ]
