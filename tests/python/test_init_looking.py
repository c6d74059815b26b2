"""What init looks at: rows from all over the file, and what it says is true of all of them or says of how many."""

import random

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from own_project import entry, project, propose, reason, used_as, write  # noqa: F401

from segmentation.cli.main import main
from segmentation.intake import columns, duplicates, look


@pytest.mark.parametrize("rows", [500, 6_000])
def test_zeros_at_the_head_are_not_the_whole_file(project, rows):  # noqa: F811
    draw = random.Random(3)
    lines = []
    for i in range(rows):
        advance = 0 if i < rows // 3 or draw.random() < 0.55 else round(draw.expovariate(1 / 900), 2)
        lines.append((f"{i:05d}", round(draw.uniform(1, 2_000), 2), advance, draw.randint(0, 30)))
    share = sum(line[2] == 0 for line in lines) / rows
    plan = propose(write(project / "cards.csv", ("customer_id", "purchases", "cash_advance", "visits"), lines))
    assert used_as(plan)["cash_advance"] == "forms the segments"
    assert reason(plan, "cash_advance") == f"log, 0 for {share:.0%}"


def test_what_is_nearly_always_one_value_is_left_to_describe(project):  # noqa: F811
    lines = [(f"{i:04d}", i % 31, i % 57, 0 if i % 50 else i) for i in range(600)]
    plan = propose(write(project / "cards.csv", ("customer_id", "visits", "purchases", "returned"), lines))
    assert reason(plan, "returned") == "0 for 98%"


def test_of_a_large_file_rows_from_all_over_it_are_looked_at(project, monkeypatch):  # noqa: F811
    monkeypatch.setattr(columns, "SAMPLED_ROWS", 5_000)
    # One customer in three has a late fee, all in the last third; one value in a hundred is none.
    with duckdb.connect() as connection:
        connection.execute("""
            copy (
                select
                    format('{:07d}', i) as customer_id, i % 37 as visits, (i * 7919) % 1000 as spend,
                    case when i % 100 = 99 then 'soon' when i < 40000 then '0' else cast(i % 900 as varchar) end as fee,
                    case when i < 59990 then 'web' else 'shop' end as channel
                from range(60000) as rows(i)
                order by i
            ) to 'large.parquet' (row_group_size 10000)
        """)
    plan = propose("large.parquet")
    assert (plan.look.rows, plan.proposal.customers, entry(plan)["id"]) == (60_000, 60_000, "customer_id")
    share = float(reason(plan, "fee").split("0 for ")[1].removesuffix("%"))
    assert share == pytest.approx(67, abs=3)
    [remark] = [remark for remark in plan.proposal.remarks if remark.startswith("fee:")]
    assert "values of the 5,000 rows looked at cannot be read as numbers" in remark
    # Counted on all rows: ten of them are enough to make two levels.
    assert plan.look["channel"].facts.distinct == 2
    shown = CliRunner().invoke(main, ["init", "large.parquet", "--dry-run"]).output
    assert "shares and relations between columns of the 5,000 rows looked at" in " ".join(shown.split())


def test_few_placeholders_among_many_dates_are_counted_in_the_whole_file(project, monkeypatch):  # noqa: F811
    monkeypatch.setattr(columns, "SAMPLED_ROWS", 2_000)
    with duckdb.connect() as connection:
        connection.execute("""
            copy (
                select
                    format('{:06d}', i) as customer_id, i % 37 as visits, i * 7919 % 1000 as spend,
                    case when i % 20 = 0 then date '1900-01-01' else date '1950-01-01' + cast(i as integer) end
                        as birth_date
                from range(15000) as rows(i)
            ) to 'people.parquet'
        """)
    plan = propose("people.parquet")
    assert entry(plan)["describe"]["age"]["column"] == "nullif(birth_date, '1900-01-01')"
    assert "birth_date: 1900-01-01 in 750 rows stands for" in plan.proposal.remarks[0]


def test_of_a_very_large_log_blocks_are_looked_at_and_customers_counted(project, monkeypatch):  # noqa: F811
    for module, name in ((columns, "COUNTED_ROWS"), (look, "_ROWS_LOOKED_AT"), (duplicates, "_ROWS_LOOKED_AT")):
        monkeypatch.setattr(module, name, 2_000)
    monkeypatch.setattr(look, "_ROWS_OF_A_BLOCK", 20)
    # The last third stands in the log twice, in the same order; returns come in the last tenth only.
    with duckdb.connect() as connection:
        connection.execute("""
            copy (
                select
                    format('O{:06d}', line // 3) as order_id, 'C' || line // 3 % 977 as customer_id,
                    'P' || line % 41 as product_id, date '2024-01-01' + cast(line // 60 as integer) as ordered_on,
                    case when line > 27000 and line % 9 = 0 then -1 else 1 end as quantity,
                    5 + line % 83 as unit_price
                from (
                    select i as line from range(30000) as rows(i)
                    union all select 20000 + i from range(10000) as again(i)
                )
            ) to 'orders.parquet' (row_group_size 5000)
        """)
    plan = propose("orders.parquet")
    seen = plan.look
    assert (seen.rows, plan.proposal.customers) == (40_000, 977)
    assert seen.seen < 4_000
    assert seen["order_id"].facts.distinct == pytest.approx(10_000, rel=0.1)
    assert seen["product_id"].facts.distinct == 41
    [remark] = [remark for remark in plan.proposal.remarks if remark.startswith("Lines that repeat another")]
    share = float(remark.split("(")[1].split("%")[0])
    assert share == pytest.approx(25, abs=3)
    assert "They are taken for copies" in remark
    assert "return_rate" in entry(plan)["describe"]


BLANKS = st.sampled_from(["", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "\u3000", "%", "_"])
TEXTS = st.builds("".join, st.tuples(BLANKS, st.text(max_size=5), BLANKS)).filter(lambda text: "\0" not in text)


@given(st.lists(st.none() | TEXTS, min_size=1, max_size=20))
def test_a_text_that_is_looked_at_before_it_is_trimmed_is_as_if_all_were(texts):
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select nullif(trim(text), ''), {columns.trimmed('text')} from (select unnest($texts::varchar[]) as text)",
            {"texts": texts},
        ).fetchall()
    assert all(found == expected for expected, found in rows)
