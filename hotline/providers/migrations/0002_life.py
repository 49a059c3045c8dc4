import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField('provider', 'standing', 'status'),
        migrations.AlterField('provider', 'status', models.TextField(editable=False)),
        migrations.AddField(
            'provider', 'version', models.PositiveIntegerField(default=1, editable=False)
        ),
        migrations.AddField(
            'provider', 'legal_person',
            models.CharField(blank=True, default='', max_length=40, verbose_name='法定代表人'),
        ),
        migrations.AddField(
            'provider', 'checked_by',
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+',
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            'provider', 'contract_until_on',
            models.DateField(blank=True, null=True, verbose_name='合同到期日'),
        ),
        migrations.AddField(
            'provider', 'barred_until_on',
            models.DateField(null=True, verbose_name='不得重新申请至'),
        ),
        migrations.AddField(
            'provider', 'share_pct',
            models.PositiveSmallIntegerField(default=100, verbose_name='派单份额（%）'),
        ),
        migrations.AddField(
            'offer', 'until_on', models.DateField(null=True, verbose_name='有效至')
        ),
    ]
