"""What is shipped is what the register names, and it is light."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from motcua.ui import vendor
from motcua.ui.templatetags.ui import ON_EVERY_PAGE, ON_FORMS

STATIC = Path(vendor.__file__).parents[1] / "static"


def test_every_shipped_file_is_the_one_registered() -> None:
    assert vendor.differences() == []


def test_every_third_party_has_a_version_and_a_licence() -> None:
    register = json.loads(vendor.REGISTER.read_text())
    for entry in register["third_party"]:
        assert entry["version"]
        assert entry["licence"] in {"MIT", "OFL-1.1", "MPL-2.0", "0BSD", "Apache-2.0"}
        assert entry["files"]


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    register = json.loads(vendor.REGISTER.read_text())
    register["built"]["src/motcua/static/css/portal.css"] = "0" * 64
    register["built"]["src/motcua/static/css/none.css"] = "0" * 64
    path = tmp_path / "vendor.json"
    path.write_text(json.dumps(register))
    assert vendor.differences(path) == [
        "src/motcua/static/css/portal.css: changed",
        "src/motcua/static/css/none.css: missing",
    ]


def test_a_file_that_nobody_registered_is_named(tmp_path: Path) -> None:
    register = json.loads(vendor.REGISTER.read_text())
    del register["built"]["src/motcua/static/js/copy.js"]
    path = tmp_path / "vendor.json"
    path.write_text(json.dumps(register))
    assert vendor.differences(path) == ["src/motcua/static/js/copy.js: not in vendor.json"]


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((vendor.ROOT / "frontend/package-lock.json").read_text())
    assert not [name for name, one in lock["packages"].items() if "resolved" in one]


def test_the_sheets_fetch_nothing_but_our_fonts() -> None:
    for name in ("portal", "desk"):
        text = (STATIC / "css" / f"{name}.css").read_text()
        places = {part.split(")")[0].strip("\"'") for part in text.split("url(")[1:]}
        assert all(place.startswith("../fonts/be-vietnam-pro-") for place in places)
        assert "GDS Transport" not in text


def test_a_citizens_form_leaves_room_in_60_kb_and_with_fonts_in_150_kb() -> None:
    files = [STATIC / "css/portal.css"]
    files += [STATIC / f"js/{name}.js" for name in (*ON_EVERY_PAGE, *ON_FORMS)]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    fonts = sum(file.stat().st_size for file in (STATIC / "fonts").iterdir())
    assert weight < 25_000
    assert weight + fonts < 110_000


@pytest.mark.parametrize("name", [*ON_EVERY_PAGE, *ON_FORMS, "keys"])
def test_each_behaviour_is_a_module_of_its_own(name: str) -> None:
    text = (STATIC / f"js/{name}.js").read_text()
    assert not [line for line in text.splitlines() if line.startswith(("import", "export"))]
