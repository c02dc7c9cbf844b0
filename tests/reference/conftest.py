"""What every reference test compares with: PyTorch's recorded numbers and central differences."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="session")
def golden() -> Callable[[str], dict]:
    """`golden("layers")` reads the cases PyTorch computed for that file."""
    return lambda name: json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def equal() -> Callable[..., None]:
    """Asserts equality to 1e-12 of the largest expected magnitude of the array, shapes included."""

    def check(got, expected, tolerance: float = 1e-12) -> None:
        got, expected = np.asarray(got), np.asarray(expected, dtype=np.float64)
        assert got.dtype == np.float64
        assert got.shape == expected.shape
        scale = np.abs(expected).max(initial=0.0) or 1.0
        np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance * scale)

    return check


@pytest.fixture(scope="session")
def numerical_gradient() -> Callable[..., np.ndarray]:
    """Central differences of a scalar function of one array, in float64."""

    def gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
        x = np.array(x, dtype=np.float64)
        result = np.empty_like(x)
        for index in np.ndindex(x.shape):
            up, down = x.copy(), x.copy()
            up[index] += h
            down[index] -= h
            result[index] = (f(up) - f(down)) / (2 * h)
        return result

    return gradient
