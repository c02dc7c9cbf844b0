"""Deep-learning interview questions, each tied to an executable reference that proves its answer."""

__version__ = "0.1.0"
