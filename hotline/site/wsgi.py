"""The pages' entry for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.site.settings")
application = get_wsgi_application()
