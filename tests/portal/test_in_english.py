"""English pages name agencies, units and money in English."""

from __future__ import annotations

import pytest
from django.conf import settings

from motcua.agencies.models import Unit
from tests.cast import BIRTH, BUSINESS

WARD = "People's Committee of Ba Đình Ward"


@pytest.fixture
def reader(world, citizen):
    """The citizen, reading English; the one-door office has an English name."""
    Unit.objects.filter(agency=world.ward, code="MC").update(name_en="One-door centre")
    citizen.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return citizen


def test_the_page_of_a_procedure_names_the_agency_and_the_fees_in_english(world, reader):
    reader.go(f"/procedures/{BUSINESS}")
    assert WARD in reader.text
    assert "Ủy ban nhân dân" not in reader.text
    assert "VND" in reader.text
    assert "\u00a0đ" not in reader.text


def test_a_dossier_names_its_office_and_agency_in_english(world, reader):
    dossier = world.receive(world.file(BIRTH))
    reader.open("dossier", dossier.public_id)
    assert WARD in reader.text
    assert "One-door centre" in reader.text
    assert "Trung tâm Phục vụ" not in reader.text


def test_lists_of_drafts_and_dossiers_name_agencies_in_english(world, reader, begin):
    world.file(BIRTH)
    begin(BUSINESS)
    reader.open("my")
    assert reader.text.count(WARD) == 2  # one draft, one dossier
