"""Whether the process is up, whether it can work, and its figures."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process is up."""
    del request
    return JsonResponse({"status": "up"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, schema and file store can be used; otherwise 503 saying which."""
    del request
    checks = {"database": _database(), "schema": _schema(), "files": _files()}
    status = 200 if all(checks.values()) else 503
    return JsonResponse({"ready": status == 200, "checks": checks}, status=status)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give this process's figures in the Prometheus text format."""
    del request
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _schema() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _files() -> bool:
    store = storages["files"]
    try:
        store.listdir("")
    except FileNotFoundError:
        return True  # nothing stored yet
    except OSError:
        return False
    return True
