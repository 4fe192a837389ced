"""Speakers, relays and the origin of their names, through the bundled model."""

from __future__ import annotations

import pytest

import quoteattr
from tests.checks import last_speaker

TOLD = [
    ("Mayor Ada Lund said it rained.", 0, "the source has its name"),
    ("Mayor Ada Lund came. Lund said it rained.", 0, "'Lund' is a shorter form of 'Ada Lund'"),
    ("Mayor Ada Lund came. She said it rained.", 0, "the pronoun 'She' is resolved to 'Ada Lund', the likeliest"),
    ("Ada Lund, who said it rained, left.", 0, "the relative pronoun 'who' belongs to 'Ada Lund'"),
    (
        "Her death was confirmed by her grandson, Omar Stone, who said the cause was heart failure.",
        -1,
        "the relative pronoun 'who' belongs to 'Omar Stone'",
    ),
    ("The pilot, Ada Lund, was the one who said it rained.", 0, "the relative pronoun 'who' belongs to 'Ada Lund'"),
    (
        "A baker, Omar Stone, was the person who said it rained.",
        0,
        "the relative pronoun 'who' belongs to 'Omar Stone'",
    ),
    ("Ada Lund met the driver who said it rained.", 0, "the relative pronoun 'who' belongs to 'the driver'"),
    ("Ada Lund is the aunt of a driver who said it rained.", 0, "the relative pronoun 'who' belongs to 'a driver'"),
    (
        "Ada Lund, a lawyer for two nurses who say it rained, left.",
        0,
        "the relative pronoun 'who' belongs to 'two nurses'",
    ),
    (
        "Ada Lund, an adviser to the union who says it rained, left.",
        0,
        "the relative pronoun 'who' belongs to 'Ada Lund'",
    ),
    ("Mayor Ada Lund came. The mayor said it rained.", 0, "the description 'The mayor' takes up 'Ada Lund'"),
    ("Residents said it rained.", 0, "the description 'Residents' names nobody else"),
    ("She said it rained.", 0, "nothing in the text shows who 'She' is"),
]


@pytest.mark.parametrize(("text", "number", "reason"), TOLD)
def test_the_origin_of_the_name_of_the_speaker(
    attributor: quoteattr.QuoteAttributor, text: str, number: int, reason: str
) -> None:
    claim = attributor(text).attributions[number]
    assert claim.evidence.speaker.startswith(reason)
    assert claim.evidence.speaker in claim.explain()


@pytest.mark.parametrize(
    "text",
    ["“He is late,” he said.", "“It rained,” she told reporter Beth Lund.", "He told Omar Stone that it rained."],
)
def test_a_pronoun_that_nobody_can_be_is_nobody(attributor: quoteattr.QuoteAttributor, text: str) -> None:
    [claim] = attributor(text).attributions
    assert claim.speaker is None


def test_the_origin_of_the_outlet(attributor: quoteattr.QuoteAttributor) -> None:
    """The caller, a line of the page, or a relay; empty without an outlet."""
    line = "Mayor Ada Lund said the harbour would close on Friday."
    told = {
        "caller": attributor(line, outlet="Reuters"),
        "relay": attributor("Mayor Ada Lund told Reuters the harbour would close."),
        "nothing": attributor(line),
        "byline": attributor(f"Harbour to close on Friday\nBy REUTERS\n\n{line}\n"),
    }
    assert {name: document.attributions[-1].evidence.outlet for name, document in told.items()} == {
        "caller": "it was given by the caller",
        "relay": "'Reuters' relayed the claim",
        "nothing": "",
        "byline": "'REUTERS' is in the page's byline",
    }


def unread(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(reason=reason, strict=True)


NAMES = [
    ("ACP (Traffic) Ravi Menon said it was shut. “We have posted 40 men,” Menon said.", "Ravi Menon"),
    ("A lawyer for Mr. Arkwright, Ida Vale, said it rained.", "Ida Vale"),
    # the clause below a title, which a parser may take for a second agent
    ("Talk of a split was played down by warden Ida Vale, who insisted it rained.", "Ida Vale"),
    ("The plan was condemned by opposition frontbencher Ida Vale, who said it rained.", "Ida Vale"),
    ("The tower was built by a cousin of Ida Vale, who said it rained.", "a cousin of Ida Vale"),
    ("A lawyer for Mr. Arkwright, Ida Vale (pictured), said it rained.", "Ida Vale"),
    ("An expert called by Rex Connolly, Professor Ida Vale, told the court that it rained.", "Ida Vale"),
    ("“It rained,” senior counsel for Noor Haddow, Ida Vale, told the court.", "Ida Vale"),
    ("The brother of the mayor, Ida Vale, said it rained.", "The brother of the mayor"),
    ("The club captain is Omar Stone, a dentist. He pointed out that it rained.", "Omar Stone"),
    ("The interim president is an Orbel man, Omar Stone, who is 40. He said that it rained.", "Omar Stone"),
    ("The captain is not Omar Stone. The captain said that it rained.", "The captain"),
    ("Its leader, an Orbel-based pharmacist called Omar Stone, said that it rained.", "Omar Stone"),
    ("The mayor, a dentist named Omar Stone, said that it rained.", "Omar Stone"),
    ("Datuk Seri Omar Stone said that it rained.", "Omar Stone"),
    ("Ida and Omar Stone, both 71, said that it rained.", "Ida and Omar Stone"),
    # the surname of two people is the first one's too
    ("Ida and Omar Stone live in Orbel. Ida said that it rained.", "Ida Stone"),
    ("The couple, Diane and Omar Stone, live in Orbel. “It rains,” Diane said.", "Diane Stone"),
    ("Brothers Carlos and Omar de la Stone live in Orbel. Carlos said that it rained.", "Carlos de la Stone"),
    ("Ida, Diane and Omar Stone live in Orbel. Mr Stone shrugged. Ida said that it rained.", "Ida Stone"),
    ("Prince Omar and Ida Stone met. Omar said that it rained.", "Omar"),
    ("Gordon and Ida Stone met. Gordon said that it rained.", "Gordon"),
    ("Ida Vale left. Ida and Omar Stone met. Ida said that it rained.", "Ida Vale"),
    ("Ida and Nordair Cargo met. Ida said that it rained.", "Ida"),
    ("Ida Vale, Omar Stone, and two others said that it rained.", "Ida Vale, Omar Stone, and two others"),
    ("The Welsh Conservatives said that it rained.", "Welsh Conservatives"),
    ("The United States Department of Labor said that it rained.", "United States Department of Labor"),
    ("According to the United States Geological Survey, the quake was weak.", "United States Geological Survey"),
    ("On Monday Orbel Department of Labor officials said that it rained.", "Orbel Department of Labor officials"),
    ("Scottish Labour said that it rained.", "Scottish Labour"),
    ("Friends of one man, named locally as Omar Stone, said that it rained.", "Friends of one man"),
    ("A lawyer for the guard, identified as Omar Stone, said that it rained.", "A lawyer for the guard"),
    ("Vice-president (corporate affairs) Ida Vale said it rained.", "Ida Vale"),
    ("A spokesman for Larkspur, Hal Winthrop, said it rained.", "Hal Winthrop"),
    (
        "A professor at Orbel University who reviewed photographs of the combs, Álvaro Neira, said it rained.",
        "Álvaro Neira",
    ),
    ("Counsel appointed for him, Mette Holst-Krogh, said it rained.", "Mette Holst-Krogh"),
    ("One of them, Sumintra Ramcharan, said that she had thrown it out.", "Sumintra Ramcharan"),
    # the tagger ends the name before the place
    ("Greenpeace India said it rained.", "Greenpeace India"),
    ("Nordair Kenya said it was late.", "Nordair Kenya"),
    ("One of the whistleblowers, consultant anaesthetist Omar Stone, told MPs it rained.", "Omar Stone"),
    # a clause with "whose" that ends before the cue
    ("Ida Vale, whose son Omar drowned in the lake in May, said it rained.", "Ida Vale"),
    ("Its owner, Ida Vale, whose niece was among the dead, said it rained.", "Ida Vale"),
    ("The union, whose president, Ida Vale, has often said it rained, closed.", "Ida Vale"),
    ("The union, whose president, Ida Vale, went on to say it rained, closed.", "Ida Vale"),
    # a name in other words
    ("The Central Bank of Noravia met. Noravia's central bank said it rained.", "Central Bank of Noravia"),
    # an outlet that only relays is not an antecedent
    ("Ida Vale told The Halden Gazette that it rained. Halden's gazette said that it snowed.", "Halden's gazette"),
    ("The Halden Department of Prisons met. The Department said it rained.", "Halden Department of Prisons"),
    ("Castlepark Homes won approval for 300 flats. Castlepark said it rained.", "Castlepark Homes"),
    ("Castlepark Homes met Castlepark Farms. Castlepark said it rained.", "Castlepark"),
    ("The New Poll Company met. A new poll company said it rained.", "A new poll company"),
    ("Editor-in-chief Nedim Oral said it rained.", "Nedim Oral"),
    ("Ngāti Orbel chairwoman Mereana Tūroa, who led karakia at dawn, said it rained.", "Mereana Tūroa"),
    ("Wachkreis managing director Torsten Klee called the vote regrettable.", "Torsten Klee"),
    ("So has the Haulers' League, whose general counsel, Ida Vale, promised a lawsuit.", "Ida Vale"),
    ("For the Orbel Desk, observer Petra Vale, a jurist, said that 27 breaches were recorded.", "Petra Vale"),
    (
        "Not soon enough for Rep. Omar Stone, D-Orbel, who wrote a bill. “My district drinks that river,” he said.",
        "Omar Stone",
    ),
    pytest.param(
        "Omar Stone left in May. His group, Orbel Zegt Nee, collected 12,400 signatures. Its members like it, he said.",
        "Omar Stone",
        marks=unread("the tagger takes the foreign name of a group for a person"),
    ),
    (
        "The difficulty, according to the head of the Old Masters department, Cosima Thynne, is that it rained.",
        "Cosima Thynne",
    ),
    ("Orbel’s largest shareholder, pension fund Fond Fem, said it rained.", "Fond Fem"),
    ("Birch Haven is owned by Solace Living, which says it met all provincial standards at the time.", "Solace Living"),
    ("Another passenger, who gave his name only as Kevin, told CTN that it shook.", "Kevin"),
    (
        "It is revealed that 43 MPs signed a letter to the chancellor, Robert Aske, which says the levy is high.",
        "a letter to the chancellor",
    ),
    ("The levy is unfair, farmers say. No 10 said the levy was fair.", "No 10"),
    ("Ann Holt told Nordair that the road was unsafe. The company said it would act.", "Nordair"),
    (
        "Lorna Abella stood in her kitchen. She heard what sounded like a truck.\n\n"
        "“There was no truck,” the seamstress said. “It was the mountain.”",
        "Lorna Abella",
    ),
    ("It is the richest countries who said it rained.", "the richest countries"),
    ("A student, who gave her name as Blessing, said it rained.", "Blessing"),
    ("A rebel commander, who gave only his nom de guerre, Falcon, denied any role.", "Falcon"),
    ("According to a neighbor, Ada Moe-Pettersen, Dr. Strand was taking measurements.", "Ada Moe-Pettersen"),
    (
        "A study by Orbel University found mould. The rooms are old. The report said it rained.",
        "A study by Orbel University",
    ),
    ("A study found mould. A letter called it harmless. The 2012 paper said it rained.", "The 2012 paper"),
    ("Ida Vale says officers came while her son Emil was at play. The nurse claims it rained.", "Ida Vale"),
    ("Ada Lund was found by Inspector Emil Vale. “She is tough,” the officer told reporters.", "Emil Vale"),
    ("“It rained,” said Ruth Olsen, whose son Karl, 23, was a passenger.", "Ruth Olsen"),
    ("Rosa Klein, whose father Jakob, 88, is being cared for there, said it rained.", "Rosa Klein"),
    ("The governor, in a statement issued by his spokesman, Bala Musa, condemned the attack.", "The governor"),
    ("The union, through its lawyer, Femi Ade, said it would appeal.", "The union"),
    ("Ada Lund, in a letter by her agent, Femi Ade, said it rained.", "Ada Lund"),
    ("Ada Lund, in an interview with Femi Ade, said it rained.", "Ada Lund"),
    ("In a letter to Ada Lund, Femi Ade said it rained.", "Femi Ade"),
    ("Interior minister Karim Said said nine men were held.", "Karim Said"),
    ("It now goes to Gov. Ann Roe, a Democrat who has said it rained.", "Ann Roe"),
    ("The plan was drawn up by Ivan Petrov, a banker who argues that cash is dead.", "Ivan Petrov"),
    ("Mayor Ruth Cole said the bridge was safe. She is convinced it will last.", "Ruth Cole"),
    ("The MD of the firm, Ravi Nair, quit. The MD said he was ill.", "Ravi Nair"),
    ("Director General Omar Khan resigned. The DG said he was tired.", "Omar Khan"),
    ("A Facebook post claimed it rained. Another post said it snowed.", "Another post"),
    ("Pope Clement met Archbishop Omar Stone. The pontiff said it rained.", "Clement"),
    ("Inspector Emil Vale met Sergeant Ida Stone. The officer said it rained.", "The officer"),
    ("Dede Lund left. Her brother Max stayed. Her brother said it rained.", "Max"),
    ("A fund manager told Nordair that he had asked the board to sell.", "A fund manager"),
    ("J Vale 90. Jonas Vale headed in deep. “I won the corner,” Vale countered.", "Jonas Vale"),
    ("Prime Minister Ida Vale met Finance Minister Omar Stone. The PM said it rained.", "Ida Vale"),
    (
        "Critics of the bank, among them the former judge Omar Stone, said the fees were too high.",
        "Critics of the bank",
    ),
    ("The Municipal Chief Executive (MCE), Hon. Ida Vale, said work would start.", "Ida Vale"),
    ("The Sarpanch of Rampur, Suresh Nair, said the well was dry. He asked for tankers.", "Suresh Nair"),
    ("The Inspector General of Police (IGP), Dr. Emil Vale, said it rained.", "Emil Vale"),
    ("A spokeswoman for Governor Roe, Dana Kim, confirmed the trip. She said it would cost a lot.", "Dana Kim"),
    ("Prosecutor Lydia Fenn asked Ruth Olsen why she had lied. “I was frightened,” she said.", "Ruth Olsen"),
    ("Lydia Fenn asked the council for help. “I was frightened,” she said.", "Lydia Fenn"),
    ("Senator Bo Lund grilled banker Omar Stone over fees. “We repaid it,” he said.", "Omar Stone"),
    ("Senator Bo Lund grilled banker Omar Stone over fees. “Why did you lie?” he asked.", "Bo Lund"),
    ("The striker turned pundit claimed that some players were late.", "The striker"),
    ("Ida Vale keeps the pub. She and her husband said it rained.", "Ida Vale and her husband"),
    ("Orbel Bank fell. He and others at the bank said it rained.", "He and others at the bank"),
    ("Gov. Ann Roe vetoed the bill. The Democratic governor called it cruel.", "Ann Roe"),
    ("Priti Shaw won the seat in 2019. The Labour politician said it rained.", "Priti Shaw"),
    ("Ann Olsen lost her son in 2019. The mother of four said nobody had listened.", "Ann Olsen"),
    ("Labour MP Emil Vale met Ruth Olsen. The Conservative MP said it rained.", "The Conservative MP"),
    ("Orbel Marine shares fell. Orbel Marine cut its outlook. Orbel said sales would shrink.", "Orbel Marine"),
    # a title abbreviated, and an organisation with these initials
    ("Attorney General Ida Vale left. The AG said it rained.", "Ida Vale"),
    ("Superintendent of Police Ida Vale left. The SP said it rained.", "Ida Vale"),
    ("Halden general manager Emil Vale left. The GM said it rained.", "Emil Vale"),
    ("Attorney General Ida Vale met the Alder Group. The AG said it rained.", "Alder Group"),
    ("Attorney General Ida Vale fined an AG subsidiary. The AG said it rained.", "AG"),
    ("Under Secretary Emil Vale left. The US said it rained.", "US"),
    ("Councillor Ruth Olsen left early. The Liberal said it rained.", "Ruth Olsen"),
    ("Councillor Ruth Olsen left early. The Liberals said it rained.", "Liberals"),
    # the name of an organisation that belongs to a noun before it
    ("A nurse with the medical charity Alba Nova said it rained.", "A nurse with the medical charity Alba Nova"),
    ("A spokeswoman for the developer, Marsh & Reed, said it rained.", "A spokeswoman for the developer"),
    ("The developer, Marsh & Reed, said it rained.", "Marsh & Reed"),
    # whom somebody serves, a noun before the name
    ("A lawyer for the singer Zaria Bloom said it rained.", "A lawyer for the singer Zaria Bloom"),
    ("A lawyer representing the actor Omar Stone said it rained.", "A lawyer representing the actor Omar Stone"),
    ("The agent of the striker Malik Diarra said it rained.", "The agent of the striker Malik Diarra"),
    # letters after a name
    ("Her barrister, Zubair Sheikh KC, said it rained.", "Zubair Sheikh"),
    ("Rana Sheikh QC told the court it rained.", "Rana Sheikh"),
    ("Justice Sheikh KC said it rained.", "Sheikh"),
    ("A spokesman for Asha Rahman MP said it rained.", "A spokesman for Asha Rahman MP"),
    ("Sinn Féin's Ciara Dunleavy TD said it rained.", "Ciara Dunleavy"),
    ("Crofter Emil Vale said it rained.", "Emil Vale"),
    (
        "Myfanwy Cole paints. Shopkeeper Errol Hale said her work would last. “It rained,” she once said.",
        "Myfanwy Cole",
    ),
    ("Myfanwy Cole paints. Shopkeeper Errol Hale praised her. “It rained,” he once said.", "Errol Hale"),
    ("US President Omar Stone flew to Orbel. Ida Vale waited. The American president said it rained.", "Omar Stone"),
    ("President Omar Stone of the United States met Ida Vale. The U.S. president said it rained.", "Omar Stone"),
    ("US President Omar Stone flew home. The Kenyan president said it rained.", "The Kenyan president"),
    ("Japanese Prime Minister Ida Vale left early. The Japanese leader said it rained.", "Ida Vale"),
    ("Premier Ida Vale shrugged. The opposition leader said it rained.", "The opposition leader"),
    ("Premier Ida Vale shrugged. The union leader said it rained.", "The union leader"),
    ("Advocate Omar Stone appeared for the families. The city's lawyer said it rained.", "The city's lawyer"),
    ("Tivo, an online bank, has cut its fees. The neobank said it rained.", "Tivo"),
    ("Streaming service Verdo lost viewers. The company said it rained.", "Verdo"),
    ("Nordair cut 90 jobs on Monday. The start-up said it rained.", "Nordair"),
    ("The Halden Savings Bank closed two branches. The start-up said it rained.", "The start-up"),
    # nouns of a sector, and names that have the noun of the description
    (
        "Analysts at Quantex expect a surplus. Steelmaker Orvane closed a mill. The consultancy said it would last.",
        "Quantex",
    ),
    ("Steelmaker Orvane closed a mill. The consultancy said it rained.", "The consultancy"),
    ("Steelmaker Orvane closed a mill. The company said it rained.", "Orvane"),
    ("The Seeds Board approved a barley by Orvane Agri. The regulator said it was looking again.", "Seeds Board"),
    ("Orbel Savings is defended by law firm Lund Vale. The law firm said it rained.", "Lund Vale"),
    ("Nordair cut eleven flights from Norvik airport. The airport said it rained.", "Norvik airport"),
    ("The Commission on Harbour Fees met. The commission said it rained.", "Commission on Harbour Fees"),
    ("The Kremlin waited. The charity said it rained.", "The charity"),
    # what a clause after a place, a time or a feature belongs to
    ("They sent letters to two unions that say it rained.", "two unions"),
    ("Police found a thin man with a beard, who said it rained. The man was cold.", "a thin man with a beard"),
    ("Congress backed the plan. The senate said it was too costly.", "The senate"),
    ("The Kenyan Senate backed the plan. The senate said it rained.", "Kenyan Senate"),
    ("The National Congress backed it. The congress said it rained.", "National Congress"),
    ("The Kenyan Senate met in May. The chamber said it rained.", "Kenyan Senate"),
    ("The United Farm Workers rejected it. The union said it rained.", "United Farm Workers"),
    ("The Border Force seized a boat. The agency said it rained.", "Border Force"),
]


HELD = [
    ("“Text,” said Rafael Iturbe, of the network Clima Justo.", "Clima Justo"),
    (
        "Ida Vale, who negotiates for the Coalition of Low-Lying States, said the figure was low.",
        "Coalition of Low-Lying States",
    ),
    ("A nurse with the medical charity Alba Nova said it rained.", "Alba Nova"),
    ("A spokeswoman for the developer, Marsh & Reed, said it rained.", "Marsh & Reed"),
    ("A spokesman for the actor Omar Stone said it rained.", "Omar Stone"),
    ("Labour's Asha Rahman MP said it rained.", "Labour Party"),
    ("Ida Vale of the ruling Unity Party said it rained.", "Unity Party"),
    ("Ida Vale of the centre-left Green Alliance said it rained.", "Green Alliance"),
    ("Ida Vale, director of the private Hadley Museum, said it rained.", "Hadley Museum"),
    ("Ida Vale of New Labour said it rained.", "New Labour"),
    ("The founder of the app Tukana said it rained.", "Tukana"),
    ("Orbelink, which owns two lines, closed. Its chief executive, Ida Vale, said it rained.", "Orbelink"),
    ("Talks at the United Miners broke down. The union's treasurer, Ida Vale, said it was late.", "United Miners"),
    ("Halden Council waited. A spokesperson for the authority said it was late.", "Halden Council"),
    ("Orbel Rangers lost again. The club's chairman, Ida Vale, said it was late.", "Orbel Rangers"),
    ("No 10 rejected a plea by the Friends of Orbel. A spokesman for the charity said it rained.", "Friends of Orbel"),
    ("Ida Vale, party leader of the Green Alliance, said it rained.", "Green Alliance"),
    ("A bank manager in Kenya said it rained.", "bank"),
    ("Talks at Nordair broke down. The union's treasurer, Ida Vale, said it was late.", "union"),
]


def test_a_line_break_before_the_party_of_a_politician_is_read(attributor: quoteattr.QuoteAttributor) -> None:
    [claim] = attributor("Sen. Patty Vance,\nR-Dover, said it rained.").attributions
    assert claim.content.text == "it rained"


def test_a_text_that_ends_in_world_is_read(attributor: quoteattr.QuoteAttributor) -> None:
    [claim] = attributor("“Stop the rain,” says the world").attributions
    assert claim.source is not None
    assert claim.source.text == "the world"


@pytest.mark.parametrize(("text", "name"), HELD)
def test_the_affiliation_of_a_speaker(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    said = last_speaker(attributor, text)
    places = [role.affiliation for role in said.roles if role.affiliation is not None]
    assert name in (said.affiliation, *(place.name for place in places))


HEADLINES = [
    (
        "Union says pay offer is an insult as strike enters third week\n\nBy Ida Vale\n\n"
        "Workers at Orbel Mining have been on strike since May.\n\n"
        "The Miners Association of Orbel has asked for more. Its members would stay out, the union said.",
        "Miners Association of Orbel",
    ),
    (
        "Airline cuts its outlook, says demand is weak\n\n"
        "Orbel Air cut its outlook on Monday after a weak summer.\n\nDemand is weak, the airline said.",
        "Orbel Air",
    ),
    (
        "No tax rise, says PM\n\nBy Ada Lund\n\nPrime Minister Omar Stone said on Monday that there would be none.",
        "Omar Stone",
    ),
    ("FM rejects remarks\n\nBy Ada Lund\n\nForeign Minister Ida Vale on Thursday rejected the remarks.", "Ida Vale"),
    ("WHO warns of flu\n\nThe World Health Organization warned of flu on Monday.", "World Health Organization"),
    # a surname that is a noun, in a text without such a thing
    ("Banks questions trust of Vale\n\nParty leader Bill Banks has said it rained. Mr Banks left.", "Bill Banks"),
]


@pytest.mark.parametrize(("text", "name"), HEADLINES)
def test_a_person_in_a_headline_is_named_by_the_text_below(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    said = attributor(text).attributions
    assert {claim.speaker and claim.speaker.name for claim in (said[0], said[-1])} == {name}


# a text, and the speaker of its first claim
RELATIVE_CLAUSES = [
    ("The treasurer, whose wife Karin chairs the board, said the vote was fair.\nKarin Moe agreed.", "The treasurer"),
    ("The pilot, who flew with Captain Ida Vale, said it was foggy. Ida Vale was not hurt.", "The pilot"),
    ("The nurse, whose colleague Ida Vale was hurt, told police she saw a knife. Ida Vale is ill.", "The nurse"),
    ("Ida Vale won the race. The pilot, who flew with Ida Vale, said it was foggy.", "The pilot"),
    ("The owner, pension fund Nordfond, said it would sell.", "Nordfond"),
    ("The suspect, who was identified as Ida Vale, said she was innocent.", "Ida Vale"),
    ("The mayor, Ida Vale, whose son Omar is a pilot, said it was foggy.", "Ida Vale"),
]


@pytest.mark.parametrize(("text", "name"), RELATIVE_CLAUSES)
def test_a_name_in_a_relative_clause_is_somebody_elses(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    speaker = attributor(text).attributions[0].speaker
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_the_name_of_a_speaker(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    assert last_speaker(attributor, text).name == name


SUBSTITUTES = [
    pytest.param(
        "Ida Vale set a record of 4.88 metres and beat Olga Petrov. “I am so happy,” the 22-year-old said.",
        "Ida Vale",
        marks=unread("the scorer prefers the nearer of two women, and is not sure"),
    ),
    pytest.param(
        "Ida Vale has criticised the club over money. Reacting to chairman Omar Stone, the Dane said it was insulting.",
        "Ida Vale",
        marks=unread("the probability of the right name is 0.68, too low for a link"),
    ),
    # not the mayor: only the other person is Danish
    (
        "Mayor Omar Stone met Danish captain Ida Vale before the race. “The wind is good,” said the Dane.",
        "Ida Vale",
    ),
    ("Ida Vale won the race. The South African said the wind had helped.", "Ida Vale"),
    # a person in a separate sentence
    ("Ida Vale won twice on Sunday. “The wind was good,” said the 22-year-old.", "Ida Vale"),
    # of another age
    ("Ada Lund, 71, saw smoke from her house.\n\nThe 40-year-old said it rained.", "The 40-year-old"),
    ("Ada Lund, 71, saw smoke from her house.\n\nThe 71-year-old said it rained.", "Ada Lund"),
    (
        "The 22-year-old said it rained. The 71-year-old said it did not.",
        "The 71-year-old",
    ),
]


@pytest.mark.parametrize(("text", "name"), SUBSTITUTES)
def test_an_age_or_nationality_refers_to_a_name(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    assert last_speaker(attributor, text).name == name


# who harmed somebody is not the one who was harmed
HARMED = [
    "Tom Reed, 34, was shot dead on Sunday. The gunman said he was sorry.",
    "Mark Dahl was killed at a pub in Halden. The suspect said he had acted alone.",
    "Omar Stone was stabbed in his shop. The attacker said he wanted money.",
    "Two men robbed Ida Vale on Sunday. The thief said he was sorry.",
    "Ida Vale bought the boat in 2019. The dealer said the hull was new.",
    "Omar Stone was convicted of fraud. The victim said it rained.",
    "Ruth Olsen, 34, was hit by a van. The driver said he had not braked.",
    # "her" is Mary Olsen, and "he" is nobody named
    "Mary Olsen tried to return the coat. The manager told her it was too late.",
    "Mary Olsen lost her way in the hills. The hiker said he had found the path.",
    "Ida Vale had an operation. The surgeon said it rained.",
    "Ida Vale was rushed to hospital. The paramedic said it rained.",
    "Omar Stone was pulled over and searched. The officer said it rained.",
    "Omar Stone took his bike to a shop. The mechanic said it rained.",
    "Omar Stone was handed a fine. The inspector said it rained.",
]


@pytest.mark.parametrize("text", HARMED)
def test_another_participant_of_an_event_is_somebody_else(attributor: quoteattr.QuoteAttributor, text: str) -> None:
    speaker = last_speaker(attributor, text)
    assert speaker.name.startswith("The ")


def test_a_source_inside_a_title_has_a_speaker(attributor: quoteattr.QuoteAttributor) -> None:
    text = "She was asked to record a version of Do You Want To Mend The Boat, which was released in May."
    assert all(each.speaker is None or each.speaker.name for each in attributor(text).attributions)


DENIALS = [
    ("Prosecutor Bo Lund accused Omar Stone of theft. “I am innocent,” he told the court.", "Omar Stone"),
    ("The coach, Bo Lund, accused his striker, Omar Stone, of lying. “I did not lie,” he said.", "Omar Stone"),
    ("Bo Lund blamed the chairman, Omar Stone. “I did not sign it,” he said.", "Omar Stone"),
    ("Bo Lund accused Omar Stone of theft. “He has never worked,” he said.", "Bo Lund"),
]


@pytest.mark.parametrize(("text", "name"), DENIALS)
def test_who_is_accused_denies(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    assert last_speaker(attributor, text).name == name


PARTS = [
    "Ida Vale was charged with fraud, and Bo Lund paid. The defendant said it rained.",
    "Ida Vale, accused of fraud, met Bo Lund in court on Monday. The accused said the money had been repaid.",
    "Bo Lund met Ida Vale, who was robbed on Sunday. The victim said it rained.",
    "Ida Vale sued the clinic of Bo Lund in 2021. The plaintiff said it rained.",
    "Ida Vale, a dealer from Orbel, bought the boat in 2019. The dealer said the hull was new.",
    "Ida Vale runs the hospital in Orbel. The surgeon said it rained.",
    "Surgeon Ida Vale was taken to hospital. The surgeon said it rained.",
]


@pytest.mark.parametrize("text", PARTS)
def test_a_description_refers_to_a_participant_in_an_event(attributor: quoteattr.QuoteAttributor, text: str) -> None:
    assert last_speaker(attributor, text).name == "Ida Vale"


# texts with people of similar names, and for each claim the name of its speaker and the number of the speaker
SIMILAR_NAMES = [
    # a gender that only a noun shows, and somebody of that gender who is named later
    ("Dancer Sasha Berg fell. Berg, a mother of two, said it hurt. Her sister Anna Berg watched.", ["Sasha Berg 0"]),
    ("Robin Vale opened the shop. Mrs Vale said it was full. Ida Vale left.", ["Robin Vale 0"]),
    ("Tom Vale opened the shop. Mrs Vale said it was full. Ida Vale left.", ["Ida Vale 0"]),
    ("Ida Vale and Robin Vale opened the shop. Mrs Vale said it was full.", ["Ida Vale 0"]),
    ("Mr Vale said it was over. Mrs Vale said it was not. She added that it was late.", ["Vale 0", "Vale 1", "Vale 1"]),
    (
        "George H.W. Vale said he was proud. George W. Vale said he was not.",
        ["George H.W. Vale 0", "George W. Vale 1"],
    ),
    ("George H. W. Vale said it rained. George W. Vale said no.", ["George H. W. Vale 0", "George W. Vale 1"]),
    ("Omar Stone said it rained. Omar Stone Jr. said it snowed.", ["Omar Stone 0", "Omar Stone Jr. 1"]),
    ("Omar Stone Jr. won. Omar Stone said it rained.", ["Omar Stone Jr. 0"]),
    ("Omar Stone Sr. and Omar Stone Jr. came. Stone Jr. said it rained.", ["Omar Stone Jr. 0"]),
    ("Omar Stone Sr. came. Stone Jr. said it rained. Stone said it snowed.", ["Stone Jr. 0", "Omar Stone Sr. 1"]),
    ("Omar Stone came. Stone Jr. said it rained.", ["Omar Stone 0"]),
    # a title shows the gender, also that of a relative with a given name alone
    ("Kit Vale left. Ms Vale said it rained. Mr Vale said it snowed.", ["Kit Vale 0", "Vale 1"]),
    ("Omar al-Hadi left. Ms al-Hadi said it rained.", ["al-Hadi 0"]),
    ("Mr de Klerk said it rained. Ms de Klerk said it snowed.", ["de Klerk 0", "de Klerk 1"]),
    ("Frederik de Klerk left. Mr de Klerk said it rained.", ["Frederik de Klerk 0"]),
    ("Omar Vale fell. His wife, Rosa, called. Mrs Vale said it rained.", ["Rosa 0"]),
    ("Omar Vale fell. His wife, Rosa, called. Mr Vale said it rained.", ["Omar Vale 0"]),
    ("Omar Vale has a wife, Rosa, and a daughter, Kate. Mrs Vale said it rained.", ["Vale 0"]),
    ("Omar Vale met Rosa. Mrs Vale said it rained.", ["Vale 0"]),
    ("Ada Lund and Erik Lund came to Orbel. Lund said she was glad.", ["Ada Lund 0"]),
    ("Erik Lund and Ada Lund came to Orbel. Lund said she was glad.", ["Ada Lund 0"]),
    ("Senator Tom Vale won. His daughter, Lena Vale, is a nurse. Vale said taxes would fall.", ["Tom Vale 0"]),
    # a title with the surname is that of the person named before
    ("Mayor Ida Vale said it rained. Ida Vale said Mayor Vale would stay.", ["Ida Vale 0", "Ida Vale 0"]),
    ("Tom Vale won the vote, and Mayor Vale said it rained.", ["Tom Vale 0"]),
    # who spoke last, then the subject of the sentence before, if the other has no office; the dead say nothing
    ("“He is well,” Omar Moss said of Ida Moss. Ida Moss sleeps. Ida Moss eats. Moss said it rained.",
     ["Omar Moss 0", "Omar Moss 0"]),
    ("Omar Moss ran the shop for years. His daughter, Lena Moss, owns it now.\n\n“It is small,” Moss said.",
     ["Lena Moss 0"]),
    ("“It was dark,” said Ida Moss. Omar Moss was arrested in May. Moss said he was asleep.",
     ["Ida Moss 0", "Omar Moss 1"]),
    ("Ida Moss said Omar Moss stole her car. Moss said she was asleep.", ["Ida Moss 0", "Ida Moss 0"]),
    ("Ida Moss, 41, said Omar Moss stole her car. Moss, 45, said he was asleep.", ["Ida Moss 0", "Omar Moss 1"]),
    ("Omar Moss ran the shop for years. His mother, Lena Moss, died there. Moss said it was small.", ["Omar Moss 0"]),
    ("Tom Fung Ka-ming met Ho Chi-fung. Fung said that money was short.", ["Tom Fung Ka-ming 0"]),
    ("Ho Chi-fung met Tom Lee Ka-ming. Ho said that money was short.", ["Ho Chi-fung 0"]),
    ("Governor Ida Soto Vega met the press. Soto said that money was short.", ["Ida Soto Vega 0"]),
    ("Luiz Inácio Lula da Silva met the press. Lula said that money was short.", ["Luiz Inácio Lula da Silva 0"]),
    # one name with and without its accents
    ("President Orhan Aksoğan said it rained. Aksogan said it snowed.", ["Orhan Aksoğan 0", "Orhan Aksoğan 0"]),
    ("“It rained,” said Lech Wałczak. Walczak said it snowed.", ["Lech Wałczak 0", "Lech Wałczak 0"]),
    ("Jose Penarol said it rained. José Peñarol said it snowed.", ["Jose Penarol 0", "Jose Penarol 0"]),
    ("Ida Möller said it rained. Ida Miller said it snowed.", ["Ida Möller 0", "Ida Miller 1"]),
    # a surname that is the short form of an organisation named before
    ("The Gardner Motor Company cut 90 jobs. Gardner said it would hire again.", ["Gardner Motor Company 0"]),
    ("The Gardner Motor Company cut 90 jobs. Ida Gardner owns it. Gardner said she was sorry.", ["Ida Gardner 0"]),
    ("The Gardner Foundation paid. Gardner said he was sorry.", ["Gardner 0"]),
    ("The Senate Finance Committee met. The Senate said that money was short.", ["Senate 0"]),
    ("The Ministry of Fisheries met. The Ministry said that money was short.", ["Ministry of Fisheries 0"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SIMILAR_NAMES)
def test_people_of_similar_names(attributor: quoteattr.QuoteAttributor, text: str, names: list[str]) -> None:
    found = [claim.speaker for claim in attributor(text).attributions]
    assert [f"{speaker.name} {speaker.id}" for speaker in found if speaker] == names


WHOLE_NAMES = [
    ("The Inter-American Commission on Women said it rained.", "Inter-American Commission on Women", "organization"),
    ("China's Xinhua news agency said it rained.", "Xinhua", "organization"),
    ("Statistics Canada said prices rose.", "Statistics Canada", "organization"),
    ("The New Hampshire Guild of Potters said it would close.", "New Hampshire Guild of Potters", "organization"),
    ("Immigration must fall, Reform UK said.", "Reform UK", "organization"),
    ("Prices rose again, JPMorgan Chase & Co. said.", "JPMorgan Chase & Co.", "organization"),
    ("It rained, said April Baker.", "April Baker", "person"),
    # the whole of an adjective, and the nation of a national society
    ("The Pan-African Education Forum said it rained.", "Pan-African Education Forum", "organization"),
    ("The Pan American Health Organization said it rained.", "Pan American Health Organization", "organization"),
    ("The Anglo-Irish Trust said it rained.", "Anglo-Irish Trust", "organization"),
    ("The Canadian Red Cross said it rained.", "Canadian Red Cross", "organization"),
    ("The Syrian Arab Red Crescent said it rained.", "Syrian Arab Red Crescent", "organization"),
    ("Mdm Fatimah Yusof, 74, said it rained.", "Fatimah Yusof", "person"),
    ("Encik Omar Stone said it rained.", "Omar Stone", "person"),
    # a title that is a given name where nothing else shows the office
    ("The manager, Dean Holt, said it rained.", "Dean Holt", "person"),
    ("Dean Holt said the road was closed.", "Dean Holt", "person"),
    ("Duke Ramsey said the team was ready.", "Duke Ramsey", "person"),
    ("The university waited. Dean Holt said it rained.", "Holt", "person"),
    ("They met the Dean. Dean Holt said it rained.", "Holt", "person"),
    ("Dean Ida Holt said it rained.", "Ida Holt", "person"),
    ("Shares of the bank fell by a tenth on Monday, Crédit Agricole said.", "Crédit Agricole", "organization"),
    ("An earthquake struck on Monday, the US Geological Survey said.", "US Geological Survey", "organization"),
    ("Kent and Sussex Police said it rained.", "Kent and Sussex Police", "organization"),
    ("The Office of the Inspector General said it rained.", "Office of the Inspector General", "organization"),
    ("Eli Lilly said the pill would cost more.", "Eli Lilly", "organization"),
    ("Fitch said the rating would fall.", "Fitch", "organization"),
    ("Ida Fitch owns a mill. Fitch said it rained.", "Ida Fitch", "person"),
    ("Charles Schwab, who founded the firm, said it rained.", "Charles Schwab", "person"),
    ("Mr. Drexel said it rained.", "Drexel", "person"),
    ("The University of Utah Medical System said it rained.", "University of Utah Medical System", "organization"),
    ("Wren & Baker said it rained.", "Wren & Baker", "organization"),
    ("Wren & Anchor said it rained.", "Wren & Anchor", "organization"),
    ("Detective Constable Ida Vale, of Orbel Police, said it rained.", "Ida Vale", "person"),
    ("The group, Last Call, said it wanted a ban.", "Last Call", "organization"),
    ("The owners of the building, Kestrel Logistics, said they were sorry.", "Kestrel Logistics", "organization"),
    ("The owner, London-based Orbel Holdings, said it was sorry.", "Orbel Holdings", "organization"),
    ("Piraeus-based Helikon Maritime denied that the captain slept.", "Helikon Maritime", "organization"),
    ("Citizen Lab said it rained.", "Citizen Lab", "organization"),
    ("Worker Voice said it rained.", "Worker Voice", "organization"),
    ("“It rained,” said Earl Todd, 67.", "Earl Todd", "person"),
    ("Dean Vale, a retired welder, said it rained.", "Dean Vale", "person"),
    ("Dean Vale said the university would close.", "Vale", "person"),
    ("Kent and Medway Fire and Rescue said it rained.", "Kent and Medway Fire and Rescue", "organization"),
    (
        "A spokesman for House Majority Leader Ann Dole said the bill was dead.",
        "A spokesman for House Majority Leader Ann Dole",
        "unnamed_person",
    ),
    ("A spokesman for Secretary of State Al Moss said so.", "A spokesman for Secretary of State", "unnamed_person"),
    ("Cabinet member for highways Councillor Ida Vale said it rained.", "Ida Vale", "person"),
    ("Leader of the council Councillor Ida Vale said it rained.", "Ida Vale", "person"),
    ("Attorney for former Governor Ida Vale said so.", "Attorney for former Governor Ida Vale", "unnamed_person"),
    ("Hotel manager Omar Stone said it rained.", "Omar Stone", "person"),
    ("Orbel Rovers fan Dean Vale said it rained.", "Dean Vale", "person"),
    (
        "A spokesman for bicycle maker Velanto said it rained.",
        "A spokesman for bicycle maker Velanto",
        "unnamed_person",
    ),
    ("No 10 said it rained.", "No 10", "organization"),
    # days, months and "St"
    ("It rained, the Sunday Lantern reported.", "Sunday Lantern", "organization"),
    ("The Friday Gazette said it rained.", "Friday Gazette", "organization"),
    ("On Friday Lantern Gas said it rained.", "Lantern Gas", "organization"),
    ("The Finance Ministry Friday said it rained.", "Finance Ministry", "organization"),
    ("The St. Orban Times said it rained.", "St. Orban Times", "organization"),
    ("St Anne's Hospital said it rained.", "St Anne's Hospital", "organization"),
    ("Norma St. Clair said it rained.", "Norma St. Clair", "person"),
    ("Toymaker Orvane said it rained.", "Orvane", "organization"),
    ("Carmaker Veltis said it rained.", "Veltis", "organization"),
    ("British American Mining said it rained.", "British American Mining", "organization"),
    ("The British Veltis Trust said it rained.", "British Veltis Trust", "organization"),
    ("The British airline Nordair said it rained.", "Nordair", "organization"),
    ("Carrier Global said it rained.", "Carrier Global", "organization"),
    ("Orbel Rangers said it rained.", "Orbel Rangers", "organization"),
    # forms of address
    ("King Lake Council said it rained.", "King Lake Council", "organization"),
    ("Prime Minister Dr. the Honourable Winston Lake said it rained.", "Winston Lake", "person"),
    ("The Honourable Ida Vale said it rained.", "Ida Vale", "person"),
    ("Writers Guild of Orbel said it rained.", "Writers Guild of Orbel", "organization"),
    ("The Drivers Lodge said it rained.", "Drivers Lodge", "organization"),
    ("Farm Workers' Union of Norvik said it rained.", "Farm Workers' Union of Norvik", "organization"),
    ("Drivers in Norvik said it rained.", "Drivers in Norvik", "unnamed_group"),
    (
        "A clerk at the Ministry for Trade, Energy and Mining said it rained.",
        "A clerk at the Ministry for Trade, Energy and Mining",
        "unnamed_person",
    ),
    ("The mayors of Norvik, Halden and Kornrad said it rained.", "The mayors of Norvik, Halden and Kornrad",
     "unnamed_group"),
    # a name right after the noun of its body, whatever the tree ties it to
    ("Ferry firm Stena Line said it rained.", "Stena Line", "organization"),
    ("Energy firm Kade Power said it rained.", "Kade Power", "organization"),
    ("Think tank the Halden Institute said it rained.", "Halden Institute", "organization"),
    ("Economists at energy firm Kade Power said it rained.", "Economists at energy firm Kade Power", "unnamed_group"),
    ("The union representing supermarket Tesco said it rained.", "The union representing supermarket Tesco",
     "organization"),
    ("A woman who owns company Kade Power said it rained.", "A woman", "unnamed_person"),
    ("Pub chain Greene King said it rained.", "Greene King", "organization"),
    ("Ferry firms DFDS and Stena Line said it rained.", "Ferry firms DFDS and Stena Line", "unnamed_group"),
    ("Wakil Bupati Dewi Lestarini said it rained.", "Dewi Lestarini", "person"),
    ("Fans of singer and actor Omar Stone said it rained.", "Fans of singer and actor Omar Stone", "unnamed_group"),
    # an outlet named after a day
    ("The Mail on Sunday said it rained.", "Mail on Sunday", "organization"),
    ("It rained, according to the Mail on Sunday.", "Mail on Sunday", "organization"),
    ("The Orbel Mail on Sunday said it rained.", "Orbel Mail", "organization"),
    # an apposition of another name before it
    ("“It rained,” said Ida Vale from Kornrad, the housing charity.", "Ida Vale", "person"),
    ("Nordair, an airline, said it rained.", "Nordair", "organization"),
    # short forms
    ("The Danish Board of Grain (Kornrad) left. Kornrad said it rained.", "Danish Board of Grain", "organization"),
    ("The Ministry of Health (Labour) left. Labour said it rained.", "Labour", "organization"),
    ("Halden sues\n\nHalden Motor Company sued. Halden said it rained.", "Halden Motor Company", "organization"),
    ("Nordair's deputy spokesman, Omar Stone, left. The spokesman said it rained.", "Omar Stone", "person"),
    ("The New Orbel Daily News left. The Daily News said it rained.", "New Orbel Daily News", "organization"),
    ("The Halden Post met the Orbel Post. The Post said it rained.", "Post", "organization"),
    ("Shanhui Fan built the mirror. Fan puts the cost at 20 dollars.", "Shanhui Fan", "person"),
    ("A representative for Mary Kate Vale said it rained.", "A representative for Mary Kate Vale", "unnamed_person"),
    # what the tagger takes for a person's name
    ("“It rained. It was wet,” the Kremlin wrote in a letter.", "Kremlin", "organization"),
    ("“It rained. It was wet,” Halden United wrote in a letter.", "Halden United", "organization"),
    ("“It rained,” Democrats told Reuters.", "Democrats", "unnamed_group"),
    # plurals that open a sentence, tagged as names, and nouns tagged as plurals
    ("Burglars said it rained.", "Burglars", "unnamed_group"),
    ("Terrorists said it rained.", "Terrorists", "unnamed_group"),
    ("Chairmen said it rained.", "Chairmen", "unnamed_group"),
    ("Ida Cooks came. Cooks said it rained.", "Ida Cooks", "person"),
    ("Cooks Ltd said it rained.", "Cooks Ltd", "organization"),
    ("Pirates said on Monday that they had signed Omar Stone.", "Pirates", "organization"),
    ("The pollster said on Monday that it rained.", "The pollster", "unnamed_person"),
    ("The runner-up said it rained.", "The runner-up", "unnamed_person"),
    ("The photojournalist said it rained.", "The photojournalist", "unnamed_person"),
    # nouns of two words, of a class, and a place to the tagger
    ("The Halden Society was fined on Monday. The society said it rained.", "Halden Society", "organization"),
    ("The eatery said it rained.", "The eatery", "organization"),
    ("A psalm says it rained.", "A psalm", "document"),
    ("AD says it rained.", "AD", "unnamed_person"),
    ("The laboratory told Reuters it rained.", "The laboratory", "organization"),
    ("The Orbel Institute was fined on Monday. The think tank said it rained.", "Orbel Institute", "organization"),
    ("Merivo Games was fined £2 million. The studio said the decision was wrong.", "Merivo Games", "organization"),
    ("St Anne's Hospital was fined on Monday. The hospital said it rained.", "St Anne's Hospital", "organization"),
    # capitals of a headline
    ("NORDAIR PROFITS RISE\n\nNordair has reported its best year. Nordair said it rained.", "Nordair", "organization"),
    # a form of address between a title and a name, a place after it
    ("Shadow sports minister Lord Vale said it rained.", "Vale", "person"),
    ("Asked about it on Monday, Lord Stone of Norvik said it rained.", "Stone", "person"),
    ("Conservative MP for Norvik Omar Stone has accused the council of lying.", "Omar Stone", "person"),
    # a day that is a given name
    ("Sunday Obi, chief economist at Nordair, said it rained.", "Sunday Obi", "person"),
    # the end of the name of a company
    ("Brandt Aerospace said Vale had transformed his show.", "Brandt Aerospace", "organization"),
    # one of two
    ("Ada Lund wrote to Omar Stone, but the latter said it rained.", "Omar Stone", "person"),
    ("Ada Lund met Omar Stone. The former said it rained.", "Ada Lund", "person"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind"), WHOLE_NAMES)
def test_names_are_whole(attributor: quoteattr.QuoteAttributor, text: str, name: str, kind: str) -> None:
    speaker = last_speaker(attributor, text)
    assert (speaker.name, speaker.type) == (name, kind)


WORKPLACES = [
    ("Ida Vale, who heads research at Nordair, said it rained.", "Nordair"),
    ("Ida Vale, who is leading the dig for the Orbel Institute, said it rained.", "Orbel Institute"),
    ("Ida Vale, who attends Orbel College in Lima, said it rained.", "Orbel College"),
    (
        "Ida Vale, a geophysicist who leads the wave group at Italy's Istituto Etneo, said it rained.",
        "Italy's Istituto Etneo",
    ),
    ("“It rained,” said Ida Vale, whose firm Nordair Consulting advises the council.", "Nordair Consulting"),
    ("Ida Vale teaches law at Orbel University. “It rained,” she said.", "Orbel University"),
    ("Ida Vale taught law at Orbel University. “It rained,” she said.", None),
    ("Ida Vale has taught law at Orbel University since May. “It rained,” she said.", "Orbel University"),
    ("Ida Vale, who lives in Norvik and works for Nordair, said it rained.", "Nordair"),
    ("Ida Vale, who owns the Baker & Plough in Norvik, said it rained.", "Baker & Plough"),
    ("Ida Vale, who set up the charity Nordaid in 2012, said it rained.", "Nordaid"),
    ("Ida Vale, who turned up the heating at Nordair, said it rained.", None),
    ("Nurse Ida Vale, employed by Nordair, said it rained.", "Nordair"),
    ("Ida Vale, fined by Nordair, said it rained.", None),
    ("Ida Vale is one of the 40 welders at Nordair. “It rained,” she said.", "Nordair"),
    ("Solicitor Ida Vale, acting for the tenants, said it rained.", None),
    ("Solicitor Ida Vale, acting for Orbel Bank, said it rained.", "Orbel Bank"),
    ("Ida Vale, who speaks for the growers, said it rained.", "growers"),
    ("Ida Vale, acting for the first time, said it rained.", None),
    ("On behalf of Nordair, Ida Vale said it rained.", "Nordair"),
    ("Speaking for the Orbel Institute, Ida Vale said it rained.", "Orbel Institute"),
    ("Pilots' association chair Ida Vale said it rained.", "Pilots' association"),
    ("Reform Union councillor Ida Vale said it rained.", "Reform Union"),
    ("Republican Senate leader Ida Vale said it rained.", "Senate"),
    ("Her lawyer, Ida Vale, said it rained.", None),
    ("Men's coach Ida Vale said it rained.", None),
    ("Orbel Bank has left. “We are sorry,” its head of sales for southern Europe, Ida Vale, said.", "Orbel Bank"),
    ("That word angered the pilots' union, whose president, Captain Ida Vale, said it rained.", "pilots' union"),
    # no employers by the office, or by what is said
    ("Greenpeace said the river was dirty.\n\nMayor Ida Vale said the town would act.", None),
    ("Hamas said the talks had failed. Foreign Minister Ida Vale said it rained.", None),
    ("The Ministry of Health urged calm.\n\nPrime Minister Ida Vale said it rained.", None),
    ("Orbel City Council met on Tuesday.\n\nMayor Ida Vale said it rained.", "Orbel City Council"),
    ("“Kenya has broken its word,” Defence Minister Ida Vale said.", None),
    ("Poland uses the border as a weapon, Interior Minister Ida Vale said.", None),
    ("Kenya will cut taxes, its finance minister, Ida Vale, said.", "Kenya"),
    ("Roma bid for Stone. Roma said it rained. His agent, Ida Vale, said it did not.", None),
    ("The Bank of Orbel cut its forecast. Chancellor Ida Vale said it rained.", None),
    ("Students at Orbel University marched. Chancellor Ida Vale said it rained.", "Orbel University"),
    # vehicles and goods
    ("Okada rider Ida Vale said it rained.", None),
    # addresses
    ("Ida Vale, 54, of Larch Rise, Norvik, is on trial. Vale said it rained.", None),
    ("Ida Vale of Downing Street said it rained.", "Downing Street"),
    # parties as labels
    ("Lib Dem Ida Vale asked if it rained.", "Lib Dem"),
    ("At noon, Lib Dem Ida Vale said it rained.", "Lib Dem"),
    ("“It rained,” said Conservative Ida Vale.", "Conservative"),
    ("Dame Ida Vale (Con, Hexley and the Wolds) said it rained.", "Con"),
    ("Lab technician Ida Vale said it rained.", None),
    ("Ida Vale, a staff attorney at Legal Aid of Calder County, said it rained.", "Legal Aid of Calder County"),
    ("“It rained,” said Suya vendor Ida Vale.", None),
    ("Uber driver Ida Vale said it rained.", "Uber"),
    ("Bank teller Ida Vale said it rained.", None),
    ("Orbel Bank director Ida Vale said it rained.", "Orbel Bank"),
    # who is served
    ("“It rained,” said Orbel Airlines passenger Ida Vale.", None),
    ("Orbel Hospital closed two wards. Orbel Hospital has 300 beds. Patient Ida Vale said it rained.", None),
    (
        "Orbel Hospital closed two wards. Orbel Hospital has 300 beds. Surgeon Ida Vale said it rained.",
        "Orbel Hospital",
    ),
    # members of parties
    ("Sen. Ida Vale voted no. The Ohio Republican said it rained.", "Ohio"),
    # a title that is a noun of organisations elsewhere
    ("Center Ida Vale said it rained.", None),
    ("Rep. Ida Vale, a Florida Democrat, said it rained.", "Florida"),
    ("The Utah Legislature adjourned. Democratic state Rep. Ida Vale said it rained.", "Utah Legislature"),
    ("Omar Stone bought a house in Utah. Labour's election chief Ida Vale said it rained.", "Labour"),
    ("In Norvik, Mayor Ida Vale said it rained.", "Norvik"),
    # offices that are none of a ministry, a police force or a state
    ("The Foreign Ministry confirmed the visit. President Ida Vale said it rained.", None),
    ("The Pentagon on Friday confirmed the strike. President Ida Vale, speaking in Norvik, said it rained.", None),
    ("The Health Department closed two clinics. President Ida Vale said it rained.", None),
    ("The Interior Ministry announced the arrests on Monday. Queen Ida Vale said it rained.", None),
    ("Ohio offered cheap land. But CEO Ida Vale said it rained.", None),
    ("The Orbel Board of Film Classification met on Friday. Culture Secretary Ida Vale said it rained.", None),
    (
        "Yesterday, the Orbel House of Representatives passed a resolution on the inquiry into President Ida Vale.\n\n"
        "Vale said it rained.",
        None,
    ),
    ("The wife of a diplomat left for the United States. Prime Minister Ida Vale said it rained.", None),
    ("Nordair Energy closed two plants. President Ida Vale said it rained.", "Nordair Energy"),
    ("Brazil lost a third of its forest. President Ida Vale said it rained.", "Brazil"),
    ("Nordair opened a plant in Ohio. CEO Ida Vale said it rained.", "Nordair"),
    ("A barn burned down in Norvik on Monday. Police Chief Ida Vale said it rained.", "Norvik"),
    # a college with its city
    ("“It rained,” said Ida Vale, a chemist at Trinity College Dublin.", "Trinity College Dublin"),
    ("Professor Ida Vale from King's College London said it rained.", "King's College London"),
    ("Ida Vale, a chemist at Halden College, Norvik, said it rained.", "Halden College"),
    # an adjective of the holder of a role, and one of a body
    ("“It rained,” said local charity worker Ida Vale.", "charity"),
    ("A white police officer, Ida Vale, said it rained.", "police"),
    ("“It rained,” said regional hospital director Ida Vale.", "regional hospital"),
    # a field is no employer
    ("“It rained,” said fund manager Ida Vale.", None),
    ("Saudia assistant manager for marketing Ida Vale said it rained.", None),
    ("Ida Vale, a lawyer for Justice, said it rained.", "Justice"),
    # no body is the shadow of a department
    ("Shadow Treasury spokesman Ida Vale said it rained.", None),
    ("Shadow cabinet member Ida Vale said it rained.", None),
    # a seat before a name, or before a party's member
    ("Conservative MP for Norvik Ida Vale said it rained.", "Norvik"),
    ("“It rained,” said Labour MP for Halden East Ida Vale.", "Halden East"),
    ("MP for Norwich North Ida Vale said it rained.", "Norwich North"),
    ("Ida Vale, Labour MP for Halden East, said it rained.", "Halden East"),
    # the name of a team that begins with a place
    ("Halden United manager Ida Vale said it rained.", "Halden United"),
    # an abbreviation after the name, a form of address before another
    ("Parti Rakyat Makmur (PRM) president Datuk Seri Ida Vale said it rained.", "Parti Rakyat Makmur"),
    # a name of fields alone
    ("“It rained,” said Human Rights Watch researcher Ida Vale.", "Human Rights Watch"),
    # a place in which somebody works for another
    ("The Orbel Times was sold. Its Kyiv correspondent, Ida Vale, said it rained.", "Orbel Times"),
    ("The Kyiv correspondent, Ida Vale, said it rained.", "Kyiv"),
    # two fields of one role
    ("Ida Vale, a bar and club owner, said it rained.", None),
    ("Ida Vale, a school and hospital inspector, said it rained.", None),
    ("Ida Vale, a club owner, said it rained.", "club"),
    ("Ida Vale, a fire and rescue service manager, said it rained.", "fire and rescue service"),
    # two areas of one seat
    ("Ida Vale, MP for Halden and the Dales, said it rained.", "Halden and the Dales"),
    ("Ida Vale, the MP for Bath and Halden, said it rained.", "Bath and Halden"),
    ("Ida Vale, MP for Halden and mother of two, said it rained.", "Halden"),
]


def test_a_place_after_a_title_begins_without_of(attributor: quoteattr.QuoteAttributor) -> None:
    assert last_speaker(attributor, "The Duke of Sussex said it rained.").affiliation == "Sussex"


@pytest.mark.parametrize(("text", "affiliation"), WORKPLACES)
def test_the_place_of_work(attributor: quoteattr.QuoteAttributor, text: str, affiliation: str | None) -> None:
    speaker = last_speaker(attributor, text)
    assert speaker.name == "Ida Vale"
    assert (speaker.affiliation or "").removeprefix("the ") == (affiliation or "")


@pytest.mark.parametrize(
    ("named", "described", "affiliation"),
    [
        ("Ministry of Health", "health ministry", "Ministry of Health"),
        ("Ministry of Health", "defence ministry", "defence ministry"),
        ("Department of Justice", "labour department", "labour department"),
        ("Supreme Court", "district court", "district court"),
        ("Orbel Bank", "bank", "Orbel Bank"),
        ("Orbel Bank", "central bank", "central bank"),
        ("NorthLine Ferries", "opposition", "opposition"),
    ],
)
def test_a_body_with_another_modifier_is_not_the_one_before(
    attributor: quoteattr.QuoteAttributor, named: str, described: str, affiliation: str
) -> None:
    """Neither as a speaker nor as the affiliation of its spokesman."""
    before = f"The {named} shut two offices in Lima on Monday."
    [claim] = attributor(f"{before} A spokesman for the {described} said it rained.").attributions
    assert claim.speaker is not None
    assert claim.speaker.affiliation == affiliation
    [claim] = attributor(f"{before} The {described} said it rained.").attributions
    assert claim.speaker is not None
    assert (claim.speaker.name == named) == (affiliation == named)


RELAYED = [
    ("It rained, Ada Lund said in an interview with the BBC.", ("BBC",), "BBC"),
    ("Nordair said on Friday it would buy Orbel Air, confirming a report by Reuters.", (), None),
    ("The ministry denied a report in the Orbel Times that the minister had resigned.", (), None),
    ("It rained, a captain was quoted by Reuters as saying.", ("Reuters",), "Reuters"),
    ("The fire was reported by Reuters, which quoted a captain as saying it rained.", ("Reuters",), "Reuters"),
    ("The poster, which quoted a captain as saying it rained, was a fake.", (), None),
    ("Reuters reported, citing TASS, that the two presidents would meet.", ("TASS",), "TASS"),
    ("Reuters reported that Lavrov had said the talks would resume.", ("Reuters",), "Reuters"),
    ("The mayor had said it rained, a senior official who declined to be named said.", ("a senior official",), None),
    ("“We are ready,” Ana Ruiz told reporters.", (), None),
    ("“We are ready,” a person with knowledge of the plan told ESPN's Ida Vale.", ("ESPN",), "ESPN"),
    ("Ana Ruiz told CBC's Morning Edition host Ida Vale that it rained.", ("CBC",), "CBC"),
    ("It rained, farmer Ana Ruiz told NPR's Ida Vale on Monday.", ("NPR",), "NPR"),
    ("Ana Ruiz told Reuters' chief executive that it rained.", (), None),
    ("Ana Ruiz told the Guardian's lawyers that it rained.", (), None),
    ("In a statement signed by its spokesman, Omar Stone, the party said it rained.", ("Omar Stone",), None),
    ("The senator, in a statement issued by his aide, Mr. Omar Stone, said it rained.", ("Omar Stone",), None),
    ("In a statement issued by the ministry, the army said it rained.", (), None),
    ("In a letter signed by 40 MPs, the group said it rained.", (), None),
    ("“We are ready,” Ana Ruiz told Lima-based Orbel FM.", ("Orbel FM",), "Orbel FM"),
    ("Ana Ruiz told the Guardian newspaper that it rained.", ("The Guardian",), "The Guardian"),
    ("Ana Ruiz told the Harbour Dispatch on Monday that it rained.", ("Harbour Dispatch",), "Harbour Dispatch"),
    ("It rained, Ana Ruiz said in an interview with orbTV.", ("orbTV",), "orbTV"),
    ("Ana Ruiz told the newspaper The Hill Herald that it rained.", ("Hill Herald",), "Hill Herald"),
    ("Ana Ruiz said through her lawyer that it rained.", ("lawyer",), None),
    ("Ana Ruiz said through her lawyers, Quillon Vale, that it rained.", ("Quillon Vale",), None),
    ("The union, through its secretary, said that it rained.", ("secretary",), None),
    ("Marchers going through the streets said that it rained.", (), None),
    ("Ana Ruiz told the BBC's Sunday Politics that it rained.", ("BBC",), "BBC"),
    ("Ana Ruiz told the BBC's lawyers that it rained.", (), None),
    ("According to Bloomberg's sources, the mill will close.", ("Bloomberg",), "Bloomberg"),
    ("Ana Ruiz told Cytel Sport that it rained.", ("Cytel Sport",), None),
    ("“Go home,” Ana Ruiz has told Rádio Tejo.", ("Rádio Tejo",), None),
    ("Ana Ruiz told Congress that it rained.", (), None),
    ("“They agreed,” Ana Ruiz told Science on Monday.", ("Science",), "Science"),
    ("Ana Ruiz told Boeing that it rained.", (), None),
    ("Ana Ruiz told the Quill that it rained.", ("Quill",), None),
    ("Ana Ruiz told the Quill that it rained. The Quill’s crime reporter left.", ("Quill",), None),
    ("Ana Ruiz told the Quill that it rained. The Quill’s chairman left.", (), None),
    ("State broadcaster NRV went off the air. Ana Ruiz told NRV that it rained.", ("NRV",), None),
    ("The environment agency EPAK shut down. Ana Ruiz told EPAK that it rained.", (), None),
    ("Ana Ruiz told the Kremlin that it rained.", (), None),
    (
        "A cousin of the pilot, reached by phone in Lima, told Reuters he had flown for two days.",
        ("Reuters",),
        "Reuters",
    ),
    ("A neighbour told the local station Radio Brega that it rained.", ("Radio Brega",), "Radio Brega"),
    ("It rained, according to police cited by the news agency NTB.", ("NTB",), None),
    ("A cousin of the pilot, speaking to broadcaster TV Noord, said it rained.", ("TV Noord",), "TV Noord"),
    ("In an interview with Le Courrier du Port, Ana Ruiz said that it rained.", ("Le Courrier du Port",), None),
    ("Speaking to the BBC's Today programme, Ana Ruiz denied that it rained.", ("BBC",), "BBC"),
    ("Ana Ruiz said in a post on her Telegram channel that it rained.", ("Telegram",), None),
    ("“I am well,” Ana Ruiz said in a message passed on by her sister, Olga.", ("Olga",), None),
    ("The palace's spokesman, Bo Lund, quoted the king as saying it rained “without end”.", ("Bo Lund",), None),
    ("Ana Ruiz told Orbel Air Freight that it rained. Orbel Air Freight left.", (), None),
    ("Ana Ruiz told the newspaper Russia was ready to talk.", ("newspaper",), None),
    ("Ana Ruiz said in a statement posted on Instagram on Tuesday that it rained.", ("Instagram",), None),
    (
        "In a message to staff seen by the newspaper Diário do Atlântico, Ana Ruiz wrote that it rained.",
        ("Diário do Atlântico",),
        None,
    ),
    ("Ana Ruiz later told the business daily Talouspäivä that she had been misunderstood.", ("Talouspäivä",), None),
    ("Ana Ruiz told HarbourLine the ship was late.", ("HarbourLine",), None),
    ("Two brokers told The Plumb that the ship was late.", ("Plumb",), None),
    ("Ana Ruiz told YouTube the video was stolen. YouTube removed it.", (), None),
    ("Ana Ruiz told The Rev. Omar Stone that it rained.", (), None),
    ("Ana Ruiz said that it rained. (See page 3)\n\nOmar Stone left.", (), None),
    ("The group said through its restaurants that it rained.", (), None),
    ("Ana Ruiz said on live television that it rained.", (), None),
    ("Ana Ruiz announced the ban on live radio on Monday.", (), None),
    ("Ana Ruiz said on live BBC radio that it rained.", ("BBC",), "BBC"),
    ("On state television Ruiz said that it rained.", ("state television",), None),
    ("Ana Ruiz denied the claim after going on BBC radio.", (), None),
    ("Ana Ruiz ruled out a tax, days after floating it on BBC radio.", (), None),
    ("Ana Ruiz denied the claim when asked about it on BBC radio.", ("BBC",), "BBC"),
    ("“It rained,” Ana Ruiz said in an interview with Reuters, before she left.", ("Reuters",), "Reuters"),
    (
        "Reuters reported that Lavrov had said that Syria had promised that talks would go on.",
        ("Reuters", "Lavrov"),
        "Reuters",
    ),
]


@pytest.mark.parametrize(("text", "via", "outlet"), RELAYED)
def test_relays_of_a_claim(
    attributor: quoteattr.QuoteAttributor, text: str, via: tuple[str, ...], outlet: str | None
) -> None:
    """Relays are in ``via``; only a news outlet can be the outlet, and listeners are not relays."""
    claim = max(attributor(text).attributions, key=lambda each: len(each.via))
    assert (claim.via, claim.outlet) == (via, outlet)


CITING = [
    ("Orbel Wire reported on Monday, citing two officials, that the dam was safe.", "two officials", "Orbel Wire",
     "that the dam was safe"),
    ("The dam is safe, the Orbel Post reported, citing two officials.", "two officials", "Orbel Post",
     "The dam is safe"),
    ("PTI, quoting Orbel collector Omar Stone, reported that the dam was safe.", "Omar Stone", "Press Trust of India",
     "that the dam was safe"),
    ("Norway's Dagens Nytt reported, citing officials, that the dam was safe.", "officials", "Dagens Nytt",
     "that the dam was safe"),
    ("Kade Bladet, citing two sources in the ministry, reported that the dam was safe.",
     "two sources in the ministry", "Kade Bladet", "that the dam was safe"),
    ("Reuters reported that the dam was safe, citing a leaked letter.", "a leaked letter", "Reuters",
     "that the dam was safe"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "relay", "content"), CITING)
def test_a_source_cited_by_a_medium_is_the_source_of_its_report(
    attributor: quoteattr.QuoteAttributor, text: str, name: str, relay: str, content: str
) -> None:
    """The citation is not a separate claim."""
    [claim] = attributor(text).attributions
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.via, claim.content.text) == (name, (relay,), content)


@pytest.mark.parametrize("name", ["Toyota", "Ada Lund"])
def test_a_company_or_person_that_cites_others_is_the_source(attributor: quoteattr.QuoteAttributor, name: str) -> None:
    claim = attributor(f"{name} reported, citing suppliers, that the dam was safe.").attributions[0]
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.via) == (name, ())


@pytest.mark.parametrize("cited", ["police", "a recent visitor", "Ada Lund"])
def test_who_is_cited_is_no_content(attributor: quoteattr.QuoteAttributor, cited: str) -> None:
    [claim] = attributor(f"Citing {cited}, the ministry said that the dam was safe.").attributions
    assert claim.content.text == "that the dam was safe"


LISTENERS = [
    ("Ada Lund told the portal Suara Orbel that it rained.", ("Suara Orbel",)),
    ("Ada Lund told the tabloid that it rained.", ("tabloid",)),
    ("The airline said on its website that it rained.", ()),
    ("Ada Lund told a crowd in Times Square that it rained.", ()),
    ("Ada Lund told the Orbel Times that it rained.", ("Orbel Times",)),
]


@pytest.mark.parametrize(("text", "via"), LISTENERS)
def test_a_medium_is_recognised_by_its_noun(
    attributor: quoteattr.QuoteAttributor, text: str, via: tuple[str, ...]
) -> None:
    assert attributor(text).attributions[0].via == via


ORGANISATIONS = [
    ("The crew was brought ashore by Mare Aperto, a Danish charity. Mare Aperto said it rained.", "Mare Aperto"),
    ("The letter came from Kessler Hahn, the German engineering group. Kessler Hahn said it rained.", "Kessler Hahn"),
    ("Advocacy group Ida Vale said it rained.", "Ida Vale"),
    ("Ida Vale, which bakes bread in Norvik, said it rained.", "Ida Vale"),
    ("A charity, Ida Vale, said it rained.", "Ida Vale"),
]


@pytest.mark.parametrize(("text", "name"), ORGANISATIONS)
def test_a_name_described_as_a_charity_or_group_is_not_a_person(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    speaker = last_speaker(attributor, text)
    assert (speaker.name, speaker.kind) == (name, "organization")


SINGLE = [
    ("One of the men said it rained.", "anonymous"),
    ("One of the people said it rained.", "anonymous"),
    ("Another of the nurses said it rained.", "anonymous"),
    ("One of the companies said it rained.", "organization"),
    ("One in ten voters said it rained.", "group"),
    ("Some of the men said it rained.", "group"),
]


@pytest.mark.parametrize(("text", "kind"), SINGLE)
def test_one_of_several_is_one_person(attributor: quoteattr.QuoteAttributor, text: str, kind: str) -> None:
    assert last_speaker(attributor, text).kind == kind


COUNSEL = [
    ("Prosecutor Omar Stone said Jay Vale had sunk the barge. He told officers that it had leaked.", "Jay Vale"),
    ("The prosecutor, Ida Moss, said Ana Lund had burned the deeds. She told detectives that they were lost.",
     "Ana Lund"),
    # who speaks in court is the lawyer, and who is no lawyer may speak to the police
    ("Prosecutor Omar Stone said Jay Vale had sunk the barge. He told the judge that it was worth little.",
     "Omar Stone"),
    ("The diver Omar Stone said Jay Vale had sunk the barge. He told officers that he saw it.", "Omar Stone"),
]  # fmt: skip

PARTNERS = [
    ("Omar and Ida Vale run the mill. “I grind,” Omar says. His daughter says that it pays badly.", "His daughter"),
    ("Omar Stone and Ida Vale run the mill. “I grind,” Omar Stone says. His wife says that it pays badly.",
     "His wife"),
]  # fmt: skip

PAPERS = [
    ("Fans were angry about an article in Danish daily Strandposten. The paper said the pool was sold.",
     "Strandposten"),
    ("The judge left after a report in Polish weekly Nowy Widok. The magazine claimed that he gambled.", "Nowy Widok"),
    ("The institute published a paper on eels. The paper says that they sleep in winter.", "a paper on eels"),
]  # fmt: skip


ONE_OF_SEVERAL = [
    ("The bakers fled after one of their daughters smelled smoke. She said the oven burned.", "one of their daughters"),
    ("The leak was found by one of the nurses. She said the floor was wet.", "one of the nurses"),
    ("One of his sons climbed the mast. He said the light had failed.", "One of his sons"),
    # the others, and somebody else
    ("The nurses came at noon. One of the women carried a lamp. They said the ward was dark.", "the women"),
    ("Ida Vale met one of the owners of the mill. She said it was closed.", "Ida Vale"),
    ("Ida Vale is one of the owners of the mill. She said it was closed.", "Ida Vale"),
]


@pytest.mark.parametrize(("text", "name"), [*COUNSEL, *PARTNERS, *PAPERS, *ONE_OF_SEVERAL])
def test_whom_a_second_claim_has_as_its_speaker(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    assert last_speaker(attributor, text).name == name


def test_he_may_be_one_of_several(attributor: quoteattr.QuoteAttributor) -> None:
    document = attributor("Two men and a boy were interviewed. One of the men said it rained.\n\n“It snowed,” he said.")
    assert [each.speaker.name for each in document.attributions if each.speaker] == ["One of the men"] * 2


MEMBERS = [
    ("Ada Lund and Omar Stone said they would meet.", ("Ada Lund", "Omar Stone")),
    ("Lima-based nurse Ada Lund and Oslo-based nurse Omar Stone said it rained.", ("Ada Lund", "Omar Stone")),
    ("Officials from Kenya and Uganda said they would meet.", ()),
    ("Residents said it rained.", ()),
    (
        "Rep. Omar Stone, R-Ohio, and Sen. Ida Vale, D-Maine, said they would meet.",
        ("Omar Stone", "Ida Vale"),
    ),
    ("Neighbours Ida Vale, 40, and Ada Lund, 52, said it rained.", ("Ida Vale", "Ada Lund")),
    ("The chairman, Omar Stone, and the treasurer, Ida Vale, said it rained.", ("Omar Stone", "Ida Vale")),
    ("Ida Vale and Ada Lund were dismissed. Both women said it was unfair.", ("Ida Vale", "Ada Lund")),
    ("Ida Vale and Omar Stone founded the firm in 2004. The pair said it rained.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale and Omar Stone came. The two said it rained. They said it was cold.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale and Omar Stone came. The two companies said it rained.", ()),
    ("Ida Vale and Omar Stone came. Two witnesses said it rained.", ()),
    ("Ida Vale met Ada Lund and Omar Stone. The two said it rained.", ()),
    ("Ida Vale and Omar Stone came. The heads of both firms said it rained.", ()),
    ("Ida Vale, Ada Lund and Omar Stone came. The trio said it rained.", ("Ida Vale", "Ada Lund", "Omar Stone")),
    ("Ida Vale, Ada Lund and Omar Stone came. The two said it rained.", ()),
    ("Ida Vale and Ada Lund came. The women said it rained.", ("Ida Vale", "Ada Lund")),
    ("Ida Vale and Ada Lund came. The men said it rained.", ()),
    ("Ida Vale and Ada Lund came. Their neighbours said it rained.", ()),
    ("Ida Vale met Ada Lund. The women said it rained.", ()),
    ("Ida Vale was attacked by Omar Stone, Emil Lund, and a third man. The men said it rained.", ()),
    ("Playwright Ada Lund and critic Omar Stone wrote to the mayor. They said it rained.", ("Ada Lund", "Omar Stone")),
    (
        "Ida Vale, mayor of Norvik, Omar Stone, a lawyer, and Ada Lund said it rained.",
        ("Ida Vale", "Omar Stone", "Ada Lund"),
    ),
    (
        "The mayor, Ida Vale, the warden, Omar Stone, and the vicar, Ada Lund, said it rained.",
        ("Ida Vale", "Omar Stone", "Ada Lund"),
    ),
    (
        "Bishop Ida Vale, Rabbi Omar Stone and Imam Emil Lund said it rained.",
        ("Ida Vale", "Omar Stone", "Emil Lund"),
    ),
    ("Ida Vale, a lawyer for Omar Stone, and Ada Lund said it rained.", ("Ida Vale", "Ada Lund")),
    # the person that a pronoun refers to
    ("Ida Vale keeps the pub. She and Omar Stone said it rained.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale keeps the pub. She and cellist Omar Stone said it rained.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale keeps the pub. She and her brother Omar Stone said it rained.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale left. Both she and the treasurer, Omar Stone, said it rained.", ("Ida Vale", "Omar Stone")),
    ("Ida Vale keeps the pub. She and a friend of Omar Stone said it rained.", ()),
    ("Ida Vale keeps the pub. Omar Stone and others said it rained.", ()),
]


@pytest.mark.parametrize(("text", "members"), MEMBERS)
def test_a_group_has_the_members_named_in_its_mention(
    attributor: quoteattr.QuoteAttributor, text: str, members: tuple[str, ...]
) -> None:
    speaker = last_speaker(attributor, text)
    assert (speaker.kind, speaker.members) == ("group", members)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ida Vale and her brother — whose boat sank in May — say it rained.", "Ida Vale and her brother"),
        ("Ida Vale and her brother, who sold the boat, said it rained.", "Ida Vale and her brother"),
        ("Traders and nurses who were flooded said it rained.", "Traders and nurses"),
        ("Ida Vale and the son of a nurse said it rained.", "Ida Vale and the son of a nurse"),
        ("The nurse who fell and her brother said it rained.", "The nurse who fell and her brother"),
    ],
)
def test_a_group_is_named_without_the_clause_at_its_end(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    assert last_speaker(attributor, text).name == name


@pytest.mark.parametrize("role", ["Senators", "Researchers", "Sens."])
def test_several_people_have_the_title_before_their_names(attributor: quoteattr.QuoteAttributor, role: str) -> None:
    assert last_speaker(attributor, f"{role} Ida Vale and Omar Stone said it rained.").role == role


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ida Vale won twice on Sunday. “It rained,” the 45-year-old said.", "Ida Vale"),
        ("Ida Vale won twice on Sunday. “It rained,” the pilot said.", "Ida Vale"),
        ("Ida Vale won twice on Sunday.\n\nThe Dane said it rained.", "Ida Vale"),
        ("Ida Vale won twice on Sunday. “It rained. It snowed,” the pilot said.", "Ida Vale"),
        pytest.param("Ida Vale won twice on Sunday.\n\n“It rained. It snowed,” the pilot said.", "Ida Vale",
                     marks=unread("the probability of a name in the paragraph before is too low")),
        ("Mayor Ida Vale won again on Sunday. “It rained,” the former teacher said.", "Ida Vale"),
        ("The Nordair manager, Ida Vale, shrugged. “It rained,” the former Denmark captain said.", "Ida Vale"),
        ("Health Secretary Ida Vale shrugged. “It rained,” the health chief said.", "Ida Vale"),
        ("Finance Committee Chair Ida Vale shrugged. “It rained,” the chairwoman said.", "Ida Vale"),
        ("Ida Vale (D-Minn.) shrugged. “It rained,” the four-term senator said.", "Ida Vale"),
        ("Orbel's mayor, Ida Vale, shrugged. “It rained,” the former teacher said.", "Ida Vale"),
        ("It rained, says lead author Ida Vale, a botanist at Leeds.\n\nCows waited. “It snowed,” the botanist says.",
         "Ida Vale"),
        pytest.param("Health Secretary Ida Vale shrugged. “It rained,” the prison chief said.", "the prison chief",
                     marks=unread("the probability of the wrong name is 0.85")),
        ("Mayor Ida Vale shrugged. “It rained,” the governor said.", "the governor"),
        ("Ida Vale, the MP for Orbel, shrugged. The Conservative MP said it rained.", "Ida Vale"),
        ("Labour MP Ida Vale shrugged. The Conservative MP said it rained.", "The Conservative MP"),
        ("Labour candidate Ida Vale shrugged. The Republican nominee said it rained.", "The Republican nominee"),
        ("Ida Vale shrugged. The New York banker said it rained.", "Ida Vale"),
        ("Deputy captain Omar Stone scored twice. “It rained,” said the man of the match.", "Omar Stone"),
        # ranks
        ("Ida Vale lost in three sets. The world No 7 said she was tired.", "Ida Vale"),
        ("Ida Vale lost in three sets on Monday. “I was tired after a long week,” the British No. 2 said.", "Ida Vale"),
        ("Ida Vale lost in three sets. The world number two said she was tired.", "Ida Vale"),
        # a number of pages restricts nothing, and a tagger may take "affidavit" for a verb
        ("The indictment says it rained. The 90-page document says it snowed.", "The indictment"),
        ("The indictment says it rained. The secret document says it snowed.", "The secret document"),
        ("The police affidavit states that it rained.", "The police affidavit"),
        # of two who hold the office, the one of the gender that the words show
        ("Senator Bo Lund left. He was angry with Senator Mary Olsen. The senator said he was tired.", "Bo Lund"),
        ("Senator Bo Lund left. He was angry with Senator Mary Olsen. The senator said it rained.", "Mary Olsen"),
        # another person of the party
        ("Governor Mary Olsen signed the bill. A Democrat at the door clapped. The Democrat said it was late.",
         "A Democrat at the door"),
        ("Democratic governor Mary Olsen signed the bill. The Democrat said it was late.", "Mary Olsen"),
        # who was a subject or a source, and no organisation that is only mentioned
        ("Norvik Foods cut 90 jobs on Monday. Ida Vale of Orbel Research called it late. The company said it rained.",
         "Norvik Foods"),
        ("Norvik Foods owns two mills. It borrowed money from Orbel Finance. The company said it rained.",
         "Norvik Foods"),
        ("Norvik Foods was bought by Orbel Foods. Orbel Foods has two mills now. The company said it rained.",
         "Orbel Foods"),
        # one person by two nouns, two people
        ("Ida Vale won on Sunday. The nurse and mother of four said it rained.", "Ida Vale"),
        ("Ida Vale won on Sunday. The nurse and painter said it rained.", "Ida Vale"),
        ("Ida Vale won on Sunday. The mother and father of a boy said it rained.", "The mother and father of a boy"),
        ("Ida Vale won on Sunday. The nurse and the painter said it rained.", "The nurse and the painter"),
        # a member by the constituency or party
        ("Ida Vale shrugged on Monday. “It rained,” the Kolhapur MP said.", "Ida Vale"),
        ("Ida Vale shrugged on Monday. “It rained,” the Fine Gael TD told reporters.", "Ida Vale"),
        ("Ida Vale met Omar Stone. The Kolhapur MP said it rained.", "The Kolhapur MP"),
        ("The backbencher Ida Vale MP said it rained.", "Ida Vale"),
        # how long the office has been held, and what distinguishes its holder
        ("Orbel mayor Ida Vale shrugged. “It rained,” the first-term mayor said.", "Ida Vale"),
        ("Orbel coach Ida Vale shrugged. “It rained,” the long-time coach said.", "Ida Vale"),
        ("Orbel mayor Ida Vale shrugged. “It rained,” the left-wing mayor said.", "the left-wing mayor"),
        ("Orbel mayor Ida Vale shrugged. “It rained,” a first-term mayor said.", "a first-term mayor"),
        # a position, and a county
        ("Omar Stone scored twice. “It rained,” the Orbel fly-half said.", "Omar Stone"),
        ("Omar Stone played well. “It rained,” the Yorkshireman said.", "Omar Stone"),
        ("Omar Stone scored twice. A full-back said it rained.", "A full-back"),
        ("Omar Stone played well. Another Yorkshireman said it rained.", "Another Yorkshireman"),
        # a member of a parliament with another office, and a lord
        ("Health Minister Ida Vale resigned. The Labour MP said it rained.", "Ida Vale"),
        ("Health Minister Ida Vale resigned. A Labour MP said it rained.", "A Labour MP"),
        ("Conservative minister Ida Vale resigned. The Labour MP said it rained.", "The Labour MP"),
        ("Lord Vale met Ada Lund. “It rained,” the peer said.", "Vale"),
        # one of two
        ("Omar Stone and Ida Vale both applied. The former says it rained.", "Omar Stone"),
        ("Omar Stone and Ida Vale own two farms. “We can't go on,” they said.", "Omar Stone and Ida Vale"),
        ("Omar Stone and Ida Vale resigned on Monday. They said the board had lied.", "Omar Stone and Ida Vale"),
        ("Omar Stone and Ida Vale own a farm. Inspectors closed it. They said it was dirty.", "Inspectors"),
        (
            "Farmers protested.\n\nOmar Stone and Ida Vale signed a petition. They said the club should close.",
            "Omar Stone and Ida Vale",
        ),
        # nobody that the description itself names
        ("Rain hit Leeds. The university in Leeds said it was closed.", "The university in Leeds"),
        ("Rita Vale and her sister Nora Vale fell out. Nora Vale blames it. Her sister said it rained.", "her sister"),
        ("Omar Stone and Ida Vale were arrested by officers. They said they found drugs.", "officers"),
        ("Ida Vale asked Omar Stone about the bridge. The latter said it rained.", "Omar Stone"),
        ("Nordair and Halden Bank both lost money. The latter said it rained.", "Halden Bank"),
        ("Ida Vale sued Nordair. The latter said it rained.", "Nordair"),
        ("Ida Vale, Omar Stone and Emil Lund applied. The latter said it rained.", "The latter"),
        ("Ida Vale and Omar Stone both applied. The latter on Tuesday said it rained.", "Omar Stone"),
        # a body or group is not "he"
        ("Many Spaniards left. Omar Stone stayed. Spaniards came back. He said it rained.", "Omar Stone"),
        # another person, another pilot, or a description that is too specific
        ("Ida Vale met Omar Stone. The pilot said it rained.", "The pilot"),
        ("President Ida Vale visited the plant. Workers complained about pay. The boss said it rained.", "The boss"),
        ("Union leader Ida Vale walked out on Monday. The boss said it rained.", "The boss"),
        ("It rained, said BBC labour correspondent Ida Vale. This could last, said our correspondent.", "Ida Vale"),
        ("It rained, said BBC labour correspondent Ida Vale. Our political editor said it snowed.",
         "Our political editor"),
        ("A pilot landed at noon. Ida Vale won on Sunday. The pilot said it rained.", "A pilot"),
        ("Ida Vale won twice on Sunday. The pilot who landed it said it rained.", "The pilot"),
        ("Ida Vale won twice on Sunday. The Nordair pilot said it rained.", "The Nordair pilot"),
        ("Prosecutor Dana Lund said her office would appeal. The state marshal's office said it rained.",
         "The state marshal's office"),
    ],
)  # fmt: skip
def test_a_description_of_the_only_person(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    """A source without a name is the person of its paragraph or the one before, if there is only one."""
    assert last_speaker(attributor, text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nordair Cargo will close its Orbel depot, it said on Monday.", "Nordair Cargo"),
        ("The club will not appeal, it said on its website.", "The club"),
        ("Sales at Halden Steel fell 4% in March, it said on Monday.", "Halden Steel"),
        ("Police have found the stolen organ, they said on Monday.", "Police"),
        ("The airline has sued Orbel Jets, it said on Monday.", "The airline"),
        ("Ida Vale will stand down in May, she said on Monday.", "Ida Vale"),
        ("The garage charged Ida Vale for two tyres, she said on Monday.", "Ida Vale"),
        ("Two of the guards had pushed Omar Stone into a van, he told reporters.", "Omar Stone"),
        # the speaker is somebody else
        ("Coach Marek Holm shrugged. Omar Lund will miss the match, he said on Monday.", "Marek Holm"),
        ("Coach Marek Holm shrugged. The club will sell Omar Lund, he said on Monday.", "Marek Holm"),
        ("Ida Vale paid the garage half of the bill, she said on Monday.", "Ida Vale"),
        ("Nordair Cargo shut a depot. “Orbel Jets will follow,” it said on Monday.", "Nordair Cargo"),
        # nor is it the place or the agency of a dateline
        ("ORBEL, May 4 (Reuters) - Drugmaker Halden Pharma is recalling eye drops, it said.", "Halden Pharma"),
    ],
)
def test_it_and_she_may_be_the_subject_of_their_words(
    attributor: quoteattr.QuoteAttributor, text: str, name: str
) -> None:
    """Before a reporting clause with a pronoun, an indirect content may name its speaker."""
    assert last_speaker(attributor, text).name == name


def test_an_answer_is_of_the_person_in_the_headline_or_the_opening(attributor: quoteattr.QuoteAttributor) -> None:
    turns = "\n\nQ: Is it a dying trade?\n\nA: It has been dying since 1750.\n\nQ: Who taught you?\n\nA: My mother."
    one = attributor(f"Ida Vale, 58, runs the last bell foundry in the country. Vale casts six bells a year.{turns}")
    two = attributor(f"Ida Vale and Bo Falk run the last bell foundry in the country.{turns}")
    assert [claim.speaker and claim.speaker.name for claim in one.attributions] == ["Q", "Ida Vale", "Q", "Ida Vale"]
    assert [claim.speaker and claim.speaker.name for claim in two.attributions] == ["Q", "A", "Q", "A"]


def test_i_is_the_person_interviewed_where_questions_have_no_labels(attributor: quoteattr.QuoteAttributor) -> None:
    asked = ["Why do you paint the harbour?", "I told my dealer I was finished.", "What next?", "I said I would stop."]
    page = ["The painter who would not stop", "By Paul Reid", "Irene Voss has painted one harbour for forty years."]
    found = attributor("\n\n".join([*page, *asked])).attributions
    assert [claim.speaker and claim.speaker.name for claim in found] == ["Irene Voss", "Irene Voss"]
    column = attributor("\n\n".join([*page, asked[1], "It rained.", "It snowed."])).attributions
    assert [claim.speaker and claim.speaker.name for claim in column] == ["Paul Reid"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moody's warned that the outlook was negative.", "Moody's"),
        ("St Mary's said that the ward was open.", "St Mary's"),
        ("McDonald’s, which owns the shop, said it would close.", "McDonald’s"),
        ("Ida Vale's brother said it would close.", "Ida Vale's brother"),
        ("The WHO said that the plan had failed.", "WHO"),
        ("DCI Karen Mills said that the plan had failed.", "Karen Mills"),
        ("Another, a nurse who left in May, recalled that it was cold.", "a nurse"),
        ("One of them, a sergeant, said that it was cold.", "a sergeant"),
        ("AFP quotes a trader at the port: “It is over.”", "a trader at the port"),
        ("A spokesman for Mayor Ida Vale said it was closed.", "A spokesman for Mayor Ida Vale"),
        ("Advisers to Mr Stone said it was closed.", "Advisers to Mr Stone"),
        (
            "The mother of murdered teenager Ida Vale said it was closed.",
            "The mother of murdered teenager Ida Vale",
        ),
        ("Lawyers for the defendant Ida Vale said it was closed.", "Lawyers for the defendant"),
        (
            "A letter from Police Commissioner Ida Vale said it was closed.",
            "A letter from Police Commissioner Ida Vale",
        ),
        ("A study by the economist Ida Vale said it was closed.", "A study by the economist Ida Vale"),
        ("A report by the auditor general, Ida Vale, said it was closed.", "A report by the auditor general"),
        ("The Barcelona lab said it was closed.", "The Barcelona lab"),
        ("A nurse who goes by the name of Ida said it was closed.", "Ida"),
        ("A nurse who goes by Ida said it was closed.", "Ida"),
        ("A trader who introduced himself as Omar said it was closed.", "Omar"),
        ("A student who wanted to be known as Ida said it was closed.", "Ida"),
        ("A student who wanted to speak to Ida said it was closed.", "A student"),
        ("A trader who introduced her daughter as Ida said it was closed.", "A trader"),
        ("A man who had bought a boat called Otto said it was closed.", "A man"),
        ("Mother of three Ida Vale said it was closed.", "Ida Vale"),
        ("Friend of the family Ida Vale said it was closed.", "Ida Vale"),
        ("A Senate Democrat said it was closed.", "A Senate Democrat"),
        ("House Republicans said the bill was too expensive.", "House Republicans"),
        ("The office of Governor Ida Vale said it was closed.", "The office of Governor Ida Vale"),
        ("Chief of police Ida Vale said it was closed.", "Ida Vale"),
        ("Captain of the national team Ida Vale said it was closed.", "Ida Vale"),
        ("The mother of the two boys, Ida Vale, said it was closed.", "Ida Vale"),
        ("A student nurse at Orbel University, Ida Vale, said a county could not legally ban appliances.", "Ida Vale"),
        ("Historian and broadcaster Ida Vale said the map was fake.", "Ida Vale"),
        ("“It is over,” said lawyer and campaigner Omar Stone.", "Omar Stone"),
        ("Lawyer and former senator Ida Vale said it was closed.", "Ida Vale"),
        ("Norvik College of Law vice-rector Ida Vale said it was closed.", "Ida Vale"),
        ("University of West Norvik crime writer Ida Vale said it was closed.", "Ida Vale"),
        # a noun for one inhabitant before the name, and without one
        ("Briton Ida Vale said it was closed.", "Ida Vale"),
        ("Spaniard Omar Stone said it was closed.", "Omar Stone"),
        ("Ohioan Ida Vale said it was closed.", "Ida Vale"),
        ("Kerry Vale Stone said it was closed.", "Kerry Vale Stone"),
        ("The average Texan said it was closed.", "The average Texan"),
        ("A Kansan said it was closed.", "A Kansan"),
        ("The Kansan said it was closed.", "The Kansan"),
        ("The Tennessean said it was closed.", "Tennessean"),
        # letters and days
        ("Dr Ida Vale KBE said it was closed.", "Ida Vale"),
        ("Ida Vale MEP said it was closed.", "Ida Vale"),
        ("Ida Vale II said it was closed.", "Ida Vale II"),
        ("Sunday Obi, a farmer, said it was closed.", "Sunday Obi"),
        ("“It was closed,” said Friday Bello, a trader.", "Friday Bello"),
        ("On Sunday Obi said it was closed.", "Obi"),
        # the letters of a body and a rank, which the tree takes for the beginning of the name
        ("KWS Colonel Omar Stone told villagers it was closed.", "Omar Stone"),
        ("UKV Major Ida Vale told the press it was closed.", "Ida Vale"),
        ("KWS Major told the press it was closed.", "KWS Major"),
        # whom the source spoke to
        ("Speaking to journalist Omar Stone, the mayor, Ida Vale, said it was closed.", "Ida Vale"),
        ("In an interview with Omar Stone, the coach, Ida Vale, said it was closed.", "Ida Vale"),
        ("Omar Stone, the coach, said it was closed.", "Omar Stone"),
        # a name in a phrase before the source
        ("Sitting next to her brother, Omar, Ida Vale said it was closed.", "Ida Vale"),
        ("Via a friend, Omar Stone, Ida Vale said it was closed.", "Ida Vale"),
        ("Joined by her lawyer, Omar Stone, Ida Vale announced that it was closed.", "Ida Vale"),
        ("In a book about her teacher, Omar Stone, painter Ida Vale claims that it was closed.", "Ida Vale"),
        ("In addition to the Greens, the Verdo Party and the Orbel Party said it was closed.",
         "the Verdo Party and the Orbel Party"),
        ("Omar Stone, her brother, said it was closed.", "Omar Stone"),
        ("A letter came from Omar Stone, the millionaire Lidden owner, confirming it was closed.", "Omar Stone"),
        ("It began with Ida Vale, a Danish banker, saying it was closed.", "Ida Vale"),
        ("Paid for by her brother, Omar Stone, the mayor said it was closed.", "the mayor"),
    ],
)  # fmt: skip
def test_the_name_of_a_source(attributor: quoteattr.QuoteAttributor, text: str, name: str) -> None:
    [claim] = attributor(text).attributions
    assert claim.speaker is not None
    assert claim.speaker.name == name


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Police said that it rained, adding that it snowed.", 1),
        ("“It is over,” the mechanic said, adding that it rained.", 1),
        ("The ministry denied the report, saying it was false, and urged calm.", 1),
        ("A driver who said that it snowed said that it rained.", 1),
        ("A neighbour said that it rained. Another neighbour said that it snowed.", 2),
        ("They met an old woman, who said that it rained. The woman said that it snowed.", 1),
        ("She met a soldier who claimed that it rained. The soldier said that it snowed.", 1),
        ("They met an old woman, who said that it rained. A nurse said that it snowed.", 2),
    ],
)
def test_a_mention_is_one_speaker(attributor: quoteattr.QuoteAttributor, text: str, speakers: int) -> None:
    document = attributor(text)
    assert len(document.attributions) > 1
    assert len(document.speakers) == speakers


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Ida Vale told the Sunday Mirror that it rained.", None),
        ("Ida Vale told NBC's Today show that it rained.", None),
        ("Ida Vale told the Sunday Times on Friday that it rained.", "on Friday"),
        ("Ida Vale told reporters Sunday that it rained.", "Sunday"),
        ("Today Ida Vale said it rained.", "Today"),
    ],
)
def test_a_day_in_a_name_is_no_time(attributor: quoteattr.QuoteAttributor, text: str, time: str | None) -> None:
    [claim] = attributor(text).attributions
    assert (claim.time and claim.time.text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Police appealed for witnesses after a man was stabbed in Orbel on Saturday.", None),
        ("The union condemned the firm after it sacked 40 drivers on Friday.", None),
        ("Parents have called for a crossing after a boy was hit by a car last week.", None),
        ("The union condemned the firm on Friday after it sacked 40 drivers.", "on Friday"),
    ],
)
def test_the_time_of_an_earlier_event_is_not_that_of_the_claim(
    attributor: quoteattr.QuoteAttributor, text: str, time: str | None
) -> None:
    claim = attributor(text).attributions[0]
    assert (claim.time and claim.time.text) == time


@pytest.mark.parametrize(
    "text",
    [
        "Ida Vale said she had resigned, contrary to reports in the Guardian.",
        "Ida Vale said she had been ill, despite a report by Reuters that she was in Rome.",
    ],
)
def test_an_outlet_that_is_contradicted_is_no_relay(attributor: quoteattr.QuoteAttributor, text: str) -> None:
    assert [claim.via for claim in attributor(text).attributions] == [()]
