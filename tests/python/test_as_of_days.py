"""Customers as they would have been seen on an earlier day: what came after it leaves no trace."""

import json

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS


# Quick are the unit tests of the features, which say of later orders and habits that they change nothing.
@pytest.mark.long
def test_features_of_an_earlier_day_are_those_of_a_build_that_ends_on_it(built_warehouse, warm_dbt, tmp_path):
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        cut_offs = connection.sql(
            "select cast(as_of_date as varchar) from intermediate.int_as_of_days where is_cut_off"
        )
        [(cut_off,)] = cut_offs.fetchall()
    shops = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]["shops"]
    shops["sample"]["as_of_date"] = cut_off
    settings = json.dumps({"shops": shops, "rejected_share_that_stops": 1})
    ended = tmp_path / "warehouse.duckdb"
    selected = ("--select", "+customer_features", *WITHOUT_TESTS)
    warm_dbt("build", "--vars", settings, *selected, warehouse=ended, folder=tmp_path)

    with duckdb.connect() as connection:
        connection.execute(f"attach '{built_warehouse}' as warehouse (read_only)")
        connection.execute(f"attach '{ended}' as ended (read_only)")
        past = "warehouse.features.past_customer_features"
        seen = f"from {past} where as_of_date = '{cut_off}'"
        names = {name for name, *_ in connection.sql(f"describe select * exclude (is_current) from {past}").fetchall()}
        assert {"recency_in_season_days", "monetary", "sessions", "complaints", "discount_share"} <= names
        columns = f"select {', '.join(sorted(names))}"
        known = f"{columns} from ended.features.customer_features"
        [(customers,)] = connection.sql(f"select count(*) {seen}").fetchall()
        assert customers > 1_000
        assert connection.sql(f"{columns} {seen} except {known}").fetchall() == []
        assert connection.sql(f"{known} except {columns} {seen}").fetchall() == []
