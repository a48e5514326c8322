"""Canaries through every channel: counter, kiosk, post, booking, e-mail, API, feedback; and pages.

Whoever types her name, number or file name anywhere, rightly or into the wrong box: it comes into
no log, no column that is not sealed, no address, no display, and on no page of who must not see it.
"""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.counters import actions as counters
from motcua.counters.actions import mailbox as reading
from motcua.counters.models import CounterFiling
from motcua.counters.queries.scans import PREFIX
from motcua.deliveries.base import Address
from motcua.deliveries.models import Parcel
from motcua.dossiers.actions import posting
from motcua.dossiers.actions.handing_out import Receiver, hand_out
from motcua.dossiers.enums import ReceivedBy, ReturnWay
from motcua.identity.enums import Door
from motcua.kernel.actors import Actor
from motcua.voice.actions.giving import FeedbackFacts, give_feedback
from motcua.voice.actions.helping import HelpFacts, ask_for_help
from tests.cast import BUSINESS, NOW, PDF
from tests.counters.conftest import Office
from tests.counters.test_booking import Diary
from tests.counters.test_mail import deliver, let_in
from tests.counters.test_scans import blank, cover, scanned
from tests.deliveries.conftest import SECRET as CARRIER, post as carried, tariff_rows, told
from tests.identity.doors import NAMES, signed_in, visitor
from tests.openapi.caller import Caller, body_of, token_of
from tests.security.access import TABLES
from tests.security.canaries import (
    EMAIL,
    FILE,
    NAME,
    NAMED_ON_PURPOSE,
    NUMBER,
    PHONE,
    STREET,
    columns,
    sung,
)
from tests.security.pressing import pages
from tests.security.things import things_of
from tests.security.urls import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bird")]
CARD = f"{NUMBER}||{NAME}|02011990|Nữ|{STREET}|10052021"
WHO = {
    "who-full_name": NAME,
    "who-type": "citizen-number",
    "who-number": NUMBER,
    "who-birth_date": "02/01/1990",
    "who-phone": PHONE,
    "who-email": EMAIL,
    "who-address": STREET,
}
HELPER = {
    "helper-full_name": NAME,
    "helper-relation": NAME,
    "helper-type": "citizen-number",
    "helper-number": NUMBER,
    "helper-phone": PHONE,
}


@pytest.fixture
def office(world):
    with time_machine.travel(NOW, tick=True):
        made = Office(world)
        made.open()
        yield made


@pytest.fixture
def desk(world):
    def come(role):
        client = signed_in(world.accounts[role])
        client.raise_request_exception = False
        return client

    return come


def silent(written):
    """Say what was heard where nothing may be: in the logs, and in columns that are not sealed."""
    found = {where: heard for where, text in columns() if (heard := sung(text))}
    unsealed = {where: heard for where, heard in found.items() if where not in NAMED_ON_PURPOSE}
    return unsealed, sung(written.getvalue())


def file_named():
    return SimpleUploadedFile(FILE, PDF + b"bird", "application/pdf")


def test_the_counter_keeps_still(world, office, desk, written):
    """Cards, typing into wrong boxes, papers, scans with names, a helper, look-ups."""
    clerk, place = desk("receptionist"), f"/counter/{office.one.pk}"
    wrong = [CARD[:-5], NAME, f"{NUMBER}|x", f"{CARD}|{'x' * 2000}"]
    for card in wrong:
        clerk.post(f"{place}/receive", {"card": card, "offering": world.offerings[BUSINESS]})
    begun = {"card": CARD, "offering": world.offerings[BUSINESS]}
    assert clerk.post(f"{place}/receive", begun).status_code == 302
    filing = CounterFiling.objects.get()
    page = f"/counter/filings/{filing.public_id}"
    clerk.post(page, WHO | HELPER | {"_save": "", "owner_name": NAME, "owner_phone": PHONE})
    clerk.post(page, WHO | {"who-number": NAME, "who-birth_date": PHONE, "_autosave": ""})
    clerk.post(page, WHO | HELPER | {"helper-authority": file_named(), "_save": ""})
    names = re.findall(rb'<input[^>]*type="file"[^>]*name="([^"]+)"', clerk.get(page).content)
    clerk.post(page, WHO | {name.decode(): file_named() for name in names} | {"_save": ""})
    sheet = counters.print_covers(actor=office.actor(), filing_id=filing.public_id, now=NOW)[0]
    scan = scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"))
    for content in (scan, scanned(blank("2")), b"rubbish"):
        given = SimpleUploadedFile(FILE, content, "application/pdf")
        clerk.post("/counter/tray", {"act": "scan", "scan": given})
    clerk.get("/counter/tray")
    for act in ("come", "back", "give"):
        typed = {"act": act, "booking": PHONE, "ticket": NUMBER, "kind": NAME, "priority": NAME}
        clerk.post(f"{place}/act", typed)
    for path, name in (("/counter/bo-sung", "code"), ("/find", "q"), ("/buu-chinh/", "code")):
        for text in (NAME, NUMBER, PHONE, EMAIL):
            clerk.post(path, {name: text})
            clerk.get(path, {name: text})
    board = Client(SERVER_NAME="localhost").get(f"/queue/{office.unit.public_id}")
    assert sung(board.content.decode()) == []
    assert silent(written) == ({}, [])


def test_kiosk_booking_and_board_keep_still(world, office, written, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    diary = Diary(office)
    booking = diary.book(diary.times()[0], name="bird")
    by = {"actor": office.actor("administrator"), "unit": office.unit, "now": office.now}
    _kiosk, code = counters.make_kiosk(**by, name="Sảnh")
    device = Client(SERVER_NAME="localhost", raise_request_exception=False)
    device.post("/kiosk", {"code": f"{NAME} {PHONE}"})
    assert device.post("/kiosk", {"code": code}).status_code == 302
    for text in (PHONE, NUMBER, NAME, EMAIL):
        device.post("/kiosk/lich-hen", {"code": text})
        device.post("/kiosk/ticket", {"kind": text, "token": text, "priority": text})
        device.get(f"/kiosk/{text}")
    with time_machine.travel(booking.starts_at, tick=True):
        answer = device.post("/kiosk/lich-hen", {"code": booking.code})
        assert answer.status_code == 302
        ticket = device.get(answer["Location"])
        board = device.get(f"/queue/{office.unit.public_id}")
    for shown in (ticket, board, device.get("/kiosk")):
        assert sung(shown.content.decode()) == []
    assert silent(written) == ({}, [])


def test_the_post_keeps_still(world, written, settings):
    settings.CARRIER_URL, settings.CARRIER_SENDER = "http://127.0.0.1:1", "H26"
    settings.CARRIER_SECRET = CARRIER.decode()
    tariff_rows()
    dossier = world.finish(world.receive(world.file(name="bird")))
    posting.choose_return(
        actor=world.actor("bird"),
        dossier_id=dossier.pk,
        way=ReturnWay.POST,
        address=Address(NAME, PHONE, STREET, "01"),
        now=NOW,
    )
    world.settle()
    Parcel.objects.update(state="booked")
    for parcel in Parcel.objects.all():
        carried(told(parcel, receiver=NAME, phone=PHONE))
        carried(told(parcel, event=NAME))
        carried(told(PHONE))
    assert silent(written) == ({}, [])


def test_mail_with_scans_keeps_still(office, tmp_path, written):
    place = tmp_path / "quet"
    (place / "cur").mkdir(parents=True)
    (place / "new").mkdir()
    (place / "tmp").mkdir()
    let_in(office)
    content = scanned(blank("1"))
    deliver(place, (FILE, content, "application/pdf"))
    deliver(place, (FILE, b"rubbish", "application/pdf"), key=f"<{PHONE}@chim-yen>")
    deliver(place, (FILE, content, "application/pdf"), sender=EMAIL, key="<3@x>")
    broken = f"From: {NAME} <{EMAIL}>\nSubject: {NUMBER}\nContent-Type: {NAME}\n\n{PHONE}"
    deliver(place, raw=broken.encode())
    reading.read_mailbox(place=str(place), now=office.now)
    reading.read_mailbox(place=str(place), now=office.now)
    assert silent(written) == ({}, [])


def test_the_interface_keeps_still(world, written):
    bird = Caller(token_of(world.accounts["bird"]))
    bird.send(PDF + b"bird", name=FILE)
    bird.send(b"rubbish", name=FILE)
    body = body_of(world)
    bird.file(body | {"answers": {NAME: PHONE}}, key=f"key-{PHONE}")
    bird.file(body | {"language": NAME, NUMBER: EMAIL}, key=PHONE)
    bird.file(f"{{{NAME}: {PHONE}".encode(), key=EMAIL)
    bird.get(f"/dossiers/{NUMBER}")
    bird.get(f"/procedures/{NAME}?q={PHONE}")
    bird.get(f"/procedures?q={NAME}")
    wrong = Caller(f"{NAME} {PHONE}".encode().hex())
    wrong.get(f"/dossiers/{EMAIL}", Referer=f"https://localhost/?phone={PHONE}")
    told_by = {"X-Forwarded-For": PHONE, "User-Agent": f"{NAME} {EMAIL}", "X-Request-Id": PHONE}
    bird.get(f"/no-such/{PHONE}", **told_by)
    own = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": f"filename {NAME}"}
    bird.client.post("/api/v1/uploads", headers=own | {"Authorization": f"Bearer {bird.token}"})
    visitor().post("/api/oauth/token", {"client_id": NUMBER, "client_secret": PHONE})
    assert silent(written) == ({}, [])


def test_words_and_calls_keep_still(world, written):
    nobody = Actor(kind="citizen")
    who = {"name": NAME, "phone": PHONE, "email": EMAIL}
    facts = FeedbackFacts(world.ward.pk, "remark", "delay", NAME, f"{NAME} {PHONE}", about=NAME)
    given = {name: getattr(facts, name) for name in facts.__slots__} | who
    row = give_feedback(actor=nobody, facts=FeedbackFacts(**given), now=NOW)
    ask_for_help(
        actor=nobody, facts=HelpFacts(world.ward.pk, "message", f"{NAME} {PHONE}"), now=NOW
    )
    guest = visitor(raise_request_exception=False)
    guest.post("/gop-y/tra-cuu", {"code": row.code, "four": PHONE[-4:]})
    guest.post("/gop-y/tra-cuu", {"code": PHONE, "four": NAME})
    guest.get("/gop-y/hoi-dap", {"q": NAME, "trang": PHONE})
    guest.get("/tro-giup/huong-dan", {"q": PHONE})
    guest.post("/danh-gia", {"code": PHONE})
    assert silent(written) == ({}, [])


@pytest.fixture
def hers(world):
    """One of everything, of which all that is a citizen's is hers."""
    world.accounts["citizen"] = world.accounts["bird"]
    return things_of(world)


def test_nobody_sees_her_who_must_not(hers, visit):
    """Every address, with her dossier in it, read by those who have no business there."""
    wrong = []
    for role in ("anonymous", "relative", "outsider", "administrator"):
        browser = visit(role)
        for each in addresses():
            if role != "anonymous" and role not in TABLES[each.door][each.name] and not each.parts:
                continue
            answer = browser.get(each.path(hers), SERVER_NAME=NAMES[Door(each.door)])
            shown = b"".join(answer) if answer.streaming else answer.content
            if heard := sung(shown.decode(errors="replace")):
                wrong.append((role, str(each), heard))
    assert wrong == []


def test_no_address_of_the_desk_names_her(hers, visit):
    wrong = []
    for role in ("receptionist", "specialist", "leader", "auditor"):
        for path, content in pages(visit(role), hers, role):
            links = re.findall(rb'(?:href|src|action|data-[a-z-]*url)="([^"]*)"', content)
            if heard := sung(b" ".join(links).decode()):
                wrong.append((role, path, heard))
    assert wrong == []


def test_who_took_a_result_is_sealed(world, written):
    dossier = world.finish(world.receive(world.file(name="bird")))
    receiver = Receiver(NAME, relation=NAME, paper=NUMBER, authority=file_named())
    hand_out(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        way=ReceivedBy.TYPED,
        receiver=receiver,
        now=NOW,
    )
    assert silent(written) == ({}, [])
