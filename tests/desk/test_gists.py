"""The desk shows under a dossier's name what it is about."""

from __future__ import annotations

import pytest

from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


def test_a_queue_and_the_page_of_a_dossier_say_what_it_is_about(world, desk_of):
    dossier = world.file(BUSINESS)
    assert dossier.gist
    browser = desk_of("receptionist").open("queue", queue="receiving")
    assert dossier.gist in browser.words("//tr[@data-row]")
    browser.open("dossier", dossier.public_id)
    assert f"Trích yếu: {dossier.gist}" in browser.words("//*[@class='desk-title']")


def test_the_list_behind_a_figure_and_what_is_done_at_once_say_it_too(world, desk_of):
    dossier = world.file(BUSINESS)
    leader = desk_of("leader").open("leading-dossiers", figure="open")
    assert dossier.gist in leader.words("//tr[@data-row]")
    clerk = desk_of("receptionist")
    answers = {"act": "accept", "d": [str(dossier.public_id)]}
    clerk.response = clerk.client.post(clerk.at("bulk", queue="receiving"), answers)
    assert dossier.gist in clerk.words("//tr[@data-row]")
