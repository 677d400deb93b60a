"""From a ``Document`` to an editable PowerPoint deck."""
