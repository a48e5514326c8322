"""One of everything that an address may name, in the ward of the cast."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from motcua.agencies.actions import appoint_official, grant_access
from motcua.agencies.actions.absences import AbsenceTerms, set_absence
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.agencies.models import CalendarDay, Official, Posting, Unit
from motcua.counters.actions import book, plan_booking, start_filing
from motcua.counters.queries.booking import days_to_book
from motcua.counters.queries.knowing import Who
from motcua.documents.actions import TemplateFacts, bring_template
from motcua.documents.base.composing import composed
from motcua.dossiers import actions
from motcua.dossiers.actions.document_signing import approve_document, sign_document
from motcua.dossiers.actions.documents import Settling, add_version, begin_document, settle_document
from motcua.dossiers.actions.keeping import PhraseFacts, write_phrase
from motcua.dossiers.actions.outages import OutageFacts, ask_outage
from motcua.dossiers.actions.provisional import make_block
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.models import Draft, Upload
from motcua.identity.actions import ask_second_factor_reset
from motcua.identity.actions.mandates import OwnerFacts, ask_mandate
from motcua.insight.actions.reporting import ReportTerms, ask_report, write_report
from motcua.kernel.actors import SYSTEM, Actor
from motcua.notifications.enums import Topic
from motcua.notifications.queries.wishes import unsubscribe_link
from motcua.payments.actions import make_link
from motcua.payments.queries import orders_of
from motcua.payments.queries.links import token_of
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import begin_version
from motcua.procedures.actions.listing import ListFacts, make_list
from motcua.voice.actions.giving import FeedbackFacts, GivenFile, give_feedback
from motcua.voice.actions.handling import approve, draft_answer, route
from motcua.voice.actions.helping import HelpFacts, ask_for_help
from motcua.voice.actions.publishing import propose_publication, publish
from motcua.voice.models import HelpKey
from tests.cast import BIRTH, BUSINESS, NOW, PDF
from tests.console.national import CHANGED, GONE, TIME, bring_catalogue
from tests.counters.conftest import Office
from tests.documents.files import completed
from tests.portal.typing import pdf
from tests.receipts.making import paid, series, written

_OF_RECEIPTS = (
    "portal:receipt-file receipt_id",
    "desk:receipt receipt_id",
    "desk:receipt-decide receipt_id",
    "desk:receipt-file receipt_id",
)
NOWHERE = "00000000-0000-4000-8000-000000000000"


def things_of(world):
    """Give the parts of addresses by their names; `name part` counts before `part`."""
    filed, begun = world.file(BUSINESS, key="filed"), world.file(BIRTH, key="finished")
    part = _part(world, world.receive(begun))
    written = _document(world, begun)
    finished = world.finish(begun)
    actions.return_result(actor=world.actor("receptionist"), dossier_id=finished.pk, now=world.now)
    _photograph(world, finished)
    return (
        _agency(world)
        | _draft(world)
        | _dossier(finished)
        | {
            "portal:dossier-part part_id": part.public_id,
            "document_id": written.public_id,
            "portal:dossier-letter document_id": written.public_id,
            "version_id": written.settled.public_id,
            "template": _template(world).public_id,
            "kept": "giay-moi",
            "shipped": "giay-moi",
            "order_id": orders_of("dossier", filed.pk)[0].public_id,
            "verification_id": finished.result.verification_id,
            **dict.fromkeys(_OF_RECEIPTS, _receipt(world, finished)),
            "offering": world.offerings[BIRTH],
            "kind": "pdf",
            "notice_id": NOWHERE,
            "block_id": make_block(
                actor=world.actor("receptionist"),
                unit=Unit.objects.get(agency=world.ward, code="MC"),
                counter_id=None,
                sheets=2,
                now=world.now,
            ).public_id,
            "outage": ask_outage(
                actor=world.actor("administrator"),
                agency_id=world.ward.pk,
                facts=OutageFacts("Mất điện", "Thông báo 1", world.now),
                now=world.now,
            ).public_id,
            "event": "having-a-child",
            "chapter": "ngay-dau",
            "picture": "dang-nhap",
            "code": world.ward.code,
            "openapi:procedure code": BIRTH,
            "catalogue-service code": BIRTH,
            "portal:procedure code": BIRTH,
            "portal:blank-form code": BIRTH,
            "portal:process code": BIRTH,
            "procedure": BIRTH,
            "console:process-move version": finished.version_id,
            "report_id": _report(world),
            "occasion": "accepted",
            "topic": "dossier",
            "news_id": NOWHERE,
            "browser_id": NOWHERE,
            "portal:unsubscribe token": _ending(),
            **_link(world, filed),
            "language": "vi",
            "medium": "email",
            **_written(world),
            **_counter(world),
            **_said(world, finished),
            "portal:start code": BIRTH,
            "portal:track-code code": finished.code,
            "desk:takings-month agency": world.ward.code,
            "month": "2026-11",
            "desk:ledger-account account": 1,
            "desk:statement-file file_id": NOWHERE,
            "difference_id": NOWHERE,
            "desk:statement-day account": 1,
            "desk:statement-day day": "2026-11-19",
            **{
                f"{name} {part}": said
                for name in ("desk:takings-day", "desk:takings-records", "desk:takings-close")
                for part, said in (("agency", world.ward.code), ("day", "2026-11-19"))
            },
            "desk:money-back-order reference": "MC23456789AB",
            "desk:money-back-decide reference": "MC23456789AB",
            "desk:money-back-decide proposal_id": "00000000-0000-4000-8000-000000000000",
            "desk:money-back-refused refund_id": 0,
            "desk:till-back refund_id": 0,
            "desk:till-voucher refund_id": 0,
            "desk:money-back-taken reversal_id": 0,
            "desk:money-twice reversal_id": 0,
            "desk:money-twice-decide reversal_id": 0,
            "schema": "form",
            "portal:draft-form code": "q-x",
            "uidb36": "1",
            "key": "set-password",
            "pk": 1,
            "filed": filed,
            "finished": finished,
        }
    )


def _ending():
    """Give the last part of an address that ends news."""
    return unsubscribe_link("an@vidu.vn", Topic.NEWS).rpartition("/")[2]


def _receipt(world, dossier):
    """Give a receipt of something that was paid for a dossier, its files written."""
    world.give_a_key()
    series(world.ward, now=world.now)
    order = paid(world.ward, now=world.now, subject=("dossier", dossier.pk))
    return written(order, world.now).public_id


def _template(world):
    """Give a template of a document that the ward brought."""
    facts = TemplateFacts("mau-rieng", "GM", "Mẫu riêng", "", world.now.date())
    by = {"actor": world.actor("administrator"), "agency": world.ward, "now": world.now}
    return bring_template(**by, facts=facts, file=io.BytesIO(composed("giay-moi")), name="x.docx")


def _document(world, dossier):
    """Give a letter upon a dossier, signed."""
    world.give_a_key()
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    made = begin_document(**by, template="giay-moi")
    file = completed(made.versions.get())
    more = {"document_id": made.public_id, "based_on": 1, "note": ""}
    version = add_version(**by, **more, file=file)
    settling = Settling(version.public_id, DocumentUse.LETTER)
    settle_document(**by, document_id=made.public_id, settling=settling)
    approve_document(
        actor=world.actor("leader"),
        dossier_id=dossier.pk,
        document_id=made.public_id,
        version_id=version.public_id,
        now=world.now,
    )
    sign_document(actor=SYSTEM, document_id=made.pk, now=world.now)
    made.refresh_from_db()
    return made


def _report(world):
    """Give a register that the leader had written out."""
    day = world.now.date()
    terms = ReportTerms("register", "xlsx", world.ward.pk, day, day, "reporting")
    asked = ask_report(actor=world.actor("leader"), terms=terms, now=world.now)
    write_report(public_id=asked.public_id, now=world.now)
    return asked.public_id


def _written(world):
    """Give what administrators write: a draft, a list, and what the national catalogue says."""
    bring_catalogue()
    writer = world.actor("administrator")
    pack = catalogue.pack_of(catalogue.version_on(BUSINESS, NOW.date()))
    facts = ListFacts("x", "x", "x", "online", "x", NOW.date(), entries={BUSINESS: None})
    return {
        "version": begin_version(actor=writer, pack=pack, now=NOW),
        "list_id": make_list(actor=writer, facts=facts, now=NOW),
        "record": CHANGED,
        "console:withdraw-gone record": GONE,
        "console:keep-gone record": GONE,
        "console:settle kind": "limit.other-unit",
        "console:settle path": TIME,
    }


def _counter(world):
    """Give a counter where the receptionist sits, with a ticket and somebody being filed for."""
    office = Office(world)
    office.open()
    filing = start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=world.offerings[BIRTH],
        who=Who(full_name="x"),
        now=world.now,
    )
    upload = world.upload("receptionist")
    Upload.objects.filter(pk=upload.pk).update(draft=filing.draft, paper_code="x")
    owner = OwnerFacts("Trần Thị Mẹ", "citizen-number", "001160000777", "0900000777", "mẹ")
    mandate = ask_mandate(actor=world.actor("citizen"), owner=owner, now=world.now)
    return {
        "mandate_id": mandate.public_id,
        "counter": office.one.pk,
        "kind_id": office.status.public_id,
        "booking_id": _booking(office).public_id,
        "ticket_id": office.take(key="x").public_id,
        "filing_id": filing.public_id,
        "paper": "x",
        "desk:counter-file upload_id": upload.public_id,
    }


def _booking(office):
    """Give a time that the citizen booked."""
    kind, now = office.status, office.now
    by = {"actor": SYSTEM, "kind": kind, "valid_from": now.date(), "now": now}
    plan_booking(**by, minutes=30, places=2)
    slots = list(days_to_book(kind, now).values())[1]
    return book(
        actor=office.actor("citizen"),
        kind_id=kind.public_id,
        offering_id=office.world.offerings[BIRTH],
        starts_at=slots[0].starts_at,
        key="x",
        now=now,
    )


def _said(world, dossier):
    """Give one of everything that people say: feedback with a file, its publication, a call."""
    nobody = Actor(kind="citizen")
    who = {"name": "Lê Hoa", "phone": "0900000321"}
    feedback = give_feedback(
        actor=nobody,
        facts=FeedbackFacts(world.ward.pk, "remark", "delay", "Chậm", "Tôi chờ lâu.", **who),
        dossier=dossier,
        files=[GivenFile("anh.pdf", io.BytesIO(PDF))],
        now=world.now,
    )
    specialists = Unit.objects.get(agency=world.ward, code="CM")
    by = {"public_id": feedback.public_id, "now": world.now}
    route(actor=world.actor("receptionist"), unit_id=specialists.pk, **by)
    return {
        "token": "khong-co",
        "receipt_id": feedback.receipt_id,
        "publication_id": _answered(world, nobody, specialists).public_id,
        "feedback_id": feedback.public_id,
        "file_id": feedback.files.get().public_id,
        "desk:feedback-act act": "nguoi-bi-phan-anh",
        **_called(world),
    }


def _called(world):
    """Give a call to the help desk, whose draft the receptionist has opened for good."""
    receptionist = world.actor("receptionist")
    call = ask_for_help(
        actor=receptionist,
        facts=HelpFacts(world.ward.pk, "call", "Không gửi được ảnh."),
        now=world.now,
    )
    key = HelpKey.objects.create(
        request=call,
        draft=Draft.objects.get(public_id=_draft(world)["draft_id"]),
        digest=b"x" * 32,
        sent_to="*",
        sent_at=world.now,
        expires_at=world.now,
        opened_by_id=receptionist.official_id,
        opened_until=datetime(2100, 1, 1, tzinfo=UTC),
    )
    return {"request_id": call.public_id, "desk:help-draft key": key.pk}


def _answered(world, nobody, unit):
    """Give the publication of feedback that was answered."""
    facts = FeedbackFacts(world.ward.pk, "proposal", "other", "Ghế", "Cần ghế.", is_anonymous=True)
    row = give_feedback(actor=nobody, facts=facts, now=world.now)
    by = {"public_id": row.public_id, "now": world.now}
    route(actor=world.actor("receptionist"), unit_id=unit.pk, **by)
    draft_answer(actor=world.actor("specialist"), text="Đã đặt thêm ghế.", **by)
    approve(actor=world.actor("head"), **by)
    words = {"question": "Nên có ghế.", "answer": "Đã đặt thêm ghế."}
    propose_publication(actor=world.actor("specialist"), **words, **by)
    return publish(actor=world.actor("head"), **by)


def of_dossier(dossier):
    """Give the parts that name another dossier and what belongs to it."""
    return _dossier(dossier)


def strange(things):
    """Give the same parts, naming objects that nobody has."""
    kept = {"code", "kind", "path", "uidb36", "key", "pk", "offering", "chapter", "picture"}
    return {
        name: thing if name.split()[-1] in kept else _nobodys(thing)
        for name, thing in things.items()
    }


def _nobodys(thing):
    return 2**31 - 1 if isinstance(thing, int) else NOWHERE


def _dossier(dossier):
    paper, slip = dossier.papers.first(), dossier.slips.filter(form="01").first()
    return {
        "dossier_id": dossier.public_id,
        "public_id": dossier.public_id,
        "paper_id": paper.public_id if paper else NOWHERE,
        "slip_id": slip.public_id if slip else NOWHERE,
        "portal:dossier-pictures code": paper.code if paper else "x",
    }


def _part(world, dossier):
    """Return a part of the result before the last."""
    world.give_a_key()
    part = actions.approve_part(
        actor=world.actor("leader"),
        dossier_id=dossier.pk,
        name="Kết quả thứ nhất",
        document=SimpleUploadedFile("ket-qua.pdf", pdf().getvalue(), "application/pdf"),
        now=world.now,
    )
    world.settle()
    return part


def _photograph(world, dossier):
    """Let the first paper of a dossier be a photograph, so that its pictures are there to open."""
    paper = dossier.papers.first()
    type(paper).objects.filter(pk=paper.pk).update(file=_photographed(world).file)


def _photographed(world):
    photograph = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(photograph, "PNG")
    return world.upload(content=photograph.getvalue(), media_type="image/png")


def _draft(world):
    citizen = world.actor("citizen")
    draft = actions.start_draft(
        actor=citizen,
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers={},
        now=world.now,
    )
    rules = catalogue.rules(draft.version_id)
    upload = _photographed(world)
    Upload.objects.filter(pk=upload.pk).update(draft=draft, paper_code="x")
    return {
        "draft_id": draft.public_id,
        "upload_id": upload.public_id,
        "part_id": NOWHERE,
        "parcel_id": NOWHERE,
        "old_id": NOWHERE,
        "system": "ho-tich",
        "portal:draft-pictures code": "x",
        "portal:draft-page code": rules.form.spec.pages[0].code,
    }


def _phrase(world):
    facts = PhraseFacts("note", "Mẫu", "Đã gọi điện.", world.ward.pk)
    return write_phrase(actor=world.actor("specialist"), facts=facts, now=world.now)


def _agency(world):
    official = Official.objects.get(agency=world.ward, staff_code="specialist")
    visiting = appoint_official(
        actor=SYSTEM,
        agency=world.ward,
        facts=OfficialFacts("NV-77", "Cán bộ không có tài khoản"),
        now=world.now,
        valid_from=date(2026, 1, 1),
    )
    grant = grant_access(
        actor=SYSTEM,
        official=visiting,
        agency=world.ward,
        terms=GrantTerms("audit", "Kiểm tra", date(2026, 1, 1)),
        now=world.now,
    )
    reset = ask_second_factor_reset(
        actor=world.actor("administrator"),
        account=world.accounts["clerk"],
        reason="Mất điện thoại",
        now=world.now,
    )
    own = CalendarDay.objects.create(
        agency=world.ward, day=date(2027, 3, 1), kind="off", name="Nghỉ"
    )
    absence = set_absence(
        actor=SYSTEM,
        official=official,
        terms=AbsenceTerms(world.now.date(), world.now.date()),
        now=world.now,
    )
    return {
        "proposal_id": NOWHERE,
        "view_id": NOWHERE,
        "mark_id": NOWHERE,
        "rule_id": NOWHERE,
        "opinion_id": NOWHERE,
        "phrase_id": _phrase(world).public_id,
        "absence_id": absence.public_id,
        "official": official.public_id,
        "other": world.accounts["auditor"].official.public_id,
        "unit": Unit.objects.filter(agency=world.ward).first().public_id,
        "posting": Posting.objects.filter(official=official).first().pk,
        "grant": grant.pk,
        "reset": reset.pk,
        "day": own.pk,
    }


def _link(world, filed):
    """Give the link by which somebody else pays the fee of a dossier."""
    order = orders_of("dossier", filed.pk)[0]
    made = make_link(actor=world.actor("citizen"), order_id=order.pk, now=world.now)
    # Whoever has the link may pay by it, which is what it is for: a stranger has another one.
    strange = {f"portal:{name} token": "nobodys" for name in ("pay-link-card", "pay-link-wallet")}
    return strange | {"portal:pay-link token": token_of(made)}
