"""A receipt that was adjusted, as whoever checks it sees it in a browser."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from motcua.receipts.actions import follow_money, write_papers
from motcua.receipts.queries import file_of
from tests.cast import NOW
from tests.receipts.making import paid, series, written
from tests.receipts.test_correcting import book_back
from tests.watching import Watch, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_is_checked_without_scripts_and_leads_to_the_receipt_that_holds(
    chromium, port, world
):
    world.give_a_key()
    series(world.ward)
    old = written(paid(world.ward, 20_000))
    book_back(old.order, 5_000, "RF1")
    new = follow_money(actor=SYSTEM, order_id=old.order_id, now=NOW)
    write_papers(receipt_id=new.pk, now=NOW)
    content = content_of(file_of(old, "xml"))
    watch = Watch()
    context = chromium.new_context(base_url=f"http://localhost:{port}", java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto("/verify")
    shown = {"name": "bien-lai.xml", "mimeType": "application/xml", "buffer": content}
    page.locator("input[type=file]").set_input_files(shown)
    page.get_by_role("button", name="Kiểm tra tệp").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Biên lai này đã được điều chỉnh").wait_for()
    address = page.get_by_role("link", name="Mở biên lai đang có giá trị").get_attribute("href")
    context.close()
    assert address == f"/v/{new.verification_id}"
    with chromium.new_context(base_url=f"http://localhost:{port}") as context:
        watch.over(context)
        page = context.new_page()
        page.goto(address)
        fits(page, "receipt-checked")
        page.goto(f"/v/{old.verification_id}")
        fits(page, "receipt-adjusted")
    assert watch.unexpected == []
