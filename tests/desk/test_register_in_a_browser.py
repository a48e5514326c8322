"""The register and what is said of an outage, in a real browser: a phone, a desk, no barrier."""

from __future__ import annotations

import pytest

from motcua.dossiers.actions.outages import OutageFacts, agree_to_outage, ask_outage
from motcua.kernel.caching import forget_all
from tests.cast import NOW
from tests.desk.test_in_a_browser import at, sit
from tests.desk.test_leading_in_a_browser import DESK, PHONE
from tests.dossiers.episodes import second
from tests.watching import barriers, look

__all__ = ["second", "sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADS_OUT_OF_SIGHT = """[...document.querySelectorAll('.desk-register th')].filter(
    (th) => th.getBoundingClientRect().right > innerWidth || !th.offsetWidth).length"""


def test_register_and_outage_fit_a_phone_and_a_desk_and_satisfy_axe(sit, world, second):
    for number in range(3):
        world.receive(world.file(key=f"key-{number}"))
    facts = OutageFacts("Mất điện cả phường", "Thông báo 7", NOW)
    by = {"agency_id": world.ward.pk, "now": NOW}
    asked = ask_outage(actor=world.actor("administrator"), facts=facts, **by)
    agree_to_outage(actor=second, public_id=asked.public_id, now=NOW)
    forget_all()
    page = sit("receptionist", viewport=DESK)
    addresses = {
        "register": at("register"),
        "register-none": at("register") + "?since=01/01/2026&until=02/01/2026",
        "register-wrong": at("register") + "?since=02/01/2026&until=01/01/2026",
        "sheets": at("outage-paper"),
    }
    wrong = []
    for name, address in addresses.items():
        for size, view in (("phone", PHONE), ("desk", DESK)):
            page.set_viewport_size(view)
            page.goto(address)
            look(page, f"{name}-{size}")
            said = page.locator("[data-outage='now']").count()
            wrong += [] if said == 1 else [(name, size, "no word of the outage")]
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            wrong += [(name, size, "scrolls sideways")] if wide else []
            lost = page.evaluate(HEADS_OUT_OF_SIGHT)
            wrong += [(name, size, "columns out of sight")] if lost and size == "desk" else []
            wrong += [(name, size, barrier) for barrier in barriers(page)]
    assert wrong == []
