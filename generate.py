"""The command: ``python generate.py …`` makes the brochure and the deck (see ``report.cli``)."""

import os
import sys

from report.cli import main

if __name__ == "__main__":
    sys.exit(main(root=os.path.dirname(os.path.abspath(__file__))))
