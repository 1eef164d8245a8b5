"""Ancestors, and the nodes of properties."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.codebook.model import Code, Variable
from portrayals.codebook.tree import ancestors, possible_nodes, property_nodes


def code(key: str, *codes: Code, assignable: bool = False, **properties: str) -> Code:
    """A code; a leaf is assignable."""
    return Code(
        key=key,
        label=key,
        properties=tuple(properties.items()),
        assignable=assignable or not codes,
        codes=codes,
    )


def variable(*codes: Code) -> Variable:
    """A multi variable with these codes."""
    return Variable(key="v", label="V", level="title", type="multi", codes=codes)


ACTS = variable(
    code(
        "sexual",
        code("contact", act="violation", severity="5"),
        code(
            "dating",
            code("dating-current", act="violation", severity="4"),
            code("dating-former", act="violation", severity="3"),
            assignable=True,
        ),
    ),
    code(
        "role",
        code("gift", act="crossing", severity="1"),
        code("touch"),
        assignable=True,
        act="crossing",
    ),
    code("abandonment", act="violation"),
)


def test_a_code_has_itself_and_those_above_it_as_ancestors() -> None:
    assert ancestors(ACTS) == {
        "sexual": ("sexual",),
        "contact": ("contact", "sexual"),
        "dating": ("dating", "sexual"),
        "dating-current": ("dating-current", "dating", "sexual"),
        "dating-former": ("dating-former", "dating", "sexual"),
        "role": ("role",),
        "gift": ("gift", "role"),
        "touch": ("touch", "role"),
        "abandonment": ("abandonment",),
    }
    assert list(ancestors(ACTS)) == [code.key for _, code in ACTS.walk()]


def test_r21_a_property_is_carried_by_codes_that_have_it_and_by_parents_of_only_such() -> None:
    assert property_nodes(ACTS) == {
        "act:violation": (
            "sexual",
            "contact",
            "dating",
            "dating-current",
            "dating-former",
            "abandonment",
        ),
        "severity:5": ("contact",),
        "severity:4": ("dating-current",),
        "severity:3": ("dating-former",),
        "act:crossing": ("role", "gift"),
        "severity:1": ("gift",),
    }


def test_r9_what_only_some_descendants_carry_is_possible_of_the_parent() -> None:
    assert possible_nodes(ACTS) == {
        "sexual": ("severity:5", "severity:4", "severity:3"),
        "dating": ("severity:4", "severity:3"),
        "role": ("severity:1",),
    }


def test_a_parents_own_property_is_not_its_childrens() -> None:
    tree = variable(code("a", code("b"), code("c", x="1"), assignable=True, x="2"))
    assert property_nodes(tree) == {"x:2": ("a",), "x:1": ("c",)}
    assert possible_nodes(tree) == {"a": ("x:1",)}


def test_a_parent_that_can_be_assigned_is_itself_a_possible_descendant() -> None:
    below = code("b", code("c"), assignable=True, x="1")
    assert possible_nodes(variable(code("a", below))) == {"a": ("x:1",), "b": ()}
    heading = replace(below, assignable=False)
    assert possible_nodes(variable(code("a", heading))) == {"a": (), "b": ()}


TREES = st.recursive(
    st.just(()), lambda below: st.lists(below, min_size=1, max_size=3).map(tuple), max_leaves=15
)


@st.composite
def trees(draw: st.DrawFn) -> Variable:
    """A variable with a tree of any shape, any properties on any code."""
    numbers = itertools.count()

    def grown(shapes: tuple[object, ...]) -> Iterator[Code]:
        for shape in shapes:
            assert isinstance(shape, tuple)
            codes = tuple(grown(shape))
            yield Code(
                key=f"c{next(numbers)}",
                label="",
                properties=tuple(("x", value) for value in draw(st.sets(st.sampled_from("12")))),
                assignable=not codes or draw(st.booleans()),
                codes=codes,
            )

    return variable(*grown(draw(TREES)))


@given(trees())
@settings(deadline=None)
def test_ancestors_are_the_paths_of_the_tree(tree: Variable) -> None:
    above = ancestors(tree)
    for depth, each in tree.walk():
        path = above[each.key]
        assert path[0] == each.key
        assert len(path) == depth + 1
        assert all(above[below.key] == (below.key, *path) for below in each.codes)


@given(trees())
@settings(deadline=None)
def test_r21_the_nodes_of_properties_follow_their_definition(tree: Variable) -> None:
    carriers, possible = property_nodes(tree), possible_nodes(tree)
    for _, each in tree.walk():
        own = {f"x:{value}" for _, value in each.properties}
        carried = {node for node, keys in carriers.items() if each.key in keys}
        assignable = [
            {node for node, keys in carriers.items() if below.key in keys}
            for depth, below in each.walk()
            if depth and below.assignable
        ]
        if each.codes:
            assert carried == own | set.intersection(*assignable)
            assert set(possible[each.key]) == set.union(*assignable) - carried
        else:
            assert carried == own
            assert each.key not in possible
