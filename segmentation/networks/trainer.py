"""Training of feed-forward networks on labelled customers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from segmentation.networks import process, scoring, stack
from segmentation.networks.specs import TrainedNetwork, TrainingTask

VALIDATION_SHARE = 0.2


def train_all(tasks: list[TrainingTask]) -> list[TrainedNetwork]:
    """Train several networks in the process that has TensorFlow; parameters and result are those of `train`."""
    return train(tasks, call=process.call) if tasks else []


def _here(function, *args):
    return function(*args)


def train(tasks: list[TrainingTask], *, call: Callable = _here) -> list[TrainedNetwork]:
    """Train networks on labelled customers and keep the weights of each one's best epoch.

    Parameters
    ----------
    tasks : list of TrainingTask
    call : callable
        What calls the function that needs TensorFlow, by default in this process.

    Returns
    -------
    list of TrainedNetwork, in the order of the tasks
        Weights named as `segmentation.networks.scoring.predict` expects them.

    Notes
    -----
    A fifth of the rows is set aside to find the best epoch and, once the weights stand, for the temperature of the
    softmax. Past ``most_rows`` customers a sample is used. Tasks of one spec and shape train side by side in one
    compiled loop. One thread and deterministic operations: the same task gives the same weights.
    """
    sets = [_training_set(task) for task in tasks]
    groups: dict[tuple, list[int]] = {}
    for index, (task, training_set) in enumerate(zip(tasks, sets, strict=True)):
        shape = (len(training_set.training[0]), len(training_set.validation[0]), task.x.shape[1], task.n_classes)
        groups.setdefault((task.spec, shape), []).append(index)
    stacked = [
        stack.Training(
            spec=spec,
            training=_stacked([sets[member].training for member in members]),
            validation=_stacked([sets[member].validation for member in members]),
            seeds=[tasks[member].seed for member in members],
            starts=[_standardised(tasks[member], sets[member]) for member in members],
        )
        for (spec, _), members in groups.items()
    ]
    trained: dict[int, TrainedNetwork] = {}
    for members, results in zip(groups.values(), call(stack.train, stacked), strict=True):
        for member, (weights, history) in zip(members, results, strict=True):
            trained[member] = _finished(tasks[member], sets[member], weights, history)
    return [trained[index] for index in range(len(tasks))]


@dataclass(frozen=True)
class _TrainingSet:
    """Rows to learn from and rows set aside, each as standardised coordinates and probabilities of the classes."""

    training: tuple[np.ndarray, np.ndarray]
    validation: tuple[np.ndarray, np.ndarray]
    set_aside: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray


def _training_set(task):
    order = np.random.default_rng(task.seed).permutation(len(task.x))[: task.spec.most_rows]
    held_out = max(1, round(len(order) * VALIDATION_SHARE))
    set_aside, learned = np.sort(order[:held_out]), np.sort(order[held_out:])
    is_soft = task.spec.from_distances and task.targets is not None
    targets = task.targets if is_soft else np.eye(task.n_classes)[task.classes]
    mean, deviation = task.x[learned].mean(axis=0), task.x[learned].std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    parts = [((task.x[rows] - mean) / deviation, targets[rows]) for rows in (learned, set_aside)]
    return _TrainingSet(*parts, set_aside, mean, deviation)


def _stacked(pairs):
    """Coordinates and probabilities of several networks, with the networks as the leading axis."""
    return tuple(np.stack(each).astype(np.float32) for each in zip(*pairs, strict=True))


def _standardised(task, training_set):
    """The weights a task starts from, for the standardised coordinates of its training set; None for new ones."""
    if task.start is None:
        return None
    kernel, bias = task.start["dense_1/kernel"], task.start["dense_1/bias"]
    moved = {
        "dense_1/kernel": kernel * training_set.deviation[:, None],
        "dense_1/bias": bias + training_set.mean @ kernel,
    }
    return task.start | moved


def _finished(task, training_set, weights, history):
    """Weights that take the task's own coordinates, with the temperature that suits the customers set aside."""
    kernel = weights["dense_1/kernel"] / training_set.deviation[:, None]
    weights = weights | {"dense_1/kernel": kernel, "dense_1/bias": weights["dense_1/bias"] - training_set.mean @ kernel}
    temperature = scoring.fit_temperature(task.x[training_set.set_aside], task.classes[training_set.set_aside], weights)
    return TrainedNetwork(weights | {scoring.TEMPERATURE: np.array([temperature])}, history)
