"""The first page of a node, the door, and the papers one takes home."""

from __future__ import annotations

import pytest
from django.test import override_settings

from motcua.agencies.models import Agency
from motcua.kernel.caching import forget_all
from motcua.kernel.codes import parse_dossier_code
from tests.ui.reading import text_of

ADDRESS = "Số 12 phố Thử Nghiệm, phường Ba Đình"


def paper(browser, address):
    answer = browser.client.get(address)
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    return " ".join(text_of(content).split())


def test_a_node_without_an_agency_says_what_to_run(stranger):
    stranger.go("/")
    assert stranger.status == 503
    assert stranger.title == "Chưa có cơ quan nào ở đây"
    assert "motcua init" in stranger.text


def test_a_node_with_an_agency_shows_its_front_page(stranger, world):
    assert stranger.go("/").status == 200


@pytest.mark.parametrize(
    ("is_demo", "links"), [(True, ["http://localhost:8000/demo/"]), (False, [])]
)
def test_only_the_demo_offers_parts_beside_the_password(stranger, world, is_demo, links):
    with override_settings(DEMO=is_demo):
        stranger.go("/accounts/login/")
    assert stranger.page.xpath("//main//a[contains(@href, 'demo')]/@href") == links


def test_the_example_of_a_code_has_the_shape_of_this_nodes_codes(stranger, world):
    dossier = world.file()
    hint = stranger.go("/track").words("//*[@id='f-code-hint']")
    example = next(word for word in hint.split() if "-" in word).rstrip(".")
    assert parse_dossier_code(example).agency == parse_dossier_code(dossier.code).agency
    assert example != dossier.code


def test_the_receipt_says_where_the_office_is_if_that_is_known(citizen, world):
    dossier = world.file()
    address = f"/dossiers/{dossier.public_id}/receipt.pdf"
    assert "Địa chỉ nơi nhận" not in paper(citizen, address)
    Agency.objects.filter(pk=world.ward.pk).update(address=ADDRESS)
    assert f"Địa chỉ nơi nhận: {ADDRESS}" in paper(citizen, address)


def test_the_slip_of_acceptance_says_where_the_office_is(citizen, world):
    Agency.objects.filter(pk=world.ward.pk).update(address=ADDRESS)
    forget_all()
    dossier = world.receive(world.file())
    citizen.go(f"/dossiers/{dossier.public_id}")
    slip = citizen.page.xpath("//a[contains(@href, '/slips/')]/@href")[0]
    assert f"({ADDRESS})" in paper(citizen, slip)
