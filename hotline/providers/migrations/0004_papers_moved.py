from django.db import migrations

MOST = 200


def move(apps, _schema_editor):
    """Make a paper of each permit and certificate that stood as a word beside its owner; twice, it changes nothing."""
    Provider, Member = apps.get_model('providers', 'Provider'), apps.get_model('providers', 'Member')
    Credential = apps.get_model('providers', 'Credential')
    permits = {value for value, _label in Credential._meta.get_field('permit').choices}
    for provider in Provider.objects.exclude(permits=[]).iterator(chunk_size=MOST):
        for permit in provider.permits:
            Credential.objects.get_or_create(provider=provider, member=None, kind='permit', permit=permit)
    for member in Member.objects.exclude(certificates=[]).iterator(chunk_size=MOST):
        for one in member.certificates:
            known = one in permits
            named = {'permit': one} if known else {'title': one[:60]}
            kind = 'permit' if known else 'certificate'
            Credential.objects.get_or_create(
                provider_id=member.provider_id, member=member, kind=kind, **named
            )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('providers', '0003_papers')]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
