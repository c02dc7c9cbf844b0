"""At inference the company of an example does not matter, and batch norm folds away."""

import pytest

from dlquiz.demos.batch_norm_inference import Params, run


def test_running_statistics_give_one_answer_in_any_company() -> None:
    *_, company, _, _ = run(Params(seed=3))
    assert len(set(company.values["running"])) == 1
    assert len(set(company.values["batch_statistics"])) == 3


def test_a_batch_of_one_becomes_beta() -> None:
    *_, alone, _ = run(Params(gamma=2.0, beta=0.75))
    assert alone.values["batch_statistics"] == (0.75, 0.75, 0.75)
    assert len(set(alone.values["running"])) == 3


def test_the_folded_layer_computes_the_same() -> None:
    *_, folded = run(Params(gamma=-3.0, beta=1.5, seed=7))
    assert folded.values["at_once"] == pytest.approx(folded.values["apart"], rel=1e-12)


def test_the_start_fades_with_the_momentum() -> None:
    first, second, *_ = run(Params(momentum=0.25))
    assert first.values["weight_of_start"] == pytest.approx(0.75)
    assert second.values["weight_of_start"] == pytest.approx(0.75**2)
