"""All pictures of what a class did in a part, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.classroom.web.figures.acceptance import acceptance
from sim.classroom.web.figures.chosen import chosen
from sim.classroom.web.figures.conflicts import conflict_pictures
from sim.classroom.web.figures.drift import drift
from sim.classroom.web.figures.games import played
from sim.classroom.web.figures.ladder_paths import ladder_paths
from sim.classroom.web.figures.outcomes import mean_payoffs, outcomes
from sim.classroom.web.figures.tree_paths import tree_paths
from sim.show.text.escapes import in_html
from sim.show.text.words import times

if TYPE_CHECKING:
    from sim.classroom.open_class import OpenClass
    from sim.classroom.web.figures.games import Played


def figures_of(room: OpenClass, part: int) -> Markup:
    """What a class did in a part, as HTML; a sentence where no game is over yet.

    Parameters
    ----------
    room : OpenClass
        The class.
    part : int
        Number of the part.
    """
    if room.conflict(part) is not None:
        return conflict_pictures(room, part)
    return pictures_of(played(room, part))


def pictures_of(play: Played) -> Markup:
    """What a class did, as HTML.

    Parameters
    ----------
    play : Played
        The games of a part.
    """
    if not play.games:
        return Markup("<p>No game is over yet.</p>")
    pictures = [*acceptance(play), *outcomes(play), *chosen(play), *tree_paths(play), *ladder_paths(play), *drift(play)]
    return Markup('<div class="pictures">{}</div>').format(Markup("\n").join([_in_short(play), *pictures]))


def _in_short(play: Played) -> Markup:
    """How many games, and what they paid."""
    one, two = map(in_html, play.names)
    rows = "".join(
        f'<tr><th scope="row">{in_html(words)}</th><td class="one" data-label="{one}">{in_html(a)}</td>'
        f'<td class="two" data-label="{two}">{in_html(b)}</td><td data-label="games">{n}</td></tr>'
        for words, a, b, n in mean_payoffs(play)
    )
    head = "".join(f'<th scope="col">{cell}</th>' for cell in ("on average", one, two, "games"))
    people = sum(seat.human for game in play.games for seat in game.session.seats)
    agents = 2 * len(play.games) - people
    told = f"{times(len(play.games), 'game')}" + (
        f"; in {times(agents, 'game')} an agent played one side, which is not counted" if agents else ""
    )
    table = f'<table class="cards"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return Markup(f"<section><p>{in_html(told)}.</p>{table}</section>")
