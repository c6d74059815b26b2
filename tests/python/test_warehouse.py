"""Relations in, arrays and tables out; settings, customers and stored model versions."""

from functools import partial

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segmentation.features.transforms import Feature
from segmentation.lifecycle import long_form, training
from segmentation.lifecycle.counterfactuals import LAST_BUILD
from segmentation.lifecycle.model import Model as Trained
from segmentation.lifecycle.settings import Segmentation
from segmentation.warehouse import io, settings, versions

TYPES = {"name": "string", "k": "int32", "size": "int64", "value": "double", "chosen": "bool"}


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


def segmentation(name="shop", **changes):
    settings = {"k": None, "k_min": 2, "k_max": 4, "seed": 1, "network": "published"}
    settings |= {
        "stable_from": 0.75,
        "k_useful_min": 4,
        "k_useful_max": 8,
        "smallest_share": 0.03,
        "most_points": 5_000,
        "confident_from": 0.6,
        "features": [Feature("x")],
    }
    return Segmentation(name, **(settings | changes))


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-1e9, 1e9)))
def test_a_matrix_survives_its_long_form_in_any_order_of_cells(values):
    table = pa.table(long_form.cells(values))
    shuffled = table.take(np.random.default_rng(1).permutation(table.num_rows))
    assert (io.matrix(shuffled, "i", "j", "value") == values).all()


def test_cells_are_counted_from_1_row_by_row():
    cells = long_form.cells(np.array([[10.0, 20.0], [30.0, 40.0]]))
    assert cells["i"].tolist() == [1, 1, 2, 2]
    assert cells["j"].tolist() == [1, 2, 1, 2]
    assert cells["value"].tolist() == [10, 20, 30, 40]


def test_a_vector_is_a_matrix_of_one_column():
    assert long_form.cells(np.array([3.0, 4.0]))["j"].tolist() == [1, 1]


def test_a_frame_has_the_types_asked_for_whatever_it_is_given():
    part = {"name": "a", "k": np.array([1, 2]), "size": [3, 4], "value": np.array([1, 2]), "chosen": [True, False]}
    table = io.frame([part], TYPES)
    assert {field.name: str(field.type) for field in table.schema} == TYPES
    assert table.to_pylist()[1] == {"name": "a", "k": 2, "size": 4, "value": 2.0, "chosen": False}


def test_nan_becomes_null_in_arrays_lists_and_single_values():
    parts = [
        {"x": np.array([1.0, np.nan]), "y": [np.nan, 2.0], "z": np.nan},
        {"x": [None, 1.0], "y": np.array([1.0, 2.0]), "z": None},
    ]
    table = io.frame(parts, dict.fromkeys("xyz", "double"))
    assert table["x"].to_pylist() == [1, None, None, 1]
    assert table["y"].to_pylist() == [None, 2, 1, 2]
    assert table["z"].to_pylist() == [None] * 4


def test_a_single_value_stands_for_all_rows_of_its_part():
    parts = [{"name": "a", "k": [1, 2]}, {"name": "b", "k": [3]}]
    table = io.frame(parts, {"name": "string", "k": "int32"})
    assert table["name"].to_pylist() == ["a", "a", "b"]


def test_ids_pass_through_as_they_were_read(connection):
    ids = connection.sql("select '007' as customer_id union all select 'Ä' order by 1").to_arrow_table()["customer_id"]
    assert io.frame([{"id": ids, "k": [1, 2]}], {"id": "string", "k": "int32"})["id"].to_pylist() == ["007", "Ä"]


def test_columns_follow_the_types_and_others_are_left_out():
    table = io.frame([{"b": [1], "other": [5], "a": [2]}], {"a": "int32", "b": "int32"})
    assert table.column_names == ["a", "b"]


def test_no_part_gives_an_empty_frame_of_the_types():
    table = io.frame([], TYPES)
    assert table.num_rows == 0
    assert {field.name: str(field.type) for field in table.schema} == TYPES


def test_what_is_made_of_rows_is_stacked_in_the_order_asked_for(connection):
    people = connection.sql("select * from (values ('b', 2), ('a', 1)) as people(id, x)").order("id")
    doubled = [io.PerRow(people, partial(times, by=by)) for by in (2, 3)]
    found = io.frame_per_row(doubled, {"id": "string", "x": "int64"})
    assert found.to_pylist() == [{"id": name, "x": x} for name, x in [("a", 2), ("b", 4), ("a", 3), ("b", 6)]]
    assert io.frame_per_row([], TYPES).schema == io.schema(TYPES)


def times(table, by):
    yield {"id": table["id"], "x": table["x"].to_numpy() * by}


def test_sums_are_those_of_all_rows_and_of_no_rows_there_are_none(connection):
    people = connection.sql("select * from (values ('b', 2), ('a', 1)) as people(id, x)")
    found = io.sums(people, counted)
    assert {name: values.tolist() for name, values in found.items()} == {"rows": [2], "x": [3, 5]}
    assert io.sums(people.filter("x > 2"), counted) == {}


def counted(table):
    x = table["x"].to_numpy()
    return {"x": np.array([x.sum(), (x**2).sum()]), "rows": np.array([len(x)])}


def test_parts_of_unequal_length_are_refused():
    with pytest.raises(pa.ArrowInvalid):
        io.frame([{"a": [1, 2], "b": [1]}], {"a": "int32", "b": "int32"})


def test_customers_are_read_in_the_order_of_their_ids_without_those_set_apart(connection):
    relation = connection.sql(
        """
        select * from (
            values ('shop', 'c', 3.0, null), ('shop', 'a', 1.0, null), ('shop', 'b', 2.0, 'no purchase'),
                ('other', 'd', 4.0, null)
        ) as inputs(segmentation, customer_id, x, set_apart_reason)
        """
    )
    table = settings.customers(relation, segmentation())
    assert table.to_pylist() == [{"customer_id": "a", "x": 1.0}, {"customer_id": "c", "x": 3.0}]


@pytest.mark.parametrize(("most", "ids"), [(4, "acde"), (3, "ad"), (2, "ad"), (1, "a")])
def test_some_customers_lie_at_equal_distances_in_the_order_of_their_ids(connection, most, ids):
    relation = connection.sql(
        "select 'shop' as segmentation, unnest(['e', 'c', 'a', 'd', 'b']) as customer_id, 1.0 as x,"
        " if(customer_id = 'b', 'no purchase', null) as set_apart_reason"
    )
    table, are_all = settings.every_so_many(relation, segmentation(), most=most)
    assert (table["customer_id"].to_pylist(), are_all) == (list(ids), most == 4)


def test_rows_of_customers_who_are_set_apart_or_gone_do_not_stay(connection):
    relation = connection.sql(
        "select 'shop' as segmentation, unnest(['a', 'b']) as customer_id,"
        " if(customer_id = 'b', 'no purchase', null) as set_apart_reason"
    )
    rows = pa.table({"customer_id": ["b", "c", "a", "a"], "x": [1, 2, 3, 4]})
    assert settings.still_there(rows, relation, "shop")["x"].to_pylist() == [3, 4]


EARLY = {"sign-up": [Feature("age")]}


@pytest.fixture
def shop(connection):
    """Customers at every stage, mature or not."""
    return connection.sql(
        """
        select * from (
            values ('shop', 'e', 5.0, 50.0, 'mature', null), ('shop', 'a', 1.0, 10.0, 'mature', null),
                ('shop', 'b', 2.0, 20.0, 'young', null), ('shop', 'c', 3.0, 30.0, 'young', 'unusual figures'),
                ('shop', 'd', null, 40.0, 'newcomer', 'no purchase'),
                ('shop', 'f', null, 60.0, 'silent', 'no purchase'),
                ('shop', 'g', 7.0, 70.0, 'mature', 'unusual figures'), ('shop', 'h', 8.0, 80.0, 'newcomer', null)
        ) as inputs(segmentation, customer_id, x, age, maturity, set_apart_reason)
        """
    )


def test_new_customers_are_the_young_and_the_newcomers_who_cannot_be_placed(shop):
    assert settings.new_customers(shop, "shop", EARLY).to_arrow_table().to_pylist() == [
        {"customer_id": "b", "maturity": "young", "age": 20.0},
        {"customer_id": "d", "maturity": "newcomer", "age": 40.0},
    ]


def test_what_was_known_early_is_that_of_the_customers_who_can_be_assigned(shop):
    ids = pa.chunked_array([["a", "b"], ["h"]])
    found = settings.early_customers(shop, "shop", EARLY, ids)
    assert (found["customer_id"].to_pylist(), found["age"].to_pylist()) == (["a", "b", "h"], [10, 20, 80])


def test_features_of_the_cold_start_are_read_by_stage(connection):
    features = connection.sql(
        """
        select * from (
            values ('shop', 2, 'age', 'none', 'median', 'sign-up'), ('shop', 1, 'x', 'log', 'zero', null),
                ('shop', 3, 'basket', 'log', 'zero', 'first order')
        ) as features(segmentation, position, feature, transform, missing, cold_start_moment)
        """
    )
    assert settings.cold_start_features(features, "shop") == {
        "sign-up": [Feature("age", "none", "median")],
        "first order": [Feature("basket", "log", "zero")],
    }


def test_a_segmentation_without_a_customer_is_refused_by_name(connection):
    relation = connection.sql(
        "select 'shop' as segmentation, '1' as customer_id, 1.0 as x, 'no purchase' as set_apart_reason"
    )
    for read in (settings.customers, lambda *of: settings.sums(*of, lambda table: {"rows": np.array([len(table)])})):
        with pytest.raises(ValueError, match="Segmentation 'shop' has no customer with a value"):
            read(relation, segmentation())


def test_segmentations_carry_their_clustering_features_in_order(connection):
    configured = connection.sql(
        "select 'b' as segmentation, 'B' as segmentation_label, null::integer as k, 2 as k_min, 9 as k_max, 5 as seed,"
        " 'published' as network, 'ward' as algorithm, 'winsorise' as outliers, 0.02 as winsorised_share,"
        " 0.75::double as stable_from, 4 as k_useful_min, 8 as k_useful_max,"
        " 0.03::double as smallest_share, 500 as most_points, 0.6 as confident_from"
        " union all select 'a', 'A', 3, 2, 4, 6, 'published', 'kmeans', 'keep', 0.01, 0.8, 4, 8, 0.03, 500, 0.6"
    )
    features = connection.sql(
        """
        select * from (
            values ('b', 2, 'y', 'log', 'zero', true), ('b', 1, 'x', 'onehot', 'median', true),
                ('b', 3, 'age', 'none', 'median', false), ('a', 1, 'z', 'none', 'mean', true)
        ) as features(segmentation, position, feature, transform, missing, in_clustering)
        """
    )
    by_name = settings.segmentations(configured, features)
    assert list(by_name) == ["a", "b"]
    found = list(by_name.values())
    assert (found[0].k, found[0].k_min, found[0].k_max, found[0].seed, found[1].k) == (3, 2, 4, 6, None)
    assert (found[1].algorithm, found[1].preparation.outliers) == ("ward", "winsorise")
    assert [one.stable_from for one in found] == [0.8, 0.75]
    assert found[1].features == [Feature("x", "onehot", "median"), Feature("y", "log", "zero")]


def test_all_k_of_the_range_are_tried_and_the_configured_one():
    x = np.arange(20.0)[:, None]
    assert segmentation().candidates(x) == [2, 3, 4]
    assert segmentation(k=7).candidates(x) == [2, 3, 4, 7]


def test_no_more_clusters_are_tried_than_there_are_distinct_customers():
    x = np.array([[0.0], [1.0], [5.0]] * 10)
    assert segmentation().candidates(x) == [2, 3]


@pytest.mark.parametrize(("k", "distinct", "asked"), [(None, 1, 2), (5, 3, 5)])
def test_too_few_distinct_customers_are_refused_in_one_sentence(k, distinct, asked):
    x = np.arange(30)[:, None] % distinct
    sentence = f"'shop' has {distinct} distinct customers in its features, fewer than the {asked} segments"
    with pytest.raises(ValueError, match=sentence):
        segmentation(k=k).candidates(x)


@pytest.fixture
def scored(connection):
    return connection.sql(
        """
        select * from (
            values ('shop', 2, 'a', 4), ('shop', 2, 'c', 2), ('shop', 2, 'gone', 3), ('shop', 2, 'too', 3),
                ('other', 1, 'b', 1)
        ) as scored(segmentation, version, customer_id, segment_id)
        """
    )


@pytest.fixture
def inputs(connection):
    """Three customers who can be assigned, and one of the last build who cannot be any more."""
    return connection.sql(
        "select 'shop' as segmentation, unnest(['c', 'b', 'a', 'too']) as customer_id, ascii(customer_id)::double as x,"
        " if(customer_id = 'too', 'no purchase', null) as set_apart_reason"
    )


def test_customers_of_the_last_build_have_their_segments(scored, inputs):
    ids = pa.chunked_array([["a", "b"], ["c"]])
    assert settings.segments_before(scored, "shop", ids).tolist() == [4, 0, 2]
    assert settings.segments_left(scored, inputs, "shop").tolist() == [3, 3]
    for last, name in ((None, "shop"), (scored, "unknown")):
        assert settings.segments_before(last, name, ids).tolist() == [0, 0, 0]
        assert settings.segments_left(last, inputs, name).tolist() == []
    assert settings.last_versions(scored) == {"shop": 2, "other": 1}


def test_customers_stand_next_to_what_they_were_in_the_last_build(scored, inputs):
    names = ["customer_id", f"{LAST_BUILD}customer_id", f"{LAST_BUILD}segment_id"]
    found = settings.assignable_with_last_build(inputs, segmentation(), scored).to_arrow_table().select(names)
    assert list(zip(*found.to_pydict().values(), strict=True)) == [("a", "a", 4), ("b", None, None), ("c", "c", 2)]


def test_of_many_customers_some_are_drawn_and_all_are_summed(scored, inputs, monkeypatch):
    def summed(table):
        return {
            "x": np.array([pc.sum(table["x"]).as_py()]),
            "before": np.bincount(table["segment_before"], minlength=5),
        }

    whole = settings.customers(inputs, segmentation())
    assert settings.sums_beyond(whole, inputs, scored, segmentation(), []) is None
    monkeypatch.setattr(settings, "LEARNING_ROWS", 2)
    some = settings.customers(inputs, segmentation())
    assert len(some) == 2
    assert [row for row in whole.to_pylist() if row in some.to_pylist()] == some.to_pylist()
    found = settings.sums_beyond(some, inputs, scored, segmentation(), [])(summed)
    assert (found["x"].tolist(), found["before"].tolist()) == ([294], [1, 0, 1, 0, 1])
    first = settings.sums_beyond(some, inputs, None, segmentation(), [])(summed)
    assert (first["x"].tolist(), first["before"].tolist()) == ([294], [3, 0, 0, 0, 0])


def test_a_k_that_an_algorithm_does_not_fill_is_refused_in_one_sentence():
    found = {2: np.eye(2)}
    assert segmentation().found(found) == found
    with pytest.raises(ValueError, match="'shop': kmeans does not fill 3 segments with these customers"):
        segmentation(k=3).found(found)
    with pytest.raises(ValueError, match="ward does not fill 2 segments"):
        segmentation(algorithm="ward").found({})


def test_rows_are_grouped_by_key_in_order(connection):
    relation = connection.sql("select * from (values ('b', 1, 5), ('a', 2, 4), ('a', 1, 3)) as rows(name, id, value)")
    assert io.grouped(relation, "name", order_by="id") == {
        ("a",): [{"id": 1, "value": 3}, {"id": 2, "value": 4}],
        ("b",): [{"id": 1, "value": 5}],
    }


def test_a_nested_table_comes_back_row_by_row(connection):
    types = {"name": "string", "points": {"x": "double", "label": "string"}}
    parts = [
        {"name": ["a"], "points": io.nested({"x": np.array([1.0, np.nan]), "label": "l"}, types["points"])},
        {"name": ["b"], "points": io.nested({}, types["points"])},
    ]
    table = io.frame(parts, types)
    connection.register("given", table)
    read = io.read(connection.sql("select * from given"), order_by="name")
    assert io.unnested(read["points"]).to_pylist() == [{"x": 1.0, "label": "l"}, {"x": None, "label": "l"}]
    assert io.unnested(read.slice(1, 1)["points"]).num_rows == 0


class Model:
    """What a Python model knows of itself: the schema and the name of its table."""

    class this:  # noqa: N801
        schema, identifier = "main", "trained_models"


CENTRES = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])


def parts(**given):
    return {name: {} for name in versions.PARTS} | given


def trained(**given):
    """What a training gives, with the parts that matter."""
    figures = {"structure": "found", "algorithm": "ward", "k": 3}
    return training.Trained(figures, parts(**given), {})


def plan(name="shop", **changes):
    decided = {name: None for name in versions.REGISTRY} | {"segmentation": name, "version": 1, "kept_versions": ""}
    return decided | {"within": None, "train": "auto", "configuration": "c", "allowed_churn": 0.3} | changes


def numbers(x):
    return {"segment_centres": {"segment_id": [1], "position": [1], "column_name": ["x"], "centre": [x]}}


def stored_numbers(table):
    found = {}
    for (name, number), version in versions.of_table(table).items():
        values = version.part("segment_centres")["centre"].to_pylist()
        found[name, number] = (version["is_champion"], version["is_stored"], values)
    return found


def test_a_version_is_stored_whole_and_comes_back(connection):
    weights = {
        "dense_1/kernel": np.array([[1.0, 2.0], [3.0, 4.0]]),
        "dense_1/bias": np.array([5.0, 6.0]),
        "history/loss": np.array([0.5]),
    }
    networks = long_form.stacked(
        {"model": model, "array_name": name} | long_form.cells(values * (1 if model == "network" else 2))
        for model in ("published_network", "network")
        for name, values in weights.items()
    )
    long = long_form.cells(CENTRES)
    given = {
        "networks": networks,
        "segment_centres": {
            "segment_id": np.array([1, 4, 9])[long["i"] - 1],
            "position": long["j"],
            "column_name": "c",
            "centre": long["value"],
        },
        "cluster_centres": long_form.centres_by_k({2: CENTRES[:2], 3: CENTRES}),
        "feature_bins": {
            "feature": ["x", "x"],
            "bin": [1, 2],
            "lower_limit": [0.0, None],
            "upper_limit": [1.0, None],
            "level": [None, "(missing)"],
            "share": [0.9, 0.1],
        },
    }
    connection.register("given", versions.register(None, [plan()], {"shop": trained(**given)}))
    connection.execute("create table trained_models as select * from given")
    (version,) = versions.of_table(versions.last_build(Model, connection)).values()
    model = version.model
    assert model.centres.tolist() == CENTRES.tolist()
    assert model.segment_ids.tolist() == [1, 4, 9]
    assert model.algorithm == "ward"
    assert set(model.weights) == {"dense_1/kernel", "dense_1/bias"}
    assert all((model.weights[name] == weights[name]).all() for name in model.weights)
    assert {k: centres.tolist() for k, centres in version.clusterings.items()} == {
        2: CENTRES[:2].tolist(),
        3: CENTRES.tolist(),
    }
    assert [(each.level, each.share) for each in version.bins["x"]] == [(None, 0.9), ("(missing)", 0.1)]


def test_a_model_names_clusters_by_the_numbers_of_their_segments():
    model = Trained([], CENTRES, np.array([1, 4, 9]))
    named = model.numbered({"cluster": np.array([3, 1]), "second_cluster": np.array([0, 2]), "distance": "d"})
    assert named["segment_id"].tolist() == [9, 1]
    assert named["second_segment_id"].tolist() == [0, 4]
    assert named["distance"] == "d"


def test_the_numbers_of_versions_that_are_not_kept_go_and_their_rows_stay():
    lineage = {name: [1] for name in versions.PARTS["lineage"] if name != "event"} | {"event": ["born"]}
    first = versions.register(None, [plan()], {"shop": trained(**numbers(1.0), lineage=lineage)})
    second = versions.register(first, [plan(version=2, kept_versions="1")], {"shop": trained(**numbers(2.0))})
    assert stored_numbers(second) == {("shop", 1): (False, True, [1.0]), ("shop", 2): (True, True, [2.0])}
    third = versions.register(second, [plan(version=3, kept_versions="2")], {"shop": trained(**numbers(3.0))})
    assert stored_numbers(third) == {
        ("shop", 1): (False, False, []),
        ("shop", 2): (False, True, [2.0]),
        ("shop", 3): (True, True, [3.0]),
    }
    assert versions.highest_ids(versions.of_table(third)) == {"shop": 1}


def test_a_build_that_trains_nothing_keeps_everything_and_segmentations_that_are_not_configured_too():
    first = versions.register(None, [plan(), plan("other")], {"shop": trained(**numbers(1.0)), "other": trained()})
    again = versions.register(first, [plan(kept_versions="1")], {})
    assert again.equals(first)


def test_models_of_an_earlier_release_are_known_without_their_numbers(connection):
    connection.execute(
        "create table registered_models as select 'shop' as segmentation, 3 as version, 'c' as configuration,"
        " true as is_champion, true as is_stored, date '2026-01-31' as as_of_date"
    )
    (model,) = versions.registered(versions.last_build(Model, connection))["shop"]
    assert (model.version, model.is_champion, model.is_stored) == (3, True, False)


def test_a_model_is_held_against_the_champion_wherever_it_can_be():
    fitted = {name: [None] for name in versions.FITTED} | {"position": [1], "column_name": ["x"], "feature": ["x"]}
    given = numbers(1.0) | {"feature_transforms": fitted | {"transform": ["log"]}}
    stored = versions.of_table(versions.register(None, [plan()], {"shop": trained(**given)}))
    champion, number = stored["shop", 1], {"feature": "x", "kind": "number"}
    assert versions.rival(plan(), None, [number]) == {}
    for change in ({}, {"train": "always"}, {"configuration": "another"}):
        rival = versions.rival(plan(**change), champion, [number])
        assert rival["champion"].centres.tolist() == [[1.0]]
        assert versions.features_of(rival) == ["x"]
    for features in ([], [number | {"kind": "category"}]):
        assert versions.rival(plan(), champion, features) == {
            "incomparable": "the one before it divides by x, which is not configured any more"
        }
    assert "sub-segments go with" in versions.rival(plan(within="outer"), champion, [number])["incomparable"]
    dropped = versions.register(stored["shop", 1].row, [plan(version=2)], {})
    (gone,) = versions.of_table(dropped).values()
    assert versions.rival(plan(), gone, [number]) == {
        "incomparable": "the numbers of the model before it are not stored"
    }


def test_only_the_champions_of_the_configured_segmentations_are_in_force():
    table = versions.register(None, [plan("a"), plan("b")], {"a": trained(), "b": trained()})
    table = versions.register(table, [plan("a", version=2, kept_versions="1")], {"a": trained()})
    found = versions.champions(versions.of_table(table), ["a"])
    assert {name: version["version"] for name, version in found.items()} == {"a": 2}
