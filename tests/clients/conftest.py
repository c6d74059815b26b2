"""The warehouse that clients read: the built sample, with a few rows that are hard to read."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

# Letters of several scripts, quotes of both kinds, a line break; days outside what some clients count in nanoseconds.
HARD = """
    insert into marts.segments
    select * replace (
        'Zażółć gęślą jaźń – naïve café, Ελλάδα, 東京, 🙂' as segmentation,
        'it''s "quoted", with a \\ and' || chr(10) || 'a second line; ' as description,
        null as revenue, 9007199254740993 as customers
    ) from marts.segments limit 1;
    insert into marts.customers
    select one.* replace (
        '!' || day as customer_id, cast(day as date) as first_order_on, null as last_order_on, null as season_month,
        null as gender, 0.1::double + 0.2::double as monetary
    )
    from (select * from marts.customers limit 1) as one,
        unnest(['1582-10-15', '1899-12-31', '2262-04-12', '9999-12-31']) as days(day);
"""


@pytest.fixture(scope="session")
def sample():
    """The built sample of `make test`."""
    path = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    if not path:
        pytest.skip("There is no built sample: `make test-all` builds one, or name one in SEGMENTS_TEST_WAREHOUSE.")
    return Path(path)


@pytest.fixture(scope="session")
def warehouse(sample, tmp_path_factory):
    """A copy of it with the hard rows."""
    path = Path(shutil.copy(sample, tmp_path_factory.mktemp("clients") / sample.name))
    with duckdb.connect(str(path)) as connection:
        connection.execute(HARD)
    return path
