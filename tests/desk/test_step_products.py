"""What a step must leave behind: a document, rows of a group, and ways that hang on the draft."""

from __future__ import annotations

import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import actions
from motcua.dossiers.errors import StepNotReady
from motcua.dossiers.models import Result, StepDocument
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.holdings import papers_in
from motcua.dossiers.queries.processes import known_of
from motcua.procedures.base.forms.sample_files import sample_pdf
from motcua.procedures.base.processes.lint import process_findings
from motcua.procedures.base.processes.spec import Process
from tests.dossiers.branching import codes_in_hand, publish_process
from tests.procedures.flows import BRANCHED
from tests.procedures.packs import pack_of

pytestmark = pytest.mark.django_db

ROWS = {
    "key": "visits",
    "kind": "group",
    "label": {"vi": "Các lần kiểm tra", "en": "Visits"},
    "item_label": {"vi": "Lần", "en": "Visit"},
    "add_label": {"vi": "Thêm lần kiểm tra", "en": "Add a visit"},
    "questions": [
        {
            "key": "seen",
            "kind": "text",
            "label": {"vi": "Đã thấy gì", "en": "What was seen"},
            "examples": ["Nhà đã xây xong."],
        }
    ],
}


def a_process(**of_sorting):
    """Give the branching process whose sorting makes and asks something else."""
    content = copy.deepcopy(BRANCHED)
    content["steps"][1] |= of_sorting
    return content


def a_file(name="biên bản.pdf"):
    return SimpleUploadedFile(name, sample_pdf("biên bản"), "application/pdf")


@pytest.fixture
def sorting(world):
    """A dossier at a step that must leave a document behind."""
    publish_process(world, a_process(produces=["document"]))
    return world.receive(world.file())


def test_a_step_that_makes_a_document_is_not_done_without_it(world, sorting):
    with pytest.raises(StepNotReady):
        actions.complete_step(
            actor=world.actor("specialist"),
            dossier_id=sorting.pk,
            now=world.now,
            filled={"needs_visit": True},
        )


def test_the_page_asks_for_the_document_and_says_when_it_is_missing(desk_of, sorting):
    desk = desk_of("specialist").open("complete", sorting.public_id)
    assert desk.page.xpath("//form[@id='act'][@enctype='multipart/form-data']//input[@type='file']")
    desk.post("complete", sorting, step="phan-loai", needs_visit="yes")
    assert desk.status == 422
    assert "Anh/chị phải đính kèm văn bản của bước này." in desk.text
    assert not StepDocument.objects.exists()


def test_officials_open_the_document_and_the_applicant_has_none_of_it(desk_of, sorting):
    desk = desk_of("specialist")
    desk.post("complete", sorting, step="phan-loai", needs_visit="yes", document=a_file())
    assert desk.status == 302, desk.text
    assert codes_in_hand(sorting) == ["kiem-tra", "so-sach"]
    document = StepDocument.objects.get()
    page = desk_of("accountant").open("dossier", sorting.public_id)
    assert "Văn bản của bước: Phân loại hồ sơ" in page.text
    file = page.open("paper-file", sorting.public_id, document.public_id).response
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert document.public_id not in {one.public_id for one in papers_in(sorting, "vi")}
    told = [line for one in history_of(sorting, "vi") for line in one.lines]
    assert "Văn bản: biên bản.pdf" in told


def test_rows_are_added_at_a_step_without_anything_being_done(desk_of, world):
    form = [*BRANCHED["steps"][1]["form"], ROWS]
    publish_process(world, a_process(form=form))
    dossier = world.receive(world.file())
    desk = desk_of("specialist")
    desk.post("complete", dossier, step="phan-loai", needs_visit="no", _add="visits")
    assert desk.status == 200
    assert desk.page.xpath("//input[@name='visits.0.seen']")
    rows = {"visits.count": "1", "visits.0.seen": "Đã xây xong."}
    desk.post("complete", dossier, step="phan-loai", needs_visit="no", **rows)
    assert desk.status == 302, desk.text
    assert known_of(dossier)["visits"] == [{"seen": "Đã xây xong."}]


def test_ways_onward_know_what_is_drafted_into_the_result(world):
    dossier = world.receive(world.file())
    Result.objects.create(
        dossier=dossier,
        data={"decision": "Đồng ý"},
        drafted_at=world.now,
        drafted_by_id=world.actor("specialist").official_id,
    )
    assert known_of(dossier)["decision"] == "Đồng ý"


@pytest.mark.parametrize("at", [0, 6, 7])
def test_receipt_signature_and_return_leave_no_document_of_their_own(at):
    content = a_process()
    content["steps"][at]["produces"] = [*content["steps"][at].get("produces", ()), "document"]
    process = Process.model_validate(content)
    pack = pack_of("1.001193").model_copy(update={"process": process})
    assert "document" in {code for _where, code, _severity, _text in process_findings(pack)}
