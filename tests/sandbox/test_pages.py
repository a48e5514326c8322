"""The pages in a real browser: they fit, they break no policy, and paying leads back."""

from __future__ import annotations

from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.sandbox.conftest import TOKEN, BankProcess, Process
from tests.sandbox.test_bank_money import code
from tests.sandbox.test_mail import deliver, letter

pytestmark = pytest.mark.browser


@contextmanager
def window(chromium, width):
    """Open a window; fail on any complaint of the browser's, policy violations included."""
    complaints = []
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def address(process: Process, path: str) -> str:
    return f"http://127.0.0.1:{process.ports[process.name]}{path}"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_window_or_breaks_its_policy(
    chromium, shared_bank, shared_phone, shared_mail, width
):
    fill(shared_bank, shared_phone, shared_mail, width)
    paths = {
        shared_bank: [
            *("/", "/orders", "/transactions", "/events", "/faults", "/transfer"),
            *(f"/app?qr={quote(code())}", shared_bank.open(f"P-{width}-open")),
        ],
        shared_phone: ["/", "/phones/1", "/phones/1/answer", "/operator", "/events"],
        shared_mail: ["/", "/inboxes/1", f"/messages/{newest(shared_mail)}"],
    }
    with window(chromium, width) as page:
        for process, own in paths.items():
            for path in own:
                page.goto(address(process, path))
                wide = "document.documentElement.scrollWidth > innerWidth"
                assert not page.evaluate(wide), path
                assert page.locator("h1").count() == 1, path


def fill(bank: BankProcess, phone: Process, mail: Process, width: int) -> None:
    bank.pay(f"P-{width}", description="Lệ phí " + "đ" * 190)
    bank.transfer(content="x" * 140)
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": str(width)}
    wish = {"to": "0912345678", "text": f"http://localhost/{'x' * 200} đã nhận"}
    phone.web.post("/messages", json=wish, headers=headers)
    deliver(mail, letter(subject="S" * 200, html="<p style='color:red'>Xin chào</p>"))


def newest(mail: Process) -> str:
    return mail.web.get("/api/messages?to=an@vidu.vn").json()["messages"][0]["id"]


def test_paying_in_a_browser_leads_back_to_the_merchant(chromium, bank, platform):
    back_to = f"http://127.0.0.1:{platform.port}/"
    secret, hook = str(bank.data / "secret"), platform.url
    merchant = {"code": "H27", "secret_file": secret, "webhook_url": hook}
    merchants = {"merchants": [{**merchant, "return_prefixes": [back_to]}]}
    (bank.data / "merchants.json").write_text(str(merchants).replace("'", '"'))
    path = bank.open("P1", merchant="H27", return_url=f"{back_to}back")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address(bank, path))
    page.get_by_role("button", name="Trả 20.000 đ").click()
    page.wait_for_url(f"{back_to}back?*status=paid*")
    page.goto(address(bank, path))
    expect(page.get_by_text("đã thanh toán")).to_be_visible()
    context.close()


def test_a_letters_script_does_not_run(chromium, shared_mail):
    html = "<p id=p>cũ</p><script>document.getElementById('p').textContent='mới'</script>"
    deliver(shared_mail, letter(html=html))
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address(shared_mail, f"/messages/{newest(shared_mail)}"))
    expect(page.frame_locator("iframe").locator("#p")).to_have_text("cũ")
    context.close()
