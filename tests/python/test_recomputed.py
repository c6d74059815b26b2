"""A dozen public figures of the sample, computed again from its raw files by pandas and scikit-learn alone.

Nothing of the package is used: what it gets wrong in one place cannot be wrong here in the same way.
"""

import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from sklearn.preprocessing import StandardScaler

SEEDS = PROJECT / "seeds" / "sample"
LOGGED = {"service": ["products_purchased", "money_spent"], "mall": []}
FORMING = {"mall": ["annual_income", "spending_score"], "service": ["products_purchased", "complaints", "money_spent"]}


def raw(name):
    return pd.read_csv(SEEDS / f"sample_{name}_customers.csv").set_index("customer_id").sort_index()


def scaled(name):
    """Features that form the segments, scaled as the configuration says: logarithms where asked for, then scores."""
    features = raw(name)[FORMING[name]].astype(float)
    features[LOGGED[name]] = np.log1p(features[LOGGED[name]])
    return StandardScaler().fit_transform(features)


@pytest.fixture
def published(query):
    def segments(name):
        rows = query(
            f"select customer_id, segment_id, distance from marts.customer_segments where segmentation = '{name}'"
        )
        return (
            pd.DataFrame(rows, columns=["customer_id", "segment_id", "distance"]).set_index("customer_id").sort_index()
        )

    return segments


@pytest.mark.parametrize("name", FORMING)
def test_the_segments_are_those_of_kmeans_and_so_are_their_distances(name, published):
    x, found = scaled(name), published(name)
    model = KMeans(found["segment_id"].nunique(), n_init=10, random_state=3).fit(x)
    assert adjusted_rand_score(found["segment_id"], model.labels_) > 0.99
    assert found["distance"].to_numpy() == pytest.approx(model.transform(x).min(axis=1), abs=0.02)


def test_the_criteria_of_the_chosen_k_are_those_of_scikit_learn(query, published):
    x, labels = scaled("mall"), published("mall")["segment_id"]
    ((inertia, silhouette, calinski_harabasz, davies_bouldin, smallest),) = query(
        "select inertia, silhouette, calinski_harabasz, davies_bouldin, smallest_size from marts.k_selection"
        " where segmentation = 'mall' and chosen"
    )
    centres = pd.DataFrame(x).groupby(labels.to_numpy()).transform("mean")
    assert inertia == pytest.approx(((x - centres.to_numpy()) ** 2).sum())
    assert silhouette == pytest.approx(silhouette_score(x, labels), abs=1e-5)
    assert calinski_harabasz == pytest.approx(calinski_harabasz_score(x, labels))
    assert davies_bouldin == pytest.approx(davies_bouldin_score(x, labels))
    assert smallest == labels.value_counts().min()


@pytest.mark.parametrize(("name", "money"), [("service", "money_spent"), ("jewellery", "total_spend")])
def test_sizes_and_shares_of_revenue_are_those_of_the_raw_file(name, money, query, published):
    spent = raw(name)[money].groupby(published(name)["segment_id"]).agg(["size", "sum"])
    rows = query(f"select segment_id, customers, revenue_share from marts.segments where segmentation = '{name}'")
    assert {segment: size for segment, size, _ in rows} == spent["size"].to_dict()
    shares = (spent["sum"] / spent["sum"].sum()).to_dict()
    assert {segment: share for segment, _, share in rows} == pytest.approx(shares)


def test_profiles_are_means_medians_and_shares_of_the_raw_file(query, published):
    customers = raw("mall").assign(segment_id=published("mall")["segment_id"])
    rows = query(
        "select segment_id, mean, median, population_mean from marts.segment_profiles"
        " where segmentation = 'mall' and feature = 'age'"
    )
    ages = customers.groupby("segment_id")["age"]
    assert {row[0]: row[1] for row in rows} == pytest.approx(ages.mean().to_dict())
    assert {row[0]: row[2] for row in rows} == pytest.approx(ages.median().to_dict())
    assert [row[3] for row in rows] == pytest.approx([customers["age"].mean()] * len(rows))
    shares = query(
        "select segment_id, share from marts.segment_profiles"
        " where segmentation = 'mall' and feature = 'gender' and level = 'Female'"
    )
    women = (customers["gender"] == "Female").groupby(customers["segment_id"]).mean()
    assert dict(shares) == pytest.approx(women[women > 0].to_dict())


def test_statistics_and_correlations_are_those_of_pandas(query):
    customers = raw("jewellery")
    ((mean, deviation, median, known),) = query(
        "select mean, standard_deviation, median, known from marts.feature_statistics"
        " where segmentation = 'jewellery' and feature = 'total_spend' and stage = 'before cleaning'"
    )
    spent = customers["total_spend"]
    assert (mean, deviation, median) == pytest.approx((spent.mean(), spent.std(ddof=0), spent.median()))
    assert known == spent.notna().sum()
    ((correlation,),) = query(
        "select correlation from marts.feature_correlations where segmentation = 'jewellery'"
        " and stage = 'before cleaning' and feature = 'purchase_count' and other_feature = 'total_spend'"
    )
    assert correlation == pytest.approx(customers["purchase_count"].corr(spent))


def test_every_row_of_the_raw_files_is_counted(query):
    read = dict(query("select source, rows_read from marts.input_quality where segmentation = 'rfm'"))
    for source in ("customers", "order_lines", "web_sessions", "support_tickets", "survey_answers"):
        assert read[source] == len(pd.read_csv(SEEDS / f"sample_{source}.csv", dtype=str, keep_default_na=False))


def test_a_model_has_one_silhouette_on_one_sample(query):
    rows = query(
        """
        select k_selection.silhouette, placed_silhouette, model_registry.silhouette, sampled_rows, measured_rows
        from marts.k_selection
        inner join marts.algorithm_comparison using (segmentation)
        inner join marts.model_registry using (segmentation)
        where chosen and is_chosen and is_champion
        """
    )
    assert len(rows) == 4
    for chosen, compared, registered, sampled, measured in rows:
        assert (compared, registered) == pytest.approx((chosen, chosen))
        assert sampled == measured
