"""The room's own pages and their JSON."""
