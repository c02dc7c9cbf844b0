"""Every landscape's slopes are central differences of its heights; its minima are minima."""

import numpy as np
import pytest

from dlquiz.reference.convergence import condition_number, curvatures
from dlquiz.reference.optimizers import minimize, sgd
from dlquiz.reference.surfaces import SURFACES, heights, ravine, ravine_gradient, ravine_hessian

every_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
POINTS = [(-1.2, 1.0), (0.0, 0.0), (0.7, -2.1), (2.5, 1.9)]


@every_surface
@pytest.mark.parametrize("point", POINTS)
def test_gradient_and_hessian_are_central_differences(surface, point, equal, numerical_gradient):
    equal(surface.gradient(point), numerical_gradient(surface.value, point), 1e-7)
    rows = [numerical_gradient(lambda p, i=i: surface.gradient(p)[i], point) for i in (0, 1)]
    equal(surface.hessian(point), rows, 1e-8)


@every_surface
def test_a_minimum_is_flat_and_curves_up_on_every_side(surface):
    for place in surface.minima:
        np.testing.assert_allclose(surface.gradient(place), 0, atol=1e-6)
        assert (curvatures(surface.hessian(place)) > 0).all()


@every_surface
def test_a_grid_of_points_is_one_call(surface, equal):
    grid = np.array(POINTS).reshape(2, 2, 2)
    for part in (surface.value, surface.gradient, surface.hessian):
        one_by_one = np.array([part(point) for point in POINTS])
        equal(part(grid), one_by_one.reshape(2, 2, *one_by_one.shape[1:]))


@every_surface
def test_the_window_holds_the_start_and_the_minima(surface):
    for x, y in (surface.start, *surface.minima):
        assert surface.x_range[0] < x < surface.x_range[1]
        assert surface.y_range[0] < y < surface.y_range[1]


@every_surface
def test_heights_begin_in_the_lower_left_corner(surface):
    grid = heights(surface, columns=5, rows=3)
    (left, right), (low, high) = surface.x_range, surface.y_range
    assert grid.shape == (3, 5)
    assert grid[0, 0] == surface.value((left, low))
    assert grid[0, -1] == surface.value((right, low))
    assert grid[-1, 0] == surface.value((left, high))


@every_surface
def test_small_steps_of_gradient_descent_go_downhill(surface):
    walk = minimize(surface.gradient, surface.start, sgd(1e-4), 50)
    assert (np.diff(surface.value(walk)) < 0).all()


def test_at_the_origin_of_a_saddle_the_curvatures_have_both_signs():
    for name in ("saddle", "double-well"):
        np.testing.assert_array_equal(SURFACES[name].gradient((0, 0)), [0, 0])
        assert curvatures(SURFACES[name].hessian((0, 0))).tolist() == [-1, 1]


def test_descent_leaves_a_saddle_unless_it_starts_exactly_on_the_ridge():
    well = SURFACES["double-well"]
    stuck = minimize(well.gradient, (-1.5, 0.0), sgd(0.1), 300)[-1]
    freed = minimize(well.gradient, (-1.5, 1e-9), sgd(0.1), 600)[-1]
    np.testing.assert_allclose(stuck, (0, 0), atol=1e-12)
    np.testing.assert_allclose(freed, (0, 1), atol=1e-12)


def test_the_double_well_has_its_floor_a_quarter_below_the_saddle():
    assert SURFACES["double-well"].value([(0, 1), (0, -1), (0, 0)]).tolist() == [-0.25, -0.25, 0]


def test_a_ravine_is_as_narrow_as_asked(equal, numerical_gradient):
    assert condition_number(ravine_hessian((1, 1), kappa=80)) == 80
    steep = numerical_gradient(lambda p: ravine(p, kappa=80), (0.3, -0.4))
    equal(ravine_gradient((0.3, -0.4), kappa=80), steep, 1e-8)


def test_rosenbrocks_valley_floor_is_nearly_flat():
    assert condition_number(SURFACES["rosenbrock"].hessian((1, 1))) == pytest.approx(2508, abs=1)


def test_a_point_outside_the_plane_is_refused():
    with pytest.raises(ValueError, match=r"^point \(3,\) is not in the plane: the last axis"):
        SURFACES["bowl"].value([1.0, 2.0, 3.0])
