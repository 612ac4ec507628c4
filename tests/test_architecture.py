"""Rules of the code and the tests, checked on the syntax trees; `coder help architecture` explains them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODER = ROOT / "coder"
TESTS = ROOT / "tests"
#: What states an expectation in a test, besides `assert`.
EXPECTATIONS = {"raises", "warns", "fail", "refused", "snap_compare"}
#: Methods of a class, those of its bases in `coder` included; lines of a file.
LARGEST_CLASS, LONGEST_FILE = 40, 700


@cache
def trees() -> dict[str, ast.Module]:
    """Module name → syntax tree, of every file of the package."""
    found = {}
    for path in sorted(CODER.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    assert len(found) > 100
    return found


def imported_modules(module: str) -> set[str]:
    """The modules of `coder` that a module imports anywhere: at the top, in a function, under TYPE_CHECKING."""
    names: set[str] = set()
    for node in ast.walk(trees()[module]):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                names.add(inner if inner in trees() else node.module)
    return {name for name in names if name in trees() and name != module}


class Class:
    """A class: its own methods and the names of its bases."""

    def __init__(self, node: ast.ClassDef) -> None:
        self.name = node.name
        self.methods = sum(isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) for item in node.body)
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        self.bases = [base.id for base in bases if isinstance(base, ast.Name)]


@cache
def classes() -> dict[str, Class]:
    """Class name → class."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {node.name: Class(node) for node in nodes}


def tower(name: str, below: tuple[str, ...] = ()) -> int:
    """The methods of a class and of all its bases in `coder`."""
    bases = (base for base in classes()[name].bases if base in classes() and base not in below)
    return classes()[name].methods + sum(tower(base, (*below, name)) for base in bases)


def used_names() -> set[str]:
    """The names that are called or annotate something, anywhere."""
    names: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names.add(node.func.id)
            elif isinstance(node, ast.arg) and node.annotation is not None:
                names |= {part.id for part in ast.walk(node.annotation) if isinstance(part, ast.Name)}
    return names


def called_methods(module: str) -> set[str]:
    """The names of the methods that a module calls."""
    calls = (node.func for node in ast.walk(trees()[module]) if isinstance(node, ast.Call))
    return {function.attr for function in calls if isinstance(function, ast.Attribute)}


def functions_of_tests() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """File and name → syntax tree, of every test."""
    functions = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                functions[f"{path.relative_to(ROOT)}::{node.name}"] = node
    assert len(functions) > 1000
    return functions


def has_elements(node: ast.expr) -> bool:
    """Whether an iterable is written out in the code with an element at least."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(not isinstance(element, ast.Starred) for element in node.elts)
    if isinstance(node, ast.Dict):
        return None not in node.keys
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("items", "keys", "values") and has_elements(node.func.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "range":
            return all(isinstance(bound, ast.Constant) for bound in node.args)
        return node.func.id in ("enumerate", "zip", "reversed") and all(map(has_elements, node.args))
    return False


def states_an_expectation(node: ast.AST) -> bool:
    """Whether code asserts anything outside of loops over data, which may be empty."""
    if isinstance(node, ast.Assert):
        return True
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in EXPECTATIONS:
            return True
    if isinstance(node, ast.While) or (isinstance(node, ast.For | ast.AsyncFor) and not has_elements(node.iter)):
        return False
    return any(map(states_an_expectation, ast.iter_child_nodes(node)))


def test_no_ring_of_files() -> None:
    graph = {module: imported_modules(module) for module in trees()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"these files import each other: {' → '.join(error.args[1])}")


def test_no_class_is_a_tower() -> None:
    assert {name: tower(name) for name in classes() if tower(name) > LARGEST_CLASS} == {}


def test_no_base_class_for_a_single_heir() -> None:
    """A base that is used by itself too (called, or the type of a parameter) is no mere part of its heir."""
    heirs = Counter(base for kind in classes().values() for base in kind.bases if base in classes())
    single = {base for base, count in heirs.items() if count == 1}
    assert sorted(single - used_names()) == []


def test_no_file_is_longer_than_one_noun() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(CODER.rglob("*.py"))}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("package", ["cli", "tui"])
def test_interfaces_open_no_transaction(package: str) -> None:
    modules = [module for module in trees() if module.startswith(f"coder.{package}.")]
    assert modules
    assert [module for module in modules if "transaction" in called_methods(module)] == []


@pytest.mark.parametrize("page", ["architecture", "contributing"])
def test_the_files_that_a_page_for_developers_names_exist(page: str) -> None:
    text = (CODER / "help" / f"{page}.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:coder|tests)/[\w./]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_tests_state_what_they_expect() -> None:
    """A test that asserts only in a loop over data passes without any."""
    assert [name for name, function in functions_of_tests().items() if not states_an_expectation(function)] == []


@pytest.mark.parametrize(
    ("code", "states"),
    [
        ("assert a", True),
        ("with pytest.raises(E): f()", True),
        ("for a in (1, 2): assert a", True),
        ("f()", False),
        ("for a in b: assert a", False),
        ("for a in (*b,): assert a", False),
        ("while b: assert b", False),
    ],
)
def test_expectations_are_recognized(code: str, states: bool) -> None:
    assert states_an_expectation(ast.parse(code)) is states
