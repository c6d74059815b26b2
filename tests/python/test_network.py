"""The network: what is trained is what is stored, and what is stored is what scores."""

import operator
import os
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from test_clustering import blobs
from threadpoolctl import threadpool_limits

from segmentation.classifier import evaluation
from segmentation.networks import layers, process, scoring, stack, trainer
from segmentation.networks.specs import PRESETS, NetworkSpec, TrainingTask

SPEC = NetworkSpec(hidden=(16, 8), dropout=0.2, phases=((12, 1e-2), (6, 1e-3)), most_steps=8)
SEED = 7
EPOCHS = 6


@pytest.fixture(scope="module")
def customers():
    """Four separated groups in scaled coordinates."""
    x, labels = blobs()
    return (x - x.mean(axis=0)) / x.std(axis=0), labels


@pytest.fixture(scope="module")
def trained(customers):
    """Two networks trained on the same task and one on another seed, in one worker."""
    x, labels = customers
    return trainer.train_all([TrainingTask(x, labels, 4, SPEC, seed) for seed in (SEED, SEED, SEED + 1)])


def keras_model(spec, columns, classes):
    """The same network as Keras layers."""
    import keras

    layers = [keras.Input((columns,))]
    if spec.filters:
        layers += [
            keras.layers.Reshape((columns, 1)),
            keras.layers.Conv1D(spec.filters, spec.width, activation="relu", name="dense_1"),
            keras.layers.Flatten(),
        ]
    for index, width in enumerate(spec.hidden, start=2 if spec.filters else 1):
        layers.append(keras.layers.Dense(width, activation="relu", name=f"dense_{index}"))
        if spec.normalised:
            layers.append(keras.layers.BatchNormalization(name=f"norm_{index}"))
    return keras.Sequential([*layers, keras.layers.Dense(classes, activation="softmax", name="output")])


def keras_weights(model):
    return {f"{layer.name}/{weight.name}": weight.numpy() for layer in model.layers for weight in layer.weights}


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(NetworkSpec(dropout=0.0), marks=pytest.mark.long),
        pytest.param(NetworkSpec(dropout=0.0, optimizer="rmsprop", hidden=(20,)), marks=pytest.mark.long),
        NetworkSpec(dropout=0.0, normalised=False, weight_decay=0.05, hidden=(12, 7)),
        pytest.param(NetworkSpec(dropout=0.0, filters=4, width=2, hidden=(8,)), marks=pytest.mark.long),
    ],
    ids=["published", "rmsprop", "weight decay", "convolution"],
)
def test_a_stack_trains_as_keras_does(spec):
    """Full batches make the order of rows nothing; the last epoch is compared, from the same first weights."""
    tf = process.import_tensorflow()
    import keras

    rng = np.random.default_rng(SEED)
    x, classes = rng.normal(size=(2, 40, 5)).astype(np.float32), rng.integers(3, size=(2, 40))
    truth = np.eye(3, dtype=np.float32)[classes]
    spec = replace(spec, batch_size=40, keeps="loss")
    networks = stack.Stack(tf, spec)
    # Whether an epoch is kept must not matter here: every one is.
    networks._is_better = lambda score, _: tf.ones_like(score, tf.bool)
    phases = ((EPOCHS, 3e-3),)
    trained = networks.train(stack.Training(spec, (x, truth), (x, truth), [1, 2], [None, None]), phases)
    for index, (weights, _) in enumerate(trained):
        model = keras_model(spec, 5, 3)
        first = layers.Layers(tf, spec, 5, 3).first_weights(index + 1)
        for layer in model.layers:
            values = [first[f"{layer.name}/{weight.name}"].reshape(weight.shape) for weight in layer.weights]
            layer.set_weights(values)
        kind = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}[spec.optimizer]
        optimizer = kind(3e-3, weight_decay=spec.weight_decay or None)
        if spec.weight_decay:
            optimizer.exclude_from_weight_decay(
                [weight for weight in model.trainable_weights if weight.name != "kernel"]
            )
        model.compile(optimizer, "categorical_crossentropy")
        model.fit(x[index], truth[index], epochs=EPOCHS, batch_size=40, shuffle=False, verbose=0)
        expected = model(x[index], training=False).numpy()
        assert scoring.predict(x[index], weights) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("filters", [0, 4])
def test_the_gradients_are_those_that_tensorflow_finds(filters):
    tf = process.import_tensorflow()
    spec, rng = NetworkSpec(hidden=(9, 6), filters=filters), np.random.default_rng(SEED)
    of_spec = layers.Layers(tf, spec, 5, 3)
    arrays = {
        name: tf.constant(rng.normal(size=(2, *shape)) ** (2 if "variance" in name else 1), tf.float32)
        for name, shape in of_spec.shapes.items()
    }
    x, truth = (tf.constant(values, tf.float32) for values in (rng.normal(size=(2, 7, 5)), rng.random((2, 7, 3))))
    masks = [tf.constant(2.0 * rng.integers(2, size=(2, 7, units)), tf.float32) for units in spec.hidden]
    with tf.GradientTape() as tape:
        tape.watch(arrays)
        loss, _, gradients, _ = of_spec.gradients(arrays, x, truth, masks)
    expected = tape.gradient(loss, arrays)
    assert gradients.keys() == {name for name in arrays if "/moving_" not in name}
    for name, found in gradients.items():
        assert found.numpy() == pytest.approx(expected[name].numpy(), abs=1e-5)


def test_a_spec_is_compiled_once_whatever_the_sizes(customers):
    x, labels = customers
    spec = replace(SPEC, phases=((2, 1e-2),))
    tasks = [TrainingTask(x[:rows], labels[:rows], 4, spec, SEED) for rows in (100, 120, 120)]
    wide = np.column_stack([x, x[:, 0]])
    trainer.train([*tasks, TrainingTask(wide, labels // 2, 2, spec, SEED)])
    assert stack._stack(replace(spec, phases=()))._compiled_phase.experimental_get_tracing_count() == 1


def test_an_error_in_the_process_is_raised_here_and_the_next_call_works():
    with pytest.raises(KeyError, match="nowhere") as raised:
        process.call(operator.getitem, {}, "nowhere")
    assert "serve" in raised.value.__notes__[0]
    assert process.call(operator.add, 1, 2) == 3


def test_a_process_that_has_ended_is_started_again_and_needs_neither_keras_nor_what_keras_imports():
    with pytest.raises(RuntimeError, match="ended by itself, with code 3"):
        process.call(os._exit, 3)
    assert process.call(operator.add, 1, 2) == 3
    unneeded = {"keras", "sklearn", "pandas", "scipy.optimize", "dbt"}
    assert process.call(stack.train, []) == []
    assert process.call(process.import_tensorflow_only) is None
    assert process.call(eval, f"[each for each in {unneeded} if __import__('sys').modules.get(each)]") == []


# Another process that was started meanwhile, and has the pipe too.
ANOTHER = """
import subprocess
process.call(int)
pipe = process._running[0].child.stdin.fileno()
none = subprocess.DEVNULL
print(subprocess.Popen(["sleep", "600"], pass_fds=[pipe], stdout=none, stderr=none).pid, flush=True)
"""


@pytest.mark.parametrize("meanwhile", ["", ANOTHER])
def test_the_process_ends_while_it_computes_when_the_calling_one_is_killed(meanwhile):
    busy = "print('busy', flush=True) or __import__('time').sleep(600)"
    program = f"from segmentation.networks import process\n{meanwhile}\nprocess.call(eval, {busy!r})"
    calling = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert calling.stderr.readline() == b"busy\n"
    calling.kill()
    # Both write to it: there is an end to it when both have ended.
    assert calling.stderr.read() == b""
    assert calling.wait() == -signal.SIGKILL
    for another in calling.stdout.read().split():
        os.kill(int(another), signal.SIGKILL)


def test_a_process_whose_pipe_is_closed_ends():
    fresh = process._Process()
    assert fresh.call(operator.add, (1, 2), {}) == (3, None)
    assert fresh.end() == 0


def test_folded_weights_predict_what_the_keras_model_predicts():
    process.import_tensorflow()
    model = keras_model(NetworkSpec(), 5, 3)
    rng = np.random.default_rng(SEED)
    for layer in model.layers:
        if layer.name.startswith("norm_"):
            width = layer.weights[0].shape[0]
            layer.set_weights([rng.normal(size=width) for _ in range(3)] + [rng.uniform(0.1, 3.0, width)])
    x = rng.normal(size=(200, 5))
    expected = model(x.astype(np.float32), training=False).numpy()
    assert scoring.predict(x, keras_weights(model)) == pytest.approx(expected, abs=1e-5)


def test_a_network_is_the_same_alone_and_in_company(trained, customers):
    x, labels = customers
    (alone,) = trainer.train_all([TrainingTask(x, labels, 4, SPEC, SEED)])
    expected = scoring.predict(x, trained[0].weights)
    assert scoring.predict(x, alone.weights) == pytest.approx(expected, abs=1e-3)


def test_networks_of_several_shapes_come_back_in_order(customers):
    x, labels = customers
    specs = [replace(SPEC, hidden=(width,), phases=((2, 1e-2),)) for width in (5, 9, 5)]
    found = trainer.train_all([TrainingTask(x, labels, 4, spec, SEED) for spec in specs])
    assert [len(each.weights["dense_1/bias"]) for each in found] == [5, 9, 5]


def test_a_network_that_stops_early_keeps_its_best_epoch_whatever_the_others_do(customers):
    x, labels = customers
    spec = replace(PRESETS["default"], phases=((60, 3e-2),), patience=3)
    tasks = [TrainingTask(x, labels, 4, spec, seed) for seed in range(4)]
    together, alone = trainer.train_all(tasks), [trainer.train_all([task])[0] for task in tasks]
    lengths = [len(each.history["loss"]) for each in together]
    assert len(set(lengths)) > 1
    assert max(lengths) <= 60
    for one, other in zip(together, alone, strict=True):
        assert len(one.history["loss"]) == len(other.history["loss"])
        assert scoring.predict(x, one.weights) == pytest.approx(scoring.predict(x, other.weights), abs=1e-2)
        best = one.history["is_best"].argmax()
        assert one.history["validation_loss"][best] == one.history["validation_loss"].min()


def test_the_cosine_takes_the_rate_to_nothing(customers):
    x, labels = customers
    (found,) = trainer.train_all([TrainingTask(x, labels, 4, replace(SPEC, phases=((8, 0.1),), cosine=True), SEED)])
    rates = found.history["learning_rate"]
    assert rates[0] == pytest.approx(0.1)
    assert rates[4] == pytest.approx(0.05)
    assert (np.diff(rates) < 0).all()


def test_targets_teach_more_than_classes_do():
    """Far from the borders labels say nothing of where they lie; the distances do."""
    rng = np.random.default_rng(SEED)
    centres = rng.normal(size=(4, 2)) * 2
    x, unseen = rng.normal(size=(60, 2)) * 2, rng.normal(size=(4_000, 2)) * 2
    targets = evaluation.nearest_centre(x, centres, variance=0.5)
    task = TrainingTask(x, targets.argmax(axis=1), 4, PRESETS["default"], SEED, targets)
    soft, hard = trainer.train_all([task, replace(task, targets=None)])
    truth = evaluation.nearest_centre(unseen, centres, variance=0.5).argmax(axis=1)
    right = [(scoring.predict(unseen, each.weights).argmax(axis=1) == truth).mean() for each in (soft, hard)]
    assert right[0] > right[1]
    assert right[0] > 0.97


def test_the_units_of_the_columns_do_not_matter(customers):
    x, labels = customers
    stretched = x * [1_000.0, 1e-3] + [5_000.0, 7.0]
    tasks = [TrainingTask(values, labels, 4, SPEC, SEED) for values in (x, stretched)]
    plain, other = trainer.train_all(tasks)
    expected = scoring.predict(x, plain.weights)
    assert scoring.predict(stretched, other.weights) == pytest.approx(expected, abs=1e-3)


def test_the_same_task_gives_identical_weights_and_history(trained):
    once, again, _ = (network_.arrays() for network_ in trained)
    assert once.keys() == again.keys()
    assert all((once[name] == again[name]).all() for name in once)


def test_of_classes_that_only_roundings_tell_apart_the_first_is_the_likeliest():
    probabilities = np.array([[0.2, 0.4, 0.4 + 1e-12], [0.2, 0.4, 0.4 + 1e-6], [1.0, 0.0, 0.0]])
    assert scoring.likeliest(probabilities).tolist() == [1, 2, 0]


def test_another_seed_gives_another_network(trained):
    once, _, other = (network_.weights for network_ in trained)
    assert any((once[name] != other[name]).any() for name in once)


def test_the_history_has_a_row_per_epoch_and_one_best(trained):
    history = trained[0].history
    assert set(history) == {"phase", "learning_rate", *stack.MEASURES}
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
    rows = np.sort(order[: round(len(x) * trainer.VALIDATION_SHARE)])
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


def test_many_customers_say_how_sure_a_network_is_and_a_few_hardly_change_it():
    rng = np.random.default_rng(SEED)
    weights = {"output/kernel": np.eye(3), "output/bias": np.zeros(3)}
    found = {}
    for customers in (40, 20_000):
        x = rng.normal(scale=2.0, size=(customers, 3))
        # Half as sure as the network is.
        chances = np.exp(x / 2) / np.exp(x / 2).sum(axis=1, keepdims=True)
        classes = (chances.cumsum(axis=1) < rng.random((customers, 1))).sum(axis=1)
        found[customers] = scoring.fit_temperature(x, classes, weights)
    assert found[20_000] == pytest.approx(2, rel=0.05)
    assert 1 < found[40] < 1.25


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
