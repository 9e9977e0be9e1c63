"""Offers and how often they were accepted, in games of offers and in trees such as the ultimatum game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.classroom.games.advance import advance_questions
from sim.classroom.refused import RefusedError
from sim.classroom.web.figures.drawing import NONE, WIDTH, Drawing, figure, share_axis
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from sim.agents.arenas.arena import Place
    from sim.classroom.web.figures.games import Game, Played

TENTHS = 10
"""Groups that offers are put into where any number can be offered."""


@dataclass
class Offered:
    """Offers of about one size.

    Parameters
    ----------
    words : str
        How large.
    value : float
        The same as a number, for the order.
    made : int
        How often it was offered.
    asked, accepted : int
        How often somebody said what to do with it, in advance too; how often that was yes.
    """

    words: str
    value: float
    made: int = 0
    asked: int = 0
    accepted: int = 0


def acceptance(play: Played) -> list[Markup]:
    """The curve of acceptance, if the game has offers and answers; for each treatment one.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    found = []
    for treatment, words in enumerate(play.treatments):
        games = play.of(treatment)
        if not games:
            continue
        arena = games[0].arena
        if isinstance(arena, OffersArena):
            offers = _of_offers(arena, games)
        elif isinstance(arena, TreeArena) and (tree := ultimatum_of(arena)):
            offers = _of_tree(arena, tree, games)
        else:
            return []
        if any(offer.asked for offer in offers):
            caption = "Offers, and how often they were accepted" + (f" ({words})" if words else "")
            found.append(acceptance_curve(caption, offers))
    return found


def _of_offers(arena: OffersArena, games: Sequence[Game]) -> list[Offered]:
    found = [Offered(f"{10 * k} to {10 * k + 10}%", k / TENTHS) for k in range(TENTHS)]
    for game in games:
        for place, turn in game.course:
            if place.demand is None or place.draw is None:
                continue
            share = float((place.draw.size - place.demand) / place.draw.size)
            group = found[min(TENTHS - 1, int(share * TENTHS + 1e-9))]
            group.made += 1
            group.asked += 1
            group.accepted += "accept" in turn.moves
    return found


def _of_tree(arena: TreeArena, tree: tuple[str, dict[str, float]], games: Sequence[Game]) -> list[Offered]:
    yes, worth = tree
    found = {name: Offered(number(value), value) for name, value in sorted(worth.items(), key=lambda item: item[1])}
    try:
        questions = advance_questions(arena)
    except RefusedError:
        questions = {}
    for game in games:
        early = {d.question for d in game.decisions if d.question.startswith("a")}
        for d in game.decisions:
            at = int(d.question[1:]) - 1 if d.question[1:].isdigit() and d.question in early else -1
            asked = questions.get(d.side, ())
            if 0 <= at < len(asked) and asked[at].point in found:
                found[asked[at].point].asked += 1
                found[asked[at].point].accepted += d.choice == yes
        for place, turn in game.course:
            for side in arena.movers(place):
                name = arena.point(place, side)
                if name in found:
                    found[name].made += 1
                    if not early:
                        found[name].asked += 1
                        found[name].accepted += turn.moves[side] == yes
    return list(found.values())


def ultimatum_of(arena: TreeArena) -> tuple[str, dict[str, float]] | None:
    """A tree in which one side offers and the other says yes or no.

    Parameters
    ----------
    arena : TreeArena
        The tree.

    Returns
    -------
    tuple of (str, dict of str to float), or None
        The answer that means yes, and by decision point what it brings whoever answers; None for other trees.
    """
    nodes = arena.game.nodes
    root: Place = nodes[0]
    if root.player not in (0, 1) or len(root.children) < 3:
        return None
    other, answers = 1 - root.player, set()
    worth: dict[str, float] = {}
    sums: dict[str, float] = {}
    for child in root.children:
        node = nodes[child]
        if node.player != other or len(node.actions) != 2 or any(nodes[k].player is not None for k in node.children):
            return None
        answers.add(node.actions)
        for action, k in zip(node.actions, node.children, strict=True):
            sums[action] = sums.get(action, 0.0) + float(sum(nodes[k].payoffs))
    if len(answers) != 1:
        return None
    yes = max(sums, key=lambda action: sums[action])
    for child in root.children:
        node = nodes[child]
        worth[node.infoset] = float(nodes[node.children[node.actions.index(yes)]].payoffs[other])
    return (yes, worth) if len(worth) == len(root.children) else None


def acceptance_curve(caption: str, offers: Sequence[Offered]) -> Markup:
    """Draw bars of how often each was offered, and the share that was accepted as a line.

    Parameters
    ----------
    offers : sequence of Offered
        From the smallest on.
    """
    left, right, top, bottom = 44.0, WIDTH - 6.0, 14.0, 190.0
    most = max(offer.made for offer in offers) or 1
    step = (right - left) / len(offers)
    told = "; ".join(
        f"{o.words}: offered {o.made} times, {o.accepted} of {o.asked} accepted" for o in offers if o.asked
    )
    drawing = Drawing(bottom + 50, f"{caption}. {told}")
    share_axis(drawing, left, right, top, bottom)
    points = []
    for k, offer in enumerate(offers):
        x = left + step * (k + 0.5)
        if offer.made:
            high = (bottom - top) * 0.8 * offer.made / most
            drawing.put(
                "rect", x=x - step * 0.36, y=bottom - high, width=step * 0.72, height=high, class_="bar one faint"
            )
            drawing.words(x, bottom - high - 4, str(offer.made), "small soft", "middle")
        if offer.asked:
            points.append((x, bottom - (bottom - top) * offer.accepted / offer.asked))
        words = offer.words.partition(" to ")[0].removesuffix("%") + ("%" if "%" in offer.words else "")
        if len(offers) <= 12 or k % 2 == 0:
            drawing.words(x, bottom + 16, words, "small soft", "middle")
    drawing.curve(points, "two")
    drawing.words(left, bottom + 32, "what is offered to the one who answers (bars: how often)", "small soft")
    drawing.words(left, bottom + 46, "line: share of those offers that was accepted", "small soft")
    rows = [
        [o.words, str(o.made), f"{o.accepted} of {o.asked}", percent(o.accepted / o.asked) if o.asked else NONE]
        for o in offers
    ]
    return figure(caption, drawing, ["offered", "times", "accepted", "share"], rows)
