"""Whether a build trains the models of a segmentation anew, and why."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

# To be raised when the same configuration makes another model, or stores it in another form: all are trained anew.
MODEL_FORMAT = 1
# What may change without making another model: where the customers come from (drift tells if they are others), names,
# what is shown, and what decides about training itself.
APART = (
    "dataset",
    "customers_from",
    "customer_id_expression",
    "segmentation_label",
    "set_apart_name",
    "set_apart_role",
    "most_points",
    "confident_from",
    "train",
    "retrain_from_drift",
    "retrain_after_days",
    "placed_by",
    "experiments",
    "as_of_date",
)
CHANGED = "the configuration changed"
FORMING = ("feature", "source_column", "type", "transform", "missing")


@dataclass(frozen=True)
class Decision:
    """Whether to train, and the reason in words."""

    trains: bool
    reason: str


@dataclass(frozen=True)
class Stored:
    """The model that stands: a digest of its configuration, and the day whose customers it was trained on."""

    configuration: str
    as_of_date: datetime.date


def configuration_digest(settings: dict[str, Any], features: list[dict[str, Any]]) -> str:
    """Digest of all settings that make a model what it is.

    Parameters
    ----------
    settings : dict
        A row of ``segmentation_settings``.
    features : list of dict
        The rows of ``segmentation_features`` that form the segments, in order.
    """
    made_of = {name: value for name, value in settings.items() if name not in APART}
    forming = [{name: feature[name] for name in FORMING} for feature in features]
    text = json.dumps([MODEL_FORMAT, made_of, forming], sort_keys=True, default=str)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def decide(
    settings: dict[str, Any],
    *,
    configuration: str,
    stored: Stored | None,
    drifts: dict[str, float],
) -> Decision:
    """Decide by the setting ``train`` and, under ``auto``, by what has changed.

    Parameters
    ----------
    settings : dict
        A row of ``segmentation_settings``.
    configuration : str
        Digest of the present configuration.
    stored : Stored, optional
        The model that stands, if there is one.
    drifts : dict of str to float
        Population stability index of each feature that forms the segments, against the customers of the training.

    Raises
    ------
    ValueError
        If nothing may be trained and no model is stored.
    """
    name, train = settings["segmentation"], settings["train"]
    if train == "never" and stored is None:
        raise ValueError(
            f"Segmentation '{name}' has `train: never`, but no model of it is stored: build it once with `train: auto`."
        )
    if train == "never":
        return Decision(False, "never asked for")
    if train == "always":
        return Decision(True, "always asked for")
    if stored is None:
        return Decision(True, "there was no model")
    if stored.configuration != configuration:
        return Decision(True, CHANGED)
    feature = max(drifts, key=lambda each: (drifts[each], each), default=None)
    if feature is not None and drifts[feature] >= settings["retrain_from_drift"]:
        return Decision(True, f"{feature} drifted, by an index of {drifts[feature]:.2f}")
    age = (settings["as_of_date"] - stored.as_of_date).days
    if age >= settings["retrain_after_days"]:
        return Decision(True, f"the model was {age} days old")
    return Decision(False, "nothing asks for it")
