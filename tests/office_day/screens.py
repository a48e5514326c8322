"""What leaders, officials and the public see after the day, held against the cast."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from django.test import Client

from tests.office_day.cast import EVERYBODY
from tests.office_day.doors import at_desk
from tests.office_day.reckoning import differences, sums_expected

if TYPE_CHECKING:
    from tests.office_day.doors import Day


def leaders_screen(day: Day) -> list[str]:
    """Hold every figure of the leader's screen, and the list behind it, against the cast."""
    page = day.desk("leader")
    page.goto(at_desk("leading"))
    found, behind = {}, {}
    for link in page.locator(".desk-figures a").all():
        number = link.locator("strong").inner_text()
        name = link.inner_text().replace(number, "", 1).partition("·")[0].strip()
        found[name] = number
        behind[name] = link.get_attribute("href") or ""
    expected = _figures(day)
    wrong = differences(expected, {name: found.get(name) for name in expected})
    for name, number in expected.items():
        page.goto(behind[name])
        codes = page.locator("tr[data-row] a").all_inner_texts()
        if len(codes) != int(number):
            wrong.append(f"behind {name}: {codes}")
    return wrong


_WAITING_FOR = {
    "Chờ cán bộ": {1, 2, 4},
    "Chờ cơ quan khác": set(),
    "Chờ người nộp bổ sung": {5},
    "Chờ người nộp trả tiền": {6},
    "Chờ người nộp nhận kết quả": {9},
}


def _figures(day: Day) -> dict[str, str]:
    sums = sums_expected(day).values()
    count = Counter(visitor.code for visitor in EVERYBODY)
    figures = {
        "Đã nhận": sum(of["received"] for of in sums),
        "Giải quyết đúng hạn": sum(of["on_time"] for of in sums),
        "Giải quyết quá hạn": 0,
        "Đang mở": sum(count[code] for code in (1, 2, 4, 5, 6, 9)),
        "Đang quá hạn": sum(visitor.is_late for visitor in EVERYBODY),
    }
    figures |= {name: sum(count[code] for code in codes) for name, codes in _WAITING_FOR.items()}
    return {name: str(number) for name, number in figures.items()}


def queues(day: Day) -> list[str]:
    """Hold the numbers beside each official's queues, and the rows in them, against the cast."""
    count = Counter(visitor.code for visitor in EVERYBODY)
    waits, late = count[5] + count[6], sum(visitor.is_late for visitor in EVERYBODY)
    expected = {
        "second": {
            "Chờ tiếp nhận": count[1],
            "Chờ chuyển xử lý": count[2],
            "Chờ trả kết quả": count[9],
            "Đơn vị tôi đang xử lý": count[2] + count[4],
            "Chờ công dân": waits,
            "Quá hạn": late,
        },
        "specialist": {
            "Việc của tôi": count[4],
            "Đơn vị tôi đang xử lý": count[4],
            "Chờ công dân": count[6],
            "Quá hạn": late,
        },
        "leader": {
            "Chờ ký": 0,
            "Đơn vị tôi đang xử lý": count[2] + count[4],
            "Chờ công dân": waits,
            "Quá hạn": late,
        },
    }
    wrong = []
    for who, numbers in expected.items():
        shown = {name: (str(number), number) for name, number in numbers.items()}
        wrong += [f"{who}: {said}" for said in differences(shown, _rail(day, who))]
    return wrong


def _rail(day: Day, who: str) -> dict[str, tuple[str, int]]:
    """Give each counted queue of an official: the number beside it, and how many stand in it."""
    page = day.desk(who)
    page.goto(at_desk("queue"))
    links = page.locator(".desk-rail > ul").first.locator(
        "a", has=page.locator(".desk-rail__count")
    )
    read = [
        (
            link.locator("span").first.inner_text(),
            link.locator(".desk-rail__count").inner_text(),
            link.get_attribute("href") or "",
        )
        for link in links.all()
    ]
    found = {}
    for name, number, address in read:
        page.goto(address)
        found[name] = (number, page.locator("tr[data-row]").count())
    return found


def tracking(day: Day) -> list[str]:
    """Hold the public page of each dossier against the page of who filed it, and name nobody."""
    wrong = []
    for number, visitor in enumerate(EVERYBODY, 1):
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.0.0.{number}")
        code = day.codes[visitor.name]
        for digits in (visitor.number[-4:], visitor.phone[-4:]):
            answer = client.post("/track", {"code": code, "digits": digits})
            text = re.sub(r"\s+", " ", answer.content.decode())
            if answer.status_code != 200 or code not in text:
                wrong.append(f"{visitor.name}: no page for {digits}")
            if visitor.state_in_words not in text:
                wrong.append(f"{visitor.name}: the page does not say {visitor.state_in_words}")
            if visitor.promised and visitor.is_shown_promise and visitor.due_in_words not in text:
                wrong.append(f"{visitor.name}: the page does not promise {visitor.due_in_words}")
            wrong += [f"{visitor.name} is named" for told in visitor.secrets if told in text]
        answer = client.post("/track", {"code": code, "digits": "0000"})
        if "Không có hồ sơ nào khớp" not in answer.content.decode():
            wrong.append(f"{visitor.name}: opened by 0000")
    return wrong


SCREENS = (leaders_screen, queues, tracking)
