"""The arithmetic of convolutions: sizes, parameters, multiplications, receptive fields.

Sizes are of one direction, kernels square. Every argument is a whole number.
"""

from math import prod

from numpy.typing import ArrayLike

from dlquiz.reference.arrays import as_array, whole


def conv_output_size(
    size: float, kernel: float, stride: float = 1, padding: float = 0, dilation: float = 1
) -> int:
    """⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1: a last partial step is lost.

    >>> conv_output_size(32, kernel=3, padding=1), conv_output_size(7, kernel=3, stride=2)
    (32, 3)
    """
    room = whole("size", size, 1) + 2 * whole("padding", padding)
    reach = effective_kernel(kernel, dilation)
    if reach > room:
        raise ValueError(f"a kernel that reaches over {reach} does not fit into {room}")
    return (room - reach) // whole("stride", stride, 1) + 1


def transposed_conv_output_size(
    size: float,
    kernel: float,
    stride: float = 1,
    padding: float = 0,
    output_padding: float = 0,
    dilation: float = 1,
) -> int:
    """(size − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1.

    The size a convolution would have shrunk to `size`; under a stride several do, and
    output_padding picks one.

    >>> transposed_conv_output_size(16, kernel=4, stride=2, padding=1)
    32
    """
    s, extra = whole("stride", stride, 1), whole("output_padding", output_padding)
    spread = (whole("size", size, 1) - 1) * s + effective_kernel(kernel, dilation)
    result = spread - 2 * whole("padding", padding) + extra
    if result < 1:
        raise ValueError(f"padding {padding:g} leaves nothing of {spread}")
    return result


def effective_kernel(kernel: float, dilation: float = 1) -> int:
    """dilation·(kernel − 1) + 1: how far a dilated kernel reaches, with as many weights.

    >>> effective_kernel(3, dilation=2)
    5
    """
    return whole("dilation", dilation, 1) * (whole("kernel", kernel, 1) - 1) + 1


def same_padding(kernel: float, dilation: float = 1) -> int:
    """dilation·(kernel − 1) / 2: what keeps the size at stride 1.

    >>> same_padding(3), same_padding(5), same_padding(3, dilation=2)
    (1, 2, 2)
    """
    reach = effective_kernel(kernel, dilation)
    if reach % 2 == 0:
        raise ValueError(f"a kernel that reaches over {reach} keeps no size: it has no middle")
    return reach // 2


def receptive_field(kernels: ArrayLike, strides: ArrayLike = 1, dilations: ArrayLike = 1) -> int:
    """1 + Σ_l dilation_l·(kernel_l − 1)·Π_{i<l} stride_i: how much input one output depends on.

    Two 3×3 layers see 5×5, as one 5×5 layer does, with fewer weights.

    >>> receptive_field([3, 3]), receptive_field([7, 3], strides=[2, 2])
    (5, 11)
    """
    layers = [whole("kernel", kernel, 1) for kernel in as_array(kernels)]
    steps = _for_each("strides", strides, len(layers))
    holes = _for_each("dilations", dilations, len(layers))
    return 1 + sum(holes[i] * (k - 1) * prod(steps[:i]) for i, k in enumerate(layers))


def conv_parameters(
    in_channels: float, out_channels: float, kernel: float, bias: bool = True, groups: float = 1
) -> int:
    """out·(in/groups·kernel² + 1), whatever the size of the image; one bias for each channel out.

    >>> conv_parameters(3, 16, kernel=3)
    448
    """
    into = _inputs_of_one_output(in_channels, out_channels, kernel, groups)
    return whole("out_channels", out_channels, 1) * (into + bool(bias))


def conv_macs(
    in_channels: float,
    out_channels: float,
    kernel: float,
    out_height: float,
    out_width: float,
    groups: float = 1,
) -> int:
    """out·in/groups·kernel²·height·width of the output: multiplications with addition.

    One MAC is two floating-point operations.

    >>> conv_macs(3, 16, kernel=3, out_height=32, out_width=32)
    442368
    """
    into = _inputs_of_one_output(in_channels, out_channels, kernel, groups)
    places = whole("out_height", out_height, 1) * whole("out_width", out_width, 1)
    return into * whole("out_channels", out_channels, 1) * places


def depthwise_separable_ratio(out_channels: float, kernel: float) -> float:
    """1/out + 1/kernel²: the cost of depthwise plus 1×1 convolution, over the standard one's.

    The number of input channels cancels (Howard et al. 2017).

    >>> round(depthwise_separable_ratio(256, kernel=3), 4)
    0.115
    """
    return 1 / whole("out_channels", out_channels, 1) + 1 / whole("kernel", kernel, 1) ** 2


def im2col_shape(
    in_channels: float, size: float, kernel: float, stride: float = 1, padding: float = 0
) -> tuple[int, int]:
    """(in·kernel², windows): the matrix one square image becomes.

    >>> im2col_shape(3, size=32, kernel=3, padding=1)
    (27, 1024)
    """
    out = conv_output_size(size, kernel, stride, padding)
    return whole("in_channels", in_channels, 1) * whole("kernel", kernel, 1) ** 2, out**2


def _for_each(name: str, numbers: ArrayLike, layers: int) -> list[int]:
    given = [whole(name, number, 1) for number in as_array(numbers).ravel()]
    if len(given) not in (1, layers):
        raise ValueError(f"{name} ({len(given)},) do not fit kernels ({layers},)")
    return given * layers if len(given) == 1 else given


def _inputs_of_one_output(
    in_channels: float, out_channels: float, kernel: float, groups: float
) -> int:
    ins, outs = whole("in_channels", in_channels, 1), whole("out_channels", out_channels, 1)
    parts = whole("groups", groups, 1)
    if ins % parts or outs % parts:
        raise ValueError(f"groups {parts} divides not both channels, {ins} and {outs}")
    return ins // parts * whole("kernel", kernel, 1) ** 2
