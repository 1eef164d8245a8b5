"""`show` as a person reads it first: who does what, where it is seen, and how much is left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from study import Study, copied

from portrayals.errors import AmbiguousKey, InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.render.cells import cell_width
from portrayals.render.formats import render
from portrayals.render.terminal import PIPE, Screen
from portrayals.results.show import UnitInShort
from portrayals.results.show_code import CodeShown
from portrayals.services.browse.show import show_in_short
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.people import add_episodes

BOOK = """\
codebook: study
version: "1"
headline: harm
variables:
  - {key: mood, label: Mood, level: title, type: nominal, codes: [{key: dark, label: Dark}]}
  - {key: trained, label: Has training, level: portrayal, type: boolean}
  - {key: sessions, label: Sessions, level: portrayal, type: number}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - key: contact
        label: Contact
        assignable: true
        codes:
          - {key: kiss, label: A kiss, definition: Lips touch., properties: {class: harm}}
          - {key: hug, label: A hug}
      - {key: gift, label: A gift}
  - {key: tone, label: Tone, level: relationship, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: aftermath, label: What follows, level: relationship, type: multi,
     asked_when: "act:any", codes: [{key: gift, label: One more gift}]}
  - {key: remark, label: Remark, level: relationship, type: text}
derived:
  - {key: harm, label: Any harm, level: relationship, type: boolean,
     rules: [{when: "act.class:harm", then: yes}], otherwise: no}
  - {key: twice, label: Harm twice, level: relationship, type: boolean,
     rules: [{when: "act:kiss act:gift", then: yes}], otherwise: no}
"""
PAIR = "prime/lisa/rafi"
SYNOPSIS = "A therapist learns that a client of hers is in love with her son, and goes on. " * 4


def film(folder: Path) -> Study:
    study = Study(str(folder / "portrayals.db"))
    study.apply(BOOK, folder)
    study.coder("ben", "cleo", "dan")
    study.title(
        "Prime", year="2005", countries=["Germany"], ids=["imdb:tt0387514"], synopsis=SYNOPSIS
    )
    study.portrayal("prime", "Lisa", performer="Meryl Streep", roles=["therapist"])
    study.relationship("prime/lisa", "Rafi", roles=["client"])
    return study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """One film in which a therapist has a client."""
    return copied(film, tmp_path)


def in_short(study: Study, key: str) -> UnitInShort:
    """A unit as it is shown at first."""
    with read(study.target) as connection:
        found = show_in_short(connection, key)
    assert isinstance(found, UnitInShort)
    return found


def lines(study: Study, key: str = PAIR, screen: Screen = PIPE) -> list[str]:
    """The lines in which a unit is shown at first."""
    return render(in_short(study, key), screen=screen).splitlines()


def test_a_film_its_people_their_acts_with_labels_and_where_each_is_seen(study: Study) -> None:
    study.annotate("prime", "mood=dark", basis="watched")
    study.annotate("prime/lisa", "trained=yes", "sessions=12", basis="watched")
    study.tag(PAIR, "kiss", basis="watched", at="12:30", quote="Don't")
    study.tag(PAIR, "kiss", basis="watched", at="40:00")
    study.tag(PAIR, "hug", basis="watched")
    study.annotate(PAIR, "tone=comic", basis="watched", note="Only at first.")
    assert lines(study, "prime") == [
        "Prime (2005, film, Germany)                                                prime",
        SYNOPSIS.strip(),
        "Mood: Dark",
        "",
        "1  Lisa — Meryl Streep; therapist                                     prime/lisa",
        "   Has training: Yes; Sessions: 12",
        "   with Rafi — client                                            prime/lisa/rafi",
        "     Any harm: Yes. Act:",
        "       - A kiss: 00:12:30 “Don't”",
        "       - A hug",
        "     Tone: Comic",
        "Coded by ana (watched). With --all: 2 not coded, 1 derived, all evidence (2), 1 note, "
        "1 identifier.",
    ]


def test_a_terminal_gets_a_few_lines_of_each_text_and_what_had_no_room_is_counted(
    study: Study,
) -> None:
    study.tag(PAIR, "kiss", basis="watched", quote="word " * 60)
    study.annotate("prime/lisa", "trained=yes", "sessions=12", basis="watched")
    study.annotate(PAIR, "tone=comic", f"remark={'And more is told. ' * 30}", basis="watched")
    shown = lines(study, "prime", Screen(40))
    assert all(cell_width(line) <= 40 for line in shown)
    assert sum("word" in line for line in shown) == 2
    assert [line[:5] for line in shown[1:4]] == ["A the", "is in", ""]
    assert shown[2].endswith("…")
    assert not any("And more is told" in line for line in shown)
    assert "With --all: 1 more value," in " ".join(shown)
    piped = "\n".join(lines(study, "prime"))
    assert "And more is told" in piped
    assert "more value" not in piped


def test_on_a_terminal_the_key_of_a_counterpart_is_shortened_only_to_stay_on_the_line(
    study: Study,
) -> None:
    def key_of(width: int) -> list[str]:
        return [line for line in lines(study, "prime", Screen(width)) if "rafi" in line]

    assert key_of(60) == ["   with Rafi — client                        prime/lisa/rafi"]
    assert key_of(32) == ["   with Rafi — client     …/rafi"]
    assert key_of(25) == ["          prime/lisa/rafi"]


def test_r06_a_partial_set_is_partly_coded_and_a_doubt_is_one(study: Study) -> None:
    study.tag(PAIR, "kiss", "maybe:hug", basis="documented", description="She leans in.")
    assert lines(study)[1:4] == [
        "Any harm: Yes. Act (partly coded):",
        "  - A kiss: She leans in.",
        "  - perhaps A hug: She leans in.",
    ]
    study.annotate(PAIR, "act=none", basis="documented")
    assert lines(study)[1] == "Act: partly coded"
    study.annotate(PAIR, "act=none", basis="watched")
    assert lines(study)[1] == "Any harm: No. Act: none"
    study.annotate(PAIR, "act=cannot-tell", "tone=unavailable", basis="watched")
    assert lines(study)[1:3] == ["Act: cannot tell", "Tone: unavailable"]


def test_where_coders_disagree_nothing_is_told_but_that(study: Study) -> None:
    for coder, tone in (("ana", "comic"), ("ben", "grave")):
        study.annotate(PAIR, f"tone={tone}", actor=coder, basis="watched")
    assert lines(study)[1:] == [
        "Tone: unsettled",
        "Coded by ana (watched), ben (watched). With --all: 3 not coded, 1 derived.",
    ]
    for coder in ("cleo", "dan"):
        study.annotate(PAIR, "tone=comic", actor=coder, basis="watched")
    assert lines(study)[1:] == [
        "Tone: Comic",
        "Coded by 4 coders. With --all: 3 not coded, 1 derived.",
    ]


def test_of_a_set_what_coders_agree_on_is_told_and_that_they_differ(study: Study) -> None:
    study.annotate(PAIR, "act=kiss;gift", basis="watched")
    study.annotate(PAIR, "act=kiss", actor="ben", basis="watched")
    assert lines(study)[1:3] == ["Any harm: Yes. Act (coders differ):", "  - A kiss"]
    study.annotate(PAIR, "act=kiss", basis="watched")
    assert lines(study)[1] == "Any harm: Yes. Act:"
    study.annotate(PAIR, "act=gift;maybe:hug", actor="ben", basis="watched")
    assert lines(study)[1] == "Act: unsettled"


def test_that_coders_differ_is_not_said_where_somebody_has_decided(study: Study) -> None:
    study.annotate(PAIR, "act=kiss;gift", basis="watched")
    study.annotate(PAIR, "act=kiss", actor="ben", basis="watched")
    short = in_short(study, PAIR)
    ours, others = short.unit.annotations
    decided = replace(others, coder="consensus", coder_kind="consensus")
    for made, told in ((others, "Act (coders differ):"), (decided, "Act:")):
        shown = replace(short, unit=replace(short.unit, annotations=(ours, made)))
        assert render(shown).splitlines()[1] == f"Any harm: Yes. {told}"


def test_what_was_only_heard_of_is_not_told_and_a_text_is(study: Study) -> None:
    study.annotate(PAIR, "tone=grave", "remark=Seen twice.", basis="hearsay")
    study.annotate("prime/lisa", "sessions=3", "trained=no", basis="hearsay")
    assert "Remark: Seen twice." in lines(study)
    told = " ".join(lines(study, "prime"))
    for heard in ("Tone", "Sessions", "Has training"):
        assert heard not in told


def test_r10_what_does_not_apply_is_counted(study: Study) -> None:
    study.annotate(PAIR, "act=none", basis="watched")
    assert lines(study)[1:] == [
        "Any harm: No. Act: none",
        "Coded by ana (watched). With --all: 2 not coded, 1 that does not apply, 1 derived.",
    ]
    study.relationship("prime/lisa", "Ron")
    study.annotate("prime/lisa/ron", "act=none", basis="watched")
    assert "2 that do not apply, 2 derived" in lines(study, "prime/lisa")[-1]


def test_a_place_that_shows_all_codes_is_told_once(study: Study) -> None:
    study.annotate(PAIR, "act=kiss;gift", basis="watched", quote="Both")
    short = in_short(study, PAIR)
    [act] = short.unit.annotations
    of_all = replace(act, evidence=(replace(act.evidence[0], code=None),))
    short = replace(short, unit=replace(short.unit, annotations=(of_all,)))
    assert render(short).splitlines()[2:4] == ["  - A kiss: “Both”", "  - A gift"]


def test_a_source_is_told_where_nothing_else_says_what_is_there(study: Study) -> None:
    study.annotate(PAIR, "act=hug", basis="documented", source="https://example.org/prime")
    [place] = study.show(PAIR).annotations[0].evidence
    assert lines(study)[2] == f"  - A hug: {place.source}"


def test_without_a_headline_every_set_leads(study: Study, tmp_path: Path) -> None:
    study.apply(BOOK.replace("headline: harm\n", "").replace('"1"', '"2"'), tmp_path)
    study.annotate(PAIR, "act=kiss", "aftermath=gift", basis="watched")
    assert lines(study)[1:] == [
        "Act:",
        "  - A kiss",
        "What follows:",
        "  - One more gift",
        "Coded by ana (watched). With --all: 2 not coded, 2 derived.",
    ]


def test_of_what_is_derived_the_headline_alone_is_asked_for(study: Study) -> None:
    study.tag(PAIR, "kiss", basis="watched")
    short = in_short(study, PAIR)
    assert [each.variable for each in short.unit.findings if each.derived] == ["harm"]
    whole = study.show(PAIR)
    assert [each.variable for each in whole.findings if each.derived] == ["harm", "twice"]
    assert replace(short.unit, findings=whole.findings) == whole


def test_a_person_an_episode_and_a_title_screened_out_are_shown_in_short_too(study: Study) -> None:
    with write(study.target, actor="ana", command="add episode") as change:
        edit(change, "prime", ["kind=tv-series"])
        add_episodes(change, "prime", "S01E02", name="Two", aired="2005-03-01")
    assert lines(study, "prime/s01e02")[1:2] == ["Aired: 2005-03-01"]
    person = lines(study, "prime/lisa")
    assert person[0].startswith("Lisa — Meryl Streep; therapist")
    assert person[2].startswith("   with Rafi")
    study.screen("prime", "out")
    assert lines(study, "prime")[2] == "Screened: out"


def test_of_a_person_of_whom_nothing_is_coded_that_is_said(study: Study) -> None:
    study.annotate("prime/lisa", "trained=yes", basis="watched")
    study.portrayal("prime", "Rita")
    shown = lines(study, "prime")
    assert [shown[at + 1] for at, line in enumerate(shown) if "Rita" in line or "Rafi" in line] == [
        "     not coded",
        "   not coded",
    ]


def test_the_first_claim_of_each_unit_is_told_and_how_many_follow(study: Study) -> None:
    said = study.says("smith", PAIR, statement="She errs.")
    study.says("jones", PAIR, statement="She does not.", stance="denies", about=str(said))
    assert lines(study)[1] == "claim:1 smith asserts “She errs.” +1"
    assert lines(study)[-1].endswith("1 more claim.")


def test_a_unit_comes_before_a_code_of_the_same_name_which_is_told(study: Study) -> None:
    study.title("Tone", year="1999")
    study.title("Kiss", year="1999")
    assert (
        lines(study, "tone")[-1] == "There is also a variable with that name: portrayals show tone"
    )
    told = "There is also a code with that name: portrayals show act:kiss"
    assert lines(study, "kiss")[-1] == told
    assert render(study.show("kiss")).splitlines()[-1] == told
    assert study.show("kiss").to_dict()["named_alike"] == ("act:kiss",)
    assert study.show("prime").named_alike == ()


@pytest.mark.parametrize(
    "written", ["kiss", "act:kiss", "A kiss", " ACT:KISS ".lower(), "act: kiss"]
)
def test_a_code_is_shown_by_its_key_its_label_or_with_its_variable(
    study: Study, written: str
) -> None:
    study.tag(PAIR, "kiss", basis="watched")
    study.relationship("prime/lisa", "Ron")
    study.annotate("prime/lisa/ron", "act=none", basis="watched")
    study.relationship("prime/lisa", "Rob")
    assert render(study.show(written)).splitlines() == [
        "kiss  A kiss   act ▸ contact",
        "  definition  Lips touch.",
        "  class       harm",
        "",
        "Found in 1 of 2 relationships; not counted: 1 not coded.",
        " Prime (2005)  prime",
        "With intervals: portrayals stats act:kiss",
    ]


def test_what_is_known_of_a_code_is_told_where_no_unit_is_settled(study: Study) -> None:
    study.tag(PAIR, "kiss", basis="documented")
    told = render(study.show("kiss"))
    assert "Found in 1 of 1 relationship." in told
    told = render(study.show("hug"))
    assert "Not found so far in any of 1 relationship; still open: 1 partly coded." in told


def test_a_group_is_found_in_what_has_a_code_below_it_and_its_codes_are_told(study: Study) -> None:
    study.tag(PAIR, "hug", basis="watched")
    told = study.show("contact")
    assert "Found in 1 of 1 relationship." in render(told)
    assert [line.key for line in told.entry.lines] == ["kiss", "hug"]
    assert study.show("hug").parent == "contact"


def test_a_variable_is_shown_with_how_many_units_are_counted(study: Study) -> None:
    study.annotate(PAIR, "tone=comic", basis="watched")
    study.relationship("prime/lisa", "Ron")
    told = study.show("tone")
    assert "Counted: 1 of 2 relationships; not counted: 1 not coded." in render(told)
    assert told.to_dict()["found"] == {"n": 1, "states": told.counted.states}
    study.annotate(PAIR, "tone=cannot-tell", basis="watched")
    assert (
        "Coded for 1 of 2 relationships; still open: 1 cannot tell; not counted: 1 not coded."
        in render(study.show("tone"))
    )
    assert "Counted" not in render(study.show("remark"))
    assert study.show("remark").to_dict()["found"] is None
    for derived in ("harm", "twice:no", "sessions", "trained:yes"):
        assert study.show(derived).key == derived


def test_json_has_the_figures_as_stats_has_them_and_every_title(study: Study) -> None:
    study.tag(PAIR, "kiss", basis="watched")
    for number in range(12):
        study.title(f"Film {number:02}", year="2001")
        study.portrayal(f"film-{number:02}", "Al")
        study.relationship(f"film-{number:02}/al", "Bo")
        study.tag(f"film-{number:02}/al/bo", "kiss", basis="watched")
    told = study.show("kiss").to_dict()
    [row] = study.stats("act:kiss").rows
    assert told["found"] == row.to_dict()
    assert (told["what"], told["key"], told["parent"]) == ("code", "act:kiss", "contact")
    assert told["details"] == {"definition": "Lips touch.", "class": "harm"}
    titles = [row["key"] for row in told["titles"]]
    assert titles == [f"film-{number:02}" for number in range(12)] + ["prime"]
    with read(study.target) as connection:
        short = show_in_short(connection, "kiss")
    assert isinstance(short, CodeShown)
    assert [row["key"] for row in short.titles] == titles[:10]
    assert "3 more titles: portrayals list titles act:kiss" in render(short)


def test_a_code_of_several_variables_is_refused_with_both(study: Study) -> None:
    with pytest.raises(AmbiguousKey, match="several variables") as error:
        study.show("gift")
    assert error.value.candidates == ("act:gift", "aftermath:gift")


def test_what_could_be_several_titles_could_be_the_code_as_well(study: Study) -> None:
    study.title("Kiss Me", year="1999")
    study.title("Kiss Them", year="1999")
    with pytest.raises(AmbiguousKey) as error:
        study.show("kiss")
    assert error.value.candidates == ("kiss-me", "kiss-them", "act:kiss")


def test_what_is_unknown_may_be_a_title_or_a_code(study: Study) -> None:
    study.title("Kisses", year="1999")
    with pytest.raises(UnknownKey) as error:
        study.show("kisss")
    assert error.value.candidates == ("Kisses", "kisses", "kiss")
    assert "codebook show" in str(error.value.hint)
    with pytest.raises(InvalidValue, match="not a code of act") as refused:
        study.show("act:kisss")
    assert refused.value.candidates == ("kiss",)


def test_a_word_that_names_nothing_leads_to_the_variables_that_are_about_it(study: Study) -> None:
    with pytest.raises(UnknownKey) as error:
        study.show("follows")
    assert error.value.candidates == ("aftermath",)
    assert error.value.hint == "search the codebook: portrayals codebook show follows"


def test_a_title_whose_name_looks_like_a_code_of_a_variable_is_found(study: Study) -> None:
    study.title("act: a story", year="2001")
    assert "act: a story (2001, film)" in "\n".join(lines(study, "act: a story", Screen(80)))


@pytest.mark.parametrize("written", ["hug", "act:hug", "yes"])
def test_what_is_out_of_use_or_of_every_boolean_is_not_shown(
    study: Study, tmp_path: Path, written: str
) -> None:
    switched_off = BOOK.replace("label: A hug", "label: A hug, active: no").replace('"1"', '"2"')
    study.apply(switched_off, tmp_path)
    with pytest.raises((UnknownKey, InvalidValue)):
        study.show(written)


def test_of_the_starter_a_film_with_one_pair_fits_a_terminal_of_24_lines(
    starter_once: Path,
) -> None:
    study = Study.at(starter_once)
    assert len(lines(study, "50/50", Screen(80))) < 24
    assert len(lines(study, "HIMYM", Screen(80))) < 34  # two pairs, one with many acts
