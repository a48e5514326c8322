"""Dossiers that ended, and people who say something about them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.voice import actions
from motcua.voice.actions.giving import FeedbackFacts, give_feedback
from motcua.voice.enums import FeedbackKind, Topic
from motcua.voice.queries.asking import AS_RECORDED
from tests.cast import BIRTH

NOBODY = Actor(kind="citizen")


@pytest.fixture(autouse=True)
def _files_in_memory():
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
    ):
        yield


@pytest.fixture
def withdrawn(world):
    """Give a way to make a dossier that ended, quickly: filed and taken back."""

    def make(number=1, name="citizen"):
        dossier = world.file(BIRTH, key=f"ended-{number}", name=name)
        return dossiers.withdraw(
            actor=world.actor(name), dossier_id=dossier.pk, reason="", now=world.now
        )

    return make


@pytest.fixture
def returned(world):
    """Give a dossier whose result was returned."""
    dossier = world.finish(world.receive(world.file(BIRTH)))
    dossiers.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    world.settle()
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def rate(world):
    """Give a way to rate a dossier as its filer."""

    def give(dossier, *, attitude="2", public="2", comment="", now=None):
        opened = actions.open_by_account(actor=world.actor("citizen"), dossier_id=dossier.public_id)
        said = {"3": AS_RECORDED, "4": AS_RECORDED, "6": public, "7": attitude}
        actions.rate(opened=opened, said=said, comment=comment, now=now or world.now)

    return give


@pytest.fixture
def say(world):
    """Give a way to send feedback to the ward."""

    def send(**more):
        given = {
            "kind": FeedbackKind.REMARK,
            "topic": Topic.DELAY,
            "subject": "Chờ lâu",
            "text": "Tôi chờ từ sáng tới chiều.",
            "name": "Lê Thị Hoa",
            "phone": "0900000321",
        }
        given |= {key: value for key, value in more.items() if key in FeedbackFacts.__slots__}
        rest = {key: value for key, value in more.items() if key not in FeedbackFacts.__slots__}
        facts = FeedbackFacts(agency_id=given.pop("agency_id", world.ward.pk), **given)
        return give_feedback(
            actor=rest.pop("actor", NOBODY), facts=facts, now=rest.pop("now", world.now), **rest
        )

    return send


@pytest.fixture
def units(world):
    """Give the ward's units by their codes."""
    return {unit.code: unit for unit in world.ward.units.all()}


@pytest.fixture
def later(world):
    """Give moments after the world's."""
    return lambda days: world.now + timedelta(days=days)
