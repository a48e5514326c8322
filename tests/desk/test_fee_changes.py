"""A supplement that changes what fees are reckoned by is said to the clerk, never passed over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers.actions import Filing, answer_supplement, ask_supplement, submit
from motcua.dossiers.actions.supplementing import SupplementItem
from motcua.dossiers.models import Dossier
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import NOW
from tests.portal.offered import let_in
from tests.portal.test_every_kind import CODE, a_pack
from tests.procedures.every_kind import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed_with(world):
    """File for a number of copies at 8,000 đồng each, and ask about the number."""
    content = a_pack().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    first, *_others = content["form"]["pages"]
    copies = {"key": "copies", "kind": "number", "label": text("Số bản"), "min": 1, "max": 99}
    copies |= {"basis": "Luật", "mark": "seen"}
    content["form"]["pages"] = [first | {"questions": [*first["questions"][:3], copies]}]
    content["form"].pop("checks")
    form = let_in(world, type(a_pack()).model_validate(content))

    def file(number):
        answers = sample_answers(form, seed=5, today=NOW.date()) | {"copies": number}
        filing = Filing(world.offerings[CODE], "online", "vi", answers, ())
        filed = submit(actor=world.actor("citizen"), filing=filing, key="key-0001", now=NOW)
        ask_supplement(
            actor=world.actor("receptionist"),
            dossier_id=filed.dossier_id,
            items=[SupplementItem("question", "copies", "Chưa rõ mấy bản")],
            now=NOW,
        )
        return Dossier.objects.get(pk=filed.dossier_id)

    return file


def answered(world, dossier, number):
    answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={"copies": number},
        uploads={},
        now=NOW + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            5,
            "là 40.000 đ; lúc nộp đã tính 16.000 đ. Nếu phải thu thêm 24.000 đ",
        ),
        (1, "Hãy xem có phải trả lại 8.000 đ không."),
    ],
)
def test_the_clerk_reads_what_fees_come_to_now(desk_of, world, filed_with, number, said):
    dossier = filed_with(2)
    answered(world, dossier, number)
    page = desk_of("receptionist").open("dossier", dossier.public_id)
    assert said in page.text.replace("\u00a0", " ")


def test_nothing_is_said_where_the_sum_is_the_same(desk_of, world, filed_with):
    dossier = filed_with(2)
    answered(world, dossier, 2)
    page = desk_of("receptionist").open("dossier", dossier.public_id)
    assert "Sau khi bổ sung, phí" not in page.text
