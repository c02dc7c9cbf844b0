"""Every optimizer walks where torch.optim walks, and takes its first steps as computed by hand."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference import optimizers
from dlquiz.reference.optimizers import (
    adadelta,
    adagrad,
    adam,
    adamw,
    descend,
    minimize,
    nesterov_lookahead,
    rmsprop,
    sgd,
    signsgd,
    state_per_parameter,
)

EVERY = [
    sgd(0.1),
    sgd(0.1, momentum=0.9),
    sgd(0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
    adagrad(),
    adadelta(),
    rmsprop(),
    adam(),
    adam(weight_decay=0.1),
    adamw(),
    signsgd(0.1),
]


@pytest.fixture(scope="module")
def trajectories(golden):
    cases = golden("optimizers")
    problem = {name: np.array(value) for name, value in cases.pop("problem").items()}
    assert len(cases) == 23
    return problem, cases


def make(case):
    return getattr(optimizers, case["optimizer"])(**case["options"])


def test_fifty_steps_under_fixed_gradients_are_torchs(trajectories, equal):
    problem, cases = trajectories
    for case in cases.values():
        equal(descend(make(case), problem["start"], problem["grads"]), case["fixed"])


def test_fifty_steps_down_a_quadratic_are_torchs(trajectories, equal):
    problem, cases = trajectories

    def gradient(point):
        return problem["hessian"] @ (point - problem["minimum"])

    for case in cases.values():
        equal(minimize(gradient, problem["start"], make(case), 50), case["quadratic"])


def test_the_state_after_fifty_steps_is_torchs(trajectories, equal):
    problem, cases = trajectories
    for case in cases.values():
        optimizer, point = make(case), problem["start"]
        state = optimizer.init(point)
        for grads in problem["grads"]:
            updates, state = optimizer.update(grads, state, point)
            point = point + updates
        assert state._fields == tuple(case["state"])
        for ours, theirs in zip(state, case["state"].values(), strict=True):
            equal(np.asarray(ours, dtype=float), theirs)


@pytest.mark.parametrize("seed", range(3))
def test_torch_itself_agrees_on_a_matrix_of_parameters(seed, equal):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    start, grads = rng.normal(size=(2, 3)), rng.normal(size=(20, 2, 3))
    lr, decay = 10 ** rng.uniform(-4, 0), rng.uniform(0, 0.3)
    first, second = rng.uniform(0.1, 0.99, size=2)
    pairs = [
        (
            sgd(lr, first, nesterov=True, weight_decay=decay),
            (torch.optim.SGD, {"momentum": first, "nesterov": True, "weight_decay": decay}),
        ),
        (adagrad(lr), (torch.optim.Adagrad, {})),
        (adadelta(lr, rho=first), (torch.optim.Adadelta, {"rho": first})),
        (rmsprop(lr, alpha=first), (torch.optim.RMSprop, {"alpha": first})),
        (
            adam(lr, first, second, weight_decay=decay),
            (torch.optim.Adam, {"betas": (first, second), "weight_decay": decay}),
        ),
        (
            adamw(lr, first, second, weight_decay=decay),
            (torch.optim.AdamW, {"betas": (first, second), "weight_decay": decay}),
        ),
    ]
    for ours, (theirs, options) in pairs:
        parameter = torch.tensor(start, requires_grad=True)
        optimizer = theirs([parameter], lr=lr, **options)
        for grad in grads:
            parameter.grad = torch.tensor(grad)
            optimizer.step()
        equal(descend(ours, start, grads)[-1], parameter.detach().numpy())


@pytest.mark.parametrize("optimizer", EVERY)
def test_an_update_changes_nothing_it_was_given(optimizer):
    params, grads = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    first = optimizer.init(params)
    _, state = optimizer.update(grads, first, params)
    kept = [np.copy(field) for field in state]
    once, _ = optimizer.update(grads, state, params)
    twice, _ = optimizer.update(grads, state, params)
    np.testing.assert_array_equal(once, twice)
    np.testing.assert_array_equal(params, [1.0, -2.0])
    np.testing.assert_array_equal(grads, [0.5, 3.0])
    for field, copy in zip(state, kept, strict=True):
        np.testing.assert_array_equal(field, copy)


@pytest.mark.parametrize("optimizer", EVERY)
def test_each_element_is_stepped_alone_whatever_the_shape(optimizer, equal):
    grads = np.linspace(-2, 3, 24).reshape(4, 2, 3)
    start = np.arange(6.0).reshape(2, 3)
    together = descend(optimizer, start, grads)
    alone = [descend(optimizer, start[i], grads[:, *i]) for i in np.ndindex(2, 3)]
    equal(together.reshape(5, 6).T, alone)


@pytest.mark.parametrize("optimizer", EVERY)
def test_a_zero_gradient_is_no_trouble_on_the_first_step(optimizer):
    assert np.isfinite(descend(optimizer, [1.0], [0.0, 0.0])).all()


def test_lists_and_whole_numbers_become_floats(equal):
    optimizer = sgd(1, momentum=0.5)
    updates, state = optimizer.update([1, 2], optimizer.init([3, 4]), [3, 4])
    equal(updates, [-1.0, -2.0])
    equal(state.velocity, [1.0, 2.0])


def test_momentums_first_velocity_is_the_gradient():
    optimizer = sgd(0.1, momentum=0.9)
    _, state = optimizer.update([4.0], optimizer.init([0.0]), [0.0])
    assert state.velocity == 4.0


def test_two_steps_of_adam_by_hand():
    m1, v1 = 0.1 * 2.0, 0.001 * 4.0
    m2, v2 = 0.9 * m1 + 0.1 * -1.0, 0.999 * v1 + 0.001 * 1.0
    first = 5.0 - 0.1 * (m1 / 0.1) / (math.sqrt(v1 / 0.001) + 1e-8)
    second = first - 0.1 * (m2 / (1 - 0.81)) / (math.sqrt(v2 / (1 - 0.999**2)) + 1e-8)
    assert descend(adam(0.1), 5.0, [2.0, -1.0]) == pytest.approx([5.0, first, second], rel=1e-14)


def test_adams_first_step_is_the_learning_rate_whatever_the_gradients_scale(equal):
    start, grads = np.zeros(4), [[1e-4, -1e-2, 1.0, 1e6]]
    equal(descend(adam(0.001), start, grads)[1], [-0.001, 0.001, -0.001, -0.001], 2e-4)


def test_adagrads_steps_fade_with_the_root_of_time(equal):
    steps = -np.diff(descend(adagrad(0.5), 0.0, np.full(100, 3.0)))
    equal(steps, 0.5 / np.sqrt(np.arange(1, 101)), 1e-9)


def test_rmsprops_steps_settle_at_the_learning_rate():
    steps = -np.diff(descend(rmsprop(0.01, alpha=0.9), 0.0, np.full(300, 7.0)))
    assert steps[0] == pytest.approx(0.01 / math.sqrt(0.1))
    assert steps[-1] == pytest.approx(0.01)


def test_signsgd_moves_every_element_equally_far_and_rests_where_the_gradient_is_zero():
    assert descend(signsgd(0.5), np.ones(3), [[1e-9, -1e9, 0.0]])[1].tolist() == [0.5, 1.5, 1.0]


def test_adadeltas_first_step_needs_no_learning_rate():
    eps, g = 1e-6, 3.0
    expected = -g * math.sqrt(eps) / math.sqrt(0.1 * g**2 + eps)
    assert descend(adadelta(), 0.0, [g])[1] == pytest.approx(expected, rel=1e-14)


def test_decay_survives_large_gradients_only_in_adamw():
    start, grads = np.full(2, 10.0), [[1e-3, 1e3]]
    coupled = descend(adam(0.1, weight_decay=0.1), start, grads)[1]
    decoupled = descend(adamw(0.1, weight_decay=0.1), start, grads)[1]
    # In Adam the decay only enlarges a gradient that is normalised away afterwards.
    np.testing.assert_allclose(coupled, 9.9, rtol=1e-8)
    np.testing.assert_allclose(decoupled, 0.99 * 10 - 0.1, rtol=1e-5)


def test_l2_is_weight_decay_under_plain_sgd_and_not_under_momentum(equal):
    lr, decay, grads = 0.1, 0.5, [2.0, -1.0, 3.0]
    shrunk = [4.0]
    for g in grads:
        shrunk.append((1 - lr * decay) * shrunk[-1] - lr * g)
    equal(descend(sgd(lr, weight_decay=decay), 4.0, grads), shrunk)
    heavy, velocity = [4.0], 0.0
    for g in grads:
        velocity = 0.9 * velocity + g
        heavy.append((1 - lr * decay) * heavy[-1] - lr * velocity)
    penalised = descend(sgd(lr, momentum=0.9, weight_decay=decay), 4.0, grads)
    assert abs(penalised[2] - heavy[2]) > 0.01


def test_the_lookahead_form_is_torchs_nesterov_under_a_change_of_variable(equal):
    lr, momentum = 0.05, 0.8
    hessian = np.array([[3.0, 1.0], [1.0, 2.0]])

    def gradient(x):
        return hessian @ x + np.sin(x)

    point, velocity = np.array([1.0, -2.0]), np.zeros(2)
    shifted = [point + momentum * velocity]
    for _ in range(30):
        point, velocity = nesterov_lookahead(gradient, point, velocity, lr, momentum)
        shifted.append(point + momentum * velocity)
    nesterov = sgd(lr, momentum, nesterov=True)
    equal(minimize(gradient, [1.0, -2.0], nesterov, 30), shifted)


def test_the_lookahead_form_moves_velocity_then_point_as_written():
    point, velocity = nesterov_lookahead(np.square, 3.0, 0.5, lr=0.1, momentum=0.8)
    assert velocity == pytest.approx(0.8 * 0.5 - 0.1 * (3.0 + 0.4) ** 2)
    assert point == pytest.approx(3.0 + velocity)


def test_a_changing_learning_rate_is_a_new_optimizer_with_the_old_state(equal):
    torch = pytest.importorskip("torch")
    grads = np.sin(np.arange(12.0))
    parameter = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    theirs = torch.optim.Adam([parameter], lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(theirs, step_size=4)
    point, state = np.array(1.0), adam().init(1.0)
    for t, g in enumerate(grads):
        parameter.grad = torch.tensor(g)
        theirs.step()
        schedule.step()
        updates, state = adam(lr=0.1 * 0.1 ** (t // 4)).update(g, state, point)
        point = point + updates
    equal(point, parameter.item())


@pytest.mark.parametrize(
    ("optimizer", "numbers"),
    [
        (sgd(0.1), 0),
        (signsgd(0.1), 0),
        (sgd(0.1, momentum=0.9), 1),
        (adagrad(), 1),
        (rmsprop(), 1),
        (adadelta(), 2),
        (adam(), 2),
        (adamw(), 2),
    ],
)
def test_memory_per_parameter(optimizer, numbers):
    assert state_per_parameter(optimizer) == numbers


def test_a_single_parameter_may_be_a_number_or_a_list_of_one():
    assert descend(sgd(1.0), 0, [1, 2]).tolist() == [0.0, -1.0, -3.0]
    assert descend(sgd(1.0), [0], [1, 2]).tolist() == [[0.0], [-1.0], [-3.0]]
    assert descend(sgd(1.0), [0, 0], [[1, 2]]).tolist() == [[0.0, 0.0], [-1.0, -2.0]]


def test_a_walk_takes_a_whole_number_of_steps():
    assert len(minimize(np.sin, 1.0, sgd(0.1), 3.0)) == 4
    with pytest.raises(ValueError, match=r"^steps is a whole number from 0 on, not 2\.5$"):
        minimize(np.sin, 1.0, sgd(0.1), 2.5)


def test_gradients_of_the_wrong_shape_are_refused_with_both_shapes():
    message = "grads (3,) do not fit start (2,): one row a step"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        descend(sgd(0.1), [1.0, 2.0], [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: sgd(-0.1), "lr must be in [0, inf), got -0.1"),
        (lambda: sgd(math.nan), "lr must be in [0, inf), got nan"),
        (lambda: sgd(0.1, momentum=1.0), "momentum must be in [0, 1), got 1.0"),
        (lambda: sgd(0.1, nesterov=True), "nesterov needs a momentum in (0, 1), got 0"),
        (lambda: sgd(0.1, weight_decay=-1.0), "weight_decay must be in [0, inf), got -1.0"),
        (lambda: adagrad(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: adagrad(eps=-1e-8), "eps must be in [0, inf), got -1e-08"),
        (lambda: adadelta(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: adadelta(rho=1.5), "rho must be in [0, 1), got 1.5"),
        (lambda: adadelta(eps=-1), "eps must be in [0, inf), got -1"),
        (lambda: rmsprop(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: rmsprop(alpha=-0.1), "alpha must be in [0, 1), got -0.1"),
        (lambda: rmsprop(eps=-1), "eps must be in [0, inf), got -1"),
        (lambda: adam(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: adam(beta1=1), "beta1 must be in [0, 1), got 1"),
        (lambda: adam(beta2=1.0), "beta2 must be in [0, 1), got 1.0"),
        (lambda: adam(eps=-1), "eps must be in [0, inf), got -1"),
        (lambda: adamw(lr=-1), "lr must be in [0, inf), got -1"),
        (lambda: adamw(weight_decay=-1), "weight_decay must be in [0, inf), got -1"),
        (lambda: signsgd(-1), "lr must be in [0, inf), got -1"),
    ],
)
def test_an_impossible_hyper_parameter_is_refused_with_its_range(build, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        build()
