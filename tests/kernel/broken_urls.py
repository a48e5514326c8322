"""Views that fail, each in its way, for the tests of error answers."""

from __future__ import annotations

import errno

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connection, transaction
from django.http import Http404
from django.urls import path, re_path
from psycopg import errors as pg

from motcua.kernel import problems
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, TooManyRequests


class FeeUnpaid(DomainError):
    code = "t.fee_unpaid"
    status = 402
    message = "Chưa nộp <lệ phí>."


def wait_for_a_lock(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20ms'")
        cursor.execute("LOCK TABLE kernel_auditcursor IN ACCESS EXCLUSIVE MODE")


def take_too_long(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5)")


def deadlock(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE deadlock_detected; END $$")


def write_where_only_reading_is_allowed(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("CREATE TABLE t_never (x int)")


def lose_the_database(request):
    raise OperationalError from pg.ConnectionTimeout("connection refused by 10.0.0.1")


def fill_the_disk(request):
    raise OSError(errno.ENOSPC, "No space left on device")


def keep_what_nobody_can_type(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["a\0b"])


def keep_it_in_json(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("""SELECT '{"a": "\\u0000"}'::jsonb""")


VIEWS = {
    "nul": keep_what_nobody_can_type,
    "nul-in-json": keep_it_in_json,
    "lock": wait_for_a_lock,
    "slow": take_too_long,
    "deadlock": deadlock,
    "read-only": write_where_only_reading_is_allowed,
    "gone": lose_the_database,
    "full": fill_the_disk,
}
ERRORS = {
    "conflict": DomainError(wanted=3),
    "unpaid": FeeUnpaid(),
    "hidden": NotFound(),
    "limit": TooManyRequests(retry_after=42),
    "input": InvalidInput(errors=[{"path": "a.0", "code": "required"}]),
    "404": Http404("secret"),
    "403": PermissionDenied("secret"),
    "400": RequestDataTooBig("secret"),
    "500": ValueError("Nguyễn Văn Canary"),
    "other-os-error": OSError(errno.EIO, "I/O error"),
}


def fail(request, name):
    if name in VIEWS:
        return VIEWS[name](request)
    raise ERRORS[name]


urlpatterns = [
    path("csrf", problems.csrf_failure),
    re_path(r"^(?:api/)?(?P<name>[\w-]+)$", fail),
]
handler400 = "motcua.kernel.problems.bad_request"
handler403 = "motcua.kernel.problems.forbidden"
handler404 = "motcua.kernel.problems.not_found"
handler500 = "motcua.kernel.problems.server_error"
