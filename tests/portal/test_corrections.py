"""A citizen goes on seeing the old result, marked, until the corrected one is signed; then both."""

from __future__ import annotations

import pytest

from motcua.dossiers.enums import Sensitive
from motcua.dossiers.models import ReplacedResult, Result
from tests.dossiers.test_correcting import agree, propose, returned

__all__ = ["returned"]
pytestmark = pytest.mark.django_db


def old(dossier):
    row = ReplacedResult.objects.get(dossier=dossier)
    return f"/dossiers/{dossier.public_id}/ket-qua-cu/{row.public_id}.pdf"


def test_while_the_new_one_is_signed_the_old_one_is_there_and_marked(
    world, citizen, relative, returned
):
    agree(world, returned, propose(world, returned, Sensitive.CORRECT))
    assert Result.objects.get(dossier=returned).signed_at is None
    citizen.open("dossier", returned.public_id)
    assert "đang được đính chính" in citizen.text
    assert citizen.go(old(returned)).status == 200
    assert relative.go(old(returned)).status == 404
    world.settle()
    citizen.open("dossier", returned.public_id)
    assert "đang được đính chính" not in citizen.text
    assert "Kết quả cũ, đã được đính chính" in citizen.text
    assert "Tải kết quả (PDF có chữ ký số)" in citizen.text
    assert citizen.go(old(returned)).status == 200


def test_what_was_taken_back_with_the_dossier_opened_again_is_not_shown(world, citizen, returned):
    agree(world, returned, propose(world, returned, Sensitive.REOPEN))
    citizen.open("dossier", returned.public_id)
    assert "đang được đính chính" not in citizen.text
    assert citizen.go(old(returned)).status == 404
