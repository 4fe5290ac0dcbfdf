"""Names that programs stumble over, from the form's request to the list, the card, dialogs and notices.

Picked from the "Big List of Naughty Strings" by Max Woolf (MIT licence), and written in escapes where they do not show.
"""

from unicodedata import category

from rich.cells import cell_len

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.people import everybody
from acxdesk.tui.perform import notice
from acxdesk.tui.screens.dialogs import Confirm, Report, Told
from acxdesk.tui.screens.people import PeopleScreen
from tests.tui.screens.sessionstage import app_over, drawn, pressed, settled

TAKEN = (
    "undefined",
    "None",
    "-1.00",
    "0x0",
    "1,000.00",
    "٠١٢٣",
    ",./;'[]\\-=",
    "!@#$%^&*()`~",
    "Ω≈ç√∫˜µ≤≥÷",
    "¡™£¢∞§¶•ªº–≠",
    "⁰⁴⁵₀₁₂",
    "ด้้้้้็็็็็้้้้้็็็็็้้้้้้้้็็็็็้้้้้็็็็",  # marks piled on one letter
    "'\"''''\"",
    "社會科學院語學研究所",
    "𠜎𠜱𠝹𠱓𠱸𠲖𠳏",
    "Ⱥ",  # longer in lower case
    "ヽ༼ຈل͜ຈ༽ﾉ ヽ༼ຈل͜ຈ༽ﾉ",
    "(｡◕ ∀ ◕｡)",
    "❤️ 💔 💌 💕",
    "👨‍👩‍👧 ✋🏿 💪🏿",  # one picture of several characters
    "🇺🇸🇷🇺🇸 🇦🇫",
    "بولندا، الإطلاق عل إيو.",
    "בְּרֵאשִׁית, בָּרָא אֱלֹהִים",
    "ﷺ",  # one cell that some terminals draw wide
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "˙ɐnbᴉlɐ ɐuƃɐɯ ǝɹolop",
    "<script>alert(0)</script>",
    "1;DROP TABLE users",
    "' OR 1=1 -- 1",
    "$(touch /tmp/blns.fail)",
    "%s%s%s%n {0} %(x)s",
    "File:///etc/passwd",
    "[/oops] [red]x[/red] [@click=app.quit]q[/] [link=https://example.org]l[/link]",
    "=1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{ 7*7 }} ${7*7} #{7*7}",
    "x" * 200,
    "界" * 200,
)
REFUSED = (
    "",
    "x" * 201,
    "\u202etest\u202e",  # turns the line round
    "\u2066test\u2067",
    "a\x1b[31mred\x1b[0m",
    "a\x1b]0;title\x07",
    "nul\x00",
    "c1 \x9b31m",
    "two\nlines",
    "\x7f",
    "lone \ud800",
    "non\ufffe",
)


def named(desk: Desk, name: str) -> None:
    add_person(desk, AddPerson.read({"name": name}))


def assert_harmless(lines: list[str], width: int) -> None:
    """No character that steers a terminal, and no line longer than the screen."""
    steering = [(line, letter) for line in lines for letter in line if category(letter) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not steering
    assert not [line for line in lines if cell_len(line) > width]


def test_a_name_that_could_harm_is_refused_in_a_sentence_that_cannot(desk: Desk) -> None:
    for name in REFUSED:
        try:
            named(desk, name)
        except Refused as refusal:
            assert_harmless([str(refusal)], 1000)
        else:
            raise AssertionError(f"{name!r} was taken")
    assert list(everybody(desk).arranged().after(None, 1)) == []


async def test_every_name_that_is_taken_is_drawn_as_it_is_and_does_nothing(desk: Desk) -> None:
    for name in TAKEN:
        named(desk, name)
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pressed(pilot, "3")
        for number, _ in enumerate(TAKEN):
            people = app.screen
            assert isinstance(people, PeopleScreen)
            name = people.value(people.list.current, "name")
            assert name in TAKEN
            assert_harmless(drawn(app), 80)
            if number % 4 == 0:
                await pressed(pilot, "enter")
                assert_harmless(drawn(app), 80)
                await pressed(pilot, "escape")
            await pilot.press("down")
        assert not app.troubles


async def test_dialogs_and_notices_show_a_name_as_it_is(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        for name in TAKEN:
            refusal = Refused(f"{name} cannot.", remedy=name)
            notice(app, refusal)
            for dialog in (
                Confirm(f"Purge {name}?", [name], yes="Purge"),
                Report.preview(name, name, [name], [name]),
                Told(refusal, name),
            ):
                await app.push_screen(dialog)
                await pilot.pause()
                assert_harmless(drawn(app), 80)
                await app.pop_screen()
            app.clear_notifications()
        assert not app.troubles
    assert app.return_code in {None, 0}
