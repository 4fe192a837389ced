"""A headless Chromium for the tests of pages, and checks of every page: an empty console, no axe-core violations."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
)
_PATIENCE = 120  # seconds that axe-core may take on a busy machine
_AXE = """
const done = arguments[0];
axe.run(document, {iframes: false}).then((found) => done(found.violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)));
"""


@contextmanager
def chromium(profile: Path, downloads: Path) -> Iterator[Any]:
    """A driver with an empty profile. The test is skipped where selenium, Chromium or its driver is missing."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
    from selenium.webdriver.chrome.service import Service

    browser, driver = next(filter(None, map(shutil.which, _BROWSERS)), None), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*_ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    started.set_script_timeout(_PATIENCE)
    try:
        yield started
    finally:
        started.quit()


def one(driver: Any, selector: str) -> Any:
    """The first element that matches a CSS selector."""
    return driver.find_element("css selector", selector)


def all_of(driver: Any, selector: str) -> list[Any]:
    """All elements that match a CSS selector."""
    found: list[Any] = driver.find_elements("css selector", selector)
    return found


def show(driver: Any, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
    """Sets the size of the window, in pixels, and whether the user prefers dark pages."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


@contextmanager
def printed(driver: Any) -> Iterator[None]:
    """Show the page as it is printed for a user who prefers dark pages."""
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [dark]})
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def complaints(driver: Any) -> list[str]:
    """The messages of the console since the last call."""
    return [entry["message"] for entry in driver.get_log("browser")]


def axe_violations(driver: Any) -> list[str]:
    """The serious and critical violations that axe-core finds on the page as it is."""
    places = (os.environ.get("AXE_CORE"), ROOT / "node_modules" / "axe-core" / "axe.min.js")
    script = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if script is None:
        pytest.skip("needs axe-core: npm install --no-save axe-core, or its axe.min.js in AXE_CORE")
    driver.execute_script(script.read_text("utf-8"))
    found: list[str] = driver.execute_async_script(_AXE)
    return found
