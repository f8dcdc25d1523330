"""A collection in other people's forms: WACZ for replay, tables and JSON-LD for research.

Every export is written under a temporary name and renamed when it is whole; none overwrites what is
there; none holds more than one article, or one piece of a file, in memory. Each form is a module of
its own (wacz, csv, parquet, jsonld), so that nobody waits for the libraries of another.
"""
