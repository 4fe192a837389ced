"""Source types, anonymity, represented organisations and channels, through the bundled model."""

from __future__ import annotations

import pytest

from quoteattr import Document, QuoteAttributor
from tests.checks import last_speaker

TYPES = [
    ("The Bergen Accord says the fleet must shrink.", "document"),
    ("The Geneva Convention says it rained.", "document"),
    ("The Harbour Pact says it rained.", "document"),
    ("Ada Lund said it rained.", "person"),
    ("The Orbel Harbour Board said it rained.", "organization"),
    ("Police said it rained.", "organization"),
    ("Ada Lund and Omar Stone said it rained.", "person"),
    ("Mayor Ada Lund and pilot Omar Stone said it rained.", "person"),
    ("Radio Orbel and the Orbel Gazette reported that it rained.", "organization"),
    ("A report by the Orbel Institute said it rained.", "document"),
    ("The Clean Water Act says rivers must be clean.", "document"),
    ("A senior official said it rained.", "unnamed_person"),
    ("A resident said it rained.", "unnamed_person"),
    ("Residents said it rained.", "unnamed_group"),
    ("The duo said it rained.", "unnamed_group"),
    ("The workforce said it rained.", "unnamed_group"),
    ("Record numbers of pupils say they are lonely.", "unnamed_group"),
    ("Roughly 4 in 10 said it rained.", "unnamed_group"),
    ("About half of them said it rained.", "unnamed_group"),
    ("One in Orbel said it rained.", "unnamed_person"),
    ("A string of Liberal MPs said it rained.", "unnamed_group"),
    ("A slew of economists said it rained.", "unnamed_group"),
    ("The bridge was criticised by a raft of charities, which said it leaked.", "unnamed_group"),
    ("A series of experts told the court that it rained.", "unnamed_group"),
    ("A series of tests showed that it leaked.", "document"),
    ("The series of the Gazette showed that it leaked.", "document"),
    ("The Davao Bulletin said it rained.", "organization"),
    ("Wikinews said it rained.", "organization"),
    ("Staff and family said it rained.", "unnamed_group"),
    ("Two officials said it rained.", "unnamed_group"),
    ("Distillery Halvorsen said it would close the site.", "organization"),
    ("The lender Tarnow said it would close the site.", "organization"),
    ("Gallery owner Halvorsen said he would close the site.", "person"),
    ("Lender Ida Vale said she would close the site.", "person"),
    ("MCAs accused the governor of hiding the report.", "unnamed_group"),
    ("TDs warned that the vote would be lost.", "unnamed_group"),
    ("MSPs said the law would fail.", "unnamed_group"),
    ("MCAs Ida Vale and Omar Stone said the money was gone.", "person"),
    ("ABBA said they would not tour.", "organization"),
    ("Two officials who asked not to be named said it rained.", "anonymous"),
    ("An anonymous letter said it rained.", "document"),
    ("A nurse who preferred anonymity said it rained.", "anonymous"),
    ("A clerk who would not be named said it rained.", "anonymous"),
    ("A source who did not want his name in print said it rained.", "anonymous"),
    ("Two nurses, who asked not to be named, said it rained. “It snowed,” one of them said.", "anonymous"),
    # anonymity of somebody else
    ("A guard said the prisoner asked not to be named.", "unnamed_person"),
    ("Teachers said a parent who requested anonymity had called.", "unnamed_group"),
    ("Two officials, who asked not to be named, said the general believed the war was lost.", "unnamed_person"),
    ("An aide who spoke on condition of anonymity said the minister admitted that he lied.", "unnamed_person"),
    ("A nurse said it rained. The clinic withheld the name of the doctor.", "unnamed_person"),
    ("A guard who could not be identified said it rained.", "unnamed_person"),
    ("A guard who wanted his name known said it rained.", "unnamed_person"),
    ("The Kenyan said it rained.", "unnamed_person"),
    ("The New Zealander said it rained.", "unnamed_person"),
    ("The South African ministry said it rained.", "organization"),
    ("Supplier Kestrel said it rained.", "organization"),
    ("The bench said it rained.", "organization"),
    ("Supplier Ida Vale said it rained.", "person"),
    ("Broadcaster Ida Vale said it rained.", "person"),
    ("A survey found that 48 percent support the bridge.", "unnamed_group"),
    ("Her office said it rained.", "organization"),
    ("The chipmaker said it rained.", "organization"),
    ("“It rained,” the Conservative said.", "unnamed_person"),
    ("“It rained,” the former Marine said.", "unnamed_person"),
    ("“We were ambushed at dawn,” a Green Beret said.", "unnamed_person"),
    ("The Marine Corps said it rained.", "organization"),
    ("The former Sweden international said it rained.", "unnamed_person"),
    ("Rook's campaign said it rained.", "organization"),
    ("The regional affiliate of Norvik TV said it rained.", "organization"),
    ("Two men were lifted from the boat, the coast guard said.", "organization"),
    ("Three men were arrested. The first said it rained.", "unnamed_person"),
    ("Some left. The rest said it rained.", "unnamed_group"),
    ("The rebel command said it rained.", "organization"),
    ("State television said it rained.", "organization"),
    ("The army's general staff said it rained.", "organization"),
    ("The kitchen staff said it rained.", "unnamed_group"),
    ("The Orbel loose-head prop said it rained.", "unnamed_person"),
    ("The Merrow wing-back said it rained.", "unnamed_person"),
    ("The bank's low-cost wing said it rained.", "organization"),
    ("The council met on Monday.\n\nThe advisory says the bridge is unsafe.", "document"),
    ("The council met on Monday.\n\nThe prospectus says the bridge is unsafe.", "document"),
    ("The council met on Monday.\n\nA new brochure showed that the bridge was unsafe.", "document"),
    ("The guide said it rained.", "unnamed_person"),
]


@pytest.mark.parametrize(("text", "type"), TYPES)
def test_type(attributor: QuoteAttributor, text: str, type: str) -> None:
    assert last_speaker(attributor, text).type == type


# a text and the reason for the anonymity of its last speaker
ANONYMITY = [
    (
        "A senior official, who spoke on condition of anonymity because he was not authorized to talk, said it rained.",
        "he was not authorized to talk",
    ),
    ('"It rained," said a worker, who was granted anonymity for fear of losing her job.', "for fear of losing her job"),
    ("An official said it rained. The official spoke on condition of anonymity to discuss plans.", "to discuss plans"),
    (
        "An aide, who spoke on condition of anonymity because the talks are private, confirmed it.",
        "the talks are private",
    ),
    ("“It rained,” one of the people said, declining to be named because of the talks.", "the talks"),
    (
        "A manager, who spoke on condition that she not be identified because of a contract, said it rained.",
        "a contract",
    ),
    (
        "A worker at the mill, who was not authorised to speak and asked not to be identified, said it rained.",
        "was not authorised to speak",
    ),
    ("It rained, said a worker who wasn't authorised to talk to reporters.", "wasn't authorised to talk to reporters"),
    ("A worker who lacked permission to discuss the mill said it rained.", None),
    ("A worker, who insisted that her name be withheld, said it rained.", None),
    ("A worker who asked not to be identified said it rained.", None),
    ("A worker who would not provide her full name said it rained.", None),
    ("A worker whose name the Gazette is withholding because she fears arrest said it rained.", "she fears arrest"),
    ("Two workers, speaking on condition they not be identified, said it rained.", None),
    ("A worker said it rained. She asked that her surname not be used.", None),
    ("A worker, who asked to be identified only by her first name, said it rained.", None),
    ("A worker who did not want his name published said it rained.", None),
    ("Sources said it rained. The sources declined to be named.", None),
    (
        "Two brokers said it rained. They warned that it would snow. The brokers asked not to be named because the "
        "talks are private.",
        "the talks are private",
    ),
]


@pytest.mark.parametrize(("text", "reason"), ANONYMITY)
def test_anonymity_is_requested_or_granted(attributor: QuoteAttributor, text: str, reason: str | None) -> None:
    found = attributor(text).speakers[-1]
    assert found.type == "anonymous"
    assert (found.anonymity and found.anonymity.text) == reason
    if found.anonymity:
        assert text[found.anonymity.start : found.anonymity.end] == reason


# a text and the organisation that its last speaker represents
ORGANIZATIONS = [
    ("A report by ratings agency Fitch said it rained.", "Fitch"),
    ("Data from analytics firm Kpler showed that it rained.", "Kpler"),
    ("A report by the agency on Monday said it rained.", "agency"),
    ("Nordair spokeswoman Ada Lund said it rained.", "Nordair"),
    ("A spokesman for the Orbel Harbour Board said it rained.", "Orbel Harbour Board"),
    (
        "The senator, Bo Hill, blamed the White House. “It rained,” spokeswoman Ada Lund wrote. A spokesman for the "
        "president said it was late.",
        "president",
    ),
    ("Nordair chief executive Ada Lund said it rained.", None),
    ("Nordair press secretary Ada Lund said it rained.", "Nordair"),
    ("Ada Lund, director of communications at Orbel Water, said it rained.", "Orbel Water"),
    (
        "Ada Lund, a public information officer for the Norvik Fire Department, said it rained.",
        "Norvik Fire Department",
    ),
    ("Ada Lund, a communications professor at Orbel University, said it rained.", None),
    ("Ada Lund, a press photographer at the Orbel Gazette, said it rained.", None),
    ("Nordair cut two routes. Fares had not changed, spokeswoman Ada Lund said.", "Nordair"),
    ("Nordair cut two routes. Fares had not changed, pilot Ada Lund said.", None),
    ("School district spokeswoman Ada Lund said it rained.", "School district"),
    ("A company spokesman said it rained.", None),
    ("An Orbel/NRK poll found that it rained.", "Orbel/NRK"),
    ("An Orbel/NRK poll found that it rained. The survey also said few like snow.", "Orbel/NRK"),
    ("An Orbel/NRK poll found that it rained. The lawsuit said few like snow.", None),
    ("The county's letter said the bridge would close.", "county"),
    ("Lund's letter said it rained.", None),
    ("A study published by Nordair says it rained.", "Nordair"),
    ("A study reviewed by Nordair says it rained.", None),
    ("A Sept. 3 email said it rained.", None),
    ("The Norvik Institute counted seals. Its report said few were left.", "Norvik Institute"),
    ("The Norvik Institute counted seals. The group's study said few were left.", "Norvik Institute"),
    ("The Norvik Institute published its report. The report said few seals were left.", "Norvik Institute"),
    ("Ida Vale counted seals. Her report said few were left.", None),
    ("The Norvik Institute counted seals. The man's letter said few were left.", None),
    ("The union sent the minister a letter. The letter said it rained.", "union"),
    ("Orbel Water filed an affidavit in Norvik. The filing says it rained.", "Orbel Water"),
    ("In a report to members, Orbel Water blamed the frost. The report said it rained.", "Orbel Water"),
    ("Orbel Water's latest outlook came out on Monday. The report says it rained.", "Orbel Water"),
    ("According to a leaflet from the bank, it rained.", "bank"),
    ("A review by an Orbel University panel found that it rained.", "Orbel University"),
    ("A study from researchers at Orbel University found that it rained.", "Orbel University"),
    ("The union wrote to the minister. The letter said it rained.", "union"),
    ("Orbel Water sued the town. The lawsuit said it rained.", "Orbel Water"),
    ("Orbel University surveyed 900 voters. The survey found that it rained.", "Orbel University"),
    ("The union received a letter. The letter said it rained.", None),
    ("The minister wrote to the town. The letter said it rained.", None),
    ("Orbel Water was sued by the man. The lawsuit said it rained.", None),
    ("Orbel Water reviewed the study. The study said it rained.", None),
    ("Orbel University counted seals. Ida Vale's study said few were left.", None),
    ("The minister wrote a letter. The letter said it rained.", None),
    ("A letter from residents said it rained.", None),
    ("A letter to the bank said it rained.", None),
    ("A letter from Orbel Water employees said it rained.", None),
    ("The Orbel Institute produced a study. The study said it rained.", "Orbel Institute"),
    ("The Orbel Trust commissioned a report. The report said it rained.", "Orbel Trust"),
    ("The union was sent a letter. The letter said it rained.", None),
    # who ordered it, on whose behalf, and who asked people
    ("A poll for the Norvik Institute found that it rained.", "Norvik Institute"),
    ("An audit carried out for Orbel Water said it rained.", "Orbel Water"),
    ("A survey of nurses by Orbel Water found that it rained.", "Orbel Water"),
    ("A survey on behalf of Orbel Water found that it rained.", "Orbel Water"),
    ("A report prepared by consultants Vale & Stone said it rained.", "Vale & Stone"),
    ("A letter for Orbel Water said it rained.", None),
    ("A report from the health inspectorate said it rained.", "health inspectorate"),
    ("Minutes of the Council's September meeting show that it rained.", "Council"),
    ("The story of Lund's life says it rained.", None),
    ("A survey on floods in May found that it rained.", None),
]


@pytest.mark.parametrize(("text", "organization"), ORGANIZATIONS)
def test_represented_organization(attributor: QuoteAttributor, text: str, organization: str | None) -> None:
    assert attributor(text).speakers[-1].organization == organization


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("The Kenyan government said it would pay.", "Kenyan"),
        ("The German army said it would leave.", "German"),
        ("Russia's Defence Ministry said it rained.", "Russia"),
        ("Ukraine's military said it rained.", "Ukraine"),
        ("UN agencies warned of hunger.", "UN"),
        ("The US delegation said it would leave.", "US"),
        ("Kenyan officials said it rained.", "Kenyan"),
        ("The county's fire service said two people were hurt.", "county"),
        ("The Harlan County school board said two people were hurt.", "Harlan County"),
        ("The Orbel city council said two people were hurt.", "Orbel"),
        ("Police in Orbel said it rained.", "Orbel"),
        ("The group in the lead said it rained.", None),
        ("Nordair cut 40 jobs. Its trustees said the loss was small.", "Nordair"),
        ("A study published by Nordair says it rained.", "Nordair"),
        ("The Norvik Institute counted seals. Its report said few were left.", "Norvik Institute"),
        ("The group's own report said it rained.", "group"),
        (
            "Kenya will send no more soldiers to Norvik, President Ida Vale said on Monday in Nairobi.\n\n"
            "The foreign ministry said the talks had failed. Kenya had sent 400 soldiers.",
            "Kenya",
        ),
        # members own no union, and a pronoun without an antecedent says nothing
        ("The guards' union said it rained.", None),
        ("The bank union said it rained.", None),
        # its own name
        ("The Aslem union said it rained.", None),
        ("The Kestrel supermarket chain said it rained.", None),
        # what a document is about
        ("A survey of Nordair found that it rained.", None),
        ("A history of the Orbel Trust says it rained.", None),
        ("Minutes of the Orbel Trust say it rained.", "Orbel Trust"),
        ("A survey by the Orbel Trust found that it rained.", "Orbel Trust"),
        ("The Paris Harbour Agreement says it rained.", None),
        ("A senior administration official said it rained.", "administration"),
        ("Its officials said it rained.", None),
        ("The Orbel Harbour Board said it rained.", None),
        ("Officials said it rained.", None),
        ("Lund's letter said it rained.", None),
        ("Nordair lost money. The report said it would close.", None),
    ],
)
def test_what_a_source_that_is_no_person_belongs_to(
    attributor: QuoteAttributor, text: str, affiliation: str | None
) -> None:
    assert attributor(text).speakers[-1].affiliation == affiliation


# a text, and the channel of its last attribution as kind, name and text
CHANNELS = [
    ("Ida Vale fired back on Bluesky: “It rained.”", ("post", "Bluesky", "on Bluesky")),
    (
        "Ada Lund said in an interview with Radio Orbel that it rained.",
        ("interview", "Radio Orbel", "in an interview with Radio Orbel"),
    ),
    (
        "Ada Lund told the Orbel Gazette in an interview on Sunday that it rained.",
        ("interview", "Orbel Gazette", "in an interview"),
    ),
    ("Ada Lund said at a news conference that it rained.", ("news conference", None, "at a news conference")),
    ("Ada Lund told a news conference that it rained.", ("news conference", None, "a news conference")),
    ("Speaking at a press briefing, Ada Lund said it rained.", ("news conference", None, "at a press briefing")),
    ("In a statement, the ministry said it rained.", ("statement", None, "In a statement")),
    ('"It rained," Ada Lund wrote on X.', ("post", "X", "on X")),
    ('"It rained," Ada Lund said in a post on Truth Social.', ("post", "Truth Social", "in a post on Truth Social")),
    ('"It rained," Ada Lund wrote in a Facebook post.', ("post", "Facebook", "in a Facebook post")),
    ('"It rained," Ada Lund tweeted.', ("post", None, "tweeted")),
    ("The ministry said in a court filing that it rained.", ("filing", None, "in a court filing")),
    (
        "Ada Lund said in a speech to the Orbel Council that it rained.",
        ("speech", "Orbel Council", "in a speech to the Orbel Council"),
    ),
    ("Ada Lund wrote in a letter to the mayor that it rained.", ("letter", None, "in a letter")),
    ('"It rained," Ada Lund said by phone.', ("call", None, "by phone")),
    ("During a speech on May 26, Ada Lund said it rained.", ("speech", None, "During a speech")),
    ("At a briefing on Sept. 3, Ada Lund said it rained.", ("news conference", None, "At a briefing")),
    ("Ada Lund said that the interview was over.", None),
    ("Ada Lund, who was not involved in the study, said it rained.", None),
    ("Ada Lund, who had won twice, said in a speech that it rained.", ("speech", None, "in a speech")),
    ("Ada Lund said that it had rained during the speech.", None),
    ("Ada Lund said it rained.", None),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_channel(attributor: QuoteAttributor, text: str, channel: tuple[str, str | None, str] | None) -> None:
    read: Document = attributor(text)
    found = read.attributions[-1].channel
    assert (found and (found.kind, found.name, found.span.of(text))) == channel
