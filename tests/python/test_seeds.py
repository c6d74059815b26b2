"""Seeds that are loaded again while a build finds rows of them by their numbers."""

import shutil

from conftest import PROJECT
from small_project import SmallProject

OTHERS = "select max(rowid) as most from {{ ref('words') }} having min(rowid) <> 0 or max(rowid) <> 1"


def test_rows_of_a_seed_have_the_same_numbers_in_every_build(tmp_path):
    project = SmallProject(tmp_path, settings="seed-paths: [seeds]\n")
    shutil.copy(PROJECT / "macros" / "duckdb__reset_csv_table.sql", tmp_path / "macros")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "words.csv").write_text("word\nseasonal\nlapsed\n")
    (tmp_path / "tests" / "others.sql").write_text(OTHERS)
    for _ in range(2):
        is_good, _, said = project.run("build", files={})
        assert is_good, said
