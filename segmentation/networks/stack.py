"""Several networks of one shape as one: every weight has a leading axis, along which the networks never meet.

Networks of the size that suits customers spend their time between the operations, not in them: twenty in one compiled
loop take little longer than one. TensorFlow is imported when a stack is made, which only the training process does.
"""

import numpy as np

from segmentation.networks.specs import NetworkSpec

MOMENTUM, EPSILON = 0.99, 1e-3
KERNELS, OTHERS, MOVING = "kernels", "others", "moving"
MEASURES = ("loss", "accuracy", "validation_loss", "validation_accuracy", "is_best")


class Stack:
    """Networks of one spec and one shape that train side by side, each on rows and a seed of its own.

    Parameters
    ----------
    spec : NetworkSpec
        Its phases are given to `train`, so that one compiled stack serves several rates.
    n_networks, n_training, n_validation, n_columns, n_classes : int
    """

    def __init__(
        self, spec: NetworkSpec, n_networks: int, n_training: int, n_validation: int, n_columns: int, n_classes: int
    ):
        import keras
        import tensorflow as tf

        self.tf, self.spec = tf, spec
        self.n_networks, self.n_rows, self.n_columns, self.n_classes = n_networks, n_training, n_columns, n_classes
        self.x, self.x_validation, self.truth, self.truth_validation = (
            tf.Variable(tf.zeros((n_networks, rows, columns)))
            for columns in (n_columns, n_classes)
            for rows in (n_training, n_validation)
        )
        self.places, sizes = self._places()
        # One variable for all numbers of a kind: an optimizer takes as long over a small one as over a large one.
        self.values = {kind: tf.Variable(tf.zeros((n_networks, size))) for kind, size in sizes.items()}
        self.best = {kind: tf.Variable(values) for kind, values in self.values.items()}
        self.best_score, self.waited = tf.Variable(tf.zeros(n_networks)), tf.Variable(tf.zeros(n_networks, tf.int32))
        kinds = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}
        self.optimizer = kinds[spec.optimizer](weight_decay=spec.weight_decay or None)
        if spec.weight_decay:
            self.optimizer.exclude_from_weight_decay([self.values[OTHERS]])
        self.trained = [self.values[KERNELS], self.values[OTHERS]]
        self.optimizer.build(self.trained)
        self._compiled_phase = tf.function(self._phase)

    def train(
        self,
        training: tuple[np.ndarray, np.ndarray],
        validation: tuple[np.ndarray, np.ndarray],
        phases: tuple[tuple[int, float], ...],
        seeds: list[int],
        starts: list[dict[str, np.ndarray] | None] | None = None,
    ) -> list[tuple[dict[str, np.ndarray], dict[str, np.ndarray]]]:
        """Train from new weights, or from others, and keep those of the best epoch.

        Parameters
        ----------
        training, validation : (numpy.ndarray, numpy.ndarray)
            Coordinates of shape (networks, rows, columns) and probabilities of shape (networks, rows, classes).
        phases : tuple of (epochs, rate)
        seeds : list of int
            One per network: of its weights, the order of its rows and its dropout.
        starts : list of dict, optional
            Weights by name from which a network sets out; None for one that sets out from new ones.

        Returns
        -------
        list of (weights, history), one per network
            Weights as `segmentation.networks.scoring.predict` expects them; history with one figure per epoch.
        """
        tf = self.tf
        for variable, values in (
            (self.x, training[0]),
            (self.x_validation, validation[0]),
            (self.truth, training[1]),
            (self.truth_validation, validation[1]),
        ):
            variable.assign(values)
        self._start(seeds, starts or [None] * len(seeds))
        histories = [[] for _ in seeds]
        for phase, (epochs, rate) in enumerate(phases, start=1):
            phase_seeds = tf.constant([[seed + phase] for seed in seeds])
            measures = self._compiled_phase(tf.constant(epochs), tf.constant(rate, tf.float32), phase_seeds).numpy()
            for network, history in enumerate(histories):
                history.append(self._phase_history(measures[:, :, network], phase, epochs, rate))
        return [(self._weights(network), _joined(history)) for network, history in enumerate(histories)]

    def _layers(self):
        """Name, inputs and units of each layer."""
        convolved = [(self.n_columns - self.spec.width + 1) * self.spec.filters] if self.spec.filters else []
        widths = [self.n_columns, *convolved, *self.spec.hidden, self.n_classes]
        names = [*(f"dense_{index}" for index in range(1, len(widths) - 1)), "output"]
        return list(zip(names, widths[:-1], widths[1:], strict=True))

    def _is_convolution(self, name):
        return bool(self.spec.filters) and name == "dense_1"

    def _places(self):
        """Kind, start, end and shape of each array among the numbers of its kind, by name."""
        shapes = {}
        for name, inputs, units in self._layers():
            kernel = (self.spec.width, self.spec.filters) if self._is_convolution(name) else (inputs, units)
            shapes[f"{name}/kernel"], shapes[f"{name}/bias"] = (KERNELS, kernel), (OTHERS, (1, kernel[1]))
            if self._is_normalised(name):
                norm = name.replace("dense", "norm")
                for kind, parts in ((OTHERS, ("gamma", "beta")), (MOVING, ("moving_mean", "moving_variance"))):
                    shapes |= {f"{norm}/{part}": (kind, (1, units)) for part in parts}
        places, used = {}, dict.fromkeys((KERNELS, OTHERS, MOVING), 0)
        for name, (kind, shape) in shapes.items():
            end = used[kind] + int(np.prod(shape))
            places[name] = (kind, used[kind], end, shape)
            used[kind] = end
        return places, used

    def _is_normalised(self, name):
        return self.spec.normalised and name != "output" and not self._is_convolution(name)

    def _array(self, name):
        kind, start, end, shape = self.places[name]
        return self.tf.reshape(self.values[kind][:, start:end], (self.n_networks, *shape))

    def _start(self, seeds, starts=()):
        import keras

        drawn = {kind: np.zeros(values.shape, np.float32) for kind, values in self.values.items()}
        for layer, (name, (kind, start, end, shape)) in enumerate(self.places.items()):
            if name.endswith("kernel"):
                for network, seed in enumerate(seeds):
                    weights = keras.initializers.GlorotUniform(seed=seed + layer)(shape)
                    drawn[kind][network, start:end] = np.ravel(weights)
            elif name.endswith(("gamma", "moving_variance")):
                drawn[kind][:, start:end] = 1
            for network, weights in enumerate(starts):
                if weights is not None:
                    drawn[kind][network, start:end] = np.ravel(weights[name])
        for kind, values in self.values.items():
            values.assign(drawn[kind])
        self.best_score.assign(self.tf.fill([self.n_networks], -np.inf))

    def _dense(self, name):
        """Kernel and bias; a convolution is a dense layer in which the same few weights stand in many places."""
        tf, kernel, bias = self.tf, self._array(f"{name}/kernel"), self._array(f"{name}/bias")
        if not self._is_convolution(name):
            return kernel, bias
        windows = self.n_columns - self.spec.width + 1
        places = np.stack([np.eye(self.n_columns, self.spec.width, -window) for window in range(windows)], axis=1)
        spread = tf.einsum("cpw,swf->scpf", tf.constant(places, tf.float32), kernel)
        return tf.reshape(spread, (self.n_networks, self.n_columns, -1)), tf.tile(bias, (1, 1, windows))

    def _logits(self, values, noise=None):
        """Forward pass and the moving averages after it; with noise units are dropped and batches normalised."""
        tf, used, moved = self.tf, 0, []
        for name, _, units in self._layers():
            kernel, bias = self._dense(name)
            values = values @ kernel + bias
            if name == "output" or self._is_convolution(name):
                values = values if name == "output" else tf.nn.relu(values)
                continue
            values = tf.nn.relu(values)
            if noise is not None and self.spec.dropout:
                kept = noise[:, :, used : used + units] >= self.spec.dropout
                values = tf.where(kept, values / (1 - self.spec.dropout), 0.0)
                used += units
            if self.spec.normalised:
                norm = name.replace("dense", "norm")
                moments = [self._array(f"{norm}/{part}") for part in ("moving_mean", "moving_variance")]
                if noise is not None:
                    of_batch = tf.nn.moments(values, axes=[1], keepdims=True)
                    moved += [old * MOMENTUM + new * (1 - MOMENTUM) for old, new in zip(moments, of_batch, strict=True)]
                    moments = of_batch
                shift, gain = self._array(f"{norm}/beta"), self._array(f"{norm}/gamma")
                values = tf.nn.batch_normalization(values, *moments, shift, gain, EPSILON)
        return values, tf.concat([tf.reshape(each, (self.n_networks, -1)) for each in moved], 1) if moved else None

    def _judged(self, logits, truth):
        """Loss and accuracy of each network."""
        tf = self.tf
        losses = tf.nn.softmax_cross_entropy_with_logits(truth, logits)
        hits = tf.cast(tf.argmax(truth, 2) == tf.argmax(logits, 2), tf.float32)
        return tf.reduce_mean(losses, 1), tf.reduce_mean(hits, 1)

    def _step(self, rows, noise):
        tf = self.tf
        inputs, truth = (tf.gather(values, rows, batch_dims=1) for values in (self.x, self.truth))
        with tf.GradientTape() as tape:
            logits, moved = self._logits(inputs, noise)
            loss, accuracy = self._judged(logits, truth)
            # The sum's gradient is each network's own: they share no weight.
            total = tf.reduce_sum(loss)
        self.optimizer.apply(tape.gradient(total, self.trained), self.trained)
        if moved is not None:
            self.values[MOVING].assign(moved)
        return loss, accuracy

    def _phase(self, epochs, rate, seeds):
        tf, spec, n = self.tf, self.spec, self.n_rows
        batch = max(spec.batch_size, -(-n // spec.most_steps))
        units = sum(spec.hidden) if spec.dropout else 0
        patience = spec.patience or np.iinfo(np.int32).max
        for variable in self.optimizer.variables:
            if variable is not self.optimizer.learning_rate:
                variable.assign(tf.zeros_like(variable))
        self.waited.assign(tf.zeros_like(self.waited))
        measures = tf.TensorArray(tf.float32, size=epochs, element_shape=(len(MEASURES), self.n_networks))
        epoch = tf.constant(0)
        while epoch < epochs and tf.reduce_any(self.waited < patience):
            if spec.cosine:
                share = tf.cast(epoch, tf.float32) / tf.cast(epochs, tf.float32)
                self.optimizer.learning_rate.assign(rate * 0.5 * (1 + tf.cos(np.pi * share)))
            else:
                self.optimizer.learning_rate.assign(rate)
            draws = [tf.concat([seed, [epoch]], 0) for seed in tf.unstack(seeds, self.n_networks)]
            order = tf.stack([tf.random.experimental.stateless_shuffle(tf.range(n), draw) for draw in draws])
            noise = tf.stack([tf.random.stateless_uniform((n, units), draw) for draw in draws])
            loss_sum, hit_sum = tf.zeros(self.n_networks), tf.zeros(self.n_networks)
            for start in tf.range(0, n, batch):
                end = tf.minimum(start + batch, n)
                loss, accuracy = self._step(order[:, start:end], noise[:, start:end])
                share = tf.cast(end - start, tf.float32) / n
                loss_sum, hit_sum = loss_sum + loss * share, hit_sum + accuracy * share
            better, validation = self._kept(patience)
            row = tf.stack([loss_sum, hit_sum, *validation, tf.cast(better, tf.float32)])
            measures = measures.write(epoch, row)
            epoch += 1
        for kind, values in self.values.items():
            values.assign(self.best[kind])
        return measures.stack()

    def _kept(self, patience):
        """Keep the weights of the networks that are better than they ever were; one that has stopped stays as it is."""
        tf = self.tf
        loss, accuracy = self._judged(self._logits(self.x_validation)[0], self.truth_validation)
        score = -loss if self.spec.keeps == "loss" else accuracy - 1e-5 * tf.minimum(loss, 10.0)
        better = (score > self.best_score) & (self.waited < patience)
        self.best_score.assign(tf.where(better, score, self.best_score))
        self.waited.assign(tf.where(better, 0, tf.where(self.waited < patience, self.waited + 1, self.waited)))
        for kind, values in self.values.items():
            self.best[kind].assign(tf.where(better[:, None], values, self.best[kind]))
        return better, (loss, accuracy)

    def _phase_history(self, measures, phase, epochs, rate):
        best = np.flatnonzero(measures[:, MEASURES.index("is_best")])
        waited_from = best[-1] + 1 if len(best) else 0
        run = min(epochs, waited_from + self.spec.patience) if self.spec.patience else epochs
        rates = rate * (0.5 * (1 + np.cos(np.pi * np.arange(run) / epochs)) if self.spec.cosine else np.ones(run))
        columns = dict(zip(MEASURES, measures[:run].T.astype(float), strict=True))
        # Shares of the batches add up to 1 but for roundings.
        columns["accuracy"] = np.minimum(columns["accuracy"], 1.0)
        return {"phase": np.full(run, float(phase)), "learning_rate": rates, **columns}

    def _weights(self, network):
        weights = {name: self._array(name).numpy()[network] for name in self.places}
        for name, _, _ in self._layers():
            if self._is_convolution(name):
                parts = zip(("kernel", "bias"), self._dense(name), strict=True)
                weights |= {f"{name}/{part}": values.numpy()[network] for part, values in parts}
        return {name: values if name.endswith("kernel") else values[0] for name, values in weights.items()}


def _joined(phases):
    history = {name: np.concatenate([phase[name] for phase in phases]) for name in phases[0]}
    # The kept epoch is the last that was better than all before it.
    history["is_best"] = (np.arange(len(history["is_best"])) == np.flatnonzero(history["is_best"])[-1]).astype(float)
    return history
