"""Documents upon a dossier: filled in, edited elsewhere, compared, settled, signed, delivered."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.documents.actions import TemplateFacts, bring_template
from motcua.documents.base.files import look
from motcua.documents.errors import DocumentRefused, TemplateNotFound
from motcua.dossiers.actions import documents as actions, return_result
from motcua.dossiers.actions.document_signing import approve_document, sign_document
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.errors import (
    DocumentDiffers,
    DocumentLacks,
    DocumentNotFound,
    DocumentNotSettled,
    DocumentSettled,
    DossierNotFound,
    FieldsOpen,
    ResultNotDrafted,
)
from motcua.dossiers.queries.documents import (
    document_pdf,
    document_pictures,
    documents_of,
    documents_to_sign,
    letters_for,
    version_of,
    versions_of,
)
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import content_of
from motcua.notifications.models import Message
from motcua.signatures.queries import issued_document, node_trust, verify_pdf
from tests.documents.files import completed, document as docx, with_picture
from tests.dossiers.doing import residence


@pytest.fixture
def dossier(world):
    return world.receive(residence(world))


class Desk:
    """An official at his desk with one dossier."""

    def __init__(self, world, dossier, who="specialist"):
        self.world, self.dossier, self.who = world, dossier, who

    def by(self, document=None, who=None):
        more = {"document_id": document.public_id} if document else {}
        actor = self.world.actor(who or self.who)
        return {"actor": actor, "dossier_id": self.dossier.pk, "now": self.world.now, **more}

    def begin(self, template="giay-moi", who=None):
        return actions.begin_document(**self.by(who=who), template=template)

    def add(self, document, content, based_on=1, who=None):
        file = SimpleUploadedFile("sửa.docx", content)
        return actions.add_version(
            **self.by(document, who), file=file, based_on=based_on, note="Sửa lại"
        )

    def write(self, template="giay-moi"):
        """Begin a document and write every place that is left to the official."""
        document = self.begin(template)
        file = completed(versions_of(document)[0])
        actions.add_version(**self.by(document), file=file, based_on=1, note="")
        return document

    def settle(self, document, use=DocumentUse.LETTER, version=None, paper=None):
        chosen = version or versions_of(document)[0]
        given = SimpleUploadedFile("ky.pdf", paper) if paper else None
        settling = actions.Settling(chosen.public_id, use, given)
        return actions.settle_document(**self.by(document), settling=settling)

    def sign(self, document, who="leader"):
        document.refresh_from_db()
        version = document.settled.public_id
        approve_document(**self.by(document, who), version_id=version)
        self.world.give_a_key()
        self.world.settle()
        document.refresh_from_db()
        return document


@pytest.fixture
def desk(world, dossier):
    return Desk(world, dossier)


def lines_of(version):
    return "\n".join(look(content_of(version.file)).lines)


def test_a_template_is_filled_in_from_the_dossier_and_number_and_day_stay_open(desk, dossier):
    document = desk.begin()
    (version,) = versions_of(document)
    text = lines_of(version)
    assert dossier.code in text
    assert dossier.applicant_name in text
    assert "{{ van_ban.so }}" in text
    assert (version.ordinal, version.based_on, version.made_by.full_name) == (
        1,
        None,
        "Cán bộ specialist",
    )


@pytest.mark.parametrize(
    "code",
    ["cong-van-bo-sung", "thong-bao-tu-choi", "to-trinh", "quyet-dinh", "van-ban-ket-qua"],
)
def test_every_shipped_template_becomes_a_paper(desk, world, code):
    document = desk.settle(desk.write(code))
    assert document_pdf(document, now=world.now).startswith(b"%PDF-")


def test_each_version_is_kept_with_who_and_when(desk, world):
    document = desk.begin()
    desk.add(document, docx("Bản hai"), who="head")
    newest, first = versions_of(document)
    assert (newest.made_by.full_name, newest.based_on, newest.is_beside) == (
        "Cán bộ head",
        1,
        False,
    )
    assert lines_of(newest) == "Bản hai"
    assert first.made_at == world.now


def test_who_wrote_upon_an_older_version_is_told_so_and_both_are_kept(desk):
    document = desk.begin()
    desk.add(document, docx("Của trưởng phòng"), who="head")
    beside = desk.add(document, docx("Của chuyên viên"), based_on=1)
    assert beside.is_beside
    assert [one.ordinal for one in versions_of(document)] == [3, 2, 1]


def test_a_hostile_upload_leaves_no_version(desk):
    document = desk.begin()
    with pytest.raises(DocumentRefused):
        desk.add(document, b"PK\x03\x04 no document")
    assert len(versions_of(document)) == 1


def test_an_open_field_is_named_before_anybody_signs(desk):
    document = desk.begin()
    desk.add(document, docx("Kính gửi {{ nguoi_nop.ho_ten }}"))
    with pytest.raises(FieldsOpen) as told:
        desk.settle(document)
    assert told.value.details["fields"] == ["nguoi_nop.ho_ten"]


def test_what_is_left_to_the_official_is_refused_with_a_list_of_where_it_stands(desk):
    document = desk.begin()
    with pytest.raises(FieldsOpen) as told:
        desk.settle(document)
    assert [row[1] for row in told.value.rows] == [
        "[giờ, ngày]",
        "[Chưa có: Địa chỉ cơ quan]",
        "[nội dung làm việc]",
        "[QUYỀN HẠN, CHỨC VỤ NGƯỜI KÝ]",
    ]
    paragraph, _written, line = told.value.rows[0]
    assert lines_of(versions_of(document)[0]).splitlines()[int(paragraph) - 1] == line
    assert "giờ" not in str(told.value.details)
    desk.add(document, docx("Theo [1] và [2], [ 3 ] thì đúng."))
    desk.settle(document)


def test_dots_in_brackets_are_a_place_too(desk):
    document = desk.begin()
    desk.add(document, docx("Ngày […] tháng [....]"))
    with pytest.raises(FieldsOpen) as told:
        desk.settle(document)
    assert [row[1] for row in told.value.rows] == ["[…]", "[....]"]


def test_an_empty_field_stays_a_place_to_be_written_and_says_which(world, desk, dossier):
    content = docx(
        "Thư điện tử: {{ nguoi_nop.email }}",
        "{% if nguoi_nop.email %}Có thư{% else %}Không có thư{% endif %}",
    )
    facts = TemplateFacts("mau-rieng", "GM", "Mẫu riêng", "", world.now.date())
    by = {"actor": world.actor("administrator"), "agency": world.ward, "now": world.now}
    bring_template(**by, facts=facts, file=io.BytesIO(content), name="x.docx")
    dossier.contact = {**dossier.contact, "email": ""}
    dossier.save(update_fields=["contact"])
    document = desk.begin("mau-rieng")
    text = lines_of(versions_of(document)[0])
    assert "[Chưa có: Thư điện tử người nộp]" in text
    assert "Không có thư" in text
    with pytest.raises(FieldsOpen):
        desk.settle(document)


def test_what_cannot_be_set_on_paper_is_refused_by_name(desk):
    document = desk.begin()
    desk.add(document, with_picture())
    with pytest.raises(DocumentLacks) as told:
        desk.settle(document)
    assert "hình ảnh" in told.value.text


def test_a_pdf_made_elsewhere_says_what_the_document_says(desk, world):
    document = desk.write()
    settled = desk.settle(document)
    printed = document_pdf(settled, now=world.now)
    actions.reopen_document(**desk.by(document))
    desk.add(document, docx("Chữ khác hẳn"))
    with pytest.raises(DocumentDiffers) as told:
        desk.settle(document, paper=printed)
    assert told.value.rows


def test_a_settled_document_does_not_change_until_it_is_opened_again(desk):
    document = desk.settle(desk.write())
    with pytest.raises(DocumentSettled):
        desk.add(document, docx("x"))
    actions.reopen_document(**desk.by(document))
    desk.add(document, docx("x"))


def test_what_waits_is_shown_page_by_page_and_signed_by_the_leader_alone(desk, world):
    document = desk.settle(desk.write())
    assert [one.pk for one in documents_to_sign(world.actor("leader"), 20)] == [document.pk]
    assert document_pictures(document, now=world.now)[0].startswith(b"\x89PNG")
    with pytest.raises(NotAllowed):
        desk.sign(document, who="head")
    with pytest.raises(DossierNotFound):
        desk.sign(document, who="outsider")


def test_a_letter_is_numbered_signed_told_and_given_to_its_addressee(
    desk, world, dossier, settings
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    document = desk.settle(desk.write())
    assert letters_for(dossier) == []
    signed = desk.sign(document)
    assert signed.number == "01/GM-UBND"
    assert signed.issued_on == world.now.date()
    verdict = verify_pdf(content_of(signed.pdf), trust=node_trust(at=world.now), at=world.now)
    assert str(verdict.verdict) == "valid"
    assert issued_document(signed.verification_id).title == signed.title
    assert [one.pk for one in letters_for(dossier)] == [document.pk]
    assert Message.objects.filter(template="letter").count() == 1
    assert documents_to_sign(world.actor("leader"), 20) == []


def test_what_stays_inside_is_not_given_to_the_applicant(desk, dossier):
    desk.sign(desk.settle(desk.write("to-trinh"), use=DocumentUse.INTERNAL))
    assert letters_for(dossier) == []


def test_approving_twice_signs_once_and_takes_one_number(desk, world):
    document = desk.sign(desk.settle(desk.write()))
    mark = document.verification_id
    desk.sign(document)
    sign_document(actor=SYSTEM, document_id=document.pk, now=world.now)
    document.refresh_from_db()
    assert document.verification_id == mark
    assert desk.sign(desk.settle(desk.write())).number == "02/GM-UBND"


def test_only_the_version_that_was_shown_is_signed(desk, world):
    document = desk.settle(desk.write())
    shown = document.settled.public_id
    actions.reopen_document(**desk.by(document))
    desk.add(document, docx("Nội dung khác"))
    desk.settle(document)
    with pytest.raises(DocumentNotSettled):
        approve_document(**desk.by(document, "leader"), version_id=shown)


def test_a_number_taken_before_is_kept(desk):
    document = desk.write()
    actions.take_document_number(**desk.by(document))
    actions.take_document_number(**desk.by(document))
    assert desk.sign(desk.settle(document)).number == "01/GM-UBND"


def test_a_document_becomes_the_result_and_is_signed_with_it(world, desk, dossier):
    document = desk.write("van-ban-ket-qua")
    with pytest.raises(ResultNotDrafted):
        desk.settle(document, use=DocumentUse.RESULT)
    world.draft(dossier)
    desk.settle(document, use=DocumentUse.RESULT)
    assert documents_to_sign(world.actor("leader"), 20) == []
    with pytest.raises(DocumentNotSettled):
        desk.sign(document)
    finished = world.finish(dossier, world.now + timedelta(hours=1))
    assert finished.result.document_id == document.pk
    assert verify_pdf(
        content_of(finished.result.pdf), trust=node_trust(at=world.now), at=finished.finished_at
    ).verdict
    document.refresh_from_db()
    assert document.signed_at is None


def test_a_dropped_document_is_gone_from_the_dossier_and_stays_in_the_record(desk, dossier):
    document = desk.begin()
    actions.drop_document(**desk.by(document))
    assert documents_of(dossier) == []
    with pytest.raises(DocumentNotFound):
        desk.settle(document)
    assert document.versions.count() == 1


@pytest.mark.parametrize("who", ["auditor", "administrator", "outsider"])
def test_who_does_not_handle_it_writes_nothing(desk, who):
    with pytest.raises((NotAllowed, DossierNotFound)):
        desk.begin(who=who)


def test_a_closed_dossier_takes_no_more_documents(world, desk, dossier):
    finished = world.finish(dossier)
    return_result(actor=world.actor("receptionist"), dossier_id=finished.pk, now=world.now)
    with pytest.raises(NotAllowed):
        desk.begin(who="receptionist")


def test_another_document_has_no_such_version(desk):
    first, second = desk.begin(), desk.begin("to-trinh")
    with pytest.raises(DocumentNotFound):
        version_of(first, versions_of(second)[0].public_id)
    with pytest.raises(TemplateNotFound):
        desk.begin("khong-co")
