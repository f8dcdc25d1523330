"""Tells another program of every edit that a watch observes: one POST each, until it is taken.

The message is JSON as Standard Webhooks has it (https://www.standardwebhooks.com): `type`,
`timestamp`, `data`, where `data` is the edit as an item of a JSON Feed. Its id stays the same however
often it is sent, so that who gets it twice can tell. With a secret it is signed (HMAC-SHA256).

hook.py        where edits are told, and which
ledger.py      what is owed and what was told, durable
message.py     an edit as a message, bounded
posting.py     one POST, within a time
pace.py        how often is looked and tried
deliveries.py  the thread that does it beside a crawl

Rules
- What was recorded since the webhook was first used is owed, in the order in which it was recorded:
  no clock, no late line and no crash loses an edit. What was imported is not owed.
- Where nothing takes it (no answer, any status but 2xx) it is tried again, ever more seldom, and
  nothing overtakes it; but a message that is itself refused (400, 413, 422) is set aside after a few
  tries. 410 Gone ends it: the receiver wants no more.
- No redirect is followed, no proxy used; the crawl waits for none of this.
"""

from crawler.webhook.deliveries import Deliveries
from crawler.webhook.hook import Webhook
from crawler.webhook.pace import Pace

__all__ = ["Deliveries", "Pace", "Webhook"]
