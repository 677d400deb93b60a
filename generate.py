"""The command: ``python generate.py …`` makes the brochure and the deck (see ``report.cli``)."""

import os

from report.cli import command

if __name__ == "__main__":
    command(home=os.path.dirname(os.path.abspath(__file__)))
