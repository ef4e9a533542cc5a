"""The door the web server comes in by."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")

application = get_wsgi_application()
# Every view, before the processes part: each would read them for itself with its first request, into memory of its own.
reverse("account_login")
