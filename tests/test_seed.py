"""The seed says what is printed, marks what is chosen, and its invented people are whole and clearly invented."""

import importlib.resources
import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from email_validator import validate_email

from acxdesk.actions.schemes import SetScheme, merged, rule_values
from acxdesk.exchange.tables import Table, read_csv
from acxdesk.rules.accreditations import Renewal, Terms, valid_until
from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.prerequisites import Of, Standing
from acxdesk.rules.requirements import Alternative, codes, parse_requirements, print_requirements
from acxdesk.rules.schemes import Scheme, check_scheme
from acxdesk.rules.schemewords import rules_of
from acxdesk.rules.text import clean_line

SEED = Path(__file__).parent.parent / "seed"
PEOPLE = ("name", "certificate_name", "email", "country", "zone", "organisation", "job_title", "languages")

# Code, name, ladder, rung, duration as printed.
PRINTED = [
    ("ACXP", "Accredited Customer Experience Professional (ACX Professional)", "ACX", "Professional", ""),
    (
        "ACXS",
        "Accredited Customer Experience Specialist",
        "ACX",
        "Specialist",
        "on demand, 25 video lessons, lifetime access",
    ),
    ("ACXM", "Accredited CX Master", "ACX", "Master", "4 days @ 5 hours per day"),
    ("ACXC", "Accredited CX Champion", "ACX", "Champion", "3 days @ 5 hours per day"),
    ("ACX-Mentor", "Accredited CX Mentor", "ACX", "Mentor", "4 weeks @ 3 hours per week"),
    ("CPP", "Certified Process Professional", "CPP", "Professional", "2 days @ 5 hours per day"),
    (
        "CPPM",
        'Certified Process Professional Master ("CPP Level 5")',
        "CPP",
        "Master",
        "4 days @ 5 hours per day",
    ),
    ("CPPC", "Certified Process Professional Champion", "CPP", "Champion", "3 days @ 5 hours per day"),
    ("CPP-Coach", "Certified Process Professional Coach", "CPP", "Coach", "4 weeks @ 3 hours per week"),
    ("COIM", "Certified Outside In Master", "COI", "Master", "7 weeks @ 3 hours per week"),
    ("COIC", "Certified Outside In Champion", "COI", "Champion", "3 weeks @ 3 hours per week"),
    (
        "OI-Vision",
        "Outside-In Vision",
        "COI",
        "open course",
        "6 weeks at 3 hours per week; live, or watch the recordings",
    ),
    ("OKR-Coach", "Accredited OKR Coach", "OKR", "Coach", "completed all the requirements"),
]
HOURS = {
    "ACXM": 20,
    "ACXC": 15,
    "ACX-Mentor": 12,
    "CPP": 10,
    "CPPM": 20,
    "CPPC": 15,
    "CPP-Coach": 12,
    "COIM": 21,
    "COIC": 9,
    "OI-Vision": 18,
}
# Both lists, by start. No year is printed; the weekdays fit 2020.
SESSIONS = [
    ("CPPM", date(2020, 8, 10)),
    ("ACXM", date(2020, 8, 18)),
    ("ACX-Mentor", date(2020, 9, 1)),
    ("ACXC", date(2020, 9, 8)),
    ("COIM", date(2020, 9, 8)),
    ("CPPC", date(2020, 9, 22)),
    ("CPP-Coach", date(2020, 11, 3)),
    ("CPPC", date(2020, 11, 9)),
    ("ACXM", date(2020, 11, 16)),
    ("COIM", date(2020, 11, 17)),
    ("CPP", date(2020, 11, 23)),
    ("CPPM", date(2020, 11, 23)),
    ("ACXC", date(2020, 12, 1)),
    ("COIC", date(2020, 12, 8)),
]
SCRIPTS = [
    *("ARABIC", "ARMENIAN", "BENGALI", "CJK", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK"),
    *("HANGUL", "HEBREW", "LATIN", "TAMIL", "THAI"),
]


def catalogue() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((SEED / "catalogue.toml").read_text(encoding="utf-8"))


def programmes() -> dict[str, dict[str, Any]]:
    return {programme["code"]: programme for programme in catalogue()["programmes"]}


def table(name: str, columns: tuple[str, ...]) -> Table:
    return read_csv((SEED / name).read_bytes(), required=columns, optional=())


def people(name: str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in table(name, PEOPLE).rows]


def enrolments() -> list[tuple[str, str, str]]:
    rows = table("enrolments.csv", ("session", "email", "place")).rows
    return [(row.cells["session"], row.cells["email"], row.cells["place"]) for row in rows]


def booked() -> Counter[str]:
    return Counter(session for session, _, place in enrolments() if place == "booked")


def meeting_days(code: str, start: date) -> set[date]:
    """The dates of a session: weekly, or on consecutive working days."""
    duration = Duration.parse(programmes()[code]["duration"])
    if duration.pace is Pace.WEEKS:
        return {start + timedelta(weeks=week) for week in range(duration.meetings)}
    days = (start + timedelta(days=step) for step in range(14))
    return set([day for day in days if day.isoweekday() <= 5][: duration.meetings])


def test_catalogue_has_the_thirteen_programmes_as_printed() -> None:
    said = [(p["code"], p["title"], p["ladder"], p["rung"], p["printed"]) for p in catalogue()["programmes"]]
    assert said == PRINTED


def test_durations_stand_in_the_words_of_the_desk_and_give_the_printed_hours() -> None:
    durations = {code: programme["duration"] for code, programme in programmes().items()}
    not_taught = {code: words for code, words in durations.items() if code not in HOURS}
    assert not_taught == {"ACXP": "", "ACXS": "on demand, 25 lessons", "OKR-Coach": ""}
    assert {code: str(Duration.parse(words)) for code, words in durations.items() if words} == {
        code: words for code, words in durations.items() if words
    }
    assert {code: Duration.parse(durations[code]).taught_minutes for code in HOURS} == {
        code: hours * 60 for code, hours in HOURS.items()
    }


def test_duration_is_the_printed_one_but_for_what_the_desk_has_no_words_for() -> None:
    differing = {code for code, programme in programmes().items() if programme["duration"] != programme["printed"]}
    assert differing == {"ACXS", "OI-Vision", "OKR-Coach"}


def test_ladders_stand_in_order_and_every_programme_is_on_one() -> None:
    ladders = catalogue()["ladders"]
    assert [ladder["code"] for ladder in ladders] == ["ACX", "CPP", "COI", "OKR"]
    assert all(ladder["title"] and ladder["chosen"] == ["title"] for ladder in ladders)
    assert set(ladders[0]) == {"code", "title", "chosen"}
    assert {programme["ladder"] for programme in programmes().values()} == {"ACX", "CPP", "COI", "OKR"}


def test_only_the_printed_price_is_there() -> None:
    priced = {code: (p["price_minor"], p["currency"]) for code, p in programmes().items() if "price_minor" in p}
    assert priced == {"ACXS": (86000, "GBP")}
    assert [code for code, programme in programmes().items() if "currency" in programme] == ["ACXS"]


def test_what_nobody_printed_is_marked_as_chosen() -> None:
    terms = {"validity_months", "renewal", "renewal_months", "grace_months"}
    always = {"capacity_min", "capacity_max", *terms}
    for code, programme in programmes().items():
        assert programme["post_nominal"] == code
        # Two post-nominals are printed: people sign as "CPPC, ACXC".
        assert set(programme["chosen"]) == always | (set() if code in {"CPPC", "ACXC"} else {"post_nominal"})
        assert set(programme["chosen"]) <= set(programme)
        assert 0 < programme["capacity_min"] <= programme["capacity_max"]
        assert programme["validity_months"] >= 0
        assert programme["scheme"]["chosen"] is True
        assert programme["requires"]["chosen"] is True


def test_every_programme_tells_the_same_fields() -> None:
    fields = {
        *("code", "title", "ladder", "rung", "post_nominal", "duration", "printed"),
        *("capacity_min", "capacity_max", "validity_months", "renewal", "renewal_months", "grace_months", "chosen"),
        *("scheme", "requires"),
    }
    assert {code: set(programme) - {"price_minor", "currency"} for code, programme in programmes().items()} == (
        dict.fromkeys(programmes(), fields)
    )


def scheme_of(code: str) -> Scheme:
    values = {name: value for name, value in programmes()[code]["scheme"].items() if name != "chosen"}
    return merged(Scheme(), SetScheme.read({"programme": code, **values}))


def required(of: Of) -> dict[str, str]:
    return {code: programme["requires"][of.value] for code, programme in programmes().items()}


def test_every_scheme_can_be_marked_by_and_says_all_of_itself() -> None:
    for code, programme in programmes().items():
        scheme = scheme_of(code)
        check_scheme(scheme)
        assert set(programme["scheme"]) == {"chosen", "components", *rule_values(scheme)}
        assert tuple(programme["scheme"]["components"]) == tuple(map(str, scheme.parts))


def test_a_resit_can_pass_and_so_can_the_total_of_what_just_passes_each_part() -> None:
    for code in programmes():
        scheme = scheme_of(code)
        cap = 100 if scheme.resits.cap is None else scheme.resits.cap
        assert all(part.pass_mark * 100 <= part.out_of * cap for part in scheme.parts), code
        assert scheme.pass_total <= 70 * 100


def test_the_master_of_customer_experience_is_assessed_as_the_readme_tells() -> None:
    assert rules_of(scheme_of("ACXM"), taught=20 * 60) == {
        "To pass": "60 of 100 in total, and every component that must be passed",
        "Attendance": "90% of the hours (18 of 20); recordings do not count",
        "Resits": "one within 60 days, of what was failed, 60% at most; best counts",
        "Second marks": (
            "a sample of 20%, blind; agreed as their average within 10 points and on one side of the pass mark, else a "
            "third marker decides"
        ),
    }
    assert programmes()["ACXM"]["scheme"]["components"] == [
        "Written exam, 40%, out of 100, pass 50, must pass",
        "Case study, 40%, out of 100, pass 60, must pass",
        "Demonstration, 20%, out of 10, pass 5",
    ]


def test_hours_are_asked_where_there_are_any_and_recordings_count_where_that_is_printed() -> None:
    assert [code for code in programmes() if not scheme_of(code).attendance] == ["ACXS"]
    assert [code for code in programmes() if scheme_of(code).recording_counts] == ["OI-Vision"]
    assert [code for code in programmes() if not scheme_of(code).parts] == ["OI-Vision"]


def test_requirements_lead_up_each_ladder_and_none_leads_back() -> None:
    assert {code: said for code, said in required(Of.DELEGATE).items() if said != "none"} == {
        "ACXM": "ACXP or ACXS",
        "ACXC": "ACXM",
        "ACX-Mentor": "ACXC",
        "CPPC": "CPPM",
        "CPP-Coach": "CPPC",
        "COIC": "COIM",
    }
    order = list(programmes())
    for code, said in required(Of.DELEGATE).items():
        assert all(order.index(asked) < order.index(code) for asked in codes(parse_requirements(said)))


def test_every_programme_that_is_taught_asks_something_of_its_coaches() -> None:
    assert [code for code, said in required(Of.COACH).items() if said == "none"] == ["ACXS"]
    for of in Of:
        for said in required(of).values():
            assert print_requirements(parse_requirements(said)) == said
            assert set(codes(parse_requirements(said))) <= set(programmes())


def test_masters_and_above_are_renewed_and_the_rest_is_for_life() -> None:
    said = {(p["rung"], p["validity_months"], p["renewal"]) for p in programmes().values()}
    assert said == {
        ("Professional", 0, "from expiry"),
        ("Specialist", 0, "from expiry"),
        ("open course", 0, "from expiry"),
        ("Master", 36, "from expiry"),
        ("Champion", 36, "from expiry"),
        ("Mentor", 36, "end of year"),
        ("Coach", 36, "end of year"),
        ("Coach", 36, "from award"),
    }


@pytest.mark.parametrize(("name", "count"), [("delegates.csv", 48), ("coaches.csv", 6)])
def test_people_files_read_without_a_fault(name: str, count: int) -> None:
    said = table(name, PEOPLE)
    assert said.header == PEOPLE
    assert said.faults == ()
    assert len(said.rows) == count
    assert all(cell for row in said.rows for cell in row.cells.values())


@pytest.mark.parametrize("name", ["delegates.csv", "coaches.csv"])
def test_every_field_of_the_people_is_clean_as_it_stands(name: str) -> None:
    cells = [cell for person in people(name) for cell in person.values()]
    assert [clean_line(cell, what="Field") for cell in cells] == cells


def test_people_are_clearly_invented_and_nobody_is_there_twice() -> None:
    everybody = people("delegates.csv") + people("coaches.csv")
    emails = [person["email"] for person in everybody]
    assert [validate_email(email, check_deliverability=False).normalized for email in emails] == emails
    assert {email.rpartition("@")[2] for email in emails} == {"example.org", "example.com", "example.net"}
    assert len({email.casefold() for email in emails}) == len(emails)
    assert len({person["name"] for person in everybody}) == len(everybody)


def test_delegates_come_from_48_countries() -> None:
    assert len({person["country"] for person in people("delegates.csv")}) == 48


@pytest.mark.parametrize("name", ["delegates.csv", "coaches.csv"])
def test_zones_are_zones_of_the_countries(name: str) -> None:
    zone_tab = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in zone_tab.splitlines() if not line.startswith("#")]
    known = {(line[0], line[2]) for line in lines}
    assert {(person["country"], person["zone"]) for person in people(name)} - known == set()


def test_names_are_written_in_many_scripts() -> None:
    letters = "".join(person["name"] for person in people("delegates.csv"))
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts - {"MODIFIER"} == set(SCRIPTS)
    assert {"'", "-", "\u200c", "\u02bb"} <= set(letters)


def test_certificate_names_are_in_latin_letters() -> None:
    for person in people("delegates.csv") + people("coaches.csv"):
        letters = [letter for letter in person["certificate_name"] if letter.isalpha()]
        assert {unicodedata.name(letter).split()[0] for letter in letters} <= {"LATIN", "MODIFIER"}


def test_languages_are_tags_between_blanks() -> None:
    for person in people("delegates.csv") + people("coaches.csv"):
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?( [a-z]{2,3}(-[A-Z][a-z]{3})?)*", person["languages"])


def test_ada_byron_is_the_first() -> None:
    assert people("delegates.csv")[0] == {
        "name": "Ada Byron",
        "certificate_name": "Augusta Ada Byron",
        "email": "ada@example.org",
        "country": "GB",
        "zone": "Europe/London",
        "organisation": "Analytical Engines Ltd",
        "job_title": "Head of Customer Operations",
        "languages": "en fr",
    }


def test_the_six_coaches_are_there() -> None:
    family = [person["certificate_name"].split()[-1] for person in people("coaches.csv")]
    assert family == ["Okafor", "Lindqvist", "Brandt", "Towers", "Sato", "Haddad"]


def accreditations() -> dict[str, list[tuple[str, date, date | None]]]:
    """Of each address: programme, awarded on, last valid day by the chosen terms."""
    known = programmes()
    held: dict[str, list[tuple[str, date, date | None]]] = {}
    for row in table("accreditations.csv", ("email", "programme", "awarded_on")).rows:
        email, code, day = (row.cells[name] for name in ("email", "programme", "awarded_on"))
        programme = known[code]
        terms = Terms(programme["validity_months"], Renewal(programme["renewal"]), 6, 6)
        awarded = date.fromisoformat(day)
        held.setdefault(email, []).append((code, awarded, valid_until(awarded, terms)))
    return held


def holds(hers: list[tuple[str, date, date | None]], said: str, day: date) -> bool:
    """Whether what somebody has meets what is required, as one line, on a day."""

    def stands(one: Alternative) -> bool:
        return any(
            one.programme == held and from_ <= day and (one.standing is Standing.EVER or last is None or day <= last)
            for held, from_, last in hers
        )

    return all(any(map(stands, group)) for group in parse_requirements(said))


def test_everybody_holds_what_the_sessions_require_and_each_accreditation_is_there_once() -> None:
    starts = {f"{code}-{start.isoformat()}": (code, start) for code, start in SESSIONS}
    of_all, asked = accreditations(), required(Of.DELEGATE)
    for session, email, _ in enrolments():
        code, start = starts[session]
        assert holds(of_all.get(email, []), asked[code], start), (email, session)
    known = {person["email"] for name in ("delegates.csv", "coaches.csv") for person in people(name)}
    assert set(of_all) <= known
    for held in of_all.values():
        assert len({code for code, _, _ in held}) == len(held)
        assert all(day < date(2020, 8, 10) for _, day, _ in held)


def test_every_coach_may_teach_everything_but_for_one_whose_accreditation_lapses_meanwhile() -> None:
    of_all, asked = accreditations(), required(Of.COACH)
    days = {(code, day) for code, start in SESSIONS for day in meeting_days(code, start)}
    lacking = {
        (person["email"], code, day)
        for person in people("coaches.csv")
        for code, day in days
        if not holds(of_all[person["email"]], asked[code], day)
    }
    lapsed = [date(2020, 11, 17) + timedelta(weeks=week) for week in range(4, 7)]
    coic = {("astrid.lindqvist@example.com", "COIC", date(2020, 12, day)) for day in (15, 22)}
    assert lacking == coic | {("astrid.lindqvist@example.com", "COIM", day) for day in lapsed}


def test_enrolments_are_on_the_fourteen_printed_sessions() -> None:
    assert table("enrolments.csv", ("session", "email", "place")).faults == ()
    references = [f"{code}-{start.isoformat()}" for code, start in SESSIONS]
    assert list(dict.fromkeys(session for session, _, _ in enrolments())) == references
    assert 60 <= len(enrolments()) <= 100


@pytest.mark.parametrize(("name", "sessions"), [("schedule-1.txt", SESSIONS[:6]), ("schedule-2.txt", SESSIONS[6:])])
def test_sessions_stand_in_the_printed_schedules(name: str, sessions: list[tuple[str, date]]) -> None:
    text = (SEED / name).read_text(encoding="utf-8")
    found = re.findall(r"\(([A-Za-z-]+)\)\s*([0-9]+)(?:st|nd|rd|th) (Aug|Sep|Nov|Dec)", text)
    months = {"Aug": 8, "Sep": 9, "Nov": 11, "Dec": 12}
    printed = {(code, date(2020, months[month], int(day))) for code, day, month in found}
    assert printed == set(sessions)
    assert all(start.isoweekday() <= 5 for _, start in sessions)


def test_enrolments_name_delegates_that_are_there_once_a_session() -> None:
    known = {person["email"] for person in people("delegates.csv")}
    assert {email for _, email, _ in enrolments()} == known
    assert len({(session, email) for session, email, _ in enrolments()}) == len(enrolments())
    assert {place for _, _, place in enrolments()} == {"booked", "applied"}


def test_nobody_is_enrolled_on_two_sessions_that_meet_on_one_day() -> None:
    days = {f"{code}-{start.isoformat()}": meeting_days(code, start) for code, start in SESSIONS}
    of_person: dict[str, list[str]] = {}
    for session, email, _ in enrolments():
        of_person.setdefault(email, []).append(session)
    clashes = [
        (email, one, other)
        for email, sessions in of_person.items()
        for one, other in combinations(sessions, 2)
        if days[one] & days[other]
    ]
    assert clashes == []


def test_one_session_is_over_full_and_some_are_under_their_minimum() -> None:
    bounds = {
        f"{code}-{start.isoformat()}": (programmes()[code]["capacity_min"], programmes()[code]["capacity_max"])
        for code, start in SESSIONS
    }
    over = {session: (count, bounds[session][1]) for session, count in booked().items() if count > bounds[session][1]}
    under = {session: (count, bounds[session][0]) for session, count in booked().items() if count < bounds[session][0]}
    assert over == {"ACXC-2020-12-01": (15, 12)}
    assert under == {
        "ACX-Mentor-2020-09-01": (3, 4),
        "CPP-Coach-2020-11-03": (2, 4),
        "CPP-2020-11-23": (5, 6),
        "CPPM-2020-11-23": (5, 6),
        "COIC-2020-12-08": (3, 5),
    }
