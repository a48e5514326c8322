"""Django's settings for every node; what differs between installations comes from `config.env`."""

from __future__ import annotations

from typing import Any

import environ
from csp.constants import NONE, SELF

from motcua.config import env
from motcua.config.secret import read_or_make

DATA = env.data_folder()
DEMO = env.is_on("MOTCUA_DEMO")
HTTPS = env.is_on("MOTCUA_HTTPS")
PORT = env.number("PORT")
DEBUG = False

SECRET_KEY = env.text("MOTCUA_SECRET_KEY") or read_or_make(DATA / "keys" / "django")
SEAL_KEYS = env.text("MOTCUA_SEAL_KEYS")

# --- hosts ---------------------------------------------------------------------------------------
PORTAL_HOSTS = env.names("MOTCUA_PORTAL_HOSTS")
DESK_HOSTS = env.names("MOTCUA_DESK_HOSTS")
ALLOWED_HOSTS = PORTAL_HOSTS + DESK_HOSTS
_SCHEME = "https" if HTTPS else "http"
PORTAL_URL = env.text("MOTCUA_PUBLIC_URL") or f"{_SCHEME}://{PORTAL_HOSTS[0]}:{PORT}"
DESK_URL = env.text("MOTCUA_DESK_URL") or f"{_SCHEME}://{DESK_HOSTS[0]}:{PORT}"
CSRF_TRUSTED_ORIGINS = [PORTAL_URL, DESK_URL]
ROOT_URLCONF = "motcua.config.urls_portal"
DESK_URLCONF = "motcua.config.urls_desk"
WSGI_APPLICATION = "motcua.config.wsgi.application"

# --- rooms ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "motcua.kernel",
    "motcua.ui",
    "motcua.agencies",
    "motcua.signatures",
    "motcua.notifications",
    "motcua.identity",
    "motcua.payments",
    "motcua.deliveries",
    "motcua.tills",
    "motcua.receipts",
    "motcua.procedures",
    "motcua.documents",
    "motcua.dossiers",
    "motcua.voice",
    "motcua.proving",
    "motcua.counters",
    "motcua.texting",
    "motcua.insight",
    "motcua.portal",
    "motcua.desk",
    "motcua.console",
    "motcua.openapi",
    *(["motcua.demo"] if DEMO else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "motcua.kernel.middleware.RequestLogMiddleware",
    "motcua.identity.middleware.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "motcua.identity.middleware.PageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it refuses to start from another list
    "motcua.kernel.middleware.ProblemMiddleware",
    "motcua.identity.middleware.ActorMiddleware",
    "motcua.identity.middleware.ConfirmingMiddleware",
    "motcua.identity.middleware.RepeatingMiddleware",
]
# What only pages need; the API is passed by.
PAGE_MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "motcua.kernel.middleware.PermissionsMiddleware",
    "motcua.identity.middleware.SideSessionMiddleware",
    "motcua.identity.middleware.LanguageMiddleware",
    "motcua.identity.middleware.SideCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.ui.context.page",
                "motcua.portal.kiosk.base.device",
            ],
        },
    }
]

# --- database ------------------------------------------------------------------------------------
_URL = env.text("DATABASE_URL") or "postgresql://motcua_app@%2Fnonexistent/motcua"
DATABASES: dict[str, dict[str, Any]] = {"default": environ.Env.db_url_config(_URL)}
DATABASES["default"].update(
    ENGINE="motcua.kernel.backend",
    CONN_MAX_AGE=None,
    CONN_HEALTH_CHECKS=True,
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),
        "server_side_binding": True,
        "prepare_threshold": 2,
        "application_name": "motcua",
        "connect_timeout": 5,
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # Django would throw away a third of it at 300 entries, used codes of sign-ins among them.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# --- files ---------------------------------------------------------------------------------------
_S3 = env.text("MOTCUA_S3_BUCKET")


def _patience_with_the_bucket() -> Any:
    """Give how long a request waits for the bucket: not until everybody waits."""
    from botocore.config import Config  # noqa: PLC0415 - for those who have a bucket

    return Config(connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 2})


STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "files": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": _S3,
                "endpoint_url": env.text("MOTCUA_S3_ENDPOINT") or None,
                "default_acl": None,
                "querystring_auth": True,
                "client_config": _patience_with_the_bucket(),
                "file_overwrite": True,  # a name is a hash: what it overwrites is the same
            },
        }
        if _S3
        else {
            "BACKEND": "motcua.kernel.storage.LocalStore",
            "OPTIONS": {
                "location": str(DATA / "files"),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    ),
    "staticfiles": {"BACKEND": "motcua.ui.assets.Assets"},
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [str(env.package_folder() / "static")]
STATIC_ROOT = DATA / "static"
DISK_RESERVE = env.number("MOTCUA_DISK_RESERVE")
BACKUP_TO = env.text("MOTCUA_BACKUP_TO")
SCANS = env.text("MOTCUA_SCANS")
SCAN_MAIL = env.text("MOTCUA_SCAN_MAIL")
SCAN_MAIL_CA = env.text("MOTCUA_SCAN_MAIL_CA")
ANTIVIRUS = env.text("MOTCUA_ANTIVIRUS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [
    "motcua.identity.backends.AccountBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "motcua.identity.adapter.AccountAdapter"
MFA_ADAPTER = "motcua.identity.adapter.MfaAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
# Signing up says the same to everybody only when what follows is a code in a mail.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Who signs gives a second factor of its own at the confirmation, however many it is for; it is good
# for further signatures this long. Decided on 22 November 2026: reading and signing a score of
# papers takes a few minutes, and a machine left alone for longer than that must not sign.
CONFIRMED_SECONDS = 10 * 60
PASSWORD_RESET_TIMEOUT = 24 * 3600
# allauth's limiter reads and writes the cache without a lock; ours is atomic and spans processes.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False
MFA_RATE_LIMITS: dict[str, str] | bool = False
ACCOUNT_FORMS = {
    "login": "motcua.identity.forms.SignInForm",
    "signup": "motcua.identity.forms.SignUpForm",
    "add_email": "motcua.identity.forms.ChangeEmailForm",
    "change_password": "motcua.identity.forms.ChangePasswordForm",
    "set_password": "motcua.identity.forms.SetPasswordForm",
    "reset_password": "motcua.identity.forms.ResetPasswordForm",
    "reset_password_from_key": "motcua.identity.forms.NewPasswordForm",
    "reauthenticate": "motcua.identity.forms.ReauthenticateForm",
    "confirm_email_verification_code": "motcua.identity.forms.EmailCodeForm",
}
MFA_FORMS = {
    "authenticate": "motcua.identity.forms.CodeForm",
    "reauthenticate": "motcua.identity.forms.CodeAgainForm",
    "activate_totp": "motcua.identity.forms.EnrolAppForm",
    "add_webauthn": "motcua.identity.forms.AddKeyForm",
    "edit_webauthn": "motcua.identity.forms.RenameKeyForm",
    "login_webauthn": "motcua.identity.forms.KeySignInForm",
    "authenticate_webauthn": "motcua.identity.forms.KeyForm",
    "reauthenticate_webauthn": "motcua.identity.forms.KeyAgainForm",
}
# Whose tries are counted: the address that the outermost trusted proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("MOTCUA_PROXIES")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "motcua"
# A code typed as it changes still counts, and so does a phone half a minute off (RFC 6238 §5.2).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
DESK_SESSION_SECONDS = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "motcua.kernel.problems.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
# Installations on one machine share a host name, and browsers do not tell cookies by port.
COOKIE_PREFIX = f"motcua{PORT}"

# --- transport -----------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W003 looks for Django's CSRF middleware by name; ours is that one, with a cookie for each side.
SILENCED_SYSTEM_CHECKS = ["csp.E001", "security.W003"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [str(env.package_folder() / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
FORMAT_MODULE_PATH = "motcua.config.formats"

# --- messages, money, jobs -----------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SMTP_URL = env.text("MOTCUA_SMTP_URL")
DEFAULT_FROM_EMAIL = env.text("MOTCUA_MAIL_FROM")
SMS_URL = env.text("MOTCUA_SMS_URL")
SMTP_CA = env.text("MOTCUA_SMTP_CA")
MAIL_BOUNCES = env.text("MOTCUA_MAIL_BOUNCES")
BOUNCE_MAIL = env.text("MOTCUA_BOUNCE_MAIL")
SMS_TOKEN = env.text("MOTCUA_SMS_TOKEN")
SMS_SECRET = env.text("MOTCUA_SMS_SECRET")
SMS_NUMBER = env.text("MOTCUA_SMS_NUMBER")
SMS_GATEWAY = env.text("MOTCUA_SMS_GATEWAY")
WEB_PUSH = env.text("MOTCUA_WEB_PUSH")
PUSH_SANDBOX = env.text("MOTCUA_PUSH_SANDBOX")
ZALO_URL = env.text("MOTCUA_ZALO_URL")
ZALO_TEMPLATES = env.text("MOTCUA_ZALO_TEMPLATES")
VNEID_URL = env.text("MOTCUA_VNEID_URL")
BANK_URL = env.text("MOTCUA_BANK_URL")
BANK_MERCHANT = env.text("MOTCUA_BANK_MERCHANT")
BANK_SECRET = env.text("MOTCUA_BANK_SECRET")
BANK_ACCOUNT = env.text("MOTCUA_BANK_ACCOUNT")
BANK_HOLDER = env.text("MOTCUA_BANK_HOLDER")
WALLET_URL = env.text("MOTCUA_WALLET_URL")
WALLET_CLIENT = env.text("MOTCUA_WALLET_CLIENT")
WALLET_SECRET = env.text("MOTCUA_WALLET_SECRET")
TERMINAL_URL = env.text("MOTCUA_TERMINAL_URL")
TERMINAL_MERCHANT = env.text("MOTCUA_TERMINAL_MERCHANT")
TERMINAL_SECRET = env.text("MOTCUA_TERMINAL_SECRET")
# Who is asked for the name of a payer, by what was paid for.
RECEIPT_PAYERS = {"dossier": "motcua.dossiers.queries.payers.payers_of"}
CARRIER_URL = env.text("MOTCUA_CARRIER_URL")
CARRIER_SENDER = env.text("MOTCUA_CARRIER_SENDER")
CARRIER_SECRET = env.text("MOTCUA_CARRIER_SECRET")
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# --- the node ------------------------------------------------------------------------------------
METRICS_TOKEN = env.text("MOTCUA_METRICS_TOKEN")
NODE_NAME = env.text("MOTCUA_NAME")
HELPLINE = env.text("MOTCUA_HELPLINE")
CLOCK = "motcua.demo.clock.now" if DEMO else ""
LOGGING_CONFIG = "motcua.kernel.logging.configure"
LOGGING: dict[str, Any] = {"level": "INFO"}  # an empty one would not be applied
SANDBOX_BANK_PORT = env.number("MOTCUA_SANDBOX_BANK_PORT")
SANDBOX_PHONE_PORT = env.number("MOTCUA_SANDBOX_PHONE_PORT")
SANDBOX_MAIL_PORT = env.number("MOTCUA_SANDBOX_MAIL_PORT")
SANDBOX_CARRIER_PORT = env.number("MOTCUA_SANDBOX_CARRIER_PORT")
SANDBOX_APPS_PORT = env.number("MOTCUA_SANDBOX_APPS_PORT")
