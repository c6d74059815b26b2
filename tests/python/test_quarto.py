"""What calls Quarto and what it is given, by a stand-in: Quarto itself renders the pages where it is installed."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

from segmentation.site import SiteError, build

PAGES = PROJECT / "dashboards"
CONFIG = yaml.safe_load((PAGES / "_quarto.yml").read_text("utf-8"))
STAND_IN = """#!/bin/sh
mkdir -p "$2/_site"
echo "$1 $3 $SEGMENTS_PUBLISHED $SEGMENTS_WAREHOUSE" > "$2/_site/index.html"
"""


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A folder of pages, and what stands in for Quarto on the path."""
    (tmp_path / "bin").mkdir()
    stand_in = tmp_path / "bin" / "quarto"
    stand_in.write_text(STAND_IN)
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:/usr/bin:/bin")
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


@pytest.mark.parametrize("renderer", ["auto", "quarto"])
@pytest.mark.parametrize("named", [True, False])
def test_quarto_renders_where_it_is_installed_into_the_folder_that_is_named(pages, fake, tmp_path, renderer, named):
    output = tmp_path / "site" if named else pages / "_site"
    for _ in range(2):
        index = build(fake, renderer=renderer, pages=pages, output=output if named else None)
        assert index == output / "index.html"
        assert index.read_text() == f"render --quiet no {fake.resolve()}\n"
    assert (pages / "_site").is_dir() is not named


def test_what_quarto_could_not_render_is_one_sentence(pages, fake, tmp_path):
    (tmp_path / "bin" / "quarto").write_text("#!/bin/sh\necho 'no such page' >&2; exit 1\n")
    with pytest.raises(SiteError, match=r"Quarto could not render .*pages: no such page"):
        build(fake, renderer="quarto", pages=pages)


def test_quarto_that_is_asked_for_has_to_be_there(fake, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SiteError, match="Quarto is not on the PATH"):
        build(fake, renderer="quarto")


def test_all_that_quarto_is_told_of_is_there():
    head = "".join(part["text"] for part in CONFIG["format"]["dashboard"]["include-in-header"])
    listed = {*CONFIG["project"]["resources"], *CONFIG["format"]["dashboard"]["css"]}
    assert set(re.findall(r'src="/([^"]+)"', head)) <= listed
    themes = CONFIG["format"]["dashboard"]["theme"].values()
    scripts = [CONFIG["project"]["pre-render"], *CONFIG["project"]["post-render"]]
    missing = [
        name for name in [*listed, *themes, *scripts, *CONFIG["project"]["render"]] if not (PAGES / name).is_file()
    ]
    # What prepare.py brings.
    assert set(missing) <= {"assets/plotly.min.js"}
    assert {path.name for path in PAGES.glob("*.qmd")} == set(CONFIG["project"]["render"])


@pytest.mark.parametrize("name", CONFIG["project"]["render"])
def test_a_page_has_nothing_for_which_quarto_would_ask_the_network(name):
    """Cells give HTML as it is: a table or figure of a cell's own would load scripts from elsewhere."""
    text = (PAGES / name).read_text("utf-8")
    front = yaml.safe_load(text.split("---")[1])
    assert front["format"] == "dashboard"
    assert not re.search(r"https?://|^\s*::: *\{\.ojs|```\{ojs|\$\$|\bimport (pandas|plotly|ipywidgets)\b", text, re.M)


def test_styles_ask_nobody_for_fonts():
    sheets: list[Path] = [*PAGES.glob("assets/*.scss"), *PAGES.glob("assets/*.css")]
    assert sheets
    assert not [path.name for path in sheets if re.search(r"@import|url\(['\"]?https?:", path.read_text("utf-8"))]
