"""Personal data stays where it is sealed: canaries through a whole walk, then a look everywhere."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import civil_date
from motcua.kernel.files import store
from motcua.kernel.text import without_diacritics
from motcua.notifications.actions import deliver_waiting
from motcua.notifications.models import Message
from motcua.payments.queries import orders_of
from motcua.procedures import queries as catalogue
from motcua.voice import actions as voice
from tests.cast import BUSINESS, PDF
from tests.identity.doors import signed_in, visitor
from tests.payments.bank import post, told
from tests.security.canaries import (
    EMAIL,
    FILE,
    NAME,
    NAMED_ON_PURPOSE,
    NUMBER,
    PHONE,
    columns,
    sung,
)


def filing_of(world):
    """Give a filing whose every answer is the canary's name, as far as the form takes it."""
    filing = world.filing(BUSINESS, name="bird")
    rules = catalogue.rules(catalogue.offering(filing.offering_id).version_id)
    answers = dict(filing.answers)
    for question, value in filing.answers.items():
        if question in rules.form.spec.gist:  # stands unsealed on purpose; lint keeps persons out
            continue
        sung = answers | {question: NAME}
        if (
            isinstance(value, str)
            and rules.form.validate(sung, today=civil_date(world.now)).is_valid
        ):
            answers = sung
    assert NAME in answers.values()
    return replace(filing, answers=answers)


def walk(world):
    """File, pay, handle, sign, return and rate."""
    stored = store(
        io.BytesIO(PDF + b"bird"),
        name=FILE,
        now=world.now,
        limit_bytes=10**6,
        accept=frozenset({"application/pdf"}),
    )
    bird, now = world.actor("bird"), world.now
    actions.keep_upload(actor=bird, file=stored, now=now)
    filed = actions.submit(actor=bird, filing=filing_of(world), key="canary-001", now=now)
    world.settle()
    bill = orders_of("dossier", filed.dossier_id)[0]
    paid = told(
        "transfer.received",
        order=None,
        amount=bill.amount,
        content=f"{without_diacritics(NAME)} {PHONE} {bill.reference}",
        description=None,
    )
    assert post(paid).json() == {"outcome": "applied"}
    world.settle()
    dossier = Dossier.objects.get(pk=filed.dossier_id)
    dossier = world.finish(world.receive(dossier))
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=now)
    opened = voice.open_by_account(actor=bird, dossier_id=dossier.public_id)
    said = {"3": "as-recorded", "4": "as-recorded", "6": "2", "7": "2"}
    voice.rate(opened=opened, said=said, comment=f"{NAME} {PHONE}", now=now)
    return dossier


def look(world, dossier):
    """Visit the dossier's pages, track it, mistype, and let the messages fail to go out."""
    citizen, guest = signed_in(world.accounts["bird"]), visitor()
    for page in ("/my", f"/dossiers/{dossier.public_id}", f"/dossiers/{dossier.public_id}/filed"):
        assert citizen.get(page).status_code == 200
    assert (
        signed_in(world.accounts["leader"]).get(f"/dossiers/{dossier.public_id}").status_code == 200
    )
    guest.post("/track", {"code": dossier.code, "last_four": NUMBER[-4:], "q": NUMBER})
    guest.get(f"/procedures?q={NUMBER}+{PHONE}")
    guest.get(f"/no-such/{NUMBER}?phone={PHONE}&email={EMAIL}")
    guest.post("/accounts/login/", {"login": EMAIL, "password": f"{NAME} {NUMBER}"})
    guest.post("/accounts/password/reset/", {"email": EMAIL})
    deliver_waiting(now=world.now)


@pytest.mark.django_db
@pytest.mark.usefixtures("bird")
def test_no_canary_sings_outside_its_cage(world, written):
    dossier = walk(world)
    look(world, dossier)
    found = {where: heard for where, text in columns() if (heard := sung(text))}
    assert {where: heard for where, heard in found.items() if where not in NAMED_ON_PURPOSE} == {}
    assert ("identity_person", "full_name") in found
    assert Message.objects.exists()
    assert "request_finished" in written.getvalue()
    assert sung(written.getvalue()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("bird")
def test_no_canary_is_heard_in_an_address(world):
    dossier = walk(world)
    page = signed_in(world.accounts["bird"]).get(f"/dossiers/{dossier.public_id}")
    addresses = re.findall(rb'(?:href|src|action)="([^"]*)"', page.content)
    assert addresses
    assert sung(b" ".join(addresses).decode()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("bird")
def test_figures_error_pages_and_the_heads_of_mail_keep_still(world, mailoutbox):
    look(world, walk(world))
    guest = visitor()
    asked = {"q": f"{NUMBER} {PHONE}", "email": EMAIL}
    refused = [
        guest.post(f"/api/v1/dossiers?phone={PHONE}", f'{{"name": "{NAME}"', "application/json"),
        guest.get("/metrics", SERVER_NAME="localhost"),
        guest.get("/readyz", asked),
    ]
    assert [one.status_code >= 400 for one in refused] == [True, False, False]
    for one in refused:
        said = one.content.decode() + str(dict(one.headers))
        assert sung(said) == [], one.request["PATH_INFO"]
    heads = " ".join(f"{one.subject} {one.extra_headers}" for one in mailoutbox)
    assert sung(heads) == []


@pytest.mark.django_db
def test_a_page_that_is_not_there_gives_the_address_to_its_visitor_alone():
    """Whoever changes the language comes back to where he was: nothing else repeats the address."""
    page = visitor().get(f"/no-such/{NUMBER}?phone={PHONE}&email={EMAIL}")
    back = re.compile(rb'<input type="hidden" name="next" value="[^"]*">')
    assert page.status_code == 404
    assert back.search(page.content)
    assert sung(back.sub(b"", page.content).decode()) == []
    assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert sung(str(dict(page.headers))) == []
