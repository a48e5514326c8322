"""The machine officials make documents, fill rows and go the way that the drafted result says."""

from __future__ import annotations

import pytest

from motcua.procedures.base.processes.spec import Process
from motcua.proving.actions import Terms, rehearse
from tests.cast import NOW
from tests.desk.test_step_products import ROWS
from tests.portal.test_every_kind import a_pack

pytestmark = pytest.mark.usefixtures("places")


def test_a_process_with_documents_rows_and_ways_by_the_draft_is_proved():
    pack = a_pack()
    steps = pack.process.model_dump(mode="json", by_alias=True, exclude_none=True)
    examine = next(step for step in steps["steps"] if "draft" in step["produces"])
    after = steps["steps"][steps["steps"].index(examine) + 1]["code"]
    key = pack.result.questions[0].key
    examine["produces"].append("document")
    examine["form"] = [ROWS]
    examine["moves"] = [
        {"kind": "forward", "to": after, "when": f"filled({key})"},
        {"kind": "forward", "to": after},
    ]
    changed = pack.model_copy(update={"process": Process.model_validate(steps)})
    outcome = rehearse(changed, Terms(("online",)), now=NOW)
    assert {failure.where: failure.words["en"] for failure in outcome.failures} == {}
