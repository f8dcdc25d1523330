"""Archived exchanges over HTTP: viewable or byte for byte, with Memento and CDX queries."""
