"""A draft by the short number its owner reads out on the telephone."""

from __future__ import annotations

import re
from uuid import UUID

from motcua.dossiers.models import Draft

_SIGNS = 8
_SHAPE = re.compile(r"[0-9a-f]{8}")
_REST = 32 - _SIGNS


def draft_number(public_id: UUID) -> str:
    """Write the number of a draft: the first eight signs of its id, as `3F2A-91BC`."""
    signs = public_id.hex[:_SIGNS].upper()
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
    between = UUID(signs + "0" * _REST), UUID(signs + "f" * _REST)
    rows = Draft.objects.select_related("account", "offering__agency").filter(
        public_id__range=between, dossier=None, account__person__isnull=False
    )
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
