"""Settings of the hub: the environment decides, nothing else does.

`make run` writes what it started (database, broker, mailbox) to `$HUB_DATA_DIR/run.json`; a variable that the
environment does not set is read from there, so that `manage.py` in a second shell finds the running parts.
"""

import json
import logging
import os
import re
from ipaddress import ip_network
from pathlib import Path

import environ
import pghistory
import sentry_sdk
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coe_hub import demo_sign_ins
from coe_hub.lib.identity_providers import read_providers
from coe_hub.lib.logs import mask_report
from coe_hub.lib.storage import storage_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("HUB_DATA_DIR") or BASE_DIR / "var").resolve()


def _running_parts() -> dict[str, str]:
    """What `make run` started, by variable name; empty where nothing runs. A file that cannot be read is an error."""
    path = DATA_DIR / "run.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error}. Stop the hub and start it again.") from error


for _name, _value in _running_parts().items():
    os.environ.setdefault(_name, str(_value))

env = environ.Env()


def _required(name: str) -> str:
    """The variable `name`, or one clear line about what to do."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set, and nothing runs in {DATA_DIR}. Start the hub with `make run`, or set {name}."
        )
    return value


# --- What this installation is -----------------------------------------------------------------------------------
DEBUG = False
HUB_DEMO = env.bool("HUB_DEMO", default=False)
DEMO_SIGN_INS, DEMO_PASSWORD = demo_sign_ins.SIGN_INS, demo_sign_ins.PASSWORD
SECRET_KEY = _required("SECRET_KEY")
# Keys it had before: what they signed and sealed still opens, and nothing new is signed with them
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORT = env.int("PORT", default=8000)
HUB_URL = env.str("HUB_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SECOND_PERSON_APPROVES = env.bool("SECOND_PERSON_APPROVES", default=True)
FISCAL_YEAR_START_MONTH = env.int("FISCAL_YEAR_START_MONTH", default=4)

INSTALLED_APPS = [
    "coe_hub.privacy",
    "coe_hub.home",
    "coe_hub.demo",
    "coe_hub.operations",
    "coe_hub.api",
    "governance.packs",
    "governance.dashboard",
    "governance.decisions",
    "governance.needs",
    "governance.meetings",
    "governance.committees",
    "alliances.intake",
    "alliances.importing",
    "alliances.action_items",
    "alliances.agreements",
    "alliances.alignment",
    "alliances.differences",
    "alliances.obligations",
    "alliances.issues",
    "alliances.files",
    "alliances.goals",
    "alliances.health",
    "alliances.journal",
    "alliances.launch",
    "alliances.one_page",
    "alliances.reviews",
    "alliances.sponsors",
    "alliances.stages",
    "alliances.tools",
    "alliances.members",
    "alliances.partnerships",
    "alliances.value",
    "alliances.core",
    "training",
    "toolkits",
    "coe_hub.surveys",
    "coe_hub.publishing",
    "coe_hub.action_items",
    "coe_hub.calendars",
    "coe_hub.reminders",
    "coe_hub.identity",
    "coe_hub.imports",
    "coe_hub.lists",
    "coe_hub.attachments",
    "coe_hub.usage",
    "coe_hub.audit",
    "coe_hub.people",
    "coe_hub.vocabulary",
    "coe_hub.lib",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "coe_hub.operations.middleware.HealthMiddleware",
    "coe_hub.operations.middleware.RequestMiddleware",
    "coe_hub.lib.headers.ProgramsByHttpsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "coe_hub.lib.headers.HeadersMiddleware",
    "coe_hub.lib.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coe_hub.people.accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coe_hub.people.accounts.middleware.SignInRequiredMiddleware",
    "coe_hub.people.accounts.middleware.LastSeenMiddleware",
    "coe_hub.people.accounts.middleware.FactorRequiredMiddleware",
    "coe_hub.audit.middleware.ActorMiddleware",
    "coe_hub.home.middleware.DueCountMiddleware",
    "coe_hub.home.middleware.TooManyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "coe_hub.urls"
WSGI_APPLICATION = "coe_hub.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
            ),
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS,
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coe_hub.home.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "coe_hub.lib.rendering.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# --- Data --------------------------------------------------------------------------------------------------------
# Two roles from day one: the owner migrates; the application role cannot change or delete what the audit trail holds.
_required("DATABASE_URL")
DATABASES = {
    "default": env.db_url("DATABASE_URL"),
    "owner": env.db_url("DATABASE_OWNER_URL", default=env.str("DATABASE_URL")),
}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# Off behind a pooler that hands out connections by transaction: none of them would keep a statement
DATABASE_KEEPS_PLANS = env.bool("DATABASE_KEEPS_PLANS", default=True)
# What they may take of each connection's memory, in megabytes: with fewer, those used last alone are kept
DATABASE_PLANS_MB = env.int("DATABASE_PLANS_MB", default=150)
if DATABASE_KEEPS_PLANS:  # one plan for all values: planning the due list anew takes ten times as long as reading it
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c plan_cache_mode=force_generic_plan"
# A server that does not answer is told as one that is away, before whoever waits gives up
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DATABASES["owner"] |= {"TEST": {"MIRROR": "default"}}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique by a constraint on its lower case
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)

REDIS_URL = _required("REDIS_URL")
CACHES = {
    # Away, it is a cache in which nothing is found
    "default": {"BACKEND": "coe_hub.lib.cache.RedisCache", "LOCATION": REDIS_URL},
    # Files of tools that were made once; each may go at any time
    "files": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "kept",
        "TIMEOUT": 60 * 60 * 24 * 90,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# How long a sign-in lasts however much it is used, and how long it lasts unused; companies' sign-ins last shorter
SESSION_HOURS = env.int("SESSION_HOURS", default=14 * 24)
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=14 * 24)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60

STORAGES = {
    "default": storage_settings(env.str("STORAGE_URL", default=""), folder=DATA_DIR / "files"),
    "staticfiles": {"BACKEND": "coe_hub.lib.static_files.HashedStaticFilesStorage"},
}
# Where nginx stands in front and has the files' folder as /protected-files/, it sends them; else the hub streams them.
SEND_FILES_WITH_NGINX = env.bool("SEND_FILES_WITH_NGINX", default=False)
if SEND_FILES_WITH_NGINX and env.str("STORAGE_URL", default=""):
    raise ImproperlyConfigured("nginx cannot send files out of a bucket. Set STORAGE_URL or SEND_FILES_WITH_NGINX.")

# --- Files of the front end: served unmodified from the npm packages ----------------------------------------------
_NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", _NODE_MODULES / "bootstrap" / "dist" / "css"),
    ("vendor/htmx", _NODE_MODULES / "htmx.org" / "dist"),
    ("vendor/inter", _NODE_MODULES / "@fontsource-variable" / "inter" / "files"),
]
# What PDFs are set in. Latin letters come first; the file with Japanese is whole, 16,000 signs.
_INTER = _NODE_MODULES / "@fontsource-variable" / "inter" / "files"
_NOTO = _NODE_MODULES / "@expo-google-fonts" / "noto-sans-jp"
PAPER_FONTS = [
    ("Inter", "normal", _INTER / "inter-latin-wght-normal.woff2"),
    ("Inter Extended", "normal", _INTER / "inter-latin-ext-wght-normal.woff2"),
    ("Inter Greek", "normal", _INTER / "inter-greek-wght-normal.woff2"),
    ("Noto Sans JP", "400", _NOTO / "400Regular" / "NotoSansJP_400Regular.ttf"),
    ("Noto Sans JP", "700", _NOTO / "700Bold" / "NotoSansJP_700Bold.ttf"),
]
ICON_DIR = _NODE_MODULES / "bootstrap-icons" / "icons"

# --- Who signs in ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["coe_hub.people.accounts.sign_in.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "coe_hub.people.accounts.passwords.NotCommon"},
    {"NAME": "coe_hub.people.accounts.passwords.NotBreached"},
    {"NAME": "coe_hub.people.accounts.passwords.NotTheDemoPassword"},
    {"NAME": "coe_hub.people.accounts.passwords.NotOurWords"},
]
# A file of SHA-1 hashes of passwords that leaked, in their order, one a line, as Have I Been Pwned gives them out
BREACHED_PASSWORDS = env.str("BREACHED_PASSWORDS", default="")
if BREACHED_PASSWORDS and not Path(BREACHED_PASSWORDS).is_file():
    raise ImproperlyConfigured(f"BREACHED_PASSWORDS: there is no file {BREACHED_PASSWORDS}.")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "coe_hub.identity.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- Company sign-in: the providers of OIDC_PROVIDERS, each told of by its OIDC_<NAME>_… ---------------------------
IDENTITY_PROVIDERS = read_providers(os.environ)
# Off: a password opens nothing but the accounts of BREAK_GLASS_ADMINS, for the day on which the provider is down.
PASSWORD_SIGN_IN = env.bool("PASSWORD_SIGN_IN", default=True)
BREAK_GLASS_ADMINS = [address.strip().lower() for address in env.list("BREAK_GLASS_ADMINS", default=[])]
if not PASSWORD_SIGN_IN and not (IDENTITY_PROVIDERS and BREAK_GLASS_ADMINS):
    raise ImproperlyConfigured(
        "With PASSWORD_SIGN_IN=0 nobody could come in: name a provider in OIDC_PROVIDERS, and in BREAK_GLASS_ADMINS the"
        " addresses of admins who keep a password for emergencies."
    )
# How long somebody stays signed in without being asked of the provider again, and so the longest a leaver stays.
COMPANY_SESSION_HOURS = env.int("COMPANY_SESSION_HOURS", default=12)
SOCIALACCOUNT_ADAPTER = "coe_hub.identity.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "coe_hub.identity.openid.CompanyProvider", "OAUTH_PKCE_ENABLED": True}
}

# --- Second factors, and who said lately that it is them -----------------------------------------------------------
# Whoever holds one of these hub-wide roles sets up a second factor before anything else: admin, …; or everybody
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=["admin"] if HUB_URL.startswith("https://") else [])
MFA_ADAPTER = "coe_hub.people.accounts.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "coe_hub.people.accounts.factor_forms.CodeForm",
    "reauthenticate": "coe_hub.people.accounts.factor_forms.CodeAgainForm",
    "add_webauthn": "coe_hub.people.accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "coe_hub.people.accounts.factor_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = PASSWORD_SIGN_IN  # where the company signs people in, nothing goes round it
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": ""}  # counted as any sign-in, by LIMITS
MFA_TOTP_ISSUER = "CoE Hub"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of telephones go wrong
# How long a sign-in, a password or a factor is good for what asks who is there: roles, restoring, tokens, archives.
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("CONFIRMED_FOR_MINUTES", default=15) * 60

# --- How often one person, and one network address, may do something: "times/window/whose" with commas between --------
# A company may come from one address: what counts by it leaves room for all of it.
LIMITS = {
    "sign_in": env.str("LIMIT_SIGN_IN", default="300/m/address"),
    "reset": env.str("LIMIT_RESET", default="30/m/address"),
    "invitation": env.str("LIMIT_INVITATION", default="60/h/person,120/h/address"),
    "search": env.str("LIMIT_SEARCH", default="120/m/person,1200/m/address"),
    "export": env.str("LIMIT_EXPORT", default="60/10m/person,600/10m/address"),
    "upload": env.str("LIMIT_UPLOAD", default="120/10m/person,1200/10m/address"),
    "partner_link": env.str("LIMIT_PARTNER_LINK", default="120/10m/address"),
    "api": env.str("LIMIT_API", default="6000/m/address"),
}
# allauth counts what failed: by address, and by account and address together ("key"): no stranger locks anybody out.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "reset_password": "",
    "login_failed": env.str("LIMIT_FAILED_SIGN_INS", default="60/m/ip,5/5m/key"),
    "reauthenticate": "10/m/user",
}

# --- Language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
FORMAT_MODULE_PATH = ["coe_hub.lib.formats"]
LOCALE_PATHS = [BASE_DIR / "coe_hub" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Mail --------------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="CoE Hub <hub@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
# Connections to the mail server that one run of the reminders uses at once.
EMAIL_SENDERS = max(env.int("EMAIL_SENDERS", default=4), 1)

# --- Security ----------------------------------------------------------------------------------------------------
_HTTPS = HUB_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # pages have the token of their forms in them
SECURE_SSL_REDIRECT = _HTTPS
if _HTTPS:  # names that browsers take from this host alone, and over https alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
        "__Host-session",
        "__Host-csrftoken",
        "__Host-language",
    )
MESSAGE_STORAGE = "coe_hub.lib.cookies.MessageStorage"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=60 * 60 * 24 * 365) if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# How many proxies add to X-Forwarded-For: limits on failed sign-ins count by address, and everybody comes from nginx's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if BEHIND_PROXY else 0)
# nginx compresses what it hands on, as docs/deployment has it
COMPRESS_PAGES = env.bool("COMPRESS_PAGES", default=not BEHIND_PROXY)
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [HUB_URL]
CSRF_FAILURE_VIEW = "coe_hub.home.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "coe_hub.lib.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# A virus scanner (clamd) that is asked about each file: host:port, or the path of its socket; none: nobody is asked
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
if CLAMD_ADDRESS and not re.fullmatch(r"/.+|.+:\d+", CLAMD_ADDRESS):
    raise ImproperlyConfigured("CLAMD_ADDRESS is no host:port and no path of a socket, such as clamd.example:3310.")

# --- Who is told of changes --------------------------------------------------------------------------------------
# Webhooks reach public addresses by https alone, but for these hosts: names or addresses of your own network.
WEBHOOK_PRIVATE_HOSTS = env.list("WEBHOOK_PRIVATE_HOSTS", default=[])

# --- Work outside the request ------------------------------------------------------------------------------------
# Kombu names a unix socket redis+socket:// and its database virtual_host; REDIS_URL stays the one place that is set.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task not acknowledged within this time goes to another worker: longer than any task may run.
# A broker that does not answer is told as one that is away: no page waits for it.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_connect_timeout": 2, "socket_timeout": 10}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_ACKS_LATE = True  # a killed worker loses no work; every task is idempotent
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True  # state lives in Postgres
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "coe_hub.celery:AliveScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 15
CELERY_BEAT_SCHEDULE = {
    "remind": {"task": "coe_hub.reminders.tasks.remind", "schedule": 300.0, "options": {"expires": 290}},
    "run_waves": {"task": "coe_hub.surveys.tasks.run_waves", "schedule": 900.0, "options": {"expires": 890}},
    "take_up_imports": {
        "task": "coe_hub.imports.tasks.take_up_imports",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "take_up_changes": {
        "task": "coe_hub.lists.tasks.take_up_changes",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "tell_webhooks": {"task": "coe_hub.api.tasks.tell_webhooks", "schedule": 60.0, "options": {"expires": 55}},
    "tidy_up": {"task": "coe_hub.api.tasks.tidy_up", "schedule": 3600.0, "options": {"expires": 3500}},
    # Once a day, while Europe sleeps; the hub stays in use meanwhile
    "back_up": {"task": "coe_hub.operations.tasks.back_up", "schedule": crontab(hour="2", minute="0")},
    "end_mandates": {"task": "coe_hub.audit.tasks.end_mandates", "schedule": 3600.0, "options": {"expires": 3500}},
    # After the backup of the night, which still has what goes
    "keep_only_what_is_needed": {
        "task": "coe_hub.privacy.tasks.keep_only_what_is_needed",
        "schedule": crontab(hour="3", minute="0"),
    },
    "remove_stray_files": {"task": "coe_hub.lib.tasks.remove_stray_files", "schedule": 86_400.0},
}

# --- Backups: where the nightly ones go, sealed to which public key, how many are kept ---------------------------
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", default="")
BACKUPS_KEPT = env.int("BACKUPS_KEPT", default=14)

# --- What is told to whom when something breaks ------------------------------------------------------------------
# Lines for people, or one JSON object a line, in which each request has its own.
LOG_FORMAT = env.str("LOG_FORMAT", default="lines")
if LOG_FORMAT not in {"lines", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}. Set it to lines or json.")
REQUESTS_LOGGED_AS = logging.INFO if LOG_FORMAT == "json" else logging.DEBUG
SLOW_QUERY_SECONDS = env.float("SLOW_QUERY_SECONDS", default=1.0)
# Who may read /metrics: who has the token, or comes from one of these networks. Nobody, where neither is set.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=[])
try:
    _networks = [ip_network(network) for network in METRICS_FROM]
except ValueError as error:
    raise ImproperlyConfigured(f"METRICS_FROM: {error}. Set it to networks such as 10.1.0.0/16.") from error
# A file of its own for who came in, what was refused and whose rights changed; whoever turns it over by renaming it
# need not tell the hub
SECURITY_LOG = env.str("SECURITY_LOG", default="")
_OWN_FILE = {"class": "logging.handlers.WatchedFileHandler", "filename": SECURITY_LOG, "formatter": "json"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "coe_hub.lib.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "coe_hub.lib.logs.JsonFormatter"},
    },
    "filters": {"short": {"()": "coe_hub.lib.logs.ShortRefusals"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "line",
            "filters": ["short"],
        },
        **({"security": _OWN_FILE} if SECURITY_LOG else {}),
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "coe_hub.security": {"handlers": ["security"] if SECURITY_LOG else [], "level": "INFO"},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Each step of a PDF and of its fonts
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False, before_send=mask_report)
