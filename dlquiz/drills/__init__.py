"""Code drills: a stub to fill in, run in a process of its own, checked against the reference."""
