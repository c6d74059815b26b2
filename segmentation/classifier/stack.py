"""Several networks of one shape as one: every weight has a leading axis, along which the networks never meet.

Networks of the size that suits customers spend their time between the operations, not in them: twenty in one compiled
loop take little longer than one. TensorFlow is imported when a stack is made, which only the training process does.
"""

import numpy as np

from segmentation.classifier.specs import NetworkSpec

MOMENTUM, EPSILON = 0.99, 1e-3
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
        self.trained, self.moving = self._variables()
        self.variables = self.trained | self.moving
        self.best = {name: tf.Variable(variable) for name, variable in self.variables.items()}
        self.best_score, self.waited = tf.Variable(tf.zeros(n_networks)), tf.Variable(tf.zeros(n_networks, tf.int32))
        kinds = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}
        self.optimizer = kinds[spec.optimizer](weight_decay=spec.weight_decay or None)
        if spec.weight_decay:
            self.optimizer.exclude_from_weight_decay(
                [variable for name, variable in self.trained.items() if not name.endswith("kernel")]
            )
        self.optimizer.build(list(self.trained.values()))
        self._compiled_phase = tf.function(self._phase)

    def train(
        self,
        training: tuple[np.ndarray, np.ndarray],
        validation: tuple[np.ndarray, np.ndarray],
        phases: tuple[tuple[int, float], ...],
        seeds: list[int],
    ) -> list[tuple[dict[str, np.ndarray], dict[str, np.ndarray]]]:
        """Train from new weights and keep those of the best epoch.

        Parameters
        ----------
        training, validation : (numpy.ndarray, numpy.ndarray)
            Coordinates of shape (networks, rows, columns) and probabilities of shape (networks, rows, classes).
        phases : tuple of (epochs, rate)
        seeds : list of int
            One per network: of its weights, the order of its rows and its dropout.

        Returns
        -------
        list of (weights, history), one per network
            Weights as `segmentation.classifier.scoring.predict` expects them; history with one figure per epoch.
        """
        tf = self.tf
        for variable, values in (
            (self.x, training[0]),
            (self.x_validation, validation[0]),
            (self.truth, training[1]),
            (self.truth_validation, validation[1]),
        ):
            variable.assign(values)
        self._start(seeds)
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

    def _variables(self):
        tf = self.tf
        trained, moving = {}, {}
        for name, inputs, units in self._layers():
            shape = (self.spec.width, self.spec.filters) if self._is_convolution(name) else (inputs, units)
            trained[f"{name}/kernel"] = tf.Variable(tf.zeros((self.n_networks, *shape)))
            trained[f"{name}/bias"] = tf.Variable(tf.zeros((self.n_networks, 1, shape[1])))
            if self.spec.normalised and name != "output" and not self._is_convolution(name):
                norm = name.replace("dense", "norm")
                for parts, variables in ((("gamma", "beta"), trained), (("moving_mean", "moving_variance"), moving)):
                    for part in parts:
                        variables[f"{norm}/{part}"] = tf.Variable(tf.zeros((self.n_networks, 1, units)))
        return trained, moving

    def _start(self, seeds):
        import keras

        for name, variable in self.variables.items():
            if name.endswith("kernel"):
                layer = list(self.variables).index(name)
                drawn = [keras.initializers.GlorotUniform(seed=seed + layer)(variable.shape[1:]) for seed in seeds]
                variable.assign(self.tf.stack(drawn))
            else:
                start = 1.0 if name.endswith(("gamma", "moving_variance")) else 0.0
                variable.assign(self.tf.fill(variable.shape, start))
        self.best_score.assign(self.tf.fill([self.n_networks], -np.inf))

    def _dense(self, name):
        """Kernel and bias; a convolution is a dense layer in which the same few weights stand in many places."""
        tf, kernel, bias = self.tf, self.trained[f"{name}/kernel"], self.trained[f"{name}/bias"]
        if not self._is_convolution(name):
            return kernel, bias
        windows = self.n_columns - self.spec.width + 1
        places = np.stack([np.eye(self.n_columns, self.spec.width, -window) for window in range(windows)], axis=1)
        spread = tf.einsum("cpw,swf->scpf", tf.constant(places, tf.float32), kernel)
        return tf.reshape(spread, (self.n_networks, self.n_columns, -1)), tf.tile(bias, (1, 1, windows))

    def _logits(self, values, noise=None):
        """Forward pass; with noise as in training: units dropped, batches normalised by themselves."""
        tf, used = self.tf, 0
        for name, _, units in self._layers():
            kernel, bias = self._dense(name)
            values = values @ kernel + bias
            if name == "output":
                return values
            values = tf.nn.relu(values)
            if self._is_convolution(name):
                continue
            if noise is not None and self.spec.dropout:
                kept = noise[:, :, used : used + units] >= self.spec.dropout
                values = tf.where(kept, values / (1 - self.spec.dropout), 0.0)
                used += units
            if self.spec.normalised:
                values = self._normalised(values, name.replace("dense", "norm"), noise is not None)
        raise AssertionError("A network ends in its output.")

    def _normalised(self, values, norm, training):
        tf = self.tf
        mean, variance = self.moving[f"{norm}/moving_mean"], self.moving[f"{norm}/moving_variance"]
        if training:
            batch_mean, batch_variance = tf.nn.moments(values, axes=[1], keepdims=True)
            mean.assign(mean * MOMENTUM + batch_mean * (1 - MOMENTUM))
            variance.assign(variance * MOMENTUM + batch_variance * (1 - MOMENTUM))
            mean, variance = batch_mean, batch_variance
        return tf.nn.batch_normalization(
            values, mean, variance, self.trained[f"{norm}/beta"], self.trained[f"{norm}/gamma"], EPSILON
        )

    def _judged(self, logits, truth):
        """Loss and accuracy of each network."""
        tf = self.tf
        losses = tf.nn.softmax_cross_entropy_with_logits(truth, logits)
        hits = tf.cast(tf.argmax(truth, 2) == tf.argmax(logits, 2), tf.float32)
        return tf.reduce_mean(losses, 1), tf.reduce_mean(hits, 1)

    def _step(self, rows, noise):
        tf = self.tf
        inputs, truth = (tf.gather(values, rows, batch_dims=1) for values in (self.x, self.truth))
        trained = list(self.trained.values())
        with tf.GradientTape() as tape:
            loss, accuracy = self._judged(self._logits(inputs, noise), truth)
            # The sum's gradient is each network's own: they share no weight.
            total = tf.reduce_sum(loss)
        self.optimizer.apply(tape.gradient(total, trained), trained)
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
        for name, variable in self.variables.items():
            variable.assign(self.best[name])
        return measures.stack()

    def _kept(self, patience):
        """Keep the weights of the networks that are better than they ever were; one that has stopped stays as it is."""
        tf = self.tf
        loss, accuracy = self._judged(self._logits(self.x_validation), self.truth_validation)
        score = -loss if self.spec.keeps == "loss" else accuracy - 1e-5 * tf.minimum(loss, 10.0)
        better = (score > self.best_score) & (self.waited < patience)
        self.best_score.assign(tf.where(better, score, self.best_score))
        self.waited.assign(tf.where(better, 0, tf.where(self.waited < patience, self.waited + 1, self.waited)))
        for name, variable in self.variables.items():
            self.best[name].assign(tf.where(better[:, None, None], variable, self.best[name]))
        return better, (loss, accuracy)

    def _phase_history(self, measures, phase, epochs, rate):
        best = np.flatnonzero(measures[:, MEASURES.index("is_best")])
        waited_from = best[-1] + 1 if len(best) else 0
        run = min(epochs, waited_from + self.spec.patience) if self.spec.patience else epochs
        rates = rate * (0.5 * (1 + np.cos(np.pi * np.arange(run) / epochs)) if self.spec.cosine else np.ones(run))
        columns = dict(zip(MEASURES, measures[:run].T.astype(float), strict=True))
        return {"phase": np.full(run, float(phase)), "learning_rate": rates, **columns}

    def _weights(self, network):
        weights = {name: variable.numpy()[network] for name, variable in self.variables.items()}
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
