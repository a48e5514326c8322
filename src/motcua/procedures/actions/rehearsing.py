"""An offering made up for a trial: the rules as they are, and nothing that anybody else sees.

Everything is new (procedure, version, offering), so that no row is locked and no answer that is
remembered by a procedure's code is wrong afterwards.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import connection

from motcua.kernel.clock import civil_date
from motcua.procedures.base.loading import content_of, digest_of
from motcua.procedures.enums import VersionStatus
from motcua.procedures.models import Offering, Procedure, ProcedureVersion

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.procedures.actions.offering import OfferingFacts
    from motcua.procedures.base.packs import Pack


def rehearse_offering(*, pack: Pack, agency: Agency, facts: OfferingFacts, now: datetime) -> int:
    """Offer a pack at an agency that is made up too; give the offering's id.

    Only within a transaction, which the caller undoes: nothing is announced, found or audited.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a rehearsal must be undone")
    content = content_of(pack)
    procedure = Procedure.objects.create(
        code=f"0.{secrets.token_hex(12)}", field_code=pack.field.code
    )
    ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        status=VersionStatus.PUBLISHED,
        valid_from=civil_date(now),
        published_at=now,
        content=content,
        digest=digest_of(content),
    )
    return Offering.objects.create(
        procedure=procedure,
        agency=agency,
        opened_from=civil_date(now),
        units=dict(facts.units),
        fee_overrides=[dict(row) for row in facts.fee_overrides],
        channels=list(facts.channels),
    ).pk
