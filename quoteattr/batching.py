"""Read a stream of texts in batches, with an error of one text kept apart from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, TypeVar

OnError = Literal["raise", "skip"] | Callable[[Any, Exception], object]

Item = TypeVar("Item")
Text = TypeVar("Text")
Result = TypeVar("Result")


def read_in_batches(
    items: Iterator[Item],
    check: Callable[[Item], Text],
    read: Callable[[Sequence[Text]], Sequence[Result]],
    size: int,
    on_error: OnError,
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its result, in order and lazily.

    Args:
        items: The stream.
        check: Turns an item into the text that is read, or raises its error.
        read: Reads several texts together.
        size: How many texts are read together.
        on_error: ``"raise"`` raises the error of an item after the results before it, ``"skip"`` leaves the item out,
            a function is called with the item and its error.
    """
    more = True
    while more:
        batch, broken = _taken(items, size)
        more = len(batch) == size and broken is None
        for item, result in zip(batch, _results(batch, check, read), strict=True):
            if not isinstance(result, Exception):
                yield item, result
            elif on_error == "raise":
                raise result
            elif callable(on_error):
                on_error(item, result)
        if broken is not None:
            raise broken


def _results(
    batch: Sequence[Item], check: Callable[[Item], Text], read: Callable[[Sequence[Text]], Sequence[Result]]
) -> list[Result | Exception]:
    """Return the result or the error of each item; where reading them together fails, each is read alone."""
    checked = [_attempt(partial(check, item)) for item in batch]
    texts = [text for text in checked if not isinstance(text, Exception)]
    together = _attempt(partial(read, texts)) if texts else []
    if not isinstance(together, Exception):
        results: Iterator[Result | Exception] = iter(together)
    elif len(texts) == 1:
        results = iter([together])
    else:
        results = (_attempt(partial(_read_alone, text, read)) for text in texts)
    return [each if isinstance(each, Exception) else next(results) for each in checked]


def _read_alone(text: Text, read: Callable[[Sequence[Text]], Sequence[Result]]) -> Result:
    [result] = read([text])
    return result


def _taken(items: Iterator[Item], size: int) -> tuple[list[Item], Exception | None]:
    """Return the next ``size`` items, fewer at the end, and the error with which the iterator ended, if it did."""
    taken: list[Item] = []
    try:
        for item in items:
            taken.append(item)
            if len(taken) == size:
                break
    except Exception as error:  # of the caller's own generator: the items before it are read first
        return taken, error
    return taken, None


def _attempt(function: Callable[[], Result]) -> Result | Exception:
    """Return the result of a function, or the error that it raises."""
    try:
        return function()
    except Exception as error:
        return error
