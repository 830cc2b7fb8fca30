"""A real Chromium for the tests of this folder. As root, as in CI, it must be there; elsewhere they are skipped."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
MISSING = "no Chromium is installed: apt-get install chromium, or name one in the environment variable CHROMIUM"


@pytest.fixture(scope="module")
def chromium():
    """The browser. One a module: playwright keeps an event loop, which other tests must not find running."""
    from playwright.sync_api import sync_playwright

    is_root = os.geteuid() == 0
    if CHROMIUM is None:
        (pytest.fail if is_root else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if is_root else []  # Chromium's own sandbox refuses root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()
