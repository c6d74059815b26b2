"""Whatever names and values a file has, `segments init` ends in a configuration or in one sentence, and loses nothing.

`SEGMENTS_TEST_FILES` says how many files the long test tries.
"""

import os

import dirty_files
import pytest

FILES = int(os.environ.get("SEGMENTS_TEST_FILES", "1000"))


@pytest.mark.parametrize(
    ("first", "last"), [(0, 8), pytest.param(8, FILES, marks=pytest.mark.long)], ids=["a few", "many"]
)
def test_odd_files_are_proposed_or_refused_in_a_sentence_and_nothing_of_them_is_lost(first, last, tmp_path):
    counts, wrong = dirty_files.run(range(first, last), tmp_path)
    assert wrong == {}
    assert counts["proposed"] > counts.total() / 4
    assert counts["refused"]
