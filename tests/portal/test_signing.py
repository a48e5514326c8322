"""The filer signs what is filed: by a one-time code, a remote service, or his own token."""

from __future__ import annotations

import pytest
from django.test import override_settings
from pydantic import ValidationError

from motcua.dossiers.models import Dossier, Draft, FileVerdict
from motcua.dossiers.queries.holdings import papers_in
from motcua.dossiers.queries.signatures import document_to_sign
from motcua.kernel.files import content_of
from motcua.notifications.models import Message
from motcua.procedures.base.forms.questions import SignatureQuestion
from motcua.procedures.base.forms.samples import sample_answers
from motcua.signatures.actions import sign_pdf, sign_remotely
from motcua.signatures.queries import signing_key
from tests.cast import NOW
from tests.openapi.caller import Caller, token_of
from tests.portal.offered import let_in
from tests.portal.test_every_kind import CODE, a_pack, look_at
from tests.portal.typing import pdf, typed_pages, upload
from tests.procedures.every_kind import text
from tests.signatures.tampering import add_a_note, replace_contents, turn_the_page, updated

PAPER = "q-signed"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail():
    """Let mail go somewhere: nobody listens, and nothing is delivered here."""
    with override_settings(SMTP_URL="smtp://127.0.0.1:1"):
        yield


ASK = {"key": "signed", "kind": "signature", "label": text("Tờ khai có chữ ký của anh/chị"),
       "basis": "Luật", "mark": "seen"}  # fmt: skip
DECISION = {"code": "to-trinh", "name": text("Tờ trình"), "basis": "Luật", "copies": 1}


@pytest.fixture
def signed_form(world):
    """Let the ward take a procedure whose form the filer signs; the ward has a seal."""
    return offer(world, ASK)


@pytest.fixture
def signed_paper(world):
    """Let the ward take a procedure with a paper that the filer signs; the ward has a seal."""
    return offer(world, {**ASK, "signs": "to-trinh"}, papers=[DECISION])


def offer(world, *asked, papers=None):
    """Let the ward take three questions and these; gives the form."""
    world.give_a_key()
    pack = a_pack()
    content = pack.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    content["form"]["pages"][0]["questions"] = [
        *content["form"]["pages"][0]["questions"][:3],
        *asked,
    ]
    content["form"]["pages"] = content["form"]["pages"][:1]
    content["form"].pop("checks")
    if papers is not None:
        content["variants"][0]["papers"] = papers
    for way in content["channels"]:
        way["fees"] = []
    return let_in(world, type(pack).model_validate(content))


@pytest.fixture
def ready(citizen, begin, signed_form):
    """Answer the form, and give its address at the step of papers."""
    return answered(citizen, begin, signed_form)


def answered(citizen, begin, form):
    draft = begin(CODE)
    for page, data in typed_pages(form, seed=5).items():
        citizen.post(f"{draft}/{page}", data)
        assert citizen.response["Location"].endswith("/papers")
    return draft


def code_sent():
    return Message.objects.filter(template="signing-code").latest("pk").context["code"]


def test_unsigned_it_is_not_filed_and_the_page_says_what_to_do(citizen, ready):
    citizen.post(f"{ready}/papers", {"_next": ""})
    assert citizen.problems == {"Chưa có Tờ khai có chữ ký của anh/chị": "#f-q-signed"}
    look_at(citizen, "signing")
    citizen.post(f"{ready}/check", {"_next": ""})
    assert citizen.status == 200
    assert not Dossier.objects.exists()


def test_a_one_time_code_signs_it_and_the_clerk_reads_the_verdict(citizen, ready):
    citizen.post(f"{ready}/papers", {"_sign_code": PAPER}).follow()
    assert "Mã đã gửi tới ******5678" in citizen.text
    look_at(citizen, "signing-code")
    wrong = "000000" if code_sent() != "000000" else "111111"
    citizen.post(f"{ready}/papers", {"_sign_confirm": PAPER, f"code.{PAPER}": wrong})
    assert "Mã chưa đúng hoặc đã hết hạn" in citizen.text
    citizen.post(f"{ready}/papers", {"_sign_confirm": PAPER, f"code.{PAPER}": code_sent()}).follow()
    look_at(citizen, "signed")
    assert "Chữ ký hợp lệ" in citizen.text
    citizen.post(f"{ready}/check", {"_next": ""})
    (held,) = papers_in(Dossier.objects.get(), "vi")
    assert (held.signed.way, held.signed.conclusion) == ("code", "valid")
    assert held.signed.signers
    assert held.signed.words.startswith("Chữ ký hợp lệ")


def test_who_checks_a_form_confirmed_by_code_reads_that_it_is_no_paper_of_the_agency(
    citizen, ready, stranger
):
    citizen.post(f"{ready}/papers", {"_sign_code": PAPER})
    citizen.post(f"{ready}/papers", {"_sign_confirm": PAPER, f"code.{PAPER}": code_sent()})
    confirmed = content_of(Draft.objects.get().uploads.get().file)
    stranger.post("/verify", {"file": upload(confirmed, "da-ky.pdf")})
    word = stranger.words("//*[@class='mc-verdict__word']")
    assert word.startswith("Xác nhận của người nộp bằng mã dùng một lần, do cơ quan giữ")
    assert "giữ dưới con dấu số của cơ quan ghi dưới đây" in stranger.text
    assert "Người nộp xác nhận bằng mã dùng một lần: Nguyễn Thị An" in stranger.text


def test_the_agency_puts_no_seal_on_a_paper_that_a_citizen_wrote(citizen, begin, signed_paper):
    draft = answered(citizen, begin, signed_paper)
    own = pdf().getvalue()
    citizen.post(f"{draft}/papers", {"to-trinh": upload(own, "quyet-dinh-gia.pdf")})
    assert "_sign_code" not in citizen.go(f"{draft}/papers").response.content.decode()
    citizen.post(f"{draft}/papers", {"_sign_code": "to-trinh"})
    assert not Message.objects.filter(template="signing-code").exists()
    assert content_of(Draft.objects.get().uploads.get().file) == own


def test_a_paper_is_signed_by_its_signer_and_a_pack_cannot_have_it_confirmed_by_code():
    paper = SignatureQuestion.model_validate({**ASK, "signs": "to-trinh"})
    assert paper.ways == ("remote", "token")
    with pytest.raises(ValidationError, match="only for signs: form"):
        SignatureQuestion.model_validate({**ASK, "signs": "to-trinh", "ways": ["code"]})


def test_a_code_is_worn_out_by_five_tries_and_used_once(citizen, ready):
    citizen.post(f"{ready}/papers", {"_sign_code": PAPER})
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        citizen.post(f"{ready}/papers", {"_sign_confirm": PAPER, f"code.{PAPER}": wrong})
    citizen.post(f"{ready}/papers", {"_sign_confirm": PAPER, f"code.{PAPER}": right})
    assert "Mã chưa đúng hoặc đã hết hạn" in citizen.text
    assert not FileVerdict.objects.exists()


def test_answers_changed_after_signing_ask_for_a_new_signature(citizen, ready, signed_form):
    citizen.post(f"{ready}/papers", {"_sign_remote": PAPER})
    citizen.post(f"{ready}/don", {"note": "Khác", "story": "Khác hẳn", "_next": ""})
    citizen.post(f"{ready}/papers", {"_next": ""})
    assert any("hãy ký lại" in said for said in citizen.problems)
    citizen.post(f"{ready}/check", {"_next": ""})
    assert not Dossier.objects.exists()


def test_a_remote_service_signs_in_the_name_of_the_person(citizen, ready):
    citizen.post(f"{ready}/papers", {"_sign_remote": PAPER}).follow()
    assert "Chữ ký hợp lệ, nội dung nguyên vẹn từ khi ký. Nguyễn Thị An" in citizen.text
    citizen.post(f"{ready}/check", {"_next": ""})
    (held,) = papers_in(Dossier.objects.get(), "vi")
    assert (held.signed.way, held.signed.signers) == ("remote", ("Nguyễn Thị An",))


def test_a_form_signed_with_ones_own_token_is_taken(citizen, ready):
    citizen.go(f"{ready}/form/{PAPER}.pdf")
    downloaded = citizen.response.content
    assert downloaded == document_to_sign(Draft.objects.get(), PAPER, NOW)
    own = sign_remotely(downloaded, holder="t", name="Nguyễn Thị An", reason="Tờ khai", now=NOW)
    citizen.post(f"{ready}/papers", {PAPER: upload(own, "da-ky.pdf"), "_next": ""})
    assert citizen.status == 302, citizen.problems
    citizen.post(f"{ready}/check", {"_next": ""})
    (held,) = papers_in(Dossier.objects.get(), "vi")
    assert (held.signed.way, held.signed.conclusion) == ("token", "valid")


def test_another_document_is_not_the_form_however_well_it_is_signed(citizen, ready, world):
    key = signing_key(agency_id=world.ward.pk, at=NOW)
    other = sign_pdf(pdf().getvalue(), key=key, reason="x", now=NOW)
    citizen.post(f"{ready}/papers", {PAPER: upload(other, "khac.pdf"), "_next": ""})
    assert any("hãy ký lại" in said for said in citizen.problems)


@pytest.mark.parametrize("change", [replace_contents, add_a_note, turn_the_page])
def test_a_form_changed_before_it_was_signed_is_not_the_form(citizen, ready, change):
    citizen.go(f"{ready}/form/{PAPER}.pdf")
    changed = updated(citizen.response.content, change)
    own = sign_remotely(changed, holder="t", name="Nguyễn Thị An", reason="Tờ khai", now=NOW)
    citizen.post(f"{ready}/papers", {PAPER: upload(own, "da-ky.pdf"), "_next": ""})
    assert any("hãy ký lại" in said for said in citizen.problems)
    citizen.post(f"{ready}/check", {"_next": ""})
    assert not Dossier.objects.exists()


def test_two_may_sign_the_form_one_after_the_other(citizen, ready):
    citizen.go(f"{ready}/form/{PAPER}.pdf")
    signed = citizen.response.content
    for holder, name in {"a": "Nguyễn Thị An", "b": "Trần Văn Bình"}.items():
        signed = sign_remotely(signed, holder=holder, name=name, reason="Tờ khai", now=NOW)
    citizen.post(f"{ready}/papers", {PAPER: upload(signed, "da-ky.pdf"), "_next": ""})
    assert citizen.status == 302, citizen.problems


def test_a_form_to_be_signed_is_filed_on_the_portal_and_not_through_the_api(world, signed_form):
    other = sign_remotely(pdf().getvalue(), holder="t", name="Ai đó khác", reason="Khác", now=NOW)
    api = Caller(token_of(world.accounts["citizen"]))
    body = {
        "offering": world.offerings[CODE],
        "answers": sample_answers(signed_form, seed=5, today=NOW.date()),
    }
    for papers in ([], [{"code": PAPER, "file": api.send(other).json()["id"]}]):
        answer = api.file(body | {"papers": papers})
        assert answer.status_code == 422, answer.content
        assert answer.json()["code"] == "dossiers.form_signed_on_portal"
    assert not Dossier.objects.exists()


def test_a_paper_without_a_signature_does_not_do(citizen, ready):
    citizen.post(f"{ready}/papers", {PAPER: pdf(), "_next": ""})
    assert any("hãy ký lại" in said for said in citizen.problems)


def test_codes_are_sent_five_times_an_hour(citizen, ready):
    for _ in range(6):
        citizen.post(f"{ready}/papers", {"_sign_code": PAPER})
    assert citizen.status == 200
    assert Message.objects.filter(template="signing-code", medium="email").count() == 5
