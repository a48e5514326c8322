"""U6: a big upload goes on after the network was cut, after a reload, and after the server died."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import timedelta
from uuid import UUID

import pikepdf
import pytest
import time_machine
from playwright.sync_api import expect

from motcua.dossiers.models import PartialUpload, Upload
from motcua.identity.middleware.cookies import session_cookie
from motcua.kernel import parts
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import content_of
from motcua.procedures.actions import publish_pack
from motcua.procedures.base.loading import pack_folders, read_pack
from tests.cast import BIRTH, NOW
from tests.identity.doors import Door, signed_in
from tests.plugin_browser import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
]
PAPER = "giay-chung-sinh"
MEGABYTE = 1024 * 1024
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def big(tmp_path):
    """A paper of 32 MB, as a scan of many pages is."""
    path = tmp_path / "bản vẽ.pdf"
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.pages[0].obj["/Scan"] = made.make_stream(os.urandom(32 * MEGABYTE))
        made.save(path)
    return path


@pytest.fixture
def draft(world, filled):
    """A form whose papers may be of 50 MB."""
    (folder,) = (one for one in pack_folders() if one.name == BIRTH)
    pack = read_pack(folder)
    variants = tuple(
        variant.model_copy(
            update={"papers": tuple(p.model_copy(update={"max_mb": 50}) for p in variant.papers)}
        )
        for variant in pack.variants
    )
    wide = pack.model_copy(update={"variants": variants})
    publish_pack(actor=SYSTEM, pack=wide, valid_from=civil_date(TOMORROW), now=world.now)
    with time_machine.travel(TOMORROW, tick=True):
        yield filled(child_case="ordinary", parents="married", relation="mother")


class Device:
    """A citizen's browser on a slow line, and what it sent."""

    def __init__(self, chromium, port, world):
        key = signed_in(world.accounts["citizen"], steps=("password",))
        cookie = session_cookie(Door.PORTAL)
        site = f"http://localhost:{port}"
        self.context = chromium.new_context(base_url=site, locale="vi-VN")
        value = key.cookies[cookie].value
        self.context.add_cookies([{"name": cookie, "value": value, "url": site}])
        self.page = self.context.new_page()
        self.offsets = []
        self.page.on("request", self._note)

    def _note(self, request):
        if request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))

    def line(self, megabytes):
        """Set how fast files leave: megabytes a second, 0 for no network at all."""
        self.context.new_cdp_session(self.page).send(
            "Network.emulateNetworkConditions",
            {
                "offline": megabytes == 0,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": megabytes * MEGABYTE if megabytes else -1,
            },
        )

    @property
    def place(self):
        return self.page.locator(f"[data-upload][data-field='{PAPER}']")

    @property
    def status(self):
        return self.place.locator("[data-upload-status]")

    def choose(self, path):
        self.place.locator("input[type=file]").set_input_files(path)

    def wait_for_percent(self, least):
        bar = self.place.locator("progress")
        self.page.wait_for_function(
            "least => (document.querySelector('[data-upload] progress')?.value ?? 0) >= least",
            arg=least,
        )
        expect(bar).to_have_count(1)


@pytest.fixture
def device(chromium, port, world, draft):
    made = Device(chromium, port, world)
    made.page.goto(f"{draft}/papers")
    yield made
    made.context.close()


def kept(path):
    """Say whether the draft holds the file byte for byte."""
    (upload,) = Upload.objects.filter(paper_code=PAPER, draft__isnull=False)
    return hashlib.sha256(content_of(upload.file)).digest() == (
        hashlib.sha256(path.read_bytes()).digest()
    )


def arrived():
    (part,) = PartialUpload.objects.all()
    return parts.arrived(UUID(str(part.public_id)))


def test_a_big_file_goes_on_by_itself_when_the_network_is_back(device, big):
    device.line(3)
    device.choose(big)
    device.wait_for_percent(20)
    device.line(0)
    device.context.set_offline(True)
    expect(device.status).to_contain_text("Mất mạng")
    before, sent = arrived(), len(device.offsets)
    assert 0 < before < big.stat().st_size
    device.context.set_offline(False)
    device.line(60)
    expect(device.place.locator(".mc-files")).to_contain_text("bản vẽ.pdf", timeout=60_000)
    assert kept(big)
    assert device.offsets[0] == 0
    # The last of what had been sent may have been written after it was counted.
    assert before <= device.offsets[sent] < big.stat().st_size, "it went on where it had stopped"


def test_a_big_file_goes_on_after_a_reload_when_it_is_chosen_again(device, big):
    device.line(3)
    device.choose(big)
    device.wait_for_percent(20)
    device.page.reload()
    expect(device.status).to_contain_text(re.compile(r"bản vẽ\.pdf: đã gửi được \d+ phần trăm"))
    assert device.page.evaluate("localStorage.length + sessionStorage.length") == 0
    before, device.offsets = arrived(), []
    assert before > 0
    device.line(60)
    device.choose(big)
    expect(device.place.locator(".mc-files")).to_contain_text("bản vẽ.pdf", timeout=60_000)
    assert kept(big)
    assert before <= device.offsets[0] < big.stat().st_size


def test_sending_can_be_stopped_and_nothing_is_left(device, big):
    device.line(3)
    device.choose(big)
    device.wait_for_percent(5)
    device.place.get_by_role("button", name="Thôi gửi").click()
    expect(device.place.locator("progress")).to_have_count(0)
    until(device.page, lambda: not PartialUpload.objects.exists())
