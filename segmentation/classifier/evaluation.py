"""How well a classifier predicts the segments: measures, and the baselines it is compared with."""

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.tree import DecisionTreeClassifier

from segmentation.clustering import kmeans
from segmentation.features.threads import one_thread

LEAST_PROBABILITY = 1e-15

# What a network is compared with, by name, each made with a seed.
LEARNERS = {
    "logistic_regression": lambda seed: LogisticRegression(max_iter=1_000),
    "decision_tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "random_forest": lambda seed: RandomForestClassifier(50, random_state=seed),
    "majority_class": lambda seed: DummyClassifier(strategy="prior"),
}


def measures(truth: np.ndarray, probabilities: np.ndarray) -> dict[str, float]:
    """Accuracy, macro F1, log loss and calibration error of predicted probabilities.

    Parameters
    ----------
    truth : numpy.ndarray of shape (n,)
        Classes from 0.
    probabilities : numpy.ndarray of shape (n, classes)
    """
    if len(truth) == 0:
        return dict.fromkeys(("accuracy", "macro_f1", "log_loss", "calibration_error"), np.nan)
    predicted = probabilities.argmax(axis=1)
    return {
        "accuracy": float((predicted == truth).mean()),
        "macro_f1": float(f1_score(truth, predicted, average="macro")),
        "log_loss": float(log_losses(truth, probabilities).mean()),
        "calibration_error": calibration_error(truth, probabilities),
    }


def log_losses(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Minus the logarithm of the probability that each customer's own class was given, held to 1e-15 at least."""
    return -np.log(np.maximum(probabilities[np.arange(len(truth)), truth], LEAST_PROBABILITY))


def calibration_error(truth: np.ndarray, probabilities: np.ndarray, *, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over bins of confidence, weighted by size.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks.
    """
    confidence = probabilities.max(axis=1)
    hit = probabilities.argmax(axis=1) == truth
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(index, weights=confidence - hit, minlength=bins)
    return float(np.abs(gaps).sum() / len(truth))


def nearest_centre(
    x: np.ndarray, centres: np.ndarray, *, variance: float, allowed: np.ndarray | None = None
) -> np.ndarray:
    """Class probabilities of equal round Gaussians at the centres; the likeliest class is the nearest centre's.

    See `segmentation.clustering.kmeans.assign` for ``allowed``.
    """
    logits = -(kmeans.distances(x, centres, allowed) ** 2) / (2 * variance)
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def spread(x: np.ndarray, centres: np.ndarray, allowed: np.ndarray | None = None) -> float:
    """Variance of equal round Gaussians at the centres, from the customers' distances to the nearest one."""
    squares = (kmeans.distances(x, centres, allowed) ** 2).min(axis=1)
    return max(float(squares.mean()) / x.shape[1], np.finfo(float).eps)


def baselines(
    x: np.ndarray,
    classes: np.ndarray,
    test: np.ndarray,
    centres: np.ndarray,
    *,
    seed: int,
    allowed: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Class probabilities of all customers by models that are not a network, fitted on the training customers.

    Returns
    -------
    dict of str to numpy.ndarray of shape (customers, classes)
        ``nearest_centre`` (the clustering's own centres), ``logistic_regression``, ``decision_tree``,
        ``random_forest`` and ``majority_class``.
    """
    training = x[~test]
    deviation = training.std(axis=0)
    variance = spread(training, centres, None if allowed is None else allowed[~test])
    scaled = (x - training.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    return {
        "nearest_centre": nearest_centre(x, centres, variance=variance, allowed=allowed),
        **learned_baselines(scaled, classes, test, len(centres), names=tuple(LEARNERS), seed=seed),
    }


def learned_baselines(
    x: np.ndarray,
    classes: np.ndarray,
    test: np.ndarray,
    n_classes: int,
    *,
    names: tuple[str, ...] = ("logistic_regression", "majority_class"),
    seed: int,
) -> dict[str, np.ndarray]:
    """Class probabilities of all customers by models of `LEARNERS`, fitted on the training customers.

    Returns
    -------
    dict of str to numpy.ndarray of shape (customers, classes)
        Where all training customers are of one class there is only ``majority_class``.
    """
    rows = np.flatnonzero(~test)
    if len(np.unique(classes[rows])) == 1:
        names = ("majority_class",)
    predicted = {}
    for name in names:
        with one_thread():
            model = LEARNERS[name](seed).fit(x[rows], classes[rows])
            predicted[name] = np.zeros((len(x), n_classes))
            predicted[name][:, model.classes_] = model.predict_proba(x)
    return predicted
