"""`motcua doctor`: what it finds, what it says to do, and when it fails."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import override_settings

from motcua.cli.doctor import around, command, installation, schema, server
from motcua.cli.doctor.findings import Level
from motcua.cli.main import main
from motcua.config import env
from motcua.kernel.keys import make_keys
from motcua.kernel.roles import ensure_roles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from motcua.cli.doctor.findings import Finding


def levels(findings: Iterable[Finding]) -> dict[str, Level]:
    return {finding.check: finding.level for finding in findings}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data"


def test_every_setting_is_listed_with_its_meaning_in_both_languages() -> None:
    for language, name in (("vi", "meaning_vi"), ("en", "meaning_en")):
        answer = CliRunner().invoke(main, ["doctor", "--settings", "--language", language])
        assert answer.exit_code == 0
        for setting in env.SETTINGS:
            assert setting.name in answer.output
            assert getattr(setting, name) in answer.output


def test_the_settings_are_also_one_json_document() -> None:
    answer = CliRunner().invoke(main, ["doctor", "--settings", "--json"])

    listed = json.loads(answer.output)["settings"]
    assert [each["name"] for each in listed] == [each.name for each in env.SETTINGS]


def test_nothing_set_up_yet_is_said_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path / "none"))

    answer = CliRunner().invoke(main, ["doctor", "--json"])

    assert answer.exit_code == 1
    document = json.loads(answer.output)
    assert document["ok"] is False
    assert document["checks"][0]["check"] == "database.reachable"
    assert document["checks"][0]["advice"]
    assert not (tmp_path / "none").exists()


def test_a_database_that_does_not_answer_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("DATABASE_OWNER_URL", "")

    answer = CliRunner().invoke(main, ["doctor", "--json"])

    assert answer.exit_code == 1
    assert json.loads(answer.output)["checks"][0]["level"] == "bad"


@pytest.mark.django_db
def test_a_server_that_may_forget_is_found() -> None:
    found = levels([*server.version(), *server.settings(), *server.extensions()])

    # The server of the tests is made to forget; nothing else is wrong with it.
    if "MOTCUA_TEST_SUPERUSER_URL" in os.environ:
        assert found.pop("database.fsync") == Level.BAD
        assert found.pop("database.synchronous_commit") == Level.BAD
        assert found.pop("database.full_page_writes") == Level.BAD
        assert set(found.values()) == {Level.OK}


@pytest.mark.django_db
def test_an_application_that_could_rewrite_the_audit_log_is_found() -> None:
    assert levels(schema.roles()) == {"roles.audit": Level.BAD}

    ensure_roles(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE motcua_app")
        assert levels(schema.roles()) == {"roles.audit": Level.OK}
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_the_schema_of_this_release_is_recognized() -> None:
    assert levels(schema.migrations()) == {"schema.migrations": Level.OK}
    assert levels(schema.worker()) == {"worker.pulse": Level.WARN, "worker.backlog": Level.OK}


def test_a_folder_that_others_can_read_is_found(data: Path) -> None:
    (data / "keys").mkdir(mode=0o700)
    assert levels(installation.data_folder())["files.private"] == Level.OK

    (data / "keys").chmod(0o755)
    assert levels(installation.data_folder())["files.private"] == Level.BAD


def test_missing_keys_and_a_sample_secret_are_found(data: Path) -> None:
    with override_settings(SECRET_KEY="django-insecure-" + "x" * 60):
        assert levels(installation.keys()) == {
            "keys.present": Level.BAD,
            "keys.secret": Level.BAD,
        }
    make_keys(data / "keys")
    with override_settings(SECRET_KEY="x" * 60):
        assert set(levels(installation.keys()).values()) == {Level.OK}


@pytest.mark.enable_socket
def test_a_mail_server_that_does_not_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert levels(around.mail()) == {"mail.server": Level.WARN}

    monkeypatch.setenv("MOTCUA_SMTP_URL", "smtp://127.0.0.1:1")
    assert levels(around.mail()) == {"mail.server": Level.BAD}


@pytest.mark.parametrize(
    ("bind", "https", "level"),
    [("192.168.1.7", False, "bad"), ("127.0.0.1", False, "warn"), ("192.168.1.7", True, "ok")],
)
def test_serving_others_in_the_clear_is_found(
    *, bind: str, https: bool, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_BIND", bind)
    with override_settings(HTTPS=https, DEMO=False):
        assert levels(around.https()) == {"https": level}


def test_no_antivirus_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOTCUA_SMS_URL", "MOTCUA_BANK_URL", "MOTCUA_ANTIVIRUS"):
        monkeypatch.delenv(name, raising=False)

    assert levels(around.gateways())["antivirus"] == Level.WARN


def test_a_gateway_described_wrongly_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "gateway.json"
    file.write_text('{"name": "x"}')
    monkeypatch.setenv("MOTCUA_SMS_GATEWAY", str(file))
    with override_settings(SMS_GATEWAY=str(file)):
        assert levels(around.gateways())["sms.gateway"] == Level.BAD


def test_a_check_that_cannot_be_made_is_itself_a_finding() -> None:
    # No database may be touched here: the check itself fails.
    assert levels(command.run_check("server:version")) == {"server.version": Level.BAD}
