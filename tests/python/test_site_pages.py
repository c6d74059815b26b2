"""The pages of the site in a real browser: from disk and over http, on a wide screen and on a phone."""

import re
from html import unescape

import pytest
from browser import NEEDS_CHROMIUM, PAGES, entries, go, pick

pytestmark = NEEDS_CHROMIUM


# The pages of the made-up warehouse are opened with those of axe too.
@pytest.mark.parametrize("warehouse", ["built", pytest.param("fake", marks=pytest.mark.long)], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_from_disk(open_page, name):
    page = open_page(name, drawn=True)
    assert page.locator("h1").is_visible()
    assert page.evaluate("window.hacked") is None


SEEN_OVER_HTTP = ("index", "customer", "data")


@pytest.mark.parametrize(
    "name", [name if name in SEEN_OVER_HTTP else pytest.param(name, marks=pytest.mark.long) for name in PAGES]
)
def test_a_page_works_over_http_in_a_subfolder(open_page, served, name):
    assert open_page(name, address=served, drawn=True).locator("h1").is_visible()


LINKS = [
    ("Segments", "segments", "Segments and what to do"),
    ("In words", "in-words", "In words"),
    ("Map", "map", "Map of the customers"),
    ("Explore", "explore", "Explore the data"),
    ("Algorithms", "algorithms", "Algorithms compared"),
    ("Strategies", "strategies", "Strategies"),
    ("Value", "value", "Value"),
    ("Campaigns", "campaigns", "Campaigns"),
    ("Products", "products", "Products"),
    ("Movement", "movement", "Movement"),
    ("Number of segments", "choosing-k", "Choosing the number of segments"),
    ("Predicting the segment", "classifier", "Predicting the segment"),
    ("Find a customer", "customer", "Find a customer"),
    ("Tables and SQL", "data", "Data"),
    ("Trust", "trust", "Can I trust the segments?"),
    ("Overview", "index", "Overview"),
]
ONE_IN_A_MENU_AND_ONE_BESIDE = [LINKS[0], LINKS[-1]]


@pytest.mark.parametrize(
    "links",
    [pytest.param(ONE_IN_A_MENU_AND_ONE_BESIDE, id="two"), pytest.param(LINKS, id="all", marks=pytest.mark.long)],
)
def test_the_navigation_bar_leads_to_every_page(open_page, links):
    page = open_page("index")
    assert page.locator(".topbar nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))") == [
        entry["href"].replace(".qmd", ".html") for _, entry in entries()
    ]
    for link, target, heading in links:
        go(page, link)
        page.wait_for_url(f"**/{target}.html", wait_until="domcontentloaded")
        assert page.locator("h1").inner_text() == heading
        assert page.locator("[aria-current=page]").text_content() == link
        assert page.locator("summary[aria-current]").all_text_contents() == [
            menu for menu, entry in entries() if menu and entry["text"] == link
        ]


def test_menus_open_and_close_by_keyboard_and_by_mouse(open_page):
    page = open_page("index")
    menus = page.locator(".menu")
    first, second = menus.nth(0), menus.nth(1)
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.locator("a").first.is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert first.locator("a").last.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not first.locator("a").first.is_visible()
    assert first.locator("summary").evaluate("summary => summary === document.activeElement")
    first.locator("summary").click()
    second.locator("summary").click()
    assert menus.evaluate_all("menus => menus.map(menu => menu.open)") == [False, True, False]
    page.mouse.click(5, 700)
    assert not second.locator("a").first.is_visible()


def test_menus_open_without_javascript_and_on_a_phone(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    for menu, entry in entries():
        if menu:
            opened = page.locator(".menu", has_text=menu)
            if opened.get_attribute("open") is None:
                opened.locator("summary").click()
            box = opened.get_by_role("link", name=entry["text"], exact=True).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert box["height"] >= 40
    context.close()


def test_no_link_leads_nowhere(site):
    for name in PAGES:
        for link in re.findall(r'<a [^>]*href="([^"#]+)[^"]*"', (site / f"{name}.html").read_text("utf-8")):
            assert (site / unescape(link)).is_file(), f"{name} links {link}"


def test_the_picked_segmentation_is_remembered(open_page, segments):
    if len(segments) == 1:
        pytest.skip("There is only one segmentation.")
    page = open_page("index")
    last = list(segments)[-1]
    pick(page, last, segments)
    go(page, "Segments")
    page.wait_for_url("**/segments.html", wait_until="domcontentloaded")
    assert page.get_by_role("tab", name=last, exact=True).get_attribute("aria-selected") == "true"


def test_tabs_follow_the_keyboard(open_page):
    page = open_page("trust")
    for tabs in (page.locator(".sg-tab"), page.locator(".tablist").first.locator("[role=tab]")):
        tabs.first.focus()
        page.keyboard.press("ArrowLeft")
        assert tabs.last.get_attribute("aria-selected") == "true"
        assert tabs.first.get_attribute("tabindex") == "-1"
        for panel in tabs.last.get_attribute("aria-controls").split():
            assert page.locator(f"#{panel}").get_attribute("hidden") is None
        page.keyboard.press("Home")
        assert tabs.first.get_attribute("aria-selected") == "true"


def test_the_theme_changes_the_charts_and_is_remembered(open_page):
    page = open_page("trust", drawn=True)
    ink = "getComputedStyle(document.querySelector('.sg-plot .annotation-text')).fill"
    light = page.evaluate(ink)
    page.locator(".theme-toggle").click()
    page.wait_for_function(f"{ink} !== '{light}'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert open_page("trust", scheme="dark").evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("width", [390, *(pytest.param(width, marks=pytest.mark.long) for width in (768, 1440))])
def test_no_page_is_wider_than_the_screen(open_page, segments, labels, width):
    for name in PAGES:
        page = open_page(name, drawn=True, width=width)
        for label in labels:
            pick(page, label, segments)
            # Charts follow a new width a moment later, which a busy machine can make a long one.
            page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)


def test_pages_are_small(site):
    for name in PAGES:
        assert (site / f"{name}.html").stat().st_size < 3_000_000
