"""Tags, lemmas, trees, entities and scores for tokens; the only step that imports Stanza and torch."""
