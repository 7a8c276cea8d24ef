"""Configuration: the bundled defaults, overlaid by the user's file and the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.errors import InputError

Config = dict[str, dict[str, Any]]


def _user_file() -> Path:
    named = os.environ.get("DRAGOMAN_CONFIG")
    return Path(named) if named else Path.home() / ".config" / "dragoman" / "config.toml"


def _overlay(base: Config, other: Mapping[str, Any], origin: str) -> None:
    for section, values in other.items():
        if section not in base or not isinstance(values, Mapping):
            raise InputError(f"{origin}: no section [{section}]; there are {', '.join(base)}")
        for key, value in values.items():
            if key not in base[section]:
                raise InputError(f"{origin}: no key {key!r} in [{section}]; there are {', '.join(base[section])}")
            base[section][key] = _as(type(base[section][key]), value, f"{origin}: [{section}] {key}")


def _as(kind: type, value: Any, where: str) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: {value!r} is not a {kind.__name__}") from error


def load_config() -> Config:
    """The configuration in force.

    Raises:
        InputError: the user's file or the environment names an unknown key or a value of the wrong type.
    """
    config: Config = tomllib.loads((files("dragoman") / "default.toml").read_text(encoding="utf-8"))
    user = _user_file()
    if user.is_file():
        try:
            _overlay(config, tomllib.loads(user.read_text(encoding="utf-8")), str(user))
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{user}: not valid TOML: {error}") from error
    for section, values in config.items():
        for key in values:
            name = f"DRAGOMAN_{section}_{key}".upper()
            if name in os.environ:
                _overlay(config, {section: {key: os.environ[name]}}, name)
    return config
