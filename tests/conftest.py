"""What all tests share: where data lies, and when a test may be left out.

A test that needs something which a fresh machine may not have (the shared data, Chromium) skips and says what it
missed. Where TOPIC_ATLAS_CI is 1 everything is there, so a skip means that something broke, and counts as a failure.
"""

import os
import signal
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from lib.explore.store import Store
from tests.atlas_maker import TINY, store_of, write_atlas

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """No test waits for a network: the model comes with its package. None fails because the machine is busy.

    And Ctrl-C is heard: a shell starts what runs in its background with that signal ignored, and children inherit
    it, so that tests of how a build is stopped would fail there and nowhere else.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chromium's tests come last: they are slow, and Playwright keeps an event loop running in this thread."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts if ROOT in item.path.parents else False)


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """The person's own atlases are out of reach of every test; a test that needs an empty folder sets its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOPIC_ATLAS_HOME", str(tmp_path_factory.mktemp("home")))
        # Nor does a test send anything to the endpoint that the person may have set.
        patch.delenv("TOPIC_ATLAS_LABELS_URL", raising=False)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real exports and corpora, too large to be in the project."""
    folder = Path(os.environ.get("TOPIC_ATLAS_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"no shared data at {folder}: set TOPIC_ATLAS_SHARED to the folder that holds it")
    return folder


@pytest.fixture
def tiny_atlas(tmp_path: Path) -> Path:
    """The folder of a small atlas made by hand; tests/atlas_maker.py has its papers and topics."""
    return write_atlas(tmp_path / "tiny")


@pytest.fixture
def tiny_store() -> Store:
    """The same atlas, open in memory."""
    return store_of(TINY)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A test left out in CI failed."""
    return _not_left_out((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """So did a file left out as a whole."""
    return _not_left_out((yield))


def _not_left_out(report: Any) -> Any:
    expected_failure = hasattr(report, "wasxfail")
    if os.environ.get("TOPIC_ATLAS_CI") == "1" and report.skipped and not expected_failure:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"left out where everything should be there. {reason}"
    return report
