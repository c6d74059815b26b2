"""The same features prepared in several ways: configured, without logarithm, winsorised, uncorrelated, whitened."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from sklearn.decomposition import PCA

from segmentation.features import transforms
from segmentation.features.transforms import Feature, Preparation


def prepared(table: pa.Table, features: list[Feature], preparation: Preparation) -> dict[str, np.ndarray]:
    """Scaled coordinates of the same customers by preparation, the configured one first.

    Categories stay one-hot in all of them.
    """

    def scaled(features, **changes):
        return transforms.apply(table, transforms.fit(table, features, replace(preparation, **changes)))

    unlogged = [replace(f, transform="standard") if f.transform == "log" else f for f in features]
    configured = scaled(features)
    return {
        "configured": configured,
        "standardised": scaled(unlogged),
        "winsorised": scaled(features, outliers="winsorise"),
        "uncorrelated": scaled(features, correlated="drop"),
        "whitened": whitened(configured),
    }


def whitened(x: np.ndarray) -> np.ndarray:
    """Principal components of columns, each with deviation 1: correlation is gone.

    Components with less than a thousandth of the variance are left out; what they hold is mostly rounding.
    """
    if not x.std(axis=0).any():
        return x
    pca = PCA().fit(x)
    kept = pca.explained_variance_ratio_ >= 1e-3
    return pca.transform(x)[:, kept] / np.sqrt(pca.explained_variance_[kept])
