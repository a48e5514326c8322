"""Twenty at once at documents, results handed out, parcels and files that come in pieces."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine

from motcua.agencies.actions import seed_calendar
from motcua.deliveries.actions import book_parcel, hear
from motcua.deliveries.actions.hearing import receive_parcel
from motcua.deliveries.enums import Direction, ParcelState
from motcua.deliveries.models import Parcel, TrackingEvent
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions import documents, posting
from motcua.dossiers.actions.document_parts import add_sent_version, begin_document_part
from motcua.dossiers.actions.document_signing import approve_document, sign_document
from motcua.dossiers.actions.handing_out import (
    CODES_AN_HOUR,
    TRIES,
    Receiver,
    hand_out,
    send_hand_out_code,
)
from motcua.dossiers.actions.parting import MOST_AT_ONCE, begin_part, drop_part, take_in_part
from motcua.dossiers.enums import ReceivedBy, ReturnWay, State
from motcua.dossiers.models import Document, DocumentVersion, Errand, HandOut, PartialUpload, Upload
from motcua.dossiers.queries.documents import versions_of
from motcua.kernel import parts
from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from motcua.notifications.models import Message
from motcua.payments.queries import orders_of
from motcua.signatures.models import SignedDocument
from tests.cast import NOW, PDF
from tests.deliveries.conftest import Willing, parcel, tariff_rows, word
from tests.documents.files import completed
from tests.dossiers.doing import residence
from tests.dossiers.test_documents import Desk
from tests.dossiers.test_post import HOME
from tests.openapi.caller import Caller, token_of
from tests.portal.typing import pdf
from tests.security.crowd import AT_ONCE, at_once, done, recorded, refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(world):
    return Desk(world, world.receive(residence(world)))


@pytest.fixture
def finished(world):
    return world.finish(world.receive(world.file()))


@pytest.fixture
def post(settings, world):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    seed_calendar()
    return tariff_rows()


def test_a_document_begun_by_one_press_is_one(desk, pressed):
    with time_machine.travel(NOW, tick=True):
        answers = pressed("specialist", f"/dossiers/{desk.dossier.public_id}/van-ban", "template")
    assert {one.status_code for one in answers} == {302}
    assert (Document.objects.count(), recorded("dossiers.begin_document")) == (1, 1)


def test_a_document_that_twenty_write_on_loses_nothing_and_is_settled_and_signed_once(desk, world):
    document = desk.begin()
    whole = completed(versions_of(document)[0]).read()
    came = at_once(lambda n: desk.add(document, whole, who=("specialist", "head")[n % 2]))
    assert len(done(came)) == AT_ONCE
    ordinals = DocumentVersion.objects.filter(document=document).values_list("ordinal", flat=True)
    assert sorted(ordinals) == list(range(1, AT_ONCE + 2))
    newest = versions_of(document)[0]
    at_once(lambda _n: documents.take_document_number(**desk.by(document)))
    assert recorded("dossiers.take_document_number") == 1

    def settle_or_drop(number):
        if number % 4 == 3:
            return documents.drop_document(**desk.by(document)) or "dropped"
        return desk.settle(document, version=newest)

    came = at_once(settle_or_drop)
    assert len(done(came)) == 1
    document.refresh_from_db()
    assert (document.settled_at is None) != (document.dropped_at is None)
    if document.settled_at is None:
        return
    by = desk.by(document, "leader") | {"version_id": newest.public_id}

    def approve_or_reopen(number):
        if number % 2:
            return documents.reopen_document(**desk.by(document)) and None
        return approve_document(**by)

    came = at_once(approve_or_reopen)
    document.refresh_from_db()
    was_approved = document.approved_at is not None
    assert recorded("dossiers.approve_document") == was_approved
    assert (document.settled_at is not None) == was_approved


def test_twenty_documents_numbered_at_once_have_twenty_numbers_one_after_another(world):
    dossier = world.receive(residence(world))
    desk = Desk(world, dossier)
    begun = [desk.begin() for _ in range(AT_ONCE)]
    came = at_once(lambda n: documents.take_document_number(**desk.by(begun[n])))
    assert len(done(came)) == AT_ONCE
    numbers = sorted(int("".join(filter(str.isdigit, one.number.split("/")[0]))) for one in came)
    assert numbers == list(range(numbers[0], numbers[0] + AT_ONCE))


def test_an_approved_document_is_signed_once_however_many_do_it(desk, world):
    document = desk.settle(desk.write())
    by = desk.by(document, "leader")
    at_once(lambda _n: approve_document(**by, version_id=document.settled.public_id))
    assert recorded("dossiers.approve_document") == 1
    world.give_a_key()
    at_once(lambda _n: sign_document(actor=SYSTEM, document_id=document.pk, now=NOW))
    document.refresh_from_db()
    assert document.signed_at is not None
    assert SignedDocument.objects.filter(reference=str(document.public_id)).count() == 1


def test_a_version_sent_ahead_is_added_once(desk):
    document = desk.begin()
    whole = completed(versions_of(document)[0]).read()
    actor = desk.world.actor("specialist")
    by = {"actor": actor, "document": document, "now": NOW}
    part = begin_document_part(**by, size=len(whole), metadata="")
    parts.append(part.public_id, 0, io.BytesIO(whole), whole=len(whole))
    came = at_once(lambda _n: add_sent_version(**by, part_id=part.public_id, based_on=1, note=""))
    assert len(done(came)) == 1
    assert DocumentVersion.objects.filter(document=document).count() == 2


def test_a_result_is_handed_out_once(world, finished):
    receiver = Receiver("Nguyễn Thị An", paper="CCCD …0123")
    by = {"dossier_id": finished.pk, "now": NOW}

    def hand(number):
        actor = world.actor(("receptionist", "clerk")[number % 2])
        if number % 3:
            return hand_out(actor=actor, way=ReceivedBy.TYPED, receiver=receiver, **by)
        return dossiers.return_result(actor=actor, **by)

    came = at_once(hand)
    assert done(came)
    finished.refresh_from_db()
    assert finished.state == State.RETURNED
    assert recorded("dossiers.return_result") == 1
    assert recorded("dossiers.hand_out") == HandOut.objects.count() <= 1


def test_a_hand_out_code_is_sent_a_few_times_and_serves_once(world, finished, settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    by = {"actor": world.actor("receptionist"), "dossier_id": finished.pk}
    came = at_once(lambda n: send_hand_out_code(**by, now=NOW + timedelta(seconds=n)) or n)
    assert len(done(came)) == CODES_AN_HOUR
    newest = max(done(came))
    sent = Message.objects.filter(template="hand-out-code")
    code = sent.latest("pk").context["code"]
    later = NOW + timedelta(seconds=newest)
    wrong = Receiver("An", code="x")
    at_once(lambda _n: hand_out(**by, way=ReceivedBy.CODE, receiver=wrong, now=later))
    assert HandOut.objects.get().code_tries == TRIES
    right = Receiver("An", code=code)
    came = at_once(lambda _n: hand_out(**by, way=ReceivedBy.CODE, receiver=right, now=later))
    assert done(came) == []
    again = later + timedelta(hours=2)
    send_hand_out_code(**by, now=again)
    right = Receiver("An", code=sent.latest("pk").context["code"])
    came = at_once(lambda _n: hand_out(**by, way=ReceivedBy.CODE, receiver=right, now=again))
    assert (len(done(came)), recorded("dossiers.hand_out")) == (1, 1)


@pytest.mark.usefixtures("post")
def test_a_wish_for_the_post_is_billed_once_and_its_parcel_asked_for_once(world, finished):
    by = {"actor": world.actor("citizen"), "dossier_id": finished.pk, "now": NOW}
    came = at_once(lambda _n: posting.choose_return(**by, way=ReturnWay.POST, address=HOME))
    assert len(done(came)) == AT_ONCE
    assert Errand.objects.filter(ended_at=None).count() == 1
    assert len([one for one in orders_of("dossier", finished.pk) if ":post:" in one.key]) == 1

    def choose(number):
        way = (ReturnWay.POST, ReturnWay.COUNTER)[number % 2]
        return posting.choose_return(**by, way=way, address=HOME if number % 2 == 0 else None)

    at_once(choose)
    assert Errand.objects.filter(ended_at=None).count() == 1
    payable = [one for one in orders_of("dossier", finished.pk) if one.is_payable(NOW)]
    (errand,) = Errand.objects.filter(ended_at=None)
    assert len([one for one in payable if ":post:" in one.key]) == (errand.way == ReturnWay.POST)


@pytest.mark.usefixtures("post")
def test_a_parcel_is_asked_for_told_and_heard_once(world):
    made = done(at_once(lambda _n: parcel(direction=Direction.COLLECT)))
    assert len({one.pk for one in made}) == Parcel.objects.count() == 1
    assert recorded("deliveries.request") == 1
    sent = made[0]
    at_once(lambda _n: book_parcel(actor=SYSTEM, parcel_id=sent.pk, carrier=Willing(), now=NOW))
    assert recorded("deliveries.book") == 1
    same = word("carry", sent, minute=1)
    at_once(lambda _n: hear(carrier="post", word=same, now=NOW))
    assert TrackingEvent.objects.count() == 1
    kinds = ("carry", "other", "delay", "deliver")
    words = [word(kinds[n % 4], sent, minute=n + 2) for n in range(AT_ONCE)]
    came = at_once(lambda n: hear(carrier="post", word=words[n], now=NOW))
    assert len(done(came)) == AT_ONCE
    assert TrackingEvent.objects.count() == AT_ONCE + 1
    sent.refresh_from_db()
    assert sent.state == ParcelState.DELIVERED
    assert recorded("deliveries.late") <= 1


@pytest.mark.usefixtures("post")
def test_a_parcel_that_twenty_take_in_was_taken_in_once(world):
    sent = parcel(direction=Direction.COLLECT)
    book_parcel(actor=SYSTEM, parcel_id=sent.pk, carrier=Willing(), now=NOW)
    by = {"actor": world.actor("receptionist"), "parcel_id": sent.pk, "now": NOW}
    came = at_once(lambda _n: receive_parcel(**by))
    assert len(done(came)) == AT_ONCE
    assert (recorded("deliveries.receive"), TrackingEvent.objects.count()) == (1, 1)


@pytest.fixture
def sending(world):
    """Give a file of the citizen's that has come whole, sent ahead."""
    citizen = world.actor("citizen")
    begun = begin_part(
        actor=citizen, draft=None, paper_code="", size=len(PDF), metadata="", now=NOW
    )
    parts.append(begun.public_id, 0, io.BytesIO(PDF), whole=len(PDF))
    return {"actor": citizen, "part_id": begun.public_id, "now": NOW}


def test_a_file_in_pieces_is_taken_in_once_and_everybody_has_the_same_answer(sending):
    came = at_once(lambda _n: take_in_part(**sending))
    assert refused(came) <= {"kernel.unavailable"}
    (upload,) = Upload.objects.all()
    assert {one.pk for one in done(came)} == {upload.pk}


def test_a_file_in_pieces_that_is_given_up_while_it_is_taken_in_is_either(sending):
    def act(number):
        return drop_part(**sending) if number % 2 else take_in_part(**sending)

    at_once(act)
    assert Upload.objects.count() <= 1
    assert not PartialUpload.objects.filter(is_taken=False).exists()


def test_pieces_sent_twenty_times_at_once_are_the_file_byte_for_byte(world):
    caller = Caller(token_of(world.accounts["citizen"]))
    told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {caller.token}"}
    content = pdf().getvalue()
    size = {"Upload-Length": str(len(content))}
    path = caller.client.post("/api/v1/uploads", headers=told | size)["Location"]

    def patch(number):
        own = Caller(caller.token).client
        kind = {"content_type": "application/offset+octet-stream"}
        at = int(own.head(path, headers=told)["Upload-Offset"])
        if at == len(content):
            return own.head(path, headers=told)
        piece = content[at:] if number % 2 else content[at : at + len(content) // 3]
        return own.patch(path, piece, headers=told | {"Upload-Offset": str(at)}, **kind)

    for _turn in range(4):
        assert {one.status_code for one in at_once(patch)} <= {200, 204, 409}
    finish = f"{path}/file"
    came = at_once(lambda _n: Caller(caller.token).client.post(finish, headers=told))
    assert {one.status_code for one in came} <= {201, 503}
    (upload,) = Upload.objects.all()
    assert content_of(upload.file) == content


def test_nobody_begins_more_files_at_once_than_one_after_another(world):
    citizen = world.actor("citizen")
    by = {"actor": citizen, "draft": None, "paper_code": "", "size": 9, "metadata": "", "now": NOW}
    for _ in range(2):
        at_once(lambda _n: begin_part(**by))
    assert PartialUpload.objects.count() == MOST_AT_ONCE


def test_what_is_no_file_is_thrown_away_once_and_nobody_breaks(world):
    citizen = world.actor("citizen")
    junk = b"MZ\x90\0" * 100
    by = {"actor": citizen, "now": NOW}
    begun = begin_part(**by, draft=None, paper_code="", size=len(junk), metadata="")
    parts.append(begun.public_id, 0, io.BytesIO(junk), whole=len(junk))
    came = at_once(lambda _n: take_in_part(**by, part_id=begun.public_id))
    assert done(came) == []
    assert not PartialUpload.objects.exists()
    assert not Upload.objects.exists()
