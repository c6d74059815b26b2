"""Forward and backward pass of several networks of one spec at once; networks are the leading axis.

The gradients are written out. TensorFlow can derive them, but needs several times the operations where sizes are
unknown when it compiles, and the cost of networks as small as these is the number of their operations.
"""

import math

import numpy as np

from segmentation.networks.normalisation import PARTS, Normalisation, prefix
from segmentation.networks.specs import NetworkSpec


class Layout:
    """How the arrays of a network are packed into one row of numbers.

    Parameters
    ----------
    tf : module
    shapes : dict of str to tuple
        The shape of each array, by name. Its sizes may be tensors.
    """

    def __init__(self, tf, shapes: dict[str, tuple]):
        self.tf, self.shapes = tf, shapes
        sizes = [math.prod(shape) for shape in shapes.values()]
        # Computed once, outside the training loop.
        self.sizes = tf.stack(sizes) if sizes else None
        self.arrays = {name: tf.stack([-1, *shape]) for name, shape in shapes.items()}
        self.rows = {name: tf.stack([-1, size]) for name, size in zip(shapes, sizes, strict=True)}

    def unpack(self, numbers) -> dict:
        """The arrays by name, each of shape (networks, *shape), from numbers of shape (networks, all)."""
        if not self.shapes:
            return {}
        parts = self.tf.split(numbers, self.sizes, axis=1, num=len(self.shapes))
        named = zip(self.arrays.items(), parts, strict=True)
        return {name: self.tf.reshape(part, shape) for (name, shape), part in named}

    def pack(self, arrays: dict):
        """The reverse of `unpack`."""
        if not self.shapes:
            return self.tf.zeros((len(next(iter(arrays.values()))), 0))
        return self.tf.concat([self.tf.reshape(arrays[name], shape) for name, shape in self.rows.items()], 1)


class Layers:
    """An optional convolution over the columns, dense layers with dropout and batch normalisation, then a softmax.

    A convolution is stored and applied as a dense layer in which the same few weights stand in many places.

    Parameters
    ----------
    tf : module
    spec : NetworkSpec
    n_columns, n_classes : int or tensor
    """

    def __init__(self, tf, spec: NetworkSpec, n_columns, n_classes):
        self.tf, self.spec, self.n_columns = tf, spec, n_columns
        self.windows = n_columns - spec.width + 1
        convolved = [self.windows * spec.filters] if spec.filters else []
        widths = [n_columns, *convolved, *spec.hidden, n_classes]
        self.names = [*(f"dense_{index}" for index in range(1, len(widths) - 1)), "output"]
        self.shapes = {}
        for name, inputs, units in zip(self.names, widths[:-1], widths[1:], strict=True):
            kernel = (spec.width, spec.filters) if self._is_convolution(name) else (inputs, units)
            self.shapes |= {f"{name}/kernel": kernel, f"{name}/bias": (1, kernel[1])}
            if self._is_normalised(name):
                self.shapes |= {f"{prefix(name)}/{part}": (1, units) for part in PARTS}
        kernels, moving = (
            {name: shape for name, shape in self.shapes.items() if part in name} for part in ("/kernel", "/moving_")
        )
        others = {name: shape for name, shape in self.shapes.items() if name not in kernels | moving}
        self.trained, self.moving = Layout(tf, kernels | others), Layout(tf, moving)
        self.n_in_kernels = sum(math.prod(shape) for shape in kernels.values())

    def first_weights(self, seed: int) -> dict[str, np.ndarray]:
        """Initial weights by a seed (Glorot & Bengio 2010)."""
        weights = {}
        for index, (name, shape) in enumerate(self.shapes.items()):
            if name.endswith("kernel"):
                limit = math.sqrt(6 / sum(shape))
                weights[name] = self.tf.random.stateless_uniform(shape, [seed + index, 0], -limit, limit).numpy()
            else:
                weights[name] = np.full(shape, float(name.endswith(("gamma", "moving_variance"))), np.float32)
        return weights

    def dense(self, arrays: dict) -> dict:
        """The arrays, with the convolution as a dense layer."""
        if not self.spec.filters:
            return arrays
        tf = self.tf
        kernel = tf.einsum("pwc,swf->scpf", self._places(), arrays["dense_1/kernel"])
        kernel = tf.reshape(kernel, (-1, self.n_columns, self.windows * self.spec.filters))
        return arrays | {
            "dense_1/kernel": kernel,
            "dense_1/bias": tf.tile(arrays["dense_1/bias"], (1, 1, self.windows)),
        }

    def logits(self, arrays: dict, values):
        """Forward pass with the moving averages."""
        tf, arrays, norm = self.tf, self.dense(arrays), None
        for name in self.names:
            kernel, bias = _weights(name, arrays, norm)
            values = values @ kernel + bias
            if name != "output":
                values = tf.nn.relu(values)
            norm = Normalisation.of_averages(tf, name, arrays) if self._is_normalised(name) else None
        return values

    def evaluated(self, logits, truth):
        """Loss and accuracy of each network, and the log probabilities."""
        tf = self.tf
        log_probabilities = tf.nn.log_softmax(logits)
        losses = -tf.reduce_sum(truth * log_probabilities, 2)
        hits = tf.cast(tf.argmax(truth, 2) == tf.argmax(logits, 2), tf.float32)
        return tf.reduce_mean(losses, 1), tf.reduce_mean(hits, 1), log_probabilities

    def gradients(self, arrays: dict, values, truth, masks):
        """Loss and gradients of each network on a batch.

        Parameters
        ----------
        arrays : dict of tensor
        values, truth : tensors of shape (networks, rows, columns) and (networks, rows, classes)
        masks : list of tensor
            One per layer with dropout: 0 for dropped units, else the factor that makes up for them.

        Returns
        -------
        (loss, accuracy, gradients, averages)
            Gradients of the trained arrays by name; means and variances of the batch by the moving average they update.
        """
        tf, dense, masks = self.tf, self.dense(arrays), iter(masks)
        share = 1 / tf.cast(tf.shape(truth)[1], tf.float32)
        backward, averages, norm = [], {}, None
        for name in self.names:
            values, back = self._dense(name, dense, values, norm, share)
            backward.append(back)
            if name == "output":
                break
            drops = self.spec.dropout and not self._is_convolution(name)
            values, back = self._active(values, next(masks) if drops else None)
            backward.append(back)
            norm = Normalisation.of_batch(tf, name, arrays, values) if self._is_normalised(name) else None
            averages |= norm.averages() if norm else {}
        loss, accuracy, log_probabilities = self.evaluated(values, truth)
        gradient, gradients = -share * truth, {}
        gradient -= tf.reduce_sum(gradient, 2, keepdims=True) * tf.exp(log_probabilities)
        for back in reversed(backward):
            gradient, found = back(gradient)
            gradients |= found
        return loss, accuracy, gradients, averages

    # Each returns its output and a function from the output's gradients to the input's and those of its arrays.

    def _dense(self, name, arrays, values, norm, share):
        tf, own = self.tf, arrays[f"{name}/kernel"]
        kernel, bias = _weights(name, arrays, norm)

        def back(gradients):
            kernel_gradient = tf.matmul(values, gradients, transpose_a=True)
            bias_gradient = tf.reduce_sum(gradients, 1, keepdims=True)
            inputs, found = tf.matmul(gradients, kernel, transpose_b=True), {}
            if norm:
                factor, added, found = norm.back(own, kernel_gradient, bias_gradient, share)
                inputs += values * factor + added
                kernel_gradient = norm.kernel_gradient(kernel_gradient, bias_gradient)
            if self._is_convolution(name):
                kernel_gradient, bias_gradient = self._convolved(kernel_gradient, bias_gradient)
            return inputs, found | {f"{name}/kernel": kernel_gradient, f"{name}/bias": bias_gradient}

        return values @ kernel + bias, back

    def _active(self, values, mask):
        tf, spec = self.tf, self.spec
        values = tf.nn.relu(values)
        if mask is None:
            return values, lambda gradients: (tf.raw_ops.ReluGrad(gradients=gradients, features=values), {})
        dropped = values * mask

        def back(gradients):
            return tf.raw_ops.ReluGrad(gradients=gradients * (1 / (1 - spec.dropout)), features=dropped), {}

        return dropped, back

    def _places(self):
        """1 where a place in a window lies on a column, of shape (windows, width, columns)."""
        tf = self.tf
        columns = tf.range(self.windows)[:, None] + tf.range(self.spec.width)
        return tf.one_hot(columns, self.n_columns)

    def _convolved(self, kernel_gradient, bias_gradient):
        """Gradients of the convolution's weights, from those of the dense layer."""
        tf = self.tf
        shape = (-1, self.n_columns, self.windows, self.spec.filters)
        kernel_gradient = tf.einsum("pwc,scpf->swf", self._places(), tf.reshape(kernel_gradient, shape))
        return kernel_gradient, tf.reduce_sum(
            tf.reshape(bias_gradient, (-1, self.windows, self.spec.filters)), 1, keepdims=True
        )

    def _is_convolution(self, name):
        return bool(self.spec.filters) and name == "dense_1"

    def _is_normalised(self, name):
        return self.spec.normalised and name != "output" and not self._is_convolution(name)


def _weights(name, arrays, norm):
    """Kernel and bias of a layer for the values before the normalisation that it follows."""
    kernel, bias = arrays[f"{name}/kernel"], arrays[f"{name}/bias"]
    return norm.folded(kernel, bias) if norm else (kernel, bias)
