"""Interlinked procedures: which agencies have steps done in another agency's units."""

from __future__ import annotations

from django.db import connection

from motcua.kernel.caching import remembered

# Units by role, or by role and answer, stand in the offering as numbers.
_LEADS = """
SELECT DISTINCT o.agency_id
  FROM procedures_offering o
  CROSS JOIN LATERAL jsonb_each_text(o.units) AS named
  JOIN agencies_unit u ON u.id = named.value::bigint
 WHERE u.agency_id = %s AND o.agency_id <> %s
"""


@remembered(60)
def leads_of(agency_id: int) -> frozenset[int]:
    """Give the agencies whose procedures have a step in a unit of this one; a minute old at most.

    Source: Decree 61/2018, Article 19.6 and 19.7: the lead agency coordinates.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LEADS, [agency_id, agency_id])
        return frozenset(number for (number,) in cursor.fetchall())
