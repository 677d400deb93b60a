"""From what the author wrote to what a reader will see: ``Report`` → ``Document``."""
