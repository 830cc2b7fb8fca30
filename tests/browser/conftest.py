"""A real Chromium for the tests of this folder. As root, as in CI, it must be there; elsewhere they are skipped."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.browser.desk import SECONDS

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
CLOCKS = ("UTC", "Asia/Shanghai")  # what Airflow's pages may show; a browser brings its own
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


@pytest.fixture(params=CLOCKS)
def clock(request):
    return request.param


@pytest.fixture
def page(open_page, clock):
    """A page of somebody who is logged in, in one of two clocks."""
    return open_page(clock)


@pytest.fixture
def elsewhere(open_page, clock):
    """The same in the other clock."""
    return open_page(next(one for one in CLOCKS if one != clock))


@pytest.fixture
def open_page(chromium, stack, runs):
    """Opens pages of somebody who is logged in and has chosen the clock that Airflow's pages show."""
    opened = []
    token = runs.session.headers["Authorization"].removeprefix("Bearer ")
    size = {"width": 1280, "height": 1600}

    def open_in(clock: str):
        context = chromium.new_context(base_url=stack.airflow.url, viewport=size, locale="en-US")
        opened.append(context)
        context.set_default_timeout(SECONDS * 1000)
        context.add_cookies([{"name": "_token", "value": token, "url": stack.airflow.url}])
        context.add_init_script(f"localStorage.setItem('timezone', JSON.stringify('{clock}'))")
        return context.new_page()

    yield open_in
    for context in opened:
        context.close()
