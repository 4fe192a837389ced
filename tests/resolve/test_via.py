"""Relays of claims."""

from __future__ import annotations

import pytest

from quoteattr import QuoteAttributor
from quoteattr.model import Article, Outlet, Passage, Span
from quoteattr.resolve import resolve
from quoteattr.resolve.via import relay_names
from tests.trees import link, sentence


@pytest.mark.parametrize(
    ("phrases", "via"),
    [
        (["Reuters"], ("Reuters",)),
        (["told Reuters"], ("Reuters",)),
        (["the Associated Press"], ("Associated Press",)),
        (["in an interview with CNN"], ("CNN",)),
        (["CNN's State of the Union"], ("CNN",)),
        (["TASS", "Reuters"], ("TASS", "Reuters")),
        (["AP", "The Associated Press"], ("Associated Press",)),
        (["the Malta Courier"], ("Malta Courier",)),
        (["Times Radio"], ("Times Radio",)),
        (["Deep Roots", "the Deep Roots podcast"], ("Deep Roots podcast",)),
        (["state television"], ("state television",)),
        (["a spokesman for the ministry"], ("spokesman for the ministry",)),
        (["reporters for the daily"], ()),
        (["BBC Scotland"], ("BBC Scotland",)),
        (["CNN Indonesia"], ("CNN Indonesia",)),
        (["Reuters reporter Ida Vale"], ("Reuters",)),
        (["4CQ"], ("4CQ",)),
        (["reporters"], ()),
        (["told journalists"], ()),
        (["a news conference"], ()),
        ([""], ()),
        ([], ()),
    ],
)
def test_relays_are_named_once_nearest_first_and_listeners_left_out(phrases: list[str], via: tuple[str, ...]) -> None:
    relays = [Passage((Span(0, len(phrase)),), phrase) for phrase in phrases]
    assert relay_names(" ".join(phrases), relays) == via


def test_without_an_outlet_the_nearest_relay_is_the_outlet() -> None:
    text = "Vale told Reuters it rained"
    rows = "Vale/PROPN/2/nsubj told/VERB/0/root Reuters/PROPN/2/obj it/PRON/5/nsubj rained/VERB/2/ccomp"
    found = link(text, "Vale", "told", "it rained", relays=["Reuters"])
    [alone] = resolve(text, [sentence(text, rows)], Article(), [found]).attributions
    [carried] = resolve(
        text, [sentence(text, rows)], Article(outlet=Outlet("BBC", "broadcaster")), [found]
    ).attributions
    assert (alone.outlet, alone.via) == ("Reuters", ("Reuters",))
    assert (carried.outlet, carried.via) == ("BBC", ("Reuters",))


def test_a_relay_is_reported_with_its_whole_name() -> None:
    """The tree attaches the second word of the name to another one."""
    text = "Ines Vale told Radio Merrow it rained"
    rows = (
        "Ines/PROPN/3/nsubj Vale/PROPN/1/flat told/VERB/0/root Radio/PROPN/3/iobj Merrow/PROPN/1/flat "
        "it/PRON/7/nsubj rained/VERB/3/ccomp"
    )
    found = link(text, "Ines Vale", "told", "it rained", relays=["Radio"])
    entities = [("Person", "Ines Vale"), ("Organization", "Radio Merrow")]
    [claim] = resolve(text, [sentence(text, rows, entities=entities)], Article(), [found]).attributions
    assert claim.via == ("Radio Merrow",)


def test_a_relay_is_the_whole_name_that_it_is_part_of(attributor: QuoteAttributor) -> None:
    [claim] = attributor("The mayor told the radio station Orbel FM that it was over.").attributions
    assert claim.via == ("Orbel FM",)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        # a medium named before
        (
            "Lee told Reuters that the dam was safe. An engineer told the same agency that it would break.",
            ["Reuters", "Reuters"],
        ),
        (
            "The Orbel Post published a letter from the mayor. He told the newspaper that the bridge was safe.",
            ["Orbel Post"],
        ),
        (
            "The Orbel Herald reported the fire. The Herald said two had died. Lee told the paper that he fled.",
            [None, None, "Orbel Herald"],
        ),
        ("The mayor spoke to the Orbel Post. He told the paper that the bridge was safe.", ["Orbel Post"]),
        ("The mayor posed for Vogue. He told the mag that the bridge was safe.", ["Vogue"]),
        ("The mayor sued Vogue. He told the publication that the bridge was safe.", ["Vogue"]),
        ("The mayor read the paper. He told its authors that the bridge was safe.", [None]),
        ("Radio Merrow interviewed the mayor. He told the newspaper that the bridge was safe.", ["newspaper"]),
        # an agency that is no medium
        ("A nurse told the Care Quality Commission of it. She told the agency that nobody listened.", [None]),
        ("He told the news agency that the bridge was safe.", ["news agency"]),
        ("Local media reported, citing the presidency, that the road was closed.", ["Local media"]),
        # the same occasion, and another one
        (
            '"I was wrong," the mayor told the Lima Courier. In the same interview, she said the bridge would reopen.',
            ["Lima Courier", "Lima Courier"],
        ),
        (
            '"I was wrong," the mayor told the Lima Courier. In the interview, she said that the bridge would reopen.',
            ["Lima Courier", "Lima Courier"],
        ),
        (
            '"I was wrong," the mayor told the Lima Courier. At the rally, she said that the bridge would reopen.',
            ["Lima Courier", None],
        ),
        # a document that a medium published
        ("The bank will close 40 branches, according to a memo first reported by the Orbel Post.", ["Orbel Post"]),
        ("The accounts were falsified, according to documents first disclosed by Der Spiegel.", ["Der Spiegel"]),
    ],
)
def test_a_relay_is_named_by_earlier_text(attributor: QuoteAttributor, text: str, via: list[str | None]) -> None:
    assert [next(iter(claim.via), None) for claim in attributor(text).attributions] == via


@pytest.mark.parametrize("relay", ["this newspaper", "this website"])
def test_a_relay_that_is_the_outlet_itself_has_its_name(attributor: QuoteAttributor, relay: str) -> None:
    text = f"Ferry stays shut\n\nBy Jo Lund, Harbour Times\n\n“It rained,” Ida Vale told {relay}."
    assert [claim.via for claim in attributor(text).attributions] == [("Harbour Times",)]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Speaking on CNN's State of the Union, the senator said it was over.", ("CNN",)),
        ("“The engine is gone,” the pilot said over the radio.", ()),
        ("“It is over,” the minister was quoted as saying by state media.", ("state media",)),
        ("“It is over,” Ida Vale tells WIRED.", ("Wired",)),
        ("In an email to The Verge, Ida Vale said it was over.", ("The Verge",)),
        ("According to two officials who spoke to Politico, it was over.", ("Politico",)),
        ("The mayor, interviewed by Sky News, said it was over.", ("Sky News",)),
        ("The mayor said in a TikTok video that it was over.", ("TikTok",)),
        ("In a video posted to TikTok, the mayor said it was over.", ("TikTok",)),
        ("The mayor said on her Facebook page that it was over.", ("Facebook",)),
        ("The mayor wrote in a Facebook post that it was over.", ("Facebook",)),
        ("The mayor wrote in a message posted on Facebook that it was over.", ("Facebook",)),
        ("The mayor took to Instagram to say it was over.", ("Instagram",)),
        ("The mayor took to her Facebook page to say: “It is over.”", ("Facebook",)),
        ("The mayor turned to TikTok to announce that it was over.", ("TikTok",)),
        ("The mayor took to the stage to say it was over.", ()),
        ("AFP quotes a trader at the port: “It is over.”", ("Agence France-Presse",)),
        ("In response to queries from Reuters, the mayor said it was over.", ("Reuters",)),
        ("The mayor said in response to CNN's questions that it was over.", ("CNN",)),
        ("The mayor said in response to questions from senators that it was over.", ()),
        # a medium in a clause about something else
        ("After the tape aired on CNN, the mayor said it was over.", ()),
        ("Having read a story published in the Guardian, the mayor said it was over.", ()),
        ("In examining a file shared on Telegram, the mayor said that it was over.", ()),
        ("“It is over,” the mayor said of traders whom people meet on Facebook.", ()),
        ("“It is over,” said Lee Hart, who led the study published in the journal Nature.", ()),
        ("“It is over,” said Lee Hart, lead author of the study published in Nature.", ()),
        ("The mayor said in a letter published in the Guardian that it was over.", ("The Guardian",)),
        ("The mayor said in a video shared on Telegram that it was over.", ("Telegram",)),
        ("According to a copy of the letter obtained by Reuters, it was over.", ("Reuters",)),
        ("“It is over,” the mayor said over Radyo Bandera.", ("Radyo Bandera",)),
        ("“It is over,” the mayor said over DZXL radio.", ("DZXL radio",)),
        ("“It is over,” the mayor told KRBL.", ("KRBL",)),
        ("“It is over,” the mayor told WADA.", ()),
        ("Interviewed on Teleradyo, the mayor said it was over.", ("Teleradyo",)),
        ("Officials who spoke to Reuters said it was over.", ("Reuters",)),
        ("A welder the BBC spoke to said it was over.", ("BBC",)),
        ("A welder Reuters spoke to said the pier had been closed since May.", ("Reuters",)),
        ("“It is over,” said one of the welders Sky News spoke to on Friday.", ("Sky News",)),
        ("Welders whom Bloomberg has interviewed say it is over.", ("Bloomberg",)),
        ("A welder contacted by Reuters said it was over.", ("Reuters",)),
        ("A welder the BBC dismissed said it was over.", ()),
        ("“It is over,” said a welder Sky News spoke about.", ()),
        ("The mayor said in her Lima office that it was over.", ()),
        ("The mayor said in a video that it was over.", ()),
        ("“It is over,” the mayor told a press conference in Orbel on Monday.", ()),
        ("In an interview with The Orbel Post's Lee Hart, the mayor said it was over.", ("Orbel Post",)),
    ],
)
def test_relays_of_a_reporting_clause(attributor: QuoteAttributor, text: str, via: tuple[str, ...]) -> None:
    [claim] = attributor(text).attributions
    assert claim.via == via


def test_the_short_form_of_an_earlier_relay_is_that_relay(attributor: QuoteAttributor) -> None:
    text = "Bo Falk told the Orbel Post that it rained.\n\nThe house is old.\n\nFalk said at a rally it was cold. "
    claims = attributor(f"{text}“It snowed,” Falk told the Post.").attributions
    assert [claim.via for claim in claims] == [("Orbel Post",), (), ("Orbel Post",)]


@pytest.mark.parametrize(
    ("before", "noun", "via"),
    [
        ("The local newspaper Den reported that it rained.", "paper", ("Den",)),
        ("The news agency KTA said it rained.", "agency", ("KTA",)),
        ("Reuters reported that it rained. The news agency KTA said it snowed.", "agency", ("KTA",)),
        ("The environment agency EPAK said it rained.", "agency", ()),
    ],
)
def test_a_noun_of_the_media_is_the_one_that_was_introduced_with_it(
    attributor: QuoteAttributor, before: str, noun: str, via: tuple[str, ...]
) -> None:
    claims = attributor(f"{before} “It is over,” Bo Falk told the {noun}.").attributions
    assert claims[-1].via == via


@pytest.mark.parametrize("relay", ["a friend, Ana Ruiz", "her lawyer Ana Ruiz", "a translator, Ana Ruiz"])
def test_who_passes_a_claim_on_is_not_its_speaker(attributor: QuoteAttributor, relay: str) -> None:
    [claim] = attributor(f"“It is over,” she said through {relay}.").attributions
    assert (claim.speaker, claim.via) == (None, ("Ana Ruiz",))


def test_the_outlet_that_published_a_text_is_a_relay(attributor: QuoteAttributor) -> None:
    text = "“It is over,” Bo Falk told the Quill."
    assert attributor(text, publisher="The Orbel Quill").attributions[0].via == ("The Orbel Quill",)
    assert attributor(text).attributions[0].via == ("Quill",)


def test_a_medium_is_no_relay_of_its_own_claim(attributor: QuoteAttributor) -> None:
    attributions = attributor("The Beacon first reported the strike, adding that nine ships were idle.").attributions
    assert [each.via for each in attributions] == [(), ()]
