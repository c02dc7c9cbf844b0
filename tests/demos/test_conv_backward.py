"""Window by window the gradients grow to those of the whole convolution."""

import numpy as np
import pytest

from dlquiz.demos.conv_backward import Params, run
from dlquiz.errors import UsageError


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 2), (2, 1), (3, 1)])
def test_the_windows_add_up_to_the_gradients_in_one_piece(stride, padding):
    values = [frame.values for frame in run(Params(stride=stride, padding=padding))]
    windows = [v for v in values if "g" in v]
    *_, weight, x, _ = values
    np.testing.assert_allclose(windows[-1]["grad_weight"], weight["grad_weight"], rtol=1e-12)
    np.testing.assert_allclose(windows[-1]["grad_x"], x["grad_x"], rtol=1e-12, atol=1e-12)


def test_a_window_hands_its_gradient_times_the_kernel_to_what_it_covers():
    params = Params(x=((1, 2, 3), (4, 5, 6)), weight=((10, 20), (30, 40)), upstream=((2, 5),))
    first, second = (f.values for f in run(params) if "g" in f.values)
    assert first["grad_x"] == ((20, 40, 0), (60, 80, 0))
    assert second["grad_x"] == ((20, 90, 100), (60, 230, 200))
    assert first["grad_weight"] == ((2, 4), (8, 10))
    assert second["grad_weight"] == ((12, 19), (33, 40))


def test_what_does_not_fit_is_refused():
    with pytest.raises(UsageError, match=r"^--weight: a kernel that reaches over 3 does not fit"):
        list(run(Params(x=((1.0, 2.0),))))
    with pytest.raises(UsageError, match=r"^--upstream: ∂L/∂y needs 2×2 numbers, as y$"):
        list(run(Params(upstream=((1.0,),))))
