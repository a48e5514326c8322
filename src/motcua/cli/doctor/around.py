"""Checks of what a node leans on: mail, messages, payments, antivirus, calendar, HTTPS."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from motcua.cli.doctor.findings import Finding, bad, ok, warn
from motcua.cli.reasons import reason
from motcua.config import env
from motcua.kernel import clock
from motcua.kernel.calendar import covered_until, default_calendar
from motcua.notifications.queries import sms_gateway

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 3
_MONTHS_AHEAD = timedelta(days=365)
_PORTS = {"http": 80, "https": 443, "clamd": 3310}


def mail() -> Iterator[Finding]:
    """Say hello to the mail server."""
    parts = urlsplit(env.text("MOTCUA_SMTP_URL"))
    if not parts.hostname:
        yield warn(
            "mail.server",
            ("Không gửi thư điện tử", "No mail is sent"),
            ("Đặt MOTCUA_SMTP_URL=smtp://máy:cổng.", "Set MOTCUA_SMTP_URL=smtp://host:port."),
        )
        return
    is_tls = parts.scheme == "smtps"
    place = f"{parts.hostname}:{parts.port or (465 if is_tls else 25)}"
    kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
    try:
        with kind(place, timeout=_SECONDS) as server:
            server.ehlo()
    except smtplib.SMTPException:
        yield _no_mail(place, ("câu trả lời không phải của máy chủ thư", "it is no mail server"))
    except ssl.SSLError:
        yield _no_mail(place, ("không nối kín được (TLS)", "TLS cannot be agreed on"))
    except OSError as error:
        yield _no_mail(place, reason(error))
    else:
        yield ok("mail.server", f"Máy chủ thư {place} trả lời", f"Mail server {place} answers")


def _no_mail(place: str, why: tuple[str, str]) -> Finding:
    vi, en = why
    return bad(
        "mail.server",
        (f"Máy chủ thư {place} không trả lời: {vi}", f"{place} does not answer: {en}"),
        ("Kiểm tra MOTCUA_SMTP_URL và máy chủ thư.", "Check MOTCUA_SMTP_URL and the server."),
    )


def gateways() -> Iterator[Finding]:
    """Knock at the text-message gateway, payment gateway, card terminals, carrier and antivirus."""
    yield _text_messages()
    yield _reached(
        "bank.gateway", "MOTCUA_BANK_URL", ("Không thanh toán trực tuyến", "No online payment")
    )
    if env.text("MOTCUA_TERMINAL_URL"):
        yield _reached("terminals", "MOTCUA_TERMINAL_URL", ("", ""))
    yield _reached("carrier", "MOTCUA_CARRIER_URL", ("Không gửi bưu chính", "Nothing goes by post"))
    if env.text("MOTCUA_ANTIVIRUS") == "none":
        yield warn(
            "antivirus",
            ("Tệp tải lên không được quét vi-rút", "Uploads are not scanned for viruses"),
            ("Đặt MOTCUA_ANTIVIRUS=clamd://máy:cổng.", "Set MOTCUA_ANTIVIRUS=clamd://host:port."),
        )
    else:
        yield _reached("antivirus", "MOTCUA_ANTIVIRUS", ("", ""))


def _text_messages() -> Finding:
    if not env.text("MOTCUA_SMS_GATEWAY"):
        return _reached("sms.gateway", "MOTCUA_SMS_URL", ("Không gửi tin nhắn", "No text messages"))
    try:
        with closing(sms_gateway()) as carrier:
            return _knocked("sms.gateway", carrier.gateway.url, "MOTCUA_SMS_GATEWAY")
    except ImproperlyConfigured as error:
        return bad(
            "sms.gateway",
            (f"Tệp mô tả cổng tin nhắn không dùng được: {error}", f"Unusable: {error}"),
            ("Sửa tệp ở MOTCUA_SMS_GATEWAY.", "Mend the file at MOTCUA_SMS_GATEWAY."),
        )


def _reached(check: str, name: str, without: tuple[str, str]) -> Finding:
    address = env.text(name)
    if not urlsplit(address).hostname:
        return warn(check, without, (f"Đặt {name}.", f"Set {name}."))
    return _knocked(check, address, name)


def _knocked(check: str, address: str, name: str) -> Finding:
    parts = urlsplit(address)
    place = (parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80))
    try:
        socket.create_connection(place, timeout=_SECONDS).close()
    except OSError as error:
        vi, en = reason(error)
        return bad(
            check,
            (f"{place[0]}:{place[1]} không trả lời: {vi}", f"No answer of {place[0]}: {en}"),
            (f"Kiểm tra {name} và dịch vụ ấy.", f"Check {name} and that service."),
        )
    return ok(check, f"{place[0]}:{place[1]} trả lời", f"{place[0]}:{place[1]} answers")


def calendar() -> Iterator[Finding]:
    """Check that days off are known a year ahead: a due time needs them."""
    known = covered_until(default_calendar()) or date.min
    today = clock.civil_date(clock.now())
    if known >= today + _MONTHS_AHEAD:
        yield ok("calendar.cover", f"Biết ngày nghỉ đến {known}", f"Days off known to {known}")
        return
    make = warn if known > today else bad
    yield make(
        "calendar.cover",
        (f"Chỉ biết ngày nghỉ đến {known}", f"Days off are known only to {known}"),
        (
            "Nhập ngày nghỉ và ngày hoán đổi ở trang Cơ quan, hoặc nâng cấp motcua.",
            "Enter days off and exchanged days on the Agency pages, or upgrade motcua.",
        ),
    )


def https() -> Iterator[Finding]:
    """Check that passwords and cookies do not travel in the clear."""
    is_local = env.text("MOTCUA_BIND") in {"127.0.0.1", "::1", "localhost"}
    if settings.HTTPS:
        yield ok("https", "HTTPS: cookie Secure, HSTS", "HTTPS: Secure cookies, HSTS")
    elif settings.DEMO and is_local:
        yield ok("https", "HTTP trên chính máy này (minh họa)", "HTTP on this machine (demo)")
    else:
        make = warn if is_local else bad
        yield make(
            "https",
            ("Phục vụ bằng HTTP", "Served over HTTP"),
            (
                "Đặt máy chủ HTTPS phía trước (deploy/nginx.conf) và MOTCUA_HTTPS=1.",
                "Put an HTTPS server in front (deploy/nginx.conf) and set MOTCUA_HTTPS=1.",
            ),
        )
