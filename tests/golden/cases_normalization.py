"""Normalisation layers: outputs, autograd's gradients, running statistics, folded weights."""

import torch
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_weights, fuse_linear_bn_weights


def cases() -> dict[str, dict]:
    torch.manual_seed(0)
    flat, image = (6, 3), (2, 4, 3, 2)
    return {
        "batch_norm_flat": layer(batch_norm, flat, 3),
        "batch_norm_image": layer(batch_norm, image, 4),
        "batch_norm_far_from_zero": layer(batch_norm, flat, 3, mean=1e4, std=1e-2),
        "batch_norm_wide_eps": layer(batch_norm, flat, 3, eps=0.5),
        "layer_norm_flat": layer(layer_norm, flat, 3),
        "layer_norm_tokens": layer(layer_norm, (2, 5, 3), 3),
        "layer_norm_image": layer(layer_norm, image, (4, 3, 2)),
        "layer_norm_planes": layer(layer_norm, image, (3, 2)),
        "group_norm_image": layer(group_norm, image, 4, num_groups=2),
        "group_norm_flat": layer(group_norm, (3, 6), 6, num_groups=3),
        "instance_norm_image": layer(instance_norm, image, 4),
        "rms_norm_flat": layer(rms_norm, flat, 3),
        "rms_norm_image": layer(rms_norm, image, (4, 3, 2)),
        "rms_norm_eps": layer(rms_norm, flat, 3, eps=0.3),
        "plain_batch_norm": plain(
            lambda x: functional.batch_norm(x, None, None, training=True), flat
        ),
        "plain_layer_norm": plain(lambda x: functional.layer_norm(x, [3]), flat),
        "plain_rms_norm": plain(lambda x: functional.rms_norm(x, [3]), flat),
        "running_flat": running((5, 3), momentum=0.1),
        "running_image": running(image, momentum=0.3),
        "folded_linear": folded((5, 7), fuse_linear_bn_weights),
        "folded_conv": folded((5, 3, 2, 2), fuse_conv_bn_weights),
    }


def batch_norm(x, weight, bias, eps=1e-5):
    return functional.batch_norm(x, None, None, weight, bias, training=True, eps=eps)


def layer_norm(x, weight, bias):
    return functional.layer_norm(x, weight.shape, weight, bias)


def group_norm(x, weight, bias, num_groups):
    return functional.group_norm(x, num_groups, weight, bias)


def instance_norm(x, weight, bias):
    return functional.instance_norm(x, weight=weight, bias=bias)


def rms_norm(x, weight, bias, eps=None):
    return functional.rms_norm(x, weight.shape, weight, eps) + 0 * bias.sum()


def layer(norm, shape, parameter_shape, mean=0.5, std=2.0, **options) -> dict:
    x = (mean + std * torch.randn(shape, dtype=torch.float64)).requires_grad_()
    weight = torch.randn(parameter_shape, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(parameter_shape, dtype=torch.float64, requires_grad=True)
    output = norm(x, weight, bias, **options)
    grad_output = torch.randn(shape, dtype=torch.float64)
    output.backward(grad_output)
    tensors = {
        "x": x,
        "weight": weight,
        "bias": bias,
        "output": output,
        "grad_output": grad_output,
        "grad_x": x.grad,
        "grad_weight": weight.grad,
        "grad_bias": bias.grad,
    }
    return {name: tensor.tolist() for name, tensor in tensors.items()} | options


def plain(norm, shape) -> dict:
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)
    output, grad_output = norm(x), torch.randn(shape, dtype=torch.float64)
    output.backward(grad_output)
    tensors = {"x": x, "output": output, "grad_output": grad_output, "grad_x": x.grad}
    return {name: tensor.tolist() for name, tensor in tensors.items()}


def running(shape, momentum) -> dict:
    """Five training steps of a batch norm module, its statistics after each, then inference."""
    kind = torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d
    module = kind(shape[1], momentum=momentum, dtype=torch.float64)
    torch.nn.init.normal_(module.weight)
    torch.nn.init.normal_(module.bias)
    batches = 3 + 2 * torch.randn(5, *shape, dtype=torch.float64)
    means, variances = [], []
    for batch in batches:
        module(batch)
        means.append(module.running_mean.tolist())
        variances.append(module.running_var.tolist())
    x = torch.randn(2, *shape[1:], dtype=torch.float64)
    return {
        "momentum": momentum,
        "batches": batches.tolist(),
        "means": means,
        "variances": variances,
        "weight": module.weight.tolist(),
        "bias": module.bias.tolist(),
        "x": x.tolist(),
        "inference": module.eval()(x).tolist(),
    }


def folded(shape, fuse) -> dict:
    layer_weight = torch.randn(shape, dtype=torch.float64)
    layer_bias, mean, weight, bias = torch.randn(4, shape[0], dtype=torch.float64)
    var = torch.rand(shape[0], dtype=torch.float64) + 0.1
    fused = fuse(layer_weight, layer_bias, mean, var, 1e-5, weight, bias)
    inputs = (layer_weight, layer_bias, mean, var, weight, bias)
    return {
        "inputs": [tensor.tolist() for tensor in inputs],
        "fused": [tensor.tolist() for tensor in fused],
    }
