"""Training of the feed-forward network that learns the segments. The only module that imports TensorFlow.

The 400 epochs run in one compiled loop: `fit` would spend more time between the epochs than in them.
"""

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from segmentation.classifier import scoring

# TensorFlow reads these when it is first imported. oneDNN adds in an order that depends on the processor.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}

VALIDATION_SHARE = 0.2
MEASURES = ("loss", "accuracy", "validation_loss", "validation_accuracy", "is_best")


@dataclass(frozen=True)
class NetworkSpec:
    """Architecture and schedule of a network.

    ``hidden`` are the widths of the dense layers before the softmax, each followed by dropout and batch
    normalisation; ``phases`` are pairs of epochs and learning rate, each phase going on from the best weights so far.
    """

    hidden: tuple[int, ...] = (100, 20, 6)
    dropout: float = 0.5
    phases: tuple[tuple[int, float], ...] = ((200, 1e-3), (200, 1e-4))
    batch_size: int = 32
    steps_per_epoch: int = 10
    max_rows: int = 4_000


PRESETS = {"published": NetworkSpec()}


@dataclass(frozen=True)
class TrainedNetwork:
    """Weights as arrays by name, and one figure per epoch for each measure of the training."""

    weights: dict[str, np.ndarray]
    history: dict[str, np.ndarray]

    def arrays(self) -> dict[str, np.ndarray]:
        """Weights and history under one set of names, to be stored as numbers."""
        return self.weights | {f"history/{name}": values for name, values in self.history.items()}


@dataclass(frozen=True)
class TrainingTask:
    """One network to train: labelled customers, the number of classes, a spec and a seed (see `train`)."""

    x: np.ndarray
    classes: np.ndarray
    n_classes: int
    spec: NetworkSpec
    seed: int


@functools.cache
def training_process() -> ProcessPoolExecutor:
    """The one process that imports TensorFlow, which takes long: it trains whatever there is, one after the other."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def wait_for_training() -> None:
    """Wait until the training process has started and is free, so that what follows can be timed."""
    training_process().submit(_import_tensorflow).result()


def _import_tensorflow():
    _tensorflow(0)


def train_all(tasks: list[TrainingTask]) -> list[TrainedNetwork]:
    """Train several networks, one after the other, in a process of their own.

    TensorFlow's threads, memory and messages stay out of the calling process, which never imports it.
    """
    return list(training_process().map(_train_task, tasks))


def _train_task(task):
    return train(task.x, task.classes, task.n_classes, task.spec, seed=task.seed)


def train(x: np.ndarray, classes: np.ndarray, n_classes: int, spec: NetworkSpec, *, seed: int) -> TrainedNetwork:
    """Train on labelled customers and keep the weights of the epoch with the best validation accuracy.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Scaled coordinates, ordered by customer.
    classes : numpy.ndarray of shape (customers,)
        Integers from 0.
    n_classes : int
    spec : NetworkSpec
    seed : int

    Returns
    -------
    TrainedNetwork
        Weights named as `segmentation.classifier.scoring.predict` expects them.

    Notes
    -----
    A fifth of the rows is set aside for validation and, once the weights stand, for the temperature of the softmax. Of
    equally accurate epochs the one of lower validation loss is kept. Past ``max_rows`` customers a sample is
    used, and the batch grows so that an epoch has no more than ``steps_per_epoch`` steps. One thread and deterministic
    operations: the same rows give the same weights.
    """
    tf = _tensorflow(seed)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))[: spec.max_rows]
    held_out = max(1, round(len(order) * VALIDATION_SHARE))
    validation, training = np.sort(order[:held_out]), np.sort(order[held_out:])
    batch = max(spec.batch_size, -(-len(training) // spec.steps_per_epoch))

    model = _build(tf, x.shape[1], n_classes, spec, seed)
    loop = _compiled_phase(tf, model, x, classes, training, validation, batch)
    parts = []
    for phase, (epochs, rate) in enumerate(spec.phases, start=1):
        measures = loop(tf.constant(epochs), tf.constant(rate, tf.float32), tf.constant(seed + phase)).numpy()
        parts.append(
            {
                "phase": np.full(epochs, phase),
                "learning_rate": np.full(epochs, rate),
                **dict(zip(MEASURES, measures.T, strict=True)),
            }
        )
    history = {name: np.concatenate([part[name] for part in parts]).astype(float) for name in parts[0]}
    # The kept epoch is the last that was better than all before it.
    history["is_best"] = (np.arange(len(history["is_best"])) == np.flatnonzero(history["is_best"])[-1]).astype(float)
    weights = {f"{layer.name}/{weight.name}": weight.numpy() for layer in model.layers for weight in layer.weights}
    temperature = scoring.fit_temperature(x[validation], classes[validation], weights)
    return TrainedNetwork(weights | {scoring.TEMPERATURE: np.array([temperature])}, history)


def _tensorflow(seed):
    os.environ.update(ENVIRONMENT)
    import keras
    import tensorflow as tf

    if tf.config.threading.get_intra_op_parallelism_threads() != 1:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    # Every segmentation compiles a network of its own; TensorFlow would warn of that.
    tf.get_logger().setLevel("ERROR")
    keras.utils.set_random_seed(seed)
    return tf


def _build(tf, n_columns, n_classes, spec, seed):
    import keras

    layers = [keras.Input((n_columns,))]
    for index, width in enumerate(spec.hidden, start=1):
        initializer = keras.initializers.GlorotUniform(seed=seed + index)
        layers += [
            keras.layers.Dense(width, activation="relu", kernel_initializer=initializer, name=f"dense_{index}"),
            keras.layers.Dropout(spec.dropout, seed=seed + 100 + index, name=f"dropout_{index}"),
            keras.layers.BatchNormalization(name=f"norm_{index}"),
        ]
    initializer = keras.initializers.GlorotUniform(seed=seed)
    layers.append(keras.layers.Dense(n_classes, activation="softmax", kernel_initializer=initializer, name="output"))
    return keras.Sequential(layers)


def _compiled_phase(tf, model, x, classes, training, validation, batch):
    import keras

    n_classes = model.output_shape[-1]
    x_training, x_validation = (tf.constant(x[rows], tf.float32) for rows in (training, validation))
    y_training, y_validation = (tf.one_hot(classes[rows], n_classes) for rows in (training, validation))
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    best = [tf.Variable(variable) for variable in model.variables]
    best_score = tf.Variable(-1.0)
    n = len(training)
    steps = -(-n // batch)
    entropy = keras.losses.categorical_crossentropy

    def accuracy(truth, predicted):
        return tf.reduce_mean(tf.cast(tf.argmax(truth, 1) == tf.argmax(predicted, 1), tf.float32))

    @tf.function
    def phase(epochs, rate, seed):
        optimizer.learning_rate.assign(rate)
        for variable in optimizer.variables:
            if variable is not optimizer.learning_rate:
                variable.assign(tf.zeros_like(variable))
        measures = tf.TensorArray(tf.float32, size=epochs, element_shape=(5,))
        for epoch in tf.range(epochs):
            order = tf.random.experimental.stateless_shuffle(tf.range(n), tf.stack([seed, epoch]))
            loss_sum, hit_sum = 0.0, 0.0
            for step in tf.range(steps):
                rows = order[step * batch : tf.minimum((step + 1) * batch, n)]
                inputs, truth = tf.gather(x_training, rows), tf.gather(y_training, rows)
                with tf.GradientTape() as tape:
                    predicted = model(inputs, training=True)
                    loss = tf.reduce_mean(entropy(truth, predicted))
                gradients = tape.gradient(loss, model.trainable_variables)
                optimizer.apply(gradients, model.trainable_variables)
                share = tf.cast(tf.shape(rows)[0], tf.float32) / n
                loss_sum += loss * share
                hit_sum += accuracy(truth, predicted) * share
            predicted = model(x_validation, training=False)
            validation_loss = tf.reduce_mean(entropy(y_validation, predicted))
            validation_accuracy = accuracy(y_validation, predicted)
            score = validation_accuracy - 1e-5 * tf.minimum(validation_loss, 10.0)
            better = score > best_score
            if better:
                best_score.assign(score)
                for kept, variable in zip(best, model.variables, strict=True):
                    kept.assign(variable)
            row = [loss_sum, hit_sum, validation_loss, validation_accuracy, tf.cast(better, tf.float32)]
            measures = measures.write(epoch, tf.stack(row))
        for kept, variable in zip(best, model.variables, strict=True):
            variable.assign(kept)
        return measures.stack()

    return phase
