"""Trains the update rule and writes its weights beside this file."""

from dlquiz.reference.learned_optimizer.meta_training import meta_train
from dlquiz.reference.learned_optimizer.rule import WEIGHTS, write_network

if __name__ == "__main__":
    write_network(meta_train(), WEIGHTS)
    print(f"wrote {WEIGHTS}")
