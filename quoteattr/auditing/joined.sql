-- Runs when all articles are in the index, and "joined" has the speakers that are one, each with the first of them.

UPDATE claims SET speaker = (SELECT home FROM joined WHERE id = speaker) WHERE speaker IN (SELECT id FROM joined);
UPDATE speakers SET (name, ref) = (SELECT name, ref FROM joined j WHERE j.id = speakers.id)
WHERE id IN (SELECT home FROM joined);
DELETE FROM speakers WHERE id IN (SELECT id FROM joined WHERE id != home);
CREATE INDEX claims_speaker ON claims (speaker);
CREATE INDEX claims_article ON claims (article);
