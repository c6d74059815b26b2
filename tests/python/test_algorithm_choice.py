"""Algorithms and preparations chosen in the configuration, built by dbt: what reaches the public tables."""

import json
import re

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from conftest import WITHOUT_TESTS, dbt, in_use
from test_clustering import SIZES, blobs

from segmentation.site import build

pytestmark = pytest.mark.long

NEAR = np.array([[5.0, 5.0], [5.0, 0.0], [0.0, 5.0], [10.0, 5.0], [5.0, 10.0], [16.0, -6.0]])
FAR = np.array([[40.0, -50.0], [44.0, -41.0], [58.0, -52.0], [47.0, -60.0], [51.0, -46.0], [55.0, -55.0]])


def cloud(n=400):
    """One cloud along a line: no clusters."""
    rng = np.random.default_rng(5)
    along = rng.normal(size=n)
    return {
        "spend": 100 + 30 * along + rng.normal(0, 10, n),
        "orders": 20 + 5 * along + rng.normal(0, 3, n),
        "age": 45 - 4 * along + rng.normal(0, 8, n),
    }


def groups(strangers):
    """Four groups, a few customers in none of them, a feature that says the same as another, and a category."""
    x, labels = blobs()
    rng = np.random.default_rng(6)
    x = np.vstack([x, strangers])
    channels = np.array(["app", "post", "shop", "web", "fax"])[np.append(labels, [4] * len(strangers))]
    again = x[:, 0] * 3 + rng.normal(0, 0.01, len(x))
    return {"spend": x[:, 0], "orders": x[:, 1], "spend_again": again, "channel": channels}


def entry(path, features, **settings):
    settings = {"splits": 1} | settings
    return {"customers": {"file": str(path)}, "id": "no", "features": {name: {} for name in features}} | settings


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A warehouse in which each segmentation asks for something else."""
    folder = tmp_path_factory.mktemp("algorithms")
    paths = {}
    for name, columns in (("cloud", cloud()), ("near", groups(NEAR)), ("far", groups(FAR))):
        paths[name] = folder / f"{name}.csv"
        numbers = [f"{row:04d}" for row in range(len(columns["spend"]))]
        pa.csv.write_csv(pa.table({"no": numbers} | columns), paths[name])
    pair, cloud_features = ("spend", "orders"), ("spend", "orders", "age")
    segmentations = {
        "cloud": entry(paths["cloud"], cloud_features),
        "cloud_asked": entry(paths["cloud"], cloud_features, k=3),
        "dense": entry(paths["near"], pair, algorithm="dbscan", compare_algorithms=[]),
        "fuzzy": entry(paths["near"], pair, algorithm="fuzzy_c_means", k=5, compare_algorithms=["kmeans", "ward"]),
        "coded": entry(paths["near"], pair, algorithm="autoencoder_sized", k=4, compare_algorithms=[]),
        "mixed": entry(paths["near"], pair, algorithm="k_prototypes", k=4, compare_algorithms=["gaussian_mixture"]),
        "apart": entry(paths["far"], pair, outliers="set_apart", k=4, compare_algorithms=[]),
        "held": entry(
            paths["far"], (*pair, "spend_again"), outliers="winsorise", correlated="drop", compare_algorithms=[],
            most_points=50,
        ),
    }  # fmt: skip
    for name in ("cloud", "cloud_asked"):
        segmentations[name]["compare_algorithms"] = ["ward"]
    segmentations["mixed"]["features"]["channel"] = {"transform": "onehot"}
    options = ["--vars", json.dumps({"segmentations": segmentations, "shops": {}})]
    warehouse = folder / "warehouse.duckdb"
    built = dbt("build", *options, *WITHOUT_TESTS, warehouse=warehouse, folder=folder)
    assert built.returncode == 0, built.stdout[-4000:]
    return warehouse


@pytest.fixture
def query(warehouse):
    """Rows of a query on the warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield lambda sql: connection.sql(sql).fetchall()


def test_a_crowd_is_divided_into_a_useful_number_of_segments(query):
    rows = query(
        "select structure, segmentation_kind, basis, algorithm, count(*) from marts.segments"
        " where segmentation = 'cloud' group by all"
    )
    ((structure, kind, basis, algorithm, segments),) = rows
    assert (structure, basis, algorithm) == ("no structure", "clusters", "kmeans")
    assert kind in ("reproducible", "constructive")
    assert 3 <= segments <= 8
    assert query("select k from marts.k_selection where segmentation = 'cloud' and chosen") == [(segments,)]


def test_a_k_that_was_asked_for_gives_clusters_all_the_same(query):
    rows = query("select distinct structure, basis, algorithm from marts.segments where segmentation = 'cloud_asked'")
    assert rows == [("no structure", "clusters", "kmeans")]


def test_the_lack_of_structure_is_told(query):
    sentences = dict(query("select segmentation, sentence from marts.data_findings where finding = 'no_structure'"))
    for name in ("cloud", "cloud_asked"):
        (meaning,) = query(f"select distinct kind_meaning from marts.segments where segmentation = '{name}'")
        assert sentences[name].startswith(meaning[0])
    assert not {"dense", "fuzzy"} & set(sentences)


def test_a_density_algorithm_finds_its_k_and_its_noise_has_a_segment(query):
    assert query("select k, chosen from marts.k_selection where segmentation = 'dense'") == [(4, True)]
    rows = query(
        "select customer_id, segment_id from marts.customer_segments where segmentation = 'dense' and is_noise"
    )
    # One at the rim of a group may be noise too.
    assert {f"{sum(SIZES) + number:04d}" for number in range(len(NEAR))} <= {customer for customer, _ in rows}
    assert len(rows) < 12
    assert {segment for _, segment in rows} <= {1, 2, 3, 4}
    assert query("select count(*) from marts.customer_segments where is_noise and segmentation <> 'dense'") == [(0,)]
    ((noise_share, k),) = query("select noise_share, k from marts.algorithm_comparison where segmentation = 'dense'")
    assert (noise_share, k) == (pytest.approx(len(rows) / (sum(SIZES) + len(NEAR))), 4)


def test_memberships_are_those_of_the_fuzzy_algorithm(query):
    rows = query("select distinct segmentation from marts.customer_segments where membership is not null")
    assert rows == [("fuzzy",)]
    ((lowest, highest),) = query("select min(membership), max(membership) from marts.customer_segments")
    assert 0.2 < lowest < highest <= 1


def test_the_memberships_of_a_customer_are_in_a_table_and_the_largest_is_that_of_the_segment(query):
    wrong = """
        select customer_id
        from marts.customer_segments as customers
        inner join (
            select segmentation, customer_id, arg_max(segment_id, membership) as segment_id,
                max(membership) as membership, count(*) as segments, sum(membership) as together
            from marts.segment_memberships group by all
        ) as memberships using (segmentation, customer_id)
        where customers.segment_id != memberships.segment_id or customers.membership != memberships.membership
            or segments != 5 or abs(together - 1) > 1e-9
    """
    assert query(wrong) == []
    assert query("select distinct segmentation from marts.segment_memberships") == [("fuzzy",)]


def test_codes_and_prototypes_find_the_groups(query):
    for segmentation in ("coded", "mixed"):
        rows = query(
            f"select customers, algorithm, faithfulness from marts.segments where segmentation = '{segmentation}'"
        )
        assert sum(customers for customers, *_ in rows) == sum(SIZES) + len(NEAR)
        assert len(rows) == 4
        assert all(faithfulness > 0.9 for *_, faithfulness in rows)
    sizes = query("select customers from marts.segments where segmentation = 'mixed'")
    assert sorted(customers for (customers,) in sizes) == pytest.approx(sorted(SIZES), abs=len(NEAR))


def test_each_segmentation_is_compared_with_what_it_asks_for_and_one_is_chosen(query):
    rows = query(
        "select segmentation, list(algorithm order by algorithm), list(algorithm) filter (where is_chosen)"
        " from marts.algorithm_comparison group by segmentation order by segmentation"
    )
    assert rows == [
        ("apart", ["kmeans"], ["kmeans"]),
        ("cloud", ["kmeans", "ward"], ["kmeans"]),
        ("cloud_asked", ["kmeans", "ward"], ["kmeans"]),
        ("coded", ["autoencoder_sized"], ["autoencoder_sized"]),
        ("dense", ["dbscan"], ["dbscan"]),
        ("fuzzy", ["fuzzy_c_means", "kmeans", "ward"], ["fuzzy_c_means"]),
        ("held", ["kmeans"], ["kmeans"]),
        ("mixed", ["gaussian_mixture", "k_prototypes"], ["k_prototypes"]),
    ]


def test_outliers_are_set_apart_in_segment_0(query):
    rows = query(
        "select count(*), min(reason), max(assigned_by) from marts.customer_segments"
        " where segmentation = 'apart' and segment_id = 0"
    )
    assert rows == [(6, "unusual figures", "none")]
    sizes = query("select customers from marts.segments where segmentation = 'apart' and segment_id > 0")
    assert sorted(size for (size,) in sizes) == sorted(SIZES)


def test_reasons_add_up_to_the_difference_of_distances_whatever_was_chosen(query):
    rows = query(
        """
        select segmentation, max(abs(contribution - second_square + square) / greatest(1, second_square))
        from (
            select segmentation, customer_id, sum(contribution) as contribution
            from marts.customer_reasons group by all
        )
        inner join (
            select segmentation, customer_id, distance ** 2 as square, second_distance ** 2 as second_square
            from ml.customer_scores
        ) using (segmentation, customer_id)
        group by all
        """
    )
    assert {name for name, _ in rows} == {name for (name,) in query("select distinct segmentation from marts.segments")}
    assert max(gap for _, gap in rows) < 1e-8


def test_outliers_are_held_at_limits_that_are_stored_and_a_near_duplicate_is_dropped(query):
    rows = query(
        f"select feature, lower_limit < upper_limit, upper_limit < 45 from {in_use('feature_transforms')}"
        " where segmentation = 'held' order by position"
    )
    assert [feature for feature, *_ in rows] == ["spend", "orders"] or [feature for feature, *_ in rows] == [
        "orders",
        "spend_again",
    ]
    assert all(limited for _, limited, _ in rows)
    assert query(
        f"select count(*) from {in_use('feature_transforms')} where lower_limit is not null and segmentation <> 'held'"
    ) == [(0,)]


def test_the_stored_numbers_place_customers_in_sql_as_the_build_did(query):
    """The formula in SQL: limits, shape, centre and scale, then the nearest centre."""
    rows = query(
        f"""
        with long as (
            unpivot (select segmentation, customer_id, spend, orders, spend_again, age from features.segmentation_inputs
                where set_apart_reason is null and segmentation <> 'mixed')
            on spend, orders, spend_again, age into name feature value value
        ),
        scaled as (
            select long.segmentation, customer_id, position,
                (least(greatest(value, lower_limit), upper_limit) - centre) / scale as scaled
            from long inner join {in_use("feature_transforms")} using (segmentation, feature)
        ),
        distances as (
            select segmentation, customer_id, segment_id, sum((scaled - centre) ** 2) as square
            from scaled inner join {in_use("segment_centres")} using (segmentation, position)
            group by all
        )
        select count(*), count(*) filter (where nearest = segment_id)
        from (select segmentation, customer_id, arg_min(segment_id, square) as nearest from distances group by all)
        inner join marts.customer_segments using (segmentation, customer_id)
        """
    )
    ((customers, same),) = rows
    assert customers == same > 1_900


def test_points_are_a_sample_where_there_are_more(query):
    rows = query("select segmentation, count(*), bool_and(is_sample) from marts.segment_points group by all")
    points = {segmentation: (count, sampled) for segmentation, count, sampled in rows}
    assert points["held"] == (50, True)
    assert points["cloud"] == (400, False)


def test_every_preparation_has_its_effect(query):
    rows = query(
        "select columns from marts.preparation_effects where segmentation = 'held'"
        " and preparation in ('configured', 'uncorrelated')"
    )
    assert rows == [(2,), (2,)]
    assert query("select count(*) from marts.preparation_effects") == [(8 * 5,)]


def test_the_site_shows_the_kind_and_single_candidates(warehouse, tmp_path):
    page = build(warehouse, renderer="builtin", output=tmp_path / "_site")
    assert re.search("reproducible segments|one crowd, divided", page.read_text())
    assert (page.parent / "choosing-k.html").is_file()
