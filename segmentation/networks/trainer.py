"""Training of feed-forward networks, in the one process that imports TensorFlow."""

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from segmentation.networks import scoring
from segmentation.networks.specs import TrainedNetwork, TrainingTask
from segmentation.networks.stack import Stack

# TensorFlow reads these when it is first imported. oneDNN adds in an order that depends on the processor.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}

VALIDATION_SHARE = 0.2


@functools.cache
def training_process() -> ProcessPoolExecutor:
    """The one process that imports TensorFlow, which takes long: it trains whatever there is, one after the other."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def wait_for_training() -> None:
    """Wait until the training process has started and is free, so that what follows can be timed."""
    training_process().submit(_import_only).result()


def _import_only():
    import_tensorflow()


def train_all(tasks: list[TrainingTask]) -> list[TrainedNetwork]:
    """Train several networks in a process of their own.

    TensorFlow's threads, memory and messages stay out of the calling process, which never imports it.
    """
    return training_process().submit(train, tasks).result() if tasks else []


def train(tasks: list[TrainingTask]) -> list[TrainedNetwork]:
    """Train networks on labelled customers and keep the weights of each one's best epoch.

    Parameters
    ----------
    tasks : list of TrainingTask

    Returns
    -------
    list of TrainedNetwork, in the order of the tasks
        Weights named as `segmentation.networks.scoring.predict` expects them.

    Notes
    -----
    A fifth of the rows is set aside to tell the best epoch and, once the weights stand, for the temperature of the
    softmax. Past ``most_rows`` customers a sample is used. Tasks of one spec and shape train side by side in one
    compiled loop. One thread and deterministic operations: the same task gives the same weights.
    """
    import_tensorflow()
    lessons = [_lesson(task) for task in tasks]
    groups: dict[tuple, list[int]] = {}
    for index, (task, lesson) in enumerate(zip(tasks, lessons, strict=True)):
        shape = (len(lesson.training[0]), len(lesson.validation[0]), task.x.shape[1], task.n_classes)
        groups.setdefault((task.spec, shape), []).append(index)
    trained: dict[int, TrainedNetwork] = {}
    for (spec, shape), members in groups.items():
        stack = _stack(replace(spec, phases=()), len(members), *shape)
        training, validation = (
            tuple(np.stack([getattr(lessons[member], part)[item] for member in members]) for item in (0, 1))
            for part in ("training", "validation")
        )
        starts = [_standardised(tasks[member], lessons[member]) for member in members]
        seeds = [tasks[member].seed for member in members]
        results = stack.train(training, validation, spec.phases, seeds, starts)
        for member, (weights, history) in zip(members, results, strict=True):
            trained[member] = _finished(tasks[member], lessons[member], weights, history)
    return [trained[index] for index in range(len(tasks))]


@dataclass(frozen=True)
class _Lesson:
    """Rows to learn from and rows set aside, each as standardised coordinates and probabilities of the classes."""

    training: tuple[np.ndarray, np.ndarray]
    validation: tuple[np.ndarray, np.ndarray]
    set_aside: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray


def _lesson(task):
    order = np.random.default_rng(task.seed).permutation(len(task.x))[: task.spec.most_rows]
    held_out = max(1, round(len(order) * VALIDATION_SHARE))
    set_aside, learned = np.sort(order[:held_out]), np.sort(order[held_out:])
    is_soft = task.spec.from_distances and task.targets is not None
    targets = task.targets if is_soft else np.eye(task.n_classes)[task.classes]
    mean, deviation = task.x[learned].mean(axis=0), task.x[learned].std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    parts = [((task.x[rows] - mean) / deviation, targets[rows]) for rows in (learned, set_aside)]
    return _Lesson(*parts, set_aside, mean, deviation)


def _standardised(task, lesson):
    """The weights a task sets out from, made to take the standardised coordinates of its lesson; None for new ones."""
    if task.start is None:
        return None
    kernel, bias = task.start["dense_1/kernel"], task.start["dense_1/bias"]
    moved = {"dense_1/kernel": kernel * lesson.deviation[:, None], "dense_1/bias": bias + lesson.mean @ kernel}
    return task.start | moved


def _finished(task, lesson, weights, history):
    """Weights that take the task's own coordinates, with the temperature that suits the customers set aside."""
    kernel = weights["dense_1/kernel"] / lesson.deviation[:, None]
    weights = weights | {"dense_1/kernel": kernel, "dense_1/bias": weights["dense_1/bias"] - lesson.mean @ kernel}
    temperature = scoring.fit_temperature(task.x[lesson.set_aside], task.classes[lesson.set_aside], weights)
    return TrainedNetwork(weights | {scoring.TEMPERATURE: np.array([temperature])}, history)


def import_tensorflow():
    """Import TensorFlow, held to one thread and to operations that give the same result again."""
    os.environ.update(ENVIRONMENT)
    import tensorflow as tf

    if tf.config.threading.get_intra_op_parallelism_threads() != 1:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    # Every shape of network is compiled by itself; TensorFlow would warn of that.
    tf.get_logger().setLevel("ERROR")
    return tf


@functools.lru_cache(maxsize=4)
def _stack(spec, *sizes):
    return Stack(spec, *sizes)
