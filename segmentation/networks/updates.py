"""One step of an optimizer, with the formulas and default settings of Keras."""

ADAM = {"first": 0.9, "second": 0.999, "smallest": 1e-7}
RMSPROP = {"decay": 0.9, "smallest": 1e-7}


def adam(tf, values, gradients, moments, *, rate, step):
    """New values and moments of the gradients (Kingma & Ba 2015). Steps count from 1."""
    first, second = moments
    time = tf.cast(step, tf.float32)
    first_power, second_power = tf.pow(ADAM["first"], time), tf.pow(ADAM["second"], time)
    first += (gradients - first) * (1 - ADAM["first"])
    second += (tf.square(gradients) - second) * (1 - ADAM["second"])
    size = rate * tf.sqrt(1 - second_power) / (1 - first_power)
    return values - first * size / (tf.sqrt(second) + ADAM["smallest"]), (first, second)


def rmsprop(tf, values, gradients, moments, *, rate, step):
    """New values and moments, of which only the mean of squared gradients is used (Hinton 2012)."""
    first, second = moments
    second = RMSPROP["decay"] * second + (1 - RMSPROP["decay"]) * tf.square(gradients)
    return values - rate * gradients / tf.sqrt(second + RMSPROP["smallest"]), (first, second)


UPDATES = {"adam": adam, "rmsprop": rmsprop}
