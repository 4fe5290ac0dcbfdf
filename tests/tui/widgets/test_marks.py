from acxdesk.tui.widgets.marks import Marks


def marked(*line_ids: int) -> Marks:
    marks = Marks()
    for line_id in line_ids:
        marks.toggle(line_id)
    return marks


def test_marks_stand_in_the_order_of_marking() -> None:
    marks = marked(3, 1, 2, 1)
    assert marks.in_order() == (3, 2)
    assert (len(marks), 3 in marks, 1 in marks) == (2, True, False)


def test_marking_all_takes_all_away_when_all_are_marked() -> None:
    marks = marked(9, 2)
    marks.toggle_all([1, 2])
    assert marks.in_order() == (9, 2, 1)
    marks.toggle_all([1, 2])
    assert marks.in_order() == (9,)


def test_a_range_that_draws_back_leaves_what_was_marked_before_it() -> None:
    marks = marked(2)
    for line_id in (1, 2, 3):
        marks.reach(line_id)
    for line_id in (3, 2):
        marks.draw_back(line_id)
    assert marks.in_order() == (2, 1)


def test_an_ended_range_does_not_draw_back() -> None:
    marks = Marks()
    marks.reach(1)
    marks.end_range()
    marks.draw_back(1)
    assert marks.in_order() == (1,)


def test_lines_that_are_gone_lose_their_marks() -> None:
    marks = marked(1, 2, 3)
    marks.drop({2, 9})
    assert marks.in_order() == (1, 3)
    marks.clear()
    assert len(marks) == 0
