"""Whitening: the covariance becomes the identity, and ZCA stays nearest to the data."""

import numpy as np
import pytest

from dlquiz.reference.preprocessing import standardize
from dlquiz.reference.whitening import (
    covariance,
    fit_pca_whitening,
    fit_zca_whitening,
    pca_whiten,
    principal_axes,
    whiten,
    zca_whiten,
)

RNG = np.random.default_rng(0)
MIX = np.array([[3.0, 1.0, 0.0], [0.0, 0.5, 0.2], [0.0, 0.0, 2.0]])
X = RNG.normal(size=(200, 3)) @ MIX + [5, -2, 100]


def test_covariance_is_numpys(equal):
    equal(covariance(X), np.cov(X, rowvar=False, bias=True))


@pytest.mark.parametrize("kind", [pca_whiten, zca_whiten])
def test_whitened_data_has_the_identity_as_its_covariance(kind, equal):
    equal(covariance(kind(X)), np.eye(3), 1e-10)
    np.testing.assert_allclose(kind(X).mean(0), 0, atol=1e-10)


def test_standardized_data_has_not():
    assert np.abs(covariance(standardize(X))[0, 1]) > 0.5


def test_principal_axes_are_the_singular_directions_largest_first(equal):
    values, axes = principal_axes(X)
    _, singular, vt = np.linalg.svd(X - X.mean(0), full_matrices=False)
    equal(values, singular**2 / len(X), 1e-10)
    equal(np.abs(axes @ vt.T), np.eye(3), 1e-10)
    assert np.all(axes[range(3), np.abs(axes).argmax(1)] > 0)


def test_zca_is_symmetric_and_nearer_to_the_data_than_any_other_whitening(equal):
    matrix = fit_zca_whitening(X).matrix
    equal(matrix, matrix.T, 1e-10)
    centred = X - X.mean(0)
    distance = np.linalg.norm(zca_whiten(X) - centred)
    assert distance < np.linalg.norm(pca_whiten(X) - centred)
    for _ in range(5):
        rotation = np.linalg.qr(RNG.normal(size=(3, 3)))[0]
        assert distance < np.linalg.norm(zca_whiten(X) @ rotation - centred)


def test_the_numbers_are_those_of_the_training_data(equal):
    train, test = X[:150], X[150:]
    fitted = fit_pca_whitening(train)
    equal(pca_whiten(test, train=train), whiten(test, fitted))
    assert np.abs(covariance(whiten(test, fitted)) - np.eye(3)).max() > 1e-3


@pytest.mark.parametrize("kind", [pca_whiten, zca_whiten])
def test_a_direction_without_variance_becomes_zero(kind):
    flat = np.column_stack([X[:, 0], X[:, 1], np.full(200, 7.0)])
    whitened = kind(flat)
    values = np.linalg.eigvalsh(covariance(whitened))
    np.testing.assert_allclose(values, [0, 1, 1], atol=1e-9)
    assert not np.any(kind(np.ones((4, 2))))


def test_eps_tames_directions_of_little_variance():
    thin = np.column_stack([X[:, 0], 1e-4 * RNG.normal(size=200)])
    variances = covariance(pca_whiten(thin, eps=0.01)).diagonal()
    assert variances[0] > 0.99
    assert variances[1] < 1e-5


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        pca_whiten(X, train=X[:, :2])
    assert str(error.value) == "whitening of (2,) features does not fit x (200, 3)"
    with pytest.raises(ValueError) as error:  # noqa: PT011
        covariance([1, 2])
    assert str(error.value) == "x (2,) is not (examples, features)"


def test_pytorch_itself_agrees(equal):
    torch = pytest.importorskip("torch")
    values, vectors = torch.linalg.eigh(torch.cov(torch.tensor(X).T, correction=0))
    root = vectors @ torch.diag(values**-0.5) @ vectors.T
    equal(fit_zca_whitening(X).matrix, root, 1e-10)
