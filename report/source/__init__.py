"""From files to a validated, still symbolic ``Report``, every node with its line and column."""
