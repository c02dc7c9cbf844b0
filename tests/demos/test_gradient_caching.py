"""The chain's memory: what the frames show alive is what checkpointing promises."""

import pytest

from dlquiz.demos.gradient_caching import Params, run
from dlquiz.errors import UsageError


@pytest.mark.parametrize(("layers", "segment", "peak", "again"), [(9, 3, 6, 6), (16, 4, 8, 12)])
def test_a_chain_peaks_at_two_roots_and_runs_all_but_the_last_segment_again(
    layers, segment, peak, again
):
    frames = list(run(Params(layers=layers)))
    counts = [frame.values["alive_count"] for frame in frames if "alive" in frame.values]
    end = frames[-1].values
    assert max(counts) == end["peak"] == peak
    assert (end["segment"], end["peak_without"]) == (segment, layers + 1)
    assert end["extra_forwards"] == again
    assert sum(frame.values.get("action") == "recompute" for frame in frames) == again


def test_backward_has_both_activations_of_its_layer_in_memory():
    for frame in run(Params(layers=10, segment=4)):
        if frame.values.get("action") == "backward":
            layer = frame.values["layer"]
            assert {layer - 1, layer} <= set(frame.values["alive"])


def test_a_segment_longer_than_the_chain_is_refused():
    with pytest.raises(UsageError, match=r"^--segment: 5 is longer than the chain of 4 layers$"):
        list(run(Params(layers=4, segment=5)))
