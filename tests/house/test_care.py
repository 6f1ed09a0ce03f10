"""Habits that have cost others money: floats, swallowed errors, unfinished work."""

import ast
import re

from financedesk import errors
from tests.house.code_base import PACKAGE, ROOT, Source, functions, rooms, sources

# Rooms in which an amount is computed: nothing there has a use for binary fractions.
MONEY = ("rules", "fec", "book", "ledger", "donors", "intake", "compliance", "remittances")

# In halves, so that this file does not carry the marks that it looks for.
UNFINISHED = (("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("NotImpl", "emented(?:Error)?"))


def _floats(source: Source) -> list[str]:
    """Places that name ``float``, or compute or compare with a binary fraction."""
    return [
        f"{source.name}:{node.lineno}"
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or any(
            isinstance(part, ast.Constant) and isinstance(part.value, float)
            for part in _operands(node)
        )
    ]


def _operands(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    return [node.left, *node.comparators] if isinstance(node, ast.Compare) else []


def test_no_float_is_named_where_money_is_computed() -> None:
    assert [place for source in rooms(*MONEY) for place in _floats(source)] == []


def test_nothing_is_turned_into_a_float_where_money_is_shown() -> None:
    turned = [
        f"{source.name}:{node.lineno}"
        for source in rooms("reports", "cli")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
    ]
    assert turned == []


def test_every_except_names_what_it_expects() -> None:
    vague = [
        f"{source.name}:{node.lineno}"
        for source in sources(PACKAGE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]
    assert vague == []


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether it could swallow what nobody foresaw; tidying up and raising again is fine."""
    if isinstance(last := handler.body[-1], ast.Raise) and last.exc is None:
        return False
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(one) in {"Exception", "BaseException"} for one in caught)


def test_every_error_for_the_user_stands_in_the_tree_of_errors() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.FinanceDeskError)
    }
    drawn = set(re.findall(r"^ +(?:[│├└─ ]*)(\w+)", errors.__doc__ or "", flags=re.MULTILINE))
    assert defined - drawn == set()


def test_no_function_is_left_empty() -> None:
    empty = [
        f"{source.name}:{function.lineno} {function.name}"
        for source in sources(PACKAGE)
        for function in functions(_without_protocols(source.tree))
        if all(_says_nothing(statement) for statement in function.body)
    ]
    assert empty == []


def _says_nothing(statement: ast.stmt) -> bool:
    ellipsis = isinstance(statement, ast.Expr) and ast.unparse(statement) == "..."
    return isinstance(statement, ast.Pass) or ellipsis


def _without_protocols(tree: ast.Module) -> ast.Module:
    kept = [
        node
        for node in tree.body
        if not (
            isinstance(node, ast.ClassDef)
            and any(ast.unparse(base).startswith("Protocol") for base in node.bases)
        )
    ]
    return ast.Module(body=kept, type_ignores=[])


def test_nothing_says_that_it_is_unfinished() -> None:
    marks = re.compile(rf"\b(?:{'|'.join(map(''.join, UNFINISHED))})\b")
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *ROOT.glob("*.md")]
    files += [*(ROOT / "docs").rglob("*.md"), *(ROOT / "resources").rglob("*.toml")]
    marked = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files
        if (found := marks.search(path.read_text(encoding="utf-8")))
    ]
    assert marked == []
