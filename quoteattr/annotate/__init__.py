"""From tokens to tags, lemmas, trees, entities and scores; the only room that knows Stanza and torch."""
