"""Places: names of places in text, which place each is, and where an event happens."""

from dragoman.coding.place.gazetteer import Toponyms, load_toponyms
from dragoman.coding.place.home import home_of
from dragoman.coding.place.locator import Locator, hosted
from dragoman.coding.place.reading import Toponym, toponyms
from dragoman.coding.place.resolution import kilometres, resolve

__all__ = ["Locator", "Toponym", "Toponyms", "home_of", "hosted", "kilometres", "load_toponyms", "resolve", "toponyms"]
