"""The hub's own settings for web and worker processes of a test, but that static files need not be collected."""

from coe_hub.settings import *  # noqa: F403  CONFIG: all of them
from coe_hub.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # otherwise each process reads the whole folder of static files
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_TIMEOUT = 2
# Everything runs here at once, and no page of this test is slow by a fault.
SLOW_QUERY_SECONDS = 30.0
