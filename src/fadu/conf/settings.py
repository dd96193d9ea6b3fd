"""Django settings, made from the environment (see :mod:`fadu.conf.env`)."""

import os
import sys
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from fadu.conf import connections
from fadu.conf.env import ConfigError, read_env
from fadu.conf.packs import pack_folders

try:
    FADU = read_env(os.environ)
    FADU.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
except ConfigError as faults:
    sys.exit(str(faults))
except OSError as fault:
    sys.exit(f"FADU_DATA_DIR: the folder cannot be made ({fault}); name one that this user may write to")

ENGINE = Path(__file__).resolve().parent.parent

SECRET_KEY = FADU.secret_key
ALLOWED_HOSTS = list(FADU.allowed_hosts)
DEBUG = False

# Applications -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "fadu.people",
    "fadu.library",
    "fadu.cases",
    "fadu.letters",
    "fadu.post",
    "fadu.faces",
    "fadu.desk",
    "fadu.portal",
    "fadu.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fadu.faces.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fadu.people.second_step.SecondStepMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "fadu.conf.urls"
WSGI_APPLICATION = "fadu.conf.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "fadu.faces.face.face",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "fadu.conf.jinja.environment", "context_processors": CONTEXT_PROCESSORS},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

# Keeping ------------------------------------------------------------------------------------------------------------

DATABASES = {"default": connections.database(FADU)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all server processes, because log-in attempts are counted here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(FADU.data_dir / "cache"),
        # Wrong tries are counted there: a stranger must not push them out by filling it.
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

locals().update(connections.email(FADU))

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "fadu.cases.uploading.OnlySoFar",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

# People -------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["fadu.people.sessions.Backend"]
SESSION_ENGINE = "fadu.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "fadu.people.login.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Names are locked by our own record of failures (fadu.people.login); this limits an address that tries many names.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}
MFA_TOTP_ISSUER = "法度"
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = 1 if FADU.production else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = FADU.production
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fadu.faces.keeping.forged"

# Language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = FADU.language
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [str(ENGINE / "locale"), *(str(folder / "locale") for folder in pack_folders())]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Browser ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# Files are served where the packages keep them: nothing is collected, so nothing is forgotten at an upgrade.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if FADU.production:
    # The office's reverse proxy ends TLS and must set this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

# Log ----------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["lines"], "level": FADU.log_level},
    "loggers": {"django": {"handlers": ["lines"], "level": FADU.log_level, "propagate": False}},
}
