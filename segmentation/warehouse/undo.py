"""Days taken back: what was stored of a day and of all later ones goes, and the model of the day before is in force.

The next build then goes on from the day before, as if the days had never been. The rules are in docs/operations.md.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from segmentation.warehouse.opening import WarehouseError, open_for_writing


@dataclass(frozen=True)
class Undone:
    """What was taken back of one segmentation.

    ``stays`` began in the days that are gone and are removed; ``reopened`` ended in them and go on; ``models`` were
    trained in them. ``reaches`` is the last day that is left, ``model_version`` the model in force on it, whose numbers
    are stored or not; none of both where nothing is left of the segmentation.
    """

    segmentation: str
    stays: int
    reopened: int
    models: int
    reaches: date | None
    model_version: str | None
    is_stored: bool | None


# Tables in which a row belongs to a day, and the column that has it.
DAYS = {
    "ml.segment_periods": "valid_from",
    "ml.segment_names": "valid_from",
    "ml.scored_customers": "as_of_date",
    "ml.trained_models": "as_of_date",
    "marts.segment_history": "valid_from",
    "marts.segment_migrations": "period_end",
    "marts.segment_lineage": "as_of_date",
    "marts.feature_drift": "as_of_date",
    "marts.assignment_drift": "as_of_date",
    "marts.model_registry": "trained_on",
    "marts.model_updates": "trained_on",
    "marts.audience_members": "member_since",
    "marts.campaign_assignments": "assigned_on",
}
# The same of tables whose rows are of a shop, and so of the segmentations of its customers.
DAYS_OF_SHOPS = {"marts.value_drift": "as_of_date"}
# Those that are made only where they are asked for.
OPTIONAL = {"marts.audience_members", "marts.campaign_assignments"}
# Tables in which a row ends on a day, and what is said of its end.
ENDS = {
    "ml.segment_periods": ("valid_to", "merged_into"),
    "marts.segment_history": ("valid_to", "merged_into"),
    "ml.segment_names": ("valid_to",),
    "marts.audience_members": ("left_on",),
}

# What each segmentation has of the days that are to go. One whose first model was trained on one of them is new again:
# then the months that the first build filled in go too.
_CONCERNED = """
    create temporary table concerned as
    with
    known as (
        select segmentation, valid_from as day from ml.segment_periods
        union all
        select segmentation, valid_to from ml.segment_periods
        union all
        select segmentation, as_of_date from ml.trained_models
        union all
        select segmentation, as_of_date from marts.assignment_drift
    )
    select
        known.segmentation,
        max(known.day) as reached,
        max(case when known.day < $day then known.day end) as reaches,
        (
            select count(*) = 0 from ml.trained_models as models
            where models.segmentation = known.segmentation and models.as_of_date < $day
        ) as is_emptied
    from known
    group by known.segmentation
    having max(known.day) >= $day
"""
_COUNTED = """
    select
        concerned.segmentation,
        count(*) filter (where is_emptied or valid_from >= $day),
        count(*) filter (where not is_emptied and valid_from < $day and valid_to >= $day)
    from concerned
    left join ml.segment_periods as periods on concerned.segmentation = periods.segmentation
    group by concerned.segmentation
    order by concerned.segmentation
"""
# The champion of the days that are left is the last model that took over in them.
_IN_FORCE = """
    select segmentation, max(version) as version from ml.trained_models
    where took_over and segmentation in (select segmentation from concerned)
    group by segmentation
"""
_CHAMPIONS = """
    update {table} set is_champion = (segmentation, version) in ({in_force})
    where segmentation in (select segmentation from concerned)
"""
_NAMES_OF_TODAY = """
    update {table} set {column} = names.segment_name from ml.segment_names as names
    where
        names.valid_to is null
        and {table}.segmentation = names.segmentation
        and {table}.{segment} = names.segment_id
        and {table}.segmentation in (select segmentation from concerned)
"""
# Batches stay, and what they came after is the day that the history reaches now.
_BATCHES = """
    update marts.input_batches
    set
        came_after = case when came_after >= $day then (select max(reaches) from concerned) else came_after end,
        as_of_date = case when as_of_date >= $day then (select max(reaches) from concerned) else as_of_date end
"""
_HAS_BATCHES = """
    select count(*) > 0 from information_schema.tables where table_schema = 'marts' and table_name = 'input_batches'
"""
# What was predicted before the days stays, and what came in them is counted again.
_SHOPS = """
    shop in (
        select settings.shop from ml.segmentation_settings as settings
        inner join concerned on settings.segmentation = concerned.segmentation
    )
"""
_UNCOUNTED = f"update marts.value_drift set actual = null, predicted_share = null where {_SHOPS} and known_on >= $day"
# Where nothing is known of the day that is the last one now, the stays say who was in which segment.
_SCORED = """
    insert into ml.scored_customers by name
    select
        periods.segmentation,
        concerned.reaches as as_of_date,
        periods.customer_id,
        in_force.version,
        periods.segment_id
    from ml.segment_periods as periods
    inner join concerned on periods.segmentation = concerned.segmentation
    inner join ({in_force}) as in_force on periods.segmentation = in_force.segmentation
    where
        periods.valid_to is null
        and periods.segment_id > 0
        and periods.segmentation not in (select segmentation from ml.scored_customers)
"""
_MODELS = """
    select
        concerned.segmentation,
        concerned.reaches,
        max(case when models.is_champion then models.model_version end),
        bool_or(models.is_stored) filter (where models.is_champion)
    from concerned
    left join ml.trained_models as models on concerned.segmentation = models.segmentation
    group by concerned.segmentation, concerned.reaches
"""


def undo(path: Path, day: date, *, segmentation: str | None = None, is_trial: bool = False) -> list[Undone]:
    """Take a day and all later ones back.

    Parameters
    ----------
    path : pathlib.Path
        The warehouse, which nothing else may have open.
    day : datetime.date
    segmentation : str, optional
        The one to take back, with its sub-segments; without it, all that have an earlier day to go back to.
    is_trial : bool
        Whether to say what would be removed, and remove nothing.

    Raises
    ------
    WarehouseError
        If the file cannot be written, an earlier release built it, or there is nothing to take back.
    """
    with open_for_writing(path) as connection:
        _check_release(connection, path)
        connection.execute("begin transaction")
        connection.execute(_CONCERNED, {"day": day})
        _choose(connection, day, segmentation)
        counted = connection.execute(_COUNTED, {"day": day}).fetchall()
        models = _removed(connection, day)
        left = {name: rest for name, *rest in connection.execute(_MODELS).fetchall()}
        connection.execute("rollback" if is_trial else "commit")
    return [Undone(name, stays, reopened, models.get(name, 0), *left[name]) for name, stays, reopened in counted]


def _check_release(connection, path):
    known = _columns(connection)
    wanted = {(table, column) for table, column in DAYS.items()} | {("ml.trained_models", "took_over")}
    wanted |= {(table, column) for table, columns in ENDS.items() for column in columns}
    if {(table, column) for table, column in wanted - known if table not in OPTIONAL}:
        raise WarehouseError(
            f"The warehouse {path} has no history that can be taken back: run `dbt build` once, then try again."
        )


def _columns(connection):
    query = "select concat(table_schema, '.', table_name), column_name from information_schema.columns"
    return set(connection.execute(query).fetchall())


def _choose(connection, day, segmentation):
    """Leave what is asked for in the table of what is concerned; without a name, what has an earlier day."""
    found = dict(connection.execute("select segmentation, is_emptied from concerned order by all").fetchall())
    chosen = [name for name, is_emptied in found.items() if name == segmentation or not (segmentation or is_emptied)]
    # Sub-segments go with the segments that they divide.
    within = dict(connection.execute("select segmentation, within from ml.segmentation_settings").fetchall())
    chosen += [name for name in found if within.get(name) in chosen and name not in chosen]
    if not chosen:
        whole = [name for name, is_emptied in found.items() if is_emptied]
        if whole and not segmentation:
            raise WarehouseError(
                f"Nothing is known from before {day} of {', '.join(whole)}: to remove all that is stored of one, "
                "name it by --segmentation."
            )
        raise WarehouseError(f"The history {f'of {segmentation} ' if segmentation else ''}has no day from {day} on.")
    connection.execute("delete from concerned where segmentation not in (select unnest(?))", [chosen])


def _removed(connection, day):
    """Remove the days; return how many models went, by segmentation."""
    concerned = "segmentation in (select segmentation from concerned)"
    emptied = "segmentation in (select segmentation from concerned where is_emptied)"
    models = "select segmentation, count(*) from ml.trained_models where {} and (as_of_date >= $day or {}) group by all"
    gone = dict(connection.execute(models.format(concerned, emptied), {"day": day}).fetchall())
    there = _columns(connection)
    for table, column in ((table, column) for table, column in DAYS.items() if (table, column) in there):
        where = f"{concerned} and ({column} >= $day or {emptied})"
        connection.execute(f"delete from {table} where {where}", {"day": day})
    for table, column in ((table, column) for table, column in DAYS_OF_SHOPS.items() if (table, column) in there):
        connection.execute(f"delete from {table} where {_SHOPS} and {column} >= $day", {"day": day})
        connection.execute(_UNCOUNTED, {"day": day})
    for table, (end, *others) in ((table, columns) for table, columns in ENDS.items() if (table, columns[0]) in there):
        changes = ", ".join(f"{column} = null" for column in (end, *others))
        connection.execute(f"update {table} set {changes} where {concerned} and {end} >= $day", {"day": day})
    for table in ("ml.trained_models", "marts.model_registry"):
        connection.execute(_CHAMPIONS.format(table=table, in_force=_IN_FORCE))
    connection.execute(
        f"delete from ml.clustered_customers where {concerned}"
        " and (segmentation, version) not in (select segmentation, version from ml.trained_models)"
    )
    for table, side in (("history", ""), ("migrations", "from_"), ("migrations", "to_")):
        names = {"column": f"current_{side}segment_name", "segment": f"{side}segment_id"}
        connection.execute(_NAMES_OF_TODAY.format(table=f"marts.segment_{table}", **names))
    connection.execute(_SCORED.format(in_force=_IN_FORCE))
    if connection.execute(_HAS_BATCHES).fetchone() == (True,):
        connection.execute(_BATCHES, {"day": day})
    return gone
