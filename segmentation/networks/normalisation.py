"""Batch normalisation as a change of the weights of the layer after it: rows are touched by their matrix products only.

Normalised values are ``values * gain + shift``, so that the layer after them has the weights ``gain * kernel`` and
``bias + shift @ kernel`` for the values as they are, and all its gradients follow from those of these weights.
"""

EPSILON = 1e-3
PARTS = ("gamma", "beta", "moving_mean", "moving_variance")


def prefix(name: str) -> str:
    """What the arrays of the normalisation after a dense layer begin with."""
    return name.replace("dense", "norm")


class Normalisation:
    """A batch normalisation of several networks.

    Parameters
    ----------
    tf : module
    name : str
        Of the dense layer before it.
    gamma, beta, mean, variance : tensors of shape (networks, 1, units)
    """

    def __init__(self, tf, name, gamma, beta, mean, variance):
        self.tf, self.name, self.gamma, self.mean, self.variance = tf, name, gamma, mean, variance
        self.scale = tf.math.rsqrt(variance + EPSILON)
        self.gain = self.scale * gamma
        self.shift = beta - mean * self.gain

    @classmethod
    def of_batch(cls, tf, name, arrays, values):
        """By the mean and the variance of the rows of a batch."""
        mean = tf.reduce_mean(values, 1, keepdims=True)
        variance = tf.maximum(tf.reduce_mean(tf.square(values), 1, keepdims=True) - tf.square(mean), 0.0)
        return cls(tf, name, *(arrays[f"{prefix(name)}/{part}"] for part in PARTS[:2]), mean, variance)

    @classmethod
    def of_averages(cls, tf, name, arrays):
        """By the moving averages."""
        return cls(tf, name, *(arrays[f"{prefix(name)}/{part}"] for part in PARTS))

    def averages(self) -> dict:
        """Mean and variance by the moving average that they update."""
        return dict(zip((f"{prefix(self.name)}/{part}" for part in PARTS[2:]), (self.mean, self.variance), strict=True))

    def folded(self, kernel, bias):
        """Kernel and bias of the layer after it for the values before it."""
        return self._column(self.gain) * kernel, bias + self.shift @ kernel

    def kernel_gradient(self, products, sums):
        """Gradient of the kernel of the layer after it.

        Parameters
        ----------
        products : tensor of shape (networks, units, outputs)
            The transposed values times the gradients of that layer's outputs.
        sums : tensor of shape (networks, 1, outputs)
            Those gradients, added up.
        """
        return self._column(self.gain) * products + self._column(self.shift) * sums

    def back(self, kernel, products, sums, share):
        """Factors by which the values add to their own gradients, what is added to these, and gradients of its arrays.

        Parameters are those of `kernel_gradient`, with that kernel and one over the rows of the batch.
        """
        tf = self.tf
        beta_gradient = tf.matmul(sums, kernel, transpose_b=True)
        gamma_gradient = tf.reduce_sum(products * kernel, 2)[:, None, :] - beta_gradient * self.mean
        variance_gradient = tf.raw_ops.RsqrtGrad(y=self.scale, dy=gamma_gradient * self.gamma)
        factor = 2 * share * variance_gradient
        return (
            factor,
            -(self.mean * factor + beta_gradient * self.gain * share),
            {f"{prefix(self.name)}/gamma": gamma_gradient * self.scale, f"{prefix(self.name)}/beta": beta_gradient},
        )

    def _column(self, row):
        return self.tf.transpose(row, (0, 2, 1))
