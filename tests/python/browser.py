"""The built site in a real browser: the sites, one page to open them in, and what several tests do with it."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from segmentation.warehouse.places import BROUGHT

PAGES = [
    name.removesuffix(".qmd")
    for name in yaml.safe_load((BROUGHT / "dashboards" / "_quarto.yml").read_text("utf-8"))["project"]["render"]
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
SCREEN = {"width": 1280, "height": 900}
# A busy machine may take its time.
MOST_MILLISECONDS = 60_000

NEEDS_CHROMIUM = pytest.mark.skipif(
    CHROMIUM is None, reason="The browser tests need Chromium: install it with `apt install chromium`."
)

ALL_DRAWN = (
    "[...document.querySelectorAll('.sg-chart')].filter(chart => chart.clientWidth)"
    ".every(chart => chart.querySelector('.main-svg'))"
)


@pytest.fixture(scope="session", name="warehouse", params=["fake", pytest.param("built", marks=pytest.mark.long)])
def warehouse_of_the_site(request) -> Path:
    """A small made-up warehouse with hostile names, and the one that dbt builds from the sample data."""
    return request.getfixturevalue("fake" if request.param == "fake" else "built_warehouse")


@pytest.fixture(scope="session")
def site_of(made_once):
    """The folder of the site of a warehouse, which is made once a run and which no test changes."""
    from segmentation.site import build

    def made(warehouse: Path) -> Path:
        name = f"site_of_{warehouse.parent.name}"
        return made_once(name, lambda folder: build(warehouse, renderer="builtin", output=folder / "_site")) / "_site"

    return made


@pytest.fixture(scope="session")
def site(warehouse: Path, site_of) -> Path:
    """The folder of the site of the warehouse."""
    return site_of(warehouse)


@pytest.fixture(scope="session")
def segments(warehouse: Path) -> dict[str, list[str]]:
    """Names of the segments by the label of their segmentation, in the site's order."""
    from segmentation.site.warehouse import Warehouse

    tables = Warehouse(warehouse)
    found = {
        segmentation.label: [row["segment_name"] for row in tables.segments(segmentation.name)]
        for segmentation in tables.segmentations()
    }
    tables.close()
    return found


@pytest.fixture(params=["first", pytest.param("every", marks=pytest.mark.long)])
def labels(request, segments: dict[str, list[str]]) -> list[str]:
    """Labels of the segmentations to look at: the first, and in `make test-all` every one."""
    return list(segments)[:1] if request.param == "first" else list(segments)


@pytest.fixture(scope="session")
def findings(warehouse: Path) -> dict[str, list[str]]:
    """What there is to know about the data, by the label of the segmentation, in the site's order."""
    from segmentation.site.warehouse import Warehouse

    tables = Warehouse(warehouse)
    found = {
        segmentation.label: [row["sentence"] for row in tables.findings(segmentation.name)]
        for segmentation in tables.segmentations()
    }
    tables.close()
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Chromium, once a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="The browser tests need `playwright`.")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def tabs(browser):
    """A page for the sites on disk, and one for those over http.

    All tests share them: in a new one the browser would read and compile Plotly anew, which takes seconds.
    """
    opened = {}

    def tab(scheme: str):
        if scheme not in opened:
            context = browser.new_context(viewport=SCREEN)
            context.set_default_timeout(MOST_MILLISECONDS)
            opened[scheme] = context.new_page()
        return opened[scheme]

    return tab


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def has_npm(site: Path) -> bool:
    """Whether npm brought what runs SQL in the browser when the site was made."""
    return (site / "assets" / "duckdb" / "duckdb.wasm").is_file()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which a package for Python brings."""
    package = find_spec("axe_playwright_python")
    if package is None:
        pytest.skip("The accessibility tests need `axe-playwright-python`, which brings axe-core.")
    return (Path(package.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def open_page(tabs, site: Path) -> Iterator:
    """Open a page, from disk if no address is given; at the end, fail on any error or outside request.

    Every page is opened as if for the first time: nothing is remembered of what was opened before.
    """
    problems: list[str] = []
    heard = {}

    def failed(request) -> None:
        # A page that is left early stops loading what it has not yet got.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"failed {request.url}")

    def hear(page, address: str) -> None:
        heard[page] = {
            "console": lambda message: message.type == "error" and problems.append(message.text),
            "pageerror": lambda error: problems.append(str(error)),
            "request": lambda request: (
                request.url.startswith((address, "data:")) or problems.append(f"asked {request.url}")
            ),
            "requestfailed": failed,
        }
        for event, listener in heard[page].items():
            page.on(event, listener)

    def opened(name: str, *, address: str | None = None, drawn=False, scheme="light", width=SCREEN["width"]):
        address = address or site.as_uri()
        page = tabs(address.partition(":")[0])
        if page in heard:
            _forget(page)
        else:
            hear(page, address)
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SCREEN | {"width": width})
        page.goto(f"{address}/{name}.html", wait_until="load" if drawn else "domcontentloaded")
        if drawn:
            page.wait_for_function(ALL_DRAWN)
        return page

    yield opened
    for page, listeners in heard.items():
        _forget(page)
        page.context.clear_permissions()
        page.set_viewport_size(SCREEN)
        page.goto("about:blank")
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
    assert problems == []


def _forget(page) -> None:
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


def hold_time(page) -> None:
    """What a page would do a moment later waits: a busy machine does not miss what is shown for two seconds only."""
    page.evaluate("window.held = []; window.setTimeout = then => held.push(then)")


def let_time_pass(page) -> None:
    """Let the page do what it would have done a moment later."""
    page.evaluate("held.splice(0).filter(then => typeof then === 'function').forEach(then => then())")


def entries() -> list[tuple[str | None, dict]]:
    """Links of the navigation bar as the project lists them, each with the menu it stands in."""
    config = yaml.safe_load((BROUGHT / "dashboards" / "_quarto.yml").read_text("utf-8"))
    listed = config["website"]["navbar"]["left"]
    return [(item["text"] if "menu" in item else None, entry) for item in listed for entry in item.get("menu", [item])]


def go(page, link: str) -> None:
    """Follow a link of the navigation bar, in a menu or not."""
    menu = next(menu for menu, entry in entries() if entry["text"] == link)
    if menu:
        page.locator(".menu summary", has_text=menu).click()
    page.get_by_role("navigation").get_by_role("link", name=link, exact=True).click()


def pick(page, label: str, segments: dict[str, list[str]]) -> None:
    """Choose a segmentation; with a single one there is no picker to see, and not every page has one."""
    if len(segments) > 1 and page.locator(".sg-tab").count():
        page.locator(f".sg-tab >> nth={list(segments).index(label)}").click()
