"""Scans by e-mail: taken once from whom is let in; what else came waits, and nothing is lost."""

from __future__ import annotations

import io
import mailbox
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pikepdf
import pytest

from motcua.counters import actions
from motcua.counters.actions import mailbox as reading
from motcua.counters.base import mail_rule_on
from motcua.counters.errors import CounterNotFound, SenderTaken
from motcua.counters.models import CounterFiling, Scan, ScanMail, ScanSender
from motcua.counters.queries.mail import let_wait, strangers
from motcua.counters.queries.scans import PREFIX, tray_of
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.errors import NotAllowed, Unavailable
from motcua.kernel.files import content_of
from tests.counters.test_scans import blank, cover, scanned

pytestmark = pytest.mark.django_db
SCANNER = "may-quet-1@co-quan.example"


@pytest.fixture
def sheet(office, filing):
    """The first of its cover sheets."""
    return actions.print_covers(actor=office.actor(), filing_id=filing.public_id, now=office.now)[0]


@pytest.fixture(params=["Maildir", "mbox"])
def place(request, tmp_path):
    """An empty mailbox of either kind."""
    made = tmp_path / "quet"
    (mailbox.Maildir if request.param == "Maildir" else mailbox.mbox)(made, create=True).close()
    return made


def let_in(office, address=SCANNER, counter=None):
    return actions.let_sender_in(
        actor=office.actor("administrator"),
        counter=counter or office.one,
        address=address,
        now=office.now,
    )


def deliver(place, *files, sender=SCANNER, key="<1@co-quan.example>", raw=None):
    message = EmailMessage()
    message["From"], message["To"] = f"Máy quét <{sender}>", "quet@co-quan.example"
    message["Subject"], message["Message-ID"] = "Bản quét", key
    message.set_content("Kèm bản quét.")
    for name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    box = (mailbox.Maildir if place.is_dir() else mailbox.mbox)(place)
    box.add(message.as_bytes() if raw is None else raw)
    box.flush()
    box.close()


def lying(place, name=""):
    if place.is_dir():
        box = mailbox.Maildir(place / f".{name}" if name else place, create=True)
    else:
        box = mailbox.mbox(place.with_name(f"{place.name}.{name}") if name else place, create=True)
    count = len(box)
    box.close()
    return count


def read(place, office):
    return reading.read_mailbox(place=str(place), now=office.now)


def codes_of(filing):
    return [row.paper_code for row in uploads_of(CounterFiling.objects.get(pk=filing.pk).draft)]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_scan_with_a_cover_sheet_goes_to_its_paper_and_the_message_aside(
    place, office, filing, sheet, kind
):
    let_in(office)
    content = scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"), blank("2"), kind=kind)
    media = "application/pdf" if kind == "PDF" else "image/tiff"
    deliver(place, (f"quét.{kind.lower()}", content, media))
    assert read(place, office) == 1
    assert codes_of(filing) == [sheet.paper_code]
    assert tray_of(office.actor()) == []
    assert (lying(place), lying(place, "taken")) == (0, 1)
    assert read(place, office) == 0


def test_the_same_message_twice_is_taken_once(place, office, filing, sheet):
    let_in(office)
    for colour in ("white", "red"):
        deliver(place, ("a.pdf", scanned(blank("1", colour)), "application/pdf"))
    assert read(place, office) == 1
    assert Scan.objects.count() == 1
    assert lying(place, "taken") == 2


def test_pictures_of_pages_lie_in_the_tray(place, office):
    let_in(office)
    out = io.BytesIO()
    blank("1").save(out, "JPEG")
    deliver(place, ("trang.jpg", out.getvalue(), "image/jpeg"))
    read(place, office)
    (part,) = tray_of(office.actor())
    assert (part.reason, part.pages) == ("no-cover", 1)


def test_what_strangers_send_waits_until_they_are_let_in(place, office, filing, sheet):
    content = scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"))
    deliver(place, ("a.pdf", content, "application/pdf"), sender="la@xa.example")
    assert read(place, office) == 0
    assert strangers() == ["la@xa.example"]
    assert Scan.objects.count() == 0
    assert (lying(place), lying(place, "strangers")) == (0, 1)
    assert read(place, office) == 0
    assert lying(place, "strangers") == 1
    let_in(office, "LA@xa.example")
    assert read(place, office) == 1
    assert codes_of(filing) == [sheet.paper_code]
    assert strangers() == []
    assert (lying(place, "strangers"), lying(place, "taken")) == (0, 1)


def test_an_encrypted_pdf_is_kept_whole_and_named(place, office):
    let_in(office)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned(blank("1")))) as made:
        made.save(out, encryption=pikepdf.Encryption(user="bí mật", owner="bí mật"))
    deliver(place, ("khoa.pdf", out.getvalue(), "application/pdf"))
    read(place, office)
    (part,) = tray_of(office.actor())
    assert part.reason == "encrypted"
    assert content_of(part.file) == out.getvalue()


def test_a_message_too_large_is_named_in_the_tray_and_stays_in_the_mailbox(
    place, office, monkeypatch
):
    let_in(office)
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    deliver(place, ("to.pdf", scanned(blank("1")), "application/pdf"))
    assert read(place, office) == 1
    (part,) = tray_of(office.actor())
    assert (part.reason, part.file) == ("too-large", None)
    assert lying(place, "taken") == 1


def test_a_message_without_a_scan_is_kept_whole(place, office):
    let_in(office)
    deliver(place)
    read(place, office)
    (part,) = tray_of(office.actor())
    assert part.reason == "no-file"
    assert b"Message-ID" in content_of(part.file)


def test_what_is_no_scan_is_kept_whole(place, office):
    let_in(office)
    deliver(place, ("a.zip", b"PK\x03\x04 nothing", "application/zip"))
    read(place, office)
    assert [part.reason for part in tray_of(office.actor())] == ["unreadable"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n\n",
        b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n--x",
        f'From: {SCANNER}\nContent-Type: application/pdf; name="=?bogus?b?####?="\n'
        "Content-Transfer-Encoding: base64\n\n@@@@".encode(),
        f"From: {SCANNER}\nMessage-ID: \x00\nSubject: \xff\n\nx".encode("latin-1"),
    ],
)
def test_a_broken_message_stops_nothing(place, office, filing, sheet, raw):
    let_in(office)
    deliver(place, raw=raw)
    content = scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"))
    deliver(place, ("a.pdf", content, "application/pdf"))
    read(place, office)
    assert codes_of(filing) == [sheet.paper_code]
    assert lying(place) == 0


def test_an_address_is_one_counters_and_can_be_ended(office, place):
    sender = let_in(office)
    with pytest.raises(SenderTaken):
        let_in(office, counter=office.two)
    actions.end_sender(actor=office.actor("administrator"), sender=sender, now=office.now)
    deliver(place, ("a.pdf", scanned(blank("1")), "application/pdf"))
    assert read(place, office) == 0
    let_in(office, counter=office.two)
    assert ScanSender.objects.filter(ended_at=None).get().counter == office.two


def test_only_administrators_of_the_office_let_senders_in(office):
    act = {"counter": office.one, "address": SCANNER, "now": office.now}
    with pytest.raises(NotAllowed):
        actions.let_sender_in(actor=office.actor(), **act)
    with pytest.raises(CounterNotFound):
        actions.let_sender_in(actor=office.actor("outsider"), **act)


def test_who_sent_is_sealed(office, place):
    deliver(place, ("a.pdf", scanned(blank("1")), "application/pdf"), sender="la@xa.example")
    read(place, office)
    assert ScanMail.objects.extra(where=["sender::text like '%%xa.example%%'"]).count() == 0


def test_a_strangers_odd_address_does_not_keep_the_scans_behind_it_waiting(place, office):
    let_in(office)
    deliver(place, raw=b"From: <a\0b@xa.example>\r\nMessage-ID: <0>\r\n\r\nx\r\n")
    deliver(place, raw=b"From: <a\xffb@xa.example>\r\nMessage-ID: <\xff>\r\n\r\nx\r\n")
    deliver(place, ("quet.pdf", scanned(blank("1")), "application/pdf"))
    assert read(place, office) == 1
    assert Scan.objects.count() == 1
    assert lying(place, "strangers") == 2


def test_a_message_that_cannot_be_taken_stays_and_stops_no_other(place, office, monkeypatch):
    let_in(office)
    take = reading.take_scan

    def refusing(**given):
        if given["name"] == "bad.pdf":
            raise Unavailable
        return take(**given)

    monkeypatch.setattr(reading, "take_scan", refusing)
    for number, name in enumerate(("bad.pdf", "good.pdf")):
        scan = scanned(blank(name))
        deliver(place, (name, scan, "application/pdf"), key=f"<{number}@co-quan.example>")
    assert read(place, office) == 1
    assert (lying(place), lying(place, "taken")) == (1, 1)


def test_what_strangers_sent_is_thrown_away_after_its_days_and_no_sooner(place, office):
    deliver(place, ("a.pdf", scanned(blank("1")), "application/pdf"), sender="la@xa.example")
    read(place, office)
    days = mail_rule_on(office.now.date()).strangers_days
    for after, purged in ((days - 1, 0), (days + 1, 1), (days + 2, 0)):
        now = office.now + timedelta(days=after)
        assert reading.purge_strangers(place=str(place), now=now) == purged
    assert lying(place, "strangers") == 0
    assert not ScanMail.objects.exists()


def test_strangers_fill_the_mailbox_only_so_far(place, office, monkeypatch):
    rule = replace(mail_rule_on(office.now.date()), strangers_most=2)
    monkeypatch.setattr(reading, "mail_rule_on", lambda _day: rule)
    for number in range(4):
        deliver(place, sender=f"la{number}@xa.example", key=f"<{number}@xa.example>")
    read(place, office)
    assert (lying(place), lying(place, "strangers")) == (0, 2)


def test_what_a_counter_is_sent_beyond_its_days_number_waits_until_the_next_day(
    place, office, monkeypatch
):
    rule = replace(mail_rule_on(office.now.date()), sender_a_day=1)
    monkeypatch.setattr(reading, "mail_rule_on", lambda _day: rule)
    let_in(office)
    for number in range(2):
        content = scanned(blank("1", ("white", "red")[number]))
        deliver(place, ("a.pdf", content, "application/pdf"), key=f"<{number}@co-quan.example>")
    assert read(place, office) == 1
    assert (lying(place, "taken"), lying(place, "strangers")) == (1, 1)
    assert read(place, office) == 0
    tomorrow = office.now + timedelta(days=1)
    assert reading.read_mailbox(place=str(place), now=tomorrow) == 1
    assert lying(place, "strangers") == 0


def test_an_administrator_is_told_how_much_waits(place, office):
    deliver(place, sender="la@xa.example")
    read(place, office)
    assert let_wait() == (1, ["la@xa.example"])


def test_without_room_mail_stays_where_it_lies(place, office, settings):
    let_in(office)
    deliver(place, ("a.pdf", scanned(blank("1")), "application/pdf"))
    room, settings.DISK_RESERVE = settings.DISK_RESERVE, 10**9
    assert read(place, office) == 0
    assert lying(place) == 1
    settings.DISK_RESERVE = room
    assert read(place, office) == 1
