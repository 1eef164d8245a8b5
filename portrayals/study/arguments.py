"""The arguments of a public method: spelled out for its reader, and checked before it runs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import wraps
from inspect import Parameter, Signature
from numbers import Integral, Real
from textwrap import indent
from types import NoneType, UnionType
from typing import (
    Any,
    Final,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    Unpack,
    get_args,
    get_origin,
    get_type_hints,
)

from portrayals.errors import WrongArgument
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.study.options import HOLDERS

P = ParamSpec("P")
T = TypeVar("T")

#: The line of a docstring that stands for options described where they are declared.
_ELSEWHERE: Final = re.compile(r"^( *)\*\*\w+: .*\n", re.MULTILINE)
_NUMBERS: Final[Mapping[Any, type]] = {int: Integral, float: Real}
_UNIONS: Final = (Union, UnionType)
_WORDS: Final[Mapping[Any, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    NoneType: "None",
}


def checked(function: Callable[P, T], **types: type) -> Callable[P, T]:
    """Makes a function raise WrongArgument for arguments that it does not take.

    Its signature and docstring spell out the options that it takes as `Unpack[…]`. `types` stand
    for those that its annotations name and that are not imported.
    """
    hints = get_type_hints(function, localns=types)
    signature = _spelled_out(function, hints)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        _refuse_wrong(function.__name__, signature, args, kwargs)
        return function(*args, **kwargs)

    call.__signature__ = signature  # type: ignore[attr-defined] # where `inspect` looks for it
    call.__doc__ = _described(function, hints)
    return call


def _unpacked(hint: object) -> Any:
    """The options that `Unpack[…]` stands for; None for any other type."""
    return get_args(hint)[0] if get_origin(hint) is Unpack else None


def _spelled_out(function: Callable[..., object], hints: Mapping[str, Any]) -> Signature:
    written = inspect.signature(function)
    parameters: list[Parameter] = []
    for each in written.parameters.values():
        hint = hints.get(each.name, each.annotation)
        if options := _unpacked(hint):
            parameters += _keywords(options)
        else:
            parameters.append(each.replace(annotation=hint))
    return written.replace(parameters=parameters, return_annotation=hints["return"])


def _keywords(options: Any) -> Iterator[Parameter]:
    defaults = {each.name: each.default for each in fields(HOLDERS[options])}
    for name, hint in get_type_hints(options).items():
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=defaults[name], annotation=hint)


def _described(function: Callable[..., object], hints: Mapping[str, Any]) -> str:
    written = inspect.cleandoc(function.__doc__ or "")
    options = next(filter(None, map(_unpacked, hints.values())), None)
    if options is None:
        return written
    lines = inspect.cleandoc(options.__doc__).partition("\n\n")[2] + "\n"
    return _ELSEWHERE.sub(lambda line: indent(lines, line[1]), written)


def _refuse_wrong(
    name: str, signature: Signature, args: Sequence[object], kwargs: Mapping[str, object]
) -> None:
    taken = {each.name: each for each in signature.parameters.values() if each.name != "self"}
    several = {each.name for each in taken.values() if each.kind is Parameter.VAR_POSITIONAL}
    known = [f"*{each}" if each in several else each for each in taken]
    hint = f"it takes {', '.join(known) or 'none'}"
    for keyword in kwargs:
        if keyword not in known:
            raise WrongArgument(
                f"{name}() takes no argument {quoted(keyword)}",
                hint=hint,
                candidates=nearest(keyword, [each for each in taken if each not in several]),
            )
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        raise WrongArgument(f"{name}(): {error}", hint=hint) from None
    for argument, given in bound.arguments.items():
        wanted = signature.parameters[argument].annotation
        values: Sequence[object] = given if argument in several else (given,)
        for value in values:
            if not _fits(value, wanted):
                raise WrongArgument(
                    f"{argument} of {name}() should be {_in_words(wanted)}, not {value!r}",
                    hint=hint,
                )


def _fits(value: object, hint: Any) -> bool:
    """Whether a value has a type. Words of a closed list are left for the use-case to check."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Parameter.empty:
        return True
    if origin in _UNIONS:
        return any(_fits(value, each) for each in inner)
    if origin is Literal:
        return isinstance(value, str)
    if origin is Sequence:  # an array or a column of a data frame will do, a single string will not
        if isinstance(value, str) or not isinstance(value, Collection):
            return False
        return all(_fits(each, inner[0]) for each in value)
    if hint in _NUMBERS:
        return isinstance(value, _NUMBERS[hint]) and not isinstance(value, bool)
    return isinstance(value, origin or hint)


def _in_words(hint: Any) -> str:
    """A type in words: `title, episode, portrayal, relationship or None`."""
    inner = get_args(hint)
    if hint in _WORDS:
        return _WORDS[hint]
    if get_origin(hint) is Literal:
        return ", ".join(inner)
    if get_origin(hint) is Sequence:
        return f"a list ({_in_words(inner[0])} each)"
    return " or ".join(map(_in_words, inner)) if get_origin(hint) in _UNIONS else "a path"
