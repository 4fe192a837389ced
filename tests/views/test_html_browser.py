"""The page in Chromium: interaction, an empty console, and no script from text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from quoteattr.views.html import fragment, to_html
from tests.views.browser import all_of, axe_violations, one, show
from tests.views.claims import nested
from tests.views.test_html import ATTACKS, hostile

pytest.importorskip("selenium", reason="needs selenium: pip install selenium")
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

PATIENCE = 10  # seconds


@pytest.fixture
def opened(browser, tmp_path):
    """Open markup as a file."""

    def open_page(markup: str):
        path = tmp_path / "page.html"
        path.write_text(markup, "utf-8")
        browser.get(path.as_uri())
        return browser

    return open_page


def cue(driver, text: str):
    return next(node for node in all_of(driver, ".qa-text [role=button]") if node.text == text)


def lit(driver) -> list[str]:
    return [node.text for node in all_of(driver, ".qa-on")]


def press(driver, *keys: str) -> None:
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def test_a_click_on_a_cue_shows_its_claim_and_its_speaker(opened):
    driver = opened(to_html(nested()))
    cue(driver, "said").click()
    card = one(driver, ".qa-claim")
    assert "Ida Vale" in card.text
    assert "engineer · Bridge Office" in card.text
    assert "95 %" in card.text
    assert one(driver, ".qa-lit .qa-name").text == "Ida Vale"
    assert one(driver, ".qa-voices [aria-current=true]").is_displayed()
    assert cue(driver, "said").get_attribute("aria-pressed") == "true"
    cue(driver, "said").click()
    assert not card.is_displayed()


def test_clicks_on_a_shared_content_select_the_inner_claim_then_the_outer(opened):
    driver = opened(to_html(nested()))
    shared = one(driver, "[data-q='1 0']")
    names = []
    for _ in range(3):
        shared.click()
        names.append([node.text for node in all_of(driver, ".qa-who")])
    assert names == [["Omar Stone"], ["Ida Vale"], []]


def test_the_pointer_links_a_content_to_its_source(opened):
    driver = opened(to_html(nested()))
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).move_to_element(one(driver, "[data-q='1 0']")).perform()
    assert lit(driver) == ["Omar Stone", "had warned", "the bridge was weak"]
    assert one(driver, ".qa-tip").text == "Omar Stone · had warned · indirect"
    assert one(driver, ".qa-lit .qa-name").text == "Omar Stone"
    press(driver, Keys.ESCAPE)
    assert lit(driver) == []


def test_everything_is_reachable_by_keyboard(opened):
    driver = opened(to_html(nested()))
    press(driver, Keys.TAB, Keys.ENTER)  # the skip link
    press(driver, Keys.TAB)
    assert driver.switch_to.active_element.text == "said"
    assert driver.switch_to.active_element.get_attribute("aria-label").startswith("said: Ida Vale: Omar Stone had")
    press(driver, Keys.ARROW_RIGHT)
    assert driver.switch_to.active_element.text == "had warned"
    assert lit(driver) == ["Omar Stone", "had warned", "the bridge was weak"]
    press(driver, Keys.ENTER)
    assert one(driver, ".qa-who").text == "Omar Stone"
    assert one(driver, ".qa-say").get_attribute("textContent") == "Omar Stone, had warned: the bridge was weak"
    press(driver, Keys.ESCAPE)
    assert all_of(driver, ".qa-who") == []


def test_filters_remove_colour_and_lines_and_restore_them(opened):
    driver = opened(to_html(nested()))
    one(driver, ".qa-filters summary").click()
    Select(one(driver, "[name=speaker]")).select_by_visible_text("Omar Stone (1)")
    assert one(driver, ".qa-status").text == "1 of 2 claims"
    assert [node.text for node in all_of(driver, ".qa-voices .qa-name") if node.is_displayed()] == ["Omar Stone"]
    assert [node.text for node in all_of(driver, ".qa-text .qa-cue")] == ["had warned"]
    assert all_of(driver, ".qa-text .qa-deep") == []
    one(driver, "[type=reset]").click()
    WebDriverWait(driver, PATIENCE).until(lambda _: one(driver, ".qa-status").text == "2 claims")
    assert len(all_of(driver, ".qa-text .qa-deep")) == 1


@pytest.mark.parametrize(("name", "value"), [("kind", "indirect"), ("act", "thought"), ("polarity", "denied")])
def test_each_box_hides_its_claims(opened, document, name, value):
    driver = opened(to_html(document))
    one(driver, ".qa-filters summary").click()
    box = one(driver, f"[name={name}][value={value}]")
    matching = sum(getattr(each, name) == value for each in document.attributions)
    box.click()
    assert one(driver, ".qa-status").text == f"{3 - matching} of 3 claims"


def test_confidence_is_a_filter(opened, document):
    driver = opened(to_html(document))
    one(driver, ".qa-filters summary").click()
    one(driver, "[name=confidence]").send_keys(*[Keys.ARROW_RIGHT] * 11)
    assert one(driver, ".qa-range output").text == "55 %"
    assert one(driver, ".qa-status").text == "1 of 3 claims"


def test_visible_claims_are_saved_as_a_table(opened, tmp_path):
    driver = opened(to_html(nested()))
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    one(driver, ".qa-filters summary").click()
    Select(one(driver, "[name=speaker]")).select_by_visible_text("Omar Stone (1)")
    one(driver, ".qa-save").click()
    lines = waited(tmp_path / "claims.csv").splitlines()
    assert lines[0].startswith('"speaker","source","cue","content","kind"')
    told = ("Omar Stone", "Omar Stone", "had warned", "the bridge was weak", "indirect", "speech", "asserted")
    assert lines[1:] == [",".join(f'"{each}"' for each in (*told, "false", "0.6", "", "", ""))]


def waited(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not come"
        time.sleep(0.05)
    return path.read_text("utf-8-sig")


def test_the_tree_is_drawn_on_request_and_the_claim_marked_in_it(opened, document):
    driver = opened(to_html(document))
    cue(driver, "fear").click()
    assert all_of(driver, ".qa-tree") == []
    next(node for node in all_of(driver, ".qa-claim button") if node.text == "Tree").click()
    marked = {node.text.split()[0]: node.get_attribute("class") for node in all_of(driver, ".qa-tree g")}
    assert marked == {"Residents": "w source", "fear": "w cue", "higher": "w content", "rents": "w content"}
    press(driver, Keys.ESCAPE)
    assert not one(driver, ".qa-trees").is_displayed()
    assert one(driver, ".qa-who").is_displayed()


def test_the_button_switches_between_dark_and_light(opened):
    driver = opened(to_html(nested()))
    colours = [background(driver)]
    for _ in range(2):
        one(driver, ".qa-theme").click()
        colours.append(background(driver))
    assert colours[0] == colours[2] != colours[1]


def background(driver) -> str:
    return one(driver, "body").value_of_css_property("background-color")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_serious_violation_and_the_page_does_not_overflow(opened, document, width, dark):
    driver = opened(to_html(document))
    show(driver, width=width, dark=dark)
    one(driver, ".qa-filters summary").click()
    driver.execute_script("document.querySelectorAll('.qa-voices details').forEach((each) => { each.open = true; })")
    assert axe_violations(driver) == []
    driver.execute_script("arguments[0].click()", cue(driver, "fear"))
    assert axe_violations(driver) == []
    next(node for node in all_of(driver, ".qa-claim button") if node.text == "Tree").click()
    assert axe_violations(driver) == []
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_script(opened, attack):
    driver = opened(to_html(hostile(attack), title="as it was"))
    driver.execute_script("document.querySelector('.qa-text [role=button]').click()")
    next(node for node in all_of(driver, ".qa-claim button") if node.text == "Tree").click()
    assert driver.title == "as it was"
    assert all_of(driver, "img, [onload], [onmouseover]") == []


def test_a_fragment_works_in_another_page(opened):
    driver = opened(f"<!doctype html><title>Notebook</title><p>Above.</p>{fragment(nested())}")
    driver.switch_to.frame(one(driver, "iframe"))
    cue(driver, "had warned").click()
    assert one(driver, ".qa-who").text == "Omar Stone"


def test_a_page_without_claims_has_a_note(opened):
    from quoteattr import Document

    driver = opened(to_html(Document("It rained.")))
    assert "No attribution was found." in one(driver, ".qa-side").text
    assert not one(driver, ".qa-filters").is_displayed()
