"""Who may be mentioned in a note on a dossier, and who was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.queries.colleagues import posted_over
from motcua.dossiers.queries.handling import held_paths
from motcua.kernel.clock import civil_date
from motcua.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.dossiers.models import Dossier


def people_in_sight(dossier: Dossier, now: datetime) -> tuple[Colleague, ...]:
    """Give the officials who see a dossier by their postings: over who received or has it."""
    return posted_over(dossier.agency_id, held_paths(dossier), civil_date(now))


def mentioned_in(
    text: str, chosen: Collection[UUID], people: Collection[Colleague]
) -> tuple[Colleague, ...]:
    """Give those of some people who were chosen or are written of as `@name` in a text.

    Case and diacritics do not matter. Of names that begin alike the longest that is written counts.
    """
    left, named = fold(text), set()
    for one in sorted(people, key=lambda one: -len(one.name)):
        sign = f"@{fold(one.name)}"
        if sign in left:
            left = left.replace(sign, "@")
            named.add(one.public_id)
    return tuple(one for one in people if one.public_id in named or one.public_id in chosen)
