"""The report in Chromium: no serious violation for axe, sorting, links to claims, and no network."""

from __future__ import annotations

import pytest

import quoteattr
from bench.robustness.invented_results import results
from tests.auditing.results import ARCHIVE, claim, result, speaker
from tests.views.browser import all_of, axe_violations, one, printed, show

pytest.importorskip("selenium", reason="needs selenium: pip install selenium")


@pytest.fixture(scope="module")
def report():
    attack = "</script><img src=x onerror=alert(1)>'\">"
    hostile = result(attack, [speaker(attack, role=attack)], [claim(attack)], publisher=attack, authors=(attack,))
    with quoteattr.audit([*ARCHIVE, *results(60, repeats=10), hostile]) as made:
        return made.report(title="Audit <b>")


@pytest.fixture
def opened(browser, report, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report, "utf-8")
    browser.get(path.as_uri())
    return browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_serious_violation_and_the_page_does_not_overflow(opened, width, dark):
    show(opened, width=width, dark=dark)
    assert axe_violations(opened) == []
    one(opened, "#speakers a[data-claims]").click()
    assert axe_violations(opened) == []
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_column_sorts_in_both_orders_by_number(opened):
    show(opened)

    def column() -> list[int]:
        return [int(cell.text.replace(",", "")) for cell in all_of(opened, "#cues tbody tr td:nth-child(2)")]

    heading = all_of(opened, "#cues thead button")[1]
    opened.execute_script("arguments[0].click()", heading)
    assert column() == sorted(column(), reverse=True)
    opened.execute_script("arguments[0].click()", heading)
    assert column() == sorted(column())
    assert one(opened, "#cues th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_a_figure_links_to_its_claims(opened):
    show(opened)
    row = next(row for row in all_of(opened, "#speakers tbody tr") if row.text.startswith("Ada Lund"))
    link = row.find_element("css selector", "a")
    opened.execute_script("arguments[0].click()", link)
    shown = [item for item in all_of(opened, ".qa-claims li") if item.is_displayed()]
    assert len(shown) == int(link.text) == 4
    assert all("Ada Lund" in item.text for item in shown)
    one(opened, "#claims-all").click()
    assert len([item for item in all_of(opened, ".qa-claims li") if item.is_displayed()]) > 100


def test_no_text_becomes_script_and_nothing_is_loaded(opened, report):
    assert opened.title == "Audit <b>"
    assert all_of(opened, "img") == []
    loaded = opened.execute_script("return performance.getEntriesByType('resource').length")
    assert loaded == 0
    assert "http://" not in report.replace("http://www.w3.org/", "")


def test_charts_have_names_and_unique_identifiers(opened):
    pytest.importorskip("matplotlib", reason="comes with quoteattr[audit]")
    charts = all_of(opened, "svg[role=img]")
    assert len(charts) == 4
    assert all(chart.accessible_name for chart in charts)
    ids = opened.execute_script("return [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))


def test_it_prints_dark_on_white_for_a_user_of_the_dark_theme(opened):
    with printed(opened):
        assert one(opened, "body").value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
        assert not one(opened, "nav").is_displayed()
        assert axe_violations(opened) == []
