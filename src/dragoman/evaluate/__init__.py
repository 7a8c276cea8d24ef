"""evaluate/: measure the coder on labelled data, in the data's own formats."""

from dragoman.evaluate.tasks import TASKS, evaluate

__all__ = ["TASKS", "evaluate"]
