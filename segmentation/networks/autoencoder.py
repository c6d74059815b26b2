"""An autoencoder, whose code is clustered by K-means: its training, and the code by matrix products."""

import functools
import math
from dataclasses import dataclass

import numpy as np

from segmentation.networks import process, updates

VALIDATION_SHARE = 0.1
# Layers with a ReLU after them; the code and the decoded values take any number.
ACTIVE = (0, 2)
# Of few units too many die, whatever the training.
FEWEST_UNITS = 16


@dataclass(frozen=True)
class AutoencoderSpec:
    """Architecture and schedule: two dense layers to the code and two back.

    ``hidden`` and ``code`` are widths, by default twice (16 at least) and half the number of columns. ``most_steps``
    makes batches grow so that an epoch has no more steps; ``patience`` ends the training when the error on a tenth of
    the rows, set aside for it, has not fallen for so many epochs, and the best weights are kept.
    """

    hidden: int | None = None
    code: int | None = None
    epochs: int = 100
    batch_size: int = 8
    learning_rate: float = 1e-3
    most_steps: int | None = None
    patience: int | None = None

    def widths(self, d: int) -> tuple[int, int, int, int]:
        """Widths of the four layers for so many columns."""
        hidden, code = self.hidden or max(2 * d, FEWEST_UNITS), self.code or max(-(-d // 2), min(d, 2))
        return hidden, code, hidden, d


PRESETS = {
    "published": AutoencoderSpec(),
    "sized": AutoencoderSpec(batch_size=16, learning_rate=1e-2, most_steps=50, patience=10),
}


def code(x: np.ndarray, *, seed: int, preset: str) -> tuple[np.ndarray, str]:
    """Train an autoencoder in the process that TensorFlow has; the code of each row, and a note on the training.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    seed : int
    preset : str
        A name in `PRESETS`.
    """
    weights, error, epochs = process.call(train, x, PRESETS[preset], seed=seed)
    coded = encode(x, weights)
    return coded, f"code of {coded.shape[1]}, error {error:.3g} after {epochs} epochs"


def encode(x: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The code of each row, by matrix products."""
    return np.maximum(x @ weights[0] + weights[1], 0) @ weights[2] + weights[3]


def train(x: np.ndarray, spec: AutoencoderSpec, *, seed: int) -> tuple[list[np.ndarray], float, int]:
    """Train with mean squared error and Adam; to be called in the process that has TensorFlow.

    Returns
    -------
    weights : list of numpy.ndarray
        Kernel and bias of each layer in turn.
    error : float
        Mean squared error on all rows.
    epochs : int
        How many were run.
    """
    tf = process.import_tensorflow()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    held_out = round(VALIDATION_SHARE * len(x)) if spec.patience else 0
    validation, training = np.sort(order[:held_out]), np.sort(order[held_out:])
    batch = max(spec.batch_size, -(-len(training) // (spec.most_steps or len(training))))
    widths = spec.widths(x.shape[1])
    kernels = [
        rng.uniform(-1, 1, (rows, columns)) * np.sqrt(6 / (rows + columns))
        for rows, columns in zip((x.shape[1], *widths[:-1]), widths, strict=True)
    ]
    numbers = np.concatenate([part for kernel in kernels for part in (np.ravel(kernel), np.zeros(kernel.shape[1]))])
    rows = [x[each].astype(np.float32) for each in (training, validation if held_out else training)]
    with process.one_thread(tf):
        numbers, epochs = _compiled_training(spec)(*rows, numbers.astype(np.float32), widths, batch, seed)
    arrays = [array.numpy().astype(float) for array in _apart(tf, numbers, x.shape[1], widths)]
    decoded = np.maximum(encode(x, arrays) @ arrays[4] + arrays[5], 0) @ arrays[6] + arrays[7]
    return arrays, float(((decoded - x) ** 2).mean()), int(epochs)


def _apart(tf, numbers, columns, widths):
    """Kernel and bias of each layer in turn."""
    shapes = [
        shape for rows, width in zip((columns, *widths), widths, strict=False) for shape in ((rows, width), (width,))
    ]
    parts = tf.split(numbers, tf.stack([math.prod(shape) for shape in shapes]), num=len(shapes))
    return [tf.reshape(part, shape) for part, shape in zip(parts, shapes, strict=True)]


@functools.lru_cache(maxsize=4)
def _compiled_training(spec):
    """The loop of a spec, compiled once whatever the number of rows and columns."""
    tf = process.import_tensorflow()
    patience = spec.patience or spec.epochs + 1

    def forward(weights, values):
        """What goes into each layer, and what comes out of the last."""
        inputs = []
        for layer in range(4):
            inputs.append(values)
            values = values @ weights[2 * layer] + weights[2 * layer + 1]
            values = tf.nn.relu(values) if layer in ACTIVE else values
        return inputs, values

    def gradients(weights, rows):
        """The gradient of the mean squared error by each array."""
        inputs, decoded = forward(weights, rows)
        gradient = 2 * (decoded - rows) * (1 / tf.cast(tf.size(rows), tf.float32))
        found = []
        for layer in reversed(range(4)):
            found = [tf.matmul(inputs[layer], gradient, transpose_a=True), tf.reduce_sum(gradient, 0), *found]
            gradient = tf.matmul(gradient, weights[2 * layer], transpose_b=True)
            if layer - 1 in ACTIVE:
                gradient = tf.raw_ops.ReluGrad(gradients=gradient, features=inputs[layer])
        return tf.concat([tf.reshape(each, [-1]) for each in found], 0)

    def loop(training, validation, numbers, widths, batch, seed):
        n, columns = tf.shape(training)[0], tf.shape(training)[1]
        widths = tf.unstack(widths, 4)

        def one_batch(start, step, numbers, moments, shuffled):
            end = tf.minimum(start + batch, n)
            found = gradients(_apart(tf, numbers, columns, widths), shuffled[start:end])
            numbers, moments = updates.adam(tf, numbers, found, moments, rate=spec.learning_rate, step=step + 1)
            return end, step + 1, numbers, moments

        def one_epoch(epoch, step, numbers, moments, best, lowest, waited):
            order = tf.random.experimental.stateless_shuffle(tf.range(n), tf.stack([seed, epoch]))
            shuffled = tf.gather(training, order)
            _, step, numbers, moments = tf.while_loop(
                lambda start, *_: start < n,
                lambda *state: one_batch(*state, shuffled),
                (0, step, numbers, moments),
            )
            _, decoded = forward(_apart(tf, numbers, columns, widths), validation)
            error = tf.reduce_mean(tf.square(decoded - validation))
            best = tf.where(error < lowest, numbers, best)
            waited = tf.where(error < lowest, 0, waited + 1)
            return epoch + 1, step, numbers, moments, best, tf.minimum(error, lowest), waited

        moments = (tf.zeros_like(numbers), tf.zeros_like(numbers))
        epoch, _, numbers, _, best, _, _ = tf.while_loop(
            lambda epoch, *state: (epoch < spec.epochs) & (state[-1] < patience),
            one_epoch,
            (0, 0, numbers, moments, numbers, np.float32(np.inf), 0),
        )
        return best if spec.patience else numbers, epoch

    rows, whole = tf.TensorSpec([None, None]), tf.TensorSpec([], tf.int32)
    signature = [rows, rows, tf.TensorSpec([None]), tf.TensorSpec([4], tf.int32), whole, whole]
    return tf.function(loop, autograph=False, input_signature=signature)
