"""Links: given an actor and an event type, who is next, and why."""

from dragoman.outlook.links.history import History
from dragoman.outlook.links.kin import Kin
from dragoman.outlook.links.model import LinkModel, day_questions, fit

__all__ = ["History", "Kin", "LinkModel", "day_questions", "fit"]
