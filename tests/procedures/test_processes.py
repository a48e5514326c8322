"""What a process may say, what is refused, and how it is drawn and told."""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from motcua.procedures.base.forms.spec import scope_of
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.processes.flows import Shape, compile_flow
from motcua.procedures.base.processes.lint import longest, process_findings
from motcua.procedures.base.processes.spec import Process
from motcua.procedures.base.processes.svg import process_svg
from motcua.procedures.base.processes.words import Stage, process_in_words
from tests.procedures.flows import BRANCHED

DAY = date(2026, 11, 20)


def birth():
    return next(read_pack(folder) for folder in pack_folders() if folder.name == "1.001193")


def branched(change=None):
    content = copy.deepcopy(BRANCHED)
    if change:
        change({step["code"]: step for step in content["steps"]}, content["steps"])
    return Process.model_validate(content)


def found(process):
    pack = birth().model_copy(update={"process": process})
    return {(where, code) for where, code, _severity, _text in process_findings(pack)}


def flow():
    return compile_flow(branched(), scope_of(birth().form))


def test_a_plain_list_of_steps_is_a_sequence():
    shape = Shape(birth().process)
    codes = list(shape.steps)
    assert [shape.following(code) for code in codes] == [(after,) for after in codes[1:]] + [()]


def test_a_process_that_branches_and_joins_is_right():
    assert found(branched()) == set()


def test_the_longest_way_counts_against_the_limit():
    assert longest(Shape(branched())) == pytest.approx(1)


def test_what_an_official_filled_in_opens_branches():
    onward = flow().onward("phan-loai", {"needs_visit": True}, DAY)
    assert [step.code for step in onward] == ["kiem-tra", "so-sach"]


def test_without_it_the_way_goes_straight_on():
    onward = flow().onward("phan-loai", {"needs_visit": False}, DAY)
    assert [step.code for step in onward] == ["tham-dinh"]


def test_who_is_only_asked_leads_nowhere_and_is_no_part_of_the_row():
    shape = Shape(branched())
    assert shape.consulted == {"y-kien"}
    assert shape.following("tham-dinh") == ("ky",)


def set_moves(code, *moves):
    def change(steps, _order):
        steps[code]["moves"] = list(moves)

    return change


def drop_join(steps, _order):
    del steps["tham-dinh"]["join"]


def only_one_branch(steps, _order):
    steps["phan-loai"]["moves"] = [{"kind": "forward", "to": "kiem-tra"}]


def too_long(steps, _order):
    steps["kiem-tra"]["share"] = 0.4


def sign_apart(steps, _order):
    steps["ky"]["signs"] = False
    steps["so-sach"]["signs"] = True


def asks_for_files(steps, _order):
    steps["phan-loai"]["form"].append(
        {"key": "photos", "kind": "files", "label": {"vi": "Ảnh", "en": "Photos"}}
    )


def later_unit(steps, _order):
    steps["tham-dinh"]["unit"] = {"same_as": "ky"}


def unknown_field(steps, _order):
    steps["ky"]["unit"] = {"by": "no_such_question"}


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            set_moves("kiem-tra", {"kind": "forward", "to": "nowhere"}),
            ("process.kiem-tra", "unknown-step"),
        ),
        (
            set_moves("tham-dinh", {"kind": "back", "to": "tiep-nhan"}),
            ("process.tham-dinh", "to-receipt"),
        ),
        (only_one_branch, ("process.so-sach", "unreachable")),
        (only_one_branch, ("process.tham-dinh", "join-without-split")),
        (drop_join, ("process.tham-dinh", "no-join")),
        (set_moves("kiem-tra", {"kind": "forward", "to": []}), ("process.kiem-tra", "no-end")),
        (
            set_moves("tham-dinh", {"kind": "forward", "to": "ky", "when": "needs_visit"}),
            ("process.tham-dinh", "no-way"),
        ),
        (
            set_moves("tham-dinh", {"kind": "forward", "to": "phan-loai"}),
            ("process.phan-loai", "loop"),
        ),
        (
            set_moves("tham-dinh", {"kind": "stop", "when": "nobody_asked == 'x'"}),
            ("process.tham-dinh", "condition"),
        ),
        (too_long, ("process", "shares")),
        (sign_apart, ("process.so-sach", "signs-apart")),
        (asks_for_files, ("process.phan-loai.photos", "kind")),
        (later_unit, ("process.tham-dinh", "unit")),
        (unknown_field, ("process.ky", "unknown-field")),
    ],
)
def test_lint_names_the_step_and_what_is_wrong(change, finding):
    assert finding in found(branched(change))


def test_a_key_that_stands_for_two_things_is_refused():
    taken = next(question.key for question in birth().form.every_question())

    def same(steps, _order):
        steps["phan-loai"]["form"][0]["key"] = taken

    assert (f"process.phan-loai.{taken}", "key") in found(branched(same))


@pytest.mark.parametrize(
    "move",
    [
        {"kind": "stop", "to": "ky"},
        {"kind": "forward", "for": "payment"},
        {"kind": "sideways"},
    ],
)
def test_a_move_that_does_not_fit_its_kind_has_no_shape(move):
    with pytest.raises(ValueError, match=r"kind|leads|waits"):
        branched(set_moves("ky", move))


def test_the_drawing_is_sound_xml_without_styles():
    root = ET.fromstring(process_svg(branched(), "vi"))  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [node for node in root.iter() if "style" in node.attrib]
    words = " ".join("".join(node.itertext()) for node in root.iter())
    assert "Kiểm tra thực" in words


def test_a_name_cannot_bring_markup_into_the_drawing():
    def evil(steps, _order):
        steps["ky"]["name"] = {"vi": "<script>alert(1)</script>", "en": "x"}

    assert "<script>" not in process_svg(branched(evil), "vi")


def test_what_is_done_is_ticked_and_what_is_in_hand_is_marked():
    stages = {"tiep-nhan": Stage.DONE, "kiem-tra": Stage.CURRENT, "so-sach": Stage.LATE}
    drawn = process_svg(branched(), "vi", stages=stages)
    assert [drawn.count(f'class="is-{stage}"') for stage in ("done", "current", "late")] == [1] * 3
    told = {row.code: row.stage_words for row in process_in_words(branched(), "vi", stages=stages)}
    assert told["tiep-nhan"] == "Đã xong"
    assert told["kiem-tra"] == "Đang ở bước này"
    assert told["so-sach"] == "Đang ở bước này, quá hạn"
    assert told["ky"] == ""


def test_the_list_tells_every_way_that_the_drawing_shows():
    rows = {row.code: row for row in process_in_words(branched(), "vi")}
    assert any("cùng lúc Kiểm tra thực địa, Đối chiếu" in one for one in rows["phan-loai"].notes)
    assert any("mọi nhánh đã xong" in one for one in rows["tham-dinh"].notes)
    assert any("Có thể hỏi ý kiến" in one for one in rows["tham-dinh"].notes)


def test_every_shipped_process_is_drawn_in_both_languages():
    for folder in pack_folders():
        for language in ("vi", "en"):
            ET.fromstring(process_svg(read_pack(folder).process, language))  # noqa: S314 - our own


def test_a_process_that_leads_round_is_drawn_all_the_same():
    looped = branched(set_moves("tham-dinh", {"kind": "forward", "to": "phan-loai"}))
    assert process_svg(looped, "vi").endswith("</svg>")
