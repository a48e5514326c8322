"""Article 20: of several results each is returned when it is there; the last finishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import actions
from motcua.dossiers.enums import State
from motcua.dossiers.errors import DossierNotFound, PartNotPdf, ReasonMissing
from motcua.dossiers.models import ResultPart
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.result_parts import part_file, parts_of
from motcua.dossiers.queries.timelines import clock_of
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import content_of
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message
from motcua.signatures.queries import node_trust, verify_pdf
from tests.dossiers.doing import residence
from tests.portal.typing import pdf, photo

NAME = "Giấy xác nhận cư trú"


@pytest.fixture
def dossier(world):
    world.give_a_key()
    return world.receive(residence(world))


def approve(world, dossier, *, who="leader", name=NAME, content=None, kind="application/pdf"):
    content = pdf("ket-qua.pdf").read() if content is None else content
    return actions.approve_part(
        actor=world.actor(who),
        dossier_id=dossier.pk,
        name=name,
        document=SimpleUploadedFile("ket-qua.pdf", content, kind),
        now=world.now,
    )


def test_a_part_is_signed_told_and_fetched_while_the_dossier_goes_on(world, dossier, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    part = approve(world, dossier)
    with pytest.raises(DossierNotFound):
        part_file(dossier, part.public_id)
    assert parts_of(dossier) == ()
    world.settle()
    (shown,) = parts_of(dossier)
    assert shown.name == NAME
    signed = content_of(part_file(dossier, part.public_id))
    verdict = verify_pdf(signed, trust=node_trust(at=world.now), at=world.now)
    assert str(verdict.verdict) == "valid"
    assert Message.objects.filter(template="part").count() == 1
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROCESS


def test_rule_partial_result_article_20__the_last_result_finishes(world, dossier):
    first, second = approve(world, dossier), approve(world, dossier, name="Sổ hộ khẩu điện tử")
    world.settle()
    assert [part.public_id for part in parts_of(dossier)] == [first.public_id, second.public_id]
    finished = world.finish(dossier, world.now + timedelta(hours=1))
    assert finished.state == State.FINISHED
    assert len(parts_of(finished)) == 2
    told = [line for line in clock_of(finished, world.now).lines if line.rule == "partial-result"]
    assert NAME in told[0].words.vi
    with pytest.raises(MoveRefused):
        approve(world, finished)


@pytest.mark.parametrize("who", ["specialist", "head", "receptionist", "auditor"])
def test_only_the_leader_returns_a_part(world, dossier, who):
    with pytest.raises(NotAllowed):
        approve(world, dossier, who=who)
    assert Act.PART not in acts_open(standing_of(world.actor(who), dossier, world.now))
    assert Act.PART in acts_open(standing_of(world.actor("leader"), dossier, world.now))


def test_a_part_has_a_name_and_is_a_pdf(world, dossier):
    with pytest.raises(ReasonMissing):
        approve(world, dossier, name=" ")
    picture = photo(kind="PNG").read()
    with pytest.raises(PartNotPdf):
        approve(world, dossier, content=picture, kind="image/png")
    assert not ResultPart.objects.exists()
