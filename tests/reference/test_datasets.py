"""The plane's data sets: where the points lie, whose they are, and what can tell them apart."""

import numpy as np
import pytest

from dlquiz.reference import (
    logistic_fit,
    logistic_predict,
    spirals,
    two_blobs,
    two_moons,
    with_intercept,
)

GENERATORS = (two_blobs, two_moons, spirals)


@pytest.mark.parametrize("generate", GENERATORS)
@pytest.mark.parametrize("n", [1, 7, 60])
def test_classes_take_turns_and_seeds_repeat(generate, n):
    x, targets = generate(n, np.random.default_rng(1))
    again, _ = generate(n, np.random.default_rng(1))
    classes = 3 if generate is spirals else 2
    assert x.shape == (n, 2)
    np.testing.assert_array_equal(targets, np.arange(n) % classes)
    np.testing.assert_array_equal(x, again)
    assert np.isfinite(x).all()


def test_moons_are_half_circles_around_their_centres():
    x, targets = two_moons(80, np.random.default_rng(0), noise=0)
    upper, lower = x[targets == 0], x[targets == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert (upper[:, 1] >= -1e-12).all()
    assert (lower[:, 1] <= 0.5 + 1e-12).all()


def test_noise_spreads_the_moons_by_its_size():
    clean, _ = two_moons(4000, np.random.default_rng(0), noise=0)
    noisy, _ = two_moons(4000, np.random.default_rng(0), noise=0.2)
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.03)


def test_blobs_are_as_far_apart_as_asked():
    x, targets = two_blobs(20_000, np.random.default_rng(0), distance=4)
    apart = x[targets == 1].mean(0) - x[targets == 0].mean(0)
    np.testing.assert_allclose(apart, 4 / np.sqrt(2), atol=0.05)
    assert x[targets == 0].var(0) == pytest.approx([1, 1], rel=0.05)


@pytest.mark.parametrize("arms", [2, 3, 5])
def test_spirals_are_one_arm_turned(arms):
    x, targets = spirals(40 * arms, np.random.default_rng(0), arms=arms, noise=0)
    turn = 2 * np.pi / arms
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    for arm in range(arms - 1):
        np.testing.assert_allclose(
            x[targets == arm] @ rotation.T, x[targets == arm + 1], atol=1e-12
        )
    assert np.hypot(*x.T).max() == pytest.approx(1)


def test_a_line_separates_blobs_better_than_moons_and_moons_better_than_spirals():
    right = []
    for generate, options in ((two_blobs, {}), (two_moons, {}), (spirals, {"arms": 2})):
        x, y = generate(300, np.random.default_rng(0), **options)
        X = with_intercept(x)
        right.append((logistic_predict(X, logistic_fit(X, y, 0.5, 300).weights) == y).mean())
    assert right[0] > right[1] > right[2] > 0.5
