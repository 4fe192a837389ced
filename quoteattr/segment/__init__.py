"""Text to article parts, quotations, sentences and words (regular expressions only)."""
