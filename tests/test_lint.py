"""The style checks of CONTRIBUTING.md run with the tests."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff format"),
        pytest.param(["pyright", "--pythonpath", sys.executable], id="pyright"),
        pytest.param(["lint-imports", "--no-cache"], id="import-linter"),
    ],
)
def test_clean(command: list[str], root: Path):
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run(
        [str(program), *command[1:]], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
