"""``quoteattr extract --out``: many texts, by several processes, into one file; nothing is lost, nothing done twice."""
