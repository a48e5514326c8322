"""Events: what happened, written to the outbox in the transaction in which it happened.

A room declares past-tense frozen dataclasses in its `events.py` and names its handlers in the
`SUBSCRIPTIONS` of its `handlers.py`; `kernel.outbox` brings the two together after commit.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

import orjson
from django.apps import apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from motcua.kernel.privacy import codes_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.apps import AppConfig

_INSERT = """
INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)
VALUES (%s, %s, %s::jsonb, %s)
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Base of events: fields are ids and codes, `name` is what the outbox stores (`room.verb`)."""

    name: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as its handlers get it: its outbox number, payload, and the time of handling."""

    id: int
    name: str
    agency_id: int
    payload: Mapping[str, Any]
    emitted_at: datetime
    now: datetime


class Handler(Protocol):
    """Does one thing about an event, in the transaction it is called in; may be called again."""

    def __call__(self, event: Happened, /) -> None: ...


@dataclass(frozen=True, slots=True)
class InBatches:
    """A handler that does its thing about many events at once, for what happens by the thousand.

    `about` gets events of one name in the order they were emitted, and does all or nothing.
    """

    about: Callable[[Sequence[Happened]], None]

    def __call__(self, event: Happened, /) -> None:
        self.about([event])


Subscriptions: TypeAlias = "Mapping[str, tuple[Handler, ...]]"


def emit(event: Event, *, agency_id: int, now: datetime) -> int:
    """Write an event to the outbox in the current transaction; give its number.

    The fields must be numbers, codes or times (`ValueError` otherwise). SQL functions may insert
    `agency_id, name, payload, emitted_at` into `kernel_outboxrow` to the same effect.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT} RETURNING id", _row(event, agency_id, now))
        row: tuple[int] = cursor.fetchone()
    return row[0]


def emit_all(several: Iterable[Event], *, agency_id: int, now: datetime) -> None:
    """Write many events of one agency as `emit` writes one."""
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [_row(event, agency_id, now) for event in several])


def _row(event: Event, agency_id: int, now: datetime) -> tuple[int, str, str, datetime]:
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    payload = orjson.dumps(codes_only(fields, event.name)).decode()
    return agency_id, event.name, payload, now


def collect(configs: Iterable[AppConfig]) -> Subscriptions:
    """Give the handlers that some apps declare for each event name, in the order of the apps."""
    found: dict[str, tuple[Handler, ...]] = {}
    for app in configs:
        if app.module is None or not module_has_submodule(app.module, "handlers"):
            continue
        declared = getattr(import_module(f"{app.name}.handlers"), "SUBSCRIPTIONS", {})
        for name, handlers in declared.items():
            found[name] = (*found.get(name, ()), *handlers)
    return found


@cache
def subscriptions() -> Subscriptions:
    """Give the handlers of the installed apps, collected once per process."""
    return collect(apps.get_app_configs())


def handler_name(handler: Handler) -> str:
    """Name a handler for the table of what is done."""
    named: Any = handler.about if isinstance(handler, InBatches) else handler
    return f"{named.__module__}.{named.__qualname__}"
