"""Months in another form, wrong or sent again, as files of a shop: each is read rightly, set aside or counted once."""

import json
from datetime import date, timedelta

import duckdb
import pytest
from click.testing import CliRunner
from conftest import WITHOUT_TESTS, dbt
from own_project import write
from shop_of_months import HEADER, ShopOfMonths, entry, lines

from segmentation.cli import batches as command
from segmentation.intake import batch_decisions

pytestmark = pytest.mark.long

READ = ("--select", "+input_batches", "--exclude-resource-type", "unit_test")
STATES = "select batch, state from marts.input_batches where source = 'order_lines'"
WORTH = "select sum(amount) from marts.input_batches"


def worth(rows):
    """What order lines are worth."""
    return round(sum(row[4] * row[5] for row in rows), 2)


def written(month, date="{y}-{m}-{d}", decimal=".", times=1):
    """The lines of a month, written in another form."""
    for order, customer, ordered_at, product, quantity, price in lines(month):
        y, m, d = ordered_at[:10].split("-")
        amount = str(round(price * times, 2)).replace(".", decimal)
        yield order, customer, date.format(y=y, m=m, d=d) + ordered_at[10:], product, quantity, amount


def run(shop, *arguments, **variables):
    """Build the shop; return what dbt made of it."""
    given = {
        "sample": False,
        "backfill_months": 2,
        "shops": {"club": {"as_of_date": "latest", "order_lines": {"file": str(shop.files / "*.csv")}}},
        "segmentations": {"club": entry()},
    }
    arguments = (*(arguments or READ), "--vars", json.dumps(given | variables))
    return dbt("build", *arguments, warehouse=shop.warehouse, folder=shop.folder)


def built(shop, *arguments, **variables):
    """Build the shop, which has to succeed; return what dbt printed."""
    done = run(shop, *arguments, **variables)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The shop of the first four months, with all that is published of them."""
    shop = ShopOfMonths(tmp_path_factory.mktemp("batches"))
    for month in range(1, 5):
        shop.add(month)
    built(shop, *WITHOUT_TESTS)
    return shop


@pytest.fixture(scope="module")
def other_forms(shop):
    """Five more months, each in a form of its own; returns what the build printed."""
    write(shop.files / "2023-05.csv", HEADER, written(5, "{y}-{d}-{m}"))
    write(shop.files / "2023-06.csv", HEADER, written(6, "{d}/{m}/{y}", ","), delimiter=";")
    write(shop.files / "2023-07.csv", ("Order No", "klant", "datum", "artikel", "aantal", "prijs"), lines(7))
    write(shop.files / "2023-08.csv", None, lines(8))
    write(shop.files / "2023-09.csv", HEADER, written(9), encoding="utf-16")
    return built(shop)


def test_a_month_in_another_form_is_read_by_its_own_and_it_is_told(shop, other_forms):
    told = dict(shop.rows("select batch, sentence from marts.input_batches"))
    amounts = dict(shop.rows("select batch, amount from marts.input_batches"))
    for month in range(1, 10):
        assert float(amounts[f"2023-{month:02d}.csv"]) == pytest.approx(worth(lines(month)), abs=0.01)
    assert "its dates are written as 2025-31-12 18:05" in told["2023-05.csv"]
    assert "its decimal mark is a comma" in told["2023-06.csv"]
    assert "customer_id is called klant" in told["2023-07.csv"]
    assert "it has no header" in told["2023-08.csv"]
    assert all(told[f"2023-{month:02d}.csv"] in other_forms for month in range(5, 9))
    assert shop.rows("select count(*) from intermediate.int_rejected_rows") == [(0,)]
    months = "select extract(month from ordered_on), count(*) from intermediate.int_order_lines group by all order by 1"
    assert shop.rows(months) == [(month, len(list(lines(month)))) for month in range(1, 10)]


@pytest.fixture(scope="module")
def in_cents(shop, other_forms):
    """October in cents: what the build of it says and leaves."""
    write(shop.files / "2023-10.csv", HEADER, written(10, times=100))
    return run(shop, *WITHOUT_TESTS)


def test_a_month_in_cents_stops_the_build_and_what_was_published_stands(shop, in_cents):
    assert in_cents.returncode != 0
    assert "2023-10.csv has amounts of" in in_cents.stdout
    assert "segments batches --set-aside 2023-10.csv" in in_cents.stdout
    assert "Traceback" not in in_cents.stdout
    # What was published last with segments is April; a table of the batches has been built since.
    assert shop.rows("select max(as_of_date) from marts.assignment_drift")[0][0].isoformat() == "2023-04-28"
    assert float(shop.rows(WORTH)[0][0]) == pytest.approx(sum(worth(lines(month)) for month in range(1, 10)), abs=0.01)


def test_the_others_count_where_a_build_only_warns(shop, in_cents):
    output = built(shop, when_batches_fail="warn")
    assert dict(shop.rows(STATES))["2023-10.csv"] == "set aside"
    assert "2023-10.csv has amounts of" in output
    assert float(shop.rows(WORTH)[0][0]) == pytest.approx(sum(worth(lines(month)) for month in range(1, 10)), abs=0.01)
    assert shop.rows("select as_of_date from staging.stg_shop__shops")[0][0].isoformat() == "2023-09-28"


@pytest.fixture(scope="module")
def decided(shop, in_cents):
    """October set aside by decision; July is sent again with a corrected line, of August two lines are, alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGMENTS_WAREHOUSE", str(shop.warehouse))
        (shop.folder / "dbt_project.yml").write_text("vars:\n  sample: false\n")
        command.decide("2023-10.csv", "set aside", "in cents", shop=None, project=shop.folder)
    july, august = list(lines(7)), list(lines(8))
    july[0] = (*july[0][:5], july[0][5] + 100)
    fixed = [(*line[:5], line[5] + 1000) for line in august[:2]]
    write(shop.files / "2023-07 corrected.csv", HEADER, july)
    write(shop.files / "2023-08-fix.csv", HEADER, fixed)
    write(shop.files / "again 2023-06.csv", HEADER, lines(6))
    output = built(shop, batch_decisions=str(shop.folder / batch_decisions.FILE))
    return july, [*fixed, *august[2:]], output


def test_a_decision_is_honoured_by_every_build(shop, decided):
    (decision,) = batch_decisions.read(shop.folder)
    assert (decision.batch, decision.decision, decision.reason) == ("2023-10.csv", "set aside", "in cents")
    assert dict(shop.rows(STATES))["2023-10.csv"] == "set aside"


def test_what_is_corrected_or_sent_twice_counts_once(shop, decided):
    july, august, output = decided
    states = dict(shop.rows(STATES))
    assert (states["2023-07.csv"], states["2023-06.csv"]) == ("replaced", "replaced")
    assert {states[name] for name in ("2023-07 corrected.csv", "2023-08-fix.csv", "again 2023-06.csv")} == {"accepted"}
    months = "select extract(month from ordered_on), count(*), sum(amount) from intermediate.int_order_lines group by 1"
    found = {int(month): (count, float(amount)) for month, count, amount in shop.rows(months)}
    wanted = {month: list(lines(month)) for month in range(1, 10)} | {7: july, 8: august}
    assert found == {month: (len(rows), pytest.approx(worth(rows), abs=0.01)) for month, rows in wanted.items()}
    assert "2023-07 corrected.csv takes its place" in output
    replaced = dict(shop.rows("select batch, replaced_amount from marts.input_batches where lines_replaced > 0"))
    assert float(replaced["2023-07.csv"]) == pytest.approx(worth(lines(7)), abs=0.01)
    assert float(replaced["2023-08.csv"]) == pytest.approx(worth(list(lines(8))[:2]), abs=0.01)
    rejected = dict(shop.rows("select reason, count(*) from intermediate.int_rejected_rows group by all"))
    assert rejected == {"replaced by a later batch": 2}


def test_what_came_late_is_noted(shop, decided):
    late = dict(shop.rows("select batch, late_lines from marts.input_batches where came_after is not null"))
    assert late["2023-07 corrected.csv"] == len(list(lines(7)))
    assert "such as the history, does not have them" in dict(
        shop.rows("select batch, sentence from marts.input_batches")
    )["2023-07 corrected.csv"]  # fmt: skip


def test_another_order_of_arrival_ends_in_the_same_tables(shop, decided, tmp_path):
    """All files are there in the first build of another warehouse."""
    other = ShopOfMonths(tmp_path)
    for path in sorted(shop.files.iterdir(), reverse=True):
        (other.files / path.name).write_bytes(path.read_bytes())
    built(other, batch_decisions=str(shop.folder / batch_decisions.FILE))
    features = "select * from features.customer_features order by all"
    assert other.rows(features) == shop.rows(features)
    batches = "select * exclude (came_after, late_lines, sentence, as_of_date) from marts.input_batches order by all"
    assert other.rows(batches) == shop.rows(batches)


def test_the_command_shows_the_batches(shop, decided, monkeypatch):
    from segmentation.cli.main import main

    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(shop.warehouse))
    shown = CliRunner().invoke(main, ["batches"])
    assert shown.exit_code == 0, shown.output
    assert "2023-07 corrected.csv" in shown.output
    assert "Set aside by decision: in cents." in shown.output
    refused = CliRunner().invoke(main, ["batches", "--accept", "2023-10.csv"])
    assert refused.exit_code == 1
    assert "needs a reason" in refused.output


LINES = ("--select", "+int_order_lines", "+int_rejected_rows", *WITHOUT_TESTS)
COUNTED = "select count(*), cast(sum(amount) as double) from intermediate.int_order_lines"


def test_of_files_of_the_last_two_weeks_each_line_counts_once(tmp_path):
    """Every file has some lines corrected; equal lines would count as pieces."""
    shop, of_all, kept = ShopOfMonths(tmp_path), [*lines(1), *lines(2)], {}
    for number in range(9):
        first = date(2023, 1, 1) + timedelta(5 * number)
        days = {str(first + timedelta(day)) for day in range(15)}
        rows = [line for line in of_all if line[2][:10] in days]
        rows = [(*line[:5], line[5] + number * (i % 50 == 0)) for i, line in enumerate(rows)]
        write(shop.files / f"{max(days)}.csv", HEADER, rows)
        kept = {day: found for day, found in kept.items() if day not in days}
        kept |= {day: [line for line in rows if line[2][:10] == day] for day in days}
    place = {"as_of_date": "latest", "order_lines": {"file": str(shop.files / "*.csv"), "duplicates": "keep"}}
    built(shop, *LINES, shops={"club": place})
    counted = [line for found in kept.values() for line in found]
    assert shop.rows(COUNTED) == [(len(counted), pytest.approx(worth(counted), abs=0.01))]


def test_a_day_of_loading_of_a_table_is_a_batch(tmp_path):
    """Three months, one in cents, and four lines of the second one corrected."""
    shop = ShopOfMonths(tmp_path)
    fixed = [(*line[:5], line[5] + 7) for line in list(lines(2))[:4]]
    loads = {
        "2023-02-01": lines(1),
        "2023-03-01": lines(2),
        "2023-04-01": ((*line[:5], line[5] * 100) for line in lines(3)),
        "2023-04-02": fixed,
    }
    rows = [(*line, f"{day} 03:00") for day, found in loads.items() for line in found]
    with duckdb.connect(str(shop.warehouse)) as connection:
        connection.execute(
            "create table lines (order_id text, customer_id text, ordered_at timestamp, product_id text,"
            " quantity integer, unit_price double, loaded timestamp)"
        )
        connection.executemany("insert into lines values (?, ?, ?, ?, ?, ?, ?)", rows)
    place = {"as_of_date": "latest", "order_lines": {"relation": "lines", "loaded_at": "loaded"}}
    built(shop, *LINES, shops={"club": place}, when_batches_fail="warn")
    states = dict(shop.rows("select batch, state from staging.stg_shop__batches"))
    assert states == dict.fromkeys(loads, "accepted") | {"2023-04-01": "set aside"}
    counted = [*lines(1), *fixed, *list(lines(2))[4:]]
    assert shop.rows(COUNTED) == [(len(counted), pytest.approx(worth(counted), abs=0.01))]


def test_a_file_of_which_all_lines_are_rejected_stops_the_build_and_one_that_is_gone_is_told(tmp_path):
    """Negative quantities are returns where orders are called so: these are not."""
    shop = ShopOfMonths(tmp_path)
    for month in range(1, 4):
        shop.add(month)
    credit = [(*line[:2], "2023-03-20 10:00", line[3], -line[4], line[5]) for line in list(lines(2))[:30]]
    write(shop.files / "2023-03 credit.csv", HEADER, credit)
    done = run(shop, *READ, *WITHOUT_TESTS)
    assert done.returncode != 0
    assert "of 2023-03 credit.csv 30 of 30 lines are rejected" in " ".join(done.stdout.split())
    output = built(shop, *READ, *WITHOUT_TESTS, when_batches_fail="warn")
    assert "of 2023-03 credit.csv 30 of 30 lines are rejected" in " ".join(output.split())
    (shop.files / "2023-02.csv").unlink()
    # May under the name of January, and April with quantity and price swapped.
    write(shop.files / "2023-01.csv", HEADER, lines(5))
    write(shop.files / "2023-04.csv", HEADER, [(*line[:4], line[5], line[4]) for line in lines(4)])
    output = " ".join(built(shop, *READ, *WITHOUT_TESTS, when_batches_fail="warn").split())
    assert "2023-01.csv, 2023-02.csv are gone, empty or of other days" in output
    sentences = dict(shop.rows("select batch, sentence from marts.input_batches where source = 'order_lines'"))
    assert "as if the two columns were swapped: get it anew" in sentences["2023-04.csv"]
    money = sum(line[4] * line[5] for line in list(lines(2))[:30])
    assert f"30 lines with quantities or amounts below 0, worth {money:,.2f}" in sentences["2023-03 credit.csv"]
