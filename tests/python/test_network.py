"""The network: what is trained is what is stored, and what is stored is what scores."""

import numpy as np
import pytest
from test_clustering import blobs
from threadpoolctl import threadpool_limits

from segmentation.classifier import evaluation, network, scoring
from segmentation.classifier.network import NetworkSpec, TrainingTask

SPEC = NetworkSpec(hidden=(16, 8), dropout=0.2, phases=((12, 1e-2), (6, 1e-3)), steps_per_epoch=8)
SEED = 7


@pytest.fixture(scope="module")
def customers():
    """Four separated groups in scaled coordinates."""
    x, labels = blobs()
    return (x - x.mean(axis=0)) / x.std(axis=0), labels


@pytest.fixture(scope="module")
def trained(customers):
    """Two networks trained on the same task and one on another seed, in one worker."""
    x, labels = customers
    return network.train_all([TrainingTask(x, labels, 4, SPEC, seed) for seed in (SEED, SEED, SEED + 1)])


def named_weights(model):
    return {f"{layer.name}/{weight.name}": weight.numpy() for layer in model.layers for weight in layer.weights}


def test_folded_weights_predict_what_the_keras_model_predicts():
    tf = network._tensorflow(SEED)
    model = network._build(tf, 5, 3, NetworkSpec(), SEED)
    rng = np.random.default_rng(SEED)
    for layer in model.layers:
        if layer.name.startswith("norm_"):
            width = layer.weights[0].shape[0]
            layer.set_weights([rng.normal(size=width) for _ in range(3)] + [rng.uniform(0.1, 3.0, width)])
    x = rng.normal(size=(200, 5))
    expected = model(x.astype(np.float32), training=False).numpy()
    assert scoring.predict(x, named_weights(model)) == pytest.approx(expected, abs=1e-5)


def test_the_same_task_gives_identical_weights_and_history(trained):
    once, again, _ = (network_.arrays() for network_ in trained)
    assert once.keys() == again.keys()
    assert all((once[name] == again[name]).all() for name in once)


def test_another_seed_gives_another_network(trained):
    once, _, other = (network_.weights for network_ in trained)
    assert any((once[name] != other[name]).any() for name in once)


def test_the_history_has_a_row_per_epoch_and_one_best(trained):
    history = trained[0].history
    assert set(history) == {"phase", "learning_rate", *network.MEASURES}
    assert all(values.shape == (18,) and np.isfinite(values).all() for values in history.values())
    assert history["phase"].tolist() == [1] * 12 + [2] * 6
    assert history["learning_rate"] == pytest.approx([1e-2] * 12 + [1e-3] * 6)
    assert history["is_best"].sum() == 1


def test_the_best_epoch_has_the_highest_validation_accuracy(trained):
    history = trained[0].history
    best = history["is_best"].argmax()
    equally_accurate = history["validation_accuracy"] == history["validation_accuracy"].max()
    assert equally_accurate[best]
    assert history["validation_loss"][best] <= history["validation_loss"][equally_accurate].min() + 1e-3


def test_the_kept_weights_reach_the_best_validation_accuracy(trained, customers):
    x, labels = customers
    order = np.random.default_rng(SEED).permutation(len(x))
    rows = np.sort(order[: round(len(x) * network.VALIDATION_SHARE)])
    weights = {name: values for name, values in trained[0].weights.items() if name != scoring.TEMPERATURE}
    probabilities = scoring.predict(x[rows], weights)
    history = trained[0].history
    best = history["is_best"].argmax()
    assert (probabilities.argmax(axis=1) == labels[rows]).mean() == pytest.approx(history["validation_accuracy"].max())
    loss = evaluation.measures(labels[rows], probabilities)["log_loss"]
    assert loss == pytest.approx(history["validation_loss"][best], abs=1e-4)


def test_the_temperature_improves_the_probabilities_and_changes_no_label(trained, customers):
    x, labels = customers
    plain = {name: values for name, values in trained[0].weights.items() if name != scoring.TEMPERATURE}
    temperature = scoring.fit_temperature(x, labels, plain)
    before, after = (
        scoring.predict(x, weights) for weights in (plain, plain | {scoring.TEMPERATURE: np.array([temperature])})
    )
    assert (before.argmax(axis=1) == after.argmax(axis=1)).all()
    assert evaluation.measures(labels, after)["log_loss"] <= evaluation.measures(labels, before)["log_loss"]


def test_the_network_learns_separated_groups(trained, customers):
    x, labels = customers
    assert (scoring.predict(x, trained[0].weights).argmax(axis=1) == labels).mean() > 0.95


def test_probabilities_are_positive_and_sum_to_1(trained, customers):
    probabilities = scoring.predict(customers[0] * 50, trained[0].weights)
    assert probabilities.shape == (len(customers[0]), 4)
    assert (probabilities >= 0).all()
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_the_number_of_threads_changes_no_probability(trained):
    x = np.random.default_rng(1).normal(size=(20_000, 2))
    results = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            results.append(scoring.predict(x, trained[0].weights))
    assert (results[0] == results[1]).all()


def test_batches_change_no_probability(trained, customers, monkeypatch):
    x, _ = customers
    at_once = scoring.predict(x, trained[0].weights)
    monkeypatch.setattr(scoring, "ROWS_AT_ONCE", 64)
    assert scoring.predict(x, trained[0].weights) == pytest.approx(at_once, abs=1e-12)


def test_no_customer_gives_no_row(trained):
    assert scoring.predict(np.empty((0, 2)), trained[0].weights).shape == (0, 4)


def test_a_network_without_normalisation_folds_to_its_own_layers():
    weights = {
        "dense_1/kernel": np.array([[1.0, -1.0]]),
        "dense_1/bias": np.array([0.0, 1.0]),
        "output/kernel": np.array([[2.0, 0.0], [0.0, 2.0]]),
        "output/bias": np.array([0.0, 0.5]),
    }
    (first, bias), (second, output_bias) = scoring.fold(weights)
    assert first.tolist() == [[1, -1]]
    assert bias.tolist() == [0, 1]
    assert second.tolist() == [[2, 0], [0, 2]]
    assert output_bias.tolist() == [0, 0.5]
    logits = np.array([2 * 3.0, 0.5])
    expected = np.exp(logits) / np.exp(logits).sum()
    assert scoring.predict(np.array([[3.0]]), weights)[0] == pytest.approx(expected)
