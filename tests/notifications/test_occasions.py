"""Every text that comes with motcua, and every occasion: no fault, nothing personal beyond need."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

import motcua
from motcua.notifications.base.filling import PLACE, example_of, fill, named_in, shipped
from motcua.notifications.base.linting import faults
from motcua.notifications.base.occasions import occasions, places
from motcua.notifications.enums import Medium, Topic

SOURCE = Path(motcua.__file__).parent
FILES = sorted(SOURCE.glob("*/templates/notifications/*.txt"))
TEXTS = [
    (one, language, medium)
    for one in sorted(occasions())
    for language in ("vi", "en")
    for medium in (Medium.EMAIL, Medium.SMS)
]
# What may stand in a message beside the matter itself; everything else about people stays out.
PERSONAL = {
    "helper": "name",
    "owner": "name",
    "answer": "words",
    "reason": "words",
    "said": "words",
    "ending": "secret",
    "password_reset_url": "secret",
}


def text_of(name, language, medium):
    return shipped(occasions()[name], language, medium)


@pytest.mark.parametrize(("name", "language", "medium"), TEXTS)
def test_no_text_that_comes_with_motcua_has_a_fault(name, language, medium):
    text = text_of(name, language, medium)
    if text is None:
        assert medium == Medium.SMS
        assert occasions()[name].topic == Topic.ACCOUNT
        return
    assert faults(text, occasions()[name]) == ()


def test_every_file_is_a_text_of_an_occasion_in_both_languages():
    names = {path.name.split(".")[0] for path in FILES}
    assert names == set(occasions())
    for path in FILES:
        name, _language, medium, _end = path.name.split(".")
        for language in ("vi", "en"):
            assert text_of(name, language, medium) is not None


def test_only_these_places_hold_anything_personal():
    assert {one.name: one.personal for one in places().values() if one.personal} == PERSONAL


@pytest.mark.parametrize("name", sorted(places()))
def test_no_place_is_for_an_identity_number_an_address_or_a_birth(name):
    words = {"cccd", "identity", "identifier", "birth", "address", "email", "tax", "account"}
    assert words.isdisjoint(name.split("_"))


def test_names_of_people_stand_in_messages_about_helping_only():
    named = {
        one.name
        for one in occasions().values()
        if any(place.personal == "name" for place in one.places.values())
    }
    assert named == {
        "helped-filing",
        "helper-filed",
        "mandate-claimed",
        "mandate-code",
        "mandate-paper",
    }


def test_a_place_that_no_text_and_no_sentence_names_is_not_kept():
    for one in occasions().values():
        texts = [text for text in (shipped(one, "vi", medium) for medium in Medium) if text]
        said = " ".join(f"{text.subject} {text.text}" for text in texts)
        phrases = [one.phrases[name] for name in named_in(said) if name in one.phrases]
        used = set(named_in(said)) | {phrase.of for phrase in phrases}
        for phrase in phrases:
            used |= set(PLACE.findall(str(phrase.words)))
        idle = set(one.places) - used
        # Common to all that is told of a dossier, for wordings that a node writes itself.
        assert idle <= {"procedure", "agency", "code", "link", "at", "until", "due"}, one.name


def test_a_code_and_account_mail_stay_out_of_the_inbox():
    for one in occasions().values():
        if one.topic in (Topic.CODE, Topic.ACCOUNT, Topic.OFFICIAL):
            assert not one.is_in_inbox
        if any(place.personal == "secret" for place in one.places.values()):
            assert not one.is_in_inbox


@pytest.mark.parametrize(("name", "language", "medium"), TEXTS)
def test_an_example_leaves_no_place_open(name, language, medium):
    text = text_of(name, language, medium)
    if text is not None:
        said = "".join(fill(text, occasions()[name], example_of(occasions()[name], language)))
        assert "{" not in said
        assert said.strip()


def written_templates():
    """Give the names of occasions as they stand in the code that tells people."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "template":
                inside = ast.dump(node.value)
                if isinstance(node.value, ast.Constant) and "/actions/" in str(path):
                    yield node.value.value
                assert "notifications/" not in inside


def test_whatever_the_code_tells_is_an_occasion():
    known = set(occasions())
    told = {name for name in written_templates() if "." not in name and "/" not in name}
    assert {"unclaimed", "booking", "signing-code"} <= told
    assert told <= known


def test_every_room_with_texts_lists_their_occasions():
    rooms = {path.parts[len(SOURCE.parts)] for path in FILES}
    for config in apps.get_app_configs():
        if config.name.rpartition(".")[2] in rooms:
            assert (Path(config.path) / "data" / "messages.yaml").exists()
