"""`segments customer`: what is known of one customer, in the terminal."""

import shutil

import duckdb
import pytest
from click.testing import CliRunner

from segmentation.cli.main import main


@pytest.fixture
def ask(built_warehouse, monkeypatch):
    """Run the command on the built sample."""
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(built_warehouse))
    return lambda *arguments: CliRunner().invoke(main, ["customer", *arguments])


def test_a_customer_is_told_segment_runner_up_reasons_and_what_to_do(ask, query):
    ((customer_id, segment, second),) = query(
        """
        select customer_segments.customer_id, customer_segments.segment_name, segments.segment_name
        from marts.customer_segments
        inner join marts.segments
            on customer_segments.segmentation = segments.segmentation and second_segment_id = segments.segment_id
        where customer_segments.segmentation = 'mall' order by customer_segments.customer_id limit 1
        """
    )
    run = ask(customer_id)
    assert run.exit_code == 0
    assert run.output.startswith(f"Mall customers (mall), customer {customer_id}\n")
    lines = {line[:13].strip(): line[13:].strip() for line in run.output.splitlines()[1:]}
    assert lines["segment"].startswith(f"{segment}, probability ")
    assert lines["runner-up"] == second
    assert lines["assigned by"].endswith("(clustering)")
    assert "nearer to" in lines["for it"]
    ((objective,),) = query(
        f"select objective from marts.segment_strategies where segmentation = 'mall' and segment_name = '{segment}'"
        " and priority = 1"
    )
    assert lines["do first"].startswith(objective)


def test_reasons_for_and_against_are_the_loudest_of_their_side(ask, query):
    # The customer for whose runner-up some feature speaks loudest.
    ((customer_id,),) = query(
        "select customer_id from marts.customer_reasons where segmentation = 'rfm' and speaks_for = 'runner-up'"
        " order by support_share desc, customer_id limit 1"
    )
    output = ask(customer_id, "--segmentation", "rfm").output
    for speaks_for in ("segment", "runner-up"):
        loudest = query(
            f"select reason from marts.customer_reasons where segmentation = 'rfm' and customer_id = '{customer_id}'"
            f" and speaks_for = '{speaks_for}' order by reason_rank limit 1"
        )
        assert loudest[0][0] in output
    assert output.index("for it") < output.index("against it")


def test_an_excluded_customer_has_the_reason(ask, query):
    ((customer_id, reason),) = query(
        "select customer_id, reason from marts.customer_segments where assigned_by = 'none' order by 1 limit 1"
    )
    output = ask(customer_id).output
    assert f"none: excluded, {reason}" in output
    assert "runner-up" not in output
    assert "for it" not in output


def test_a_customer_of_several_segmentations_is_told_of_each_or_of_the_one_asked_for(built_warehouse, tmp_path):
    warehouse = shutil.copy(built_warehouse, tmp_path / built_warehouse.name)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update marts.customer_segments set customer_id = 'M0001' where customer_id = 'J0001'")
        # What comes from data is printed as it is.
        connection.execute(
            "update marts.segments set segmentation_label = '[b]Mall[/b] :smile:' where segmentation = 'mall'"
        )
    environment = {"SEGMENTS_WAREHOUSE": str(warehouse)}
    both = CliRunner().invoke(main, ["customer", "M0001"], env=environment).output
    assert "Jewellery customers (jewellery), customer M0001\n" in both
    assert "[b]Mall[/b] :smile: (mall), customer M0001\n" in both
    one = CliRunner().invoke(main, ["customer", "M0001", "--segmentation", "mall"], env=environment).output
    assert "(mall)" in one
    assert "(jewellery)" not in one


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody"], "No segmentation has a customer 'nobody': the ids are those in marts.customer_segments"),
        (["nobody", "--segmentation", "mall"], "Segmentation mall has no customer 'nobody': the ids are those in"),
        (["M0001", "--segmentation", "malls"], "choose one of rfm, jewellery, mall, service."),
    ],
)
def test_what_is_not_there_ends_in_one_sentence(ask, arguments, sentence):
    run = ask(*arguments)
    assert run.exit_code == 1
    assert sentence in run.output
    assert len(run.output.splitlines()) == 1


def test_without_a_warehouse_the_command_says_what_to_run_first(monkeypatch, tmp_path):
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(tmp_path / "none.duckdb"))
    run = CliRunner().invoke(main, ["customer", "M0001"])
    assert run.exit_code == 1
    assert "run `dbt build` first" in run.output


def test_a_customer_of_a_shop_is_told_what_is_to_come(fake, monkeypatch):
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(fake))
    run = CliRunner().invoke(main, ["customer", "model-0", "--segmentation", "rfm"], terminal_width=200)
    assert run.exit_code == 0
    text = " ".join(run.output.split())
    assert "next year 6 orders, 186 spent, worth 170 (so far 240)" in text
    assert "comes back 30% within 30 days, 60% within 90 days, 95% within 365 days" in text
    assert "next order if within a year, 2026-01-04 to 2026-06-30, half by 2026-02-10" in text


@pytest.mark.parametrize("written", ["ada@example.org", " Ada@Example.ORG", "1703", "1703.0"])
def test_an_id_is_found_as_the_build_writes_it(fake, tmp_path, written):
    warehouse = shutil.copy(fake, tmp_path / fake.name)
    known = written.strip().lower().removesuffix(".0")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update marts.customer_segments set customer_id = ? where customer_id = 'model-0'", [known])
    run = CliRunner().invoke(main, ["customer", written], env={"SEGMENTS_WAREHOUSE": str(warehouse)})
    assert run.exit_code == 0, run.output
    assert f", customer {known}\n" in run.output
