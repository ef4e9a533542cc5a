"""What gunicorn imports: see `server`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coe_hub.settings")
django.setup()

from tests.bench.server import load

application = load()
