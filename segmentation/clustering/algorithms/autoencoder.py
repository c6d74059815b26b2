"""An autoencoder whose code is clustered by K-means. TensorFlow is imported in the training process only."""

from dataclasses import dataclass

import numpy as np

from segmentation.networks import trainer

VALIDATION_SHARE = 0.1
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
    weights, error, epochs = trainer.training_process().submit(train, x, PRESETS[preset], seed=seed).result()
    coded = encode(x, weights)
    return coded, f"code of {coded.shape[1]}, error {error:.3g} after {epochs} epochs"


def encode(x: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    """The code of each row, by matrix products."""
    return np.maximum(x @ weights[0] + weights[1], 0) @ weights[2] + weights[3]


def train(x: np.ndarray, spec: AutoencoderSpec, *, seed: int) -> tuple[list[np.ndarray], float, int]:
    """Train with mean squared error and Adam; to be called in a process of its own.

    Returns
    -------
    weights : list of numpy.ndarray
        Kernel and bias of each layer in turn.
    error : float
        Mean squared error on all rows.
    epochs : int
        How many were run.
    """
    tf = trainer.import_tensorflow()
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
    weights = [
        tf.Variable(values, dtype=tf.float32) for kernel in kernels for values in (kernel, np.zeros(kernel.shape[1]))
    ]
    loop = _compiled_training(tf, weights, x[training], x[validation if held_out else training], batch, spec)
    epochs = int(loop(tf.constant(seed)))
    arrays = [weight.numpy().astype(float) for weight in weights]
    decoded = np.maximum(encode(x, arrays) @ arrays[4] + arrays[5], 0) @ arrays[6] + arrays[7]
    return arrays, float(((decoded - x) ** 2).mean()), epochs


def _compiled_training(tf, weights, training, validation, batch, spec):
    import keras

    training, validation = tf.constant(training, tf.float32), tf.constant(validation, tf.float32)
    optimizer = keras.optimizers.Adam(spec.learning_rate)
    optimizer.build(weights)
    best = [tf.Variable(weight) for weight in weights]
    n = len(training)
    steps = -(-n // batch)
    patience = spec.patience or spec.epochs + 1

    def error(rows):
        values = rows
        for layer in range(4):
            values = values @ weights[2 * layer] + weights[2 * layer + 1]
            values = tf.nn.relu(values) if layer in (0, 2) else values
        return tf.reduce_mean(tf.square(values - rows))

    @tf.function
    def loop(seed):
        # Tensors from the start: a loop over Python numbers would be unrolled, a hundred epochs of it.
        lowest, waited, epoch = tf.constant(np.inf, tf.float32), tf.constant(0), tf.constant(0)
        while epoch < spec.epochs and waited < patience:
            order = tf.random.experimental.stateless_shuffle(tf.range(n), tf.stack([seed, epoch]))
            for step in tf.range(steps):
                rows = tf.gather(training, order[step * batch : tf.minimum((step + 1) * batch, n)])
                with tf.GradientTape() as tape:
                    loss = error(rows)
                optimizer.apply(tape.gradient(loss, weights), weights)
            epoch, waited = epoch + 1, waited + 1
            current = error(validation)
            if current < lowest:
                lowest, waited = current, tf.constant(0)
                for kept, weight in zip(best, weights, strict=True):
                    kept.assign(weight)
        if spec.patience:
            for kept, weight in zip(best, weights, strict=True):
                weight.assign(kept)
        return epoch

    return loop
