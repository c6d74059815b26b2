"""A training from end to end, and what becomes of the numbers of its segments."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from test_clustering import blobs
from test_warehouse import plan

from segmentation.clustering import choice
from segmentation.clustering.choosing_k import Useful
from segmentation.features.transforms import Feature, FittedColumn
from segmentation.lifecycle import counterfactuals, training
from segmentation.lifecycle.model import Model
from segmentation.lifecycle.settings import Segmentation
from segmentation.lifecycle.training import Job
from segmentation.networks import specs
from segmentation.warehouse import versions

FEATURES = [Feature("spend", "standard"), Feature("orders", "standard")]


def job(x, *, before=None, **changes):
    given = {"k": None, "k_min": 2, "k_max": 5, "seed": 1, "network": "default", "features": FEATURES, "splits": 2}
    given |= {
        "stable_from": 0.75,
        "k_useful_min": 4,
        "k_useful_max": 8,
        "smallest_share": 0.03,
        "most_points": 5_000,
        "confident_from": 0.6,
    }
    ids = [f"{row:04d}" for row in range(len(x))]
    table = pa.table({"customer_id": pa.chunked_array([ids]), "spend": x[:, 0], "orders": x[:, 1]})
    early = pa.table({"customer_id": ids, "maturity": ["mature"] * len(x)})
    before = np.zeros(len(x), dtype=int) if before is None else before
    none = np.zeros(0, dtype=int)
    return Job(Segmentation("shop", **(given | changes)), table, early, {}, before, none)


@pytest.fixture(scope="module", autouse=True)
def quick_networks():
    """A few epochs: how well a network does is asked elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        for name, spec in specs.PRESETS.items():
            patch.setitem(specs.PRESETS, name, replace(spec, phases=tuple((10, rate) for _, rate in spec.phases)))
        yield


@pytest.fixture(scope="module")
def found():
    """A first training, and one whose customers had segments numbered otherwise before."""
    x, labels = blobs()
    before = np.array([7, 3, 9, 4])[labels]
    return x, labels, [trained for _, trained in training.run([job(x), job(x, before=before)])]


def test_clusters_and_the_segments_they_became_are_told_by_their_place_not_by_their_centres(found):
    _, _, (first, second) = found
    for trained in (first, second):
        clusters, centres, tried = (
            trained.parts[part] for part in ("k_clusters", "segment_centres", "cluster_centres")
        )
        k = len(set(clusters["segment_id"]) - {0})
        is_chosen = clusters["k"] == k
        assert (clusters["segment_id"][~is_chosen] == 0).all()
        for cluster, segment in zip(*(clusters[name][is_chosen] for name in ("cluster", "segment_id")), strict=True):
            of_cluster = tried["centre"][(tried["k"] == k) & (tried["cluster"] == cluster)]
            assert of_cluster.tolist() == centres["centre"][centres["segment_id"] == segment].tolist()


def test_who_was_in_a_segment_keeps_its_number(found):
    _, _, (_, second) = found
    ids = sorted(set(second.parts["segment_centres"]["segment_id"].tolist()))
    assert ids == [3, 4, 7, 9]
    assert set(second.parts["lineage"]["event"]) == {"continued"}


def test_a_model_is_told_by_its_numbers(found):
    _, _, (first, second) = found
    assert first.figures["model_version"].startswith("shop-")
    assert first.figures["model_version"] != second.figures["model_version"]
    model = Model([], np.eye(2), np.array([1, 2]))
    assert model.digest == Model([], np.eye(2) + 1e-9, np.array([1, 2])).digest
    assert model.digest != Model([], np.eye(2) + 1e-3, np.array([1, 2])).digest


def test_everything_that_is_stored_has_its_part(found):
    _, _, (first, _) = found
    assert {name for name, part in first.parts.items() if not part} == {
        "cold_start_transforms",
        "cold_start_networks",
        "cold_start_trials",
        "errors_by_level",
        "last_champion",
        "merged_clusters",
        "outer_centres",
        "outer_segments",
        "proxies",
        "updates",
    }


def choose(x, clusterings, monkeypatch, structure, **changes):
    verdict = {"best_gain": 0.5, "structureless_gain": 0.4, "structure": structure}
    monkeypatch.setattr(choice.structure, "verdict", lambda *_, **__: verdict)
    options = {"algorithm": "ward", "k": None, "ks": [2, 3], "useful": Useful(3, 8, 0.75, 0.03), "seed": 1}
    return choice.choose(x, clusterings, [], **(options | changes))


@pytest.fixture(scope="module")
def last(found):
    """A model of two segments."""
    x, labels, _ = found
    columns = [
        FittedColumn(place, name, name, None, "none", None, 0.0, 1.0) for place, name in ((1, "spend"), (2, "orders"))
    ]
    return Model(columns, np.array([x[labels == 0].mean(axis=0), x[labels != 0].mean(axis=0)]), np.array([2, 5]))


@pytest.fixture(scope="module")
def challenger(found, last):
    """A training that is held against the first one; two of five customers were in another segment, some in none."""
    x, _, (first, _) = found
    champion = versions.of_table(versions.register(None, [plan()], {"shop": first}))["shop", 1].model
    segments, place = champion.segments(champion.coordinates(job(x).table)), np.arange(len(x))
    before = np.where(place % 5 < 2, segments % 4 + 1, segments) * (place % 10 > 0)
    given = replace(job(x, before=before), last=last, last_version=3, champion=champion)
    ((_, trained),) = training.run([given])
    return trained


def test_a_challenger_moves_whom_the_champion_has_elsewhere_today_and_not_who_moved_themselves(challenger):
    moved = {way: outcome.churn for way, outcome in challenger.outcomes.items()}
    assert moved["champion"] == 0
    # The customers are the same, and so are their groups.
    assert moved["anew"] == moved["warm_start"] == 0


def test_a_challenger_of_the_same_groups_cannot_be_told_from_the_champion(challenger):
    stands, anew = challenger.outcomes["champion"], challenger.outcomes["anew"]
    assert anew.splits == stands.splits > 1
    assert (stands.silhouette_gain, stands.silhouette_gain_low, stands.silhouette_gain_high) == (0, 0, 0)
    assert anew.silhouette - stands.silhouette == pytest.approx(anew.silhouette_gain)
    assert anew.silhouette_gain_low <= 0 <= anew.silhouette_gain_high


def test_customers_of_a_new_training_are_counted_by_the_last_champion(found, last, challenger):
    x, _, _ = found
    ids, trained = last.segment_ids, challenger
    placed = last.assignments(x)
    part = trained.parts["last_champion"]
    assert part["last_version"].tolist() == [3, 3]
    assert part["segment_id"].tolist() == ids.tolist()
    assert part["customers"].tolist() == [(placed["segment_id"] == segment).sum() for segment in ids]
    assert part["distance"].sum() == pytest.approx(placed["distance"].sum())


def test_of_all_customers_the_same_is_counted_in_parts(found, last):
    x, labels, _ = found
    given = replace(job(x, before=np.array([7, 3, 9, 0])[labels]), last=last, last_version=3, left=np.array([3, 8]))
    table = training.with_segments(given.table, given.before)

    def of_all(function):
        parts = [function(table.slice(start, 50)) for start in range(0, len(table), 50)]
        return {name: sum(part[name] for part in parts).ravel() for name in parts[0]}

    (_, whole), (_, parted) = training.run([given, replace(given, of_all=of_all)])
    assert whole.figures == parted.figures
    assert whole.parts["lineage"] == parted.parts["lineage"]
    for part in ("segment_statistics", "last_champion"):
        for name, values in whole.parts[part].items():
            assert parted.parts[part][name] == pytest.approx(values)


def test_what_kind_of_segmentation_it_is_follows_from_gaps_and_resamples(monkeypatch):
    x, _ = blobs()
    clusterings = {k: x[:k] for k in (2, 3)}
    stability = {2: np.array([0.9, 0.9]), 3: np.array([0.8, 0.8, 0.7])}
    measured = choice.criteria.by_cluster

    def by_cluster(x, clusterings, **options):
        return {k: each | {"stability": stability[k]} for k, each in measured(x, clusterings, **options).items()}

    monkeypatch.setattr(choice.criteria, "by_cluster", by_cluster)
    found = choose(x, clusterings, monkeypatch, "found")
    assert (found.kind, found.basis, found.algorithm, len(found.centres)) == ("natural", "clusters", "ward", found.k)
    none = choose(x, clusterings, monkeypatch, "no structure")
    assert (none.kind, none.basis, none.k) == ("constructive", "clusters", 3)
    stability[3][2] = 0.75
    assert choose(x, clusterings, monkeypatch, "no structure").kind == "reproducible"
    asked = choose(x, clusterings, monkeypatch, "no structure", k=2, ks=[2])
    assert (asked.kind, asked.basis, asked.algorithm, asked.k) == ("reproducible", "clusters", "ward", 2)


def test_of_a_single_group_the_segments_are_bands(monkeypatch):
    x, _ = blobs()
    one = choose(x, {1: x[:1]}, monkeypatch, "no structure", algorithm="dbscan", ks=[1])
    assert (one.basis, one.k, len(one.centres), one.kind) == ("bands", 1, 3, "constructive")


def test_the_silhouette_of_a_clustering_weighs_its_clusters_by_their_customers():
    figures = choice._of_clusters(
        {
            "sampled": np.array([30, 10, 0]),
            "customers": np.array([60, 20, 5]),
            "silhouette": np.array([0.6, 0.2, np.nan]),
            "silhouette_deviation": np.array([0.0, 0.0, np.nan]),
            "stability": np.array([0.9, 0.5, np.nan]),
        }
    )
    assert figures["silhouette"] == pytest.approx(0.5)
    assert figures["silhouette_se"] == pytest.approx(np.sqrt((0.75 * 0.36 + 0.25 * 0.04 - 0.25) / 40))
    assert figures["stability"] == pytest.approx(0.7)
    assert (figures["smallest_size"], figures["largest_share"]) == (5, 60 / 85)


def test_what_the_model_and_the_customer_alone_would_have_moved():
    old = Model([], np.array([[0.0], [10.0]]), np.array([1, 2]))
    new = Model([], np.array([[0.0], [4.0]]), np.array([1, 2]))

    class Coordinates(Model):
        def coordinates(self, table):
            return np.array(table["x"].to_pylist())[:, None]

    def then(maturities):
        columns = {
            "customer_id": ["a", "b", None],
            "x": [1.0, 1.0, None],
            "maturity": pa.array(maturities, "string"),
        }
        return {f"{counterfactuals.LAST_BUILD}{name}": values for name, values in columns.items()}

    old, new = (Coordinates(model.columns, model.centres, model.segment_ids) for model in (old, new))
    customers = pa.table({"customer_id": ["a", "b", "c"], "x": [4.0, 9.0, 1.0]} | then(["mature", "young", None]))
    found = counterfactuals.segments(customers, old, new)
    assert found["has_other_model"].tolist() == [True, True, False]
    assert found["segment_by_old_model"].tolist() == [1, 2, None]
    assert found["segment_by_old_behaviour"].tolist() == [1, 1, None]
    unknown = counterfactuals.segments(customers, None, new)
    assert unknown["segment_by_old_model"].tolist() == [None, None, None]
    of_stays = pa.table({"customer_id": ["a", "b", "c"], "x": [4.0, 9.0, 1.0]} | then([None] * 3))
    found = counterfactuals.segments(of_stays, old, new)
    assert found["segment_by_old_model"].tolist() == [1, 2, None]
    assert found["segment_by_old_behaviour"].tolist() == [None, None, None]
