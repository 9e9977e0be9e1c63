"""``agents`` in files: what is taken, and what is refused with the nearest thing that would be."""

import pytest

from sim.engine.selection import parse_rule
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import AgentChoice, Concessions

TEXT = """format: 1
title: Two steps
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
status_quo: {{us: 0, nk: 0}}
concessions: {{us: [{{id: a}}], nk: [{{id: b}}]}}
actions: [concede, hold_out]
horizon: 3
agents: {agents}
"""


def agents(text: str) -> tuple[AgentChoice, AgentChoice]:
    game = load("t", text=TEXT.format(agents=text)).game
    assert isinstance(game, Concessions)
    return game.agents


def test_a_side_without_an_agent_plays_the_equilibrium() -> None:
    assert agents("{}") == (AgentChoice("equilibrium"), AgentChoice("equilibrium"))
    assert agents("{nk: grim}") == (AgentChoice("equilibrium"), AgentChoice("grim"))


def test_an_agent_may_have_options() -> None:
    assert agents("{nk: {play: impatient_walker, waits: 1 + 3}}")[1] == AgentChoice("impatient_walker", (("waits", 4),))
    assert agents('{us: {play: equilibrium, select: "first-best:us"}}')[0].options == (("select", "first-best:us"),)


@pytest.mark.parametrize("rule", ["payoff-dominant", "risk-dominant", "welfare", "first-best:us", "first-best:nk"])
def test_the_rules_that_files_know_are_those_of_the_engine(rule: str) -> None:
    parse_rule(rule, ("us", "nk"))
    agents(f'{{us: {{play: equilibrium, select: "{rule}"}}}}')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{nk: tit_for_tad}", "agents.nk.play: expected an agent, found 'tit_for_tad' (did you mean 'tit_for_tat'?)"),
        ("{kn: grim}", "there is no player 'kn' (known here: us, nk)"),
        ("{nk: {play: grim, waits: 2}}", "the agent 'grim' has no option 'waits' (it belongs to grit"),
        ("{nk: {play: grit, wait: 2}}", "unknown key 'wait' (did you mean 'waits'?)"),
        ("{nk: {play: grit, waits: 0.5}}", "expected a whole number from 1 to 1,000,000, found 0.5"),
        ("{nk: {play: quantal_response, precision: -1}}", "expected a number from 0 on, found -1"),
        ("{nk: {waits: 2}}", "this key is missing"),
        ("{us: {play: equilibrium, select: welfar}}", "did you mean 'welfare'?"),
        ("{us: 7}", "expected an agent, found 7"),
        ("[grim, grim]", "expected a mapping"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        agents(text)
    assert told in str(error.value)
