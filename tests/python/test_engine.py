"""Relations in, arrays and tables out."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segmentation.classifier import cold_start
from segmentation.features import transforms
from segmentation.features.transforms import Feature
from segmentation.warehouse import io
from segmentation.warehouse.io import Segmentation

TYPES = {"name": "string", "k": "int32", "size": "int64", "value": "double", "chosen": "bool"}


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


def segmentation(name="shop", **changes):
    settings = {"k": None, "k_min": 2, "k_max": 4, "seed": 1, "network": "published"}
    settings |= {"stable_from": 0.75, "features": [Feature("x")]}
    return Segmentation(name, **(settings | changes))


@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-1e9, 1e9)))
def test_a_matrix_survives_its_long_form_in_any_order_of_cells(values):
    table = pa.table(io.cells(values))
    shuffled = table.take(np.random.default_rng(1).permutation(table.num_rows))
    assert (io.matrix(shuffled, "i", "j", "value") == values).all()


def test_cells_are_counted_from_1_row_by_row():
    cells = io.cells(np.array([[10.0, 20.0], [30.0, 40.0]]))
    assert cells["i"].tolist() == [1, 1, 2, 2]
    assert cells["j"].tolist() == [1, 2, 1, 2]
    assert cells["value"].tolist() == [10, 20, 30, 40]


def test_a_vector_is_a_matrix_of_one_column():
    assert io.cells(np.array([3.0, 4.0]))["j"].tolist() == [1, 1]


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
    table = io.customers(relation, segmentation())
    assert table.to_pylist() == [{"customer_id": "a", "x": 1.0}, {"customer_id": "c", "x": 3.0}]


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
    assert io.new_customers(shop, segmentation(), EARLY).to_pylist() == [
        {"customer_id": "b", "maturity": "young", "age": 20.0},
        {"customer_id": "d", "maturity": "newcomer", "age": 40.0},
    ]


def test_mature_customers_teach_with_their_own_segments(connection, shop, monkeypatch):
    monkeypatch.setattr(cold_start, "FEWEST_CUSTOMERS", 2)
    columns = transforms.fit(pa.table({"x": [-1.0, 1.0]}), [Feature("x", "standard")])
    rows = {name: [getattr(column, name) for column in columns] for name in vars(columns[0])}
    fitted = connection.from_arrow(pa.table({"segmentation": ["shop"], "version": [1], **rows}))
    centres = connection.sql(
        "select 'shop' as segmentation, 1 as version, segment_id, 1 as position, centre"
        " from (values (1, 1.0), (2, 5.0), (3, 8.0)) as centres(segment_id, centre)"
    )
    features = connection.sql(
        """
        select * from (
            values ('shop', 2, 'age', 'none', 'median', 'sign-up'), ('shop', 1, 'x', 'log', 'zero', null)
        ) as features(segmentation, position, feature, transform, missing, cold_start_moment)
        """
    )
    lessons = io.cold_start_lessons(shop, fitted, centres, features, segmentation())
    assert list(lessons) == ["sign-up"]
    assert lessons["sign-up"].table["customer_id"].to_pylist() == ["a", "e"]
    assert lessons["sign-up"].table["age"].to_pylist() == [10.0, 50.0]
    assert lessons["sign-up"].classes.tolist() == [0, 1]


def test_a_segmentation_without_a_customer_is_refused_by_name(connection):
    relation = connection.sql(
        "select 'shop' as segmentation, '1' as customer_id, 1.0 as x, 'no purchase' as set_apart_reason"
    )
    with pytest.raises(ValueError, match="Segmentation 'shop' has no customer with a value"):
        io.customers(relation, segmentation())


def test_segmentations_carry_their_clustering_features_in_order(connection):
    settings = connection.sql(
        "select 'b' as segmentation, 'B' as segmentation_label, null::integer as k, 2 as k_min, 9 as k_max, 5 as seed,"
        " 'published' as network, 'ward' as algorithm, 'winsorise' as outliers, 0.02 as winsorised_share,"
        " 0.75::double as stable_from"
        " union all select 'a', 'A', 3, 2, 4, 6, 'published', 'kmeans', 'keep', 0.01, 0.8"
    )
    features = connection.sql(
        """
        select * from (
            values ('b', 2, 'y', 'log', 'zero', true), ('b', 1, 'x', 'onehot', 'median', true),
                ('b', 3, 'age', 'none', 'median', false), ('a', 1, 'z', 'none', 'mean', true)
        ) as features(segmentation, position, feature, transform, missing, in_clustering)
        """
    )
    found = io.segmentations(settings, features)
    assert [one.name for one in found] == ["a", "b"]
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


def test_stored_weights_come_back_as_matrices_and_vectors(connection):
    stored = {
        "dense_1/kernel": np.array([[1.0, 2.0], [3.0, 4.0]]),
        "dense_1/bias": np.array([5.0, 6.0]),
        "history/loss": np.array([0.5]),
    }
    parts = [
        {"segmentation": name, "model": model, "array_name": array}
        | io.cells(values * (1 if (name, model) == ("shop", "network") else 2))
        for name in ("shop", "other")
        for model in ("network", "published_network")
        for array, values in stored.items()
    ]
    kinds = {name: "string" for name in ("segmentation", "model", "array_name")}
    kinds |= {"i": "int32", "j": "int32", "value": "double"}
    arrays_table = io.frame(parts, kinds)
    found = io.network_weights(connection.from_arrow(arrays_table), segmentation())
    assert set(found) == {"dense_1/kernel", "dense_1/bias"}
    assert all((found[name] == stored[name]).all() for name in found)


def test_centres_come_back_by_k(connection):
    centres = {2: np.array([[0.0, 1.0], [2.0, 3.0]]), 3: np.arange(6.0).reshape(3, 2)}
    columns = transforms.fit(pa.table({"x": [1.0, 2.0], "y": [1.0, 3.0]}), [Feature("x"), Feature("y")])
    parts = [{"k": k} | io.centre_cells(segmentation(), values, columns) for k, values in centres.items()]
    kinds = {"segmentation": "string", "k": "int32", "cluster": "int32", "position": "int32", "centre": "double"}
    table = io.frame(parts, kinds | {"column_name": "string"})
    assert table["column_name"].to_pylist() == ["x", "y"] * 5
    found = io.centres_by_k(connection.from_arrow(table), segmentation())
    assert all((found[k] == values).all() for k, values in centres.items())


def test_centres_in_use_come_back_in_the_order_of_their_segments(connection):
    centres = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    columns = transforms.fit(pa.table({"x": [1.0, 2.0], "y": [1.0, 3.0]}), [Feature("x"), Feature("y")])
    part = io.as_segments(io.centre_cells(segmentation(), centres, columns), np.array([0, 4, 1, 9]))
    kinds = {"segmentation": "string", "segment_id": "int32", "position": "int32", "centre": "double"}
    stored = connection.from_arrow(io.frame([part], kinds))
    assert io.centres_in_use(stored, segmentation()).tolist() == [[2, 3], [0, 1], [4, 5]]
    ids = io.segment_ids(stored, segmentation())
    assert ids.tolist() == [0, 1, 4, 9]
    told = io.as_segments({"cluster": np.array([3, 1]), "second_cluster": np.array([0, 2]), "distance": "d"}, ids)
    assert told["segment_id"].tolist() == [9, 1]
    assert told["second_segment_id"].tolist() == [0, 4]
    assert told["distance"] == "d"


def test_customers_of_the_last_build_have_their_segments(connection):
    connection.execute(
        "create table scored_customers as from (values"
        " ('shop', 2, 'a', 4), ('shop', 2, 'c', 2), ('shop', 2, 'gone', 3), ('other', 1, 'b', 1))"
        " as t(segmentation, version, customer_id, segment_id)"
    )
    ids = pa.chunked_array([["a", "b"], ["c"]])
    scored = io.scored_before(Model, connection, segmentation())
    assert io.version_before(scored) == 2
    before, left = io.segments_before(scored, ids)
    assert (before.tolist(), left.tolist()) == ([4, 0, 2], [3])
    connection.execute("drop table scored_customers")
    scored = io.scored_before(Model, connection, segmentation())
    assert io.version_before(scored) is None
    before, left = io.segments_before(scored, ids)
    assert (before.tolist(), left.tolist()) == ([0, 0, 0], [])


def test_a_k_that_an_algorithm_does_not_fill_is_refused_in_one_sentence():
    found = {2: np.eye(2)}
    assert segmentation().tried(found) == found
    with pytest.raises(ValueError, match="'shop': kmeans does not fill 3 segments with these customers"):
        segmentation(k=3).tried(found)
    with pytest.raises(ValueError, match="ward does not fill 2 segments"):
        segmentation(algorithm="ward").tried({})


def test_rows_are_grouped_by_key_in_order(connection):
    relation = connection.sql("select * from (values ('b', 1, 5), ('a', 2, 4), ('a', 1, 3)) as rows(name, id, value)")
    assert io.grouped(relation, "name", order_by="id") == {
        ("a",): [{"id": 1, "value": 3}, {"id": 2, "value": 4}],
        ("b",): [{"id": 1, "value": 5}],
    }


class Model:
    """What a Python model knows of itself: the schema and the name of its table."""

    class this:  # noqa: N801
        schema, identifier = "main", "centres"


@pytest.fixture
def stored_centres(connection):
    connection.execute(
        "create table centres as from (values ('shop', 1, 1.0), ('shop', 2, 2.0), ('shop', 3, 3.0), ('other', 1, 9.0))"
        " as t(segmentation, version, x)"
    )
    return connection


def values(table):
    return sorted(table["x"].to_pylist())


def test_the_rows_of_the_versions_that_are_kept_stay(stored_centres):
    trained = segmentation(trains=True, version=4, kept_versions="1,3")
    kept = segmentation(trains=False, version=3, kept_versions="3")
    first = segmentation("new", trains=True)
    assert io.in_training([trained, kept]) == [trained]
    assert values(io.stored(Model, stored_centres, [trained])) == [1.0, 3.0]
    assert values(io.stored(Model, stored_centres, [kept])) == [3.0]
    assert values(io.stored(Model, stored_centres, [first])) == []


def test_what_a_build_that_was_stopped_left_of_a_version_goes(stored_centres):
    again = segmentation(trains=True, version=3, kept_versions="1,2")
    assert values(io.stored(Model, stored_centres, [again])) == [1.0, 2.0]


def test_a_table_of_an_earlier_form_keeps_nothing(connection):
    connection.execute("create table centres as from (values ('shop', 1.0)) as t(segmentation, x)")
    assert io.stored(Model, connection, [segmentation(trains=True)]) is None


def test_rows_are_those_of_the_version_at_hand(stored_centres):
    relation = stored_centres.table("centres")
    assert io.of(relation, segmentation(version=2))["x"].to_pylist() == [2.0]


def test_a_segmentation_of_which_nothing_is_stored_must_be_trained(connection, stored_centres):
    unknown = segmentation(trains=False, version=4, kept_versions="4")
    sentence = "'shop' is not to be trained, but 'centres' has nothing of it: build it once with `train: always`."
    with pytest.raises(ValueError, match=sentence):
        io.stored(Model, stored_centres, [unknown])
    connection.execute("drop table centres")
    with pytest.raises(ValueError, match=sentence):
        io.stored(Model, connection, [unknown])


def test_kept_rows_follow_those_of_the_build():
    kept = pa.table({"x": [3], "segmentation": ["old"], "dropped": [1]})
    types = {"segmentation": "string", "x": "double", "added": "double"}
    found = io.frame([{"segmentation": "new", "x": [1.0], "added": 2.0}], types, kept=kept)
    assert found.to_pylist() == [
        {"segmentation": "new", "x": 1.0, "added": 2.0},
        {"segmentation": "old", "x": 3.0, "added": None},
    ]
