"""Points of a study: every combination once, the same draws whoever makes them, distributions as in the books."""

import re
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import AxisError
from sim.scenario.expressions.draws import Draw, DrawError
from sim.scenario.scenario import Parameter
from sim.study.sweeps.axes import Axis, Design, Grid, Sample, parse_axes, parse_axis, spaced
from sim.study.sweeps.blocks import Blocks

KNOWN = (
    Parameter("leakage", Fraction(1, 5), Fraction(0), Fraction(1), ""),
    Parameter("pressure", Fraction(3), Fraction(0), Fraction(6), ""),
    Parameter("free", Fraction(1), None, None, ""),
)


def design(*texts: str, **options: int) -> Design:
    return parse_axes(texts, KNOWN, **options)


def test_values_of_a_range_are_the_floats_nearest_to_the_exact_ones() -> None:
    assert list(map(repr, parse_axis("leakage=0:1:11", KNOWN).values)) == [
        "0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0",
    ]  # fmt: skip
    assert parse_axis("pressure=1/3:3:2", KNOWN).values == (1 / 3, 3.0)


@given(low=st.fractions(-5, 5), step=st.fractions(Fraction(1, 100), 3), count=st.integers(2, 40))
def test_ranges_are_equally_spaced_whatever_their_ends(low: Fraction, step: Fraction, count: int) -> None:
    values = spaced(low, low + step * (count - 1), count)
    assert values == tuple(float(low + k * step) for k in range(count))


def test_a_name_alone_goes_over_the_range_of_the_file() -> None:
    assert parse_axis("pressure", KNOWN).values == tuple(float(Fraction(6 * k, 10)) for k in range(11))
    assert str(parse_axis("pressure", KNOWN, drawn=True).draw) == "uniform(0.0, 6.0)"


def test_a_number_of_rounds_alone_goes_over_the_whole_numbers_of_its_range() -> None:
    known = (Parameter("rounds", Fraction(4), Fraction(5, 2), Fraction(8), "", whole=True),)
    assert parse_axis("rounds", known).values == (3, 4, 5, 6, 7, 8)


@given(shape=st.lists(st.integers(1, 5), min_size=1, max_size=4), cut=st.tuples(st.integers(0, 700), st.integers(0, 9)))
def test_a_grid_is_every_combination_once_and_any_piece_of_it_can_be_had(
    shape: list[int], cut: tuple[int, int]
) -> None:
    grid = Grid(tuple(Axis(f"a{k}", tuple(float(v) for v in range(n))) for k, n in enumerate(shape)))
    whole = list(product(*(axis.values for axis in grid.axes)))
    start = cut[0] % (len(grid) + 1)
    stop = min(len(grid), start + cut[1])
    assert [tuple(row) for row in grid.points(start, stop)] == whole[start:stop]
    assert len(grid) == len(whole)


@pytest.mark.parametrize("cuts", [[0, 1, 5, 700, 1000], [0, 999, 1000], [0, 500, 1000]])
def test_draws_are_the_same_in_whatever_pieces_they_are_made(cuts: list[int]) -> None:
    sample = Sample((Axis("x", draw=Draw("normal", (0.0, 1.0))), Axis("y", draw=Draw("uniform", (0.0, 1.0)))), 1000, 7)
    pieces = [sample.points(a, b) for a, b in pairwise(cuts)]
    assert (np.concatenate(pieces) == sample.points(0, 1000)).all()


def test_draws_depend_on_the_seed_and_the_name_and_not_on_other_parameters() -> None:
    x, y = Axis("x", draw=Draw("uniform", (0.0, 1.0))), Axis("y", draw=Draw("uniform", (0.0, 1.0)))
    alone, both = Sample((x,), 50, 1).points(0, 50), Sample((y, x), 50, 1).points(0, 50)
    assert (alone[:, 0] == both[:, 1]).all()
    assert (both[:, 0] != both[:, 1]).all()
    assert (Sample((x,), 50, 2).points(0, 50) != alone).all()


@given(
    cut=st.tuples(st.integers(0, 59), st.integers(0, 60)),
    order=st.permutations(["leakage=0,0.5,1", "pressure=normal(3, 1, 0, 6)", "free=1,2,3,4"]),
)
def test_each_point_of_a_grid_has_the_same_draws(cut: tuple[int, int], order: list[str]) -> None:
    made = design(*order, samples=5, seed=3)
    assert made.sample is not None
    drawn = made.sample.points(0, 5)[:, 0]
    listed = made.grid.points(0, 12)
    places = [made.names.index(name) for name in (*made.grid.names, "pressure")]
    whole = np.array([[*row, draw] for row in listed for draw in drawn])
    start, stop = min(cut), max(cut)
    assert (made.points(start, stop)[:, places] == whole[start:stop]).all()


# scipy.stats is the peer; its lognormal has s = SD and scale = exp(MEAN).
def test_quantiles_are_those_of_scipy() -> None:
    from scipy import stats

    u = np.linspace(0.001, 0.999, 97)
    peers = {
        "normal(0.3, 0.1)": stats.norm(0.3, 0.1),
        "lognormal(0.3, 0.1)": stats.lognorm(0.1, scale=np.exp(0.3)),
        "uniform(-1, 3)": stats.uniform(-1, 4),
        "triangular(0, 1, 4)": stats.triang(0.25, 0, 4),
        "triangular(0, 0, 4)": stats.triang(0, 0, 4),
        "normal(0.3, 0.4, 0, 1)": stats.truncnorm((0 - 0.3) / 0.4, (1 - 0.3) / 0.4, 0.3, 0.4),
    }
    for text, peer in peers.items():
        assert Draw.parse(text).quantile(u) == pytest.approx(peer.ppf(u), rel=1e-9, abs=1e-12), text


def test_draws_have_the_mean_and_spread_they_are_asked_for() -> None:
    found = design("leakage=normal(0.3, 0.1)", samples=20_000, seed=5).points(0, 20_000)
    assert found.mean() == pytest.approx(0.3, abs=4 * 0.1 / 20_000**0.5)
    assert found.std() == pytest.approx(0.1, rel=0.03)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["leekage=0:1:3"], "did you mean 'leakage'?"),
        (["leakage=0:1"], "found '0:1'"),
        (["leakage=0:1:0"], "the count is a whole number from 1"),
        (["leakage=0:1:1"], "one value cannot go from 0 to 1"),
        (["leakage=0,0"], "comes twice"),
        (["leakage=a"], "there is no draw 'a'"),
        (["leakage="], "found nothing for a number"),
        (["leakage=1e999"], "too large"),
        (["leakage=nomal(0, 1)"], "did you mean 'normal'?"),
        (["leakage=normal(1)"], "expected normal(MEAN, SD)"),
        (["leakage=normal(x, 1)"], "with numbers"),
        (["leakage=normal(0, 0)"], "standard deviation is to be above 0"),
        (["leakage=normal(0, 1, 9, 10)"], "next to nothing"),
        (["leakage=uniform(2, 1)"], "in rising order"),
        (["leakage=1", "leakage=2"], "given twice"),
        (["free"], "the file gives it no range"),
        ([""], "the file has no parameter"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_is_expected(texts: list[str], told: str) -> None:
    with pytest.raises(AxisError, match=re.escape(told)):
        design(*texts)


def test_samples_are_for_draws() -> None:
    with pytest.raises(AxisError, match="none is"):
        design("leakage=0:1:3", samples=10)
    with pytest.raises(DrawError):
        Draw("triangular", (0.0, 2.0, 1.0))


@given(shape=st.lists(st.integers(1, 40), min_size=1, max_size=4), size=st.integers(1, 3000))
def test_blocks_are_runs_of_points_that_cover_all_of_them_once(shape: list[int], size: int) -> None:
    blocks = Blocks.of(tuple(shape), size)
    spans = [blocks.span(k) for k in range(len(blocks))] if len(blocks) < 500 else [blocks.span(0), blocks.span(1)]
    assert all(0 < stop - start <= size for start, stop in spans)
    assert [start for start, _ in spans[1:]] == [stop for _, stop in spans[:-1]]
    whole = np.arange(np.prod(shape)).reshape(shape)
    for k, (start, stop) in enumerate(spans[:20]):
        assert (whole[blocks.slices(k)].ravel() == np.arange(start, stop)).all()
