"""The application that the commands belong to, with its help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup
from typer.main import get_command

from sim import deprecated
from sim.cli.failures import say
from sim.cli.upkeep.help_pages import HelpPage
from sim.show.text.plain import OPTION, VARIABLE
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


_CONTEXT: Any = type("Context", (TyperGroup.context_class,), {"formatter_class": HelpPage})
"""Made of what typer uses, wherever it has it from, which changes from version to version."""


_PLAIN = f"For screen readers: words for signs, tables row by row, no colours; {VARIABLE}=1 asks for it always."


def _plain_option() -> Any:
    """The option that every command has; it is looked for before the command line is read, and only listed here."""
    alone = typer.Typer(add_completion=False)

    @alone.command()
    def _(plain: Annotated[bool, typer.Option(OPTION, expose_value=False, help=_PLAIN)] = False) -> None: ...

    return get_command(alone).params[0]


def _as_now(where: str, words: list[str], table: tuple[deprecated.Renamed, ...]) -> list[str]:
    """Words of a command line as they are called now; of each old name it is said once, on standard error."""
    told: set[deprecated.Renamed] = set()
    found = []
    for k, word in enumerate(words):
        name, equals, value = word.partition("=")
        row = None if "--" in words[:k] else deprecated.renamed(table, where, name)
        found.append(word if row is None else f"{row.new}{equals}{value}")
        if row is not None and row not in told:
            told.add(row)
            say(row.told)
    return found


class Commands(TyperGroup):
    """Commands of which only the one that is called is read for its parameters."""

    context_class = _CONTEXT

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.params.append(_plain_option())

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands, each with its first sentence, whole on terminals of any width."""
        rows = [(name, command.get_short_help_str(1000)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the arguments name, with its parameters, and the arguments that are left for it."""
        name, outline, rest = super().resolve_command(ctx, _as_now("", args[:1], deprecated.COMMANDS) + args[1:])
        if outline is None or outline.callback is None:  # the shell completes a line that names no command
            return name, outline, rest
        command = get_command(outline.callback())
        command.context_class = _CONTEXT
        command.params.append(_plain_option())
        return name, command, _as_now(str(name), rest, deprecated.OPTIONS)


class Application(typer.Typer):
    """A typer application that reads what parameters a command has when it is called.

    Typer itself reads the signatures of all commands at each start, which is a third of the time that a page of help
    takes. The group has an outline of each command instead, which is enough to list it: its name and its help.
    """

    def command(self, name: str | None = None, **options: Any) -> Callable[[F], F]:
        """Make a function a command, as typer does."""

        def register(function: F) -> F:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(name, **options)(function)

            def outline() -> typer.Typer:
                return alone

            outline.__name__, outline.__doc__ = function.__name__, function.__doc__
            super(Application, self).command(name, **options)(outline)
            return function

        return register


app = Application(
    name="detente",
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Negotiations as games: who concedes, who holds out, in which order, and why.

\b
    detente run action-for-action           solve a scenario, tell its story
    detente run my.yaml --set leakage=0.4   change a parameter
    detente plot action-for-action          draw it
    detente compare dismantle-first relief-first action-for-action
    detente new my.yaml                     start a scenario of your own
    detente catalog                         list the scenarios that come along
""",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


def _install_completion(value: bool) -> None:
    """Write what the shell needs, and say where."""
    if value:
        from sim.cli.delivery import deliver
        from sim.cli.upkeep.shell.install import install, shell_now

        shell = shell_now()
        deliver(f"{install(shell)}: completion for {shell}; open a new window for it")
        if shell in ("powershell", "pwsh"):
            deliver("If PowerShell refuses to read it: Set-ExecutionPolicy RemoteSigned -Scope CurrentUser")
        raise typer.Exit


def _show_completion(value: bool) -> None:
    if value:
        from sim.cli.delivery import hand_over
        from sim.cli.upkeep.shell.answer import script
        from sim.cli.upkeep.shell.install import shell_now

        hand_over(script(shell_now()))
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=_install_completion,
            is_eager=True,
            help="Have this shell (bash, zsh, fish or PowerShell) complete what is typed.",
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option(
            "--show-completion", callback=_show_completion, is_eager=True, help="Print what this shell needs for that."
        ),
    ] = False,
) -> None:
    pass
