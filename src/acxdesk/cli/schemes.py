"""The verbs of `acxdesk scheme`."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.programmes import Code, Edition
from acxdesk.cli.said import given
from acxdesk.cli.voice import Heading
from acxdesk.rules.schemes import Agreement, Counts, SecondMarking, points_words

if TYPE_CHECKING:
    from acxdesk.queries.schemes import SchemeCard
    from acxdesk.rules.schemes import Part

app = noun("scheme", "Assessment schemes: what is marked, hours, resits, second marks.")

YesNo = Literal["yes", "no"]
_NO_COMPONENTS = "none"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a scheme asks; None where an option was left out."""

    component: Annotated[
        list[str] | None,
        Parameter(
            metavar="LINE",
            help='a component, as "Written exam, 40%, out of 100, pass 50, must pass"; repeatable, all of them in the '
            'order of the mark sheet; "none" where nothing is marked',
        ),
    ] = None
    pass_total: Annotated[
        str | None, Parameter(metavar="POINTS", help="points of 100 that the total has to be, as 60 or 62.5")
    ] = None
    attendance: Annotated[int | None, Parameter(help="per cent of the taught hours; 0 asks for none")] = None
    recordings: Annotated[YesNo | None, Parameter(help="whether watching the recording counts as hours")] = None
    resits: Annotated[int | None, Parameter(help="attempts after the first; 0 for none")] = None
    resit_of: Annotated[Literal["failed", "all"] | None, Parameter(help="which components are open again")] = None
    resit_cap: Annotated[
        str | None, Parameter(metavar="PERCENT", help='per cent that a resit counts for at most; "none" for no cap')
    ] = None
    resit_counts: Annotated[Counts | None, Parameter(help="which of several attempts counts")] = None
    resit_days: Annotated[int | None, Parameter(help="days after the release, until when a resit is taken")] = None
    second: Annotated[SecondMarking | None, Parameter(help="whose work a second marker sees")] = None
    sample: Annotated[int | None, Parameter(help="per cent of the delegates, for a sample")] = None
    agreement: Annotated[
        Agreement | None, Parameter(help="how two marks become the agreed one: their average, or that within points")
    ] = None
    within: Annotated[
        str | None, Parameter(metavar="POINTS", help="points that two marks may lie apart before a third decides")
    ] = None
    blind: Annotated[YesNo | None, Parameter(help="whether the second marker does not see the first mark")] = None

    def values(self) -> dict[str, Any]:
        """The fields of a request, as far as they were given."""
        values = given(**asdict(self))
        for option, field, true in (
            ("recordings", "recording_counts", "yes"),
            ("resit_of", "resit_only_failed", "failed"),
            ("blind", "blind", "yes"),
        ):
            if option in values:
                values[field] = values.pop(option) == true
        lines = values.pop("component", None)
        if lines is not None:
            values["components"] = () if lines == [_NO_COMPONENTS] else tuple(lines)
        return values


@app.command
def show(code: Code, *, edition: Edition = None, call: Asked) -> None:
    """The scheme of a programme: its components, and its rules in words."""
    from acxdesk.queries import schemes

    with call.reading() as desk:
        card = schemes.scheme(desk, code, edition)
    if call.as_json:
        voice.print_json(_plain(card))
        return
    voice.print_pairs(_facts(card).items())
    if card.scheme is None or not card.scheme.parts:
        return
    voice.data("")
    titles = ("Component", "Weight", "Out of", "Pass", "Must")
    headings = [Heading(title, numeric=title in {"Weight", "Out of", "Pass"}) for title in titles]
    voice.print_table(headings, map(_cells, card.scheme.parts))


@app.command(name="set")
def set_(code: Code, *, rules: Rules = Rules(), call: Asked) -> None:
    """Set the scheme of a programme; what is left out stays. Sessions keep the edition that they stand under."""
    from acxdesk.actions import schemes

    values = rules.values()
    if not values:
        raise WrongUse("Nothing to set is given.", remedy="See `acxdesk scheme set --help`.")
    request = schemes.SetScheme.read({"programme": code, **values})
    with call.writing() as desk:
        receipt = schemes.set_scheme(desk, request)
    call.answer(receipt)


def _facts(card: "SchemeCard") -> dict[str, str]:
    from acxdesk.rules.schemewords import rules_of

    programme = {"Programme": f"{card.code}, edition {card.edition}", "Title": card.title}
    if card.scheme is None:
        return {**programme, "Scheme": "none yet"}
    return {
        **programme,
        "Scheme": "chosen, not printed" if card.chosen else "",
        **rules_of(card.scheme, taught=card.taught_minutes),
    }


def _cells(part: "Part") -> tuple[str, ...]:
    return (
        part.name,
        f"{part.weight}%",
        points_words(part.out_of),
        points_words(part.pass_mark) if part.pass_mark else "any",
        "must pass" if part.must_pass else "",
    )


def _plain(card: "SchemeCard") -> dict[str, Any]:
    """The card as JSON: its components as lines, its rules by the names that they are set by, and in words."""
    from acxdesk.actions.schemes import rule_values
    from acxdesk.rules.schemewords import rules_of

    head = {"programme": card.code, "title": card.title, "edition": card.edition}
    if card.scheme is None:
        return {**head, "scheme": None}
    values = {name: voice.plain(value) for name, value in rule_values(card.scheme).items()}
    return {
        **head,
        "scheme": {
            "chosen": card.chosen,
            "components": [str(part) for part in card.scheme.parts],
            **values,
            "words": rules_of(card.scheme, taught=card.taught_minutes),
        },
    }
