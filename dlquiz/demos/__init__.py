"""The demos: each shows one idea step by step, on the reference, and prints nothing.

A demo is a module with `FORMULA` (TeX), `Params` (see `dlquiz.demos.parameters`) and
`run(params)`, a generator of frames. This table knows their names without importing them.

On paper a run is folded: sentences that differ in their numbers alone are said once, tables of
one title whose first column goes on (a step, an epoch) are joined row by row, and a picture whose
title differs from the last one's by no word takes its place.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

from dlquiz.errors import unknown
from dlquiz.trace import Frame

DEMOS = {
    "sigmoid": "The sigmoid and its slope, which is never above 1/4",
    "logistic-regression": "A line between two classes, fitted by gradient descent and by Newton",
    "softmax": "Logits become probabilities: shift, exponents, sum, division",
    "temperature": "One set of logits from cold (one winner) to hot (all alike)",
    "softmax-overflow": "Where exp overflows, and why subtracting the maximum saves it",
    "activations": "Every activation beside its derivative: range, mean shift, saturation",
    "dying-relu": "Units that stop firing receive no gradient and never come back",
    "backprop": "A computation graph: values forward, gradients backward, node by node",
    "backprop-matrix": "The backward pass of a linear layer, with every shape written out",
    "gradient-check": "Central differences against the derivative, and the best step size",
    "gradient-caching": "What each layer keeps for backward, and what checkpointing saves",
    "conv-backward": "A convolution and both its gradients, one window at a time",
    "train-mlp": "A small network learns a boundary: loss and decision regions, live",
    "faulty-training": "A training loop with one wrong line beside a healthy one: find it",
    "optimizer-race": "All optimizers from one start over one surface",
    "learned-optimizer": "A small network as the update rule, against the rules made by hand",
    "gradient-descent": "Steps down a slope: the whole batch, one learning rate",
    "minibatch-noise": "Gradients of small batches scatter around the true one like 1/√B",
    "learning-rate": "Too low, good, too high, diverging; and schedules",
    "saddle": "Leaving a saddle point: who stalls and who gets away",
    "sgd": "Plain gradient descent: each step is the gradient times the learning rate",
    "momentum": "The heavy ball: a running sum of gradients carries the step",
    "nesterov": "Momentum that looks ahead before it steps",
    "adagrad": "A learning rate for each parameter, which only ever shrinks",
    "adadelta": "Steps in the parameter's own unit, without a learning rate",
    "rmsprop": "Adagrad that forgets: an average of squared gradients, not their sum",
    "adam": "Momentum and a scale for each parameter, both corrected for their start",
    "adamw": "Adam with weight decay kept out of the gradient",
    "data-normalization": "Centering, scaling and whitening a cloud, and what they do to descent",
    "weight-initialization": "The size of signals through 20 layers, for every initialization",
    "zero-initialization": "Equal weights stay equal: a layer that acts as one neuron",
    "batch-norm": "A batch is standardized, scaled and shifted; the gradient flows through it all",
    "batch-norm-inference": "Batch statistics in training, running ones at inference",
    "overfitting": "Training error falls while validation error turns: find the moment",
    "regularization": "L1, L2 and both: which weights shrink and which become zero",
    "weight-decay": "The same under SGD, different under Adam: L2 penalty and weight decay",
    "dropout": "Random masks keep the mean, change the variance, and act as an ensemble",
}


class Demo(NamedTuple):
    """A demo ready to run; `parameters` is its dataclass, `run` makes the frames."""

    name: str
    title: str
    formula: str
    parameters: type[Any]
    run: Callable[[Any], Iterator[Frame]]


def frames_of(demo: Demo, params: Any) -> list[Frame]:
    """A whole run. Numbers that overflow or divide by zero are shown, not warned of."""
    import numpy as np

    with np.errstate(all="ignore"):
        return list(demo.run(params))


def load(name: str) -> Demo:
    """The demo of that name, imported now; an unknown name is a `UsageError`."""
    if name not in DEMOS:
        raise unknown("demo", name, DEMOS, listing="dlquiz demo lists them")
    module = import_module(f"dlquiz.demos.{name.replace('-', '_')}")
    return Demo(name, DEMOS[name], module.FORMULA, module.Params, module.run)
