"""What a marketer is advised first for each segment of the sample: a golden table, to be read by eye when it changes.

``SEGMENTS_WRITE_GOLDEN=1`` writes it anew.
"""

import csv
import os
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden") / "first_strategies.csv"
COLUMNS = ["segmentation", "segment_id", "segment_name", "strategy", "objective", "because"]


def test_the_first_strategies_of_the_sample_are_those_that_were_read(query):
    rows = query(
        f"""
        select {", ".join(COLUMNS)} from marts.segment_strategies where priority = 1
        order by segmentation, segment_id
        """
    )
    found = [dict(zip(COLUMNS, map(str, row), strict=True)) for row in rows]
    if os.environ.get("SEGMENTS_WRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        with GOLDEN.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    with GOLDEN.open(newline="") as file:
        assert found == list(csv.DictReader(file))


def test_because_quotes_marked_traits_alone_or_says_that_there_is_none(query):
    marked = query(
        """
        select segmentation, segment_id, traits.trait
        from (select segmentation, segment_id, unnest(traits) as traits from ml.segment_descriptions)
        where abs(traits.z_score) >= 0.5
        """
    )
    rows = query("select segmentation, segment_id, because from marts.segment_strategies where segment_id > 0")
    quoted = [(name, segment, phrase) for name, segment, because in rows for phrase in because.split("; ")]
    unmarked = {(name, segment, phrase) for name, segment, phrase in quoted if (name, segment, phrase) not in marked}
    said = {(name, segment) for name, segment, because in rows if because.lower().find("marked trait") >= 0}
    assert len(rows) > 20
    assert {(name, segment) for name, segment, _ in unmarked} <= said
