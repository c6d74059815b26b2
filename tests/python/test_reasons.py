"""Why a customer is in a segment: the warehouse's own arithmetic beside that of Python."""

import duckdb
import numpy as np
import pytest

from segmentation.clustering import kmeans
from segmentation.warehouse import io, settings, versions


@pytest.fixture(scope="module")
def tables(built_warehouse):
    """A relation of the built sample by its name."""
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        # Before DuckDB 2, `table` knows no views.
        yield lambda name: connection.sql(f"select * from {name}")


@pytest.fixture(scope="module")
def champions(tables):
    """Settings and champion of every segmentation."""
    segmentations = settings.segmentations(tables("ml.segmentation_settings"), tables("ml.segmentation_features"))
    stored = versions.of_table(io.read(tables("ml.trained_models")))
    found = versions.champions(stored, segmentations)
    return [(segmentations[name], version.model) for name, version in found.items()]


def contributions(tables, segmentation, where="true"):
    where = f"segmentation = '{segmentation.name}' and {where}"
    return io.read(tables("ml.feature_contributions"), where=where, order_by="customer_id, position")


def test_the_warehouse_scales_every_number_as_python_does(tables, champions):
    for segmentation, model in champions:
        table = settings.customers(tables("features.segmentation_inputs"), segmentation)
        x = model.coordinates(table)
        numbers = [place for place, column in enumerate(model.columns) if column.level is None]
        stored = contributions(tables, segmentation, "scaled_value is not null")
        assert stored["customer_id"].to_pylist() == np.repeat(table["customer_id"].to_pylist(), len(numbers)).tolist()
        assert np.abs(stored["scaled_value"].to_numpy() - x[:, numbers].ravel()).max() <= 1e-12


def test_contributions_are_those_of_the_centres_that_assign_customers(tables, champions):
    for segmentation, model in champions:
        x = model.coordinates(settings.customers(tables("features.segmentation_inputs"), segmentation))
        assigned = kmeans.assign(x, model.centres)
        own, other = (model.centres[assigned[name] - 1] for name in ("cluster", "second_cluster"))
        by_column = (x - other) ** 2 - (x - own) ** 2
        features = list(dict.fromkeys(column.feature for column in model.columns))
        member = np.array(
            [[column.feature == feature for feature in features] for column in model.columns], dtype=float
        )
        expected = by_column @ member
        stored = contributions(tables, segmentation)
        difference = np.abs(stored["contribution"].to_numpy() - expected.ravel())
        assert (difference <= np.maximum(1e-8 * np.abs(expected.ravel()), 1e-8)).all()
        differences = assigned["second_distance"] ** 2 - assigned["distance"] ** 2
        assert expected.sum(axis=1) == pytest.approx(differences, rel=1e-9, abs=1e-9)


def test_shares_of_support_add_up_and_the_loudest_comes_first(query):
    rows = query(
        """
        select segmentation, customer_id, list(support_share order by reason_rank) as shares
        from marts.customer_reasons where segmentation <> 'service' group by all
        """
    )
    assert len(rows) > 1_000
    for *_, shares in rows:
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert shares == sorted(shares, reverse=True)


def test_every_assigned_customer_has_a_reason_for_the_segment(query):
    # Who is only expected in a segment has done nothing yet that would speak for it.
    assigned = query(
        "select segmentation, customer_id from marts.customer_segments"
        " where second_segment_id is not null and assigned_by <> 'cold_start'"
    )
    explained = query(
        "select distinct segmentation, customer_id from marts.customer_reasons where speaks_for = 'segment'"
    )
    assert sorted(explained) == sorted(assigned)


def test_a_reason_names_its_feature_and_both_figures(query):
    rows = query(
        "select feature_label, speaks_for, level, reason from marts.customer_reasons where segmentation <> 'service'"
    )
    for label, speaks_for, level, reason in rows:
        assert reason.startswith(f"{label} ")
        assert "the segment" in reason
        assert "the runner-up" in reason
        if level is None and "nearer to" in reason:
            assert reason.index(f"the {speaks_for}") < reason.index(" than to ")
