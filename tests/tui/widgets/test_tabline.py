"""The line of sides tells which one is shown without colour, and a click says which one is wanted."""

from textual.app import App, ComposeResult

from acxdesk.tui.widgets.tabline import TabLine


class Stage(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.line = TabLine({"timetable": "Timetable", "delegates": "Delegates", "history": "History"}, "timetable")
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.line

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        self.clicked.append(message.side)

    @property
    def drawn(self) -> str:
        return self.screen._compositor.render_strips()[0].text.rstrip()


async def test_the_present_side_stands_in_brackets_and_figures_behind_names() -> None:
    app = Stage()
    async with app.run_test(size=(60, 4)) as pilot:
        app.line.figures = {"delegates": "14"}
        await pilot.pause()
        assert app.drawn == " [Timetable]  Delegates 14   History"
        app.line.here = "history"
        await pilot.pause()
        assert app.drawn == "  Timetable   Delegates 14  [History]"


async def test_a_click_says_which_side() -> None:
    app = Stage()
    async with app.run_test(size=(60, 4)) as pilot:
        for x in (3, 15, 28, 50):
            await pilot.click(TabLine, offset=(x, 0))
        await pilot.pause()
        assert app.clicked == ["timetable", "delegates", "history"]


async def test_sides_go_round() -> None:
    app = Stage()
    async with app.run_test(size=(60, 4)):
        assert [app.line.after(1), app.line.after(-1)] == ["delegates", "history"]
