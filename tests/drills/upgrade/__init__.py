"""A new version's migrations of the cases: those there are, and two more, as an upgrade in service would bring."""

from pkgutil import iter_modules

from hotline.cases import migrations

LAST = max(one.name for one in iter_modules(migrations.__path__))
__path__ = [*__path__, *migrations.__path__]
