"""The tables of index/index.sqlite. All derived: VERSION changes, the file is built anew.

Every row says which segment (a JSONL segment or a WARC) and which offset it was read from, so that a
row that claims more than the truth holds can be found and taken back. `fetched_at` and `since` are
sort keys (archive.times), whose order is the order in time; the records hold the dates as written.

A segment's `origin` is where a WARC comes from, as the manifest says: `crawled` by this collection,
`imported`, or NULL where nothing tells (archive.collection.origins).
"""

VERSION = 6

TABLES = """
CREATE TABLE segments (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    origin TEXT
);
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    urlkey TEXT NOT NULL, timestamp TEXT NOT NULL, date TEXT NOT NULL, url TEXT NOT NULL,
    mime TEXT NOT NULL, status INTEGER, digest TEXT, length INTEGER NOT NULL,
    offset INTEGER NOT NULL, filename TEXT NOT NULL, record_id TEXT NOT NULL,
    rec_type TEXT NOT NULL, payload_sha256 TEXT, etag TEXT, last_modified TEXT, location TEXT,
    refers_to_url TEXT, refers_to_date TEXT, truncated TEXT,
    method TEXT, vary TEXT, tied_to TEXT, refers_to TEXT, claimed TEXT,
    part TEXT,
    UNIQUE (filename, offset)
);
CREATE INDEX captures_by_key ON captures (urlkey, timestamp);
CREATE INDEX captures_by_record ON captures (record_id);
CREATE INDEX captures_by_digest ON captures (digest);
CREATE INDEX captures_by_claim ON captures (claimed) WHERE claimed IS NOT NULL;
CREATE INDEX captures_by_page ON captures (tied_to) WHERE part IS NOT NULL;
CREATE INDEX captures_by_payload ON captures (payload_sha256) WHERE rec_type = 'response';
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    segment TEXT NOT NULL, offset INTEGER NOT NULL, record BLOB NOT NULL,
    article_id TEXT NOT NULL, revision_id TEXT NOT NULL, fetched_at TEXT NOT NULL,
    text TEXT NOT NULL, images TEXT NOT NULL, meta TEXT NOT NULL,
    reader TEXT NOT NULL, layout TEXT NOT NULL, superseded_reader TEXT, superseded_layout TEXT,
    url TEXT NOT NULL, headline TEXT, date_published TEXT,
    UNIQUE (segment, offset)
);
CREATE INDEX revisions_by_article ON revisions (article_id, fetched_at);
CREATE INDEX revisions_by_id ON revisions (revision_id);
CREATE TABLE observations (
    id INTEGER PRIMARY KEY,
    segment TEXT NOT NULL, offset INTEGER NOT NULL, record BLOB NOT NULL,
    observation_id TEXT NOT NULL, article_id TEXT NOT NULL, fetched_at TEXT NOT NULL,
    url TEXT NOT NULL, status INTEGER, outcome TEXT NOT NULL, revision_id TEXT,
    warc_record_id TEXT,
    UNIQUE (segment, offset)
);
CREATE INDEX observations_by_article ON observations (article_id, fetched_at);
CREATE INDEX observations_by_record ON observations (warc_record_id);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    segment TEXT NOT NULL, offset INTEGER NOT NULL, record BLOB NOT NULL,
    comment_id TEXT NOT NULL, article_id TEXT NOT NULL, fetched_at TEXT NOT NULL,
    UNIQUE (segment, offset)
);
CREATE INDEX comments_by_article ON comments (article_id, fetched_at);
CREATE TABLE aliases (
    id INTEGER PRIMARY KEY,
    segment TEXT NOT NULL, offset INTEGER NOT NULL, record BLOB NOT NULL,
    key TEXT NOT NULL, article_id TEXT NOT NULL, url TEXT NOT NULL, relation TEXT NOT NULL,
    since TEXT NOT NULL,
    UNIQUE (segment, offset)
);
CREATE INDEX aliases_by_key ON aliases (key, since);
CREATE INDEX aliases_by_article ON aliases (article_id);
CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY,
    segment TEXT NOT NULL, offset INTEGER NOT NULL, record BLOB NOT NULL,
    withdrawal_id TEXT NOT NULL, recorded_at TEXT NOT NULL,
    UNIQUE (segment, offset)
);
CREATE VIRTUAL TABLE words USING fts5 (
    headline, standfirst, body, captions, tokenize = 'unicode61 remove_diacritics 2'
);
"""
