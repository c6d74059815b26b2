"""What a network is made of, what it is trained on, and what comes out: plain data, without TensorFlow."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class NetworkSpec:
    """Architecture and schedule of a network.

    Attributes
    ----------
    hidden : tuple of int
        Widths of the dense layers (ReLU) before the softmax.
    dropout : float
        Share of units dropped after each of them, to the nearest 256th.
    normalised : bool
        Whether a batch normalisation follows each of them.
    filters, width : int
        A one-dimensional convolution over the columns before the dense layers: so many filters (none: no convolution)
        of so many neighbouring columns.
    optimizer : str
        ``adam`` or ``rmsprop``.
    weight_decay : float
        Share of the kernels taken off at each step, times the rate (Loshchilov & Hutter 2019).
    phases : tuple of (int, float)
        Epochs and learning rate, each phase going on from the best weights so far.
    cosine : bool
        Whether the rate falls to nothing over a phase along a half cosine (Loshchilov & Hutter 2017).
    from_distances : bool
        Whether to learn from the ``targets`` of a task, where it has any, and not from its classes alone: from how
        near a customer is to every centre (Hinton et al. 2015, Distilling the knowledge in a neural network).
    patience : int, optional
        The training ends when so many epochs have brought nothing better.
    keeps : str
        The measure on the customers set aside by which the best epoch is kept: ``accuracy`` (of equals the one of
        lower loss) or ``loss``.
    batch_size, most_steps, most_rows : int
        Batches grow so that an epoch has at most ``most_steps``; more customers than ``most_rows`` are sampled.
    most_splits : int, optional
        On how many splits it is tried at most, where a training takes long.
    """

    hidden: tuple[int, ...] = (100, 20, 6)
    dropout: float = 0.5
    normalised: bool = True
    filters: int = 0
    width: int = 2
    optimizer: str = "adam"
    weight_decay: float = 0.0
    phases: tuple[tuple[int, float], ...] = ((200, 1e-3), (200, 1e-4))
    cosine: bool = False
    from_distances: bool = False
    patience: int | None = None
    keeps: str = "accuracy"
    batch_size: int = 32
    most_steps: int = 10
    most_rows: int = 1_000
    most_splits: int | None = None

    @property
    def epochs(self) -> int:
        """Number of epochs of all phases."""
        return sum(epochs for epochs, _ in self.phases)


# The network of the published two-stage study, and one for tables of a few hundred to some thousand customers.
PRESETS = {
    # Five steps an epoch: those of the study's 160 customers in batches of 32.
    "published": NetworkSpec(most_steps=5, most_rows=500, most_splits=3),
    "default": NetworkSpec(
        hidden=(64,),
        dropout=0.0,
        normalised=False,
        weight_decay=1e-2,
        phases=((200, 1e-2),),
        cosine=True,
        from_distances=True,
        patience=100,
        keeps="loss",
        batch_size=64,
        most_rows=10_000,
    ),
}


def compared_specs(preset: str, splits: int | None = None) -> dict[str, NetworkSpec]:
    """The network in use and the published one it is held against, by the names they have in the tables.

    The one in use is tried on every split, the other one too where so many ``splits`` are asked for.
    """
    published = PRESETS["published"] if splits is None else replace(PRESETS["published"], most_splits=None)
    return {"network": replace(PRESETS[preset], most_splits=None), "published_network": published}


@dataclass(frozen=True)
class TrainingTask:
    """One network to train.

    ``x`` are scaled coordinates ordered by customer, ``classes`` count from 0; ``targets``, if given, are the
    probabilities of the classes, of shape (customers, classes), the likeliest being the customer's own; ``start``,
    if given, are the weights of a trained network of the same shape, from which the training sets out.
    """

    x: np.ndarray
    classes: np.ndarray
    n_classes: int
    spec: NetworkSpec
    seed: int
    targets: np.ndarray | None = None
    start: dict[str, np.ndarray] | None = None


@dataclass(frozen=True)
class TrainedNetwork:
    """Weights as arrays by name, and one figure per epoch for each measure of the training."""

    weights: dict[str, np.ndarray]
    history: dict[str, np.ndarray]

    def arrays(self) -> dict[str, np.ndarray]:
        """Weights and history under one set of names, to be stored as numbers."""
        return self.weights | {f"history/{name}": values for name, values in self.history.items()}
