"""The mailbox: what SMTP takes is what the pages show, and nothing in a letter runs."""

from __future__ import annotations

import re
import smtplib
from email.message import EmailMessage

import pytest

NESTED = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"


def letter(subject="Hồ sơ đã được tiếp nhận", text="Kính gửi ông/bà", html="", to="an@vidu.vn"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "motcua@vidu.vn", to, subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def deliver(mail, message, to=("an@vidu.vn",)):
    with smtplib.SMTP("127.0.0.1", mail.ports["smtp"], timeout=60) as smtp:
        if isinstance(message, bytes):
            return smtp.sendmail("motcua@vidu.vn", to, message)
        return smtp.send_message(message, to_addrs=to)


def listed(mail, to="an@vidu.vn"):
    return mail.web.get("/api/messages", params={"to": to}).json()["messages"]


def test_a_letter_arrives_in_every_recipients_inbox(mail):
    deliver(mail, letter(), to=("An@vidu.vn", "binh@vidu.vn"))
    for address in ("an@vidu.vn", "binh@vidu.vn"):
        (one,) = listed(mail, address)
        assert one["subject"] == "Hồ sơ đã được tiếp nhận"
        assert one["text"].strip() == "Kính gửi ông/bà"
    front = mail.web.get("/").text
    assert "an@vidu.vn" in front
    inbox = mail.web.get(re.search(r'href="(/inboxes/\d+)"', front)[1]).text
    assert "Hồ sơ đã được tiếp nhận" in inbox
    page = mail.web.get(f"/messages/{listed(mail)[0]['id']}").text
    assert "Kính gửi ông/bà" in page


def test_a_stored_letter_outlives_a_kill(mail):
    deliver(mail, letter())
    mail.kill()
    mail.start()
    assert len(listed(mail)) == 1


def test_the_html_part_is_shown_where_it_can_do_nothing(mail):
    html = "<p style='color:red'>Xin chào</p><script>parent.x=1</script>"
    deliver(mail, letter(html=html))
    page = f"/messages/{listed(mail)[0]['id']}"
    outer = mail.web.get(page)
    assert f'<iframe sandbox src="{page}/html"' in outer.text
    assert "<script" not in outer.text
    policy = mail.web.get(f"{page}/html").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox;" in f"{policy};"
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" in outer.headers["content-security-policy"]


def test_a_hostile_letter_is_text(mail):
    bad = "<script>alert(1)</script>"
    deliver(mail, letter(subject=bad, text=f"{bad} https://vidu.vn/x?a=1&b=2"))
    page = mail.web.get(f"/messages/{listed(mail)[0]['id']}").text
    assert "<script" not in page
    assert 'href="https://vidu.vn/x?a=1&amp;b=2"' in page


def test_attachments_are_saved_never_shown(mail):
    message = letter()
    content = b"%PDF-1.7 \x00\xff"
    message.add_attachment(
        content, maintype="text", subtype="html", filename='giấy "hẹn".html\r\nX: y'
    )
    deliver(mail, message)
    page = f"/messages/{listed(mail)[0]['id']}"
    assert "giấy" in mail.web.get(page).text
    file = mail.web.get(f"{page}/attachments/1")
    assert file.content == content
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith(
        "attachment; filename*=UTF-8''gi%E1%BA%A5y"
    )
    assert file.headers["x-content-type-options"] == "nosniff"
    for number in ("0", "2", "x", "99999999"):
        assert mail.web.get(f"{page}/attachments/{number}").status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe no headers at all",
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xe1\xba\xa1",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nz",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Subject: =?utf-8?b?////?=\r\nFrom: <<<@>\r\nTo: ,,,\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n****",
        b"Subject: a\r\n b\r\n\tc\r\nContent-Disposition: attachment; filename*=x''%FF\r\n\r\nx",
        b"Content-Type: message/rfc822\r\n\r\n" * 2 + b"Subject: in\r\n\r\nx",
        b"".join(NESTED % (depth, depth) for depth in range(99)),
    ],
)
def test_a_malformed_letter_is_kept_and_can_be_opened(shared_mail, raw):
    mail = shared_mail
    deliver(mail, raw, to=("odd@vidu.vn",))
    one = listed(mail, "odd@vidu.vn")[0]
    assert mail.web.get(f"/messages/{one['id']}").status_code == 200
    assert mail.web.get(f"/messages/{one['id']}/html").status_code == 200
    assert mail.web.get(f"/api/messages/{one['id']}/raw").content.strip() == raw.strip()


def test_a_letter_that_is_too_large_is_refused(mail):
    with pytest.raises(smtplib.SMTPException):
        deliver(mail, b"Subject: x\r\n\r\n" + (b"x" * 70 + b"\r\n") * 190_000)
    assert listed(mail) == []


def test_everything_can_be_deleted(mail):
    deliver(mail, letter())
    assert mail.web.get("/forget").status_code == 405
    assert mail.web.post("/forget", headers={"Origin": "http://evil.example"}).status_code == 403
    assert mail.web.post("/forget").status_code == 303
    assert listed(mail) == []
    assert "an@vidu.vn" not in mail.web.get("/").text


def test_inboxes_can_be_narrowed(mail):
    deliver(mail, letter(), to=("an@vidu.vn", "100%@vidu.vn"))
    assert "an@vidu.vn" not in mail.web.get("/", params={"q": "100%"}).text
    assert "100%@vidu.vn" in mail.web.get("/", params={"q": "100%"}).text
