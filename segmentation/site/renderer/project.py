"""Render a Quarto website project of dashboard pages into a folder that opens by double-click."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
import yaml

from segmentation.site.errors import SiteError
from segmentation.site.renderer.execute import execute
from segmentation.site.renderer.layout import structure
from segmentation.site.renderer.markup import Markup
from segmentation.site.renderer.pandoc import read_markdown, write_html
from segmentation.site.renderer.qmd import Page, parse, unknown

HERE = Path(__file__).parent
SHELL_FILES = ("shell.css", "shell.js")
NAVBAR_KEYS = {"left", "right", "title", "background", "foreground", "search", "pinned", "collapse"}
ITEM_KEYS = {"text", "href", "menu"}


def render_project(source: Path, output: Path) -> Path:
    """Render every page of a project and return the path of its index.html.

    Parameters
    ----------
    source
        Folder with _quarto.yml and the pages.
    output
        Folder of the site. It is replaced only once every page has been rendered.

    Returns
    -------
    Path
        The index page of the site.
    """
    config = _config(source)
    _run_scripts(config, source, "pre-render")
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".site-") as folder:
        site = Path(folder) / "site"
        site.mkdir()
        for name in _page_names(config, source):
            (site / name).with_suffix(".html").write_text(
                render_page((source / name).read_text("utf-8"), name=name, config=config, folder=source),
                "utf-8",
            )
        _copy_assets(config, source, site)
        _run_scripts(config, source, "post-render", QUARTO_PROJECT_OUTPUT_DIR=str(site))
        _replace(site, output)
    return output / "index.html"


def render_page(text: str, *, name: str, config: dict[str, Any], folder: Path) -> str:
    """Run one page and write it as a whole HTML document."""
    page = parse(text, name=name)
    return _template().render(
        title=page.front.get("title", name),
        body=render_body(page, folder=folder),
        site=_website(config, name),
        head=_head(config),
        styles=[*SHELL_FILES[:1], *_as_list(_format(config).get("css"))],
        language=config.get("lang", "en"),
    )


def render_body(page: Page, *, folder: Path) -> str:
    """Run one page and write what stands between its header and footer."""
    with _working_in(folder):
        executed = execute(page)
    document = read_markdown(executed.markdown)
    lead, tree = structure(executed, document["blocks"])
    markup = Markup()
    return write_html(document, [*markup.loose(lead), *markup.write(tree)])


def _config(source: Path) -> dict[str, Any]:
    path = source / "_quarto.yml"
    if not path.is_file():
        raise SiteError(f"There is no _quarto.yml in {source}: the site's pages are missing from this checkout.")
    config = yaml.safe_load(path.read_text("utf-8"))
    if config.get("project", {}).get("type") != "website" or list(config.get("format", {})) != ["dashboard"]:
        raise unknown("_quarto.yml", 1, "projects that are not a website of dashboard pages")
    return config


def _run_scripts(config: dict[str, Any], source: Path, when: str, **environment: str) -> None:
    """Run the project's scripts of before or after the rendering, as Quarto does."""
    for script in _as_list(config["project"].get(when)):
        command = [sys.executable, script]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, env=os.environ | environment)
        if done.returncode:
            raise SiteError(f"The script {source / script} stopped: {(done.stderr or done.stdout).strip()}")


def _page_names(config: dict[str, Any], source: Path) -> list[str]:
    return _as_list(config["project"].get("render")) or sorted(path.name for path in source.glob("[!_]*.qmd"))


def _website(config: dict[str, Any], name: str) -> dict[str, Any]:
    """What the template needs for the navigation bar and the footer."""
    website = config.get("website", {})
    navbar = website.get("navbar", {})
    for key in navbar:
        if key not in NAVBAR_KEYS:
            raise unknown("_quarto.yml", 1, f"navbar: {key}")
    footer = website.get("page-footer", {})
    footer = {"center": footer} if isinstance(footer, str) else footer
    return {
        "title": navbar.get("title") or website.get("title", ""),
        "home": "index.html",
        "left": [_link(item, name) for item in _as_list(navbar.get("left"))],
        "right": [_link(item, name) for item in _as_list(navbar.get("right"))],
        "footer": [footer[part] for part in ("left", "center", "right") if footer.get(part)],
    }


def _link(item: dict[str, Any] | str, name: str) -> dict[str, Any]:
    """An entry of the navigation bar: a link, a menu of entries, or, inside of a menu, a heading or a line."""
    item = {"href": item} if isinstance(item, str) else item
    for key in item.keys() - ITEM_KEYS:
        raise unknown("_quarto.yml", 1, f"navbar entries with {key}")
    if "menu" in item:
        entries = [_link(child, name) for child in item["menu"]]
        for entry in entries:
            if "menu" in entry:
                raise unknown("_quarto.yml", 1, "menus inside a menu")
        return {
            "text": item.get("text", ""),
            "menu": entries,
            "current": any(entry["current"] for entry in entries),
        }
    href = item.get("href", "")
    target = href.removesuffix(".qmd") + ".html" if href.endswith(".qmd") else href
    return {"text": item.get("text", href), "href": target, "current": href == name}


def _head(config: dict[str, Any]) -> list[str]:
    """Text of include-in-header, its absolute paths made relative."""
    parts = _as_list(_format(config).get("include-in-header"))
    texts = [part["text"] if isinstance(part, dict) else str(part) for part in parts]
    return [text.replace('src="/', 'src="').replace('href="/', 'href="') for text in texts]


def _format(config: dict[str, Any]) -> dict[str, Any]:
    return config["format"]["dashboard"] or {}


def _copy_assets(config: dict[str, Any], source: Path, site: Path) -> None:
    for name in [*_as_list(config["project"].get("resources")), *_as_list(_format(config).get("css"))]:
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target)
    for name in SHELL_FILES:
        shutil.copyfile(HERE / name, site / name)


def _replace(site: Path, output: Path) -> None:
    old = site.with_name("old")
    if output.exists():
        output.rename(old)
    site.rename(output)


def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(HERE)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("page.html.j2")


def _as_list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """Quarto runs a page in its own folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
