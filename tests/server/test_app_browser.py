"""The app in Chromium, over the bundled model: paste, see, filter, save."""

from __future__ import annotations

import json
import time

import pytest

pytest.importorskip("selenium", reason="needs selenium: pip install selenium")
pytest.importorskip("uvicorn", reason="needs the extra: pip install 'quoteattr[serve]'")
from selenium.webdriver.support.ui import Select, WebDriverWait

import quoteattr
from tests.server.processes import COMMAND, serving
from tests.views.browser import all_of, axe_violations, complaints, one, show

PATIENCE = 20  # seconds
TEXT = """The bridge will close in May, Mayor Omar Stone said on Monday.

Engineer Ida Vale told reporters that two piers are cracked. “Nobody listened,” she said.
"""


@pytest.fixture(scope="session")
def address():
    with serving(COMMAND) as (_, found):
        yield found


@pytest.fixture
def app(browser, address, tmp_path):
    """The app with its examples visible; what it saves comes into ``tmp_path``."""
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.get(address)
    until(browser, lambda: all_of(browser, ".examples button"))
    return browser


def until(driver, holds):
    return WebDriverWait(driver, PATIENCE).until(lambda _: holds())


def paste(driver, text: str) -> None:
    driver.execute_script("arguments[0].value = arguments[1]", one(driver, "#text"), text)


def read(driver, text: str = TEXT) -> None:
    """Pastes a text, sends it, and goes into the frame of the result."""
    paste(driver, text)
    one(driver, "button.main").click()
    enter(driver)


def enter(driver) -> None:
    until(driver, lambda: one(driver, "#shown").is_displayed())
    driver.switch_to.frame(one(driver, "#shown iframe"))
    until(driver, lambda: all_of(driver, ".qa-theme:not([hidden])"))


def saved(folder, name: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (folder / name).exists():
        assert time.monotonic() < deadline, f"{name} did not come, but {[each.name for each in folder.iterdir()]}"
        time.sleep(0.05)
    return (folder / name).read_text("utf-8-sig")


def test_paste_see_filter_and_save(app, tmp_path):
    read(app)
    assert one(app, ".qa-status").text == "3 claims"
    names = [each.text for each in all_of(app, ".qa-voices .qa-name")]
    assert sorted(names) == ["Ida Vale", "Omar Stone"]
    next(each for each in all_of(app, ".qa-text [role=button]") if each.text == "told").click()
    assert one(app, ".qa-who").text == "Ida Vale"
    one(app, ".qa-filters summary").click()
    one(app, "[name=kind][value=indirect]").click()
    assert one(app, ".qa-status").text == "1 of 3 claims"
    one(app, ".qa-save").click()
    assert "Nobody listened" in saved(tmp_path, "claims.csv")
    app.switch_to.default_content()
    one(app, "#save-page").click()
    one(app, "#save-json").click()
    told = json.loads(saved(tmp_path, "who-said-what.json"))
    assert len(quoteattr.from_dict(told, TEXT).attributions) == 3
    assert saved(tmp_path, "who-said-what.html").startswith("<!doctype html>")


def test_what_was_saved_can_be_opened_by_itself(app, tmp_path):
    read(app)
    app.switch_to.default_content()
    one(app, "#save-page").click()
    saved(tmp_path, "who-said-what.html")
    app.get((tmp_path / "who-said-what.html").as_uri())
    assert one(app, ".qa-status").text == "3 claims"


def test_an_example_is_read_at_a_click_and_back_leads_to_the_form(app):
    one(app, ".examples button").click()
    enter(app)
    assert len(all_of(app, ".qa-voices > li")) >= 3
    app.switch_to.default_content()
    app.back()
    until(app, lambda: one(app, "#ask").is_displayed())
    assert one(app, "#text").get_property("value").startswith("Old bridge")
    one(app, "button.main").click()
    enter(app)
    app.switch_to.default_content()
    one(app, "#again").click()
    until(app, lambda: one(app, "#ask").is_displayed())


def test_a_file_is_read_when_it_is_chosen(app, tmp_path):
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, "utf-8")
    one(app, "[name=file]").send_keys(str(path))
    enter(app)
    assert one(app, ".qa-facts").text.split() == ["document", "bridge.txt"]


def test_the_html_of_a_page_is_read_with_its_address(app):
    pytest.importorskip("trafilatura")
    one(app, "[name=kind][value=html]").click()
    one(app, "[name=url]").send_keys("https://news.example.org/bridge")
    lines = "".join(f"<p>{line}</p>" for line in [*TEXT.splitlines(), "It stood for a hundred years. " * 8])
    read(app, f"<html><body><nav>Home</nav><article><h1>Bridge to close</h1>{lines}</article></body></html>")
    assert one(app, ".qa-status").text == "3 claims"
    assert "Home" not in one(app, ".qa-text").text


def test_options_reach_the_reader(app):
    one(app, "#ask summary").click()
    one(app, "[name=publisher]").send_keys("The Bay Post")
    Select(one(app, "[name=act]")).select_by_value("thought")
    read(app)
    assert one(app, ".qa-status").text == "0 claims"
    assert "The Bay Post" in one(app, ".qa-facts").text


def test_errors_are_reported(app):
    one(app, "button.main").click()
    assert "There is no text yet" in one(app, ".error[role=alert]").text
    paste(app, "a" * 200_001)
    one(app, "button.main").click()
    until(app, lambda: "the most is 200,000" in one(app, ".error[role=alert]").text)
    [line] = complaints(app)  # of the browser, about the answer 413
    assert "413" in line


def test_no_text_becomes_script(app):
    attack = (
        "<img src=x onerror=\"parent.document.title='owned'\"></script><script>parent.document.title='owned'</script>"
    )
    read(app, f"Mayor Omar Stone said {attack} on Monday.\n")
    assert all_of(app, "img") == []
    app.switch_to.default_content()
    assert app.title == "quoteattr – who said what"


def test_the_theme_of_the_page_is_that_of_the_app(app):
    read(app)
    one(app, ".qa-theme").click()
    app.switch_to.default_content()
    until(app, lambda: app.execute_script("return document.documentElement.dataset.theme") == "dark")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_serious_for_axe_and_nothing_beyond_the_edge(app, width, dark):
    show(app, width=width, dark=dark)
    one(app, "#ask summary").click()
    one(app, "button.main").click()  # an error is visible too
    assert axe_violations(app) == []
    assert app.execute_script("return document.documentElement.scrollWidth") <= width
    read(app)
    assert axe_violations(app) == []
    app.switch_to.default_content()
    assert axe_violations(app) == []
    assert app.execute_script("return document.documentElement.scrollWidth") <= width
