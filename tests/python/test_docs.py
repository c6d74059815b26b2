"""README and docs: every link leads somewhere, and examples can be read by what they are for."""

import ast
import re

import pytest
import yaml
from conftest import PROJECT
from fake_marts import public_tables

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def anchors(path):
    """The names of the headings of a page, as they are linked."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links {link}"
        assert not heading or heading in anchors(target), f"{page.name} links {link}"


def test_examples_of_running_it_can_be_read():
    text = (PROJECT / "docs" / "running.md").read_text("utf-8")
    examples = re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for language, example in examples:
        if language == "python":
            ast.parse(example)
        elif language == "yaml":
            assert yaml.safe_load(example)["jobs"]
    assert {language for language, _ in examples} == {"sh", "python", "yaml"}


def test_each_page_on_a_method_says_what_why_how_to_read_it_and_what_was_measured():
    pages = sorted((PROJECT / "docs" / "methods").glob("*.md"))
    index = (PROJECT / "docs" / "methods.md").read_text("utf-8")
    for page in pages:
        text = page.read_text("utf-8")
        places = [text.index(f"**{word}.**") for word in ("What", "Why", "How to read it", "Measured")]
        assert places == sorted(places)
        assert f"(methods/{page.name})" in index


def test_every_public_table_is_listed():
    listed = set(re.findall(r"`(\w+)`", (PROJECT / "docs" / "tables.md").read_text("utf-8")))
    # The calendar of metrics is there where they are asked for.
    assert set(public_tables()) - {"days"} <= listed
