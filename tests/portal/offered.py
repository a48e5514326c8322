"""A procedure of a test's own, taken by the ward."""

from __future__ import annotations

from motcua.kernel.actors import SYSTEM
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import OfferingFacts, open_offering, publish_pack
from tests.cast import BUSINESS, NOW, ROLES, SINCE


def let_in(world, pack):
    """Publish a pack, let the ward take it, and give its compiled form."""
    publish_pack(actor=SYSTEM, pack=pack, valid_from=SINCE, now=NOW)
    unit = catalogue.offering(world.offerings[BUSINESS]).receiving.id
    offering = open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=pack.code,
        facts=OfferingFacts(dict.fromkeys(ROLES, unit)),
        opened_from=SINCE,
        now=NOW,
    )
    world.offerings[pack.code] = offering.pk
    return catalogue.rules(catalogue.offering(offering.pk).version_id).form
