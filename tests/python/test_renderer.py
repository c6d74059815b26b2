import json
import re
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from conftest import PROJECT
from fake_marts import HOSTILE_NAME

from segmentation.site import Site, SiteError, build, html, numbers
from segmentation.site.blocks import overview, segment_cards, trust
from segmentation.site.charts import accuracies, by_k
from segmentation.site.charts.style import label_text
from segmentation.site.renderer.project import render_body, render_page
from segmentation.site.renderer.qmd import parse


def body(text: str, folder: Path = Path()) -> str:
    return render_body(parse(text, name="page.qmd"), folder=folder)


def classes(written: str) -> list[str]:
    return re.findall(r'<(?:section|article|div|aside)[^>]*class="([^"]+)"', written)


def test_rows_hold_cards_side_by_side():
    written = body("## Row\n\n```{python}\n#| title: One\n1 + 1\n```\n\n```{python}\n#| title: Two\n'x'\n```\n")
    assert classes(written) == ["rows", "columns", "card", "card-body", "card", "card-body"]
    assert written.index("One") < written.index("Two")
    assert "Row" not in written


def test_columns_in_a_row_keep_their_widths():
    written = body(
        "## Row {height=300px}\n\n### Column {width=70%}\n\n::: {.card title='A'}\nText\n:::\n\n"
        "### Column {width=30%}\n\n::: {.card}\nMore\n:::\n"
    )
    assert "--tracks: minmax(0, 70fr) minmax(0, 30fr)" in written
    assert "min-height: 300px" in written


def test_orientation_columns_turns_the_first_headings_into_columns():
    text = "---\nformat:\n  dashboard:\n    orientation: columns\n---\n\n## Left\n\nA\n\n## Right\n\nB\n"
    assert classes(body(text))[:2] == ["columns", "rows"]


def test_tabset_row_makes_a_tab_of_each_cell():
    written = body("## Row {.tabset}\n\n```{python}\n#| title: First\n1\n```\n\n```{python}\n2\n```\n")
    assert re.findall(r'role="tab"[^>]*>([^<]+)<', written) == ["First", "Tab 2"]
    assert written.count('role="tabpanel"') == 2
    assert len(re.findall(r'role="tabpanel"[^>]* hidden>', written)) == 1


def test_headings_below_a_tabset_name_its_tabs():
    written = body("## Row {.tabset}\n\n### Plots\n\nA\n\n### Data\n\nB\n")
    assert re.findall(r'role="tab"[^>]*>([^<]+)<', written) == ["Plots", "Data"]


def test_panel_tabset_inside_a_card():
    written = body("::: {.card}\n::: {.panel-tabset}\n\n### One\n\nA\n\n### Two\n\nB\n:::\n:::\n")
    assert re.findall(r'role="tab"[^>]*>([^<]+)<', written) == ["One", "Two"]


def test_sidebar_is_next_to_the_rows():
    written = body("## {.sidebar}\n\nFilters\n\n## Row\n\n::: {.card}\nContent\n:::\n")
    assert "--tracks: 260px minmax(0, 1fr)" in written
    assert written.index("Filters") < written.index("Content")


@pytest.mark.parametrize(
    "text",
    [
        "## Row\n\n```{python}\n#| content: valuebox\n#| title: Orders\n'1,234'\n```\n",
        "## Row\n\n```{python}\n#| content: valuebox\n#| title: Orders\n{'value': '1,234'}\n```\n",
        "## Row\n\n::: {.valuebox}\nOrders\n\n1,234\n:::\n",
        "## Row\n\n::: {.valuebox title='Orders'}\n1,234\n:::\n",
    ],
)
def test_value_boxes_from_cells_and_divs(text: str):
    written = body(text)
    assert '<p class="value-box-title">Orders</p><p class="value-box-value">1,234</p>' in written


def test_leading_content_has_no_card():
    written = body("```{python}\n#| output: asis\nprint('Welcome')\n```\n\n## Row\n\n::: {.card}\nText\n:::\n")
    assert written.index("<p>Welcome</p>") < written.index("card")


def test_cells_share_a_namespace_and_hidden_cells_show_nothing():
    written = body("```{python}\n#| include: false\nsecret = 41\n```\n\n```{python}\nprint(secret + 1)\n```\n")
    assert "42" in written
    assert "41" not in written


def test_each_page_has_a_namespace_of_its_own():
    body("```{python}\nleft_over = 1\n```\n")
    with pytest.raises(SiteError, match=r"page\.qmd, line 2: the cell stopped with NameError"):
        body("```{python}\nleft_over\n```\n")


def test_inline_expressions_are_text():
    written = body(
        "```{python}\n#| include: false\nname = '<b>*x*</b>'\n```\n\n::: {.card}\nFor `{python} name`.\n:::\n"
    )
    assert "For &lt;b&gt;*x*&lt;/b&gt;." in written


@pytest.mark.parametrize(
    ("text", "line", "feature"),
    [
        ("# A page\n\n## Row\n", 1, "pages inside a page"),
        ("## Row {.toolbar}\n", 1, ".toolbar"),
        ("## Row\n\n::: {.card}\n::: {layout-ncol=2}\nA\n:::\n:::\n", 4, "layout-ncol"),
        ("## Row\n\n{{< video a.mp4 >}}\n", 3, "shortcodes"),
        ("text\n\n```{ojs}\n1\n```\n", 3, "cells in ojs"),
        ("```{python}\n#| title: x\n#| fig-cap: y\n1\n```\n", 3, "the cell option fig-cap"),
        ("```{python}\n#| content: card-toolbar\n1\n```\n", 2, "content: card-toolbar"),
        ("---\ntitle: x\nlisting: y\n---\n", 3, "the page option listing"),
    ],
)
def test_an_unknown_feature_is_named_with_its_page_and_line(text: str, line: int, feature: str):
    with pytest.raises(SiteError) as raised:
        body(text)
    message = str(raised.value)
    assert message.startswith(f"page.qmd, line {line}: ")
    assert feature in message
    assert "install Quarto" in message


def test_an_error_in_a_cell_names_its_line():
    with pytest.raises(SiteError, match=r"page\.qmd, line 6: the cell stopped with ZeroDivisionError"):
        body("text\n\n```{python}\n#| title: Wrong\nx = 0\n1 / x\n```\n")


def test_an_unclosed_fence_is_named():
    with pytest.raises(SiteError, match="line 1: this code fence is never closed"):
        body("```{python}\n1\n")


def test_code_that_only_looks_like_a_cell_is_not_run():
    written = body("## Row\n\n````\n```{python}\nraise SystemExit\n```\n````\n")
    assert "raise SystemExit" in written


def test_values_are_escaped_in_titles_and_boxes():
    written = body("## Row\n\n```{python}\n#| content: valuebox\n#| title: <script>x</script>\n'<script>y'\n```\n")
    assert "<script" not in written


def test_raw_html_survives_any_run_of_backticks(fake):
    site = Site.open(fake)
    for block in (site.each(segment_cards.cards), site.each(overview.segments)):
        written = body(f"```{{python}}\nfrom IPython.display import Markdown\nMarkdown({str(block)!r})\n```\n")
        assert "&lt;b&gt;" in written
        assert "<b>" not in written
        assert "<script>window" not in written


def test_data_inside_a_chart_can_close_neither_the_script_nor_a_label():
    rows = [{"label": "</script><b>", "model": "x", "accuracy": 0.9, "lowest": 0.8, "highest": 1.0}]
    figure = accuracies(rows)
    written = html.chart(figure, height=100, label="</script><b>")
    assert written.count("</script>") == 1
    assert "<b>" not in written
    assert label_text("<a href=x>") == "&lt;a href=x&gt;"


def test_parts_escape_what_is_not_a_part():
    hostile = '<b>"&'
    for written in (
        html.tiles([(hostile, hostile, html.pill(hostile))]),
        html.bars([(hostile, hostile, "red", 0.5)]),
        html.table([{"a": hostile}], [(hostile, "a")], caption=hostile),
        html.section("sg-x", hostile, html.reading(hostile)),
        html.join(hostile, html.heat(hostile, "high", 0.5, hostile)),
    ):
        assert "<b>" not in written
        assert "&amp;lt;" not in written
        assert written.count("&lt;b&gt;&#34;&amp;") >= 2


def test_no_template_lets_a_value_through_as_it_is():
    templates = [path.read_text("utf-8") for path in (PROJECT / "segmentation" / "site" / "templates").rglob("*.j2")]
    assert len(templates) > 20
    assert not [text for text in templates if re.search(r"\bsafe\b|autoescape", text)]


def test_figures_are_valid_plotly():
    rows = pd.DataFrame([{"silhouette": 0.3, "gap_se": 0.1, "chosen": True, "k": 2}])
    figure = by_k(rows, [("silhouette", "Silhouette")], error="gap_se", tick=".2f")
    go.Figure(json.loads(figure.to_json()))


def test_a_figure_carries_the_template_of_the_site_and_no_other():
    figure = json.loads(
        by_k(pd.DataFrame([{"silhouette": 0.3, "chosen": True, "k": 2}]), [("silhouette", "S")]).to_json()
    )
    assert set(figure["layout"]["template"]["data"]) == {"scatter"}
    assert figure["layout"]["template"]["layout"]["font"]["color"] == "var(--sg-ink)"
    assert len(json.dumps(figure)) < 2_500


def test_numbers_are_written_for_people():
    assert numbers.count(1234.0) == "1,234"
    assert numbers.percent(0.1234) == "12.3%"
    assert numbers.decimal(-0.004) == "0.00"
    assert numbers.quantity(-45.64, "days") == "−45.6 days"
    assert numbers.quantity(0.123, "share") == "12%"
    assert numbers.quantity(4.2) == "4.2"
    assert numbers.compact(2_034_396) == "2.03 M"
    assert numbers.percent(None) == numbers.count(float("nan")) == "–"


def navigation(entries: list, *, name: str = "b.qmd") -> str:
    """The navigation bar of a page."""
    config = {"website": {"navbar": {"left": entries}}, "format": {"dashboard": {}}}
    written = render_page("---\ntitle: B\n---\n", name=name, config=config, folder=Path())
    return re.search("<nav.*?</nav>", written, re.DOTALL)[0]


def test_a_menu_of_the_navigation_bar_holds_links():
    menu = {"text": "More & more", "menu": [{"text": "B", "href": "b.qmd"}, {"text": "C", "href": "c.qmd"}]}
    written = navigation([{"text": "A", "href": "a.qmd"}, menu])
    assert '<a href="a.html">A</a>' in written
    assert '<summary aria-current="true">More &amp; more</summary>' in written
    assert re.findall('<a href="([^"]+)"( aria-current="page")?', written.split("<details")[1]) == [
        ("b.html", ' aria-current="page"'),
        ("c.html", ""),
    ]
    assert "aria-current" not in navigation([menu], name="a.qmd")


def test_a_menu_may_hold_headings_and_lines():
    written = navigation([{"text": "M", "menu": [{"text": "Heading"}, {"text": "---"}, "c.qmd"]}])
    assert '<li class="menu-heading">Heading</li>' in written
    assert 'role="separator"' in written
    assert '<a href="c.html">c.qmd</a>' in written


@pytest.mark.parametrize(
    ("entry", "feature"),
    [
        ({"text": "A", "icon": "github", "href": "a.qmd"}, "navbar entries with icon"),
        ({"text": "A", "menu": [{"text": "B", "menu": ["c.qmd"]}]}, "menus inside a menu"),
    ],
)
def test_what_the_navigation_bar_does_not_know_is_named(entry: dict, feature: str):
    with pytest.raises(SiteError, match=feature):
        navigation([entry])


def test_a_missing_warehouse_says_what_to_run(tmp_path: Path):
    with pytest.raises(SiteError, match=r"no warehouse at .*: run `dbt build` first"):
        build(tmp_path / "absent.duckdb")


def test_a_missing_table_says_what_to_run(tmp_path: Path):
    import duckdb

    path = tmp_path / "empty.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(SiteError, match=r"lacks a table or column .*run `dbt build`"):
        build(path)


def test_a_failed_build_leaves_the_last_site_standing(made_up, tmp_path: Path):
    warehouse = made_up(tmp_path / "w.duckdb", "mall")
    pages = tmp_path / "pages"
    pages.mkdir()
    config = "project: {type: website, render: [index.qmd]}\nformat: {dashboard: {}}\n"
    (pages / "_quarto.yml").write_text(config, "utf-8")
    (pages / "index.qmd").write_text("```{python}\n1 / 1\n```\n", "utf-8")
    index = build(warehouse, renderer="builtin", pages=pages, output=tmp_path / "site", sql=False)
    before = index.read_text("utf-8")
    (pages / "index.qmd").write_text("```{python}\n1 / 0\n```\n", "utf-8")
    with pytest.raises(SiteError, match="ZeroDivisionError"):
        build(warehouse, renderer="builtin", pages=pages, output=tmp_path / "site", sql=False)
    assert index.read_text("utf-8") == before


def test_hostile_names_are_text_on_every_page(fake, site_of):
    for page in site_of(fake).glob("*.html"):
        text = page.read_text("utf-8")
        assert HOSTILE_NAME not in text
        assert "<script>window.hacked" not in text


@pytest.mark.long
def test_one_segmentation_and_hostile_names_build(made_up, tmp_path: Path):
    warehouse = made_up(tmp_path / "w.duckdb", "rfm")
    index = build(warehouse, renderer="builtin", output=tmp_path / "site", sql=False)
    for page in index.parent.glob("*.html"):
        text = page.read_text("utf-8")
        assert HOSTILE_NAME not in text
        assert "<script>window.hacked" not in text


def test_a_crowd_is_marked_as_such(made_up, tmp_path: Path):
    crowd = Site.open(made_up(tmp_path / "w.duckdb", "jewellery"))
    (segmentation,) = crowd.warehouse.segmentations()
    assert "one crowd, divided" in trust.verdict(crowd.warehouse, segmentation)
    assert "Customers are one crowd." in segment_cards.summary(crowd.warehouse, segmentation)
    without = Site.open(made_up(tmp_path / "v.duckdb", "mall"))
    (segmentation,) = without.warehouse.segmentations()
    assert "one crowd" not in trust.verdict(without.warehouse, segmentation)
    cards = segment_cards.cards(without.warehouse, segmentation)
    assert "stable: stability 0.93" in cards
    assert "doubtful: stability 0.57" in cards
