"""What cannot be segmented stops the build with one sentence that names what, where and the remedy.

dbt is loaded once: mistakes in the configuration are tried on the macro that reads it, those in a file by giving one
configured file another content.
"""

import datetime
import json
import re
from types import SimpleNamespace

import duckdb
import pytest
from conftest import PROJECT
from dbt.adapters.factory import get_adapter_by_type
from dbt.cli.main import dbtRunner
from dbt.exceptions import CompilationError

from segmentation.cli import settings_page
from segmentation.clustering.algorithms import ALGORITHMS
from segmentation.lifecycle import retraining_policy
from segmentation.warehouse.settings_schema import settings_schema

HEADER = "no,visits,spend,born,seen,active"
ROWS = [
    f"{i:04d},{i % 7},{i * 1.5},{1950 + i},2024-01-{i % 28 + 1:02d},{'yes' if i % 2 else 'no'}" for i in range(1, 41)
]
SELECTED = ["--select", "stg_tables__customers", "main_segmentation_inputs", "segmentation_inputs"]


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
    variables = {"segmentations": {"members": entry}, "sample": False}
    options = ["--vars", json.dumps(variables), "--project-dir", str(PROJECT)]
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
        parsed = dbtRunner().invoke(["--quiet", "--no-write-json", "--warn-error", "parse", *options])
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
        built = runner.invoke(["--quiet", "--no-write-json", "run", *SELECTED, *project.options])
        failures = [result.message for result in built.result.results if result.status == "error"]
        return " ".join(" ".join(failures).split()), " ".join(" ".join(said).split())

    return build


@pytest.fixture
def query(project):
    def rows(sql):
        # The dbt of this process has the file open with this setting of profiles.yml.
        config = {"storage_compatibility_version": "v1.2.0"}
        with duckdb.connect(str(project.folder / "warehouse.duckdb"), config=config) as connection:
            return connection.execute(sql).fetchall()

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


def test_without_the_sample_nothing_of_it_is_left(project):
    # The project was parsed with sample: false, and every warning was an error.
    manifest = project.manifest
    found = [*manifest.nodes.values(), *manifest.unit_tests.values()]
    assert found
    assert not [node.unique_id for node in found if "seeds/sample" in node.original_file_path]
    assert not [test.unique_id for test in manifest.unit_tests.values() if "ref('sample_" in str(test.to_dict())]
    assert "where_new_customers_belong" not in {node.name for node in found}


def test_entries_of_the_sample_are_read_only_where_it_is(project):
    ours, theirs = {"order_lines": {"file": "a.csv"}}, {"order_lines": {"model": "lines"}, "is_sample": True}
    variables = VARIABLES | {"shops": {"ours": ours, "theirs": theirs}}
    for sample, names in ((True, ["ours", "theirs"]), (False, ["ours"])):
        shops = with_variables(project, "configured_shops", variables | {"sample": sample})
        assert [shop["name"] for shop in shops] == names
        entries = {name: ENTRY | {"is_sample": name == "theirs"} for name in ("ours", "theirs")}
        wanted = VARIABLES | {"segmentations": entries, "sample": sample}
        found = with_variables(project, "configured_segmentations", wanted)
        assert [segmentation["name"] for segmentation in found] == names


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


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (changed("visits", "ada@example.org", [40]), "(such as '(masked)' in row 40)"),
        (changed("no", "ada@example.org", EVERY), "`id: no` has 1 different values (such as (masked))"),
        (text([row + ",4111 1111 1111 1111" for row in ROWS[:30]] + ROWS[30:]), ",(masked)'): name its `delimiter:`"),
    ],
    ids=["a value", "an id", "a line"],
)
def test_neither_sentence_nor_log_shows_what_identifies_people(run, project, content, sentence):
    (project.folder / "logs" / "dbt.log").unlink(missing_ok=True)
    failure, said = run(content)
    log = (project.folder / "logs" / "dbt.log").read_text()
    assert sentence in failure + said
    assert [secret for secret in ("ada@example", "4111 1111") if secret in failure + said + log] == []


FEATURES = {"features": {"visits": {}}}
ENTRY = {"customers": {"file": "members.csv"}, "id": "no"} | FEATURES
VARIABLES = {"shops": {"sample": {}}, "as_of_date": "2025-12-31"}


def feature(**settings):
    return ENTRY | {"features": {"visits": settings}}


def customers(**place):
    return ENTRY | {"customers": place}


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (ENTRY | {"feature": {}}, "has a key 'feature', which means nothing: use one of label"),
        (ENTRY | {"features": ["visits"]}, "has features '['visits']': write names with settings"),
        (ENTRY | {"features": {}}, "has no `features`: name at least one column"),
        (ENTRY | {"id": None}, "has no `id`: name the column"),
        (ENTRY | {"id": False}, "has id 'False', as YAML reads yes and no: write it in quotes"),
        (ENTRY | {"k": 1}, "has k '1': write auto or a whole number from 2 up"),
        (ENTRY | {"algorithm": "k-means"}, "has algorithm 'k-means': choose kmeans, mini_batch_kmeans, ward"),
        (ENTRY | {"algorithm": "dbscan", "k": 4}, "has k 4 and algorithm dbscan, which finds the number"),
        (ENTRY | {"compare_algorithms": "ward"}, "has compare_algorithms 'ward': write a list of kmeans, mini_batch"),
        (
            ENTRY | {"compare_algorithms": ["ward", "wart"]},
            "has compare_algorithms '['ward', 'wart']': write a list",
        ),
        (ENTRY | {"outliers": "drop"}, "has outliers 'drop': choose keep, winsorise or set_apart"),
        (ENTRY | {"correlated": "whiten"}, "has correlated 'whiten': choose keep or drop"),
        (ENTRY | {"k_useful_min": 1}, "has k_useful_min '1': write a whole number from 2 up, such as 4."),
        (ENTRY | {"confident_from": 60}, "has confident_from '60': write a number above 0 and up to 1, such as 0.6."),
        (ENTRY | {"confident_from": True}, "has confident_from 'True': write a number above 0 and up to 1"),
        (
            ENTRY | {"mature_after_days": 7.5},
            "has mature_after_days '7.5': write a whole number from 0 up, such as",
        ),
        (ENTRY | {"most_points": "all"}, "has most_points 'all': write a whole number from 1 up"),
        (ENTRY | {"as_of_date": "2023-02-29"}, "has as_of_date '2023-02-29': write a date as in \"2025-12-31\""),
        (ENTRY | {"as_of_date": "latest"}, "has as_of_date 'latest': write a date as in"),
        (ENTRY | {"describe": {"visits": {}}}, "under both `features` and `describe`"),
        (feature(transfrom="log"), "has a key 'transfrom', which means nothing: use one of column, type, transform"),
        (feature(transform="onehot") | {"sensitive": ["Visits"]}, "which it lists as sensitive"),
        (ENTRY | {"sensitive": ["gender"]}, "lists 'gender' as sensitive, which is none of its features: name it"),
        (feature(type="birthday"), "has type 'birthday': choose number, age, birth_year, birth_date, date, flag"),
        (feature(type="date", transform="onehot"), "of type date with transform onehot, which is for categories"),
        (feature(levels=["a"]), "with levels, which only a category has: give it transform onehot"),
        (feature(levels="a", transform="onehot"), "has levels 'a': write a list of texts"),
        (feature(levels=[True], transform="onehot"), "has levels '[True]': write a list of texts"),
        (feature(basis="social"), "has basis 'social': choose geographic, demographic, behavioural or psychological"),
        (feature(at_signup="perhaps"), "has at_signup 'perhaps': write true or false"),
        (feature(column=True), "has column 'True', as YAML reads yes and no: write it in quotes"),
        (ENTRY | {"features": {"Visits": {}}}, "whose name is not small letters, digits and underscores"),
        (
            ENTRY | {"describe": {f"f{i}": {} for i in range(100)}},
            "has 101 features, and more than 100 fill the memory: take out what tells little, or raise `most_features`",
        ),
        (ENTRY | {"features": {"raw_row": {}}}, "whose name is taken"),
        (ENTRY | {"customers": None}, "names no data: give it one of `file:`, `model:`, `relation:`, `shop:`"),
        (customers(delimiter=";"), "names no data"),
        (customers(file="a.csv", model="b"), "names several sources"),
        (customers(file="a.csv", delimeter=";"), "has a key 'delimeter', which means nothing"),
        (customers(model="b", skip=2), "has `skip:` next to `model:`, where it means nothing"),
        (customers(file="a.csv", header="yes"), "has header 'yes': write true or false"),
        (customers(file="a.csv", skip=-1), "has skip '-1': write a whole number from 0 up"),
        (customers(file="a.csv", decimal=";"), 'has decimal \';\': choose "." or ","'),
        (customers(file="a.csv", delimiter="||"), "has delimiter '||': write whitespace or one character"),
        (
            customers(file="a.csv", dates="dd.mm.yyyy"),
            'write a format as in "%d-%m-%Y", or a list',
        ),
        (customers(relation="a.b") | {"id": "file_row_number"}, "has id file_row_number, which only files have"),
        (customers(model="customer_features"), "name one shop instead, as in `customers: {shop: sample}`"),
        (customers(shop="Shop 1"), "asks for shop 'Shop 1', whose name is not small letters"),
        (customers(shop="shop_1"), "asks for shop 'shop_1', which is not among the `shops` there (sample)"),
        (customers(shop="sample") | {"as_of_date": "2024-01-01"}, "has an as_of_date, and a shop, which has its own"),
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
        ("list_sum(list_transform([spend], lambda x: x + 1))", None),
        ("(select max(spend) from newcomers)", None),
        ("spend +", 'which is no SQL expression (syntax error at or near ")")'),
        ("1), (2", "which is no single SQL expression"),
        ("1) from newcomers; drop table newcomers; --", "which is no SQL expression (Only SELECT statements"),
        ("lower(nobody) || spend", "where there is no column nobody"),
        ("nowhere(spend)", "which cannot be computed (Scalar Function with name nowhere does not exist!)"),
        ("sum(spend)", "which cannot be computed (column"),
        ('"Member No" > 0', "which cannot be computed (Cannot compare values of type VARCHAR and type INTEGER_LITERAL"),
    ],
)
def test_what_is_wrong_with_an_expression_is_found_before_it_is_used(project, query, expression, problem):
    query(
        "create or replace table main.newcomers as select '7' as \"Member No\", 1.5 as spend; select * from newcomers"
    )
    found = asked(project, "expression_problem", expression=expression, relation="main.newcomers")
    assert found is problem is None or found.startswith(problem)
    assert query("select count(*) from main.newcomers") == [(1,)]


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


AUDIENCE = {"segmentation": "members", "where": "visits > 3"}
CAMPAIGN = {"audience": "often", "start": "2026-01-05", "end": "2026-01-18", "outcome": {"model": "sales", "on": "day"}}
OUTCOME, LIST = CAMPAIGN["outcome"], {"model": "groups", "treated": "is_treated"}


@pytest.mark.parametrize(
    ("audience", "campaign", "sentence"),
    [
        (
            {"segmentation": "guests"},
            {},
            "Audience 'often' in dbt_project.yml asks for segmentation 'guests', which is",
        ),
        ({"segmentation": None}, {}, "names no segmentation: choose members"),
        ({"condition": {}}, {}, "has a key 'condition', which means nothing"),
        ({"conditions": {"visits": {"above": 3}}}, {}, "the condition visits with a key 'above', which means nothing"),
        ({"suppressed": {"id": "no"}}, {}, "Audience 'often', `suppressed`, in dbt_project.yml names no data"),
        (
            {},
            {"audience": "seldom"},
            "Campaign 'spring' in dbt_project.yml asks for audience 'seldom', which is not there",
        ),
        ({}, {"start": "2026-02-30"}, "has start '2026-02-30': write a date"),
        ({}, {"end": "2026-01-01"}, "ends before it starts"),
        ({}, {"holdout": 1}, "has holdout '1': write a number above 0 and under 1"),
        ({}, {"outcome": None}, "has no `outcome`, and its customers have no orders"),
        ({}, {"outcome": {"model": "sales"}}, "has an `outcome` without `on`: name the column of its day"),
        ({}, {"decides_by": "revenue"}, "is decided by revenue, and its `outcome` has no `revenue`"),
        ({}, {"members": LIST}, "has both `audience` and `members`"),
    ],
)
def test_a_mistake_in_an_audience_or_a_campaign_is_told_in_one_sentence(project, audience, campaign, sentence):
    variables = VARIABLES | {
        "segmentations": {"members": ENTRY},
        "audiences": {"often": AUDIENCE | audience},
        "campaigns": {"spring": CAMPAIGN | campaign},
    }
    with pytest.raises(CompilationError) as error:
        with_variables(project, "configured_campaigns", variables)
    assert sentence in " ".join(str(error.value).split())


def test_contacts_of_a_customer_table_are_those_of_its_campaigns(project):
    variables = VARIABLES | {
        "segmentations": {"members": ENTRY},
        "audiences": {"often": AUDIENCE | {"not_contacted_days": 14}},
    }
    with_variables(project, "configured_campaigns", variables | {"campaigns": {"spring": CAMPAIGN}})
    with pytest.raises(CompilationError, match="not_contacted_days, which needs the campaign_contacts of a shop or"):
        with_variables(project, "configured_audiences", variables | {"campaigns": {}})


def test_groups_that_were_made_elsewhere_need_to_say_who_is_treated(project):
    entry = {key: CAMPAIGN[key] for key in ("start", "end", "outcome")} | {"segmentation": "members"}
    for members, more, sentence in (
        ({"model": "groups"}, {}, "has `members` without `treated`"),
        (LIST, {"holdout": 0.2}, "has a `holdout`, though its groups were made elsewhere"),
    ):
        campaigns = {"spring": entry | more | {"members": members}}
        variables = VARIABLES | {"segmentations": {"members": ENTRY}, "campaigns": campaigns}
        with pytest.raises(CompilationError, match=sentence):
            with_variables(project, "configured_campaigns", variables)


def test_campaigns_of_the_sample_go_with_it(project):
    segmentations = {"members": ENTRY, "shoppers": ENTRY | {"is_sample": True}}
    audiences = {"often": AUDIENCE, "theirs": {"segmentation": "shoppers", "is_sample": True}}
    campaigns = {"spring": CAMPAIGN, "autumn": CAMPAIGN | {"audience": "theirs", "is_sample": True}}
    known = VARIABLES | {"audiences": audiences, "campaigns": campaigns}
    for sample, of, names in (
        (True, segmentations, ["spring", "autumn"]),
        (False, segmentations, ["spring"]),
        (True, {"members": ENTRY}, ["spring"]),
    ):
        found = with_variables(project, "configured_campaigns", known | {"segmentations": of, "sample": sample})
        assert [campaign["name"] for campaign in found] == names


def test_simple_conditions_are_a_rule(project):
    conditions = {"region": ["North", "O'Brien"], "is_new": True, "visits": {"at_least": 3, "at_most": 9.5}}
    rule = asked(project, "audience_rule", audience={"where": "spend > 1 or visits > 2", "conditions": conditions})
    assert rule == (
        "(spend > 1 or visits > 2) and region in ('North', 'O''Brien') and is_new in (true)"
        " and visits >= 3 and visits <= 9.5"
    )


def test_a_shop_has_a_day_of_the_calendar(project):
    shops = {"sample": {"as_of_date": "2024-13-45"}}
    with pytest.raises(CompilationError, match=r"Shop 'sample' in dbt_project\.yml has as_of_date '2024-13-45'"):
        with_variables(project, "configured_shops", VARIABLES | {"shops": shops})


def test_the_algorithms_of_the_configuration_are_those_of_the_package():
    rule = settings_schema()["segmentation"]["algorithm"]
    assert sorted(rule["values"]) == sorted(ALGORITHMS)
    assert sorted(rule["finding_k"]) == sorted(name for name in ALGORITHMS if ALGORITHMS[name].finds_k)


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
    entries = {"segmentations": {"members": ENTRY}, "as_of_date": "2025-12-31"}
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
    assert settings["set_apart"] == {"name": "Quiet", "reason": "no purchase so far", "role": "silent"}
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"set_apart": {"nmae": "Quiet"}}, "`set_apart`, in dbt_project.yml has a key 'nmae', which means nothing"),
        ({"set_apart": {"name": ["Quiet"]}}, "has name '['Quiet']': write a text"),
        ({"set_apart": "Quiet"}, "has set_apart 'Quiet': write names with settings"),
        ({"label": ["Members"]}, "has label '['Members']': write a text"),
        ({"eligible": True}, "has eligible 'True', as YAML reads yes and no: write it in quotes"),
        ({"sensitive": "gender"}, "has sensitive 'gender': write a list of texts"),
        ({"k": "5; drop table x"}, "has k '5; drop table x': write auto or a whole number from 2 up"),
        ({"k_min": 12}, "tries k from 12 to 10: k_min must not be above k_max"),
        ({"k_useful_min": 9}, "takes from 9 to 8 segments: k_useful_min must not be above k_useful_max"),
        ({"seed": "1 union select 2"}, "has seed '1 union select 2': write a whole number from 0 up, such as 20251231"),
        ({"seed": -1}, "has seed '-1': write a whole number from 0 up"),
        ({"seed": 2**31}, "has seed '2147483648': write a whole number"),
        ({"versions_kept": 0}, "has versions_kept '0': write a whole number from 1 up, such as 3."),
        ({"versions_kept": [3]}, "has versions_kept '[3]': write a whole number from 1 up"),
        ({"allowed_churn": 1.2}, "has allowed_churn '1.2': write a number from 0 to 1, such as 0.3."),
        ({"allowed_churn": float("nan")}, "has allowed_churn 'nan': write a number from 0 to 1"),
        ({"retrain_from_drift": float("inf")}, "has retrain_from_drift 'inf': write a number above 0, such as 0.25."),
        ({"challenge_again_after_days": 1.5}, "has challenge_again_after_days '1.5': write a whole number from 0 up"),
        ({"placed_by": ["network"]}, "has placed_by '['network']': choose network or nearest_centre"),
        ({"train": None}, "has train 'None': choose auto, always or never"),
        ({"features": {"visits": {"missing": "mode"}}}, "has missing 'mode': choose median, mean or zero"),
        ({"features": {"visits": {"transform": ["log"]}}}, "has transform '['log']': choose none, standard"),
        ({"features": {"visits": {"label": {"en": "visits"}}}}, "has label '{'en': 'visits'}': write a text"),
        ({"features": {"visits": {"type": "category"}}}, "of type category without transform onehot"),
        ({"features": {"visits": "log"}}, "feature 'visits', in dbt_project.yml has to be a mapping"),
        ({"customers": {"file": ["a.csv", "b.csv"]}}, "has file '['a.csv', 'b.csv']': write a text"),
        ({"customers": {"file": "a.csv", "skip": "2; drop"}}, "has skip '2; drop': write a whole number from 0 up"),
        ({"customers": {"file": "a.csv", "dates": ["%d", "d"]}}, "has dates '['%d', 'd']': write a format as in"),
        ({"customers": "members.csv"}, "has customers 'members.csv': write names with settings"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused_in_one_sentence(project, change, sentence):
    with pytest.raises(CompilationError) as error:
        configured(project, ENTRY | change)
    assert "Segmentation 'members'" in str(error.value)
    assert sentence in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"segmentation_defaults": {"k_mx": 5}}, "`segmentation_defaults` in dbt_project.yml has a key 'k_mx', which"),
        ({"segmentation_defaults": {"id": "no"}}, "`segmentation_defaults` in dbt_project.yml has a key 'id', which"),
        ({"segmentation_defaults": {"k_max": "5; drop"}}, "has k_max '5; drop': write a whole number from 2 up"),
        ({"segmentation_defaults": ["kmeans"]}, "`segmentation_defaults` in dbt_project.yml has to be a mapping"),
        ({"segmentations": ["members"]}, "`segmentations` in dbt_project.yml has to be a mapping"),
        ({"segmentations": {"Members": ENTRY}}, "Segmentation 'Members' in dbt_project.yml needs a name of small"),
        ({"segmentations": {"a'; drop table b; --": ENTRY}}, "needs a name of small letters, digits and underscores"),
        ({"as_of_date": "2025-12-31'; drop"}, "or --vars has as_of_date '2025-12-31'; drop': write a date as in"),
        ({"as_of_date": None}, "or --vars has as_of_date 'None': write a date as in"),
        (
            {"train": "sometimes"},
            "has train 'sometimes': choose auto, always or never or a mapping of segmentations to one of them.",
        ),
        ({"train": {"members": "sometimes"}}, "or --vars has train '{'members': 'sometimes'}': choose auto, always"),
        ({"train": {"members": None}}, "or --vars has train '{'members': None}': choose auto, always or never"),
        ({"train": {"mal": "always"}}, "or --vars lists 'mal' under train, which is no segmentation: choose members."),
        (
            {"segmentations": {"members": ENTRY | {"formerly": "club"}, "club": ENTRY}},
            "Segmentation 'members' in dbt_project.yml was formerly 'club', which is the name of a segmentation there",
        ),
        (
            {"segmentations": {"members": ENTRY | {"formerly": "club"}, "others": ENTRY | {"formerly": "club"}}},
            "Segmentation 'others' in dbt_project.yml was formerly 'club', as another one was: keep `formerly:` in one",
        ),
        (
            {"experiments": ["mal"]},
            "or --vars lists 'mal' under experiments, which is no segmentation: choose members.",
        ),
    ],
)
def test_a_mistake_next_to_the_segmentations_is_refused_in_one_sentence(project, variables, sentence):
    with pytest.raises(CompilationError) as error:
        with_variables(
            project, "configured_segmentations", VARIABLES | {"segmentations": {"members": ENTRY}} | variables
        )
    assert sentence in " ".join(str(error.value).split())


def test_training_is_asked_of_all_or_of_those_that_are_named(project):
    entries = {"members": ENTRY, "others": ENTRY | {"train": "never"}}
    for train, wanted in (
        (None, ["auto", "never"]),
        ("always", ["always", "always"]),
        ({"members": "always"}, ["always", "never"]),
    ):
        variables = VARIABLES | {"segmentations": entries, "train": train}
        found = with_variables(project, "configured_segmentations", variables)
        assert [segmentation["train"] for segmentation in found] == wanted


def test_sub_segments_were_formerly_those_of_the_old_name(project):
    entries = {"members": ENTRY | {"formerly": "club", "sub_segments": True}}
    found = with_variables(project, "configured_segmentations", VARIABLES | {"segmentations": entries})
    assert [segmentation["formerly"] for segmentation in found] == ["club", "club_sub_segments"]


def test_what_is_stored_under_the_old_name_goes_on_under_the_new_one(project, run, query):
    run(text(ROWS))
    tables = ("ml.trained_models", "ml.segment_periods", "marts.segment_history", "features.unconcerned")
    for table in tables:
        query(f"create schema if not exists {table.split('.')[0]}")
        query(f"create table {table} as select unnest(['club', 'other']) as segmentation, 1 as segment_id")
    asked(project, "rename_segmentation", formerly="club", name="members")
    asked(project, "rename_segmentation", formerly="club", name="members")
    names = {table: {name for (name,) in query(f"select segmentation from {table}")} for table in tables}
    assert names.pop("features.unconcerned") == {"club", "other"}
    assert set(map(frozenset, names.values())) == {frozenset({"members", "other"})}
    with pytest.raises(CompilationError, match="was formerly 'members', but there are models of both names"):
        asked(project, "rename_segmentation", formerly="members", name="other")
    for table in tables:
        query(f"drop table {table}")


@pytest.mark.parametrize(
    ("shop", "sentence"),
    [
        (["orders.csv"], "Shop 'online' in dbt_project.yml has to be a mapping"),
        ({"orders": {}}, "has a key 'orders', which means nothing: use one of as_of_date, cancelled_order_prefix"),
        ({"as_of_date": "2024-13-45"}, "has as_of_date '2024-13-45': write latest or a date as in \"2025-12-31\""),
        ({"cancelled_order_prefix": ["C"]}, "has cancelled_order_prefix '['C']': write a text or null"),
        ({"cancelled_order_prefix": ""}, "has cancelled_order_prefix '': write a text or null"),
        ({"order_lines": "orders.csv"}, "has order_lines 'orders.csv': write names with settings"),
        ({"order_lines": {"path": "orders.csv"}}, "input 'order_lines', in dbt_project.yml has a key 'path'"),
        ({"order_lines": {"shop": "other"}}, "input 'order_lines', in dbt_project.yml has a key 'shop'"),
        ({"order_lines": {"file": "a.csv", "skip": [1]}}, "has skip '[1]': write a whole number from 0 up"),
        ({"order_lines": {"file": "a.csv", "columns": ["a"]}}, "has columns '['a']': write names with settings"),
        (
            {"order_lines": {"file": "a.csv", "columns": {"amount": ["a"]}}},
            "`columns`, in dbt_project.yml has amount '['a']': write a SQL expression",
        ),
        ({"profit": "left"}, "has profit 'left', which is no sum among the attributes of its order lines"),
        (
            {"profit": "left", "order_lines": {"file": "a.csv", "attributes": {"left": "Profit"}}},
            "write attributes: {left: {column: <the column>, as: sum}}",
        ),
    ],
)
def test_a_mistake_in_a_shop_is_refused_in_one_sentence(project, shop, sentence):
    with pytest.raises(CompilationError) as error:
        with_variables(project, "configured_shops", VARIABLES | {"shops": {"online": shop}})
    assert "Shop 'online'" in str(error.value)
    assert sentence in " ".join(str(error.value).split())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("first_plausible_date", "1990-01-01') or true", "write a date as in"),
        ("first_plausible_date", "1990", "write a date as in"),
        ("fewest_customers", "10 or 1", "write a whole number from 1 up, such as 10."),
        ("fewest_customers", [10], "write a whole number from 1 up, such as 10."),
        ("fairness_ratio", 0, "write a number above 0 and up to 1, such as 0.8."),
        ("fairness_fewest", True, "write a whole number from 1 up, such as 30."),
        ("winsorised_share", 0.5, "write a number from 0 to under 0.5, such as 0.01."),
        ("stable_from", {"k": 1}, "write a number from 0 to 1, such as 0.75."),
        ("customers_on_site", "yes", "write true or false."),
        ("outcome_days", None, "write a whole number from 0 up, such as 180."),
    ],
)
def test_a_variable_with_a_value_it_cannot_have_is_refused_in_one_sentence(project, name, value, sentence):
    with pytest.raises(CompilationError) as error:
        setting(project, name, **{name: value})
    start = f"`vars` in dbt_project.yml or --vars has {name} '{value}': "
    assert start + sentence in " ".join(str(error.value).split())


def test_a_variable_that_is_not_set_has_its_default(project):
    assert setting(project, "fairness_ratio") == 0.8
    assert setting(project, "fairness_ratio", fairness_ratio=0.9) == 0.9
    assert setting(project, "cancelled_order_prefix", cancelled_order_prefix=None) is None
    assert setting(project, "train") is None


def test_only_checked_variables_are_read():
    files = [
        path for folder in ("macros", "models", "analyses", "tests/dbt") for path in (PROJECT / folder).rglob("*.*")
    ]
    names = {name for path in files for name in re.findall(r"\bvar\(['\"](\w+)", path.read_text())}
    # What stands for itself is checked where it is read; some are asked for where YAML has no macros, by analyses, or
    # for each node.
    entries = {"segmentations", "segmentation_defaults", "shops"}
    without_macros = {"sample", "schema_prefix", "metrics", "audiences", "campaigns"}
    assert names <= entries | without_macros | {"segmentation", "strategy"}


def test_every_default_is_a_value_that_its_setting_can_have(project):
    rules = [(key, rule) for group in settings_schema().values() for key, rule in group.items()]
    for key, rule in rules:
        assert {"default", "otherwise"} & set(rule), key
        assert "default" not in rule or call(project, "is_allowed", value=rule["default"], rule=rule), key
        assert rule["meaning"].strip(), key


@pytest.mark.parametrize("hostile", ["1; drop table x", "1 or 1", ["a"], {"a": 1}, -1, 1e300, float("nan")])
def test_what_could_be_sql_is_no_number_no_word_and_no_day(project, hostile):
    for group in settings_schema().values():
        for key, rule in group.items():
            if rule["type"] in {"whole", "number", "flag", "choice", "day"}:
                assert not call(project, "is_allowed", value=hostile, rule=rule), key


def another(rule):
    """Another value than the default, which the setting may have."""
    default = rule.get("default")
    by_type = {
        "choice": lambda: next(value for value in rule["values"] if value != default),
        "whole": lambda: default + 1 if default != "auto" else 7,
        "number": lambda: default * 0.9,
        "list": lambda: (default or ["a"])[:1],
        "flag": lambda: not default,
        "text": lambda: "another",
        "sql": lambda: "another",
    }
    return by_type[rule["type"]]()


FEATURE = {"column": "visits", "type": "number", "transform": "log", "missing": "median", "levels": None}


def digest(project, settings=None, feature=None, rules=None):
    """The digest of a segmentation whose settings are the defaults, but for these."""
    schema = settings_schema()
    own = rules or schema["variables"] | schema["segmentation"]
    values = {key: rule.get("default") for key, rule in own.items()} | (settings or {})
    text = call(project, "forming_settings", settings=values, rules=own)
    feature_text = call(project, "forming_settings", settings=FEATURE | (feature or {}), rules=schema["feature"])
    return retraining_policy.configuration_digest(
        {"forming_settings": text}, [{"feature": "visits", "forming_settings": feature_text}]
    )


def test_the_settings_that_form_the_model_make_another_digest_and_no_others_do(project):
    schema = settings_schema()
    before = digest(project)
    for key, rule in (schema["variables"] | schema["segmentation"]).items():
        if "default" in rule and rule["type"] != "day":
            has_changed = digest(project, {key: another(rule)}) != before
            assert has_changed == bool(rule.get("forms_model")), key
    for key, rule in schema["feature"].items():
        changed = another(rule | {"default": FEATURE.get(key)})
        assert (digest(project, feature={key: changed}) != before) == bool(rule.get("forms_model")), key


def test_a_new_setting_that_forms_no_model_leaves_every_digest_as_it_is(project):
    schema = settings_schema()
    rules = schema["variables"] | schema["segmentation"]
    shown = {"type": "whole", "default": 3, "meaning": "how many are shown"}
    assert digest(project, {"most_shown": 3}, rules=rules | {"most_shown": shown}) == digest(project)
    assert digest(project, rules=rules | {"most_shown": shown | {"forms_model": True}}) != digest(project)


def test_the_digest_does_not_depend_on_how_a_number_is_written(project):
    assert digest(project, {"stable_from": 1}) == digest(project, {"stable_from": 1.0})
    assert digest(project, {"seed": 1}) != digest(project, {"seed": 2})


def test_the_page_of_all_settings_and_the_columns_of_their_table_are_up_to_date():
    assert settings_page.PAGE.read_text() == settings_page.page(), "run `make settings-page`"
    columns = settings_page.COLUMNS.read_text()
    assert columns == settings_page.with_columns(columns), "run `make settings-page`"
    assert settings_page.columns() in columns


@pytest.mark.parametrize(
    ("eligible", "sentence"),
    [
        (
            "visits > 0",
            "asks by `eligible` for visits > 0, which cannot be computed (Cannot compare values of type VARCHAR and"
            " type INTEGER_LITERAL - an explicit cast is required): correct the expression, with try_cast(... as"
            " double) for a number that is text; the columns of the table main.visitors are no, visits,"
            " email.",
        ),
        (
            "cast(visits as double) > 0",
            "asks by `eligible` for cast(visits as double) > 0, which cannot be computed for 1 of 3 rows of the table"
            " main.visitors (such as visits 'often'): correct the expression; try_cast gives nothing where cast fails.",
        ),
        (
            "visits",
            "asks by `eligible` for visits, which cannot be computed for 1 of 3 rows of the table main.visitors",
        ),
        ("cast(email as double) > 0", "main.visitors (such as email '(masked)'): correct the expression;"),
        ("try_cast(visits as double) > 0", None),
    ],
)
def test_a_condition_that_fails_on_the_customers_is_told_in_one_sentence(project, query, eligible, sentence):
    query(
        "create or replace table main.visitors as"
        " from (values ('a', '1', '1'), ('b', 'often', 'ada'), ('c', null, '2')) as v(no, visits, email); select 1"
    )
    entry = ENTRY | {"customers": {"relation": "main.visitors"}, "eligible": eligible}
    segmentation = configured(project, entry)

    def check():
        asked(project, "check_customer_columns", segmentation=segmentation, relation="main.visitors")

    if sentence is None:
        check()
    else:
        with pytest.raises(CompilationError) as error:
            check()
        assert sentence in " ".join(str(error.value).split())


def test_a_day_is_read_as_a_date_whatever_yaml_makes_of_it(project):
    assert configured(project, ENTRY | {"as_of_date": datetime.date(2024, 2, 29)})["as_of_date"] == "2024-02-29"


def configured(project, entry):
    """The settings of one segmentation of this entry, as the macro gives them that all models ask."""
    variables = VARIABLES | {"segmentations": {"members": entry}}
    (settings,) = with_variables(project, "configured_segmentations", variables)
    return settings


def setting(project, name, **variables):
    """The value of a variable of the project."""
    return with_variables(project, "setting", VARIABLES | variables, name=name)


def with_variables(project, macro, variables, **arguments):
    """What a macro gives that reads these variables."""
    return get_adapter_by_type("duckdb").execute_macro(
        macro,
        macro_resolver=project.manifest,
        kwargs=arguments,
        context_override={
            "execute": False,
            "var": lambda name, default=None: variables.get(name, default),
        },
    )


def call(project, macro, **arguments):
    """What a macro gives that asks nothing."""
    return get_adapter_by_type("duckdb").execute_macro(macro, macro_resolver=project.manifest, kwargs=arguments)


def asked(project, macro, **arguments):
    """What a macro gives that asks the database."""
    adapter = get_adapter_by_type("duckdb")
    with adapter.connection_named("asked"):
        return adapter.execute_macro(macro, macro_resolver=project.manifest, kwargs=arguments)
