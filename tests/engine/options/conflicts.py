"""Random conflicts over options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from sim.games.options.options_game import OptionsGame

if TYPE_CHECKING:
    from collections.abc import Callable


@st.composite
def conflicts(draw: Callable[..., object], most: int = 32) -> OptionsGame:
    """Two to four parties, one to five options, some of them for good, some states that cannot be, ties."""
    parties = draw(st.integers(2, 4))
    count = draw(st.integers(1, 5))
    owners = draw(st.lists(st.integers(0, parties - 1), min_size=count, max_size=count))
    states = sorted(draw(st.sets(st.integers(0, 2**count - 1), min_size=1, max_size=most)))
    many = len(states)
    levels = draw(
        st.lists(st.lists(st.integers(0, 6), min_size=many, max_size=many), min_size=parties, max_size=parties)
    )
    return OptionsGame(
        parties=tuple(f"party{k}" for k in range(parties)),
        owners=tuple(owners),
        options=tuple(f"party{owner}.option{k}" for k, owner in enumerate(owners)),
        irreversible=draw(st.integers(0, 2**count - 1)),
        states=np.array(states, dtype=np.int64),
        levels=np.array(levels, dtype=np.int32),
        start=0,
        lapsing=draw(st.integers(0, 2**count - 1)),
    )
