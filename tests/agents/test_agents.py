"""Each agent's very moves against scripted opponents: C concede, H hold out, R renege, W walk away, F fake."""

import re

import pytest

from sim.agents import AgentError, View, simulate
from sim.agents.agent import Agent
from sim.agents.choose import known_agents, make_agent
from sim.agents.strategies.built_in import BUILT_IN
from sim.scenario.fields import AGENTS
from tests.agents.helpers import ladders, moves


def test_the_names_that_files_know_are_those_of_the_agents() -> None:
    assert list(AGENTS) == list(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_agent_says_what_it_does_and_where_it_is_from(name: str) -> None:
    agent = BUILT_IN[name]()
    assert agent.told
    assert agent.source
    for option in AGENTS[name]:
        assert hasattr(agent, option)


@pytest.mark.parametrize(
    ("agent", "script", "wanted"),
    [
        ("hold_out", "CCCCCC", "HHHHHHHHHH"),
        ("conceder", "HHHHHH", "CCCHHHHHHH"),
        # Offers a step, then waits until it is matched.
        ("tit_for_tat", "HHHCHC", "CHHHCHCHHH"),
        ("tit_for_tat", "CCCCCC", "CCCHHHHHHH"),
        # The opponent takes back one step in round 3; so does the agent, in kind, and then it offers anew.
        ("tit_for_tat", "CHRHHH", "CCHRCHHHHH"),
        # The first time that a step is open and not taken ends it for ever, and what can be is taken back.
        ("grim", "CCCHHH", "CCCHHHHHHH"),
        ("grim", "CHCCCC", "CCRHHHHHHH"),
        # Unanswered steps, each after a pause of two rounds.
        ("grit", "HHHHHHHHHH", "CHHCHHCHHH"),
        # An answer is followed by the next step at once.
        ("grit", "HCHHCH", "CHCHHCHHHH"),
        # What is taken back is answered in kind once; then there is a pause, and a new step.
        ("grit", "CHRHHH", "CCHRHHCHHC"),
        ("grit,waits=1", "HHHHHHHHHH", "CHCHCHHHHH"),
        ("hard_liner", "HHHHHH", "HHHHHHHHHH"),
        ("hard_liner", "CHCHCH", "HHHHHCCCHH"),
        # Two of three steps at once, the third faked.
        ("salami_slicer", "HHHHHH", "CCFHHHHHHH"),
        ("impatient_walker", "HHHHHH", "CHH"),
        ("impatient_walker", "CCCHHH", "CCCHHHHHHH"),
        ("impatient_walker,waits=5", "HHHHHH", "CHHHH"),
    ],
)
def test_an_agent_makes_these_moves(agent: str, script: str, wanted: str) -> None:
    assert moves(ladders(), agent, script) == wanted


def test_a_slicer_delays_late_steps_that_cannot_be_faked() -> None:
    text = ladders().text.replace(", verification: 0", "")
    from sim.scenario.load import load

    assert moves(load("t", text=text), "salami_slicer", "HHHHHH") == "CCHHCHHHHH"


@pytest.mark.parametrize(
    ("agent", "script", "wanted"),
    [
        # As the second mover it sees the first one's step in the same round and matches it there.
        ("tit_for_tat", "CCCHHH", "CCCHHHHHHH"),
        ("tit_for_tat", "CRHHHH", "CRCHHHHHHH"),
        ("hard_liner", "CCCHHH", "HHCCCHHHHH"),
        ("impatient_walker,waits=2", "HHCHHH", "CHCHH"),
    ],
)
def test_a_follower_sees_what_the_leader_has_just_done(agent: str, script: str, wanted: str) -> None:
    assert moves(ladders("sequential"), agent, script, seat=1) == wanted


def test_in_alternating_moves_rounds_without_a_move_are_no_stop() -> None:
    assert moves(ladders("alternating"), "grim", "-C-C-C", seat=0) == "C-C-C-H-H-"
    assert moves(ladders("alternating"), "grim", "-C-H-C", seat=0) == "C-C-R-H-H-"


def test_a_fake_is_seen_as_a_step_and_only_its_owner_knows() -> None:
    class Looks(Agent):
        seen: list[tuple[tuple[str, ...], tuple[str, ...], list[str]]] = []  # noqa: RUF012

        def act(self, view: View) -> str:
            self.seen.append((view.their_steps, view.my_fakes, view.theirs))
            return "hold_out"

    simulate(ladders(), {"us": "salami_slicer", "nk": Looks()}, runs=2)
    assert Looks.seen[3] == (("a", "b", "c"), (), ["concede", "concede", "concede"])


def test_only_agents_that_say_so_may_fake() -> None:
    class Open(Agent):
        seen: set[str] = set()  # noqa: RUF012

        def act(self, view: View) -> str:
            self.seen.update(view.open)
            return view.first("concede")

    class Faker(Open):
        seen: set[str] = set()  # noqa: RUF012
        fakes = True

    simulate(ladders(), {"us": Open(), "nk": Faker()}, runs=2)
    assert "fake" not in Open.seen
    assert "fake" in Faker.seen


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("give_in", "'give_in', which is no action"),
        ("renege", "'renege', which is not open"),
        ({"concede": 0.7, "hold_out": 0.7}, "add up to 1.4"),
        ({"concede": 1.5, "hold_out": -0.5}, "add up"),
        ({"concede": "much"}, "numbers"),
        (None, "returned None"),
        (7, "returned 7"),
    ],
)
def test_an_answer_that_cannot_be_is_told_with_agent_round_and_what_is_open(answer: object, told: str) -> None:
    class Odd(Agent):
        def act(self, view: View) -> str:
            return answer if view.round == 2 else "hold_out"  # type: ignore[return-value]

    with pytest.raises(AgentError) as error:
        simulate(ladders(), {"us": Odd()}, runs=2)
    text = str(error.value)
    assert told in text
    assert "Odd, playing us, round 3" in text
    assert "open: concede, hold_out, walk_away" in text


def test_an_error_in_an_agent_names_its_line() -> None:
    class Broken(Agent):
        def act(self, view: View) -> str:
            return {}["no such key"]

    with pytest.raises(
        AgentError, match=r"(?s)Broken, playing nk: 'act' fails in round 1: KeyError.*test_agents.py, line"
    ):
        simulate(ladders(), {"nk": Broken()}, runs=2)


def test_a_memory_that_cannot_be_compared_is_named() -> None:
    class Lists(Agent):
        def start(self) -> list[int]:  # type: ignore[override]
            return []

    with pytest.raises(AgentError, match="memory"):
        simulate(ladders(), {"us": Lists()}, runs=2)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("grimm", "did you mean 'grim'"),
        ("grim,waits=2", "has no option 'waits'"),
        ("grit,wait=2", "did you mean 'waits'"),
        ("grit,waits=x", "expected a number"),
        ("grit,waits=0", "whole number from 1"),
        ("quantal_response,precision=-1", "from 0 to 1e100"),
        ("grit,waits", "NAME=VALUE"),
    ],
)
def test_a_choice_that_cannot_be_says_what_can(choice: str, told: str) -> None:
    with pytest.raises(AgentError, match=told):
        simulate(ladders(), {"us": choice}, runs=2)


def test_agents_play_concessions_and_packages_alone() -> None:
    with pytest.raises(AgentError, match="kinds concessions and issues, not of kind matrix"):
        simulate("stag-hunt", runs=2)


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("grit,waits=", "expected a number for 'waits', found ''"),
        ("grit,waits=1e400", "expected a whole number from 1 to 1,000,000"),
        ("grit,waits=1/2", "expected a whole number from 1 to 1,000,000"),
        ("grit,", "expected options as NAME=VALUE after 'grit', found ''"),
        ("grit,=3", "has no option ''"),
        ("quantal_response,precision=nan", "expected a number for 'precision', found 'nan'"),
        ("quantal_response,precision=1e101", "expected a number from 0 to 1e100"),
        ("", "there is no agent ''"),
    ],
)
def test_an_option_that_is_empty_or_no_number_is_told(choice: str, told: str) -> None:
    with pytest.raises(AgentError, match=re.escape(told)):
        make_agent(choice, known_agents())


def test_an_option_is_read_as_a_number_of_a_file_is() -> None:
    assert make_agent("grit,waits=6/2", known_agents()) == make_agent("grit,waits=3", known_agents())
