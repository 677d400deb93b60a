"""From a ``Document`` to a print-ready PDF."""
