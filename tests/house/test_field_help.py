"""Every field of a form has help, and every help has its field."""

import ast
import re
import tomllib

from financedesk.resources import resource
from financedesk.ui.field_help import field_help
from tests.house.code_base import rooms

KEY = re.compile(r"[a-z_]+\.[a-z_0-9]+")
PAGES = {path.stem: tomllib.loads(path.read_text()) for path in resource("help").glob("*.toml")}


def keys_in_use() -> set[str]:
    """Words of the form ``page.field`` in the window's code whose page has a file of help."""
    words = {
        node.value
        for source in rooms("ui")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {word for word in words if KEY.fullmatch(word) and word.split(".")[0] in PAGES}


def keys_of_fields() -> set[str]:
    """The keys that are handed to a FormRow as they stand in the code."""
    calls = (
        node
        for source in rooms("ui")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "FormRow"
    )
    keys = (call.args[2] for call in calls if len(call.args) > 2)
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def test_every_field_has_words() -> None:
    assert len(keys_of_fields()) > 30
    for key in sorted(keys_of_fields()):
        assert field_help(key).words.endswith(".")


def test_no_words_stand_without_a_field() -> None:
    described = {f"{page}.{field}" for page, fields in PAGES.items() for field in fields}
    assert described - keys_in_use() == set()
