"""Several networks of one spec that train side by side in one compiled loop, each on rows and a seed of its own.

Networks of the size that suits customers spend their time between the operations, not in them: several together take
little longer than one. The loop is compiled once for a spec, whatever the number of networks, rows, columns and
classes.
"""

import functools
from dataclasses import dataclass, replace

import numpy as np

from segmentation.networks import process
from segmentation.networks.layers import Layers
from segmentation.networks.specs import NetworkSpec
from segmentation.networks.updates import UPDATES

MOMENTUM = 0.99
MEASURES = ("loss", "accuracy", "validation_loss", "validation_accuracy", "is_best")


@dataclass(frozen=True)
class Training:
    """Networks of one spec and one shape to train.

    Attributes
    ----------
    spec : NetworkSpec
    training, validation : (numpy.ndarray, numpy.ndarray)
        Coordinates of shape (networks, rows, columns) and probabilities of shape (networks, rows, classes).
    seeds : list of int
        One per network: of its weights, the order of its rows and its dropout.
    starts : list of dict of str to numpy.ndarray
        The weights from which a network starts; None for one that starts from new ones.
    """

    spec: NetworkSpec
    training: tuple[np.ndarray, np.ndarray]
    validation: tuple[np.ndarray, np.ndarray]
    seeds: list[int]
    starts: list[dict[str, np.ndarray] | None]


def train(trainings: list[Training]) -> list[list[tuple[dict[str, np.ndarray], dict[str, np.ndarray]]]]:
    """Train networks and keep those of the best epoch.

    Returns
    -------
    list, one entry per training, of lists of (weights, history), one per network
        Weights as `segmentation.networks.scoring.predict` expects them; history with one figure per epoch.
    """
    # Phases are not compiled: one loop serves several rates.
    return [_stack(replace(each.spec, phases=())).train(each, each.spec.phases) for each in trainings]


@functools.lru_cache(maxsize=8)
def _stack(spec):
    return Stack(process.import_tensorflow(), spec)


class Stack:
    """The compiled training of a spec."""

    def __init__(self, tf, spec: NetworkSpec):
        self.tf, self.spec = tf, spec
        rows, numbers = tf.TensorSpec([None, None, None]), tf.TensorSpec([None, None])
        of_phase = [tf.TensorSpec([], tf.int32), tf.TensorSpec([]), tf.TensorSpec([None, 1], tf.int32)]
        # Loops are TensorFlow's own: translating Python's loops takes longer than compiling them.
        self._compiled_phase = tf.function(
            self._phase,
            autograph=False,
            input_signature=[rows, rows, rows, rows, numbers, numbers, tf.TensorSpec([None]), *of_phase],
        )

    def train(self, given: Training, phases: tuple[tuple[int, float], ...]):
        """Train in phases, each of which continues from the best weights so far."""
        tf = self.tf
        layers = Layers(tf, self.spec, given.training[0].shape[2], given.training[1].shape[2])
        starts = [
            layers.first_weights(seed) if start is None else start
            for seed, start in zip(given.seeds, given.starts, strict=True)
        ]
        first = {
            name: np.float32([np.reshape(start[name], shape) for start in starts])
            for name, shape in layers.shapes.items()
        }
        values, moving = (layout.pack(first) for layout in (layers.trained, layers.moving))
        best_score = tf.fill([len(starts)], -np.inf)
        histories = [[] for _ in starts]
        for phase, (epochs, rate) in enumerate(phases, start=1):
            seeds = tf.constant([[seed + phase] for seed in given.seeds])
            with process.one_thread(tf):
                values, moving, best_score, measures = self._compiled_phase(
                    *given.training, *given.validation, values, moving, best_score, epochs, rate, seeds
                )
            for network, history in enumerate(histories):
                history.append(self._phase_history(measures.numpy()[:, :, network], phase, epochs, rate))
        arrays = layers.dense(layers.trained.unpack(values) | layers.moving.unpack(moving))
        arrays = {name: array.numpy() for name, array in arrays.items()}
        return [
            (
                {name: array[index] if name.endswith("kernel") else array[index, 0] for name, array in arrays.items()},
                _joined(history),
            )
            for index, history in enumerate(histories)
        ]

    def _phase(self, x, truth, x_validation, truth_validation, values, moving, best_score, epochs, rate, seeds):
        """One phase: the best weights and averages, their score, and the measures of its epochs."""
        tf, spec, update = self.tf, self.spec, UPDATES[self.spec.optimizer]
        layers = Layers(tf, spec, tf.shape(x)[2], tf.shape(truth)[2])
        n_networks, n = tf.shape(x)[0], tf.shape(x)[1]
        batch = tf.maximum(spec.batch_size, -(-n // spec.most_steps))
        patience = spec.patience or np.iinfo(np.int32).max

        def one_batch(start, step, numbers, moments, sums, rows, masks, rate):
            end = tf.minimum(start + batch, n)
            values, moving = numbers
            arrays = layers.trained.unpack(values)
            inputs, truth = (each[:, start:end] for each in rows)
            loss, accuracy, gradients, averages = layers.gradients(
                arrays, inputs, truth, [each[:, start:end] for each in masks]
            )
            if spec.weight_decay:
                kernels, others = values[:, : layers.n_in_kernels], values[:, layers.n_in_kernels :]
                values = tf.concat([kernels - kernels * spec.weight_decay * rate, others], 1)
            values, moments = update(tf, values, layers.trained.pack(gradients), moments, rate=rate, step=step + 1)
            if averages:
                moving = moving * MOMENTUM + layers.moving.pack(averages) * (1 - MOMENTUM)
            share = tf.cast(end - start, tf.float32) / tf.cast(n, tf.float32)
            return end, step + 1, (values, moving), moments, sums + tf.stack([loss, accuracy]) * share

        def one_epoch(epoch, step, numbers, moments, best, best_score, waited, measures):
            rate_now = rate
            if spec.cosine:
                share = tf.cast(epoch, tf.float32) / tf.cast(epochs, tf.float32)
                rate_now = rate * 0.5 * (1 + tf.cos(np.pi * share))
            order, masks = self._drawn(seeds, epoch, n)
            rows = [tf.gather(each, order, batch_dims=1) for each in (x, truth)]
            _, step, numbers, moments, sums = tf.while_loop(
                lambda start, *_: start < n,
                lambda *state: one_batch(*state, rows, masks, rate_now),
                (0, step, numbers, moments, tf.zeros([2, n_networks])),
            )
            arrays = layers.trained.unpack(numbers[0]) | layers.moving.unpack(numbers[1])
            loss, accuracy, _ = layers.evaluated(layers.logits(arrays, x_validation), truth_validation)
            score = -loss if spec.keeps == "loss" else accuracy - 1e-5 * tf.minimum(loss, 10.0)
            # A network that has stopped keeps its weights.
            better = self._is_better(score, best_score) & (waited < patience)
            waited = tf.where(better, 0, tf.where(waited < patience, waited + 1, waited))
            best = tuple(tf.where(better[:, None], new, old) for new, old in zip(numbers, best, strict=True))
            row = tf.concat([sums, [loss, accuracy, tf.cast(better, tf.float32)]], 0)
            best_score = tf.where(better, score, best_score)
            return epoch + 1, step, numbers, moments, best, best_score, waited, measures.write(epoch, row)

        measures = tf.TensorArray(tf.float32, size=0, dynamic_size=True, element_shape=(len(MEASURES), None))
        waited = tf.zeros([n_networks], tf.int32)
        moments = (tf.zeros_like(values), tf.zeros_like(values))
        *_, best, best_score, _, measures = tf.while_loop(
            lambda epoch, *state: (epoch < epochs) & tf.reduce_any(state[-2] < patience),
            one_epoch,
            (0, 0, (values, moving), moments, (values, moving), best_score, waited, measures),
        )
        return *best, best_score, measures.stack()

    def _is_better(self, score, best_score):
        return score > best_score

    def _drawn(self, seeds, epoch, n):
        """Row order and dropout masks of an epoch. Each network's depend on its own seed alone."""
        tf, spec = self.tf, self.spec
        draws = tf.concat([seeds, tf.fill([tf.shape(seeds)[0], 1], epoch)], 1)
        shuffle = tf.random.experimental.stateless_shuffle
        order = tf.map_fn(lambda draw: shuffle(tf.range(n), draw), draws)
        if not spec.dropout:
            return order, []
        # A byte decides on a unit: random numbers are what dropout costs.
        units = sum(spec.hidden)
        whole = tf.map_fn(
            lambda draw: tf.random.stateless_uniform((n, -(-units // 4)), draw, None, None, tf.uint32),
            draws,
            fn_output_signature=tf.uint32,
        )
        noise = tf.reshape(tf.bitcast(whole, tf.uint8), (tf.shape(draws)[0], n, -1))[:, :, :units]
        masks = tf.cast(noise >= round(256 * spec.dropout), tf.float32) * (1 / (1 - spec.dropout))
        return order, tf.split(masks, spec.hidden, 2)

    def _phase_history(self, measures, phase, epochs, rate):
        best = np.flatnonzero(measures[:, MEASURES.index("is_best")])
        waited_from = best[-1] + 1 if len(best) else 0
        run = min(epochs, waited_from + self.spec.patience) if self.spec.patience else epochs
        rates = rate * (0.5 * (1 + np.cos(np.pi * np.arange(run) / epochs)) if self.spec.cosine else np.ones(run))
        columns = dict(zip(MEASURES, measures[:run].T.astype(float), strict=True))
        # Shares of the batches add up to 1 but for roundings.
        columns["accuracy"] = np.minimum(columns["accuracy"], 1.0)
        return {"phase": np.full(run, float(phase)), "learning_rate": rates, **columns}


def _joined(phases):
    history = {name: np.concatenate([phase[name] for phase in phases]) for name in phases[0]}
    # The kept epoch is the last that was better than all before it.
    history["is_best"] = (np.arange(len(history["is_best"])) == np.flatnonzero(history["is_best"])[-1]).astype(float)
    return history
