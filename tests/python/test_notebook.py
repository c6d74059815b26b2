"""The public tables and the charts in a notebook."""

import json

import pandas as pd
import pytest
from conftest import PROJECT

from segmentation import marts
from segmentation.site import SiteError, charts
from segmentation.site.notebook import shown


def test_a_public_table_is_a_frame_in_a_fixed_order(fake):
    segments = marts("segments", fake)
    assert isinstance(segments, pd.DataFrame)
    assert list(segments["segmentation"]) == sorted(segments["segmentation"])
    pd.testing.assert_frame_equal(segments, marts("segments", fake))


def test_a_table_that_is_not_there_is_named_with_those_that_are(fake):
    with pytest.raises(SiteError, match=r"no public table segment in .*: it has .*segments"):
        marts("segment", fake)


def test_charts_have_colours_where_no_style_sheet_is():
    figure = charts.sizes(["Jan 2025", "Feb 2025"], [(1, "One", [3, 4])], filled_in=0)
    assert "var(--sg" in figure.to_json()
    assert "var(--sg" not in shown(figure).to_json()


def test_the_cells_of_the_example_run(fake, monkeypatch):
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(fake))
    notebook = json.loads((PROJECT / "docs" / "notebooks" / "segments.ipynb").read_text("utf-8"))
    names = {}
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert set(names["sizes"].columns.get_level_values(0)) == set(names["shop"]["segment_id"])
