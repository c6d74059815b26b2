"""A training from end to end: transforms, the choice of k, segments with their numbers, networks and their trials.

What takes TensorFlow is gathered from all segmentations and trained in one go; the rest is arithmetic before and after.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial

import numpy as np
import pyarrow as pa
from sklearn import config_context

from segmentation.classifier import cold_start, proxies, trials
from segmentation.clustering import (
    algorithms,
    choice,
    choosing_k,
    confidence,
    kmeans,
    levels,
    matching,
    preparation_effects,
    projection,
)
from segmentation.clustering.choice import Choice
from segmentation.clustering.levels import Outer
from segmentation.features import transforms
from segmentation.features.threads import one_thread
from segmentation.features.transforms import Feature
from segmentation.lifecycle import challenger, drift, lineage, long_form
from segmentation.lifecycle.challenger import Comparison
from segmentation.lifecycle.model import Model
from segmentation.lifecycle.settings import Segmentation
from segmentation.networks import specs, trainer
from segmentation.networks.specs import TrainingTask

IN_USE = "network"
LAST = "last"


@dataclass(frozen=True)
class Job:
    """A segmentation to train, and what it is trained on.

    Attributes
    ----------
    segmentation : Segmentation
    table : pyarrow.Table
        ``customer_id`` and the raw features that form the segments, a row per customer, ordered by customer: all
        customers, or a sample of them.
    early : pyarrow.Table
        What was known of the same customers early on, with ``maturity``.
    stages : dict of str to list of Feature
        Features of the cold start by the stage at which they become known.
    before : numpy.ndarray of shape (customers,)
        Segment each customer has had up to now; 0 of whom there is none.
    left : numpy.ndarray
        Segments of the customers of the last build who are not here any more.
    highest_id : int
        The highest number that a segment has ever had.
    champion : Model, optional
        The model in force, where it can be compared with the new one: then the table has its features too.
    incomparable : str, optional
        Why there is a model in force and it cannot, as the end of a sentence.
    outer : Model, optional
        The model in force of the segments that are divided further, where this build trains no other.
    of_all : callable, optional
        Where there are more customers than are learned from: gives what a function counts of some of them, added up
        over all. The function gets their raw features and ``segment_before``, as `before` has it.
    sensitive : dict of str to numpy.ndarray of shape (customers,)
        Level of each customer by sensitive attribute.
    last : Model, optional
        The model in force up to now, where it is of the same settings; ``last_version`` is its number.
    """

    segmentation: Segmentation
    table: pa.Table
    early: pa.Table
    stages: dict[str, list[Feature]]
    before: np.ndarray
    left: np.ndarray
    highest_id: int = 0
    champion: Model | None = None
    incomparable: str | None = None
    outer: Model | None = None
    last: Model | None = None
    last_version: int = 0
    of_all: Callable[[Callable[[pa.Table], dict[str, np.ndarray]]], dict[str, np.ndarray]] | None = None
    sensitive: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Trained:
    """What came of a job: figures of the model, its parts in columns by name, and what compares it, or why not."""

    figures: dict[str, object]
    parts: dict[str, long_form.Columns]
    outcomes: dict[str, challenger.Outcome]
    incomparable: str | None = None


@dataclass(frozen=True)
class _Plan:
    """A job whose segments are found and whose networks wait to be trained.

    ``x`` are the customers, ``coordinates`` the same as they were clustered: sub-segments lie apart there. ``merged``
    are clusters that were given up, see `choosing_k.without_tiny_clusters`.
    """

    job: Job
    x: np.ndarray
    coordinates: np.ndarray
    merged: dict[str, np.ndarray]
    choice: Choice
    model: Model
    networks: dict[str, TrainingTask]
    folds: list[trials.Fold]
    training_sets: dict[str, cold_start.TrainingSet]
    splits: dict[str, list[cold_start.Trial]]
    comparison: Comparison | None

    def task_groups(self) -> dict[str, list[TrainingTask]]:
        """The trainings by what they are for."""
        compared, seed = (
            specs.compared_specs(self.job.segmentation.network, self.job.segmentation.splits),
            self.job.segmentation.seed,
        )
        return {
            "networks": list(self.networks.values()),
            "trials": trials.tasks(self.folds, compared, seed=seed),
            "cold_start": [cold_start.task(known) for known in self.training_sets.values()],
            "cold_start_trials": [split.task for splits in self.splits.values() for split in splits],
            "challenge": self.comparison.tasks if self.comparison else [],
        }


def run(jobs: list[Job]) -> Iterator[tuple[str, Trained]]:
    """Train all segmentations: their networks share one process that imports TensorFlow.

    Segments come before what divides them further, which is left out where there are enough of them, or where it would
    leave sub-segments of a few customers.

    Yields
    ------
    tuple of str and Trained
        By the name of the segmentation.
    """
    # Scikit-learn's checks of what it is given take as long as the many small fits themselves.
    with one_thread(), config_context(assume_finite=True, skip_parameter_validation=True):
        plans: list[_Plan] = []
        for job in jobs:
            outer = next((plan for plan in plans if plan.job.segmentation.name == job.segmentation.within), None)
            if outer and not job.segmentation.is_divided_further(outer.choice.kind, outer.choice.k):
                continue
            plan = _planned(replace(job, outer=outer.model) if outer else job)
            if plan.job.outer is None or _has_no_tiny_segment(plan):
                plans.append(plan)
        groups = [plan.task_groups() for plan in plans]
        trained = iter(trainer.train_all([task for group in groups for tasks in group.values() for task in tasks]))
        for plan, group in zip(plans, groups, strict=True):
            parts = {name: [next(trained) for _ in tasks] for name, tasks in group.items()}
            yield plan.job.segmentation.name, _finished(plan, parts)


def _has_no_tiny_segment(plan):
    """Whether no segment is under the smallest share: sub-segments of a few customers are of no use."""
    candidates = plan.choice.candidates
    return candidates["smallest_share"][candidates["chosen"]].min() >= plan.job.segmentation.smallest_share


def _planned(job):
    segmentation, table, outer = job.segmentation, job.table, job.outer
    columns = outer.columns if outer else transforms.fit(table, segmentation.features, segmentation.preparation)
    x = transforms.apply(table, columns)
    within = outer.segments(x) if outer else None
    coordinates = levels.apart(x, within) if outer else x
    ks = segmentation.candidates(x, fewest=len(outer.centres) + 1 if outer else 0)
    found = algorithms.centres_by_k(segmentation.algorithm, coordinates, ks, seed=segmentation.seed, columns=columns)
    merged = {}
    if not (segmentation.k or outer):
        found, merged = choosing_k.without_tiny_clusters(x, found)
    chosen = choice.choose(
        coordinates,
        segmentation.found(found),
        columns,
        algorithm=segmentation.algorithm,
        k=segmentation.k,
        ks=[segmentation.k] if segmentation.k else list(found) if merged else ks,
        useful=segmentation.useful,
        seed=segmentation.seed,
        is_within=outer is not None,
    )
    model, chosen = _with_numbers(job, columns, x, chosen, within)
    segments = model.segments(x)
    compared = specs.compared_specs(segmentation.network, segmentation.splits)
    training_sets = _training_sets(job, segments)
    return _Plan(
        job=job,
        x=x,
        coordinates=coordinates,
        merged=merged,
        choice=chosen,
        model=model,
        networks={
            name: trials.task(x, model.centres, spec, seed=segmentation.seed, allowed=model.allowed(x))
            for name, spec in compared.items()
        },
        folds=trials.folds(
            table,
            segmentation.features,
            segmentation.preparation,
            segments,
            algorithm=chosen.algorithm,
            n_splits=segmentation.splits,
            seed=segmentation.seed,
            outer=within,
        ),
        training_sets=training_sets,
        splits={stage: cold_start.trials(known) for stage, known in training_sets.items()},
        comparison=job.champion
        and challenger.prepare(
            table,
            segmentation.features,
            segmentation.preparation,
            job.champion,
            segments,
            job.before > 0,
            algorithm=chosen.algorithm,
            spec=specs.PRESETS[segmentation.network],
            seed=segmentation.seed,
        ),
    )


def _with_numbers(job, columns, x, chosen, within):
    """The model with its segments in the order of their numbers: who was in a segment before keeps its number."""
    outer = None
    if job.outer:
        centres, of = levels.joined(chosen.centres, within)
        outer = Outer(job.outer.centres, job.outer.segment_ids, of)
        clusterings = {k: levels.joined(each, within)[0] for k, each in chosen.clusterings.items()}
        chosen = replace(chosen, centres=centres, clusterings=clusterings)
    clusters = kmeans.assign(x, chosen.centres, outer and outer.allowed(x))["cluster"] - 1
    ids = matching.match(job.before, clusters, len(chosen.centres), used_up_to=job.highest_id)
    order = np.argsort(ids)
    quality = {name: values[order] for name, values in chosen.quality.items()}
    segment_id = np.zeros(len(chosen.clusters["k"]), dtype=int)
    if chosen.k > 1:
        segment_id[chosen.clusters["k"] == chosen.k] = ids
    clusters = chosen.clusters | {"segment_id": segment_id}
    chosen = replace(chosen, centres=chosen.centres[order], quality=quality, clusters=clusters)
    outer, sure = outer and replace(outer, of=outer.of[order]), chosen.confidence.ordered(order)
    return Model(columns, chosen.centres, ids[order], chosen.algorithm, outer=outer, confidence=sure), chosen


def _training_sets(job, segments):
    """What the customers who have shown where they belong teach, by stage."""
    if not job.stages:
        return {}
    mature = np.array(job.early["maturity"].to_pylist()) == "mature"
    known = job.early.filter(pa.array(mature))
    return cold_start.training_sets(known, segments[mature] - 1, job.stages, seed=job.segmentation.seed)


def _finished(plan, trained):
    job, segmentation = plan.job, plan.job.segmentation
    networks = dict(zip(plan.networks, trained["networks"], strict=True))
    model = replace(plan.model, weights=networks[IN_USE].weights)
    segments = model.segments(plan.x)
    outcomes = list(challenger.outcomes(plan.comparison, trained["challenge"])) if plan.comparison else []
    compared, counted = _algorithms(plan, segments), _counted(job, model)
    parts = {
        "feature_transforms": long_form.of_rows(asdict(column) for column in model.columns),
        "feature_bins": _bins(job),
        "preparations": long_form.of_rows(asdict(effect) for effect in _preparations(job)),
        "proxies": long_form.of_rows(asdict(proxy) for proxy in _proxies(plan)),
        "errors_by_level": long_form.of_rows(_errors_by_level(plan, trained["trials"])),
        "axes": long_form.of_rows(_axes(plan, segments)),
        "k_candidates": plan.choice.candidates,
        "k_clusters": plan.choice.clusters,
        "cluster_centres": long_form.centres_by_k(plan.choice.clusterings),
        "merged_clusters": plan.merged,
        "segment_centres": long_form.segment_centres(model),
        "outer_centres": long_form.outer_centres(model),
        "outer_segments": long_form.outer_segments(model),
        "segment_quality": {"segment_id": model.segment_ids, **plan.choice.quality},
        "confidence": long_form.confidence(model),
        "reliability": plan.choice.reliability,
        "segment_statistics": _statistics(model, counted, IN_USE),
        "last_champion": _of_last_champion(job, counted),
        "algorithms": long_form.of_rows(_figures(row, plan.choice.algorithm) for row in compared),
        "algorithm_points": _points(plan, compared),
        "networks": long_form.stacked(
            {"model": name} | array for name, network in networks.items() for array in long_form.network_arrays(network)
        ),
        "network_layers": long_form.network_layers(networks[IN_USE]),
        "classifier_trials": long_form.stacked(_trials(plan, trained["trials"])),
        "cold_start_transforms": long_form.stacked(
            {"moment": stage} | long_form.of_rows(asdict(column) for column in cold_start.fit(known))
            for stage, known in plan.training_sets.items()
        ),
        "cold_start_networks": long_form.stacked(
            {"moment": stage} | array
            for stage, network in zip(plan.training_sets, trained["cold_start"], strict=True)
            for array in long_form.network_arrays(network)
        ),
        "cold_start_trials": long_form.stacked(_cold_start_trials(plan, trained["cold_start_trials"])),
        "updates": long_form.of_rows(asdict(outcome) for outcome in outcomes),
        "lineage": long_form.of_rows(asdict(event) for event in _events(job, model, counted)),
    }
    (in_use,) = (row for row in compared if row.algorithm == plan.choice.algorithm)
    figures = {
        "model_version": f"{segmentation.name}-{model.digest}",
        "customers": int(counted["pairs"].sum()),
        "algorithm": in_use.algorithm,
        "k": in_use.k,
        "features": ", ".join(f"{column.column_name}: {column.transform}" for column in model.columns),
        "structure": plan.choice.structure,
        "segmentation_kind": plan.choice.kind,
        "basis": plan.choice.basis,
        "faithfulness": in_use.faithfulness,
        "silhouette": in_use.placed_silhouette,
        "stability": _least(plan.choice.quality["stability"]),
        "network_accuracy": _accuracy(parts["classifier_trials"]),
    } | confidence.figures(plan.choice.reliability)
    return Trained(figures, parts, {outcome.way: outcome for outcome in outcomes}, job.incomparable)


def _bins(job):
    return long_form.stacked(
        {"feature": feature.name} | long_form.of_rows(asdict(each) for each in drift.bins(job.table[feature.name]))
        for feature in job.segmentation.features
    )


def _preparations(job):
    """What other preparations would do; sub-segments have that of the segments they divide."""
    if job.outer:
        return []
    segmentation = job.segmentation
    return preparation_effects.effects(
        job.table, segmentation.features, segmentation.preparation, ks=segmentation.tried_ks, seed=segmentation.seed
    )


def _proxies(plan):
    """What tells of sensitive attributes; sub-segments are formed by what forms the segments they divide."""
    if plan.job.outer:
        return []
    features = [column.feature for column in plan.model.columns]
    return proxies.find(
        plan.x, features, plan.job.sensitive, k=len(plan.model.centres), seed=plan.job.segmentation.seed
    )


def _errors_by_level(plan, trained):
    """Errors of the network in use on customers that it has not seen."""
    segmentation = plan.job.segmentation
    rows = kmeans.sample_rows(len(plan.x), trials.MOST_CUSTOMERS, seed=segmentation.seed)
    compared = specs.compared_specs(segmentation.network, segmentation.splits)
    predicted = trials.predictions(plan.folds, compared, trained)[IN_USE]
    levels = {name: of_each[rows] for name, of_each in plan.job.sensitive.items()}
    return trials.errors_by_level(plan.folds, predicted, levels) if levels else []


def _axes(plan, segments):
    views = [projection.principal_components(plan.x), projection.discriminants(plan.x, segments)]
    return projection.loading_rows(views, [column.column_name for column in plan.model.columns])


def _counted(job, model):
    """Figures of all customers, of whom those that are learned from may be a part: see `_counts`."""
    highest = max(job.highest_id, job.before.max(initial=0), job.left.max(initial=0))
    models = {IN_USE: model} | ({LAST: job.last} if job.last else {})
    counts = partial(_counts, models, highest, job.segmentation.confident_from)
    return job.of_all(counts) if job.of_all else counts(with_segments(job.table, job.before))


def with_segments(table: pa.Table, before: np.ndarray) -> pa.Table:
    """Customers with the segment that each has had up to now."""
    return table.append_column("segment_before", pa.array(before))


def _counts(models, highest, confident_from, table):
    """Customers, distances and doubtful assignments by model and segment, and customers by segment before and after."""
    found = {}
    for name, model in models.items():
        x = model.coordinates(table)
        assigned = model.assignments(x)
        index = np.searchsorted(model.segment_ids, assigned["segment_id"])
        is_low = model.probabilities(x)[np.arange(len(x)), index] < confident_from
        for figure, values in (("customers", None), ("distance", assigned["distance"]), ("low_confidence", is_low)):
            found[f"{name} {figure}"] = np.bincount(index, weights=values, minlength=len(model.segment_ids))
        if name == IN_USE:
            found["pairs"] = np.zeros((highest + 1, len(model.segment_ids)))
            np.add.at(found["pairs"], (table["segment_before"].to_numpy(), index), 1)
    return found


def _statistics(model, counted, name):
    """Customers, distances and doubtful assignments by segment, of those that anybody is in."""
    customers = counted[f"{name} customers"].astype(int)
    figures = {"segment_id": model.segment_ids, "customers": customers}
    figures |= {figure: counted[f"{name} {figure}"] for figure in ("distance", "low_confidence")}
    return {figure: values[customers > 0] for figure, values in figures.items()}


def _of_last_champion(job, counted):
    """The same by the model in force up to now: a model fits the customers it was trained on."""
    if job.last is None:
        return {}
    statistics = _statistics(job.last, counted, LAST)
    return {"last_version": np.full(len(statistics["segment_id"]), job.last_version)} | statistics


def _events(job, model, counted):
    """What became of the segments; who has left was in one, and is in none."""
    pairs = counted["pairs"].reshape(-1, len(model.segment_ids)).astype(int)
    before, index = pairs.nonzero()
    return lineage.events(
        np.append(before, job.left),
        np.append(model.segment_ids[index], 0 * job.left),
        np.append(pairs[before, index], np.ones_like(job.left)),
    )


def _algorithms(plan, segments):
    segmentation, columns = plan.job.segmentation, plan.model.columns
    chosen = plan.choice.algorithm
    names = algorithms.compared(segmentation.compared_algorithms.split(","), chosen, columns)
    return algorithms.compare(
        plan.coordinates,
        segments,
        names=names,
        chosen=chosen,
        chosen_stability=_mean(plan.choice.quality["stability"]),
        k=len(plan.model.centres),
        seed=segmentation.seed,
        columns=columns,
        points=_shown(plan),
    )


def _shown(plan):
    """Rows of the customers of the maps."""
    return kmeans.sample_rows(len(plan.x), plan.job.segmentation.most_points, seed=plan.job.segmentation.seed)


def _figures(row, chosen):
    figures = {name: value for name, value in asdict(row).items() if name not in ("clusters", "alike")}
    return figures | {"is_chosen": row.algorithm == chosen}


def _points(plan, compared):
    """Where each algorithm puts the customers of the maps; one that failed puts nobody anywhere."""
    ids = np.array(plan.job.table["customer_id"].take(_shown(plan)).to_pylist(), dtype=object)
    return long_form.stacked(
        {"algorithm": row.algorithm, "customer_id": ids, "cluster": row.clusters, "similar_segment_id": row.alike}
        for row in compared
        if len(row.clusters)
    )


def _trials(plan, trained):
    segmentation = plan.job.segmentation
    compared = specs.compared_specs(segmentation.network, segmentation.splits)
    return trials.outcomes(plan.folds, compared, trained, seed=segmentation.seed)


def _cold_start_trials(plan, trained):
    trained, confident_from = iter(trained), plan.job.segmentation.confident_from
    for stage, splits in plan.splits.items():
        for split in splits:
            outcome = cold_start.outcomes(split, next(trained).weights, confident_from=confident_from)
            yield {"moment": stage} | outcome


def _mean(values):
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _least(values):
    known = values[~np.isnan(values)]
    return float(known.min()) if len(known) else None


def _accuracy(cells):
    """Share of the test customers whom the network in use assigns as the clustering of the split does."""
    tested = (cells["model"] == IN_USE) & (cells["split_set"] == "test")
    right = tested & (cells["segment_id"] == cells["predicted_segment_id"])
    return float(cells["customers"][right].sum() / cells["customers"][tested].sum())
