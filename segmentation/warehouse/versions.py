"""Model versions as they are stored: one row each, with the registry's figures and the numbers in nested tables."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.clustering.confidence import Confidence
from segmentation.clustering.levels import Outer
from segmentation.features.transforms import FittedColumn
from segmentation.lifecycle import challenger, retraining_policy
from segmentation.lifecycle.drift import Bin
from segmentation.lifecycle.model import Model
from segmentation.lifecycle.retraining_policy import Figures, Registered
from segmentation.lifecycle.settings import Segmentation
from segmentation.lifecycle.training import Trained
from segmentation.warehouse.io import frame, from_last_build, matrix, nested, schema, unnested
from segmentation.warehouse.settings import of_class

TABLE = "trained_models"
REGISTRY = {
    "segmentation": "string",
    "version": "int32",
    "model_version": "string",
    "configuration": "string",
    "is_champion": "bool",
    "is_stored": "bool",
    "took_over": "bool",
    "as_of_date": "date32",
    "data_from": "date32",
    "customers": "int64",
    "reason": "string",
    "verdict": "string",
    "algorithm": "string",
    "k": "int32",
    "seed": "int32",
    "network": "string",
    "features": "string",
    "structure": "string",
    "segmentation_kind": "string",
    "basis": "string",
    "faithfulness": "double",
    "silhouette": "double",
    "stability": "double",
    "network_accuracy": "double",
    "calibration_error": "double",
    "brier_score": "double",
}
FITTED = {
    "position": "int32",
    "column_name": "string",
    "feature": "string",
    "level": "string",
    "transform": "string",
    "fill_value": "double",
    "centre": "double",
    "scale": "double",
    "lower_limit": "double",
    "upper_limit": "double",
}
ARRAY = {"array_name": "string", "i": "int32", "j": "int32", "value": "double"}
PARTS = {
    "feature_transforms": FITTED,
    "feature_bins": {
        "feature": "string",
        "bin": "int32",
        "lower_limit": "double",
        "upper_limit": "double",
        "level": "string",
        "share": "double",
    },
    "preparations": {
        "preparation": "string",
        "columns": "int32",
        "k": "int32",
        "silhouette": "double",
        "configured_silhouette": "double",
        "smallest_share": "double",
        "largest_share": "double",
        "agreement": "double",
    },
    "proxies": {
        "attribute": "string",
        "proxy": "string",
        "levels": "int32",
        "customers": "int64",
        "balanced_accuracy": "double",
        "balanced_accuracy_low": "double",
        "balanced_accuracy_high": "double",
        "silhouette": "double",
        "silhouette_without": "double",
    },
    "errors_by_level": {
        "feature": "string",
        "level": "string",
        "customers": "int64",
        "tests": "int64",
        "errors": "int64",
    },
    "axes": {
        "axis": "string",
        "position": "int32",
        "column_name": "string",
        "weight": "double",
        "loading": "double",
        "explained_share": "double",
    },
    "k_candidates": {
        "k": "int32",
        "inertia": "double",
        "silhouette": "double",
        "silhouette_se": "double",
        "gap": "double",
        "gap_se": "double",
        "gap_rows": "int64",
        "calinski_harabasz": "double",
        "davies_bouldin": "double",
        "sampled_rows": "int64",
        "mixture_gain": "double",
        "mixture_gain_se": "double",
        "mixture_rows": "int64",
        "stability": "double",
        "least_stability": "double",
        "stability_rows": "int64",
        "smallest_size": "int64",
        "smallest_share": "double",
        "largest_share": "double",
        "votes": "int32",
        "voted_by": "string",
        "chosen": "bool",
        "best_gain": "double",
        "structureless_gain": "double",
    },
    "k_clusters": {
        "k": "int32",
        "cluster": "int32",
        "segment_id": "int32",
        "customers": "int64",
        "silhouette": "double",
        "stability": "double",
    },
    "cluster_centres": {"k": "int32", "cluster": "int32", "position": "int32", "centre": "double"},
    "merged_clusters": {"k": "int32", "customers": "int64"},
    "segment_centres": {"segment_id": "int32", "position": "int32", "column_name": "string", "centre": "double"},
    # Of sub-segments: the segments they lie within, empty for others.
    "outer_centres": {"segment_id": "int32", "position": "int32", "centre": "double"},
    "outer_segments": {"segment_id": "int32", "within_segment_id": "int32"},
    "segment_quality": {"segment_id": "int32", "silhouette": "double", "stability": "double"},
    "confidence": {"segment_id": "int32", "narrow": "double", "wide": "double", "wide_share": "double"},
    "reliability": {
        "bin": "int32",
        "customers": "int64",
        "placements": "int64",
        "probability": "double",
        "agreement": "double",
        "squared_error": "double",
    },
    "segment_statistics": {
        "segment_id": "int32",
        "customers": "int64",
        "distance": "double",
        "low_confidence": "int64",
    },
    # Of the customers of the training, by the champion before.
    "last_champion": {
        "last_version": "int32",
        "segment_id": "int32",
        "customers": "int64",
        "distance": "double",
        "low_confidence": "int64",
    },
    "algorithms": {
        "algorithm": "string",
        "is_chosen": "bool",
        "k": "int32",
        "silhouette": "double",
        "placed_silhouette": "double",
        "silhouette_gain": "double",
        "silhouette_gain_low": "double",
        "silhouette_gain_high": "double",
        "inertia": "double",
        "stability": "double",
        "calinski_harabasz": "double",
        "davies_bouldin": "double",
        "smallest_share": "double",
        "largest_share": "double",
        "noise_share": "double",
        "adjusted_rand": "double",
        "faithfulness": "double",
        "seconds": "double",
        "rows_used": "int64",
        "is_sample": "bool",
        "measured_rows": "int64",
        "note": "string",
    },
    "algorithm_points": {
        "algorithm": "string",
        "customer_id": "string",
        "cluster": "int32",
        "similar_segment_id": "int32",
    },
    "networks": {"model": "string", **ARRAY},
    "network_layers": {"layer": "int32", "i": "int32", "j": "int32", "value": "double"},
    "classifier_trials": {
        "model": "string",
        "split": "string",
        "split_set": "string",
        "segment_id": "int32",
        "predicted_segment_id": "int32",
        "confidence_bin": "int32",
        "customers": "int64",
        "confidence": "double",
        "log_loss": "double",
    },
    "cold_start_transforms": {"moment": "string", **FITTED},
    "cold_start_networks": {"moment": "string", **ARRAY},
    "cold_start_trials": {
        "moment": "string",
        "model": "string",
        "split": "string",
        "threshold": "double",
        "tested": "int64",
        "customers": "int64",
        "accuracy": "double",
        "majority_accuracy": "double",
        "macro_f1": "double",
        "log_loss": "double",
        "calibration_error": "double",
    },
    "updates": {
        "way": "string",
        "splits": "int64",
        "held_out": "int64",
        "silhouette": "double",
        "churn": "double",
        "network_accuracy": "double",
        "silhouette_gain": "double",
        "silhouette_gain_low": "double",
        "silhouette_gain_high": "double",
    },
    "lineage": {
        "segment_id": "int32",
        "event": "string",
        "other_segment_id": "int32",
        "customers_before": "int64",
        "customers_after": "int64",
        "shared": "int64",
        "overlap": "double",
    },
}
TYPES = REGISTRY | PARTS
# What stays of a version whose numbers are not stored any more.
LASTING = ("lineage",)


@dataclass(frozen=True)
class Version:
    """One stored model version: a row of the table."""

    row: pa.Table

    def __getitem__(self, figure: str) -> Any:
        """A figure of the registry."""
        return self.row[figure][0].as_py()

    def part(self, name: str) -> pa.Table:
        """The rows of one of its nested tables."""
        return unnested(self.row[name])

    @functools.cached_property
    def model(self) -> Model:
        """What assigns customers."""
        ids, values = _centres(self.part("segment_centres"))
        weights = _weights(self._rows_with("networks", model="network"))
        columns = _columns(self.part("feature_transforms"))
        return Model(columns, values, ids, self["algorithm"], weights, self._outer(), self._confidence())

    @property
    def least_stability(self) -> float | None:
        """Stability of its least stable segment; None where it is not known of any."""
        return pc.min(self.part("segment_quality")["stability"]).as_py()

    @property
    def clusterings(self) -> dict[int, np.ndarray]:
        """Centres of every clustering tried, by k."""
        table = self.part("cluster_centres")
        return {
            k: matrix(table.filter(pc.equal(table["k"], k)), "cluster", "position", "centre")
            for k in sorted(set(table["k"].to_pylist()))
        }

    @property
    def bins(self) -> dict[str, list[Bin]]:
        """The bins of each feature at the training."""
        found: dict[str, list[Bin]] = {}
        for row in self.part("feature_bins").to_pylist():
            found.setdefault(row.pop("feature"), []).append(Bin(**row))
        return found

    @property
    def cold_start(self) -> dict[str, tuple[list[FittedColumn], dict[str, np.ndarray]]]:
        """Scaled columns and network of the cold start, by stage."""
        return {
            stage: (
                _columns(self._rows_with("cold_start_transforms", moment=stage)),
                _weights(self._rows_with("cold_start_networks", moment=stage)),
            )
            for stage in sorted(set(self.part("cold_start_transforms")["moment"].to_pylist()))
        }

    def _outer(self):
        within = self.part("outer_segments").sort_by("segment_id")
        if not within:
            return None
        ids, values = _centres(self.part("outer_centres"))
        return Outer(values, ids, within["within_segment_id"].to_numpy())

    def _confidence(self):
        rows = self.part("confidence").sort_by("segment_id")
        if not rows:
            return None
        return Confidence(rows["narrow"][0].as_py(), rows["wide"][0].as_py(), rows["wide_share"].to_numpy())

    def _rows_with(self, part, **values):
        table = self.part(part)
        for name, value in values.items():
            table = table.filter(pc.equal(table[name], value))
        return table


def _columns(table):
    rows = sorted(table.to_pylist(), key=lambda row: row["position"])
    return [FittedColumn(**of_class(row, FittedColumn)) for row in rows]


def _centres(table):
    """Numbers of the segments, and their centres as a matrix."""
    ids, rows = np.unique(table["segment_id"].to_numpy(), return_inverse=True)
    values = np.zeros((len(ids), table["position"].to_numpy().max()))
    values[rows, table["position"].to_numpy() - 1] = table["centre"].to_numpy()
    return ids, values


def _weights(table):
    """Weights of a network by name: matrices for kernels, vectors for the rest."""
    names = sorted(name for name in set(table["array_name"].to_pylist()) if not name.startswith("history/"))
    values = {name: matrix(table.filter(pc.equal(table["array_name"], name)), "i", "j", "value") for name in names}
    return {name: array if name.endswith("kernel") else array[:, 0] for name, array in values.items()}


def champions(stored: dict[tuple[str, int], Version], names: Iterable[str]) -> dict[str, Version]:
    """The models in force of these segmentations, by name, in order."""
    wanted = set(names)
    found = [(name, stored[name, number]) for name, number in sorted(stored) if name in wanted]
    return {name: version for name, version in found if version["is_champion"]}


def kept_of_training(before: pa.Table | None, champion: Version, columns: Iterable[str]) -> pa.Table | None:
    """What an earlier build found of a model when it was trained, in a table of all; None where that has to be found.

    Parameters
    ----------
    before : pyarrow.Table, optional
        The table as the last build left it, with ``segmentation`` and ``model_version``.
    champion : Version
    columns : iterable of str
        Those that it has today: one of an earlier release may have others.
    """
    if before is None or before.column_names != list(columns):
        return None
    is_of_name = pc.equal(before["segmentation"], champion["segmentation"])
    # By its numbers: after a day is taken back another model may have the same place.
    rows = before.filter(pc.and_(is_of_name, pc.equal(before["model_version"], champion["model_version"])))
    return rows if rows.num_rows else None


def rival(decided: dict, champion: Version | None, features: list[dict]) -> dict[str, Any]:
    """What a model trained in this build is compared with, for a `Job`: the champion, or why it cannot be.

    Parameters
    ----------
    decided : dict
        A row of `training_plan`.
    champion : Version, optional
    features : list of dict
        The rows of `segmentation_features` of the segmentation.
    """
    if champion is None:
        return {}
    if decided["within"]:
        return {"incomparable": "sub-segments go with the segments that they divide"}
    if not champion["is_stored"]:
        return {"incomparable": "the numbers of the model before it are not stored"}
    kinds = {row["feature"]: row["kind"] for row in features}
    columns = champion.model.columns
    gone = {
        each.feature for each in columns if kinds.get(each.feature) != ("number" if each.level is None else "category")
    }
    if gone:
        return {
            "incomparable": f"the one before it divides by {', '.join(sorted(gone))}, which is not configured any more"
        }
    return {"champion": champion.model}


def features_of(job: dict[str, Any]) -> list[str]:
    """The features of the champion that a model is compared with, see `rival`."""
    return sorted({column.feature for column in job["champion"].columns}) if "champion" in job else []


def last_champion(decided: dict, champion: Version | None) -> dict[str, object]:
    """The champion up to now for a `Job`, where it is of the same settings and its numbers are stored."""
    if not champion or not champion["is_stored"] or champion["configuration"] != decided["configuration"]:
        return {}
    return {"last": champion.model, "last_version": champion["version"]}


def outer_model(stored: dict[tuple[str, int], Version], plan: list[dict], segmentation: Segmentation) -> Model | None:
    """The model in force of the segments that sub-segments divide; None for others, and where none is stored."""
    champion = next((row["champion"] for row in plan if row["segmentation"] == segmentation.within), None)
    version = stored.get((segmentation.within, champion))
    return version.model if version and version["is_stored"] else None


def is_divided(stored: dict[tuple[str, int], Version], outer: dict, segmentation: Segmentation) -> bool:
    """Whether the segments in force, of the row ``outer`` of `training_plan`, are to have sub-segments."""
    champion = stored.get((segmentation.within, outer["champion"]))
    return champion is not None and segmentation.is_divided_further(champion["segmentation_kind"], champion["k"])


def stored_model(stored: dict[tuple[str, int], Version], segmentation: str, version: int) -> Model | None:
    """The model of a version, if its numbers are stored."""
    found = stored.get((segmentation, version))
    return found.model if found and found["is_stored"] else None


def of_table(table: pa.Table | None) -> dict[tuple[str, int], Version]:
    """Stored versions by segmentation and number."""
    if table is None:
        return {}
    versions = [Version(table.slice(place, 1)) for place in range(table.num_rows)]
    return {(version["segmentation"], version["version"]): version for version in versions}


def last_build(dbt, session) -> pa.Table | None:
    """The table as the last build left it, with all columns of today; None before the first.

    A warehouse of an earlier release has the registry under another name: its models are known, their numbers are not.
    """
    for table in (TABLE, "registered_models"):
        stored = from_last_build(dbt, session, table)
        if stored is not None:
            break
    else:
        return None
    fields = schema(TYPES)
    if table != TABLE:
        stored = stored.set_column(
            stored.column_names.index("is_stored"), "is_stored", pa.array([False] * stored.num_rows)
        )
    columns = [
        stored[field.name].cast(field.type) if field.name in stored.column_names else pa.nulls(len(stored), field.type)
        for field in fields
    ]
    table = pa.table(columns, schema=fields)
    if "took_over" in stored.column_names:
        return table
    # An earlier release said it by the verdict alone.
    lost = pc.match_substring_regex(pc.fill_null(table["verdict"], ""), "^it (is no better|would move)")
    return table.set_column(table.column_names.index("took_over"), fields.field("took_over"), pc.invert(lost))


def registered(stored: pa.Table | None) -> dict[str, list[Registered]]:
    """The models that earlier builds have trained, by segmentation, the latest last."""
    found: dict[str, list[Registered]] = {}
    for row in [] if stored is None else stored.select(list(REGISTRY)).sort_by("version").to_pylist():
        found.setdefault(row["segmentation"], []).append(Registered(**of_class(row, Registered)))
    return found


def highest_ids(versions: dict[tuple[str, int], Version]) -> dict[str, int]:
    """The highest number that a segment of each segmentation has ever had."""
    highest: dict[str, int] = {}
    for (name, _), version in versions.items():
        ids = version.part("lineage")["segment_id"].to_pylist()
        highest[name] = max([highest.get(name, 0), *ids])
    return highest


def register(stored: pa.Table | None, plan: list[dict], trained: dict[str, Trained]) -> pa.Table:
    """The table after a build: what was stored, and what was trained with the verdict on it.

    Parameters
    ----------
    stored : pyarrow.Table, optional
    plan : list of dict
        Rows of `training_plan`.
    trained : dict of str to Trained
        What was trained, by segmentation.
    """
    fields = schema(TYPES)
    stored = fields.empty_table() if stored is None else stored
    rows = stored.select(list(REGISTRY)).to_pylist()
    kept = {row["segmentation"]: row["kept_versions"].split(",") for row in plan}
    new, verdicts = [], {}
    for decided in plan:
        name, within = decided["segmentation"], decided["within"]
        known = [row for row in rows if row["segmentation"] == name]
        if within in verdicts and verdicts[within].holds:
            # Sub-segments go with the segments that they divide.
            for row in known:
                row["is_champion"] = False
        for row in known:
            row["is_stored"] = row["is_stored"] and str(row["version"]) in kept[name]
        if name in trained:
            verdict = verdicts[name] = verdicts.get(within) or _judged(decided, known, trained[name])
            for row in known:
                row["is_champion"] = row["is_champion"] and not verdict.holds
            figures = decided | trained[name].figures
            figures |= {"is_champion": verdict.holds, "is_stored": True, "took_over": verdict.holds}
            figures |= {"verdict": verdict.reason}
            parts = {part: nested(trained[name].parts[part], types) for part, types in PARTS.items()}
            new.append({column: [figures[column]] for column in REGISTRY} | parts)
    return pa.concat_tables([_updated(stored, rows, fields), frame(new, TYPES)])


def _judged(decided, known, trained):
    figures = {
        way: Figures(outcome.silhouette, outcome.churn, outcome.silhouette_gain_low, outcome.silhouette_gain_high)
        for way, outcome in trained.outcomes.items()
    }
    champion = next((row for row in known if row["is_champion"]), None)
    had_structure = champion is not None and champion["structure"] == "found"
    is_same = champion is not None and champion["configuration"] == decided["configuration"]
    return retraining_policy.judge(
        figures.get(challenger.CHAMPION),
        figures.get(challenger.ANEW),
        allowed_churn=decided["allowed_churn"],
        finds_structure=trained.figures["structure"] == "found" and not had_structure,
        is_asked_for=decided["train"] == "always" or not is_same,
        incomparable=trained.incomparable,
    )


def _updated(stored, rows, fields):
    """Stored versions with the registry's rows as they are now; the numbers of those not kept are gone."""
    is_stored = pa.array([row["is_stored"] for row in rows], pa.bool_())
    registry = frame([{name: [row[name] for row in rows] for name in REGISTRY}], REGISTRY) if rows else stored
    columns = [
        registry[field.name]
        if field.name in REGISTRY
        else stored[field.name]
        if field.name in LASTING or not rows
        else pc.if_else(is_stored, stored[field.name].combine_chunks(), pa.scalar(None, field.type))
        for field in fields
    ]
    return pa.table(columns, schema=fields)
