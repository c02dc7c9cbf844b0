"""The demos of the optimizer family against PyTorch, and the shape of their frames."""

from itertools import pairwise
from math import isfinite, isnan
from typing import Any

import numpy as np
import pytest

from dlquiz.demos import load
from dlquiz.demos.optimizer_frames import OPTIMIZERS
from dlquiz.demos.parameters import parse
from dlquiz.errors import UsageError
from dlquiz.reference import SURFACES
from dlquiz.trace import Curve, Frame, Surface, Table

STATE = {
    "sgd": [],
    "momentum": ["velocity"],
    "nesterov": ["velocity"],
    "adagrad": ["cache"],
    "adadelta": ["cache", "delta_cache"],
    "rmsprop": ["cache"],
    "adam": ["m", "v", "m_hat", "v_hat"],
    "adamw": ["m", "v", "m_hat", "v_hat"],
}
every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def run(name: str, **given: object) -> list[Frame]:
    demo = load(name)
    return list(demo.run(parse(demo.parameters, given)))


def torch_optimizer(name: str, point: Any, params: Any) -> Any:
    from torch import optim

    match name:
        case "sgd":
            return optim.SGD([point], params.lr)
        case "momentum":
            return optim.SGD([point], params.lr, params.momentum)
        case "nesterov":
            return optim.SGD([point], params.lr, params.momentum, nesterov=True)
        case "adagrad":
            return optim.Adagrad([point], params.lr, eps=params.eps)
        case "adadelta":
            return optim.Adadelta([point], params.lr, params.rho, params.eps)
        case "rmsprop":
            return optim.RMSprop([point], params.lr, params.alpha, params.eps)
        case "adam":
            return optim.Adam([point], params.lr, (params.beta1, params.beta2), params.eps)
        case _:
            betas = (params.beta1, params.beta2)
            return optim.AdamW([point], params.lr, betas, params.eps, params.weight_decay)


@every_optimizer
@pytest.mark.parametrize("surface", ["ravine", "himmelblau"])
def test_the_points_are_pytorchs(name: str, surface: str) -> None:
    torch = pytest.importorskip("torch")
    params = load(name).parameters(surface=surface, lr=0.01)
    point = torch.tensor(SURFACES[surface].start, dtype=torch.float64, requires_grad=True)
    optimizer, expected = torch_optimizer(name, point, params), []
    for _ in range(params.steps):
        x, y = point
        ravine, himmelblau = (x**2 + 25 * y**2) / 2, (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
        expected.append(point.tolist())
        optimizer.zero_grad()
        (ravine if surface == "ravine" else himmelblau).backward()
        optimizer.step()
    found = [frame.values["params"] for frame in load(name).run(params)]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@every_optimizer
def test_a_run_of_n_steps_has_n_frames_with_the_promised_numbers(name: str) -> None:
    frames = run(name, steps=3)
    assert [frame.values["step"] for frame in frames] == [1, 2, 3]
    for frame in frames:
        named = ["step", "params", "grad", *STATE[name], "update", "loss"]
        assert list(frame.values) == named


@every_optimizer
def test_the_update_leads_to_the_next_point(name: str) -> None:
    frames = run(name, steps=5)
    for before, after in pairwise(frames):
        reached = np.add(before.values["params"], before.values["update"])
        assert tuple(reached) == after.values["params"]


def test_the_first_step_of_adam_is_what_a_hand_computes() -> None:
    values = run("adam", lr=0.1, start=[1, -2], surface="bowl", steps=1)[0].values
    assert values["grad"] == (1.0, -2.0)
    assert values["m"] == pytest.approx((0.1, -0.2), rel=1e-12)
    assert values["v"] == pytest.approx((0.001, 0.004), rel=1e-12)
    assert values["m_hat"] == pytest.approx((1.0, -2.0), rel=1e-12)
    assert values["v_hat"] == pytest.approx((1.0, 4.0), rel=1e-12)
    assert values["update"] == pytest.approx((-0.1, 0.1), rel=1e-7)
    assert values["loss"] == 2.5


def test_adamw_decays_beside_adams_step() -> None:
    frames = run("adamw", lr=0.1, weight_decay=0.25, start=[0, 2], surface="saddle", steps=1)
    decay, step = 0.1 * 0.25 * 2, 0.1  # the gradient at y = 2 is −2, so Adam steps up by lr
    assert frames[0].values["update"][1] == pytest.approx(step - decay, rel=1e-7)


def test_a_frame_draws_its_step_and_the_whole_path() -> None:
    last = run("adam", steps=4)[-1]
    table, ground = last.views
    assert isinstance(table, Table)
    assert isinstance(ground, Surface)
    assert table.columns == ("step", "", "θ", "g", "m", "v", "m̂", "v̂", "update", "loss")
    assert [row[:2] for row in table.rows] == [(4, "x"), ("", "y")]
    assert len(ground.paths["adam"]) == 5
    assert ground.paths["adam"][0] == SURFACES["ravine"].start


def test_a_race_is_keyed_by_optimizer_and_draws_all_paths_and_losses() -> None:
    last = run("adam", vs="sgd,rmsprop", steps=4)[-1]
    assert list(last.values) == ["adam", "sgd", "rmsprop"]
    assert last.values["rmsprop"]["step"] == 4
    table, ground, curve = last.views
    assert isinstance(curve, Curve)
    assert table.columns == ("step", "adam", "sgd", "rmsprop")
    assert list(ground.paths) == list(curve.series) == ["adam", "sgd", "rmsprop"]
    assert curve.series["sgd"][0] == (0.0, 1.0, 2.0, 3.0, 4.0)


def test_rivals_run_as_their_own_demos_do() -> None:
    race = [frame.values["sgd"] for frame in run("adam", vs="sgd", steps=6)]
    assert race == [frame.values for frame in run("sgd", steps=6)]


def test_a_walk_that_diverges_goes_on_and_says_why() -> None:
    frames = run("sgd", lr=10, steps=200)
    assert len(frames) == 200
    assert isnan(frames[-1].values["loss"]) or not isfinite(frames[-1].values["loss"])
    assert "stable for a learning rate below 2/25 = 0.08" in frames[-1].caption
    assert "overshoots" not in frames[0].caption


def test_a_race_names_who_is_lost_and_who_leads() -> None:
    caption = run("sgd", surface="rosenbrock", vs="adam", steps=8)[-1].caption
    assert caption.startswith("After step 8 adam is lowest, with ")
    assert "Lost: sgd. Each step overshoots" in caption


def test_a_start_may_be_chosen() -> None:
    assert run("sgd", start="1,2", steps=1)[0].values["params"] == (1.0, 2.0)


def test_an_optimizer_is_not_compared_with_itself() -> None:
    with pytest.raises(UsageError, match="unknown choice 'adam'"):
        run("adam", vs="adam")


def test_steep_landscapes_are_coloured_by_the_logarithm() -> None:
    assert run("sgd", surface="rosenbrock", steps=1)[0].views[1].log
    assert not run("sgd", surface="plateau", steps=1)[0].views[1].log
