"""A media portrayal annotation database: catalogue, code, query and count."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to load than the answer to --version
if TYPE_CHECKING:
    from portrayals.study import Study
    from portrayals.study.opening import init, open

__version__ = "0.1.0"
__all__ = ["Study", "__version__", "init", "open"]


def __getattr__(name: str) -> object:
    """The entry points of the Python API, loaded on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from portrayals.study import opening

    return getattr(opening, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
