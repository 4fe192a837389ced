-- The index of an audit, and the tables that are made from it: the views whose names begin with "table_".
-- A last column "key" identifies the row, and is no column of the table.

CREATE TABLE articles (
  id INTEGER PRIMARY KEY, name, outlet, publisher, published, author, section, headline, claims
);
CREATE TABLE speakers (id INTEGER PRIMARY KEY, key TEXT UNIQUE, name, type, ref, role, affiliation, block);
CREATE INDEX speakers_ref ON speakers (ref) WHERE ref IS NOT NULL;
CREATE TABLE joined (id INTEGER PRIMARY KEY, home INTEGER, name, ref, own_name, reason);
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, article INTEGER, speaker INTEGER, content, words INTEGER, kind, cue, loaded INTEGER,
  role, affiliation, official INTEGER, origin, act, polarity
);
CREATE TABLE recurring (claim INTEGER PRIMARY KEY, cluster INTEGER);
CREATE TABLE people (ref, attribute, value);

-- The claims with what is known of their articles and speakers.
CREATE VIEW said AS
SELECT c.id, c.article AS article_id, c.speaker AS speaker_id, content, words, kind, cue, loaded, c.role,
  c.affiliation, official, origin, act, polarity, a.name AS article, published, substr(published, 1, 7) AS month,
  substr(published, 1, 10) AS day, coalesce(publisher, outlet) AS outlet, author, section, s.name AS speaker, type,
  type IN ('unnamed_person', 'unnamed_group', 'anonymous') AS unnamed
FROM claims c JOIN articles a ON a.id = c.article LEFT JOIN speakers s ON s.id = c.speaker;

CREATE VIEW sources AS
SELECT article_id, count(DISTINCT speaker_id) AS speakers, sum(words) AS words, sum(NOT coalesce(unnamed, 1)) AS named
FROM said GROUP BY article_id;

CREATE VIEW totals AS
SELECT (SELECT count(*) FROM articles) AS articles, count(*) AS claims, sum(words) AS words,
  (SELECT count(*) FROM speakers) AS speakers, sum(kind = 'direct') AS direct, sum(speaker IS NULL) AS "no speaker",
  (SELECT count(*) FROM sources WHERE speakers = 1) AS "single source",
  (SELECT count(*) FROM sources WHERE speakers > 0 AND named = 0) AS "unnamed only",
  (SELECT count(DISTINCT cluster) FROM recurring) AS recurring, sum(loaded) AS loaded,
  sum(polarity = 'asserted') AS asserted, sum(polarity = 'denied') AS denied, sum(polarity = 'declined') AS declined,
  sum(polarity = 'questioned') AS questioned, sum(polarity = 'hypothetical') AS hypothetical,
  sum(polarity = 'unsaid') AS unsaid
FROM claims;

-- Role and affiliation are the commonest ones of the speaker; of two that are as common, the longer.
CREATE VIEW table_speakers AS
SELECT speaker, count(*) AS claims, sum(words) AS words,
  round(1.0 * sum(kind = 'direct') / count(*), 4) AS direct,
  (SELECT role FROM claims c WHERE c.speaker = speaker_id AND role IS NOT NULL
   GROUP BY role ORDER BY count(*) DESC, length(role) DESC, role LIMIT 1) AS role,
  (SELECT affiliation FROM claims c WHERE c.speaker = speaker_id AND affiliation IS NOT NULL
   GROUP BY affiliation ORDER BY count(*) DESC, length(affiliation) DESC, affiliation LIMIT 1) AS affiliation,
  type, min(day) AS first, max(day) AS last, speaker_id AS key
FROM said WHERE speaker_id IS NOT NULL GROUP BY speaker_id ORDER BY count(*) DESC, speaker, speaker_id;

CREATE VIEW table_articles AS
SELECT name AS article, published, coalesce(publisher, outlet) AS outlet, outlet AS origin, author, section, headline,
  claims, coalesce(words, 0) AS words, coalesce(speakers, 0) AS speakers, coalesce(speakers, 0) = 1 AS single_source,
  coalesce(speakers, 0) > 0 AND named = 0 AS unnamed_only, id AS key
FROM articles LEFT JOIN sources ON article_id = id ORDER BY id;

CREATE VIEW table_types AS
SELECT coalesce(type, 'not known') AS type, count(*) AS claims,
  round(1.0 * count(*) / (SELECT count(*) FROM claims), 4) AS share, sum(words) AS words,
  count(DISTINCT speaker_id) AS speakers, count(DISTINCT article_id) AS articles, coalesce(type, '') AS key
FROM said GROUP BY said.type ORDER BY count(*) DESC, said.type;

CREATE VIEW table_cues AS
SELECT cue, count(*) AS claims, round(1.0 * count(*) / (SELECT count(*) FROM claims), 4) AS share, loaded,
  count(DISTINCT speaker) AS speakers, count(DISTINCT article) AS articles, cue AS key
FROM claims WHERE cue != '' GROUP BY cue ORDER BY count(*) DESC, cue;

CREATE VIEW table_recurring AS
SELECT (SELECT content FROM claims WHERE id = r.cluster) AS claim, count(*) AS claims,
  count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT origin) AS origins,
  count(DISTINCT speaker_id) AS speakers,
  (SELECT s.name FROM claims c JOIN speakers s ON s.id = c.speaker JOIN recurring x ON x.claim = c.id
   WHERE x.cluster = r.cluster GROUP BY s.id ORDER BY count(*) DESC, s.name LIMIT 1) AS speaker,
  min(day) AS first, max(day) AS last, r.cluster AS key
FROM recurring r JOIN said ON said.id = r.claim
GROUP BY r.cluster ORDER BY count(DISTINCT article_id) DESC, count(DISTINCT origin) DESC, r.cluster;

CREATE VIEW table_groups AS
WITH grouped (grouping, value, article) AS (
  SELECT 'outlet', coalesce(publisher, outlet), id FROM articles
  UNION ALL SELECT 'author', author, id FROM articles
  UNION ALL SELECT 'month', substr(published, 1, 7), id FROM articles
  UNION ALL SELECT 'section', section, id FROM articles
)
SELECT grouping, value, count(DISTINCT g.article) AS articles, count(c.id) AS claims,
  coalesce(sum(words), 0) AS words, round(1.0 * sum(kind = 'direct') / max(count(c.id), 1), 4) AS direct,
  count(DISTINCT speaker) AS speakers, round(1.0 * sum(official) / max(count(official), 1), 4) AS officials,
  round(1.0 * sum(type IN ('unnamed_person', 'unnamed_group', 'anonymous')) / max(count(type), 1), 4) AS unnamed,
  round(1.0 * sum(loaded) / max(count(c.id), 1), 4) AS loaded
FROM grouped g LEFT JOIN claims c ON c.article = g.article LEFT JOIN speakers s ON s.id = c.speaker
WHERE value IS NOT NULL GROUP BY grouping, value ORDER BY grouping, count(c.id) DESC, value;

CREATE VIEW table_loaded AS
SELECT cue, speaker, outlet, count(*) AS claims
FROM said WHERE loaded GROUP BY cue, speaker_id, outlet ORDER BY count(*) DESC, cue, speaker;

CREATE VIEW table_officials AS
SELECT CASE WHEN official THEN 'official' WHEN role IS NULL THEN 'no role given' ELSE 'other' END AS sources,
  count(*) AS claims, round(1.0 * count(*) / (SELECT count(official) FROM claims), 4) AS share, sum(words) AS words,
  count(DISTINCT speaker) AS speakers, count(DISTINCT article) AS articles
FROM claims WHERE official IS NOT NULL GROUP BY sources ORDER BY count(*) DESC;

CREATE VIEW table_people AS
SELECT attribute, value, count(*) AS claims, sum(words) AS words, count(DISTINCT c.speaker) AS speakers,
  count(DISTINCT article) AS articles
FROM people p JOIN speakers s ON s.ref = p.ref JOIN claims c ON c.speaker = s.id
GROUP BY attribute, value ORDER BY attribute, count(*) DESC;

CREATE VIEW table_timeline AS
SELECT speaker, type, month, count(*) AS claims, sum(words) AS words, speaker_id AS key
FROM said WHERE speaker_id IS NOT NULL AND published IS NOT NULL
GROUP BY speaker_id, month ORDER BY speaker, speaker_id, month;

CREATE VIEW table_names AS
SELECT s.name AS speaker, type, own_name AS name,
  coalesce(min(reason), (SELECT min(reason) FROM joined x WHERE x.home = s.id AND x.own_name = s.name)) AS reason
FROM joined j JOIN speakers s ON s.id = home WHERE own_name != s.name
GROUP BY s.id, own_name ORDER BY s.name, s.id, min(j.id);

CREATE VIEW table_claims AS
SELECT article, published, outlet, author, speaker, type, role, affiliation, cue, content AS claim, kind, words, act,
  polarity, origin, id AS key
FROM said ORDER BY id;
