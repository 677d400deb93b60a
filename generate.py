"""The command: ``python generate.py …`` makes the brochure and the deck (see ``report.cli``)."""

import sys

from report.cli import main

if __name__ == "__main__":
    sys.exit(main())
