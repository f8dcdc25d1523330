"""From items to records: dates, names, captions and comments taken apart. Pure functions."""
