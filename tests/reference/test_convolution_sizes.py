"""The arithmetic of convolutions against PyTorch's layers, counted windows and known networks."""

import re

import numpy as np
import pytest

from dlquiz.reference import (
    conv_macs,
    conv_output_size,
    conv_parameters,
    depthwise_separable_ratio,
    effective_kernel,
    im2col_shape,
    receptive_field,
    same_padding,
    transposed_conv_output_size,
)

SIZES = [
    (size, kernel, stride, padding, dilation)
    for size in (5, 8, 32)
    for kernel in (1, 2, 3, 5)
    for stride in (1, 2, 3)
    for padding in (0, 1, 2)
    for dilation in (1, 2)
    if effective_kernel(kernel, dilation) <= size + 2 * padding
]


def test_output_sizes_are_the_number_of_places_a_kernel_can_stand():
    for size, kernel, stride, padding, dilation in SIZES:
        cells = range(-padding, size + padding)
        starts = [s for s in cells[::stride] if s + dilation * (kernel - 1) <= cells[-1]]
        assert conv_output_size(size, kernel, stride, padding, dilation) == len(starts)


def test_a_transposed_convolution_undoes_the_size():
    for size, kernel, stride, padding, dilation in SIZES:
        out = conv_output_size(size, kernel, stride, padding, dilation)
        lost = (size + 2 * padding - effective_kernel(kernel, dilation)) % stride
        back = transposed_conv_output_size(out, kernel, stride, padding, lost, dilation)
        assert back == size


def test_same_padding_keeps_the_size():
    for kernel in (1, 3, 5, 7):
        for dilation in (1, 2, 3):
            padding = same_padding(kernel, dilation)
            assert conv_output_size(32, kernel, 1, padding, dilation) == 32
    with pytest.raises(ValueError, match=r"^a kernel that reaches over 2 keeps no size: .*middle$"):
        same_padding(2)


def seen(kernels, strides, dilations):
    """Walk back from one output and count the inputs between the first and the last it sees."""
    first = last = 0
    for kernel, stride, dilation in reversed(list(zip(kernels, strides, dilations, strict=True))):
        first, last = first * stride, last * stride + dilation * (kernel - 1)
    return last - first + 1


@pytest.mark.parametrize(
    ("kernels", "strides", "dilations"),
    [
        ([3], [1], [1]),
        ([3, 3, 3], [1, 1, 1], [1, 1, 1]),
        ([7, 3, 3, 3], [2, 2, 1, 2], [1, 1, 1, 1]),
        ([3, 3, 3], [1, 1, 1], [1, 2, 4]),
        ([2, 5, 1, 4], [3, 1, 2, 2], [1, 3, 1, 2]),
    ],
)
def test_receptive_fields_are_what_one_output_can_see(kernels, strides, dilations):
    assert receptive_field(kernels, strides, dilations) == seen(kernels, strides, dilations)


def test_one_stride_stands_for_all():
    assert receptive_field([3, 3], 2) == receptive_field([3, 3], [2, 2]) == 7
    assert receptive_field(np.array([3.0, 3.0])) == 5


def test_known_networks_have_their_known_numbers():
    assert conv_output_size(227, 11, stride=4) == 55  # AlexNet's first layer
    assert conv_parameters(3, 96, 11) == 34944
    assert conv_output_size(224, 7, stride=2, padding=3) == 112  # ResNet's
    assert conv_parameters(3, 64, 7, bias=False) == 9408
    assert conv_macs(3, 64, 7, 112, 112) == 118013952
    assert receptive_field([3] * 3) == receptive_field([7])


def test_depthwise_separable_convolution_costs_the_ratio_of_its_macs():
    for ins, outs, kernel in ((32, 64, 3), (3, 16, 5)):
        depthwise = conv_macs(ins, ins, kernel, 14, 14, groups=ins)
        pointwise = conv_macs(ins, outs, 1, 14, 14)
        ratio = (depthwise + pointwise) / conv_macs(ins, outs, kernel, 14, 14)
        assert depthwise_separable_ratio(outs, kernel) == pytest.approx(ratio, rel=1e-14)


REFUSED = [
    (conv_output_size, (3, 5), "a kernel that reaches over 5 does not fit into 3"),
    (conv_output_size, (3.5, 2), "size is a whole number from 1 on, not 3.5"),
    (conv_output_size, (3, 2, float("inf")), "stride is a whole number from 1 on, not inf"),
    (conv_output_size, (float("nan"), 2), "size is a whole number from 1 on, not nan"),
    (transposed_conv_output_size, (1, 2, 1, 1), "padding 1 leaves nothing of 2"),
    (receptive_field, ([3, 3], [1, 1, 1]), "strides (3,) do not fit kernels (2,)"),
    (conv_parameters, (3, 4, 3, True, 2), "groups 2 divides not both channels, 3 and 4"),
    (conv_macs, (3, 4, 3, 0, 5), "out_height is a whole number from 1 on, not 0"),
    (im2col_shape, (0, 4, 3), "in_channels is a whole number from 1 on, not 0"),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_impossible_sizes_are_refused(function, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(*arguments)


def test_torch_itself_agrees():
    torch = pytest.importorskip("torch")
    for size, kernel, stride, padding, dilation in SIZES:
        layer = torch.nn.Conv2d(1, 1, kernel, stride, padding, dilation)
        assert layer(torch.zeros(1, 1, size, size)).shape[-1] == conv_output_size(
            size, kernel, stride, padding, dilation
        )
    for options in ((4, 4, 2, 1), (5, 3, 1, 0), (3, 2, 3, 0)):
        size, *rest = options
        layer = torch.nn.ConvTranspose2d(1, 1, *rest)
        expected = layer(torch.zeros(1, 1, size, size)).shape[-1]
        assert transposed_conv_output_size(*options) == expected
    grouped = torch.nn.Conv2d(8, 12, 3, groups=4)
    assert conv_parameters(8, 12, 3, groups=4) == sum(p.numel() for p in grouped.parameters())
