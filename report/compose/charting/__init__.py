"""A chart's spec and its figures or table → a plan; one module for each family of kinds."""
