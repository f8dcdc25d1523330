"""Everything that keeps, finds, compares and shows: a library that works without a crawler."""

__version__ = "0.1.0"
