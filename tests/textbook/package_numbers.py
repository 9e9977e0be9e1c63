"""The numbers in the answers of files about packages, read off payoffs and solutions: a list for each question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from sim.engine.issues.packages import middle
from sim.engine.issues.subgame_perfect import PackageOffersSolution
from sim.engine.issues.trades import interests, way_up
from tests.textbook.play import Number, solved

if TYPE_CHECKING:
    from sim.engine.issues.bargaining import PackagesSolution, Pick

Numbers = list[list[Number]]


def packages(name: str, **settings: Number) -> PackagesSolution:
    return cast("PackagesSolution", solved(name, "bargaining", **settings))


def picked(name: str, pick: Pick = "nash", **settings: Number) -> tuple[str, tuple[Number, Number]]:
    """The options of the package that is picked, and what it pays."""
    found = packages(name, **settings)
    best = found.picked[pick][0]
    return found.game.label(best.package), best.payoffs


def job_offer() -> Numbers:
    package, (one, two) = picked("job-offer")
    assert package == "fair / may / six / paid / two"
    game = packages("job-offer").game
    start = middle(game)
    ((_, trade),) = way_up(game, start)
    assert trade.gains[0] == 0
    assert not packages("job-offer", other_offer=40).room
    better, pays = picked("job-offer", other_offer=25)
    assert better.startswith("good")
    return [
        [one, two, one - game.walk_away[0], two - game.walk_away[1]],
        [*game.pays(start), trade.gains[1]],
        [25, game.walk_away[1], *pays, 40],
    ]


def joint_venture() -> Numbers:
    package, pays = picked("joint-venture")
    assert package == "even / seller / capital / venture / buyout"
    _, most = picked("joint-venture", "highest-sum")
    more, control = picked("joint-venture", control=30)
    assert more.startswith("seller60 / seller")
    floor = packages("joint-venture").game.walk_away
    assert pays[0] == pays[1]
    return [[pays[0]], [sum(most), sum(pays), *most, *floor], [30, 12, *control]]


def labour_contract() -> Numbers:
    package, pays = picked("labour-contract")
    assert package == "three / thirty_eight / council / week / three / none"
    game = packages("labour-contract").game
    assert [each.nature for each in interests(game)].count("shared") == 1
    safety = game.points[game.issues.index("safety")]
    wide = [max(pair[k] for pair in safety) - min(pair[k] for pair in safety) for k in (0, 1)]
    other, strong = picked("labour-contract", strike_union=60)
    assert other.startswith("four / thirty_six")
    return [[*pays], wide, [60, game.walk_away[0], *strong]]


def water_treaty() -> Numbers:
    package, pays = picked("water-treaty")
    assert package == "little / summer / half / much / joint"
    other, dry = picked("water-treaty", drought=60)
    assert other.startswith("most / winter")
    _, most = picked("water-treaty", "highest-sum")
    floor = packages("water-treaty").game.walk_away
    return [[*pays], [60, 30, *dry], [sum(most), sum(pays), most[0], most[0] - floor[0]]]


def ceasefire_package() -> Numbers:
    package, pays = picked("ceasefire-package")
    assert package == "buffer / un / sick / checked / months"
    stay, without = picked("ceasefire-package", trust_in_watchers=0)
    back, more = picked("ceasefire-package", trust_in_watchers=20)
    assert stay.startswith("forward / un / all")
    assert back.startswith("back")
    offers = solved("ceasefire-package", "subgame-perfect")
    assert isinstance(offers, PackageOffersSolution)
    return [[*pays], [0, 8, *without, 20, *more], [1 + len(offers.further)]]


def fourteen_points() -> Numbers:
    found = packages("fourteen-points")
    _, pays = picked("fourteen-points")
    leaks, falls = picked("fourteen-points", leakage="0.5")
    assert " / fall / " in leaks
    assert " / as_is / " in leaks
    assert not packages("fourteen-points", pressure=80, endurance=70).room
    return [
        [found.game.count, len(found.frontier), len(found.room), *pays],
        [0.5, 0.2, *falls],
        [80, 70],
    ]


PACKAGES: dict[str, Callable[[], Numbers]] = {
    "job-offer": job_offer,
    "joint-venture": joint_venture,
    "labour-contract": labour_contract,
    "water-treaty": water_treaty,
    "ceasefire-package": ceasefire_package,
    "fourteen-points": fourteen_points,
}
