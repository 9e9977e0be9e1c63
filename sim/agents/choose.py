"""From names to agents: those of a file, those of the command line, and those of a class's own Python file."""

from __future__ import annotations

import sys
import traceback
from contextlib import redirect_stdout
from dataclasses import Field, fields, is_dataclass
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.agents.agent import Agent
from sim.agents.programs.process import is_program
from sim.agents.strategies.built_in import BUILT_IN
from sim.errors import AgentError, nearest
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.fields import AGENTS, LARGEST, MAX_HORIZON
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.scenario.scenario import AgentChoice, Scenario

Known = dict[str, type[Agent]]


def known_agents(own: Iterable[type[Agent]] = ()) -> Known:
    """Agents by name: the built-in ones, then a class's own.

    Parameters
    ----------
    own : iterable of type
        Classes from elsewhere.

    Raises
    ------
    AgentError
        If two have the same name.
    """
    known: Known = dict(BUILT_IN)
    for agent in own:
        name = agent.name or agent.__name__
        if name in known:
            raise AgentError(f"there are two agents called '{name}'; give one of them another name")
        known[name] = agent
    return known


def load_agents(file: str | Path) -> list[type[Agent]]:
    """The agents that a Python file defines, in the order in which it does.

    The file is run, so it should be one that is trusted.

    Raises
    ------
    AgentError
        If it cannot be read or run, or defines no agent.
    """
    path = Path(file)
    if not path.is_file():
        raise AgentError(f"{path}: there is no such file; expected a Python file with agents")
    spec = spec_from_file_location(f"agents_of_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise AgentError(f"{path}: expected a Python file, whose name ends in .py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        with redirect_stdout(sys.stderr):  # what an agent prints is no result
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
        last = next((f for f in reversed(traceback.extract_tb(error.__traceback__)) if f.filename == spec.origin), None)
        at = f"{path}, line {line or (last.lineno if last else '?')}"
        raise AgentError(f"{at}: {type(error).__name__}: {getattr(error, 'msg', error)}") from None
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Agent) and value.__module__ == spec.name
    ]
    # A class without 'act' from which others are derived is no agent, but what they share.
    found = [a for a in found if a.act is not Agent.act or not any(a in b.__mro__[1:] for b in found)]
    for agent in found:
        if not isinstance(agent.name, str):
            raise AgentError(f"{path}: the name of the agent {agent.__name__} is not text but {agent.name!r}")
    if not found:
        raise AgentError(f"{path}: there is no agent in it; derive a class from sim.agents.Agent")
    return found


def make_agent(choice: str | Agent | AgentChoice, known: Known) -> Agent:
    """An agent from its name, with options as in ``impatient_walker,waits=4``.

    Parameters
    ----------
    choice : str, Agent or AgentChoice
        The name, an entry of a file, or an agent, which is taken as it is.
    known : dict of str to type
        Agents by name.

    Raises
    ------
    AgentError
        If there is no such agent or option, or an option has no value that it can have.
    """
    if isinstance(choice, Agent):
        return choice
    options: Mapping[str, Any]
    if isinstance(choice, str) and choice not in known and is_program(choice):
        from sim.agents.programs.agent import program_agent

        return program_agent(choice)()
    if isinstance(choice, str):
        name, options = _parsed(choice)
    else:
        name, options = choice.name, dict(choice.options)
    if name not in known:
        raise AgentError(f"there is no agent '{name}' ({nearest(name, known)})")
    agent = known[name]
    try:
        return agent(**{key: _value(agent, name, key, value) for key, value in options.items()})
    except AgentError:
        raise
    except Exception as error:
        raise AgentError(f"the agent '{name}' cannot be made: {type(error).__name__}: {error}") from None


def _parsed(text: str) -> tuple[str, dict[str, str]]:
    name, *pairs = (part.strip() for part in text.split(","))
    options = {}
    for pair in pairs:
        key, sign, value = (part.strip() for part in pair.partition("="))
        if not sign:
            raise AgentError(f"expected options as NAME=VALUE after '{name}', found '{pair}'")
        options[key] = value
    return name, options


def _value(agent: type[Agent], name: str, key: str, value: Any) -> Any:
    """An option's value as the agent takes it."""
    own: tuple[Field[Any], ...] = fields(agent) if is_dataclass(agent) else ()
    allowed = AGENTS.get(name) or tuple(entry.name for entry in own if not entry.name.startswith("_"))
    if key not in allowed:
        told = nearest(key, allowed) if allowed else "it has none"
        raise AgentError(f"the agent '{name}' has no option '{key}' ({told})")
    usual = getattr(agent, key, "")
    if isinstance(usual, str):
        return str(value)
    try:
        number = evaluate(value, {}) if isinstance(value, str) else Fraction(value)
    except (ExpressionError, ValueError, OverflowError):
        raise AgentError(f"the agent '{name}': expected a number for '{key}', found '{value}'") from None
    if isinstance(usual, float):
        if not 0 <= number <= LARGEST:
            raise AgentError(f"the agent '{name}': expected a number from 0 to 1e100 for '{key}', found '{value}'")
        return float(number)
    if number.denominator != 1 or not 1 <= number <= MAX_HORIZON:
        told = f"expected a whole number from 1 to {MAX_HORIZON:,} for '{key}', found '{value}'"
        raise AgentError(f"the agent '{name}': {told}")
    return int(number)


def playable(scenario: Scenario) -> Concessions:
    """The concession game of a scenario.

    Raises
    ------
    AgentError
        If it is of another kind.
    """
    if not isinstance(scenario.game, Concessions):
        raise AgentError(
            f"{scenario.file}: agents play scenarios of kinds concessions and issues, not of kind {scenario.kind}"
        )
    return scenario.game


def seated(
    scenario: Scenario, choices: Mapping[str, str | Agent] | None = None, known: Known | None = None
) -> tuple[Agent, Agent]:
    """Who plays: what is chosen for a player, else what the file says.

    Parameters
    ----------
    scenario : Scenario
        A concession scenario.
    choices : mapping of str to (str or Agent), optional
        Agents by player.
    known : dict of str to type, optional
        Agents by name; by default the built-in ones.

    Raises
    ------
    AgentError
        If there is no such player or agent.
    """
    game = playable(scenario)
    known, choices = known or known_agents(), choices or {}
    ids = [player.id for player in scenario.players]
    for player in choices:
        if player not in ids:
            raise AgentError(f"there is no player '{player}' ({nearest(player, ids)})")
    one, two = (make_agent(choices.get(i, file), known) for i, file in zip(ids, game.agents, strict=True))
    return one, two
