"""The set-up of the environment, on machines that cannot have it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Lay out what the set-up reads, and a PATH of its own."""
    for name in (".ci/setup", "requirements", "pyproject.toml"):
        source, target = ROOT / name, tmp_path / "clone" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "cat", "cksum", "id", "date", "rm"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return tmp_path / "clone"


def run(clone: Path, **more: str) -> subprocess.CompletedProcess[str]:
    path = str(clone.parent / "bin")
    return subprocess.run(
        ["sh", ".ci/setup"],
        cwd=clone,
        env={"PATH": path, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def put(clone: Path, name: str, script: str) -> None:
    program = clone.parent / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_a_too_old_python_is_one_sentence_and_exit_code_1(clone: Path) -> None:
    put(clone, "python3", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')

    answer = run(clone, PYTHON="python3")

    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed" in answer.stderr
    assert "Python 3.9.2" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_the_system_s_own_python_comes_before_another_one_on_the_path(clone: Path) -> None:
    system = Path("/usr/bin/python3")
    complete = [str(system), "-c", "import sys, ensurepip; assert sys.version_info >= (3, 11)"]
    if not system.exists() or subprocess.run(complete, check=False, capture_output=True).returncode:
        pytest.skip("this machine's system has no complete Python 3.11")
    put(clone, "python3", 'echo "Python 3.99"; exit 0')

    answer = run(clone)

    assert "Python 3.99" not in answer.stdout
    assert "Python 3." in answer.stdout


def test_a_named_python_that_is_too_old_is_not_replaced_by_another(clone: Path) -> None:
    put(clone, "python3", "exit 0")
    put(clone, "old-python", '[ "$1" = --version ] && echo "Python 3.10.4" && exit 0; exit 1')

    answer = run(clone, PYTHON="old-python")

    assert answer.returncode == 1
    assert "old-python có: Python 3.10.4" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_says_which_package_is_missing(clone: Path) -> None:
    put(
        clone,
        "python3",
        'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac; exit 0',
    )

    answer = run(clone, PYTHON="python3")

    assert answer.returncode == 1
    assert "apt-get install python3.11-venv" in answer.stderr
    assert not (clone / ".venv").exists()
