"""A process is taken from what procedures share, and is then the draft's own."""

from __future__ import annotations

import pytest
from lxml import html

from motcua.procedures.base.lint import quick_findings
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.processes.templates import process_templates
from tests.cast import RESIDENCE
from tests.console.test_workshop import dog, shop

__all__ = ["dog", "shop"]

pytestmark = pytest.mark.django_db


def offered(dog, words=""):
    """Give what the buttons of the page post, by their names."""
    page = html.fromstring(dog.client.get(f"{dog.address}sequences/", {"q": words}).content)
    return {
        form.xpath("string(.//button)"): {
            "revision": form.fields["revision"],
            "take": form.xpath("string(.//button[@name='take']/@value)"),
        }
        for form in page.forms
        if "revision" in form.fields
    }


def codes(dog):
    return [step["code"] for step in dog.content["process"]["steps"]]


def blocking(dog):
    return [one for one in quick_findings(pack_from(dog.content)) if one.is_blocking]


@pytest.mark.parametrize("template", [row.code for row in process_templates()])
def test_a_draft_takes_a_shared_process_and_keeps_its_own_basis(dog, template):
    basis = dog.content["process"]["basis"]
    wanted = next(one for one in offered(dog).values() if one["take"] == f"template-{template}")
    done = dog.client.post(f"{dog.address}sequences/", wanted)
    assert done["Location"].endswith("edit/?at=process")
    kept = next(row.process for row in process_templates() if row.code == template)
    assert codes(dog) == [step.code for step in kept.steps]
    assert dog.content["process"]["basis"] == basis
    assert blocking(dog) == []


def test_another_procedures_process_is_taken(dog, world):
    (wanted,) = (
        one for one in offered(dog, RESIDENCE).values() if one["take"] == f"procedure-{RESIDENCE}"
    )
    assert dog.client.post(f"{dog.address}sequences/?q={RESIDENCE}", wanted).status_code == 302
    assert "tham-tra" in codes(dog) or len(codes(dog)) > 3


def test_what_somebody_wrote_meanwhile_is_not_replaced(dog, another_administrator):
    wanted = next(iter(offered(dog).values()))
    dog.by(another_administrator).write("at=process/steps/ky", share="0,2")
    before = dog.content
    dog.client.post(f"{dog.address}sequences/", wanted)
    assert dog.content == before


@pytest.mark.parametrize("take", ["", "template-none", "procedure-9.999999", "<b>"])
def test_what_is_not_offered_is_not_taken(dog, take):
    before = dog.content
    given = {**next(iter(offered(dog).values())), "take": take}
    assert dog.client.post(f"{dog.address}sequences/", given).status_code == 302
    assert dog.content == before
