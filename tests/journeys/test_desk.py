"""The officials' side: a dossier goes from the queue through every hand to a signed result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.officials import confirm_signing, open_from_queue
from tests.journeys.people import BIRTH, answer
from tests.watching import barriers, look


@pytest.fixture
def dossier(citizen, office):
    return office.file(code=BIRTH, email=citizen.facts["email"], key=citizen.facts["number"])


def act(page, path, name):
    """Do what the dossier's page offers."""
    page.goto(path)
    with page.expect_navigation():
        page.locator(".desk-acts").get_by_text(name, exact=True).click()


def confirm(page, opinion=""):
    """Press the button of an act's own page, with an opinion where it asks for one."""
    if opinion:
        page.locator("#act textarea").fill(opinion)
    with page.expect_navigation():
        page.locator("#act button[name=_next]").click()


def test_reception_specialist_head_and_leader_bring_a_dossier_to_a_signed_result(
    citizen, office, desk, secrets, dossier
):
    counter = desk("receptionist")
    open_from_queue(counter, dossier)
    path = counter.url.partition("?")[0]
    found = barriers(counter)
    act(counter, path, "Tiếp nhận")
    act(counter, path, "Chuyển xử lý")

    specialist = desk("specialist")
    act(specialist, path, "Soạn kết quả")
    answer(specialist, office.result(dossier=dossier))
    found += barriers(specialist)
    look(specialist, "draft-1280")
    confirm(specialist)
    act(specialist, path, "Chuyển bước sau")
    confirm(specialist, "Đủ điều kiện.")

    head = desk("head")
    open_from_queue(head, dossier)
    act(head, path, "Chuyển bước sau")
    look(head, "head-1280")
    confirm(head, "Đồng ý với dự thảo.")

    leader = desk("leader")
    open_from_queue(leader, dossier)
    act(leader, path, "Duyệt và ký")
    look(leader, "sign-1280")
    confirm(leader)
    found += barriers(leader)
    confirm_signing(leader, secrets[leader])
    office.wait_until_signed(dossier=dossier)

    act(counter, path, "Trả kết quả")
    counter.goto(path)
    look(counter, "returned-1280")
    found += barriers(counter)
    citizen.sign_in()
    citizen.page.get_by_role("link", name="Đăng ký khai sinh").first.click()
    expect(citizen.page.get_by_role("link", name="Tải kết quả (PDF")).to_be_visible()
    assert found == []


def test_the_queues_and_the_leaders_page_have_no_barrier(desk, dossier):
    page = desk("leader")
    assert dossier
    found = []
    for path in ("/", "/?queue=all", "/leading/"):
        page.goto(path)
        found += barriers(page)
        look(page, f"desk-{path.strip('/?=').replace('=', '-') or 'queue'}-1280")
    assert found == []
