"""``python -m report.cli`` → the command line, for the project in the working folder."""

from report.cli import command

command()
