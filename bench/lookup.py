"""Finding one customer among a million on the site: `python -m bench.lookup`.

Made-up public tables: how long the files take to write, how large they are, and how long the browser takes from Enter
to the answer, with nothing loaded yet and again with the file loaded.
"""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from segmentation.site import lookup
from segmentation.site.blocks import customer
from segmentation.site.warehouse import Warehouse
from segmentation.warehouse.places import BROUGHT

SEGMENTS = 6
FEATURES = 9
LOOKUPS = 20
TABLES = f"""
create schema marts;
create table marts.site_settings as select true as customers_on_site;
create table marts.customer_segments as
    select
        'rfm' as segmentation, printf('C%08d', i) as customer_id,
        (hash(i) % {SEGMENTS} + 1)::integer as segment_id, 'Segment' as segment_name,
        0.5 + (hash(i, 1) % 500) / 1000 as probability,
        (hash(i) % {SEGMENTS} + 2)::integer as second_segment_id, (hash(i, 1) % 400) / 1000 as second_probability,
        'clustering' as assigned_by, false as is_noise, null::varchar as reason
    from range($customers) as made(i);
create table marts.customers as
    select
        'sample' as shop, customer_id, (hash(customer_id) % 700)::integer as recency_days,
        (hash(customer_id, 2) % 30)::integer as frequency, (hash(customer_id, 3) % 100000) / 100 as monetary,
        (hash(customer_id, 4) % 700)::integer as length_days, (hash(customer_id, 5) % 1000) / 10 as mean_days_between,
        3 as r_score, 4 as f_score, 5 as m_score, 2 as l_score, 1 as t_score,
        'Champions' as rfm_name, date '2025-12-16' as last_order_on
    from marts.customer_segments;
create table marts.customer_reasons as
    select
        segmentation, customer_id, 'feature ' || f as feature_label, f::integer as reason_rank,
        case when f % 4 = 0 then 'runner-up' else 'segment' end as speaks_for, round(0.4 / f, 6) as support_share,
        'feature ' || f || ' ' || (hash(customer_id, f) % 10000) / 10 || ', nearer to ' || segment_id * 10
        || ' (the segment) than to ' || second_segment_id * 10 || ' (the runner-up)' as reason
    from marts.customer_segments, range(1, {FEATURES + 1}) as features(f);
create table marts.segment_history as
    select
        segmentation, customer_id, segment_id, segment_name, date '2025-06-30' as valid_from, null::date as valid_to,
        'first seen' as cause
    from marts.customer_segments;
create table marts.segments as
    select
        'rfm' as segmentation, 'Shop customers' as segmentation_label, i::integer as segment_id,
        'Segment ' || i as segment_name
    from range(1, {SEGMENTS + 2}) as made(i);
create table marts.segment_strategies as
    select
        'rfm' as segmentation, segment_id, 1 as priority, 'Keep them' as objective, 'Write to them' as action,
        'None' as offer, 'email' as channel
    from marts.segments;
"""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Find a customer</title>
<section class="sg-picker"></section>{body}<script src="customer.js" defer></script></html>"""


@click.command()
@click.option("--customers", default=1_000_000, show_default=True)
def main(customers):
    """Write the files of made-up customers, and look some of them up in Chromium."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        warehouse = _warehouse(folder / "warehouse.duckdb", customers)
        started = time.perf_counter()
        written = lookup.write(warehouse, folder)
        seconds = time.perf_counter() - started
        sizes = [path.stat().st_size for path in (folder / lookup.FOLDER).glob("*.js")]
        (folder / "page.html").write_text(PAGE.format(body=customer.search(warehouse)), "utf-8")
        shutil.copyfile(BROUGHT / "dashboards" / "assets" / "customer.js", folder / "customer.js")
        first, again = _looked_up(folder / "page.html", customers)
    table = Table(title=f"{written:,} customers, {FEATURES} features", title_justify="left", box=None)
    table.add_column("what")
    table.add_column("figure", justify="right")
    table.add_row("writing the files", f"{seconds:.1f} s")
    table.add_row("files", f"{len(sizes):,}")
    table.add_row("size of all", f"{sum(sizes) / 1e6:,.0f} MB")
    table.add_row("size of the largest", f"{max(sizes) / 1e3:,.0f} kB")
    table.add_row("Enter to answer, first look-up of a page, median", f"{first:.0f} ms")
    table.add_row("the same, its file loaded", f"{again:.0f} ms")
    Console(width=100).print(table)


def _warehouse(path: Path, customers: int) -> Warehouse:
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES.replace("$customers", str(customers)))
    return Warehouse(path)


def _looked_up(page: Path, customers: int) -> tuple[float, float]:
    """Median milliseconds from Enter to the answer, on a page just opened and on one that has the file."""
    from playwright.sync_api import sync_playwright

    # Counted in the page, so that the time of the driver is not.
    search = """id => new Promise(resolve => {
        document.querySelector(".sg-found").replaceChildren();
        const started = performance.now();
        new MutationObserver((_, observer) => {
            if (!document.querySelector(".sg-membership")) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
        }).observe(document.querySelector(".sg-found"), {childList: true});
        document.querySelector(".sg-find input").value = id;
        document.querySelector(".sg-find").requestSubmit();
    })"""
    ids = [f"C{place * (customers // LOOKUPS):08d}" for place in range(LOOKUPS)]
    first, again = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for searched in ids:
            opened = browser.new_page()
            opened.goto(page.as_uri())
            first.append(opened.evaluate(search, searched))
            again.append(opened.evaluate(search, searched))
            opened.close()
        browser.close()
    return statistics.median(first), statistics.median(again)


if __name__ == "__main__":
    main()
