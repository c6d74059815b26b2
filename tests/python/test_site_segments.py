"""What the pages of the site say and draw of segments, in a real browser."""

import pytest
from browser import ALL_DRAWN, NEEDS_CHROMIUM, pick

from segmentation.site import movement
from segmentation.site.warehouse import Warehouse

pytestmark = NEEDS_CHROMIUM

MAP = ".sg-panel:not([hidden]) .sg-map"
PLOT = f"document.querySelector('{MAP} .sg-plot')"


def test_every_segment_is_on_its_pages(open_page, segments):
    for name in ("index", "segments", "strategies"):
        page = open_page(name)
        for label, names in segments.items():
            pick(page, label, segments)
            text = " ".join(page.locator("main").inner_text().split())
            for segment in names:
                assert " ".join(segment.split()) in text, f"{segment} is missing from {name}"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 2 * 844)])
def test_the_overview_is_seen_at_once(open_page, width, height):
    page = open_page("index", width=width)
    rows = page.locator(".sg-overview:visible tbody tr")
    box = rows.last.bounding_box()
    assert rows.count() > 3
    assert box["y"] + box["height"] <= height


def test_every_rule_is_on_its_card_with_what_it_catches(open_page, segments, warehouse):
    tables = Warehouse(warehouse)
    page = open_page("segments")
    for segmentation in tables.segmentations():
        pick(page, segmentation.label, segments)
        cards = page.locator(".sg-card:visible")
        rules = tables.rules(segmentation.name)
        for place, segment in enumerate(tables.segments(segmentation.name)):
            own = rules.get(segment["segment_id"], [])
            card = cards.nth(place)
            assert card.locator(".sg-rule code").all_text_contents() == [row["rule"] for row in own]
            assert card.locator(".sg-rule:visible").count() == 0
            card.locator(".sg-behind > summary").click()
            assert card.locator(".sg-rule:visible").count() == len(own)
            shown = card.locator(".sg-rule small").all_text_contents()
            assert [text.count("%") for text in shown] == [2] * len(own)
        assert page.get_by_text("The rules of the cards together find").filter(visible=True).count() == bool(rules)
    tables.close()


def test_the_pages_speak_of_every_segmentation(open_page, segments, labels):
    for name, title in (("choosing-k", "Choosing the number of segments"), ("classifier", "Predicting the segment")):
        page = open_page(name)
        for label in labels:
            pick(page, label, segments)
            assert page.locator(".sg-panel:visible").count() > 3
        assert page.title().startswith(title)


def test_what_to_know_about_the_data_is_shown_where_there_is_anything(open_page, segments, findings):
    page = open_page("trust")
    for label, sentences in findings.items():
        pick(page, label, segments)
        table = page.locator(".card", has_text="What to know about the data").locator("table:visible")
        assert table.locator("tbody th").all_inner_texts() == sentences


@pytest.mark.parametrize(
    "name",
    [
        *("map", "movement"),
        *(pytest.param(name, marks=pytest.mark.long) for name in ("segments", "choosing-k", "classifier", "trust")),
    ],
)
def test_every_seen_chart_is_drawn(open_page, segments, name):
    page = open_page(name, drawn=True)
    for label in segments:
        pick(page, label, segments)
        page.wait_for_function(ALL_DRAWN)


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
        pick(page, label, segments)
        page.wait_for_function(f"{empty} === 0")


def test_the_slider_shows_another_k_by_mouse_and_by_keyboard(open_page, segments, labels):
    page = open_page("choosing-k", drawn=True)
    for label in labels:
        pick(page, label, segments)
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
        pick(page, label, segments)
        block = page.locator(".sg-compare:visible")
        last = block.get_by_label("with").locator("option").last
        block.get_by_label("with").select_option(last.get_attribute("value"))
        number, name = last.text_content().split(" ", 1)
        assert " ".join(block.locator("thead th").nth(2).inner_text().split()) == " ".join([number, *name.split()])
        assert block.locator("thead th").nth(3).inner_text() == "Everyone"
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
    pick(page, list(segments)[-1], segments)
    assert page.get_by_text("is one day long").filter(visible=True).count() == 1
    assert page.locator(".sg-one-day:visible").count() == 0
    assert page.get_by_role("heading", name="Sizes of the segments over time").is_hidden()
    assert page.get_by_role("heading", name="Where the segments come from").is_visible()


def _ribbons(block) -> int:
    """Customers of all ribbons, by the title of each."""
    shown = block.locator(".sg-sankey title").all_text_contents()
    return sum(int(text.rpartition(": ")[2].replace(",", "")) for text in shown)


def _total(block) -> int:
    return int(block.locator(".sg-moves tbody tr:last-child td:last-child").inner_text().replace(",", ""))
