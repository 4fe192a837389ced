"""Options that several commands share, and values that combine some of them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from attrs import asdict, frozen
from click.core import ParameterSource

import quoteattr
from quoteattr.attributor import QuoteAttributor
from quoteattr.cli.inputs import FIELDS, DateOrder, InputKind, Inputs, check_outside, checked_columns, is_remote
from quoteattr.cli.reading import ActFilter, Wanted
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.inputs import iso_date
from quoteattr.inputs import seconds as checked_seconds
from quoteattr.page.article import Structure
from quoteattr.resolve.people import People


class LocalPath(click.Path):
    """A path to write to, which has to be local; ``checks`` are arguments of ``click.Path``."""

    def __init__(self, path_type: type | None = None, **checks: bool) -> None:
        super().__init__(readable=False, path_type=path_type, **checks)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            self.fail("'' is no path: name a file or folder, such as . for this folder", param, ctx)
        if is_remote(str(value)):
            self.fail(f"{value!r} is remote: only inputs may be; write to a local path and upload it", param, ctx)
        return super().convert(value, param, ctx)


Function = TypeVar("Function", bound=Callable[..., Any])
Value = TypeVar("Value")
Option = Callable[[Function], Function]


class Command(click.Command):
    """A command that ends with a one-line message if this package raises an error."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QuoteattrError as error:
            raise click.ClickException(str(error)) from error


@frozen
class Loading:
    """The model to load, its limits (threads, and seconds for a text), and how speakers are resolved."""

    model: str
    threads: int
    max_seconds: float | None = None
    people: str | None = None
    descriptions: bool = True
    inside_quotations: bool = False

    def loader(self) -> Callable[[], QuoteAttributor]:
        """Return the function that loads the model, here or in another process."""
        return partial(quoteattr.load, **asdict(self))

    def reader(self) -> QuoteAttributor:
        return self.loader()()

    def check_people(self, out: Path) -> None:
        """Raise InputError where the list of people is malformed or the output, before existing files are replaced."""
        if self.people is not None:
            check_outside([self.people], out)
            People.of(self.people)


def number(name: str, default: int, text: str, *, least: int = 1) -> Option[Any]:
    return click.option(name, type=click.IntRange(min=least), default=default, show_default=True, help=text)


def flag(name: str, text: str) -> Option[Any]:
    return click.option(name, is_flag=True, help=text)


def seconds(*names: str, default: float | None = None, text: str) -> Option[Any]:
    def callback(_context: object, _option: object, value: float | None) -> float | None:
        return None if value is None else checked(partial(checked_seconds, "max_seconds"), value)

    return click.option(*names, type=float, default=default, show_default=True, callback=callback, help=text)


def choice(*names: str, among: object, default: str | None = None, text: str) -> Option[Any]:
    """Return an option that takes one of the words ``among`` a ``Literal``."""
    return click.option(*names, type=click.Choice(get_args(among)), default=default, show_default=True, help=text)


def people_list(text: str) -> Option[Any]:
    """Return the option for a list of people; ``text`` describes its columns."""
    file = click.Path(exists=True, dir_okay=False)
    return click.option("--people", type=file, help=f"Your list of people, JSON Lines or CSV with {text}")


def together(name: str, kind: type, *options: Option[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Combine ``options`` into one argument ``name``, a ``kind`` with a field for each."""
    bare = click.Command(None)
    for option in options:
        option(bare)
    names = [str(each.name) for each in bare.params]

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(**given: Any) -> None:
            own = {each: given.pop(each) for each in names}
            command(**{name: kind(**own)}, **given)

        for option in reversed(options):
            called = option(called)
        return called

    return decorated


def given(names: Iterable[str]) -> list[str]:
    """Return those of the parameters that the command line sets, as options in the order of the alphabet."""
    context = click.get_current_context()
    is_set = {name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    return sorted((each.secondary_opts or each.opts)[-1] for each in context.command.params if each.name in is_set)


def refuse(names: Iterable[str], reason: str) -> None:
    """Raise a usage error if the command line sets one of the parameters, which would have no effect."""
    if found := given(names):
        raise click.UsageError(f"{', '.join(found)}: {reason}")


def unused_on_results(names: Iterable[str]) -> tuple[str, ...]:
    """Return a warning if the command line sets one of the parameters, which change no stored result."""
    found = given(names)
    return (f"no effect on results of extract: {', '.join(found)}",) if found else ()


act = choice("--act", among=ActFilter, default="all", text="Only what was said, only what was thought, or both.")
publisher = click.option(
    "--publisher", help="Publisher of all texts. Overrides text and page markup, not a row's own 'publisher'."
)
outlet = click.option(
    "--outlet", help="Outlet that originated the stories. Overrides text and page markup, not a row's own 'outlet'."
)
published = click.option(
    "--published",
    metavar="DATE",
    callback=lambda _context, _option, value: checked(iso_date, value),
    help="Date of publication in ISO 8601. Overrides text and page markup, not a row's own 'published'.",
)
include_chrome = flag(
    "--include-chrome",
    "Also extract claims from the other parts of the page: bylines, dates, credits, links, readers' comments, menus.",
)
structure = choice(
    "--structure",
    among=Structure,
    default="auto",
    text="auto: detect headline, byline and menus; plain: take every line as body text.",
)
model = click.option("--model", default="en", show_default=True, help="Name or folder of the model.")
threads = number("--threads", 1, "Threads of the neural model, in each process.")

wanted = together("wanted", Wanted, act, publisher, outlet, published, include_chrome, structure)
people = people_list("name, id, aliases, role, affiliation: links speakers to its ids.")
loading = together("loading", Loading, model, threads)
descriptions = click.option(
    "--descriptions/--no-descriptions",
    default=True,
    help="Link descriptions such as 'the mayor' to names; --no-descriptions links names and pronouns only.",
)
inside_quotations = flag(
    "--inside-quotations", "Also report claims inside quotation marks, with 'inside_quotation' true."
)
max_seconds = seconds(
    "--max-seconds",
    text="Most seconds for a text; a slower one becomes an error row. Texts are then processed one by one.",
)
loading_for_relations = together("loading", Loading, model, threads, inside_quotations)
loading_for_claims = together("loading", Loading, model, threads, descriptions, inside_quotations)
loading_with_people = together("loading", Loading, model, threads, people, descriptions, inside_quotations)
loading_with_limit = together("loading", Loading, model, threads, max_seconds, people, descriptions, inside_quotations)
inputs = together(
    "inputs",
    Inputs,
    click.argument("paths", metavar="PATH…", nargs=-1, required=True),
    choice(
        "--input", "kind", among=InputKind, default="auto", text="Kind of the files; auto: by the ending of the name."
    ),
    number("--max-chars", 2_000_000, "A longer text becomes an error row; the others are processed."),
    click.option(
        *("--column", "columns"),
        metavar="FIELD=COLUMN",
        multiple=True,
        callback=lambda _context, _option, pairs: checked(checked_columns, pairs),
        help=f"Use COLUMN of a table for FIELD, such as text=Body. Fields: {', '.join(FIELDS)}.",
    ),
    click.option(
        "--encoding",
        default="utf-8",
        show_default=True,
        callback=lambda _context, _option, name: checked(_encoding, name),
        help="The encoding of CSV files, such as cp1252.",
    ),
    choice(
        "--dates", among=DateOrder, text="Order of day and month in dates such as 03/04/2023 in CSV and Excel files."
    ),
)


def checked(check: Callable[[Any], Value], value: object) -> Value:
    """Return what ``check`` makes of the value of an option; an error of this package becomes a usage error."""
    try:
        return check(value)
    except QuoteattrError as error:
        raise click.BadParameter(str(error)) from error


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise InputError(f"{name!r} is no encoding: name one such as utf-8 or cp1252") from error
