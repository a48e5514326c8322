"""Whether the process is up, whether it can work, and its figures."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric

from motcua.kernel import clock, disk, outbox
from motcua.kernel.backups import backups
from motcua.kernel.errors import NotFound
from motcua.kernel.problems import anticipated
from motcua.notifications.queries import waiting_messages
from motcua.notifications.queries.sending import all_dead, resting_carriers

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROXIES_SAY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process is up."""
    del request
    return JsonResponse({"status": "up"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, schema and file store can be used; otherwise 503 saying which.

    `room` says whether files are taken in: false once the disk is down to its reserve. Pages and
    work in hand go on meanwhile, so that a node without room is ready all the same.
    """
    del request
    checks = {"database": _database(), "schema": _schema(), "files": _files()}
    status = 200 if all(checks.values()) else 503
    answer = {"ready": status == 200, "checks": checks, "room": disk.has_room()}
    return JsonResponse(answer, status=status)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give this process's figures, and the node's, in the Prometheus text format.

    Only for programs on this machine: what came through a proxy, or from elsewhere, finds nothing.
    Where a token is set, they have to bring it too. Raises `NotFound`.
    """
    if not _is_local(request) or not _brings_the_token(request):
        raise NotFound
    figures = generate_latest(REGISTRY) + generate_latest(_NodeFigures())
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST)


def _is_local(request: HttpRequest) -> bool:
    if any(name in request.META for name in _PROXIES_SAY):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        # A server that listens on a socket file tells no address: a proxy stands before it.
        return False


def _brings_the_token(request: HttpRequest) -> bool:
    token = str(settings.METRICS_TOKEN)
    brought = request.headers.get("Authorization", "")
    return not token or secrets.compare_digest(brought.encode(), f"Bearer {token}".encode())


class _NodeFigures(CollectorRegistry):
    """What waits in the database, the same whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        """Give the figures of this moment."""
        behind = outbox.backlog()
        age = (clock.now() - behind.oldest).total_seconds() if behind.oldest else 0
        yield _gauge("motcua_outbox_waiting", "Events that wait for their effects.", behind.waiting)
        yield _gauge("motcua_outbox_dead", "Events that were given up.", behind.dead)
        yield _gauge("motcua_outbox_oldest_seconds", "Age of the oldest waiting event.", age)
        waiting = waiting_messages()
        yield _gauge("motcua_messages_waiting", "Messages that wait to be sent.", waiting)
        dead, resting = all_dead(clock.now()), len(resting_carriers())
        yield _gauge("motcua_messages_dead", "Messages of a day that were given up.", dead)
        yield _gauge("motcua_carriers_resting", "Ways of sending that fail now.", resting)
        kept, now = backups(), clock.system_now()
        late = kept.behind(now)
        if kept.are_set and late is not None:
            said = "Seconds of work that are on this machine alone."
            yield _gauge("motcua_backup_behind_seconds", said, late.total_seconds())
        said = "1 where more than a minute would be lost with the machine."
        yield _gauge("motcua_backup_late", said, kept.are_late(now))
        yield _gauge("motcua_disk_free_bytes", "Bytes free where files are kept.", disk.free())
        yield _gauge("motcua_disk_reserve_bytes", "With less no file is taken in.", disk.reserve())


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


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
    except Exception as error:
        if anticipated(error) is None:
            raise
        return False  # a bucket that does not answer
    return True
