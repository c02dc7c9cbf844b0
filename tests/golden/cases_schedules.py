"""Learning rates of torch.optim.lr_scheduler, from step 0 on."""

import warnings

import torch
from torch.optim import lr_scheduler as schedulers

BASE = 0.4


def cases() -> dict[str, dict]:
    return {
        "step_decay": rates(60, schedulers.StepLR, step_size=7, gamma=0.5),
        "step_decay by default": rates(60, schedulers.StepLR, step_size=30),
        "exponential_decay": rates(40, schedulers.ExponentialLR, gamma=0.9),
        "cosine_annealing": rates(50, schedulers.CosineAnnealingLR, T_max=25, eta_min=0.01),
        "cosine_annealing to zero": rates(40, schedulers.CosineAnnealingLR, T_max=40),
        "linear_warmup": rates(12, schedulers.LinearLR, start_factor=0.1, total_iters=8),
        "linear_warmup by default": rates(12, schedulers.LinearLR),
        "warmup_cosine": rates(40, warm_up_then_cosine, start_factor=0.2, total_iters=10, T_max=30),
    }


def rates(steps: int, scheduler: type, **options: float) -> dict:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)
    schedule = scheduler(optimizer, **options)
    seen = []
    for _ in range(steps + 1):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return {"lr": BASE, "options": options, "rates": seen}


def warm_up_then_cosine(optimizer, start_factor: float, total_iters: int, T_max: int):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns about its own way of chaining
        return schedulers.SequentialLR(
            optimizer,
            [
                schedulers.LinearLR(optimizer, start_factor, total_iters=total_iters),
                schedulers.CosineAnnealingLR(optimizer, T_max),
            ],
            milestones=[total_iters],
        )
