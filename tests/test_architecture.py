"""The way of the data is one direction: no import runs back up it, no circle; files and functions stay small."""

import ast
from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dragoman"
# From the docs: a room imports only from rooms before it.
ORDER = [
    "errors", "datafiles", "caching", "config", "records", "codebook", "articles", "language", "actors", "schoolbook", "coding", "ledger",
    "exchange", "relations", "outlook", "running", "scaling", "revising", "api", "evaluate", "training", "examples", "bench", "bench_merging",
    "measurements", "desk", "cli",
]  # fmt: skip
# The ratchet: these only fall.
MAX_FILE_LINES = 400
MAX_MEDIAN_FUNCTION = 8
MAX_P90_FUNCTION = 30


def modules():
    return sorted(SOURCE.rglob("*.py"))


def name_of(path):
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path):
    """Modules of the package that a file imports, those for type checking alone left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dragoman"):
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("dragoman"):
                    yield alias.name, ""


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_run_one_way(path):
    own = room(name_of(path))
    if own in ("", "__main__"):
        return
    for module, _ in imports(path):
        other = room(module)
        if other and other != own:
            assert other in ORDER, f"{path.name} imports {module}, which has no place in the order"
            assert ORDER.index(other) < ORDER.index(own), (
                f"{name_of(path)} imports {module}: against the way of the data"
            )


def test_every_room_has_its_place():
    rooms = {room(name_of(p)) for p in modules()} - {"", "__main__"}
    assert rooms <= set(ORDER)


def test_no_import_circle():
    known = {name_of(p) for p in modules()}
    graph = defaultdict(set)
    for path in modules():
        own = name_of(path)
        for module, attribute in imports(path):
            target = f"{module}.{attribute}" if f"{module}.{attribute}" in known else module
            # A package's own __init__ re-exports its modules; inside the package that is no dependency.
            if target != own and not own.startswith(target + ".") and not target.startswith(own + "."):
                graph[own].add(target)
    seen, path_now = set(), []

    def visit(node):
        assert node not in path_now, " -> ".join([*path_now[path_now.index(node) :], node])
        if node in seen:
            return
        path_now.append(node)
        for after in sorted(graph[node]):
            visit(after)
        path_now.pop()
        seen.add(node)

    for node in sorted(graph):
        visit(node)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


def test_functions_stay_short():
    sizes = sorted(
        node.end_lineno - node.body[0].lineno + 1 - (ast.get_docstring(node) is not None)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert median(sizes) <= MAX_MEDIAN_FUNCTION
    assert sizes[int(0.9 * len(sizes))] <= MAX_P90_FUNCTION
