"""Rates are those of torch.optim.lr_scheduler at every step, and meet their landmarks."""

import math
import re

import numpy as np
import pytest

from dlquiz.reference.schedules import (
    constant_rate,
    cosine_annealing,
    exponential_decay,
    linear_scaling,
    linear_warmup,
    step_decay,
    updates_per_epoch,
    warmup_cosine,
)


@pytest.fixture(scope="module")
def rates(golden):
    """`rates(case)` is (the steps, the base rate, torch's options, torch's rates)."""
    cases = golden("schedules")

    def of(name):
        case = cases[name]
        return np.arange(len(case["rates"])), case["lr"], case["options"], case["rates"]

    return of


@pytest.mark.parametrize("case", ["step_decay", "step_decay by default"])
def test_step_decay_is_torchs_step_lr(rates, equal, case):
    steps, lr, options, expected = rates(case)
    equal(step_decay(steps, lr, **options), expected)


def test_exponential_decay_is_torchs_exponential_lr(rates, equal):
    steps, lr, options, expected = rates("exponential_decay")
    equal(exponential_decay(steps, lr, **options), expected)


@pytest.mark.parametrize("case", ["cosine_annealing", "cosine_annealing to zero"])
def test_cosine_annealing_is_torchs_and_rises_again(rates, equal, case):
    steps, lr, options, expected = rates(case)
    options = {"t_max": options["T_max"], "eta_min": options.get("eta_min", 0)}
    equal(cosine_annealing(steps, lr, **options), expected)


@pytest.mark.parametrize("case", ["linear_warmup", "linear_warmup by default"])
def test_linear_warmup_is_torchs_linear_lr(rates, equal, case):
    steps, lr, options, expected = rates(case)
    equal(linear_warmup(steps, lr, **options), expected)


def test_warmup_then_cosine_is_torchs_sequence_of_both(rates, equal):
    steps, lr, options, expected = rates("warmup_cosine")
    warmup, falling = options["total_iters"], options["T_max"]
    got = warmup_cosine(steps, lr, warmup, warmup + falling, options["start_factor"])
    equal(got, expected)


def test_torch_itself_agrees_on_a_cosine_with_other_numbers(equal):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=3.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=17, eta_min=0.5)
    seen = []
    for _ in range(17):
        optimizer.step()
        schedule.step()
        seen.append(schedule.get_last_lr()[0])
    equal(cosine_annealing(np.arange(1, 18), 3.0, t_max=17, eta_min=0.5), seen)


def test_a_constant_rate_stays():
    assert constant_rate(np.arange(3), 0.25).tolist() == [0.25] * 3


def test_a_cosine_with_warm_up_peaks_once_and_ends_at_its_floor():
    rates = warmup_cosine(np.arange(300), 1.0, warmup=20, total=200, eta_min=0.1)
    assert rates.argmax() == 20
    assert rates[0] == 0
    assert rates[20] == 1
    assert rates[110] == pytest.approx(0.55)
    np.testing.assert_array_equal(rates[200:], 0.1)


@pytest.mark.parametrize("n", [1, 7, 64, 1000])
@pytest.mark.parametrize("batch_size", [1, 7, 64])
def test_an_epoch_has_as_many_updates_as_batches(n, batch_size):
    batches = [range(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    full = [batch for batch in batches if len(batch) == batch_size]
    assert updates_per_epoch(n, batch_size) == len(batches) == math.ceil(n / batch_size)
    assert updates_per_epoch(n, batch_size, drop_last=True) == len(full)


def test_linear_scaling_keeps_the_rate_per_example():
    assert linear_scaling(0.1, 8192, 256) / 8192 == pytest.approx(0.1 / 256)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: step_decay(-1, 0.1, 10), "step must be 0 or more, got -1"),
        (lambda: step_decay(1, 0.1, 0), "step_size must be in [1, inf), got 0"),
        (lambda: cosine_annealing(1, 0.1, 0), "t_max must be in [1, inf), got 0"),
        (lambda: linear_warmup(1, 0.1, total_iters=0), "total_iters must be in [1, inf), got 0"),
        (lambda: warmup_cosine(1, 0.1, 0, 10), "warmup must be in [1, inf), got 0"),
        (lambda: warmup_cosine(1, 0.1, 10, 10), "total must be in [11, inf), got 10"),
        (lambda: updates_per_epoch(10, 0), "batch_size is a whole number from 1 on, not 0"),
    ],
)
def test_an_impossible_schedule_is_refused_with_its_range(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()
