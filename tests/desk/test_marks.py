"""Marks on papers: one's own, on a page, never in the file."""

from __future__ import annotations

import pytest

from motcua.dossiers.models import PaperMark
from motcua.kernel.files import content_of


def post(desk, name, *args, **answers):
    desk.response = desk.client.post(desk.at(name, *args), answers)
    return desk


def test_a_mark_is_kept_for_its_maker_and_not_in_the_file(desk_of, filed):
    paper = filed.papers.first()
    before = content_of(paper.file)
    desk = desk_of("receptionist")
    post(
        desk,
        "paper-mark",
        filed.public_id,
        paper.public_id,
        page="1",
        box="100,200,300,40",
        text="Mờ",
    )
    desk.follow()
    assert desk.page.xpath("//li[@data-mark='1,100,200,300,40']")
    assert "Mờ" in desk.text
    assert (
        not desk_of("leader")
        .open("paper", filed.public_id, paper.public_id)
        .page.xpath("//li[@data-mark]")
    )
    assert content_of(paper.file) == before
    mark = PaperMark.objects.get()
    other = post(
        desk_of("leader"), "paper-unmark", filed.public_id, paper.public_id, mark.public_id
    )
    assert other.status == 404
    post(desk, "paper-unmark", filed.public_id, paper.public_id, mark.public_id).follow()
    assert not PaperMark.objects.exists()


def test_a_whole_page_is_marked_without_scripts(desk_of, filed):
    paper = filed.papers.first()
    desk = desk_of("receptionist").open("paper", filed.public_id, paper.public_id)
    assert desk.page.xpath("//noscript//iframe | //iframe")
    post(desk, "paper-mark", filed.public_id, paper.public_id, page="2", box="", text="Thiếu dấu")
    assert PaperMark.objects.get().width == 1000


@pytest.mark.parametrize(
    "box", ["1,2,3", "900,0,200,10", "0,0,0,0", "-1,0,10,10", "a,b,c,d", "9" * 400]
)
def test_what_lies_outside_its_page_is_refused(desk_of, filed, box):
    paper = filed.papers.first()
    desk = desk_of("receptionist")
    post(desk, "paper-mark", filed.public_id, paper.public_id, page="1", box=box).follow()
    assert "Dấu phải nằm trong trang" in desk.words("//main")
    assert not PaperMark.objects.exists()


def test_a_stranger_marks_nothing(desk_of, filed):
    paper = filed.papers.first()
    desk = post(desk_of("outsider"), "paper-mark", filed.public_id, paper.public_id, page="1")
    assert desk.status == 404
