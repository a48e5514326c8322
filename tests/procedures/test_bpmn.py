"""A process for other tools: sound BPMN 2.0 with its diagram."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.processes.bpmn import process_bpmn
from motcua.procedures.base.processes.spec import Process
from tests.procedures.flows import BRANCHED

SCHEMA = Path(__file__).parents[1] / "vendor" / "bpmn" / "BPMN20.xsd"
NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
}


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(SCHEMA))


def written(process, language="vi"):
    content = process_bpmn(process, language, code="1.001193", name="Đăng ký khai sinh")
    return etree.fromstring(content)


def branched():
    return written(Process.model_validate(BRANCHED))


def names(tree, path):
    return [node.get("name") for node in tree.iterfind(path, NS)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_branching_process_fulfils_the_schema(schema, language):
    tree = written(Process.model_validate(BRANCHED), language)
    schema.assertValid(tree)


def test_every_shipped_process_fulfils_the_schema(schema):
    for folder in pack_folders():
        schema.assertValid(written(read_pack(folder).process))


def test_roles_are_lanes_and_every_node_is_in_one():
    tree = branched()
    assert names(tree, ".//bpmn:lane") == [
        "Cán bộ một cửa",
        "Chuyên viên",
        "Kế toán",
        "Trưởng phòng",
        "Lãnh đạo",
    ]
    held = [node.text for node in tree.iterfind(".//bpmn:flowNodeRef", NS)]
    nodes = [
        node.get("id")
        for node in tree.find("bpmn:process", NS)
        if node.find("bpmn:incoming", NS) is not None or node.find("bpmn:outgoing", NS) is not None
    ]
    assert sorted(held) == sorted(nodes)


def test_choices_branches_joins_and_waiting_are_what_they_are_called():
    tree = branched()
    process = tree.find("bpmn:process", NS)
    assert len(process.findall("bpmn:exclusiveGateway", NS)) == 2
    assert len(process.findall("bpmn:parallelGateway", NS)) == 1
    # One way leads past the branches, so the join waits only for those that were begun.
    assert len(process.findall("bpmn:inclusiveGateway", NS)) == 1
    timer = process.find("bpmn:boundaryEvent[bpmn:timerEventDefinition]", NS)
    assert timer.get("name") == "Chờ công dân nộp tiền"
    assert timer.get("attachedToRef") == "step_so-sach"
    words = [node.text for node in process.iterfind(".//bpmn:conditionExpression", NS)]
    assert words == ["needs_visit"]


def test_everything_has_a_place_in_the_diagram():
    tree = branched()
    drawn = {node.get("bpmnElement") for node in tree.iterfind(".//bpmndi:*", NS)} - {None}
    elements = {node.get("id") for node in tree.find("bpmn:process", NS) if node.get("id")}
    assert elements - {"lanes"} <= drawn


def test_a_join_of_one_split_is_parallel():
    content = {**BRANCHED, "steps": [dict(step) for step in BRANCHED["steps"]]}
    content["steps"][1]["moves"] = [{"kind": "forward", "to": ["kiem-tra", "so-sach"]}]
    process = written(Process.model_validate(content)).find("bpmn:process", NS)
    assert len(process.findall("bpmn:parallelGateway", NS)) == 2
    assert process.findall("bpmn:inclusiveGateway", NS) == []
