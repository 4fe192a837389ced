"""``python -m quoteattr``: the command line."""

from __future__ import annotations

from quoteattr.cli import main

if __name__ == "__main__":
    main()
