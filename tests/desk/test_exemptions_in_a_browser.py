"""The proof of an exemption in a real browser: judged, cash taken, a phone, a desk, no barrier."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Dossier
from tests.cast import RESIDENCE
from tests.desk.test_in_a_browser import at, sit
from tests.desk.test_leading_in_a_browser import DESK, PHONE
from tests.watching import barriers, look

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page, name):
    """Look at a page on a phone and on a desk; give what is wrong."""
    wrong = []
    for size, view in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(view)
        look(page, f"exemption-{name}-{size}")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        wrong += [(name, size, "scrolls sideways")] if wide else []
        wrong += [(name, size, barrier) for barrier in barriers(page)]
    return wrong


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_claim_is_judged_and_the_rest_taken_in_cash(sit, world, language):
    dossier = world.file(RESIDENCE, fixed={"fee_group": "merit"})
    world.settle()
    page = sit("receptionist", viewport=DESK)
    if language == "en":
        page.goto(at("queue") + "?lang=en")
    page.goto(at("dossier", dossier.public_id))
    wrong = looked_at(page, f"claimed-{language}")
    page.goto(at("exemption", dossier.public_id))
    wrong += looked_at(page, f"judging-{language}")
    page.locator("input[name=is_granted][value=no]").check()
    page.locator("form#act button[name=_next]").click()
    wrong += looked_at(page, f"no-reason-{language}")
    page.locator("textarea[name=reason]").fill("Giấy đã hết hạn.")
    page.locator("form#act button[name=_next]").click()
    expect(page.get_by_text("Giấy đã hết hạn.").first).to_be_visible()
    wrong += looked_at(page, f"refused-{language}")
    page.goto(at("collect", dossier.public_id))
    wrong += looked_at(page, f"collecting-{language}")
    page.locator("form#act button[name=_next]").click()
    page.wait_for_url("**" + at("dossier", dossier.public_id) + "*")
    assert Dossier.objects.get(pk=dossier.pk).fee_state == "paid"
    assert wrong == []
