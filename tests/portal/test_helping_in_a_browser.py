"""A daughter files for her mother in a real browser; the mother ends it by code (U15)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Dossier, Draft
from motcua.identity.middleware.cookies import session_cookie
from motcua.notifications.models import Message
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import BIRTH
from tests.identity.doors import Door, signed_in
from tests.watching import Watch, barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def come(chromium, port, world, settings):
    """Open a browser as somebody of the cast, or as nobody; fail on any complaint."""
    settings.SMS_URL = "http://127.0.0.1:9/sms"
    contexts, watches = [], []

    def arrive(name="", **options):
        address = f"http://localhost:{port}"
        context = chromium.new_context(base_url=address, **options)
        if name:
            key = signed_in(world.accounts[name]).cookies[session_cookie(Door.PORTAL)].value
            cookie = {"name": session_cookie(Door.PORTAL), "value": key, "url": address}
            context.add_cookies([cookie])
        watch = Watch(expected=["status of 422", "status of 404"])
        watch.over(context)
        contexts.append(context)
        watches.append(watch)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()
    assert [said for watch in watches for said in watch.unexpected] == []


def told(part):
    return Message.objects.filter(template="mandate-code").latest("pk").context[part]


def test_a_daughter_files_for_her_mother_who_ends_it_by_code(come, world):
    page, wrong = come("citizen"), []
    page.goto("/helping")
    wrong += barriers(page)
    page.get_by_label("Họ, chữ đệm và tên của người đó").fill("Trần Thị Mẹ")
    page.get_by_label("Loại giấy tờ tùy thân").select_option("citizen-number")
    page.get_by_label("Số giấy tờ").fill("001160000777")
    page.get_by_label("Số điện thoại của người đó").fill("0900000777")
    page.get_by_label("Người đó là gì của anh/chị").fill("mẹ")
    page.get_by_role("button", name="Gửi mã đồng ý").click()
    wrong += barriers(page)
    page.get_by_label("Mã đồng ý").fill(told("code"))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Đã có đồng ý")).to_be_visible()
    look(page, "helping")
    page.goto(f"/procedures/{BIRTH}/start?office={world.offerings[BIRTH]}")
    wrong += barriers(page)
    page.get_by_label("Trần Thị Mẹ (mẹ)").check(force=True)
    page.get_by_role("button", name="Bắt đầu điền").click()
    page.wait_for_url("**/drafts/**")
    draft = Draft.objects.get()
    _answer(world, draft)
    page.goto(f"/drafts/{draft.public_id}/check")
    expect(page.get_by_text("Anh/chị nộp hộ Trần Thị Mẹ")).to_be_visible()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/filed")
    dossier = Dossier.objects.get()
    assert dossier.applicant_name == "Trần Thị Mẹ"
    mother = come(java_script_enabled=False)
    mother.goto("/helping/end")
    mother.get_by_label("Mã chấm dứt").fill(told("ending"))
    mother.get_by_role("button", name="Chấm dứt").last.click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("Đã chấm dứt việc nộp hộ.")
    answer = page.goto(f"/dossiers/{dossier.public_id}")
    assert answer.status == 404
    assert wrong == []


def _answer(world, draft):
    """Put right answers and papers into the draft; typing them is the forms' own test."""
    rules, day = catalogue.rules(draft.version_id), world.now.date()
    draft.answers = sample_answers(rules.form, seed=3, today=day)
    draft.save(update_fields=["answers"])
    for row in rules.papers(draft.answers, "online", day):
        upload = world.upload("citizen")
        upload.draft, upload.paper_code = draft, row.code
        upload.save()
