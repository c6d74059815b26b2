"""The stored network applied without TensorFlow: one matrix product a layer, dropout gone, normalisation folded in."""

import numpy as np
from scipy.optimize import minimize_scalar

from segmentation.networks.normalisation import EPSILON

# Probabilities that differ by a smaller share are equal: SQL adds the same terms up in another order.
CLOSE = 1e-9
# So many rows of a layer stay in the processor's cache.
ROWS_AT_ONCE = 4_000
TEMPERATURE = "calibration/temperature"
TEMPERATURES = (0.05, 20.0)
# How far from 1 a temperature is expected, as a deviation of its logarithm: a few customers set aside ask for any.
EXPECTED_DEVIATION = 0.1


def fold(weights: dict[str, np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Fold each batch normalisation into the dense layer after it.

    Parameters
    ----------
    weights : dict of str to numpy.ndarray
        ``dense_i/kernel``, ``dense_i/bias``, ``norm_i/gamma``, ``beta``, ``moving_mean``, ``moving_variance`` for
        the hidden layers i = 1, 2, ..., then ``output/kernel`` and ``output/bias``. Norms may be absent.

    Returns
    -------
    list of (kernel, bias)
        A ReLU belongs between any two of them, a softmax after the last.
    """
    hidden = sum(name.startswith("dense_") and name.endswith("/kernel") for name in weights)
    names = [f"dense_{index}" for index in range(1, hidden + 1)] + ["output"]
    folded = []
    gain, shift = 1.0, 0.0
    for index, name in enumerate(names, start=1):
        kernel, bias = weights[f"{name}/kernel"].astype(float), weights[f"{name}/bias"].astype(float)
        folded.append((np.reshape(gain, (-1, 1)) * kernel, bias + np.broadcast_to(shift, len(kernel)) @ kernel))
        norm = {
            part: weights.get(f"norm_{index}/{part}") for part in ("gamma", "beta", "moving_mean", "moving_variance")
        }
        gain, shift = 1.0, 0.0
        if norm["gamma"] is not None:
            gain = norm["gamma"] / np.sqrt(norm["moving_variance"] + EPSILON)
            shift = norm["beta"] - gain * norm["moving_mean"]
    return folded


def layers(weights: dict[str, np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """The layers of `fold`, the last one divided by ``calibration/temperature`` where there is one."""
    folded = fold(weights)
    if TEMPERATURE in weights:
        kernel, bias = folded[-1]
        temperature = float(weights[TEMPERATURE][0])
        folded[-1] = (kernel / temperature, bias / temperature)
    return folded


def predict(x: np.ndarray, weights: dict[str, np.ndarray], allowed: np.ndarray | None = None) -> np.ndarray:
    """Probability of each class for each customer.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    weights : dict of str to numpy.ndarray
        As `layers` takes them.
    allowed : numpy.ndarray of bool and shape (customers, classes), optional
        The classes that each customer may have, one at least; all by default. The others have probability 0.

    Returns
    -------
    numpy.ndarray of shape (customers, classes), rows summing to 1
    """
    folded = layers(weights)
    probabilities = np.empty((len(x), folded[-1][1].size), order="F")
    for start in range(0, len(x), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        probabilities[rows] = _forward(x[rows], folded, None if allowed is None else allowed[rows])
    return probabilities


def likeliest(probabilities: np.ndarray) -> np.ndarray:
    """Index, from 0, of the likeliest class of each customer; of those as likely but for roundings, the first."""
    by_class = probabilities.T
    return (by_class >= by_class.max(axis=0) * (1 - CLOSE)).argmax(axis=0)


def next_to_centres(probabilities: np.ndarray, again: np.ndarray, distances: np.ndarray) -> dict[str, np.ndarray]:
    """What the network says of each customer, next to the nearest and second nearest centre.

    Parameters
    ----------
    probabilities, again, distances : numpy.ndarray of shape (customers, classes)
        The network's softmax, the chances of being in each class again, and the distances of the centres. A class that
        a customer may not have is infinitely far.

    Returns
    -------
    dict
        ``probability`` and ``second_probability``, the chances of the classes of the two nearest centres;
        ``network_cluster`` and ``network_second_cluster``, the network's two likeliest classes from 1, with their
        softmax, their chances (``network_segment_probability``) and distances. Where there is no other class, the
        second is 0 and its figures are NaN.
    """
    rows = np.arange(len(distances))
    near = np.argsort(distances, axis=1, kind="stable")[:, :2]
    first = likeliest(probabilities)
    without_first = probabilities.copy()
    np.put_along_axis(without_first, first[:, None], -1.0, axis=1)
    likely = np.column_stack([first, likeliest(without_first)])[:, : probabilities.shape[1]]

    def of(values, columns):
        found = np.take_along_axis(values, columns, axis=1)
        if found.shape[1] == 1:
            return found[:, 0], np.full(len(values), np.nan)
        has_second = np.isfinite(distances[rows, columns[:, 1]])
        return found[:, 0], np.where(has_second, found[:, 1], np.nan)

    named = (
        ("", "probability", of(again, near)),
        ("network_", "probability", of(probabilities, likely)),
        ("network_", "segment_probability", of(again, likely)),
        ("network_", "distance", of(distances, likely)),
    )
    second = np.zeros(len(likely), dtype=int)
    if likely.shape[1] > 1:
        second = np.where(np.isfinite(distances[rows, likely[:, 1]]), likely[:, 1] + 1, 0)
    return {"network_cluster": first + 1, "network_second_cluster": second} | {
        f"{prefix}{rank}{name}": values
        for prefix, name, pair in named
        for rank, values in zip(("", "second_"), pair, strict=True)
    }


def fit_temperature(x: np.ndarray, classes: np.ndarray, weights: dict[str, np.ndarray]) -> float:
    """The temperature that suits labelled customers best, near 1 where they are few; the likeliest class stays.

    Likeliest a posteriori, with a normal prior on its logarithm around 0 (`EXPECTED_DEVIATION`): fitted freely on a
    fifth of a few hundred customers it made what the network says of others worse. 1, as trained, where all customers
    are right: the likeliest temperature would be as good as none, whatever the network is sure of.

    References
    ----------
    Guo et al. (2017), On calibration of modern neural networks.
    """
    rows = np.arange(len(x))
    if (likeliest(predict(x, weights)) == classes).all():
        return 1.0

    def doubt(log_temperature):
        probabilities = predict(x, weights | {TEMPERATURE: np.exp([log_temperature])})
        loss = -np.log(np.maximum(probabilities[rows, classes], np.finfo(float).tiny)).sum()
        return loss + 0.5 * (log_temperature / EXPECTED_DEVIATION) ** 2

    return float(np.exp(minimize_scalar(doubt, bounds=np.log(TEMPERATURES), method="bounded").x))


def _forward(x, folded, allowed):
    """Class probabilities of a few rows.

    Customers are the columns here, since sums over classes go fast along the first axis; every product is worked on
    where it lies, since copying would take longest.
    """
    x = x.T
    for kernel, bias in folded[:-1]:
        x = kernel.T @ x
        x += bias[:, None]
        np.maximum(x, 0.0, out=x)
    kernel, bias = folded[-1]
    x = kernel.T @ x
    x += bias[:, None]
    if allowed is not None:
        x[~allowed.T] = -np.inf
    x -= x.max(axis=0)
    np.exp(x, out=x)
    x /= x.sum(axis=0)
    return x.T
