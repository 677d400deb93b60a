"""What the command line can do besides building: plain functions that return, never print."""
