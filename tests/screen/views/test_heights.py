"""Heights as levels."""

from math import inf, nan

from dlquiz.screen.views.heights import LEVELS, levels


def test_the_top_row_is_the_last_of_the_matrix() -> None:
    assert levels(((0.0, 0.0), (1.0, 1.0)), 2, 2) == ((23, 23), (0, 0))


def test_heights_are_mixed_between_their_neighbours() -> None:
    (row,) = levels(((0.0, 1.0),), 5, 1)
    assert row == (0, 6, 12, 18, 23)


def test_a_height_that_is_not_finite_has_no_level_and_spoils_only_its_neighbourhood() -> None:
    (row,) = levels(((0.0, 1.0, nan),), 5, 1)
    assert row == (0, 12, 23, None, None)
    assert levels(((inf,),), 1, 1) == ((None,),)


def test_the_logarithm_gives_low_ground_more_levels() -> None:
    heights = (tuple(float(i) for i in range(11)),)
    (straight,), (bent,) = levels(heights, 11, 1), levels(heights, 11, 1, log=True)
    assert bent[1] > straight[1]
    assert (bent[0], bent[-1]) == (straight[0], straight[-1]) == (0, LEVELS - 1)


def test_a_flat_map_is_low_everywhere() -> None:
    assert set(levels(((7.0, 7.0),), 4, 1)[0]) == {0}
