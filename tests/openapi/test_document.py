"""The API's own description is true: valid OpenAPI 3.1, and what it says is what is answered."""

from __future__ import annotations

import re

import pytest

from tests.openapi.caller import Caller

pytestmark = pytest.mark.django_db
PATHS = {"/api/v1/procedures", "/api/v1/procedures/{code}", "/api/v1/files", "/api/v1/dossiers"}


def document():
    answer = Caller().get("/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_the_document_is_openapi_3_1_and_names_every_path():
    told = document()
    assert re.fullmatch(r"3\.1\.\d", told["openapi"])
    assert set(told["paths"]) >= PATHS
    assert told["info"]["title"] == "motcua"


def test_every_operation_has_a_summary_and_a_name_of_its_own():
    operations = [one for path in document()["paths"].values() for one in path.values()]
    assert all(one.get("summary") for one in operations)
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
