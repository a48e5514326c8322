"""The second pair of eyes sees everything that changed, whatever part of a procedure it is in."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

import pytest
from lxml import html

from motcua.console.workshop.base.places import Spot, find, items_of
from motcua.console.workshop.base.shapes import How, Rows
from motcua.console.workshop.forms.comparing import compared
from motcua.procedures.base.loading import content_of, pack_folders, pack_from, read_pack
from tests.cast import BIRTH
from tests.console.test_workshop import Draft, dog, shop

__all__ = ["dog", "shop"]

pytestmark = [pytest.mark.django_db, pytest.mark.long]

FEE = {
    "code": "le-phi",
    "name.vi": "Lệ phí đăng ký",
    "name.en": "Fee",
    "due": "at-filing",
    "valid_from": "01/01/2026",
    "basis": "Nghị quyết 5/2026/NQ-HĐND",
    "amount": "20.000",
}


def rows(client, draft):
    """Give what the page of changes says: what, before, after."""
    page = html.fromstring(client.get(f"{draft.address}changes/?since=1").content)
    cells = ([cell.text_content().strip() for cell in row] for row in page.xpath("//tbody/tr"))
    return {what: (old, new) for what, old, new in cells}


@pytest.fixture
def next_birth(admin, shop):
    """The next version of a shipped procedure, as it begins."""
    return Draft(admin, admin.post(f"{shop}begin/", {"code": BIRTH})["Location"])


def test_nothing_changed_is_nothing_told(admin, next_birth):
    assert "Không có gì khác." in admin.get(f"{next_birth.address}changes/").content.decode()


def test_a_longer_limit_under_the_same_words_is_seen(admin, next_birth):
    assert next_birth.write("at=channels/online/limits/1", amount="30").status_code == 302
    ((what, told),) = rows(admin, next_birth).items()
    assert what.startswith("Cách nộp, thời hạn, phí › Trực tuyến")
    assert what.endswith("› Thời hạn")
    assert told == ("1", "30")


def test_a_fee_that_came_is_told_whole_and_a_changed_part_by_itself(dog):
    added = dog.write(
        "at=channels/online&to=fees",
        "add",
        **FEE,
        **{
            "brackets.count": "1",
            "brackets.0.amount": "5.000",
            "brackets.0.basis": "Nghị quyết 5, Điều 2",
        },
    )
    assert added.status_code == 302
    old = dog.content
    place = "at=channels/online/fees/le-phi"
    assert dog.write(place, **{"brackets.0.each": "yes"}).status_code == 302
    both = (pack_from(old), old, pack_from(dog.content), dog.content)
    (one,) = compared(*both, "vi")
    assert one.what.endswith("Lệ phí đăng ký › Mức theo bậc")
    assert "Nhân với số lượng?: Có" in one.new
    assert "Nhân với số lượng?" not in one.old
    without = deepcopy(old)
    without["channels"][0]["fees"] = []
    (came,) = compared(pack_from(without), without, pack_from(old), old, "vi")
    assert (came.old, came.place) == ("", "channels/online/fees/le-phi")
    assert "Mức (đồng): 5000" in came.new
    (gone,) = compared(pack_from(old), old, pack_from(without), without, "vi")
    assert (gone.new, gone.place) == ("", "")


def test_steps_that_lead_elsewhere_or_stand_in_another_order_are_seen(dog):
    before = dog.content
    moved = dog.client.post(f"{dog.address}arrange/", {"down": "process/steps/tham-dinh"})
    assert moved.status_code == 302
    added = dog.write("at=process/steps/ky&to=moves", "add", kind="stop")
    assert added.status_code == 302
    told = {
        one.what: one
        for one in compared(pack_from(before), before, pack_from(dog.content), dog.content, "vi")
    }
    assert "Quy trình › Các bước › thứ tự" in told
    assert any("Đường đi tiếp › Dừng giải quyết" in what for what in told)


def test_whatever_is_changed_of_any_shipped_procedure_is_told():
    """Change each thing that can be written, one at a time: each is a row of its own."""
    (folder,) = (one for one in pack_folders() if one.name == BIRTH)
    pack = read_pack(folder)
    content = content_of(pack)
    tried = Counter()
    for spot, part in every_part(find(content, "")):
        # Parts of a kind are compared alike: two of each are enough.
        one = (spot.model, part.dotted)
        if tried[one] == 2:
            continue
        changed = changed_at(content, spot, part)
        if changed is not None:
            tried[one] += 1
            told = compared(pack, content, pack, changed, "vi")
            assert len(told) == 1, (spot.place, part.dotted, told)
            assert told[0].old != told[0].new, (spot.place, part.dotted)
    assert tried.total() > 150


def every_part(spot):
    """Yield every part of an object, and of all that is in it, with where it stands."""
    for part in spot.shape.written:
        yield spot, part
    for branch in spot.shape.branches:
        for item in items_of(spot, branch.key):
            yield from every_part(at(spot, item, branch))
    for room in spot.shape.rooms:
        yield from every_part(find(spot.raw, room.key))


def at(spot, item, branch):
    return Spot(item.place, branch.model_of(item.raw), item.raw, branch, 0, ())


NAMING = {"key", "code", "channel", "kind", "no"}
TITLES = {"label", "name", "title", "words", "message", "number", "from"}


def changed_at(content, spot, part):
    """Give the content with a part changed; nothing where that would make it another object."""
    if part.path[0] in NAMING | TITLES:
        return None
    made = deepcopy(content)
    raw = find(made, spot.place).raw
    for key in part.path[:-1]:
        raw = raw.setdefault(key, {})
    held = raw.get(part.path[-1])
    if isinstance(part, Rows) and part.slots and not held:
        return None
    raw[part.path[-1]] = rows_but_one(part, held) if isinstance(part, Rows) else other(part, held)
    return made


def rows_but_one(part, held):
    return held[1:] if part.slots else [*(held or []), {"vi": "thêm"}]


def other(slot, held):
    """Give another value than what holds at a slot."""
    now = slot.default if held is None else held
    made = {
        How.TEXT: lambda: {**(held or {}), "vi": "khác"},
        How.CHOICE: lambda: next(one for one in (*slot.options, "khac") if one != now),
        How.CHOICES: lambda: [slot.options[-1]] if list(now or ()) != [slot.options[-1]] else [],
        How.FLAG: lambda: not now,
        How.NUMBER: lambda: (held or 0) + 7,
    }.get(slot.how)
    return made() if made else OTHERS.get(slot.how, "khác")


OTHERS = {
    How.WORDS: {"vi": ["khác"]},
    How.DECIMAL: 0.123,
    How.DAY: "2031-01-02",
    How.LINES: ["khac"],
    How.EXAMPLES: ["khác"],
    How.WHEN: "filled(khac)",
    How.DATA: {"khac": 1},
}
