"""The app in Chromium, over the bundled model: paste, see, filter, save."""

from __future__ import annotations

import json
import time

import pytest

pytest.importorskip("selenium", reason="needs selenium: pip install selenium")
pytest.importorskip("uvicorn", reason="needs the extra: pip install 'quoteattr[serve]'")
from selenium.webdriver.support.ui import Select, WebDriverWait

import quoteattr
from quoteattr.auditing import entry_of
from quoteattr.cli.inputs import Inputs
from quoteattr.formats.columns import HEADER
from tests.server.processes import COMMAND, serving
from tests.views.browser import all_of, axe_violations, complaints, one, printed, show

PATIENCE = 60  # seconds, on a busy machine
TEXT = """The bridge will close in May, Mayor Omar Stone said on Monday.

Engineer Ida Vale told reporters that two piers are cracked. “Nobody listened,” she said.
"""

OTHER = """The ferry stops

By Lena Quist

April 4, 2023

The ferry will not run, Captain Nils Berg said. =1+1 is a sum, he said.
"""


@pytest.fixture(scope="session")
def address():
    with serving(COMMAND) as (_, found):
        yield found


@pytest.fixture
def app(browser, address, tmp_path):
    """The app with its examples visible; downloads are saved in ``tmp_path``."""
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.get(address)
    until(browser, lambda: all_of(browser, ".examples button"))
    return browser


def until(driver, holds):
    return WebDriverWait(driver, PATIENCE).until(lambda _: holds())


def paste(driver, text: str) -> None:
    driver.execute_script("arguments[0].value = arguments[1]", one(driver, "#text"), text)


def read(driver, text: str = TEXT) -> None:
    """Paste a text, send it, and switch to the frame of the result."""
    paste(driver, text)
    one(driver, "button.main").click()
    enter(driver)


def enter(driver) -> None:
    until(driver, lambda: all_of(driver, "#shown iframe"))
    driver.switch_to.frame(one(driver, "#shown iframe"))
    until(driver, lambda: all_of(driver, ".qa-theme:not([hidden])"))


@pytest.fixture
def files(app, tmp_path):
    """The app with two files that were read and one that could not be."""
    contents = {"bridge.txt": TEXT.encode(), "ferry.txt": OTHER.encode(), "broken.txt": b"\xff\xff said."}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    one(app, "[name=file]").send_keys("\n".join(str(tmp_path / name) for name in contents))
    until(app, lambda: one(app, ".busy").text == "2 read, 1 could not be read")
    [line] = complaints(app)  # messages of the browser about the answer 400
    assert "400" in line
    return app


def rows(driver) -> list[list[str]]:
    """The cells of the claims that are shown."""
    visible = [row for row in all_of(driver, "#claims tbody tr") if row.is_displayed()]
    return [[cell.text for cell in row.find_elements("css selector", "td")] for row in visible]


def saved(folder, name: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (folder / name).exists():
        assert time.monotonic() < deadline, f"{name} did not come, but {[each.name for each in folder.iterdir()]}"
        time.sleep(0.05)
    return (folder / name).read_text("utf-8-sig")


def test_paste_view_filter_and_save(app, tmp_path):
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


def test_a_saved_page_can_be_opened_alone(app, tmp_path):
    read(app)
    app.switch_to.default_content()
    one(app, "#save-page").click()
    saved(tmp_path, "who-said-what.html")
    app.get((tmp_path / "who-said-what.html").as_uri())
    assert one(app, ".qa-status").text == "3 claims"


def test_a_click_reads_an_example_and_back_returns_to_the_form(app):
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


def test_options_are_passed_to_the_reader(app):
    one(app, "#ask summary").click()
    one(app, "[name=publisher]").send_keys("The Bay Post")
    Select(one(app, "[name=act]")).select_by_value("thought")
    read(app)
    assert one(app, ".qa-status").text == "0 claims"
    assert "The Bay Post" in one(app, ".qa-facts").text


def test_several_files_are_read_and_their_claims_searched(files):
    assert one(files, "#all").is_displayed()
    names = [row.text for row in all_of(files, "#documents tbody th")]
    assert names[:2] == ["bridge.txt", "The ferry stops"]
    assert names[2].startswith("broken.txt\nthe text is not UTF-8 at byte 0")
    assert one(files, ".count").text == "5 claims"
    find = one(files, "#find [name=words]")
    find.send_keys("SAID ferry")
    assert [row[2] for row in rows(files)] == ["The ferry will not run", "=1+1 is a sum"]
    assert one(files, ".count").text == "2 of 5 claims"
    find.send_keys(" nowhere")
    assert rows(files) == []
    assert not one(files, "#save-csv").is_enabled()
    one(files, "#find [type=reset]").click()
    until(files, lambda: one(files, ".count").text == "5 claims")
    Select(one(files, "#find [name=speaker]")).select_by_visible_text("Ida Vale")
    assert [row[0] for row in rows(files)] == ["Ida Vale\nEngineer"] * 2
    one(files, "#find [type=reset]").click()
    until(files, lambda: one(files, ".count").text == "5 claims")
    files.execute_script(
        "const field = document.querySelector('[name=since]'); field.value = '2023-04-04';"
        "field.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert {row[5] for row in rows(files)} == {"The ferry stops"}


def test_claims_of_several_documents_are_sorted_and_removed(files):
    heading = one(files, "#claims thead button")
    heading.click()
    assert [row[0].split()[0] for row in rows(files)] == ["Ida", "Ida", "Nils", "Nils", "Omar"]
    assert one(files, "#claims th").get_attribute("aria-sort") == "ascending"
    next(each for each in all_of(files, "#documents button") if each.accessible_name == "Remove bridge.txt").click()
    assert one(files, ".count").text == "2 claims"
    for name in ("broken.txt", "The ferry stops"):
        next(each for each in all_of(files, "#documents button") if each.accessible_name == f"Remove {name}").click()
    assert one(files, "#ask").is_displayed()


def test_a_claim_opens_its_document(files):
    row = next(row for row in all_of(files, "#claims tbody tr") if "Nobody listened" in row.text)
    row.find_element("css selector", "button").click()
    enter(files)
    until(files, lambda: all_of(files, ".qa-claim blockquote"))
    assert one(files, ".qa-claim blockquote").text == "Nobody listened,"
    files.switch_to.default_content()
    assert files.title == "bridge.txt – quoteattr"
    files.back()
    until(files, lambda: one(files, "#all").is_displayed())


def rows_of(path):
    """Return the rows of results in CSV, as the audit reads them."""
    return list(Inputs((str(path),), "csv", results=HEADER).rows_or_results(dict, 1))


def test_saved_results_of_several_documents_are_read_by_the_audit(files, tmp_path):
    one(files, "#find [name=words]").send_keys("ferry")
    one(files, "#save-csv").click()
    header, _, *lines = saved(tmp_path, "claims.csv").splitlines()
    assert header.split(",") == list(HEADER)
    assert ",'=1+1 is a sum," in lines[0]
    found = rows_of(tmp_path / "claims.csv")
    assert [(each["document_id"], each["content"], each["speaker"]) for each in found] == [
        ("ferry.txt", "The ferry will not run", "Nils Berg"),
        ("ferry.txt", "=1+1 is a sum", "Nils Berg"),
    ]
    one(files, "#save-lines").click()
    [entry] = [entry_of(json.loads(line)) for line in saved(tmp_path, "attributions.jsonl").splitlines()]
    assert [claim.content for claim in entry.claims] == ["The ferry will not run", "=1+1 is a sum"]


def test_pasted_texts_with_one_headline_are_two_articles_in_the_table(app, tmp_path):
    for text in (OTHER, OTHER.replace("not run", "run again")):
        read(app, text)
        app.switch_to.default_content()
        one(app, "#again").click()
    one(app, "#overview").click()
    one(app, "#find [name=words]").send_keys("sum")
    one(app, "#save-csv").click()
    saved(tmp_path, "claims.csv")
    found = rows_of(tmp_path / "claims.csv")
    assert [each["document_id"] for each in found] == ["The ferry stops", "The ferry stops (2)"]


def test_an_xhtml_file_is_read_as_a_page(app, tmp_path):
    pytest.importorskip("trafilatura")
    path = tmp_path / "bridge.xhtml"
    lines = "".join(f"<p>{line}</p>" for line in [*TEXT.splitlines(), "It stood for a hundred years. " * 8])
    path.write_text(f"<html><body><article><h1>Bridge to close</h1>{lines}</article></body></html>", "utf-8")
    one(app, "[name=file]").send_keys(str(path))
    enter(app)
    assert "<p>" not in one(app, ".qa-text").text


def test_warnings_are_shown_with_the_text_and_in_the_list(app):
    warning = "The text looks like HTML: read it as a web page (read_html, --input html)."
    read(app, f"<p>{TEXT}</p>")
    app.switch_to.default_content()
    assert one(app, "#shown .error").text == warning
    one(app, "#overview").click()
    assert one(app, "#documents .problem").text == warning


def test_claims_print_dark_on_white_for_a_user_of_the_dark_theme(files):
    with printed(files):
        assert one(files, "body").value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
        assert not one(files, "#find").is_displayed()
        assert axe_violations(files) == []


def test_texts_read_one_by_one_are_kept_and_equal_ones_are_counted_once(app):
    for text in (TEXT, OTHER, TEXT):
        read(app, text)
        app.switch_to.default_content()
        one(app, "#again").click()
    one(app, "#overview").click()
    assert one(app, ".count").text == "5 claims"


@pytest.mark.parametrize("cancel", [False, True])
def test_a_long_upload_shows_its_progress_and_can_be_cancelled(app, cancel):
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
    app.execute_cdp_cmd("Network.enable", {})
    app.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
    try:
        app.execute_script(
            "window.seen = []; setInterval(() => document.querySelector('.busy').textContent === 'Sending …' && "
            "seen.push(document.querySelector('progress').value), 20)"
        )
        paste(app, TEXT + "\n" * 150_000)
        one(app, "button.main").click()
        until(app, lambda: len({value for value in app.execute_script("return seen") if 0 < value < 1}) > 1)
        assert not one(app, "button.main").is_enabled()
        if cancel:
            one(app, "#cancel").click()
            until(app, lambda: one(app, "button.main").is_enabled())
            assert not one(app, "#cancel").is_displayed()
            assert not one(app, ".error[role=alert]").is_displayed()
        else:
            enter(app)
    finally:
        app.switch_to.default_content()
        app.execute_cdp_cmd("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})


def test_errors_are_reported(app):
    one(app, "button.main").click()
    assert "There is no text yet" in one(app, ".error[role=alert]").text
    paste(app, "a" * 200_001)
    one(app, "button.main").click()
    until(app, lambda: "the most is 200,000" in one(app, ".error[role=alert]").text)
    [line] = complaints(app)  # message of the browser about the answer 413
    assert "413" in line


def test_no_text_becomes_script(app):
    attack = (
        "<img src=x onerror=\"parent.document.title='owned'\"></script><script>parent.document.title='owned'</script>"
    )
    read(app, f"Mayor Omar Stone said {attack} on Monday.\n")
    assert all_of(app, "img") == []
    app.switch_to.default_content()
    assert app.title != "owned"


def test_the_theme_of_the_page_is_that_of_the_app(app):
    read(app)
    one(app, ".qa-theme").click()
    app.switch_to.default_content()
    until(app, lambda: app.execute_script("return document.documentElement.dataset.theme") == "dark")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_serious_violation_and_the_page_does_not_overflow(app, width, dark):
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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_serious_violation_in_the_claims_of_several_documents(files, width, dark):
    show(files, width=width, dark=dark)
    assert axe_violations(files) == []
    assert files.execute_script("return document.documentElement.scrollWidth") <= width
