"""A shop of a few hundred customers whose orders come in a file a month, and builds of it."""

import json
import random
import shutil

import duckdb
from conftest import WITHOUT_TESTS, dbt
from own_project import write

HEADER = ("order_id", "customer_id", "ordered_at", "product_id", "quantity", "unit_price")
# Orders a month, and the price of a piece, of each kind of customer.
KINDS = [(0.25, 90), (0.9, 12), (2.5, 25), (3.5, 80)]
CUSTOMERS = 320
FEATURES = {
    "recency_in_season_days": {"transform": "log", "role": "recency"},
    "frequency": {"transform": "log", "role": "frequency"},
    "monetary": {"transform": "log", "unit": "money", "role": "spend"},
}
QUICK = {"compare_algorithms": [], "splits": 2, "k": 4}


def lines(month):
    """The order lines of a month of 2023; everybody buys in the first."""
    generator = random.Random(month)
    for number in range(CUSTOMERS):
        often, price = KINDS[number % len(KINDS)]
        orders = int(often) + (generator.random() < often % 1)
        for order in range(max(orders, 1) if month == 1 else orders):
            day = generator.randint(1, 28)
            yield (
                f"{month}-{number}-{order}",
                f"C{number:03d}",
                f"2023-{month:02d}-{day:02d} 10:00",
                f"P{generator.randint(1, 9)}",
                generator.randint(1, 3),
                round(price * generator.uniform(0.7, 1.3), 2),
            )


def entry(**settings):
    """The shop's segmentation with settings of its own."""
    return {"customers": {"shop": "club"}, "features": FEATURES} | QUICK | settings


class ShopOfMonths:
    """A folder of monthly files, and the warehouse that is built of them."""

    def __init__(self, folder):
        self.folder, self.files, self.warehouse = folder, folder / "orders", folder / "warehouse.duckdb"
        self.files.mkdir(exist_ok=True)

    def add(self, month, *further):
        """Write the file of a month, with further lines."""
        write(self.files / f"2023-{month:02d}.csv", HEADER, [*lines(month), *further])

    def build(self, *arguments, name="club", variables=None, shop=None, **settings):
        """Build with settings of the segmentation; return what dbt printed."""
        place = {"as_of_date": "latest", "order_lines": {"file": str(self.files / "*.csv")}} | (shop or {})
        given = {
            "sample": False,
            "backfill_months": 2,
            "shops": {"club": place},
            "segmentations": {name: entry(**settings)},
        }
        given |= variables or {}
        command = ("build", *(arguments or WITHOUT_TESTS), "--vars", json.dumps(given))
        run = dbt(*command, warehouse=self.warehouse, folder=self.folder)
        assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
        return run.stdout

    def rows(self, query):
        """Rows of a query."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


def may(made_once, folder):
    """A copy of the shop after the build of its first five months, which is made once."""

    def make(place):
        shop = ShopOfMonths(place)
        for month in range(1, 6):
            shop.add(month)
        shop.build()

    shutil.copytree(made_once("shop_of_may", make), folder, dirs_exist_ok=True)
    return ShopOfMonths(folder)
