"""The files by which the site finds a customer: every customer in one of them, as text that can run nothing."""

import json
import re
from pathlib import Path

import duckdb
import pytest
from fake_marts import HOSTILE_IDS, HOSTILE_NAME, REASONS

from segmentation.site import lookup
from segmentation.site.blocks import customer
from segmentation.site.warehouse import Warehouse


@pytest.fixture
def written(made_up, tmp_path: Path, monkeypatch):
    """Write the files of a made-up warehouse, changed by SQL, a few customers each; return what they hold."""

    def files(change: str = "", *, customers_per_file: int = 3) -> list[dict]:
        path = made_up(tmp_path / "warehouse.duckdb")
        with duckdb.connect(str(path)) as connection:
            connection.execute(change or "select 1")
        monkeypatch.setattr(lookup, "CUSTOMERS_PER_FILE", customers_per_file)
        warehouse = Warehouse(path)
        lookup.write(warehouse, tmp_path)
        warehouse.close()
        folder = tmp_path / lookup.FOLDER
        return [_read(folder / f"{number}.js") for number in range(len(list(folder.glob("[0-9]*.js"))))]

    return files


def _read(path: Path) -> dict:
    number, content = re.fullmatch(r"segmentCustomers\((\d+),(.*)\);\n", path.read_text("utf-8"), re.DOTALL).groups()
    assert path.stem == number
    texts, customers = json.loads(f"[{content}]")
    return {"texts": texts, "customers": {row[0]: row for row in customers}, "ids": [row[0] for row in customers]}


def _of(files: list[dict], customer_id: str) -> tuple[list, list]:
    (found,) = [file for file in files if customer_id in file["customers"]]
    return found["texts"], found["customers"][customer_id]


def test_every_customer_is_in_one_file(written, tmp_path):
    files = written()
    ids = [customer_id for file in files for customer_id in file["ids"]]
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        known = connection.sql(
            "select customer_id from marts.customer_segments union select customer_id from marts.customers"
        ).fetchall()
    assert sorted(ids) == sorted(customer_id for (customer_id,) in known)
    assert set(HOSTILE_IDS) <= set(ids)
    assert len(files) > 10


def test_ids_that_are_easily_confused_are_in_the_same_file(written):
    files = written(customers_per_file=1)
    for one, other in (("0012", "12"), ("A1", "a01")):
        assert _of(files, one)[0] is _of(files, other)[0]


def test_the_index_has_the_first_folded_id_of_each_file_in_order(written, tmp_path):
    files = written()
    text = (tmp_path / lookup.FOLDER / "index.js").read_text("utf-8")
    first_ids = json.loads(re.fullmatch(r"segmentCustomersIndex\((.*)\);\n", text)[1])
    assert len(first_ids) == len(files)
    assert first_ids == sorted(first_ids)


def test_reasons_are_put_together_as_they_were(written):
    files = written()
    for customer_id in HOSTILE_IDS:
        texts, (_, memberships, _) = _of(files, customer_id)
        (membership,) = memberships
        shown = [texts[around][0] + figure + texts[around][1] for around, _, figure in membership[8]]
        assert shown == [reason for *_, reason in REASONS]
        assert [share for _, share, _ in membership[8]] == [60, 30, -20, 15]


def test_purchases_are_there_with_what_is_not_known(written):
    texts, (_, _, purchases) = _of(written(), "12")
    ((shop, name, values, scores, last),) = purchases
    assert (texts[shop], texts[name]) == (HOSTILE_NAME, HOSTILE_NAME)
    assert (values, scores, last) == ([15, 3, 1234.5, None, None], [4, None, None, None, None], None)


def test_history_is_there_the_latest_first_with_what_the_first_build_worked_out(written):
    texts, (_, ((*_, periods),), _) = _of(written(), "12")
    assert periods == []
    change = """
        insert into marts.segment_history by name
        select * from (values
            ('jewellery', '12', 2, 'Old "name"', date '2025-01-31', date '2025-06-30', 'new', true),
            ('jewellery', '12', 1, 'Engaged', date '2025-06-30', null, null, false)
        ) as history(
            segmentation, customer_id, segment_id, segment_name, valid_from, valid_to, cause, is_backfilled
        )
    """
    texts, (_, ((*_, periods),), _) = _of(written(change), "12")
    named = [(number, texts[name], *days, cause and texts[cause], old) for number, name, *days, cause, old in periods]
    assert named == [
        (1, "Engaged", "2025-06-30", None, None, 0),
        (2, 'Old "name"', "2025-01-31", "2025-06-30", "new", 1),
    ]


def test_a_warehouse_without_a_history_has_customers_all_the_same(written):
    _, (_, ((*_, periods),), _) = _of(written("drop table marts.segment_history"), "12")
    assert periods == []


def test_no_line_of_a_file_can_be_ended_by_the_data(written, tmp_path):
    written()
    for path in (tmp_path / lookup.FOLDER).glob("*.js"):
        text = path.read_text("utf-8")
        assert not {"\u2028", "\u2029"} & set(text)
        assert all(line.startswith(("segmentCustomers", "[", "]);")) for line in text.splitlines())


def test_nothing_is_written_where_customers_may_not_be_on_the_site(written, tmp_path):
    written()
    assert written("update marts.site_settings set customers_on_site = false") == []
    assert not (tmp_path / lookup.FOLDER).exists()
    html = customer.search(Warehouse(tmp_path / "warehouse.duckdb"))
    assert "customers_on_site" in html
    assert "<form" not in html
    assert "<script" not in html
