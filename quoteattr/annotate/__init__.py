"""Tags, lemmas, trees, entities and scores for tokens; the only package that imports Stanza and torch."""
