"""The pages of the site, and what axe-core finds on them."""

import pytest
from browser import NEEDS_CHROMIUM, PAGES

pytestmark = NEEDS_CHROMIUM


SEEN_IN_THE_DARK = ("index", "map")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_and_axe_finds_nothing(open_page, axe, name):
    page = open_page(name, drawn=True)
    assert page.locator("h1").is_visible()
    assert page.evaluate("window.hacked") is None
    page.evaluate(axe)
    assert _violations(page) == []


@pytest.mark.parametrize(
    "name", [name if name in SEEN_IN_THE_DARK else pytest.param(name, marks=pytest.mark.long) for name in PAGES]
)
def test_axe_finds_no_colour_that_is_hard_to_see_in_the_other_theme(open_page, axe, name):
    page = open_page(name, drawn=True)
    page.evaluate(axe)
    page.locator(".theme-toggle").click()
    assert _violations(page, only="color-contrast") == []


def test_axe_finds_nothing_in_an_open_menu(open_page, axe):
    page = open_page("index")
    page.locator(".menu summary").first.click()
    page.evaluate(axe)
    assert _violations(page) == []


def _violations(page, *, only: str | None = None) -> list[str]:
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": [only]} if only else {})
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
