"""Deep-learning interview questions, each tied to a reference that runs and proves its answer."""

__version__ = "0.1.0"
