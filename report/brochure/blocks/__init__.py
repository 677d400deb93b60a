"""One small class per block of a document: how much room it takes and how it is drawn."""
