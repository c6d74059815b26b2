"""The blocks of the overview, over a small made-up warehouse."""

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site.blocks import overview


@pytest.mark.parametrize("block", [overview.changes, overview.figures, overview.findings])
@pytest.mark.parametrize("segmentation", ["rfm", "mall", "service", "jewellery"])
def test_nothing_from_the_data_is_markup(page, block, segmentation):
    text, _, written = page(block, segmentation)
    assert HOSTILE_NAME not in written
    assert "None" not in text


def test_the_overview_shows_what_changed_in_the_last_period(page):
    text, *_ = page(overview.changes, "rfm")
    assert "From the end of 2025-01-31 to the end of 2025-03-31." in text
    assert "Moved to another segment 17 29.8% of those who were there before" in text
    assert "12 because the model is another 5 for both" in text
    assert "Largest flow 12 from 9" in text
    assert "Arrived 7 most to 5 New and promising" in text
    assert "Lost 3 most from 2 Seasonal gift buyers" in text


def test_the_overview_says_when_a_model_took_over(page):
    later = "update marts.model_registry set is_champion = version = 3"
    assert f"Version 3 took over since {HOSTILE_NAME} drifted" in page(overview.changes, "rfm", change=later)[0]


def test_with_one_build_nothing_has_changed_yet(page):
    text, *_ = page(overview.changes, "mall")
    assert text.startswith("There is one build so far, as of 2025-12-31:")


def test_where_nobody_moved_the_overview_says_so(page):
    stayed = "delete from marts.segment_migrations where from_segment_id is distinct from to_segment_id"
    text, *_ = page(overview.changes, "rfm", change=stayed)
    assert "Moved to another segment 0" in text
    assert "nobody moved" in text
    assert "nobody is new" in text
    assert "nobody has gone" in text


def test_the_tiles_show_stability_and_the_last_build(page):
    text, *_ = page(overview.figures, "rfm")
    assert "Stable segments 2 of 5 doubtful, 0.48" in text
    assert "Last build 2025-12-31 as of the end of this day model version 2, trained on 2025-11-30" in text
