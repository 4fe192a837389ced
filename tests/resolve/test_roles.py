"""Roles, affiliations and ages of people, through the bundled model."""

from __future__ import annotations

import pytest

import quoteattr
from quoteattr import QuoteAttributor
from quoteattr.resolve.affiliations import SentenceContext, full_title
from quoteattr.resolve.names import NameSpan
from quoteattr.resolve.roles import office_in_phrase
from quoteattr.resolve.speakers import generic_noun
from tests.checks import last_speaker
from tests.trees import sentence

# a text, its speaker, and each role of the speaker as text, text of its affiliation, name and kind of that
ROLES = [
    (
        "“It rained,” said ex-Nordair pilot Ada Lund.",
        ["ex-Nordair pilot", "Nordair", "Nordair", "organization"],
    ),
    # a rank of a retired officer, also before a stop in brackets
    ("Col. (Rtd) Ada Lund said it rained.", ["Col.", None]),
    ("Brigadier-General (ret.) Ada Lund said it rained.", ["Brigadier-General", None]),
    ("Gen. Ada Lund (Rtd) said it rained.", ["Gen.", None]),
    # an office whose last word is a surname too
    ("Chief Justice of Kenya Ada Lund said it rained.", ["Chief Justice", "Kenya", "Kenya", "place"]),
    ("Lord Chancellor of Malta Ada Lund said it rained.", ["Lord Chancellor", "Malta", "Malta", "place"]),
    # a name that ends in "'s" and owns nothing
    ("A spokesman for Sainsbury's said it rained.", ["spokesman", "Sainsbury's", "Sainsbury's", "organization"]),
    (
        "Nurse Ada Lund, of St Anne's, said it rained.",
        ["Nurse", "St Anne's", "St Anne's", "organization"],
    ),
    ("A lawyer of Omar Stone's said it rained.", ["lawyer", "Omar Stone", "Omar Stone", "person"]),
    # two titles of one person
    (
        "Trade unionist and Labour peer Omar Stone said it rained.",
        ["Trade unionist", None],
        ["Labour peer", "Labour", "Labour Party", "organization"],
    ),
    # a councillor with another title
    ("Deputy leader Cllr Ada Lund said it rained.", ["Deputy leader", None], ["Cllr", None]),
    ("Mayor Cllr Ada Lund said it rained.", ["Mayor", None], ["Cllr", None]),
    ("The chair, Cllr Ada Lund, said it rained.", ["chair", None], ["Cllr", None]),
    ("Its leader, Ald. Ada Lund, said it rained.", ["leader", None], ["Ald.", None]),
    ("Lead member for transport Cllr Jane Poole said it rained.", ["Lead member for transport", None], ["Cllr", None]),
    ("Their own lawyer, Ada Lund, said it rained.", ["lawyer", None]),
    ("Eyewitness Ada Lund said it rained.", ["Eyewitness", None]),
    # a noun before a name that says nothing of who is named, and several people after one
    ("It could be consistent with gout, Ada Lund, a consultant. Lund said it rained.", ["consultant", None]),
    (
        "He leaves his wife, Ada Lund, three children from two marriages, and his sisters. Lund said it rained.",
        ["wife", None],
    ),
    # a position in a team, abbreviated, and names that begin with the same letters
    ("Harriers QB Omar Stone said it rained.", ["Harriers QB", "Harriers", "Harriers", "organization"]),
    ("Browns DL Omar Stone, however, said it rained.", ["Browns DL", "Browns", "Browns", "organization"]),
    ("Cleveland RB Omar Stone said it rained.", ["RB", "Cleveland", "Cleveland", "place"]),
    ("RB Leipzig coach Omar Stone said it rained.",
     ["RB Leipzig coach", "RB Leipzig", "RB Leipzig", "organization"]),
    # two fields of one office, which the model may read as people
    ("Ada Lund, Commerce and Industry Minister, said it rained.", ["Commerce and Industry Minister", None]),
    ("Food and Agriculture Minister Ada Lund said it rained.", ["Food and Agriculture Minister", None]),
    ("Ada Lund, Youth and Sports Minister, said it rained.", ["Youth and Sports Minister", None]),
    # members of a province's executive council, which the tagger may take for a body
    ("The MEC for Health, Ada Lund, said it rained.", ["MEC for Health", None]),
    ("MEC for Roads and Transport, Ada Lund, said it rained.", ["MEC for Roads and Transport", None]),
    ("Ada Lund, the MMC for Transport, said it rained.", ["MMC for Transport", None]),
    # a title without a determiner, with a complement, before another title
    (
        "Executive member for parks Councillor Ada Lund said it rained.",
        ["Executive member for parks", None],
        ["Councillor", None],
    ),
    ("Mayor of Bath Councillor Ada Lund said so.", ["Mayor", "Bath", "Bath", "place"], ["Councillor", None]),
    ("Lead member for children Cllr Ada Lund said it rained.", ["Lead member for children", None], ["Cllr", None]),
    ("Ada Lund, mother and teacher, said it rained.", ["mother", None], ["teacher", None]),
    (
        "Students’ union president Ada Lund said it rained.",
        ["Students’ union president", "Students’ union", "Students’ union", "organization"],
    ),
    ("The manager, Dean Lund, said it rained.", ["manager", None]),
    # a bracket between title and name
    ("SHO (Cyber) Manoj Tomar said an FIR had been registered.", ["SHO", None]),
    ("Gen. (retd) Samir Haddou said the border was quiet.", ["Gen.", None]),
    ("ACP (Traffic) Ravi Menon said the flyover would stay shut.", ["ACP", None]),
    ("Vice president (sales) Tom Dow said prices had risen.", ["Vice president", None]),
    ("DCP (Crime) Neha Saxena said the man had fled.", ["DCP", None]),
    # the field of an office
    ("The Minister of Works, Engr. Omar Stone, said it rained.", ["Minister of Works", None]),
    # a singular noun without an article refers to no organisation
    ("Ada Lund, the secretary of state, said it rained.", ["secretary of state", None]),
    ("Ada Lund, secretary of state for transport, said it rained.", ["secretary of state for transport", None]),
    ("Ada Lund, minister of state for Gulf Affairs, said it rained.", ["minister of state for Gulf Affairs", None]),
    ("Ada Lund, the head of government, said it rained.", ["head of government", None]),
    ("Ada Lund, Minister of State for Trade at the Home Office, said it rained.",
     ["Minister of State for Trade", "Home Office", "Home Office", "organization"]),
    # a body with a name, and the larger one that it is in
    ("Ada Lund, director of the Water Institute at Orbel University, said it rained.",
     ["director", "Water Institute", "Water Institute", "organization"]),
    ("Ada Lund, director of Payments Policy at Orbel Bank, said it rained.",
     ["director", "Orbel Bank", "Orbel Bank", "organization"]),
    # a rank that is a surname too
    ("Ada Lund, Assistant Chief Constable of the PSNI, said it rained.",
     ["Assistant Chief Constable", "PSNI", "PSNI", "organization"]),
    # a field that is a title too
    ("Minister for Justice Ada Lund said it rained.", ["Minister for Justice", None]),
    ("Secretary for Justice Omar Stone said it rained.", ["Secretary for Justice", None]),
    ("The Irish Minister for Justice Ada Lund said it rained.",
     ["Minister for Justice", "Irish", "Ireland", "place"]),
    ("The Minister of Industry, Dr. Ida Vale, said it rained.", ["Minister of Industry", None]),
    ("The Commissioner for Power, Omar Stone, said it rained.", ["Commissioner for Power", None]),
    ("The Commissioner of Police, Omar Stone, said it rained.", ["Commissioner of Police", None]),
    ("Head of Resilience Ida Vale said it rained.", ["Head of Resilience", None]),
    (
        "In a statement, Assistant Director for Coast Phil Trewin said the path was safe.",
        ["Assistant Director for Coast", None],
    ),
    ("Ida Vale, director of Refuge, said it rained.", ["director", "Refuge", "Refuge", "organization"]),
    ("Ida Vale, head of MI5, said it rained.", ["head", "MI5", "MI5", "organization"]),
    ("The Prime Minister of Kenya, Ida Vale, said it rained.", ["Prime Minister", "Kenya", "Kenya", "place"]),
    # a title before the name
    ("Kenyan Prime Minister Joel Otieno said it rained.", ["Prime Minister", "Kenyan", "Kenya", "place"]),
    ("North Korean leader Omar Stone said it rained.", ["leader", "North Korean", "North Korea", "place"]),
    ("U.S. Secretary of Labor Ada Lund said it rained.", ["Secretary of Labor", "U.S.", "United States", "place"]),
    ("Tolvania's President Ilse Tarnow said it rained.", ["President", "Tolvania", "Tolvania", "place"]),
    ("President of Ukraine Ada Lund said it rained.", ["President", "Ukraine", "Ukraine", "place"]),
    ("Nordair spokeswoman Ada Lund said it rained.", ["Nordair spokeswoman", "Nordair", "Nordair", "organization"]),
    ("New Hampshire governor Ada Lund said it rained.", ["governor", "New Hampshire", "New Hampshire", "place"]),
    ("Lt. Gov. Ada Lund said it rained.", ["Lt. Gov.", None]),
    ("Ada Lund, a director of library services, said it rained.", ["director of library services", None]),
    ("Ada Lund, head of the secret services, said it rained.",
     ["head", "secret services", "secret services", "organization"]),
    (
        "The mayor of St. Orban, Ada Lund, said the bridge would reopen in June.",
        ["mayor", "St. Orban", "St. Orban", "place"],
    ),
    ("Assistant District Attorney Ada Lund said it rained.", ["Assistant District Attorney", None]),
    ("Postmistress Edna Clough, 71, said: “It rained.”", ["Postmistress", None]),
    ("Yesterday Ida Vale said it rained.",),
    (
        "Military analyst Ruth Adler, of the Institute for Strategic Affairs, said the strike fits a pattern.",
        [
            "Military analyst", "Institute for Strategic Affairs", "Institute for Strategic Affairs", "organization",
        ],
    ),
    ("A senior US official said it rained.", ["official", "US", "United States", "place"]),
    ("Harbour chief Ada Lund said it rained.", ["Harbour chief", None]),
    ("Project manager Ada Lund said it rained.", ["Project manager", None]),
    ("A spokesman for Attorney General Ada Lund said it rained.", ["spokesman", "Ada Lund", "Ada Lund", "person"]),
    ("A spokesman for House Majority Leader Ada Lund said so.", ["spokesman", "Ada Lund", "Ada Lund", "person"]),
    ("The owner of two of the dogs, Ada Lund, said it rained.", ["owner of two of the dogs", None]),
    ("Minister Ada Lund on the United Nations\n\n“It rained,” Lund said on Friday.", ["Minister", None]),
    ("District magistrate Ada Lund said it rained.", ["District magistrate", None]),
    ("Chief of staff Ada Lund said it rained.", ["Chief of staff", None]),
    ("Sen. Ada Lund (D-Mass.) said it rained.", ["Sen.", "Mass.", "Massachusetts", "place"]),
    ("Rep. Ada Lund, R-N.C., said it rained.", ["Rep.", "N.C.", "North Carolina", "place"]),
    ("Rep. Ada Lund, D-Oregon, said it rained.", ["Rep.", "Oregon", "Oregon", "place"]),
    (
        "Study co-author Professor Ada Lund of Orbel University said it rained.",
        ["Study co-author", "Orbel University", "Orbel University", "organization"],
        ["Professor", "Orbel University", "Orbel University", "organization"],
    ),
    ("Chancellor of the Exchequer Ada Lund said it rained.", ["Chancellor of the Exchequer", None]),
    ("Ex-mayor Ada Lund said it rained.", ["Ex-mayor", None]),
    ("Det Ch Insp Ada Lund said it rained.", ["Det Ch Insp", None]),
    ("A senior aide to Macron, Ada Lund, said it rained.", ["senior aide to Macron", "Macron", "Macron", "person"]),
    (
        "Two advisers to Premier Hana Brodie said it rained.",
        ["advisers to Premier Hana Brodie", "Hana Brodie", "Hana Brodie", "person"],
    ),
    (
        "Ada Lund, chief secretary to the Treasury, said it rained.",
        ["chief secretary to the Treasury", "Treasury", "Treasury", "organization"],
    ),
    ("Ada Lund, an ambassador to Chad, said it rained.", ["ambassador to Chad", None]),
    # who is against somebody belongs to nobody
    ("Critics of Sen. Hana Brodie said it rained.", ["Critics", None]),
    ("Victims of Omar Stone said it rained.", ["Victims", None]),
    ("Orbel Gas's critic Ada Lund said it rained.", ["critic", None]),
    ("The Guardian's critic Ada Lund said it rained.", ["critic", "Guardian", "Guardian", "organization"]),
    ("Acting Sgt Ada Lund said it rained.", ["Acting Sgt", None]),
    (
        "Retired Air Force general Ada Lund said it rained.",
        ["Retired Air Force general", "Air Force", "Air Force", "organization"],
    ),
    (
        "Iran's foreign ministry spokesman Omar Stone said it rained.",
        ["foreign ministry spokesman", "Iran's foreign ministry", "Iran's foreign ministry", "organization"],
    ),
    ("Coach Dean Vale said it rained.", ["Coach", None]),
    ("Coach Dean Vale left. Dean Vale said it rained.", ["Coach", None]),
    ("Dean Ida Vale left. Dean Vale said it rained.", ["Dean", None], ["Dean", None]),
    ("DSP Omar Stone said it rained.", ["DSP", None]),
    ("Tasmanian Premier Ada Lund said it rained.", ["Premier", "Tasmanian", "Tasmania", "place"]),
    (
        "NKU president and former Minister Ada Lund said it rained.",
        ["NKU president", "NKU", "NKU", "organization"],
        ["former Minister", None],
    ),
    ("Minister of the Interior Ada Lund said it rained.", ["Minister of the Interior", None]),
    # an office that no person owns: the owner is an organisation
    (
        "Ada Lund, Wandel's chief executive, said it rained.",
        ["chief executive", "Wandel", "Wandel", "organization"],
    ),
    # the owner of a spokesperson or lawyer, also under an unlisted noun
    ("The prime minister's spokesman said it rained.", ["spokesman", "prime minister", "prime minister", "person"]),
    ("A spokesperson for the presidency said it rained.", ["spokesperson", "presidency", "presidency", "organization"]),
    (
        "A representative for the builder, Orbel Homes, said it rained.",
        ["representative", "Orbel Homes", "Orbel Homes", "organization"],
    ),
    ("A Corrigal spokeswoman said rosters changed.", ["Corrigal spokeswoman", "Corrigal", "Corrigal", "organization"]),
    # the name after a noun for an organisation
    (
        "Ada Lund, head of the budget airline Skylark, said it rained.",
        ["head", "Skylark", "Skylark", "organization"],
    ),
    (
        "Ada Lund, chief executive of mobile music firm Skylark, said it rained.",
        ["chief executive", "Skylark", "Skylark", "organization"],
    ),
    (
        "Professor Ada Lund of the College of Eye Surgeons said it rained.",
        ["Professor", "College of Eye Surgeons", "College of Eye Surgeons", "organization"],
    ),
    # several people
    ("Analysts at Orbel Bank said it rained.", ["Analysts", "Orbel Bank", "Orbel Bank", "organization"]),
    ("Many critics said it rained.", ["critics", None]),
    ("Two US officials said it rained.", ["officials", "US", "United States", "place"]),
    # an apposition after the name
    ("Ada Lund, an Orbel-based lawyer, said it rained.", ["lawyer", None]),
    (
        '"It rained," said Ada Lund, chief of surgery at Orbel Hospital and a professor at the University of Leeds.',
        ["chief of surgery", "Orbel Hospital", "Orbel Hospital", "organization"],
        ["professor", "University of Leeds", "University of Leeds", "organization"],
    ),
    (
        "Mira Quispe, a Peruvian interior ministry spokesperson, said it rained.",
        [
            "Peruvian interior ministry spokesperson", "Peruvian interior ministry", "Peruvian interior ministry",
            "organization",
        ],
    ),
    (
        "Ada Lund, founder and chief executive of Nordair, said it rained.",
        ["founder", "Nordair", "Nordair", "organization"],
        ["chief executive", "Nordair", "Nordair", "organization"],
    ),
    (
        "Ada Lund, a lawyer, author and former mayor of Orbel, said it rained.",
        ["lawyer", None],
        ["author", None],
        ["former mayor", "Orbel", "Orbel", "place"],
    ),
    (
        "Ada Lund, a professor of law at the University of Leeds, said it rained.",
        ["professor of law", "University of Leeds", "University of Leeds", "organization"],
    ),
    (
        "Ada Lund, the U.N. envoy to Yemen, said it rained.",
        ["U.N. envoy to Yemen", "U.N.", "United Nations", "organization"],
    ),
    ("\"It rained.\" — Ada Lund, mayor of Orbel", ["mayor", "Orbel", "Orbel", "place"]),
    ("Ada Lund, Ukraine's commander-in-chief, said it rained.", ["commander-in-chief", "Ukraine", "Ukraine", "place"]),
    ("Ada Lund, the sister of one of the victims, said it rained.", ["sister of one of the victims", None]),
    ("Nordair's chair, Ada Lund, said it rained.", ["chair", "Nordair", "Nordair", "organization"]),
    ("The Orbel Institute said the company was late. Its coordinator, Ada Lund, said it rained.",
     ["coordinator", "Its", "Orbel Institute", "organization"]),
    ("The union met on Monday. Its secretary general, Ada Lund, said it rained.",
     ["secretary general", "Its", "union", "organization"]),
    ("Ada Lund, a two-time world champion, said it rained.", ["world champion", None]),
    ("Ada Lund, a 30-year veteran, said it rained.", ["veteran", None]),
    # the object of works "at" is an institution
    (
        "Ada Lund, an archaeologist at Leiden, said it rained.",
        ["archaeologist", "Leiden", "Leiden", "organization"],
    ),
    # an apposition that is the name
    ("The mayor of Orbel, Ada Lund, said it rained.", ["mayor", "Orbel", "Orbel", "place"]),
    (
        "The head of the local rescue agency, Ada Lund, said it rained.",
        ["head", "local rescue agency", "local rescue agency", "organization"],
    ),
    ("The German chancellor, Ada Lund, said it rained.", ["chancellor", "German", "Germany", "place"]),
    (
        "Orbel's police chief, Ada Lund, said it rained.",
        ["police chief", "Orbel's police", "Orbel's police", "organization"],
    ),
    # a predicate
    ("Ada Lund, who was the mayor of Orbel until 2019, said it rained.", ["mayor", "Orbel", "Orbel", "place"]),
    (
        "Ada Lund became chairwoman of Nordair. Lund said it rained.",
        ["chairwoman", "Nordair", "Nordair", "organization"],
    ),
    ("Ada Lund serves as deputy mayor of Orbel. Lund said it rained.", ["deputy mayor", "Orbel", "Orbel", "place"]),
    (
        "Ada Lund, who works at Nordair as a pilot, said it rained.",
        ["pilot", "Nordair", "Nordair", "organization"],
    ),
    ("Ada Lund, who was sworn in as a judge in 2023, said it rained.", ["judge", None]),
    (
        "Ada Lund was elected mayor of Orbel in May. Lund said on Monday that the bridge would reopen.",
        ["mayor", "Orbel", "Orbel", "place"],
    ),
    ("The clinic named Ada Lund director in May. Lund said it rained.", ["director", None]),
    ("Ada Lund took over as coach in May. Lund said it rained.", ["coach", None]),
    ("Ada Lund will replace Omar Stone as head coach. Lund said it rained.", ["head coach", None]),
    ("Ada Lund took over as chairwoman in May. Lund said it rained.", ["chairwoman", None]),
    ("Police did not identify Ada Lund as the driver. Lund said it rained.",),
    ("The board chose Ada Lund over its president, Omar Stone. Lund said it rained.",),
    ("“Lund is a good doctor,” Omar Stone said. Ada Lund said it rained.",),
    ("Ada Lund, who identified herself as an organizer of a rally, said it rained.", ["organizer of a rally", None]),
    ("In her first speech as mayor of Orbel, Ada Lund said it rained.", ["mayor", "Orbel", "Orbel", "place"]),
    ("Speaking for the last time as chairwoman, Ada Lund said it rained.", ["chairwoman", None]),
    ("Ada Lund, on her last day as deputy mayor, said it rained.", ["deputy mayor", None]),
    ("In her book about Omar Stone as mayor, Ada Lund said it rained.",),
    ("Referring to Omar Stone as chairman, Ada Lund said it rained.",),
    # a description
    ("A spokesman for the ministry said it rained.", ["spokesman", "ministry", "ministry", "organization"]),
    # an affiliation, and the full name of its organisation
    (
        "Ada Lund, head of the OHB, said it rained. The Orbel Harbour Board met on Monday.",
        ["head", "OHB", "Orbel Harbour Board", "organization"],
    ),
    # an affiliation that refers to an organisation named before
    (
        "Orbel Air, the largest airline, will close. The airline's chief executive, Ida Vale, said it rained.",
        ["chief executive", "airline", "Orbel Air", "organization"],
    ),
    (
        "Orbel Air will close in May. A company spokeswoman said it rained.",
        ["company spokeswoman", "company", "Orbel Air", "organization"],
    ),
    (
        "Orbel Air will close in May. The union's leader, Ida Vale, said it rained.",
        ["leader", "union", "union", "organization"],
    ),
    # nouns that the model reads as people
    ('"We took the cow," said Ada Lund, a school cook.', ["school cook", "school", "school", "organization"]),
    ("Her pupil Ida Vale, who came from Orbel, said it rained.", ["pupil", None]),
    # titles with a complement and with hyphens
    ("Chair of trustees Lady Ida Vale said it rained.", ["Chair of trustees", None]),
    ("Leader of the opposition Ida Vale said it rained.", ["Leader of the opposition", None]),
    ("Editor-in-chief Ida Vale said it rained.", ["Editor-in-chief", None]),
    ("Commander-in-chief General Omar Stone said it rained.", ["Commander-in-chief General", None]),
    ("A director-general, Ida Vale, said it rained.", ["director-general", None]),
    ("The stand-up comedian Ida Vale said it rained.", ["stand-up comedian", None]),
    # organisations without a name that own a role, and that a preposition or a compound connects with it
    ("The committee's chairwoman said it rained.", ["chairwoman", "committee", "committee", "organization"]),
    (
        "The site's editor-in-chief said the story had been removed.",
        ["editor-in-chief", "site", "site", "organization"],
    ),
    ("A trader at a brokerage said it rained.", ["trader", "brokerage", "brokerage", "organization"]),
    ("A dealer at his brokerage said it rained.", ["dealer", "brokerage", "brokerage", "organization"]),
    ("A chemist at the security firm Palisade said no.", ["chemist", "Palisade", "Palisade", "organization"]),
    ("A police officer said it rained.", ["police officer", "police", "police", "organization"]),
    ("The club doctor said it rained.", ["club doctor", "club", "club", "organization"]),
    ("Her former team-mate Ada Lund said it rained.", ["former team-mate", None]),
    ("Vale's chief safety officer, Ada Lund, said no.", ["chief safety officer", "Vale", "Vale", "organization"]),
    # an adjective after the noun
    ("Oregon's attorney general said it rained.", ["attorney general", "Oregon", "Oregon", "place"]),
    # descriptions of unnamed people: no office, no age
    ("A soybean grower from Lima said it rained.", ["soybean grower", None]),
    ("Ada Lund was fined. The defendant said it rained.", ["defendant", None]),
    ("Her husband said it rained.", ["husband", None]),
    ("The 45-year-old said it rained.",),
    ("A source said it rained.",),
    # a description of a person named later, not a source
    (
        "The conductor of the Orbel orchestra resigned on Monday. Ida Vale said it rained.",
        ["conductor", "Orbel orchestra", "Orbel orchestra", "organization"],
    ),
    # a predicate of a pronoun
    ("Ada Lund has praised the figure. She is a trauma surgeon and told the board so.", ["trauma surgeon", None]),
    # a noun that no list has, before a full name
    ("The Institute's policy lead, Ada Lund, said it rained.", ["policy lead", *2 * ["Institute"], "organization"]),
    ("Hotelier Ada Lund said it rained.", ["Hotelier", None]),
    ("Exhibition lead Ada Lund said it rained.", ["Exhibition lead", None]),
    ("Ada Lund, the exhibition lead, said it rained.", ["exhibition lead", None]),
    # the full form of a title
    (
        "Kenyan Minister Ada Lund left. Lund, the finance minister, said it rained.",
        ["Minister", "Kenyan", "Kenya", "place"],
        ["finance minister", "Kenyan", "Kenya", "place"],
    ),
    ("Her Norwegian counterpart said it rained.", ["counterpart", "Norwegian", "Norway", "place"]),
    # of a team whose name may be labelled as a person; the party in brackets; after a form of address
    ("“It was red,” said Trovik’s coach, Omar Stone.", ["coach", "Trovik", "Trovik", "person"]),
    (
        "Minister Ida Vale (Orbel National Congress, Kwalla South) said it rained.",
        ["Minister", "Orbel National Congress", "Orbel National Congress", "organization"],
    ),
    ("The Commissioner for Information, Hajiya Ida Vale, said it rained.", ["Commissioner for Information", None]),
    # before a rank of two words
    (
        "Army spokesman Brigadier General Ada Lund said it rained.",
        ["Army spokesman", "Army", "Army", "organization"],
        ["Brigadier General", None],
    ),
    (
        "Defence ministry spokesman Major-General Ada Lund said it rained.",
        ["Defence ministry spokesman", "Defence ministry", "Defence ministry", "organization"],
        ["Major-General", None],
    ),
    # what follows the "for" of a minister is a field, and the "of" of an author a work, whatever their names
    ("Ida Vale, author of the Orbel Report, said it rained.", ["author of the Orbel Report", None]),
    (
        "Ida Vale, an author at Orbel University, said it rained.",
        ["author", "Orbel University", "Orbel University", "organization"],
    ),
    (
        "The Minister for the Marine Environment, Ida Vale, said it rained.",
        ["Minister for the Marine Environment", None],
    ),
    ("Ida Vale, the shadow minister for Home Affairs, said it rained.", ["shadow minister for Home Affairs", None]),
    # owners and names further below in the phrase
    (
        "Ida Vale, commander of the Orbel Guard's northern district, said it rained.",
        ["commander", "Orbel Guard's northern district", "Orbel Guard's northern district", "organization"],
    ),
    (
        "Ida Vale, founder of the Democratic Tamil-Welsh Women Caucus, said it rained.",
        ["founder", "Democratic Tamil-Welsh Women Caucus", "Democratic Tamil-Welsh Women Caucus", "organization"],
    ),
    # titles before a form of address, and two subjects
    ("Local GP Dr Ada Lund says it rained.", ["Local GP", None]),
    ("Leader of the Opposition Smt. Ada Lund alleged that it rained.", ["Leader of the Opposition", None]),
    ("Senior Advocate Smt. Ada Lund, appearing for him, said it rained.", ["Senior Advocate", None]),
    (
        "Orbel's head of corporate affairs Ada Lund dismissed the claims as \"street talk\".",
        ["head of corporate affairs", "Orbel", "Orbel", "organization"],
    ),
    # parties
    (
        "The Republican senator Ada Lund said it rained.",
        ["Republican senator", "Republican", "Republican Party", "organization"],
    ),
    ("Labour's election chief Ada Lund said it rained.", ["election chief", "Labour", "Labour Party", "organization"]),
    (
        "Ada Lund, the Republican Senate leader, said it rained.",
        ["Republican Senate leader", "Senate", "Senate", "organization"],
    ),
    ("Labor Secretary Ada Lund said it rained.", ["Labor Secretary", None]),
    # a demonym after other adjectives, and an owner of an owner
    ("A senior Kenyan provincial official said it rained.", ["provincial official", "Kenyan", "Kenya", "place"]),
    ("France's women's minister, Ada Lund, said it rained.", ["minister", "France", "France", "place"]),
    # an affiliation that coordinated roles share
    (
        "Nordair President and CEO Ada Lund said it rained.",
        ["Nordair President", "Nordair", "Nordair", "organization"],
        ["CEO", "Nordair", "Nordair", "organization"],
    ),
    (
        "Businessman and Nordair adviser Ada Lund said it rained.",
        ["Businessman", None],
        ["Nordair adviser", "Nordair", "Nordair", "organization"],
    ),
    (
        "New Zealand's minister for climate change and associate minister of agriculture, Ada Lund, said it rained.",
        ["minister for climate change", "New Zealand", "New Zealand", "place"],
        ["associate minister of agriculture", "New Zealand", "New Zealand", "place"],
    ),
    ("Ada Lund, the Minister for Women and Equalities, said it rained.", ["Minister for Women and Equalities", None]),
    # a noun that the model reads as an organisation, clients, and a place
    (
        "A spokesperson at the IDF news desk said it rained.",
        ["spokesperson", "IDF news desk", "IDF news desk", "organization"],
    ),
    ("Ada Lund, a lawyer for the family, said it rained.", ["lawyer", "family", "family", "person"]),
    ("Ada Lund, a psychologist in Lima, said it rained.", ["psychologist", "Lima", "Lima", "place"]),
    (
        "Lawyer, novelist and one-time candidate Ada Lund said it rained.",
        ["Lawyer", None],
        ["novelist", None],
        ["candidate", None],
    ),
    ("Ada Lund, a Democrat from Oregon, said it rained.", ["Democrat", "Oregon", "Oregon", "place"]),
    (
        "Ada Lund, MSP for Skye and her party's health spokeswoman, said it rained.",
        ["MSP", "Skye", "Skye", "person"],
        ["health spokeswoman", "party", "party", "organization"],
    ),
    # a predicative complement, and a name that the tree has as a subject
    ("A student, who gave her name as Blessing, said it rained.", ["student", None]),
    ("According to a neighbor, Ada Moe-Pettersen, Dr. Strand was taking measurements.", ["neighbor", None]),
    # ranks of two words
    (
        "“It rained,” said Pentagon Press Secretary Rear Adm. Omar Stone.",
        ["Pentagon Press Secretary", "Pentagon", "Pentagon", "organization"],
        ["Rear Adm.", None],
    ),
    # what another role follows
    (
        "Omar Stone, a retired plumber and chairman of Friends of Orbel, said it rained.",
        ["retired plumber", None],
        ["chairman", "Friends of Orbel", "Friends of Orbel", "organization"],
    ),
    (
        "Ada Lund, a mother of two and founder of Safe Roads, said it rained.",
        ["mother of two", None],
        ["founder", "Safe Roads", "Safe Roads", "organization"],
    ),
    # "for" and a field
    ("Minister for Health Ida Vale, who was in Orbel, said it rained.", ["Minister for Health", None]),
    # fields and kinds of office, which no organisation has as its name
    ("Secretary for Leisure and Tourism Ida Vale said it rained.", ["Secretary for Leisure and Tourism", None]),
    (
        "“It rained,” said Ida Vale, Press Secretary for Nordair.",
        ["Press Secretary", "Nordair", "Nordair", "organization"],
    ),
    ("But Treasury and Budget Minister Ida Vale said it rained.", ["Treasury and Budget Minister", None]),
    ("The Postal Ombudsman, Gwen Harte, said complaints had risen.", ["Postal Ombudsman", None]),
    ("Ida Vale, the Paramount Chief, said it rained.", ["Paramount Chief", None]),
    ("Ida Vale, Party chief of the county, said it rained.", ["Party chief", "county", "county", "organization"]),
    (
        "Ida Vale, editor of the Weekly Examiner, said it rained.",
        ["editor", "Weekly Examiner", "Weekly Examiner", "organization"],
    ),
    # an address
    ("Teacher Laura Penn, 34, of Oak Street, Bristol, denied that it rained.", ["Teacher", None]),
    # home
    ("Ida Vale, a 52-year-old grandmother from Norvik, said it rained.", ["grandmother", None]),
    ("A tourist from Orbel said it rained.", ["tourist", None]),
    ("Teacher Ida Vale, 44, of Leeds, said it rained.", ["Teacher", None]),
    ("Her husband, Omar Vale, who works for Nordair, said it rained.", ["husband", None]),
    ("Sen. Ida Vale, from Kansas, said it rained.", ["Sen.", "Kansas", "Kansas", "place"]),
    (
        "Ida Vale, mother of two and founder of Nordair, said it rained.",
        ["mother of two", None],
        ["founder", "Nordair", "Nordair", "organization"],
    ),
    # members of parties
    (
        "Senator Ida Vale, Democrat of Oregon, said it rained.",
        ["Senator", None],
        ["Democrat", "Oregon", "Oregon", "place"],
    ),
    ("Ida Vale backed the Democrat of Oregon, Omar Stone said.",),
    ("Republican Sen. Ida Vale of Utah said it rained.", ["Republican Sen.", "Utah", "Utah", "place"]),
    (
        "Republican strategist Ida Vale of Utah said it rained.",
        ["Republican strategist", "Republican", "Republican Party", "organization"],
    ),
    (
        "Rep. Ida Vale, the top Democrat on the Budget Committee, said it rained.",
        ["Rep.", None],
        ["top Democrat", "Budget Committee", "Budget Committee", "organization"],
    ),
    # a coordinated clause
    (
        "Ida Vale runs a bakery and is chairwoman of the Orbel Growers Union. Vale said it rained.",
        ["chairwoman", "Orbel Growers Union", "Orbel Growers Union", "organization"],
    ),
    ("Ida Vale runs a bakery and Omar Stone is chairman of the Orbel Growers Union. Vale said it rained.",),
    ("Ida Vale shouts a lot and is a notorious liar. Vale said it rained.",),
    # one of several
    (
        "Ida Vale, one of the teachers at Orbel High School, said it rained.",
        ["teachers", "Orbel High School", "Orbel High School", "organization"],
    ),
    ("One of the pilots on strike, Omar Stone, said it rained.", ["pilots", None]),
    ("One of them, Omar Stone, said it rained.",),
    # addressees, and reporters who are the source
    ("Omar Stone left early. Ida Vale told journalists Stone had lied. Stone said it rained.",),
    ("Ida Vale told the pilots Omar Stone had lied. Stone said it rained.",),
    ("Ada Lund told reporter Omar Stone the bridge was safe. Stone said she had sounded nervous.", ["reporter", None]),
    (
        "The mayor called Democratic nominee Ida Vale a liar. Vale said it rained.",
        ["Democratic nominee", "Democratic", "Democratic Party", "organization"],
    ),
    # the role of somebody whose name is joined to it
    ("Ida Smith-Vale sued. Smith-Vale's solicitor, Omar Stone, said it rained. Smith-Vale said it snowed.",),
    # fields, and bodies of any place
    (
        "Labour law professor Ida Vale of Norvik University said it rained.",
        ["Labour law professor", "Norvik University", "Norvik University", "organization"],
    ),
    (
        "Bank analyst Ida Vale of Stone Partners said it rained.",
        ["Bank analyst", "Stone Partners", "Stone Partners", "organization"],
    ),
    ("Police Chief Ida Vale of Norvik said it rained.", ["Police Chief", "Norvik", "Norvik", "place"]),
    ("District nurse Ida Vale said it rained.", ["District nurse", None]),
    (
        "Ida Vale, a district administrator, said it rained.",
        ["district administrator", None],
    ),
    # a nation before a party
    (
        "Scottish Labour leader Ida Vale said it rained.",
        ["Scottish Labour leader", "Scottish Labour", "Scottish Labour", "organization"],
    ),
    # participles before an affiliation
    ("Injured Leeds winger Ida Vale said it rained.", ["winger", "Leeds", "Leeds", "place"]),
    # names of two people whose roles share an article
    (
        "The chair, Ida Vale, and treasurer, Omar Stone, resigned. Stone said the club was broke.",
        ["treasurer", None],
    ),
    # several names after one role
    ("Sens. Ida Vale and Omar Stone met. Stone said it rained.", ["Sens.", None]),
    ("The surgeons, Ida Vale and Omar Stone, met. Stone said it rained.", ["surgeons", None]),
    ("Two bakers, Ida Vale and Omar Stone, a pilot, met. Stone said it rained.", ["pilot", None]),
    ("Mayor Ida Vale and Omar Stone met. Stone said it rained.",),
    ("Neighbours of Ida Vale and Omar Stone met. Stone said it rained.",),
    # adjectives in capitals
    (
        "Senior Verdo Party strategist Ida Vale said it rained.",
        ["Senior Verdo Party strategist", "Verdo Party", "Verdo Party", "organization"],
    ),
    # titles with a possessive or "in"
    ("State's Attorney Ida Vale said it rained.", ["State's Attorney", None]),
    (
        "Norvik County State's Attorney Ida Vale said it rained.",
        ["Norvik County State's Attorney", "Norvik County", "Norvik County", "organization"],
    ),
    ("Nordair's lawyer Ida Vale said it rained.", ["lawyer", "Nordair", "Nordair", "organization"]),
    (
        "FBI Special Agent in Charge Ida Vale said it rained.",
        ["FBI Special Agent in Charge", "FBI", "FBI", "organization"],
    ),
    # a clause about somebody without a name
    ("A nurse who works at the clinic said it rained.", ["nurse", "clinic", "clinic", "organization"]),
    # forms of address between a title and a name, or before the title
    ("Prime Minister Dr. the Honourable Winston Lake said it rained.", ["Prime Minister", None]),
    ("Chief Justice Her Ladyship Ida Vale said it rained.", ["Chief Justice", None]),
    ("Her Worship Mayor Ida Vale said it rained.", ["Mayor", None]),
    ("Her Honour Judge Ida Vale said it rained.", ["Judge", None]),
    (
        "The Honourable Minister of Health, Ida Vale, said the hospital would open in June.",
        ["Minister of Health", None],
    ),
    ("The Right Honourable Ida Vale said it rained.",),
    # a party without an article
    ("Kansas Democrat Ida Vale said it rained.", ["Democrat", "Kansas", "Kansas", "place"]),
    ("Coach Del Stone said it rained.", ["Coach", None]),
    # nouns for people that are no offices, and for things too
    ("Barber Ida Vale said it rained.", ["Barber", None]),
    ("Tour guide Ida Vale said it rained.", ["Tour guide", None]),
    ("Omar Stone, a model, said it rained.", ["model", None]),
    ("Hunter Ida Vale said it rained.",),
    # positions in a team
    ("Mustangs closer Ida Vale said it rained.", ["Mustangs closer", "Mustangs", "Mustangs", "organization"]),
    ("Orbel running back Omar Stone said it rained.", ["Orbel running back", "Orbel", "Orbel", "organization"]),
    ("It was late, but sixth man Omar Stone said it rained.", ["sixth man", None]),
    ("All-rounder Ida Vale said it rained.", ["All-rounder", None]),
    ("Ida Vale, the Bears goal attack, said it rained.", ["Bears goal attack", "Bears", "Bears", "organization"]),
    ("It rained, said Test opener Ida Vale.", ["Test opener", None]),
    ("The club sent forward Ida Vale home. Vale said it rained.", ["forward", None]),
    # letters after the name
    ("Hana Brodie MSP said it rained.", ["MSP", None]),
    ("Hana Brodie MD said it rained.",),
    ("Crofter Emil Vale said it rained.", ["Crofter", None]),
    # each of two people in one phrase has an office
    (
        "The committee's president, Ada Lund, and its treasurer, Omar Stone, resigned. Lund said it rained.",
        ["president", "committee", "committee", "organization"],
    ),
    (
        "The committee's president and treasurer, Ada Lund, resigned. Lund said it rained.",
        ["president", "committee", "committee", "organization"],
        ["treasurer", "committee", "committee", "organization"],
    ),
    ("Her brother, a retired miner, said it rained.", ["brother", None], ["retired miner", None]),
    ("Their neighbour, a plumber, said it rained.", ["neighbour", None], ["plumber", None]),
    ("Her brother, a miner's friend, said it rained.", ["brother", None]),
    ("Her brother, like a miner, said it rained.", ["brother", None]),
    # neither
    ("The Ashdown clinic, Irene Voss said on Monday, had run out of beds.",),
    ("Irene Voss, no fan of taxes, said it rained.",),
    ("Ada Lund met the mayor of Orbel. Lund said it rained.",),
    ("Ida Baker, Omar King and a pilot left. Baker said it rained.",),
    ("Ada Lund is not a pilot. Lund said it rained.",),
    ("Ada Lund named Omar Stone chairman. Lund said it rained.",),
    ("Ada Lund identified him as a pilot. Lund said it rained.",),
]  # fmt: skip

# texts of these that the model misreads, and why
MISREAD = {
    "Harbour chief Ada Lund said it rained.": "the tagger takes the first word for an organisation",
    "Ada Lund, a lawyer, author and former mayor of Orbel, said it rained.": (
        "the parser takes “mayor” for a conjunct of “lawyer”, so that they share the place"
    ),
    "Leader of the opposition Ida Vale said it rained.": "the noun “opposition” is read as an organisation",
}


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Ada Lund, who chairs the Orbel Trust, said it rained.", "chair", "Orbel Trust"),
        ("“It rained,” said Ada Lund, who edits the Orbel Post.", "editor", "Orbel Post"),
        ("A woman who coaches the Orbel Rovers said it rained.", "coach", "Orbel Rovers"),
        ("Ada Lund, who chaired the Orbel Trust, said it rained.", None, "Orbel Trust"),
        ("Ada Lund, who heads home at six, said it rained.", None, None),
        ("Ada Lund KC, prosecuting, said it rained.", "prosecutor", None),
        ("Prosecuting, Ada Lund said it rained.", "prosecutor", None),
        ("Ada Lund, for the defence, said it rained.", "counsel", None),
        ("Ada Lund, for Fallowfield, said it rained on her client.", "counsel", "Fallowfield"),
        ("Ada Lund, defending the plan, said it rained.", None, None),
    ],
)
def test_a_verb_or_phrase_states_a_role(
    attributor: QuoteAttributor, text: str, role: str | None, affiliation: str | None
) -> None:
    found = last_speaker(attributor, text)
    assert (found.role, found.affiliation) == (role, affiliation)
    for each in found.roles:
        assert (each.text, each.full) == (each.span.of(text), role)


def test_a_role_that_a_verb_states_survives_json(attributor: QuoteAttributor) -> None:
    text = "Ada Lund, who heads the port authority, said the ferry would close."
    document = attributor(text)
    assert quoteattr.from_dict(quoteattr.to_dict(document), text).speakers == document.speakers


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("Ada Lund, a retired judge, said it rained.", True),
        ("Ex-Prime Minister Ada Lund said it rained.", True),
        ("The ex-Nordair pilot Ada Lund said it rained.", True),
        ("Ada Lund, who was governor of Orbel until 2019, said it rained.", True),
        ("Ada Lund, who served as mayor from 2001 to 2009, said it rained.", True),
        ("Ada Lund, who has been mayor since 2019, said it rained.", False),
        ("Ada Lund, who is mayor until 2030, said it rained.", False),
    ],
)
def test_a_role_has_ended(attributor: QuoteAttributor, text: str, former: bool) -> None:
    assert [role.former for role in last_speaker(attributor, text).roles] == [former]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param(
            text, roles, marks=[pytest.mark.xfail(reason=MISREAD[text], strict=True)] if text in MISREAD else []
        )
        for text, *roles in ROLES
    ],
)
def test_roles_are_in_text_order_with_their_affiliations(
    attributor: QuoteAttributor, text: str, roles: list[list[str | None]]
) -> None:
    found = last_speaker(attributor, text)
    assert [
        [role.text, *((place.text, place.name, place.kind) if (place := role.affiliation) else (None,))]
        for role in found.roles
    ] == roles
    for role in found.roles:
        assert role.span.of(text) == role.text
        assert role.affiliation is None or role.affiliation.span.of(text) == role.affiliation.text


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Ada Lund of Orbel Bank said it rained. “Yes,” said Lund, a former pilot.", "former pilot", "Orbel Bank"),
        ("Ada Lund of Nordair said it rained. Lund, the mayor of Orbel, left.", "mayor", "Orbel"),
        (
            "Omar Stone, an adviser to the campaign on taxes and a professor at Orbel University, said it rained.",
            "professor",
            "Orbel University",
        ),
        ("“It rained,” said Mayor Ada Lund. — Ada Lund, Twitter", "Mayor", None),
        ("Nordair's lawyer, Ada Lund of the firm Stone Vale, said it rained.", "lawyer", "Stone Vale"),
        ("Nordair's lawyer, Ada Lund of Orbel, said it rained.", "lawyer", "Nordair"),
        ("Retired engineer Omar Stone, who chairs the Orbel Trust, said it rained.", "chair", "Orbel Trust"),
        ("His wife, Ida Stone, who will manage the new shop, said it rained.", "wife", None),
        ("It rained, said Ada Lund, Nauru's minister for roads.", "minister for roads", "Nauru"),
        ("Corrective Services minister Ada Lund said it rained.", "Corrective Services minister", None),
        ("Assistant U.S. Attorney Ada Lund said it rained.", "Assistant U.S. Attorney", "U.S."),
        ("“It rained,” Texas Attorney General Ada Lund told Reuters.", "Attorney General", "Texas"),
        ("“It rained,” said Nordair director for safety Ada Lund.", "Nordair director for safety", "Nordair"),
        ("Deputy Prime Minister Sheikh Mansour Lund said it rained.", "Deputy Prime Minister", None),
        ("“It rained,” said DS Ada Lund.", "DS", None),
        (
            "Ada Lund, managing partner of consultancy Kade Partners, said it rained.",
            "managing partner",
            "Kade Partners",
        ),
        pytest.param(
            "Ada Lund, head of the coral programme at the Orbel Institute, said it rained.",
            "head of the coral programme",
            "Orbel Institute",
            marks=pytest.mark.xfail(reason="the noun “programme” is read as an organisation", strict=True),
        ),
    ],
)
def test_an_affiliation_without_a_role(
    attributor: QuoteAttributor, text: str, role: str, affiliation: str | None
) -> None:
    """If no role has an affiliation, the speaker has the one next to the name; a channel is not one."""
    found = last_speaker(attributor, text)
    assert (found.role, found.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mayor Ida Vale, who is also the city's fire chief, said it rained.", "Mayor"),
        ("Prime Minister Ida Vale, the party's leader since 2019, said it rained.", "Prime Minister"),
        ("Governor Ida Vale, a member of the bar, said it rained.", "Governor"),
        ("Actor Ida Vale, president of Nordair, said it rained.", "president"),
        ("Colonel Ida Vale, the army's spokeswoman, said it rained.", "spokeswoman"),  # a rank is no office
        ("Prof. Ida Vale, the union's leader, said it rained.", "leader"),
        ("Founder Ida Vale said it rained. “It snowed,” the young founder said.", "Founder"),
    ],
)
def test_a_title_precedes_roles_at_organisations_without_a_name(
    attributor: QuoteAttributor, text: str, role: str
) -> None:
    assert last_speaker(attributor, text).role == role


@pytest.mark.parametrize(
    "text",
    [
        "Omar Stone's cousin, Ida Vale, is a bus driver. Bus driver Ida Vale said it rained.",
        "Omar Stone and his great-aunt, Ida Vale, left. Bus driver Ida Vale said it rained.",
    ],
)
def test_the_best_role_is_more_than_kinship(attributor: QuoteAttributor, text: str) -> None:
    assert last_speaker(attributor, text).role == "Bus driver"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Her husband Carl Moen, a former pilot with Nordair, said it rained.", "former pilot"),
        ("The boy's father, retired teacher Omar Stone, said it rained.", "retired teacher"),
        ("His brother-in-law, former judge Omar Stone, said it rained.", "former judge"),
        ("Her predecessor, Judge Omar Stone, said it rained.", "Judge"),
        ("His successor, Professor Ida Vale, said it rained.", "Professor"),
        ("Ida Vale runs the farm. Her business partner, vet Omar Stone, said it rained.", "vet"),
        # no other role, or one at an organisation
        ("His successor, Ida Vale, said it rained.", "successor"),
        ("Ida Vale, a partner at Lund & Moss and a former judge, said it rained.", "partner"),
        ("Ida Vale, the firm's senior partner and former chair, said it rained.", "senior partner"),
        ("Associate Professor Ida Vale, a former farmer, said it rained.", "Associate Professor"),
    ],
)
def test_the_best_role_is_more_than_a_relation_to_a_person(attributor: QuoteAttributor, text: str, role: str) -> None:
    assert last_speaker(attributor, text).role == role


def test_the_best_role_is_more_than_a_party(attributor: QuoteAttributor) -> None:
    found = last_speaker(attributor, "Democrat Ida Vale met voters. Vale, the Democratic nominee, said it rained.")
    assert (found.role, found.affiliation) == ("Democratic nominee", "Democratic")


def test_the_best_role_is_current_and_has_an_affiliation(attributor: QuoteAttributor) -> None:
    found = last_speaker(
        attributor,
        "Former Secretary of State Ada Lund, now a professor of law at the University of Leeds, said it rained.",
    )
    assert (found.role, found.affiliation) == ("professor of law", "University of Leeds")
    assert [(role.text, role.former) for role in found.roles] == [
        ("Former Secretary of State", True),
        ("professor of law", False),
    ]


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Ada Lund of the Orbel Institute said it rained.", "Orbel Institute"),
        ("Mr Stone, of the Orbel Residents' Association, said it rained.", "Orbel Residents' Association"),
        ("Ada Lund, who runs the Orbel Institute, said it rained.", "Orbel Institute"),
        ("Ada Lund, who runs 60 cows at Norvik, said it rained.", None),
        ("Ada Lund met Omar Stone of the Orbel Institute. Lund said it rained.", None),
        ("Ada Lund (Reform, Orbel) said it rained.", "Reform"),
        ("New Zealand's Ada Lund said it rained.", "New Zealand"),
        ("Ada Lund, a 19-year-old from Norvik, said it rained.", None),
        ("Ada Lund, who lives in Norvik, said it rained.", None),
        ("Ada Lund, whose son attends Hill School, said it rained.", None),
        ("Ada Lund, whose husband works for Nordair, said it rained.", None),
        ("Ada Lund, whose firm, the Orbel Trust, has closed, said it rained.", "Orbel Trust"),
        ("Lund, of Norvik, said it rained.", None),
        ("Ada Lund, 29, from Norvik, said it rained.", None),
        ("A woman who works at the laundromat said it rained.", "laundromat"),
        ("Ida Vale of the advocacy group Fair Docket said it rained.", "Fair Docket"),
        ("A woman who called the Orbel Institute said it rained.", None),
    ],
)
def test_affiliation_without_a_role(attributor: QuoteAttributor, text: str, affiliation: str | None) -> None:
    found = last_speaker(attributor, text)
    assert (found.role, found.affiliation) == (None, affiliation)


# a text and the name, role and affiliation of its last speaker
SURNAMES = [
    ("The jury foreman, a plumber called Omar Stone, said it rained.", "Omar Stone", "jury foreman", None),
    ("Gov. Omar Baker said it rained. Baker said the levee held.", "Omar Baker", "Gov.", None),
    ("Sen. Ada King said it rained. King added that it was over.", "Ada King", "Sen.", None),
    ("Aaron Judge said it rained. Judge said it was over.", "Aaron Judge", None, None),
    ("Ida Baker, the owner of Orbel Foods, said it rained.", "Ida Baker", "owner", "Orbel Foods"),
    ("Baker Ida Vale said it rained.", "Ida Vale", "Baker", None),
    ("Judge Omar Stone said it rained.", "Omar Stone", "Judge", None),
    ("The bill's author, Senator Ida Vale (D-Orbel), said it rained.", "Ida Vale", "author", "Orbel"),
    ("The Chief Justice, Ida Vale, said it rained.", "Ida Vale", "Chief Justice", None),
    # the tree has place and name as a coordination
    ("The mayor of Orbel, Budi Hartono, said it rained.", "Budi Hartono", "mayor", "Orbel"),
]


@pytest.mark.parametrize(("text", "name", "role", "affiliation"), SURNAMES)
def test_surname_is_not_a_title(
    attributor: QuoteAttributor, text: str, name: str, role: str | None, affiliation: str | None
) -> None:
    found = last_speaker(attributor, text)
    assert (found.name, found.role, found.affiliation) == (name, role, affiliation)


# a text, and the affiliation of its last speaker by text and name (that of "its" is the antecedent's)
OWNERS = [
    ("Orbel Bank closed. Its chief executive, Ana Ruiz, said it rained.", "Its", "Orbel Bank"),
    ("The bank closed on Monday. Ana Ruiz, its chief executive, said it rained.", "its", "bank"),
    ("The Orbel council met. Their spokesman, Omar Stone, said it rained.", "Their", "Orbel council"),
    ("Gov. Ann Pell vetoed it. Her spokeswoman, Mia Cole, said it rained.", "Her", "Ann Pell"),
    ("Omar Stone was absent. His press secretary, Ida Vale, said it rained.", "His", "Omar Stone"),
    ("Sen. Omar Stone was absent. His chief of staff, Ida Vale, said it rained.", "His", "Omar Stone"),
]


@pytest.mark.parametrize(
    "text",
    [
        "Omar Stone was fired in May. His lawyer, Ida Vale, said it rained.",
        "Striker Omar Stone was absent. His agent, Ida Vale, said it rained.",
        "Omar Stone was absent. Omar Stone's agent said it rained.",
    ],
)
def test_the_client_of_a_lawyer_or_agent_belongs_to_the_role_alone(attributor: QuoteAttributor, text: str) -> None:
    found = last_speaker(attributor, text)
    [role] = found.roles
    assert role.affiliation is not None
    assert (role.affiliation.name, role.affiliation.kind, found.affiliation) == ("Omar Stone", "person", None)


def test_a_manager_is_not_affiliated_with_whom_a_pronoun_names(attributor: QuoteAttributor) -> None:
    """A company employs most of them."""
    assert last_speaker(attributor, "Omar Stone was late. His manager, Ida Vale, said it rained.").affiliation is None


@pytest.mark.parametrize(("text", "written", "name"), OWNERS)
def test_a_pronoun_before_a_role_refers_to_the_organisation(
    attributor: QuoteAttributor, text: str, written: str, name: str
) -> None:
    found = last_speaker(attributor, text)
    [role] = found.roles
    assert role.affiliation is not None
    assert (role.affiliation.text, role.affiliation.name, found.affiliation) == (written, name, name)


@pytest.mark.parametrize(
    "text",
    ["Its chief executive, Ana Ruiz, said it rained.", "Ada Lund left. Her brother, Omar Stone, said it rained."],
)
def test_a_pronoun_without_an_organisation_is_not_an_affiliation(attributor: QuoteAttributor, text: str) -> None:
    found = last_speaker(attributor, text)
    assert found.affiliation is None
    assert [role.affiliation for role in found.roles] == [None]


AGES = [
    ("Ada Lund, 45, a teacher at Orbel High School, said it rained.", 45),
    ("Ada Lund, a 45-year-old nurse from Orbel, said it rained.", 45),
    ("Ada Lund (45) said it rained.", 45),
    ("A 45-year-old resident said it rained.", 45),
    ("Ada Lund, 4500, said it rained.", None),
    ("The 37-year-old knew Lund was late. Lund said it rained.", None),
]


@pytest.mark.parametrize(("text", "age"), AGES)
def test_age(attributor: QuoteAttributor, text: str, age: int | None) -> None:
    assert last_speaker(attributor, text).age == age


@pytest.mark.parametrize(
    ("held", "noun"),
    [("club", "club"), ("planning board", "board"), ("Council", "council"), ("Trade union", "union"), ("Senate", None),
     ("City", "city"), ("Nordair", None), ("Orbel Council", None)],
)  # fmt: skip
def test_the_noun_of_an_affiliation_without_a_name(held: str, noun: str | None) -> None:
    assert generic_noun(held) == noun


@pytest.mark.parametrize(
    ("role", "full"),
    [
        ("Gov.", "Governor"),
        ("Lt. Gov.", "Lieutenant Governor"),
        ("Lt.-Col.", "Lieutenant-Colonel"),
        ("Nordair CEO", "Nordair Chief Executive Officer"),
        ("mayor", None),
    ],
)
def test_full_title(role: str, full: str | None) -> None:
    assert full_title(role) == full


def test_a_pronoun_is_not_an_affiliation_that_a_description_could_contradict() -> None:
    """ "Its spokesman" may be the spokesman of Nordair."""
    text = "Its spokesman left"
    tree = sentence(text, "Its/PRON/2/nmod:poss spokesman/NOUN/3/nsubj left/VERB/0/root")
    office = office_in_phrase(SentenceContext(text, tree, (), {}), tree.words[1])
    assert office.affiliation is None
    assert [role.affiliation and role.affiliation.text for role in office.roles] == ["Its"]


def test_a_degree_is_not_an_affiliation() -> None:
    """The tagger may label "PhD" as an organisation."""
    text = "A PhD student left"
    tree = sentence(text, "A/DET/3/det PhD/PROPN/3/compound student/NOUN/4/nsubj left/VERB/0/root")
    context = SentenceContext(text, tree, (NameSpan(1, 2, "organization", labelled=True),), {})
    office = office_in_phrase(context, tree.words[2])
    assert (office.role, office.affiliation) == ("PhD student", None)


def test_a_role_ends_before_a_coordination_that_crosses_its_complement() -> None:
    """The parser may attach the first "and" to "director", although it is before the complement "films"."""
    text = "The adviser to press and films and a director left"
    tree = sentence(
        text,
        "The/DET/2/det adviser/NOUN/10/nsubj to/ADP/6/case press/NOUN/2/nmod and/CCONJ/9/cc films/NOUN/2/nmod "
        "and/CCONJ/9/cc a/DET/9/det director/NOUN/6/conj left/VERB/0/root",
    )
    office = office_in_phrase(SentenceContext(text, tree, (), {}), tree.words[1])
    assert [role.text for role in office.roles] == ["adviser to press and films"]
