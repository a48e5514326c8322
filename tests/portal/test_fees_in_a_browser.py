"""What an exemption and its refusal look like to the filer and to who pays for him by a link."""

from __future__ import annotations

import pytest

from motcua.dossiers import actions
from motcua.identity.middleware.cookies import session_cookie
from motcua.payments.actions import make_link
from motcua.payments.models import Order
from motcua.payments.queries.links import token_of
from tests.cast import BIRTH
from tests.identity.doors import Door, signed_in
from tests.watching import Watch, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, port, world):
    site = f"http://localhost:{port}"
    key = signed_in(world.accounts["citizen"], steps=("password",))
    value = key.cookies[session_cookie(Door.PORTAL)].value
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.add_cookies([{"name": session_cookie(Door.PORTAL), "value": value, "url": site}])
    watch = Watch()
    watch.over(context)
    yield context.new_page()
    context.close()
    assert watch.unexpected == []


def test_the_filer_reads_why_he_pays_and_who_pays_for_him_does_not(page, world, settings):
    settings.BANK_ACCOUNT = "970436:1012345678"
    fixed = {"child_birth_date": "2026-05-02", "fee_group": "poor", "wants_copies": True}
    dossier = world.file(BIRTH, fixed={**fixed, "copies": 2})
    world.settle()
    actions.judge_exemption(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        is_granted=False,
        reason="Sổ hộ nghèo đã hết hạn.",
        now=world.now,
    )
    rest = Order.objects.get(subject_id=dossier.pk, amount=5_000)
    page.goto(f"/dossiers/{dossier.public_id}")
    assert "Sổ hộ nghèo đã hết hạn." in page.inner_text("main")
    fits(page, "exemption-refused")
    page.goto(f"/pay/{rest.public_id}")
    own = page.inner_text("main")
    assert "không được công nhận miễn, giảm: Hộ nghèo" in own
    assert "phần nộp thêm" in own
    fits(page, "exemption-order")
    link = make_link(actor=world.actor("citizen"), order_id=rest.pk, now=world.now)
    page.goto(f"/nop-ho/{token_of(link)}")
    others = page.inner_text("main")
    assert "1 × 5.000" in others.replace("\xa0", " ")
    assert "căn cứ: Thông tư 85/2019" in others
    assert "nghèo" not in others
    assert "công nhận" not in others
    fits(page, "exemption-link")
