"""The pages: one module each. Importing this registers all of them."""

from dragoman.desk.pages import events

__all__ = ["events"]
