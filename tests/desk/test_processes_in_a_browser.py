"""A branching process on the desk, in a real browser: seen, chosen from, and without barriers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers import actions
from tests.desk.test_in_a_browser import at, sit  # noqa: F401 - a fixture
from tests.dossiers.branching import branching_world, codes_in_hand, sorted_out
from tests.watching import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_a_branching_dossier_satisfies_axe_at_both_widths(sit, world):  # noqa: F811
    branching_world(world)
    split = sorted_out(world, needs_visit=True)
    pages = {"specialist": [at("dossier", split.public_id), at("complete", split.public_id)]}
    clear = world.receive(world.file(key="key-0002"))
    actions.complete_step(
        actor=world.actor("specialist"),
        dossier_id=clear.pk,
        now=world.now,
        filled={"needs_visit": False},
    )
    pages["specialist"] += [at("consult", clear.public_id), at("send-back", clear.public_id)]
    wrong = []
    for role, addresses in pages.items():
        page = sit(role)
        for address in addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            wrong += [(role, address, barrier) for barrier in barriers(page)]
    assert wrong == []


def test_a_step_with_a_form_is_filled_in_and_opens_its_branches(sit, world):  # noqa: F811
    branching_world(world)
    dossier = world.receive(world.file())
    page = sit("specialist", java_script_enabled=False)
    page.goto(at("complete", dossier.public_id))
    page.get_by_role("button", name="Hoàn thành và chuyển").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.locator("input[name=needs_visit]").first.check()
    page.get_by_role("button", name="Hoàn thành và chuyển").click()
    expect(page.get_by_text("Đang làm cùng lúc:")).to_be_visible()
    assert codes_in_hand(dossier) == ["kiem-tra", "so-sach"]


def test_the_one_asked_reads_the_question_and_answers_it(sit, world):  # noqa: F811
    branching_world(world)
    dossier = sorted_out(world, needs_visit=False)
    page = sit("specialist", java_script_enabled=False)
    page.goto(at("dossier", dossier.public_id))
    page.get_by_role("link", name="Hỏi ý kiến").click()
    page.get_by_label("Cho ý kiến chuyên môn").check()
    page.get_by_label("Nội dung hỏi").fill("Có đúng quy hoạch không?")
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi nội dung hỏi").click()
    assert codes_in_hand(dossier) == ["tham-dinh", "y-kien"]
    head = sit("head", java_script_enabled=False)
    head.goto(at("dossier", dossier.public_id))
    expect(head.get_by_text("Có đúng quy hoạch không?").first).to_be_visible()
    head.get_by_role("link", name="Chuyển bước sau").click()
    head.get_by_label("Ý kiến thẩm tra").fill("Đúng quy hoạch.")
    with head.expect_navigation():
        head.get_by_role("button", name="Hoàn thành và chuyển").click()
    assert codes_in_hand(dossier) == ["tham-dinh"]
