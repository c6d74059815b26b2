"""The built site in a real browser: opened from disk and over http, on a wide screen and on a phone."""

import csv
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from fake_marts import HOSTILE_IDS, HOSTILE_NAME

from segmentation.site import build, movement
from segmentation.site.customer_lists import sql
from segmentation.site.warehouse import PROJECT, Warehouse

PAGES = [
    name.removesuffix(".qmd")
    for name in yaml.safe_load((PROJECT / "dashboards" / "_quarto.yml").read_text("utf-8"))["project"]["render"]
]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ALL_DRAWN = (
    "[...document.querySelectorAll('.sg-chart')].filter(chart => chart.clientWidth)"
    ".every(chart => chart.querySelector('.main-svg'))"
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="The browser tests need Chromium: install it with `apt install chromium`."
)


@pytest.fixture(scope="module", params=["fake", "built"])
def warehouse(request) -> Path:
    """A small made-up warehouse with hostile names, and the one that dbt builds from the sample data."""
    if request.param == "fake":
        return request.getfixturevalue("fake")
    try:
        return request.getfixturevalue("built_warehouse")
    except pytest.FixtureLookupError:
        pytest.skip("There is no fixture built_warehouse: only the made-up warehouse is tested.")


@pytest.fixture(scope="module")
def site(warehouse: Path, tmp_path_factory) -> Path:
    return build(warehouse, renderer="builtin", output=tmp_path_factory.mktemp("site") / "_site").parent


@pytest.fixture(scope="module")
def segments(warehouse: Path) -> dict[str, list[str]]:
    """Names of the segments by the label of their segmentation, in the site's order."""
    tables = Warehouse(warehouse)
    found = {
        segmentation.label: [row["segment_name"] for row in tables.segments(segmentation.name)]
        for segmentation in tables.segmentations()
    }
    tables.close()
    return found


@pytest.fixture(scope="module")
def findings(warehouse: Path) -> dict[str, list[str]]:
    """What there is to know about the data, by the label of the segmentation, in the site's order."""
    tables = Warehouse(warehouse)
    found = {
        segmentation.label: [row["sentence"] for row in tables.findings(segmentation.name)]
        for segmentation in tables.segmentations()
    }
    tables.close()
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator:
    playwright = pytest.importorskip("playwright.sync_api", reason="The browser tests need `playwright`.")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Address of the site in a subfolder of a web server of its own."""
    handler = functools.partial(_Quiet, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, which a package for Python brings."""
    package = find_spec("axe_playwright_python")
    if package is None:
        pytest.skip("The accessibility tests need `axe-playwright-python`, which brings axe-core.")
    return (Path(package.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def open_page(browser, site: Path) -> Iterator:
    """Open a page, from disk if no address is given; at the end, fail on any error or outside request."""
    problems: list[str] = []
    contexts = []

    def failed(request) -> None:
        # A page that is left early stops loading what it has not yet got.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"failed {request.url}")

    def opened(name: str, *, address: str | None = None, drawn: bool = False, scheme: str = "light"):
        address = address or site.as_uri()
        context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith((address, "data:")) or problems.append(f"asked {request.url}"),
        )
        page.on("requestfailed", failed)
        page.goto(f"{address}/{name}.html", wait_until="load" if drawn else "domcontentloaded")
        if drawn:
            page.wait_for_function(ALL_DRAWN)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_from_disk(open_page, name):
    page = open_page(name, drawn=True)
    assert page.locator("h1").is_visible()
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_over_http_in_a_subfolder(open_page, served, name):
    assert open_page(name, address=served, drawn=True).locator("h1").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme(open_page, axe, name):
    page = open_page(name, drawn=True)
    page.evaluate(axe)
    assert _violations(page) == []
    page.locator(".theme-toggle").click()
    assert _violations(page, only="color-contrast") == []


def test_every_segment_is_on_its_pages(open_page, segments):
    for name in ("index", "segments", "strategies"):
        page = open_page(name)
        for label, names in segments.items():
            _pick(page, label, segments)
            text = " ".join(page.locator("main").inner_text().split())
            for segment in names:
                assert " ".join(segment.split()) in text, f"{segment} is missing from {name}"


def test_every_rule_is_on_its_card_with_what_it_catches(open_page, segments, warehouse):
    tables = Warehouse(warehouse)
    page = open_page("segments")
    for segmentation in tables.segmentations():
        _pick(page, segmentation.label, segments)
        cards = page.locator(".sg-card:visible")
        rules = tables.rules(segmentation.name)
        for place, segment in enumerate(tables.segments(segmentation.name)):
            own = rules.get(segment["segment_id"], [])
            card = cards.nth(place)
            assert card.locator(".sg-rule code").all_text_contents() == [row["rule"] for row in own]
            assert card.locator(".sg-rule:visible").count() == min(len(own), 1)
            shown = card.locator(".sg-rule small").all_text_contents()
            assert [text.count("%") for text in shown] == [2] * len(own)
        assert page.get_by_text("The rules of the cards together find").filter(visible=True).count() == bool(rules)
    tables.close()


def test_the_pages_speak_of_every_segmentation(open_page, segments):
    for name, title in (("choosing-k", "Choosing the number of segments"), ("classifier", "The classifier")):
        page = open_page(name)
        for label in segments:
            _pick(page, label, segments)
            assert page.locator(".sg-panel:visible").count() > 3
        assert page.title().startswith(title)


def test_what_to_know_about_the_data_is_shown_where_there_is_anything(open_page, segments, findings):
    page = open_page("index")
    for label, sentences in findings.items():
        _pick(page, label, segments)
        block = page.locator(".sg-findings:visible")
        assert block.count() == bool(sentences)
        if sentences:
            if block.get_attribute("open") is None:
                block.locator("summary").click()
            assert [text.split("\n")[-1] for text in block.locator("li").all_inner_texts()] == sentences


def test_the_navigation_bar_leads_to_every_page(open_page):
    page = open_page("index")
    assert page.locator(".topbar nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))") == [
        entry["href"].replace(".qmd", ".html") for _, entry in _entries()
    ]
    for link, target, heading in (
        ("Segments", "segments", "Segments and what to do"),
        ("Map", "map", "Map of the customers"),
        ("Explore", "explore", "Explore the data"),
        ("Algorithms", "algorithms", "Algorithms compared"),
        ("Strategies", "strategies", "Strategies"),
        ("Movement", "movement", "Movement"),
        ("Choosing k", "choosing-k", "Choosing the number of segments"),
        ("Classifier", "classifier", "The classifier"),
        ("Find a customer", "customer", "Find a customer"),
        ("Tables and SQL", "data", "Data"),
        ("Trust", "trust", "How far to trust the segments"),
        ("Overview", "index", "Overview"),
    ):
        _go(page, link)
        page.wait_for_url(f"**/{target}.html", wait_until="domcontentloaded")
        assert page.locator("h1").inner_text() == heading
        assert page.locator("[aria-current=page]").text_content() == link
        assert page.locator("summary[aria-current]").all_text_contents() == [
            menu for menu, entry in _entries() if menu and entry["text"] == link
        ]


def test_axe_finds_nothing_in_an_open_menu(open_page, axe):
    page = open_page("index")
    page.locator(".menu summary").first.click()
    page.evaluate(axe)
    assert _violations(page) == []


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
    for menu, entry in _entries():
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
    _pick(page, last, segments)
    _go(page, "Segments")
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


def test_every_seen_chart_is_drawn(open_page, segments):
    for name in ("segments", "map", "choosing-k", "classifier", "movement", "trust"):
        page = open_page(name, drawn=True)
        for label in segments:
            _pick(page, label, segments)
            page.wait_for_function(ALL_DRAWN)


def test_the_theme_changes_the_charts_and_is_remembered(open_page):
    page = open_page("trust", drawn=True)
    ink = "getComputedStyle(document.querySelector('.sg-plot .annotation-text')).fill"
    light = page.evaluate(ink)
    page.locator(".theme-toggle").click()
    page.wait_for_function(f"{ink} !== '{light}'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert open_page("trust", scheme="dark").evaluate("document.documentElement.dataset.theme") == "dark"


MAP = ".sg-panel:not([hidden]) .sg-map"
PLOT = f"document.querySelector('{MAP} .sg-plot')"


def test_the_map_takes_any_two_features_and_segments_are_switched_by_keyboard(open_page):
    page = open_page("map", drawn=True)
    block = page.locator(MAP)
    shown = f"{PLOT}.data.slice(0, -1).filter(trace => trace.visible !== false)"
    drawn = f"{shown}.reduce((sum, trace) => sum + trace.x.length, 0)"
    everyone = page.evaluate(drawn)
    across, up, _ = (block.locator(f"select[data-axis={axis}]") for axis in "xyz")
    feature = across.locator("optgroup >> nth=1 >> option >> nth=0")
    across.select_option(feature.get_attribute("value"))
    up.select_option(label="Component 1")
    page.wait_for_function(f"{PLOT}.layout.yaxis.title.text === 'Component 1'")
    assert page.evaluate(f"{PLOT}.layout.xaxis.title.text") == feature.inner_text()
    first = block.locator(".sg-switch").first
    first.focus()
    page.keyboard.press("Space")
    assert first.get_attribute("aria-pressed") == "false"
    page.wait_for_function(f"{drawn} < {everyone}")
    centres = page.evaluate(f"{PLOT}.data.at(-1).text.length")
    assert centres == block.locator(".sg-switch").count() - 1
    page.keyboard.press("Space")
    page.wait_for_function(f"{drawn} === {everyone}")


def test_the_map_in_three_dimensions_turns_and_stays_so(open_page):
    page = open_page("map", drawn=True)
    block = page.locator(MAP)
    depth = block.locator("select[data-axis=z]")
    if depth.is_disabled():
        pytest.skip("This browser has no WebGL.")
    assert block.locator(".sg-turn").first.is_hidden()
    depth.select_option(label="Discriminant 1")
    page.wait_for_function(f"{PLOT}.data[0].type === 'scatter3d'")
    eye = f"{PLOT}.layout.scene.camera.eye.x"
    before = page.evaluate(eye)
    block.get_by_role("button", name="Turn left").click()
    page.wait_for_function(f"{eye} !== {before}")
    turned = page.evaluate(eye)
    block.locator(".sg-switch").first.click()
    labels = f"{PLOT}.layout.scene.annotations.length"
    page.wait_for_function(f"{labels} === {block.locator('.sg-switch').count() - 1}")
    assert page.evaluate(eye) == turned


def test_tables_sort_by_any_column_with_the_keyboard(open_page):
    page = open_page("algorithms")
    table = page.locator(".sg-algorithms table:visible")
    head = table.locator("th[scope=col]", has_text="Inertia")
    place = page.evaluate("head => head.cellIndex", head.element_handle())
    numbers = f"table => [...table.tBodies[0].rows].map(row => row.cells[{place}].textContent)"
    head.get_by_role("button").focus()
    for order in ("descending", "ascending"):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == order
        shown = table.evaluate(numbers)
        known = [float(text.replace(",", "")) for text in shown if text != "–"]
        assert known == sorted(known, reverse=order == "descending")
        assert shown[len(known) :] == ["–"] * (len(shown) - len(known))


def test_rows_of_a_table_are_found_by_their_words(open_page):
    page = open_page("explore")
    card = page.locator(".card", has_text="Rejected rows, by reason")
    card.get_by_label("Rows with").fill("DUPLICATE exact")
    rows = card.locator("tbody tr")
    assert all("duplicate" in text for text in rows.filter(visible=True).all_inner_texts())
    assert 0 < rows.filter(visible=True).count() < rows.count()


def test_models_and_flags_sort_and_the_champion_is_marked(open_page, segments):
    page = open_page("trust", drawn=True)
    for label in segments:
        _pick(page, label, segments)
        models = page.locator(".sg-registry table:visible")
        assert models.locator("tbody th", has_text="champion").count() == 1
        models.get_by_role("button", name="Version").click()
        versions = [int(text.split()[0]) for text in models.locator("tbody th").all_inner_texts()]
        assert versions == sorted(versions)
        page.wait_for_function(ALL_DRAWN)
    page.get_by_role("tab", name="Rejected rows by reason").click()
    reasons = page.locator("table:visible", has_text="Reason")
    for _ in range(2):
        reasons.get_by_role("button", name="Rows").click()
    counts = [int(text.replace(",", "")) for text in reasons.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert counts == sorted(counts)


def test_every_algorithm_has_a_map_that_is_drawn(open_page, segments):
    page = open_page("algorithms")
    empty = (
        "[...document.querySelectorAll('.sg-panel:not([hidden]) .sg-small-map')].filter(figure => {"
        " const canvas = figure.querySelector('canvas');"
        " return !canvas"
        " || !canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);"
        "}).length"
    )
    for label in segments:
        _pick(page, label, segments)
        page.wait_for_function(f"{empty} === 0")


def test_no_page_is_wider_than_the_screen(open_page, segments):
    for name in PAGES:
        page = open_page(name)
        for width in (390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for label in segments:
                _pick(page, label, segments)
                # Charts follow a new width a moment later, which a busy machine can make a long one.
                page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)


def test_the_slider_shows_another_k_by_mouse_and_by_keyboard(open_page, segments):
    page = open_page("choosing-k", drawn=True)
    for label in segments:
        _pick(page, label, segments)
        explorer = page.locator(".sg-k:visible")
        slider, shown = explorer.get_by_label("Number of clusters"), explorer.locator("output")
        chosen = shown.inner_text()
        assert chosen.endswith("the number chosen")
        assert not explorer.get_by_role("button", name="Back to").is_visible()
        slider.press("Home")
        assert shown.inner_text() == slider.get_attribute("aria-valuetext") == "2 clusters"
        assert explorer.locator(".sg-k-panel:visible tbody tr").count() == 2
        explorer.get_by_role("button", name="One cluster less").press("Enter")
        assert shown.inner_text() == "2 clusters"
        explorer.get_by_role("button", name="One cluster more").click()
        assert shown.inner_text().startswith("3 clusters")
        page.wait_for_function(ALL_DRAWN)
        assert explorer.locator(".sg-k-panel:visible .main-svg").first.is_visible()
        slider.press("End")
        explorer.get_by_role("button", name="Back to").click()
        assert shown.inner_text() == chosen


def test_any_two_segments_are_compared(open_page, segments):
    page = open_page("segments", drawn=True)
    for label in segments:
        _pick(page, label, segments)
        block = page.locator(".sg-compare:visible")
        last = block.get_by_label("with").locator("option").last
        block.get_by_label("with").select_option(last.get_attribute("value"))
        number, name = last.text_content().split(" ", 1)
        assert " ".join(block.locator("thead th").nth(2).inner_text().split()) == " ".join([number, *name.split()])
        assert name.split()[0] in block.locator(".sg-difference").inner_text()
        distances = [float(text) for text in block.locator(".sg-distance").all_inner_texts()]
        assert distances == sorted(distances, reverse=True)
        shown = "block => block.querySelector('.sg-chart').spec.data.map(trace => trace.opacity)"
        opacities = block.evaluate(shown)
        assert [place for place, opacity in enumerate(opacities) if opacity == 1] == [0, len(opacities) - 1]


def test_every_period_is_shown_with_as_many_customers_as_the_matrix_has(open_page, warehouse):
    tables = Warehouse(warehouse)
    segmentation, *_ = tables.segmentations()
    found = movement.periods(tables, segmentation)
    tables.close()
    page = open_page("movement")
    block = page.locator(".sg-flow:visible")
    start = found.index(movement.latest_with_movement(found))
    assert block.get_by_label("Period").input_value() == str(start)
    for place, period in enumerate(found):
        block.get_by_label("Period").select_option(str(place))
        assert period.sentence in block.locator(".sg-moved").inner_text()
        assert _ribbons(block) == period.moved + period.came + period.left
        assert _total(block) == sum(row["customers"] for row in period.rows)
        for cause in movement.CAUSES:
            block.get_by_label("moved because of", exact=True).select_option(cause)
            assert _ribbons(block) == _total(block) == period.caused(cause)
        block.get_by_label("moved because of", exact=True).select_option("customers")
        block.get_by_label("draw who stayed").check()
        assert _ribbons(block) == _total(block)
        block.get_by_label("draw who stayed").uncheck()


def _ribbons(block) -> int:
    """Customers of all ribbons, by the title of each."""
    shown = block.locator(".sg-sankey title").all_text_contents()
    return sum(int(text.rpartition(": ")[2].replace(",", "")) for text in shown)


def _total(block) -> int:
    return int(block.locator(".sg-moves tbody tr:last-child td:last-child").inner_text().replace(",", ""))


def test_the_whole_time_is_counted_customer_by_customer(open_page, warehouse):
    tables = Warehouse(warehouse)
    segmentation, *_ = tables.segmentations()
    whole = movement.whole(tables, segmentation, movement.periods(tables, segmentation)[0].end)
    tables.close()
    page = open_page("movement")
    block = page.locator(".sg-flow:visible")
    block.get_by_label("Period").select_option(label=f"The whole time: {whole.name}")
    assert _ribbons(block) == whole.moved + whole.came + whole.left
    assert whole.sentence in block.locator(".sg-moved").inner_text()


def test_a_segmentation_without_a_past_says_so_once(open_page, segments):
    page = open_page("movement")
    _pick(page, list(segments)[-1], segments)
    assert page.get_by_text("is one day long").filter(visible=True).count() == 1
    assert page.locator(".sg-one-day:visible").count() == 0
    assert page.get_by_role("heading", name="Sizes of the segments over time").is_hidden()
    assert page.get_by_role("heading", name="Where the segments come from").is_visible()


def test_the_history_of_a_customer_is_shown_in_words(find, warehouse):
    tables = Warehouse(warehouse)
    (moved,) = tables.rows(
        "select customer_id as id, count(*) as stays, bool_or(is_backfilled) as filled_in from marts.segment_history "
        "where segmentation = 'rfm' and customer_id in (select customer_id from marts.customer_segments) "
        "group by customer_id order by stays desc, id limit 1"
    )
    tables.close()
    page = find(moved["id"])
    periods = page.locator(".sg-periods li")
    assert periods.count() == moved["stays"]
    assert "Since " in periods.first.inner_text()
    assert "first seen" in periods.last.inner_text()
    assert page.get_by_text("* Worked out by the first build").count() == moved["filled_in"]


def test_the_list_of_a_segment_is_downloaded_from_disk_and_over_http(open_page, served, warehouse):
    tables = Warehouse(warehouse)
    segmentation, *_ = tables.segmentations()
    segment, *_ = tables.segments(segmentation.name)
    wanted = tables.rows(sql(segmentation.name, segment["segment_id"]))
    tables.close()
    for address in (None, served):
        page = open_page("strategies", address=address)
        with page.expect_download() as found:
            page.locator(".sg-download:visible").first.click()
        assert found.value.suggested_filename == f"{segmentation.name}-{segment['segment_id']}.csv"
        with open(found.value.path(), encoding="utf-8-sig", newline="") as file:
            assert [row["customer_id"] for row in csv.DictReader(file)] == [row["customer_id"] for row in wanted]


def test_the_sql_of_a_list_is_copied(open_page):
    page = open_page("strategies")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".sg-whom:visible summary").first.click()
    query = page.locator(".sg-sql:visible").first
    query.get_by_role("button").click()
    query.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == query.locator("code").text_content()


def test_the_sql_is_copied_where_the_clipboard_is_closed_to_scripts(open_page):
    page = open_page("strategies")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.addEventListener('copy', () => { window.copied = getSelection().toString() })")
    page.locator(".sg-whom:visible summary").first.click()
    query = page.locator(".sg-sql:visible").first
    query.get_by_role("button").click()
    query.get_by_text("Copied").wait_for()
    assert page.evaluate("window.copied").strip() == query.locator("code").text_content()


def test_pages_are_small(site):
    for name in PAGES:
        assert (site / f"{name}.html").stat().st_size < 3_000_000


@pytest.fixture
def find(open_page):
    """Open the page that finds a customer, type an id and press Enter; the answer is waited for."""
    page = open_page("customer")

    def found(customer: str):
        page.locator(".sg-find input").fill(customer)
        page.locator(".sg-find input").press("Enter")
        page.wait_for_function(
            "id => [...document.querySelectorAll('.sg-who .sg-id, .sg-unknown .sg-id')]"
            ".some(shown => shown.textContent === id)",
            arg=customer,
        )
        return page

    return found


def test_a_customer_is_found_with_the_segments_and_what_speaks_for_them(find, segments, warehouse):
    tables = Warehouse(warehouse)
    rows = tables.rows(
        """
        select customer_id, segmentation, segment_name, probability
        from marts.customer_segments
        where segment_id > 0 and segment_name is not null
        qualify row_number() over (partition by segmentation, segment_id order by customer_id) = 1
        """
    )
    labels = {segmentation.name: segmentation.label for segmentation in tables.segmentations()}
    tables.close()
    for row in rows:
        card = find(row["customer_id"]).locator(".sg-membership", has_text=labels[row["segmentation"]])
        assert card.locator("h2").inner_text().split("\n")[-1].split() == row["segment_name"].split()
        assert card.locator(".sg-bars").count() == (row["probability"] is not None)
        assert card.locator(".sg-advice li").count() > 0


def test_every_reason_reads_as_in_the_table(find, warehouse):
    tables = Warehouse(warehouse)
    (customer,) = tables.rows("select min(customer_id) as id, min(segmentation) as name from marts.customer_reasons")
    shown = [
        row["reason"]
        for row in tables.rows(
            "select reason from marts.customer_reasons where customer_id = ? and support_share >= 0.01 "
            "and reason_rank <= 5 order by segmentation <> 'rfm', segmentation, reason_rank",
            [customer["id"]],
        )
    ]
    tables.close()
    page = find(customer["id"])
    assert page.locator(".sg-why li > :last-child").all_text_contents() == shown


def test_the_picked_segmentation_comes_first(find, segments, warehouse):
    tables = Warehouse(warehouse)
    shared = tables.rows(
        "select customer_id from marts.customer_segments group by customer_id "
        "having count(distinct segmentation) > 1 order by customer_id limit 1"
    )
    tables.close()
    if not shared:
        pytest.skip("No two segmentations have a customer of the same id.")
    page = find(shared[0]["customer_id"])
    for label in page.locator(".sg-of").all_inner_texts():
        _pick(page, label, segments)
        page.wait_for_function("label => document.querySelector('.sg-of').textContent === label", arg=label)


def test_an_unknown_id_is_named_and_near_misses_are_offered(find, warehouse):
    tables = Warehouse(warehouse)
    (known,) = tables.rows(
        "select max(customer_id) as id from marts.customer_segments where customer_id ~ '^[A-Z0-9]+$'"
    )
    tables.close()
    page = find("nobody has this id")
    assert page.locator(".sg-unknown").inner_text().startswith("There is no customer nobody has this id.")
    page = find(f" {known['id'].lower()} ")
    page.locator(".sg-unknown a", has_text=known["id"]).first.click()
    page.wait_for_selector(".sg-membership")
    assert page.locator(".sg-who .sg-id").text_content() == known["id"]


def test_ids_that_are_hard_to_write_are_found_and_never_run(find, warehouse):
    tables = Warehouse(warehouse)
    known = {row["customer_id"] for row in tables.rows("select customer_id from marts.customer_segments")}
    tables.close()
    # The field of a page takes one line.
    for customer in [hostile for hostile in HOSTILE_IDS if hostile in known and "\n" not in hostile]:
        page = find(customer)
        assert page.locator(".sg-who .sg-id").text_content() == customer
        assert page.locator(".sg-shop h2").text_content() == f"Purchases in the shop {HOSTILE_NAME}"
        assert page.evaluate("window.hacked") is None


def test_a_link_leads_to_a_customer(open_page, warehouse):
    tables = Warehouse(warehouse)
    (known,) = tables.rows(
        "select min(customer_id) as id from marts.customer_segments where segmentation = 'jewellery'"
    )
    tables.close()
    page = open_page("customer")
    page.evaluate("id => { location.hash = '#id=' + encodeURIComponent(id); }", known["id"])
    page.wait_for_selector(".sg-membership")
    assert page.locator(".sg-who .sg-id").text_content() == known["id"]


def test_the_list_of_tables_filters_by_tables_and_columns(open_page):
    page = open_page("data")
    everything = page.locator(".sg-public:visible").count()
    page.locator("#sg-table-filter").fill("k_selection")
    page.wait_for_function("document.querySelector('.sg-look [role=status]').textContent.includes(' of ')")
    assert "k_selection" in page.locator(".sg-public:visible code").all_inner_texts()
    page.locator("#sg-table-filter").fill("silhouette")
    page.wait_for_function("document.querySelector('.sg-public tbody tr:not([hidden])').offsetParent !== undefined")
    seen = page.locator(".sg-public[open] tbody tr:visible")
    assert seen.count() > 0
    assert all("silhouette" in text.lower() for text in seen.all_inner_texts())
    page.locator("#sg-table-filter").fill("")
    assert page.locator(".sg-public:visible").count() == everything


def test_a_ready_query_is_copied_from_disk(open_page):
    page = open_page("data")
    query = page.locator(".sg-query", has_text="How many customers has each segment")
    query.locator("summary").click()
    query.locator(".sg-copy").click()
    assert query.locator(".sg-copy").inner_text() == "Copied"
    field = page.locator("#sg-table-filter")
    field.press("Control+V")
    assert "from marts.segments" in field.input_value()


def test_from_disk_the_page_says_how_to_serve_it(open_page, has_npm):
    page = open_page("data")
    page.get_by_text("python -m http.server" if has_npm else "npm").wait_for()
    assert not page.locator(".sg-sql-form").is_visible()


def test_a_query_runs_in_the_browser_and_asks_nobody_else(open_page, served, has_npm, segments):
    if not has_npm:
        pytest.skip("SQL in the browser needs npm when the site is made.")
    page = open_page("data", address=served)
    page.locator(".sg-sql-form").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".sg-sql-answer table").wait_for()
    rows = page.locator(".sg-sql-answer tbody tr")
    assert rows.count() == sum(map(len, segments.values()))
    page.locator("#sg-sql-text").fill("select customer_id from marts.customer_segments order by all limit 3;")
    page.locator("#sg-sql-text").press("Control+Enter")
    page.wait_for_function("document.querySelectorAll('.sg-sql-answer tbody tr').length === 3")
    page.locator("#sg-sql-text").fill("select * from marts.customer_reasons")
    page.locator("#sg-sql-text").press("Control+Enter")
    if page.locator(".sg-public", has_text="customer_reasons").get_by_text("a view").count():
        page.get_by_text("Not given to the browser: customer_reasons.").wait_for()


@pytest.fixture(scope="module")
def has_npm(site: Path) -> bool:
    """Whether npm brought what runs SQL in the browser when the site was made."""
    return (site / "assets" / "duckdb" / "duckdb.wasm").is_file()


def _entries() -> list[tuple[str | None, dict]]:
    """Links of the navigation bar as the project lists them, each with the menu it stands in."""
    config = yaml.safe_load((PROJECT / "dashboards" / "_quarto.yml").read_text("utf-8"))
    listed = config["website"]["navbar"]["left"]
    return [(item["text"] if "menu" in item else None, entry) for item in listed for entry in item.get("menu", [item])]


def _go(page, link: str) -> None:
    """Follow a link of the navigation bar, in a menu or not."""
    menu = next(menu for menu, entry in _entries() if entry["text"] == link)
    if menu:
        page.locator(".menu summary", has_text=menu).click()
    page.get_by_role("navigation").get_by_role("link", name=link, exact=True).click()


def _violations(page, *, only: str | None = None) -> list[str]:
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": [only]} if only else {})
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def _pick(page, label: str, segments: dict[str, list[str]]) -> None:
    """Choose a segmentation; with a single one there is no picker to see, and not every page has one."""
    if len(segments) > 1 and page.locator(".sg-tab").count():
        page.locator(f".sg-tab >> nth={list(segments).index(label)}").click()
