"""The audit log: one row for each act, written in the act's transaction, sealed within a second.

`record` writes a row; `sealing` appends rows to the agency's Merkle log; `heads` exports signed
tree heads to a place outside the database; `verifying` finds what was tampered with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection

from motcua.kernel.privacy import codes_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor

NODE = 0
"""The agency number of acts that belong to no agency: the node's own log."""

INSERT: Final = """
INSERT INTO kernel_auditrow (at, agency_id, actor_kind, account_id, person_id, official_id,
    action, subject_kind, subject_id, dossier_id, purpose, data)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"""
"""Writes one act; takes what `row` gives. For statements that write more than the act."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act to be recorded, but for who did it and when; see `record`."""

    action: str
    subject: tuple[str, str]
    agency_id: int
    dossier_id: int | None = None
    purpose: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def record(  # noqa: PLR0913 - an act has this many sides, all named
    *,
    actor: Actor,
    action: str,
    subject: tuple[str, str],
    agency_id: int,
    now: datetime,
    dossier_id: int | None = None,
    purpose: str = "",
    data: Mapping[str, object] | None = None,
) -> int:
    """Write one act into the audit log, in the current transaction; give the row's number.

    `subject` is what it was done to, as (kind, identifier), such as `("dossier", public_id)`.
    `data` holds ids, codes and hashes; text that is none of these raises `ValueError`, because
    personal data must not live in a log that is never erased. The database adds the transaction's
    number and the row's SHA-256.
    """
    act = Act(action, subject, agency_id, dossier_id, purpose, data or {})
    with connection.cursor() as cursor:
        cursor.execute(f"{INSERT} RETURNING id", row(act, actor, now))
        found: tuple[int] = cursor.fetchone()
    return found[0]


def record_all(acts: Iterable[Act], *, actor: Actor, now: datetime) -> None:
    """Write many acts of one actor as `record` writes one."""
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [row(act, actor, now) for act in acts])


def row(act: Act, actor: Actor, now: datetime) -> tuple[Any, ...]:
    """Give the arguments of `INSERT`. Raises `ValueError` as `record` does."""
    return (
        now,
        act.agency_id,
        actor.kind,
        actor.account_id,
        actor.person_id,
        actor.official_id,
        act.action,
        *act.subject,
        act.dossier_id,
        act.purpose,
        orjson.dumps(codes_only(act.data)).decode(),
    )
