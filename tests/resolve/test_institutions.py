"""A description such as "the ministry" is linked to a name only where the text supports it."""

from __future__ import annotations

import pytest

import quoteattr

# 25 contexts with eight descriptions each that refer to somebody else: "The … said it would wait." follows.
APART = [
    ("Microsoft opened an office in Port Ellin.", "government union ministry bank court party school police"),
    ("Nordair cut eleven flights in June.", "government union ministry bank court council regulator university"),
    ("Shares of Orbel Energy fell on Monday.", "government union bank court party hospital parliament newspaper"),
    ("Lund & Vale sold its last ship.", "union ministry bank court council school church navy"),
    ("Tesla hired 200 workers in Halden.", "government union ministry court party police tribunal charity"),
    ("Reuters published the letter on Sunday.", "government union ministry bank court party school police"),
    ("The Halden Gazette printed the figures.", "government union ministry bank court party school airline"),
    ("Oxfam sent tents to the valley.", "government union ministry bank court army school newspaper"),
    ("Amnesty International wrote to the president.", "government union ministry bank court party police university"),
    ("Greenpeace blocked the harbour for a day.", "government union ministry bank court party navy company"),
    ("The Ministry of Transport closed the bridge.", "union bank court party school company university newspaper"),
    ("The Orbel Supreme Court met on Tuesday.", "government union ministry bank party school company police"),
    ("The University of Halden built a tower.", "government union ministry bank court party police company"),
    ("The Dockers' Union called a strike.", "government ministry bank court party school police company"),
    ("UAW Local 871 called a strike.", "company bank court airline"),
    ("The Halden Savings Bank closed two branches.", "government union ministry court party school police airline"),
    ("The Labour Party lost two seats in Halden.", "government ministry bank court school police company university"),
    ("Halden City Council raised the fees.", "union ministry bank court party school police company"),
    ("St. Olaf Hospital opened a new ward.", "government union ministry bank court party police company"),
    ("Mayor Ada Lund opened the market.", "governor president minister chairman coach judge spokesman director"),
    ("Tom Stone scored twice for Halden.", "coach captain referee president minister judge manager spokeswoman"),
    ("Professor Ana Ruiz published the study.", "minister mayor judge lawyer senator coach bishop ambassador"),
    ("Senator Omar Vale visited the port.", "governor president mayor judge coach prosecutor captain chancellor"),
    ("Ida Berg sued her landlord.", "landlord judge lawyer prosecutor governor minister spokesman mayor"),
    ("Governor Jay Moss met Mayor Ada Lund.", "president minister judge coach bishop ambassador captain director"),
    ("Kenya and Chad signed the treaty.", "union bank court party school company newspaper university"),
]

# A context, the description that continues it, and the name that it refers to.
LINKED = [
    ("Microsoft opened an office in Port Ellin.", "company", "Microsoft"),
    ("Microsoft opened an office in Port Ellin.", "firm", "Microsoft"),
    ("Nordair cut eleven flights in June.", "airline", "Nordair"),
    ("Nordair cut eleven flights in June.", "company", "Nordair"),
    ("Nordair cut eleven flights in June.", "carrier", "Nordair"),
    ("Orbel Air cut eleven flights in June.", "carrier", "Orbel Air"),
    ("Orbel Airlines lost a plane.", "airline", "Orbel Airlines"),
    ("Shares of Orbel Energy fell on Monday.", "company", "Orbel Energy"),
    ("Lund Foods recalled its soup.", "manufacturer", "Lund Foods"),
    ("Lund Foods recalled its soup.", "maker", "Lund Foods"),
    ("Vale Motors recalled 3,000 cars.", "carmaker", "Vale Motors"),
    ("Vale Motors recalled 3,000 cars.", "automaker", "Vale Motors"),
    ("Halden Stores closed two shops.", "retailer", "Halden Stores"),
    ("Orbel Inc. bought a rival.", "company", "Orbel Inc."),
    ("Orbel Pharmaceuticals withdrew the pill.", "drugmaker", "Orbel Pharmaceuticals"),
    ("Berg Holdings sold its last ship.", "group", "Berg Holdings"),
    ("Tesla hired 200 workers in Halden.", "company", "Tesla"),
    ("Tesla hired 200 workers in Halden.", "carmaker", "Tesla"),
    ("Oxfam sent tents to the valley.", "charity", "Oxfam"),
    ("Oxfam sent tents to the valley.", "organisation", "Oxfam"),
    ("Amnesty International wrote to the president.", "organization", "Amnesty International"),
    ("Amnesty International wrote to the president.", "group", "Amnesty International"),
    ("Greenpeace blocked the harbour for a day.", "group", "Greenpeace"),
    ("The Lund Foundation paid for the roof.", "foundation", "Lund Foundation"),
    ("The Lund Foundation paid for the roof.", "charity", "Lund Foundation"),
    ("The Ministry of Transport closed the bridge.", "ministry", "Ministry of Transport"),
    ("The Transport Ministry closed the bridge.", "ministry", "Transport Ministry"),
    ("The Department of Health ordered masks.", "department", "Department of Health"),
    ("The Halden High Court met on Tuesday.", "court", "Halden High Court"),
    ("The Orbel Supreme Court met on Tuesday.", "court", "Orbel Supreme Court"),
    ("The Lima Tribunal met on Tuesday.", "court", "Lima Tribunal"),
    ("The University of Halden built a tower.", "university", "University of Halden"),
    ("Halden University built a tower.", "university", "Halden University"),
    ("Halden University built a tower.", "institution", "Halden University"),
    ("Halden College hired a new dean.", "college", "Halden College"),
    ("Moss Hill School lost its roof.", "school", "Moss Hill School"),
    ("UAW Local 871 called a strike.", "union", "UAW Local 871"),
    ("Barclays cut its forecast on Monday.", "bank", "Barclays"),
    ("Mulga Gold cut its forecast on Monday.", "miner", "Mulga Gold"),
    ("Kestrel Mining cut its forecast on Monday.", "miner", "Kestrel Mining"),
    ("Provida Group cut its forecast on Monday.", "insurer", "Provida Group"),
    ("Moss Hill Academy lost its roof.", "school", "Moss Hill Academy"),
    ("The Dockers' Union called a strike.", "union", "Dockers' Union"),
    ("The National Dockers Federation called a strike.", "federation", "National Dockers Federation"),
    ("The Halden Savings Bank closed two branches.", "bank", "Halden Savings Bank"),
    ("The Halden Savings Bank closed two branches.", "lender", "Halden Savings Bank"),
    ("The Central Bank of Orbel raised its rate.", "bank", "Central Bank of Orbel"),
    ("The Labour Party lost two seats in Halden.", "party", "Labour Party"),
    ("The Green Party lost two seats in Halden.", "party", "Green Party"),
    ("Halden City Council raised the fees.", "council", "Halden City Council"),
    ("The Halden County Commission raised the fees.", "commission", "Halden County Commission"),
    ("St. Olaf Hospital opened a new ward.", "hospital", "St. Olaf Hospital"),
    ("The Orbel Museum bought a whale.", "museum", "Orbel Museum"),
    ("The Halden Police Department hired 20 officers.", "department", "Halden Police Department"),
    ("The Orbel Space Agency launched a probe.", "agency", "Orbel Space Agency"),
    ("The Environmental Protection Agency banned the spray.", "agency", "Environmental Protection Agency"),
    ("The Food and Drug Administration banned the spray.", "agency", "Food and Drug Administration"),
    ("The Federal Bureau of Investigation opened a case.", "bureau", "Federal Bureau of Investigation"),
    ("The Federal Bureau of Investigation opened a case.", "agency", "Federal Bureau of Investigation"),
    ("The Financial Conduct Authority fined a broker.", "regulator", "Financial Conduct Authority"),
    ("The Financial Conduct Authority fined a broker.", "authority", "Financial Conduct Authority"),
    ("Reuters published the letter on Sunday.", "agency", "Reuters"),
    ("The Halden Gazette printed the figures.", "newspaper", "Halden Gazette"),
    ("The Halden Times printed the figures.", "paper", "Halden Times"),
    ("The New York Times printed the figures.", "newspaper", "New York Times"),
    ("Orbel Radio broadcast the tape.", "broadcaster", "Orbel Radio"),
    ("The BBC broadcast the tape.", "broadcaster", "BBC"),
    ("The Halden Chess Club lost its hall.", "club", "Halden Chess Club"),
    ("The Orbel Football Association fined two clubs.", "association", "Orbel Football Association"),
    ("The Halden Institute of Physics measured the quake.", "institute", "Halden Institute of Physics"),
    ("The Orbel Chess League fined two clubs.", "league", "Orbel Chess League"),
    ("Parliament House staff packed up as the Orbel Parliament met.", "parliament", "Orbel Parliament"),
    ("The Orbel Senate met on Tuesday.", "senate", "Orbel Senate"),
    ("The Church of Halden sold a chapel.", "church", "Church of Halden"),
    ("The Orbel Navy lost a boat.", "navy", "Orbel Navy"),
    ("Barclays, a bank with 300 branches, cut its forecast.", "bank", "Barclays"),
    ("Verdo, the dockers' union, called a strike.", "union", "Verdo"),
    ("Lyra, an opposition party, lost two seats.", "party", "Lyra"),
    ("The union Verdo called a strike.", "union", "Verdo"),
    ("The lender, Ardan, closed two branches.", "lender", "Ardan"),
    ("Ardan is a bank in Halden.", "bank", "Ardan"),
    ("The newspaper Morgen printed the figures.", "newspaper", "Morgen"),
    ("Helios, a charity in Halden, sent tents.", "charity", "Helios"),
    ("Helios, a private school, lost its roof.", "school", "Helios"),
    ("The budget airline Skylark cut eleven flights.", "airline", "Skylark"),
    ("Mayor Ada Lund opened the market.", "mayor", "Ada Lund"),
    ("Governor Jay Moss met Mayor Ada Lund.", "governor", "Jay Moss"),
    ("Governor Jay Moss met Mayor Ada Lund.", "mayor", "Ada Lund"),
    ("Senator Omar Vale visited the port.", "senator", "Omar Vale"),
    ("Professor Ana Ruiz published the study.", "professor", "Ana Ruiz"),
    ("Tom Stone, the coach, left early.", "coach", "Tom Stone"),
    ("Tom Stone, the club's captain, left early.", "captain", "Tom Stone"),
    ("Chief executive Ida Berg sold her shares.", "chief executive", "Ida Berg"),
    ("Judge Omar Vale dismissed the case.", "judge", "Omar Vale"),
    ("Police chief Ana Ruiz closed the road.", "police chief", "Ana Ruiz"),
    ("Prime Minister Jay Moss flew to Halden.", "prime minister", "Jay Moss"),
    ("Ida Berg, the ministry's spokeswoman, took the call.", "spokeswoman", "Ida Berg"),
    ("Bishop Tom Stone blessed the boats.", "bishop", "Tom Stone"),
    ("Defence lawyer Ida Berg left the court.", "lawyer", "Ida Berg"),
    ("Tom Stone is the director of the museum.", "director", "Tom Stone"),
    ("Harbour Chief Ada Lund closed the pier.", "harbour chief", "Ada Lund"),
    ("Mr Vale walked to the pier.", "man", "Vale"),
    ("Mrs Berg walked to the pier.", "woman", "Berg"),
    ("President Ana Ruiz met Tom Stone.", "president", "Ana Ruiz"),
    ("Foreign Minister Omar Vale met Tom Stone.", "minister", "Omar Vale"),
]  # fmt: skip
LEAST_APART, LEAST_LINKED = 0.97, 0.75


def _speakers(attributor: quoteattr.QuoteAttributor, pairs: list[tuple[str, str]]) -> list[str | None]:
    texts = [f"{context} The {noun} said it would wait." for context, noun in pairs]
    documents = attributor.pipe(texts)
    last = [document.attributions[-1] if document.attributions else None for document in documents]
    return [claim.speaker.name if claim and claim.speaker else None for claim in last]


def test_a_description_of_something_else_is_not_linked(attributor: quoteattr.QuoteAttributor) -> None:
    pairs = [(context, noun) for context, nouns in APART for noun in nouns.split()]
    found = _speakers(attributor, pairs)
    # "her landlord … The landlord" is another description of the same person, not a name
    wrong = [(pair, name) for pair, name in zip(pairs, found, strict=True) if name is None or pair[1] not in name]
    assert len(wrong) <= (1 - LEAST_APART) * len(pairs), wrong


def test_a_description_is_linked_to_its_name(attributor: quoteattr.QuoteAttributor) -> None:
    pairs = [(context, noun) for context, noun, _ in LINKED]
    found = _speakers(attributor, pairs)
    wrong = [(*row, name) for row, name in zip(LINKED, found, strict=True) if name is None or row[2] not in name]
    assert len(wrong) <= (1 - LEAST_LINKED) * len(pairs), wrong


# A text, and a mention that is not an antecedent of the source of its last sentence.
OTHER = [
    ("Kenya's Foreign Ministry met Chad's Foreign Ministry. The Chadian ministry said no.", 8),
    ("The Kenyan Foreign Ministry waited. The Chadian foreign ministry said no.", 4),
    ("Governor Jay Moss met students. The former governor said no.", 0),
    ("Former Governor Jay Moss met students. The governor said no.", 0),
    ("Mayor Ada Lund met deputies. The deputy mayor said no.", 0),
    ("The Halden Savings Bank closed. The Orbel bank said no.", 4),
    ("Orbel airline Skylark waited. The German airline said no.", 14),
    ("Kenya's Senate met. Chad's Senate said no.", 8),
    ("The government of Peru waited. The government of Chile said no.", 18),
    ("The government of Peru waited. The Chilean government said no.", 18),
    ("The city of Lyon waited. The city of Nantes said no.", 12),
    ("Former spokesman Omar Stone left. The spokesman said no.", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start"), OTHER)
def test_a_description_with_another_modifier_is_not_linked(
    attributor: quoteattr.QuoteAttributor, text: str, start: int
) -> None:
    claim = attributor(text).attributions[-1]
    assert claim.speaker is not None
    assert start not in [span.start for span in claim.speaker.mentions]
