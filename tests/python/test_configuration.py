"""What cannot be segmented stops the build with one sentence that names what, where and the remedy.

dbt is loaded once: mistakes in the configuration are tried on the macro that reads it, those in a file by giving one
configured file another content.
"""

import datetime
import json
from types import SimpleNamespace

import duckdb
import pytest
import yaml
from conftest import PROJECT
from dbt.adapters.factory import get_adapter_by_type
from dbt.cli.main import dbtRunner
from dbt.exceptions import CompilationError

from segmentation.clustering.algorithms import ALGORITHMS

HEADER = "no,visits,spend,born,seen,active"
ROWS = [
    f"{i:04d},{i % 7},{i * 1.5},{1950 + i},2024-01-{i % 28 + 1:02d},{'yes' if i % 2 else 'no'}" for i in range(1, 41)
]
SELECTED = ["--select", "stg_tables__customers", "segmentation_inputs"]


def text(rows, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The project, parsed once with one table of customers: its folder, its manifest and what runs it."""
    folder = tmp_path_factory.mktemp("configuration")
    entry = {
        "customers": {"file": str(folder / "members.csv")},
        "as_of_date": "2024-06-30",
        "id": "no",
        "revenue": "spend",
        "features": {"visits": {}, "spend": {"transform": "log"}},
        "describe": {
            "born": {"type": "birth_year"},
            "seen": {"type": "date"},
            "active": {"type": "flag"},
        },
    }
    options = ["--vars", json.dumps({"segmentations": {"members": entry}}), "--project-dir", str(PROJECT)]
    options += [
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(folder / "target"),
        "--log-path",
        str(folder / "logs"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGMENTS_WAREHOUSE", str(folder / "warehouse.duckdb"))
        parsed = dbtRunner().invoke(["--quiet", "parse", *options])
        assert parsed.success, parsed.exception
        yield SimpleNamespace(folder=folder, manifest=parsed.result, options=options)


@pytest.fixture
def run(project):
    """Build the models that see customers first from a file of this content, and return what is said of it."""

    def build(content):
        path = project.folder / "members.csv"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_text(content)
        said = []
        runner = dbtRunner(project.manifest, callbacks=[lambda event: said.append(event.info.msg)])
        built = runner.invoke(["--quiet", "run", *SELECTED, *project.options])
        failures = [result.message for result in built.result.results if result.status == "error"]
        return " ".join(" ".join(failures).split()), " ".join(" ".join(said).split())

    return build


@pytest.fixture
def query(project):
    def rows(sql):
        # The dbt of this process has the file open with this setting of profiles.yml.
        config = {"storage_compatibility_version": "v1.2.0"}
        with duckdb.connect(str(project.folder / "warehouse.duckdb"), config=config) as connection:
            return connection.sql(sql).fetchall()

    return rows


def changed(column, value, rows):
    """The rows with one column set to a value in those numbered, from 1."""
    position = HEADER.split(",").index(column)
    table = [row.split(",") for row in ROWS]
    for row in rows:
        table[row - 1][position] = value(row) if callable(value) else value
    return text([",".join(row) for row in table])


EVERY = range(1, 41)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "members.csv, which is not there", id="no file"),
        pytest.param("", "members.csv, which is empty", id="empty file"),
        pytest.param(text([]), "which has a header and no", id="header only"),
        pytest.param(text("1234567", "no"), "members.csv has one column, 'no': name its `delimiter:`", id="one column"),
        pytest.param(
            text(ROWS, HEADER.replace("visits", "visitz")),
            "asks by feature 'visits' for column visits of the file",
            id="misspelt column",
        ),
        pytest.param(text(ROWS[:9]), "has 9 of 9 customers that can be placed, and fewer than 10", id="few customers"),
        pytest.param(
            text([ROWS[0].replace("0001", str(i)) for i in EVERY]),
            "members.csv are alike in visits, spend: choose features that tell them apart",
            id="all alike",
        ),
        pytest.param(
            text([f"{i:04d},{i % 2},{i % 2},1950,2024-01-01,yes" for i in EVERY]),
            "members.csv has 2 different customers in its features (visits, spend), and needs at least 3",
            id="few different customers",
        ),
        pytest.param(
            changed("visits", "3", EVERY), "visits has one value for all customers of the file", id="constant"
        ),
        pytest.param(changed("visits", "", EVERY), "visits without a value for any customer of", id="no value"),
        pytest.param(
            changed("no", lambda row: str(row % 2), EVERY),
            "`id: no` has 2 different values (such as 0) in 40 rows of the file",
            id="repeated id",
        ),
        pytest.param(changed("no", "", range(1, 30)), "`id: no` has no value in 29 of 40 rows of the file", id="no id"),
        pytest.param(
            changed("visits", "often", range(31, 41)),
            "visits is no number for 10 of 40 customers of the file",
            id="type that changes",
        ),
        pytest.param(changed("visits", "often", range(31, 41)), "(such as 'often' in row 31)", id="where it changes"),
        pytest.param(
            changed("visits", "8.188.888.889", range(5, 41)),
            "visits is damaged by a locale (8.188.888.889 for 81.88888889) for 36 of 40 customers of the file",
            id="damaged by a locale",
        ),
        pytest.param(
            changed("born", "57", EVERY), "born gives an age below 0 or above 110 in 40 of 40 rows", id="impossible age"
        ),
        pytest.param(changed("seen", "soon", EVERY), "seen is no date for 40 of 40 customers of the file", id="date"),
        pytest.param(changed("active", "2", EVERY), "active is neither true nor false for 40 of 40", id="flag"),
        pytest.param(
            text([row + ",more" for row in ROWS[:30]] + ROWS[30:]),
            "30 of 40 lines of the file",
            id="number of fields",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_in_one_sentence(run, content, sentence):
    failure, _ = run(content)
    assert "Segmentation 'members'" in failure
    assert sentence in failure
    assert "Traceback" not in failure


def test_the_last_good_tables_stay(run, query):
    run(text(ROWS))
    before = query("select * from staging.stg_tables__customers order by all")
    assert len(before) == 40
    failure, _ = run(changed("visits", "3", EVERY))
    assert failure
    assert query("select * from staging.stg_tables__customers order by all") == before
    assert query("select count(*) from features.segmentation_inputs") == [(40,)]


def test_every_public_table_comes_after_the_checks(project):
    nodes = project.manifest.nodes

    def comes_after(name, check):
        return name == check or any(
            comes_after(parent, check) for parent in getattr(nodes.get(name), "depends_on_nodes", [])
        )

    models = {node.name: name for name, node in nodes.items() if node.resource_type == "model"}
    checked = [name for name in models if name.startswith(("stg_shop__", "stg_tables__"))]
    for name, node in nodes.items():
        if node.schema == "marts" and node.resource_type == "model":
            assert comes_after(name, models["segmentation_inputs"]), name
    assert all(comes_after(models["segmentation_inputs"], models[name]) for name in checked)


def test_rows_left_out_are_kept_with_their_reason(run, query):
    failure, _ = run(
        text([*ROWS, ROWS[4], "0007,1,2,1950,2024-01-01,no", ",1,2,1950,2024-01-01,no", "x,1,2,1800,,", "1,2"])
    )
    assert not failure
    rejected = "select reject_reason, raw_row from staging.stg_tables__customers where raw_row is not null"
    reasons = dict(query(rejected))
    assert set(reasons) == {
        "exact duplicate",
        "repeated customer id",
        "missing customer id",
        "impossible age",
        "wrong number of fields",
    }
    assert reasons["wrong number of fields"] == "1,2"
    assert json.loads(reasons["impossible age"]) == {
        "no": "x", "visits": "1", "spend": "2", "born": "1800", "seen": None, "active": None
    }  # fmt: skip
    assert query("select count(*) from features.segmentation_inputs") == [(40,)]
    assert query("select spend from features.segmentation_inputs where customer_id = '0007'") == [(10.5,)]


def test_an_unreadable_number_is_missing_and_warned_of(run, query):
    failure, said = run(changed("visits", "often", [40]))
    assert not failure
    assert "visits is no number for 1 of 40 customers of the file" in said
    assert "(such as 'often' in row 40)" in said
    values = dict(query("select customer_id, visits from features.segmentation_inputs"))
    assert (values["0040"], values["0001"]) == (None, 1)


DEFAULTS = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]["segmentation_defaults"]
FEATURES = {"features": {"visits": {}}}
ENTRY = {"customers": {"file": "members.csv"}, "id": "no"} | FEATURES


def feature(**settings):
    return ENTRY | {"features": {"visits": settings}}


def customers(**place):
    return ENTRY | {"customers": place}


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (ENTRY | {"feature": {}}, "has a key 'feature', which means nothing: use one of label"),
        (ENTRY | {"features": ["visits"]}, "has to be a mapping"),
        (ENTRY | {"features": {}}, "has no `features`: name at least one column"),
        (ENTRY | {"id": None}, "has no `id`: name the column"),
        (ENTRY | {"id": False}, "as YAML reads yes and no: write the name of the column in quotes"),
        (ENTRY | {"k": 1}, "has k '1': write auto or a whole number from 2 up"),
        (ENTRY | {"algorithm": "k-means"}, "asks for algorithm 'k-means': choose kmeans, mini_batch_kmeans, ward"),
        (ENTRY | {"algorithm": "dbscan", "k": 4}, "has k 4 beside algorithm dbscan, which finds the number"),
        (ENTRY | {"compare_algorithms": "ward"}, "write them as a list, such as [ward, dbscan]"),
        (ENTRY | {"compare_algorithms": ["ward", "wart"]}, "compares algorithm 'wart': choose from kmeans"),
        (ENTRY | {"outliers": "drop"}, "has outliers 'drop': choose keep, winsorise or set_apart"),
        (ENTRY | {"correlated": "whiten"}, "has correlated 'whiten': choose keep or drop"),
        (ENTRY | {"bands": 1}, "has bands '1': write a whole number from 2 up"),
        (ENTRY | {"confident_from": 60}, "has confident_from '60': write a probability, such as 0.6"),
        (ENTRY | {"confident_from": True}, "has confident_from 'True': write a probability"),
        (ENTRY | {"mature_after_days": 7.5}, "has mature_after_days '7.5': write a whole number of days, such as 180"),
        (ENTRY | {"most_points": "all"}, "has most_points 'all': write a whole number from 1 up"),
        (ENTRY | {"as_of_date": "2023-02-29"}, "has as_of_date '2023-02-29', which is no date"),
        (ENTRY | {"as_of_date": "latest"}, "has as_of_date 'latest', which is no date"),
        (ENTRY | {"describe": {"visits": {}}}, "under both `features` and `describe`"),
        (feature(transfrom="log"), "has a key 'transfrom', which means nothing: use one of column, type, transform"),
        (feature(transform="onehot") | {"sensitive": ["Visits"]}, "which it lists as sensitive"),
        (ENTRY | {"sensitive": ["gender"]}, "lists 'gender' as sensitive, which is none of its features: name it"),
        (feature(type="birthday"), "with type 'birthday': choose number, age, birth_year, birth_date, date, flag"),
        (feature(type="date", transform="onehot"), "of type date with transform onehot, which is for categories"),
        (feature(levels=["a"]), "with levels, which only a category has: give it transform onehot"),
        (feature(levels="a", transform="onehot"), "with levels 'a': write them as a list"),
        (feature(levels=[True], transform="onehot"), 'write them as a list of texts, such as [Paris, "yes"]'),
        (feature(basis="social"), "with basis 'social': choose geographic, demographic, behavioural, psychological"),
        (feature(at_signup="perhaps"), "with at_signup 'perhaps': write true or false"),
        (feature(column=True), "with column 'True', as YAML reads yes and no"),
        (ENTRY | {"features": {"Visits": {}}}, "whose name is not small letters, digits and underscores"),
        (ENTRY | {"features": {"raw_row": {}}}, "whose name is taken"),
        (ENTRY | {"customers": None}, "names no data: give it one of `file:`, `model:`, `relation:`, `shop:`"),
        (customers(delimiter=";"), "names no data"),
        (customers(file="a.csv", model="b"), "names several sources"),
        (customers(file="a.csv", delimeter=";"), "has a key 'delimeter', which means nothing"),
        (customers(model="b", skip=2), "has `skip:` beside `model:`, where it means nothing"),
        (customers(file="a.csv", header="yes"), "has header 'yes': write true or false"),
        (customers(file="a.csv", skip=-1), "has skip '-1': write the number of lines"),
        (customers(file="a.csv", decimal=";"), 'has decimal \';\': write "." or ","'),
        (customers(file="a.csv", delimiter="||"), "has delimiter '||': write one character"),
        (customers(file="a.csv", dates="dd.mm.yyyy"), "has dates 'dd.mm.yyyy': write them as in \"%d-%m-%Y\""),
        (customers(relation="a.b") | {"id": "file_row_number"}, "has id file_row_number, which only files have"),
        (customers(model="customer_features"), "name one shop instead, as in `customers: {shop: sample}`"),
        (customers(shop="Shop 1"), "asks for shop 'Shop 1', whose name is not small letters"),
        (customers(shop="shop_1"), "asks for shop 'shop_1', which is not among the `shops` there (sample)"),
        (customers(shop="sample") | {"as_of_date": "2024-01-01"}, "has an as_of_date beside a shop, which has its own"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_in_one_sentence(project, entry, sentence):
    with pytest.raises(CompilationError) as error:
        configured(project, entry)
    assert "Segmentation 'members'" in str(error.value)
    assert sentence in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ('lower("Member No") || spend', None),
        ("list_sum(list_transform([spend], x -> x + 1))", None),
        ("spend +", 'which is no SQL expression (syntax error at or near "+")'),
        ("lower(nobody) || spend", "where there is no column nobody"),
    ],
)
def test_what_is_wrong_with_an_expression_is_found_before_it_is_used(project, expression, problem):
    assert asked(project, "expression_problem", expression=expression, columns=["member no", "spend"]) == problem


@pytest.mark.parametrize(
    ("relation", "is_there"),
    [
        ("main.Known", True),
        ('warehouse."MAIN".known', True),
        ("warehouse.known", True),
        ("(select 1 as one)", True),
        ("nobody.members", False),
        ("members", False),
    ],
)
def test_a_relation_that_is_not_there_is_told_in_one_sentence(project, query, relation, is_there):
    query("create or replace table main.known as select 1 as one; select * from known")

    def check():
        asked(project, "check_relation_exists", relation=relation, what="Segmentation 'members'")

    if is_there:
        check()
    else:
        with pytest.raises(CompilationError, match=f"names the relation {relation}, which is not in the database"):
            check()


def test_a_shop_has_a_day_of_the_calendar(project):
    shops = {"sample": {"as_of_date": "2024-13-45"}}
    with pytest.raises(CompilationError, match=r"Shop 'sample' in dbt_project\.yml has as_of_date '2024-13-45'"):
        with_variables(project, "configured_shops", {"shops": shops, "cancelled_order_prefix": "C"})


def test_the_algorithms_of_the_configuration_are_those_of_the_package(project):
    def names(**options):
        return get_adapter_by_type("duckdb").execute_macro(
            "algorithm_names", macro_resolver=project.manifest, kwargs=options
        )

    assert sorted(names()) == sorted(ALGORITHMS)
    assert sorted(names(finds_k=True)) == sorted(name for name in ALGORITHMS if ALGORITHMS[name].finds_k)
    assert set(DEFAULTS["compare_algorithms"]) <= set(ALGORITHMS)


@pytest.mark.parametrize(
    ("segmentation", "method", "sentence"),
    [
        ("members", "tree", "segment_of('members', 'tree') asks for a method that there is not: choose nearest_centre"),
        ("member", "rules", "asks for a segmentation that is not in dbt_project.yml: choose members."),
        ("members", "rules", "reads ml.nothing, which is not in the warehouse: run dbt build first."),
    ],
)
def test_a_model_that_there_is_not_is_refused_in_one_sentence(project, segmentation, method, sentence):
    adapter = get_adapter_by_type("duckdb")
    entries = {"segmentations": {"members": ENTRY}, "segmentation_defaults": DEFAULTS, "as_of_date": "2025-12-31"}
    context = {
        "var": lambda name, default=None: entries.get(name, default),
        "ref": lambda name: adapter.Relation.create(database="warehouse", schema="ml", identifier="nothing"),
    }
    with adapter.connection_named("asked"), pytest.raises(CompilationError) as error:
        adapter.execute_macro(
            "segment_of",
            macro_resolver=project.manifest,
            kwargs={"segmentation": segmentation, "method": method, "customers": "newcomers"},
            context_override=context,
        )
    assert sentence in " ".join(str(error.value).split())


def test_a_shop_gives_what_its_segmentation_does_not_say(project):
    settings = configured(project, FEATURES | {"customers": {"shop": "sample"}, "set_apart": {"name": "Quiet"}})
    assert (settings["id"], settings["revenue"], settings["eligible"]) == ("customer_id", "monetary", "has_purchased")
    assert settings["set_apart"] == {"name": "Quiet", "reason": "no purchase up to the as-of date", "role": "silent"}
    assert configured(project, FEATURES | {"customers": {"shop": "sample"}, "id": "other"})["id"] == "other"
    with_outliers = configured(project, FEATURES | {"customers": {"shop": "sample"}, "outliers": "set_apart"})
    assert (with_outliers["set_apart"]["name"], with_outliers["set_apart"]["role"]) == ("Set apart", "unknown")


@pytest.mark.parametrize(
    ("changes", "shop", "moment"),
    [
        ({}, "sample", "sign-up"),
        ({"known_at_signup": False}, "sample", None),
        ({"is_sensitive": True}, "sample", None),
        ({"type": "date"}, "sample", None),
        ({"column": "ln(first_order_revenue)"}, "sample", "first order"),
        ({"column": "first_order_revenue"}, None, "sign-up"),
    ],
)
def test_the_cold_start_takes_what_is_known_early_and_neither_sensitive_nor_a_date(project, changes, shop, moment):
    feature = {"column": "age", "type": "number", "known_at_signup": True, "is_sensitive": False} | changes
    assert asked(project, "cold_start_moment", feature=feature, shop=shop) == moment


def test_a_day_is_read_as_a_date_whatever_yaml_makes_of_it(project):
    assert configured(project, ENTRY | {"as_of_date": datetime.date(2024, 2, 29)})["as_of_date"] == "2024-02-29"


def configured(project, entry):
    """The settings of one segmentation of this entry, as the macro gives them that all models ask."""
    variables = {
        "segmentations": {"members": entry},
        "segmentation_defaults": DEFAULTS,
        "shops": {"sample": {}},
        "as_of_date": "2025-12-31",
    }
    (settings,) = with_variables(project, "configured_segmentations", variables)
    return settings


def with_variables(project, macro, variables):
    """What a macro gives that reads these variables."""
    return get_adapter_by_type("duckdb").execute_macro(
        macro,
        macro_resolver=project.manifest,
        context_override={"var": lambda name, default=None: variables.get(name, default)},
    )


def asked(project, macro, **arguments):
    """What a macro gives that asks the database."""
    adapter = get_adapter_by_type("duckdb")
    with adapter.connection_named("asked"):
        return adapter.execute_macro(macro, macro_resolver=project.manifest, kwargs=arguments)
