"""Order lines that a build adds to those it has are those that it would make anew."""

import shutil

import pytest
from conftest import WITHOUT_TESTS
from own_project import write
from shop_of_months import HEADER, ShopOfMonths, lines, may

pytestmark = pytest.mark.long

LINES = ("--select", "+customer_features", *WITHOUT_TESTS)
GROWN = ("stg_shop__order_lines", "int_orders", "int_customers", "customer_order_sums", "customer_first_orders")
ANEW = ("--full-refresh", "--select", *GROWN, "customer_behaviour", "+customer_features", *WITHOUT_TESTS)
TABLES = {
    "lines": "select * exclude (made_as, added_at) from staging.stg_shop__order_lines order by all",
    "orders": "select * exclude (added_at) from intermediate.int_orders order by all",
    "customers": "select * exclude (added_at) from intermediate.int_customers order by all",
    "sums by day": "select * from features.customer_lrfmt order by all",
    "first orders": "select * exclude (added_at) from features.customer_first_orders order by all",
    "features": "select * from features.customer_features order by all",
}
# What says when something was built.
OF_THE_BUILD = {"published_builds"}


class Shop(ShopOfMonths):
    """The shop, whose products are of categories."""

    def build(self, *arguments, shop=None, **settings):
        """Build with the category of a product."""
        lines = {"file": str(self.files / "*.csv"), "columns": {"category": "right(product_id, 1)"}}
        return super().build(*arguments, shop={"order_lines": lines} | (shop or {}), **settings)


def found(shop):
    """The lines and orders of a shop, and what is made of them by customer."""
    return {name: shop.rows(query) for name, query in TABLES.items()}


def additions(shop):
    """How often lines were added to those that are there."""
    return shop.rows("select count(distinct added_at) - 1 from staging.stg_shop__order_lines")[0][0]


def anew(shop, place, /, *arguments, **build):
    """A copy of a shop in which all is made anew."""
    copy = type(shop)(shutil.copytree(shop.folder, place))
    # Addresses of files are those of one folder.
    copy.files = shop.files
    copy.build(*(arguments or ANEW), **build)
    return copy


def months_later(shop):
    """Files that come since: a month, one that has lines of its orders too, and rows that cannot be read."""
    shop.add(4)
    shop.build(*LINES)
    again = [
        (order, customer, f"2023-05-{day:02d} 12:00", "P9", -1, 5)
        for day, (order, customer, *_) in enumerate(lines(4), 1)
        if day < 9
    ]
    more = [
        (order, customer, f"2023-05-{day:02d} 12:00", "P8", 2, 7)
        for day, (order, customer, *_) in enumerate(lines(4), 1)
        if 9 <= day < 19
    ]
    shop.add(5, *again, *more, ("5-x", "C001", "no day", "P1", 1, 3), ("5-y", "", "2023-05-02 10:00", "P1", 1, 3))
    shop.build(*LINES)


CHANGES = {
    "a file has changed": lambda shop: write(shop.files / "2023-02.csv", HEADER, list(lines(2))[:-3]),
    "a file is gone": lambda shop: (shop.files / "2023-03.csv").unlink(),
    "a file comes between": lambda shop: write(
        shop.files / "2023-02-more.csv", HEADER, [("2-z", "C002", "2023-02-07 10:00", "P1", 1, 3)]
    ),
    "lines are sent again": lambda shop: write(shop.files / "2023-06.csv", HEADER, [*lines(6), *list(lines(5))[:4]]),
    "a line was of a day to come": lambda shop: (
        shop.add(6, ("6-x", "C001", "2123-06-02 10:00", "P1", 1, 3)),
        shop.build(*LINES),
        shop.add(7),
    ),
    "somebody is forgotten": {"variables": {"forgotten_customers": ["C003"]}},
    "an earlier day is asked for": {"shop": {"as_of_date": "2023-04-15"}},
    "lines are read in another way": {"shop": {"cancelled_order_prefix": "5-1"}},
}


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The shop of March to which files of two months were added."""
    shop = Shop(tmp_path_factory.mktemp("grown"))
    for month in range(1, 4):
        shop.add(month)
    shop.build(*LINES)
    months_later(shop)
    return shop


@pytest.fixture
def as_it_was(grown, tmp_path):
    """The same, in its place, whatever a test does to it."""
    kept = shutil.copytree(grown.folder, tmp_path / "kept")
    yield grown
    shutil.rmtree(grown.folder)
    shutil.copytree(kept, grown.folder)


def test_files_that_come_since_are_added(as_it_was, tmp_path):
    shop = as_it_was
    assert additions(shop) == 2
    assert found(shop) == found(anew(shop, tmp_path / "anew"))
    (orders,) = shop.rows("select count(*) from intermediate.int_orders where first_line_on < last_line_on")[0]
    assert orders == 10
    before = shop.rows("select max(added_at) from staging.stg_shop__order_lines")
    shop.build(*LINES)
    assert shop.rows("select max(added_at) from staging.stg_shop__order_lines") == before


@pytest.mark.parametrize("name", CHANGES)
def test_what_bears_on_lines_before_makes_them_anew(name, as_it_was, tmp_path):
    shop, change, build = as_it_was, CHANGES[name], {}
    if callable(change):
        change(shop)
    else:
        build = change
    shop.build(*LINES, **build)
    assert found(shop) == found(anew(shop, tmp_path / "anew", **build))
    assert additions(shop) == 0


def test_orders_that_a_build_did_not_reach_are_added_by_the_next(as_it_was, tmp_path):
    shop = as_it_was
    shop.add(6)
    shop.build("--select", "+stg_shop__order_lines", *WITHOUT_TESTS)
    shop.add(7)
    shop.build(*LINES)
    assert additions(shop) == 4
    assert found(shop) == found(anew(shop, tmp_path / "anew"))


def test_a_build_that_stops_adds_nothing(as_it_was):
    shop, before = as_it_was, found(as_it_was)
    shop.add(6, *((f"6-x-{i}", f"C{i % 300:03d}", "2023-06-02 10:00", "P1", 1, 0) for i in range(120)))
    with pytest.raises(AssertionError):
        shop.build(*LINES, variables={"when_batches_fail": "warn", "rejected_share_that_stops": 0.02})
    assert found(shop) == before


def test_day_by_day_ends_in_the_public_tables_of_a_full_refresh(made_once, tmp_path):
    shop = may(made_once, tmp_path / "shop")
    for month in (6, 7):
        shop.add(month)
        shop.build(variables={"train": "never"})
    # Those before were read in another folder.
    assert additions(shop) == 1
    full = anew(shop, tmp_path / "full", "--full-refresh", *WITHOUT_TESTS, variables={"train": "never"})
    tables = shop.rows("select table_name from information_schema.tables where table_schema = 'marts' order by all")
    differ = [
        table
        for (table,) in tables
        if table not in OF_THE_BUILD
        and shop.rows(f"select * from marts.{table} order by all")
        != full.rows(f"select * from marts.{table} order by all")
    ]
    assert differ == []
