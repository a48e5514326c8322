"""The line that folds the lists on a phone says which page one is on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from motcua import desk
from motcua.desk.templatetags.keeping import NAMES

pytestmark = pytest.mark.django_db


def test_every_page_says_its_own_name_in_the_line_that_folds_the_lists(desk_of, world):
    leader, clerk = desk_of("leader"), desk_of("receptionist")
    dossier = world.receive(world.file())

    def said(browser):
        return browser.words("//details[contains(@class,'desk-side')]/summary/span[1]")

    for browser, name, words in (
        (clerk, "notices", "Tin mới"),
        (clerk, "guide", "Hướng dẫn cho cán bộ"),
        (clerk, "absences", "Vắng mặt, làm thay"),
        (clerk, "phrases", "Câu mẫu"),
        (clerk, "first-day", "Ngày đầu làm việc"),
        (clerk, "counter-tray", "Quầy"),
        (clerk, "register", "Sổ theo dõi hồ sơ"),
        (leader, "two-people", "Việc cần hai người"),
        (leader, "documents-to-sign", "Văn bản chờ ký"),
        (clerk, "help", "Tổng đài trợ giúp"),
        (leader, "satisfaction", "Mức hài lòng"),
    ):
        assert said(browser.open(name)) == words
    assert said(clerk.open("dossier", dossier.public_id)) == "Hồ sơ"
    assert said(clerk.open("dossier", dossier.public_id, queue="all")) == "Tất cả hồ sơ"
    assert said(leader.open("queue", queue="settled")) == "Đã giải quyết trong tháng"


def test_every_list_of_the_rail_has_a_name():
    named = re.compile(r'{% rail "([^"]+)" %}')
    folder = Path(desk.__file__).parent / "templates"
    used = {name for file in folder.rglob("*.html") for name in named.findall(file.read_text())}
    assert used
    assert used <= set(NAMES)
