"""Whoever filed several of a kind tells them apart by what they are about."""

from __future__ import annotations

from tests.cast import BUSINESS


def test_one_s_list_says_what_each_dossier_is_about(citizen, world):
    dossier = world.file(BUSINESS)
    citizen.go("/my")
    assert dossier.gist in citizen.text
