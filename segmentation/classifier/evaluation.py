"""How well a classifier tells the segments: splits, measures, and the baselines it must be held against."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from threadpoolctl import threadpool_limits

BASELINE_ROWS = 20_000


def held_out(classes: np.ndarray, *, share: float = 0.2, seed: int) -> np.ndarray:
    """Choose test customers, the same share of every class.

    Returns
    -------
    numpy.ndarray of bool
        True for test customers; a class of one customer stays in training.
    """
    rng = np.random.default_rng(seed)
    test = np.zeros(len(classes), dtype=bool)
    for value in np.unique(classes):
        rows = rng.permutation(np.flatnonzero(classes == value))
        test[rows[: min(round(share * len(rows)), len(rows) - 1)]] = True
    return test


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
    labels = np.arange(probabilities.shape[1])
    safe = np.clip(probabilities, 1e-15, None)
    return {
        "accuracy": float((predicted == truth).mean()),
        "macro_f1": float(f1_score(truth, predicted, average="macro")),
        "log_loss": float(log_loss(truth, safe / safe.sum(axis=1, keepdims=True), labels=labels)),
        "calibration_error": calibration_error(truth, probabilities),
    }


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


def baselines(x: np.ndarray, classes: np.ndarray, test: np.ndarray, centres: np.ndarray) -> dict[str, np.ndarray]:
    """Class probabilities of all customers by models that are not a network, fitted on the training customers.

    Returns
    -------
    dict of str to numpy.ndarray of shape (customers, classes)
        ``nearest_centre`` (the clustering's own centres), ``logistic_regression`` and ``majority_class``.
    """
    n_classes = len(centres)
    rows = np.flatnonzero(~test)[:: max(1, -(-int((~test).sum()) // BASELINE_ROWS))]
    # Thinning must not lose a rare class: one customer of each stays.
    training = np.flatnonzero(~test)
    rows = np.union1d(rows, training[np.unique(classes[training], return_index=True)[1]])
    shares = np.bincount(classes[~test], minlength=n_classes) / (~test).sum()
    nearest_squares = (cdist(x[rows], centres) ** 2).min(axis=1)
    variance = max(float(nearest_squares.mean()) / x.shape[1], np.finfo(float).eps)
    with threadpool_limits(1):
        logistic = LogisticRegression(max_iter=1_000).fit(x[rows], classes[rows])
    regressed = np.zeros((len(x), n_classes))
    regressed[:, logistic.classes_] = logistic.predict_proba(x)
    return {
        "nearest_centre": nearest_centre(x, centres, variance=variance),
        "logistic_regression": regressed,
        "majority_class": np.tile(shares, (len(x), 1)),
    }
