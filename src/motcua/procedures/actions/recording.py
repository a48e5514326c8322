"""What the audit log keeps of an act on a procedure, whichever act it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.models import ProcedureVersion


def record_act(act: str, code: str, actor: Actor, now: datetime, **data: object) -> None:
    """Record `procedures.<act>` on the procedure of a code, with what tells it apart."""
    audit.record(
        actor=actor,
        action=f"procedures.{act}",
        subject=("procedure", code),
        agency_id=audit.NODE,
        now=now,
        data=data,
    )


def record_version(
    act: str, version: ProcedureVersion, actor: Actor, now: datetime, **data: object
) -> None:
    """Record an act on a version, with the digest of what it says, and what tells it apart."""
    code, digest = version.procedure.code, version.digest
    record_act(act, code, actor, now, version=version.pk, digest=digest, **data)
