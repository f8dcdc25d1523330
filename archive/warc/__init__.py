"""WARC: exchanges as they crossed the wire, written and read (WARC/1.1, ISO 28500:2017)."""
