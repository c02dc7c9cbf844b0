"""Frames that differ in their numbers alone become one scene."""

from dlquiz.screen.scenes import alike, scenes
from dlquiz.trace import Bars, Curve, Frame, Table


def step(number: int, *rows: tuple[float, ...]) -> Frame:
    table = Table(("step", "loss"), rows or ((number, 1.0 / number),))
    return Frame(f"Step {number}: the loss is {1 / number:.4g}.", {}, (table, Curve({})))


def test_steps_are_joined_row_by_row() -> None:
    (scene,) = scenes([step(1), step(2), step(3)])
    assert scene.captions == ["Step 3: the loss is 0.3333."]
    assert scene.views[0].rows == ((1, 1.0), (2, 0.5), (3, 1 / 3))
    assert isinstance(scene.views[1], Curve)


def test_a_table_that_grows_by_itself_is_not_joined_twice() -> None:
    frames = [step(2, (1, 1.0), (2, 0.5)), step(3, (1, 1.0), (2, 0.5), (3, 0.3))]
    assert scenes(frames)[0].views[0].rows == ((1, 1.0), (2, 0.5), (3, 0.3))


def test_a_table_that_stays_the_same_is_shown_once() -> None:
    assert scenes([step(1, (0, 9.0)), step(2, (0, 9.0))])[0].views[0].rows == ((0, 9.0),)


def test_other_views_stay_in_their_last_state() -> None:
    frames = [Frame("same", {}, (Bars(("a",), (float(i),)),)) for i in range(3)]
    assert scenes(frames)[0].views == [Bars(("a",), (2.0,))]


def test_another_title_is_another_scene() -> None:
    frames = [Frame(title, {}, (Bars(("a",), (1.0,), title),)) for title in ("x", "x", "p")]
    assert [scene.captions for scene in scenes(frames)] == [["x"], ["p"]]


def test_tables_under_different_numbers_are_all_shown_but_pictures_are_not() -> None:
    tables = [Table(("a",), ((i,),), f"After {i} steps") for i in (10, 20)]
    frames = [Frame("x", {}, (table, Curve({}, title=table.title))) for table in tables]
    (scene,) = scenes(frames)
    assert scene.views == [*tables, Curve({}, title="After 20 steps")]


def test_a_table_of_the_same_rows_with_other_numbers_takes_over() -> None:
    frames = [Frame("x", {}, (Table(("unit", "w"), ((0, w), (1, w))),)) for w in (0.5, 0.7)]
    assert scenes(frames)[0].views[0].rows == ((0, 0.7), (1, 0.7))


def test_every_different_sentence_is_kept() -> None:
    captions = ["Step 1: loss 2.", "Step 2: loss 1e-3.", "Step 3: loss is now inf. Why?", "End."]
    (scene,) = scenes([Frame(caption, {}) for caption in captions])
    assert scene.captions == captions[1:]


def test_no_frames_make_no_scene() -> None:
    assert scenes([]) == []


def test_only_numbers_may_differ_between_captions_that_are_alike() -> None:
    assert alike("loss 1 at (-0.5, 2e-7)", "loss nan at (inf, −3)")
    assert not alike("x0 wins with 1", "the loss wins with 1")
