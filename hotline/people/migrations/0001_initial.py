
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('head', models.BinaryField(default=b'')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='登录名')),
                ('number', models.CharField(blank=True, default='', max_length=8, verbose_name='工号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='岗位')),
                ('locale', models.CharField(default='zh-hans', max_length=10, verbose_name='语言')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('round', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': '人员',
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='people_person_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Failures',
            fields=[
                ('key', models.TextField(primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('last_at'), name='people_failures_last')],
            },
        ),
    ]
