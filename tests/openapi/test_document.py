"""The API's own description is true: valid OpenAPI 3.1, and what it says is what is answered."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings as hypothesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.openapi.caller import Caller

pytestmark = pytest.mark.django_db
PATHS = {
    "/api/v1/procedures",
    "/api/v1/fields",
    "/api/v1/procedures/{code}",
    "/api/v1/files",
    "/api/v1/dossiers",
}


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


BOUNDED = hypothesis(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def one_connection():
    """Keep the test's transaction open between requests, as Django's own test client does."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def test_generated_requests_are_answered_as_the_document_says(citizen):
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    schema.config.update(base_url="http://localhost")
    headers = {"Authorization": f"Bearer {citizen.token}"}
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy())
        def answers_as_documented(case):
            tried.append(case.path)
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])

        with one_connection():
            answers_as_documented()
    assert len(tried) >= 50
