
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_initial'),
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hours', models.CharField(default='00:00-24:00', max_length=11, verbose_name='时间')),
                ('areas', models.ManyToManyField(related_name='+', to='areas.area', verbose_name='区域')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='catalogue.service')),
            ],
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                ('short_name', models.CharField(max_length=40, verbose_name='简称')),
                ('form', models.CharField(choices=[('company', '企业'), ('sole', '个体'), ('person', '个人')], default='company', max_length=10, verbose_name='性质')),
                ('standing', models.CharField(choices=[('trial', '试用'), ('signed', '签约'), ('suspended', '停派'), ('left', '已退出')], default='trial', max_length=10, verbose_name='状态')),
                ('telephone', models.CharField(max_length=20, verbose_name='电话')),
                ('most_open', models.PositiveSmallIntegerField(default=5, verbose_name='最多同时在手')),
                ('since_on', models.DateField(verbose_name='加盟日')),
                ('permits', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='证照')),
                ('address_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area', verbose_name='所在区域')),
                ('services', models.ManyToManyField(related_name='providers', through='providers.Offer', to='catalogue.service')),
            ],
            options={
                'verbose_name': '加盟企业',
            },
        ),
        migrations.AddField(
            model_name='offer',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='providers.provider'),
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head', models.BinaryField(default=b'')),
                ('telephone', models.CharField(max_length=20, verbose_name='电话')),
                ('certificates', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='证书')),
                ('answers_offers', models.BooleanField(default=False, verbose_name='接单人')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='providers.provider')),
            ],
            options={
                'verbose_name': '师傅',
            },
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('provider', 'service'), name='providers_offer_once'),
        ),
    ]
