"""How well a classifier tells the segments: measures, and the baselines it must be held against."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.tree import DecisionTreeClassifier

LEAST_PROBABILITY = 1e-15


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


def nearest_centre(x: np.ndarray, centres: np.ndarray, *, variance: float) -> np.ndarray:
    """Class probabilities of equal round Gaussians at the centres; the likeliest class is the nearest centre's."""
    logits = -(cdist(x, centres) ** 2) / (2 * variance)
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def spread(x: np.ndarray, centres: np.ndarray) -> float:
    """Variance of equal round Gaussians at the centres, from the customers' distances to the nearest one."""
    squares = (cdist(x, centres) ** 2).min(axis=1)
    return max(float(squares.mean()) / x.shape[1], np.finfo(float).eps)


def baselines(
    x: np.ndarray, classes: np.ndarray, test: np.ndarray, centres: np.ndarray, *, seed: int
) -> dict[str, np.ndarray]:
    """Class probabilities of all customers by models that are not a network, fitted on the training customers.

    Returns
    -------
    dict of str to numpy.ndarray of shape (customers, classes)
        ``nearest_centre`` (the clustering's own centres), ``logistic_regression``, ``decision_tree``,
        ``random_forest`` and ``majority_class``.
    """
    n_classes = len(centres)
    training, known = x[~test], classes[~test]
    deviation = training.std(axis=0)
    scaled = (x - training.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    fitted = {
        "logistic_regression": LogisticRegression(max_iter=1_000),
        "decision_tree": DecisionTreeClassifier(random_state=seed),
        "random_forest": RandomForestClassifier(random_state=seed),
        "majority_class": DummyClassifier(strategy="prior"),
    }
    predicted = {"nearest_centre": nearest_centre(x, centres, variance=spread(training, centres))}
    # A logistic regression needs two classes.
    models = fitted if len(np.unique(known)) > 1 else {"majority_class": fitted["majority_class"]}
    for name, model in models.items():
        model.fit(scaled[~test], known)
        predicted[name] = np.zeros((len(x), n_classes))
        predicted[name][:, model.classes_] = model.predict_proba(scaled)
    return predicted
