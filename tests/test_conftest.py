"""The rule on tests that are left out: allowed on a person's machine, a failure in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = """
import pytest
def test_left_out():
    pytest.skip("nothing here")
@pytest.mark.xfail(strict=True)
def test_expected_to_fail():
    assert False
"""


@pytest.mark.parametrize(("ci", "closing"), [("1", "1 failed, 1 xfailed"), ("", "1 skipped, 1 xfailed")])
def test_a_test_left_out_fails_in_ci_alone(tmp_path: Path, ci: str, closing: str) -> None:
    """With TOPIC_ATLAS_CI=1 a skip is a failure that repeats its reason; an expected failure is not."""
    (tmp_path / "test_it.py").write_text(LEFT_OUT, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "tests.conftest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "TOPIC_ATLAS_CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert closing in run.stdout.splitlines()[-1]
    assert "nothing here" in run.stdout
