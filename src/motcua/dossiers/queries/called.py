"""A draft by the short number its owner reads out on the telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from motcua.dossiers.models import Draft
from motcua.dossiers.models.drafts import NUMBER, SIGNS

if TYPE_CHECKING:
    from uuid import UUID

_SHAPE = re.compile(rf"[0-9a-f]{{{SIGNS}}}")


def draft_number(public_id: UUID) -> str:
    """Write the number of a draft: the last eight signs of its id, as `3F2A-91BC`.

    The first ones are the time it was begun: whoever begins in the same minute shares them.
    """
    signs = public_id.hex[-SIGNS:].upper()
    return f"{signs[:4]}-{signs[4:]}"


def number_as_kept(number: str) -> str:
    """Write the number of a draft in one way, however it was read out and typed."""
    return re.sub(r"[\s-]", "", number).lower()


def draft_numbered(number: str) -> Draft | None:
    """Find the one citizen's draft with a number that is still being written.

    None for none or several.
    """
    signs = number_as_kept(number)
    if not _SHAPE.fullmatch(signs):
        return None
    rows = Draft.objects.alias(number=NUMBER).select_related("account", "offering__agency")
    found = list(rows.filter(number=signs, dossier=None, account__person__isnull=False)[:2])
    return found[0] if len(found) == 1 else None
