"""The learned typer: which of 16 types a word tells in its sentence, with mode, status and who takes part."""

from dragoman.coding.typer.labels import NONE, Labels, labels_of
from dragoman.coding.typer.marking import Question
from dragoman.coding.typer.typer import Judgement, Typer, load_typer

__all__ = ["NONE", "Judgement", "Labels", "Question", "Typer", "labels_of", "load_typer"]
