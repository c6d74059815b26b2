"""Whether a build trains a challenger, why, and whether it takes the champion's place."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

# To be raised when the same configuration makes another model, or stores it in another form: all are trained anew.
MODEL_FORMAT = 2


@dataclass(frozen=True)
class Decision:
    """Whether something takes place, and the reason in words."""

    holds: bool
    reason: str


@dataclass(frozen=True)
class Registered:
    """A trained model: its number, a digest of its configuration, and the day whose customers it was trained on."""

    version: int
    configuration: str
    as_of_date: datetime.date
    is_champion: bool
    is_stored: bool = True


@dataclass(frozen=True)
class Figures:
    """How good a model is for the customers of today who were held out, and whom it would move.

    ``silhouette`` is their mean silhouette in the coordinates of today; ``churn`` is the share of the customers with a
    segment whom it assigns to another one than the champion does on the same day; ``gain_low`` and ``gain_high`` are
    the ends of the interval of the silhouette's difference from the champion's.
    """

    silhouette: float
    churn: float
    gain_low: float = 0.0
    gain_high: float = 0.0


def configuration_digest(settings: dict[str, Any], features: list[dict[str, Any]]) -> str:
    """Digest of the settings that make a model what it is, which the schema of settings marks as such.

    Parameters
    ----------
    settings : dict
        A row of ``segmentation_settings``; its ``forming_settings`` are these settings as a text.
    features : list of dict
        The rows of ``segmentation_features`` that form the segments, in order, with their ``forming_settings``.
    """
    forming = [[feature["feature"], feature["forming_settings"]] for feature in features]
    text = json.dumps([MODEL_FORMAT, settings["forming_settings"], forming])
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def decide(
    settings: dict[str, Any],
    *,
    configuration: str,
    models: list[Registered],
    drifts: dict[str, float],
) -> Decision:
    """Decide whether to train, by the setting ``train`` and, under ``auto``, by what has changed.

    Parameters
    ----------
    settings : dict
        A row of ``segmentation_settings``.
    configuration : str
        Digest of the present configuration.
    models : list of Registered
        The models there are, the latest last.
    drifts : dict of str to float
        Population stability index of each feature that forms the segments, against the customers of the champion's
        training.

    Raises
    ------
    ValueError
        If nothing may be trained and no model is stored.
    """
    name, train = settings["segmentation"], settings["train"]
    champion = next((model for model in models if model.is_champion), None)
    if train == "never" and (champion is None or not champion.is_stored):
        raise ValueError(
            f"Segmentation '{name}' has `train: never`, but no model of it is stored: build it once with `train: auto`."
        )
    if train == "never":
        return Decision(False, "never asked for")
    if train == "always":
        return Decision(True, "always asked for")
    if champion is None:
        return Decision(True, "there was no model")
    if not champion.is_stored:
        return Decision(True, "the numbers of the model are not stored")
    if champion.configuration != configuration:
        return Decision(True, "the configuration changed")
    reason = _what_asks_for_it(settings, champion, drifts)
    if reason is None:
        return Decision(False, "nothing asks for it")
    latest = models[-1]
    waited = (settings["as_of_date"] - latest.as_of_date).days
    if not latest.is_champion and waited < settings["challenge_again_after_days"]:
        return Decision(False, f"{reason}, but a challenger lost on {latest.as_of_date}")
    return Decision(True, reason)


def decide_within(
    settings: dict[str, Any],
    *,
    configuration: str,
    models: list[Registered],
    outer_trains: bool,
    is_divided: bool,
) -> Decision:
    """Decide whether to train sub-segments: whenever the segments are that they divide, and where they are new.

    Parameters
    ----------
    settings, configuration, models
        See `decide`.
    outer_trains : bool
        Whether this build trains the segments that they divide.
    is_divided : bool
        Whether the segments in force are to be divided.
    """
    champion = next((model for model in models if model.is_champion), None)
    if outer_trains:
        return Decision(True, "the segments that they divide are trained")
    if not is_divided:
        return Decision(False, "the segments are not a few natural groups")
    if settings["train"] == "never":
        return Decision(False, "never asked for")
    if champion is None or not champion.is_stored:
        return Decision(True, "there was no model")
    if champion.configuration != configuration:
        return Decision(True, "the configuration changed")
    return Decision(False, "nothing asks for it")


def plan(
    settings: dict[str, Any],
    forming: list[dict[str, Any]],
    *,
    models: list[Registered],
    drifts: dict[str, dict[str, float]],
    outer_trains: bool = False,
    is_divided: bool = False,
) -> dict[str, Any]:
    """What a build does with the model of one segmentation: the decision, its number, and the versions to keep.

    Parameters
    ----------
    settings, models
        See `decide`.
    forming : list of dict
        The rows of ``segmentation_features`` that form the segments, in order.
    drifts : dict of str to dict
        See `segmentation.lifecycle.drift.by_feature`.
    outer_trains, is_divided : bool
        Of sub-segments, see `decide_within`.
    """
    champion = next((model.version for model in models if model.is_champion), None)
    configuration = configuration_digest(settings, forming)
    indices = {feature: figures["stability_index"] for feature, figures in drifts.items()}
    if settings["within"]:
        options = {"outer_trains": outer_trains, "is_divided": is_divided}
        decision = decide_within(settings, configuration=configuration, models=models, **options)
    else:
        decision = decide(settings, configuration=configuration, models=models, drifts=indices)
    return {
        "configuration": configuration,
        "trains": decision.holds,
        "reason": decision.reason,
        "version": models[-1].version + 1 if decision.holds and models else champion or 1,
        "champion": champion,
        "kept_versions": ",".join(map(str, kept_versions(models, settings["versions_kept"]))),
        "drifts": [{"feature": feature, **figures} for feature, figures in drifts.items()],
    }


def _what_asks_for_it(settings, champion, drifts):
    feature = max(drifts, key=lambda each: (drifts[each], each), default=None)
    if feature is not None and drifts[feature] >= settings["retrain_from_drift"]:
        return f"{feature} drifted, by an index of {drifts[feature]:.2f}"
    age = (settings["as_of_date"] - champion.as_of_date).days
    return f"the model was {age} days old" if age >= settings["retrain_after_days"] else None


def kept_versions(models: list[Registered], most: int) -> list[int]:
    """The versions whose numbers stay stored: the champion's and the latest, `most` of them in all."""
    champions = [model.version for model in models if model.is_champion]
    others = [model.version for model in models if not model.is_champion]
    return sorted([*champions, *others[len(others) - max(0, most - len(champions)) :]])


def judge(
    champion: Figures | None,
    challenger: Figures | None,
    *,
    allowed_churn: float,
    finds_structure: bool = False,
    is_asked_for: bool = False,
    incomparable: str | None = None,
) -> Decision:
    """Decide whether a challenger takes the champion's place: it has to be better beyond the error of the splits.

    Parameters
    ----------
    champion, challenger : Figures, optional
        None where there is nothing to compare: there is no champion, or it cannot be compared.
    allowed_churn : float
        Share of the customers whom the challenger may move.
    finds_structure : bool
        Whether the challenger found groups where the champion had found none: then it may move everybody.
    is_asked_for : bool
        Whether the model was asked for, by another configuration or by ``train: always``: then it takes over, and what
        it gains and loses is told.
    incomparable : str, optional
        Why a champion that there is cannot be compared, as the end of a sentence.
    """
    if champion is None or challenger is None:
        if incomparable:
            return Decision(True, f"it was compared with no other: {incomparable}")
        return Decision(True, "there was no other model to compare it with")
    compared = (
        f"silhouette {challenger.silhouette:.3f} of held-out customers, against {champion.silhouette:.3f} "
        f"(a difference of {challenger.gain_low:+.3f} to {challenger.gain_high:+.3f})"
    )
    if is_asked_for:
        return Decision(True, f"it was asked for: {compared}, and moves {challenger.churn:.1%} of the customers")
    if challenger.gain_high < 0:
        return Decision(False, f"it is worse: {compared}")
    if not challenger.gain_low > 0:
        return Decision(False, f"it cannot be told to be better: {compared}")
    if challenger.churn > allowed_churn and not finds_structure:
        return Decision(
            False, f"it would move {challenger.churn:.1%} of the customers, and {allowed_churn:.1%} are allowed"
        )
    return Decision(True, f"it is better: {compared}, and moves {challenger.churn:.1%} of the customers")
