"""Records of each format as its platform sends them: with all their members, so that they are of real size.

What hark reads of each is a small part; the rest is what it has to pass over.
"""

import json
import random

from records_events import W3C_HEAD, alb, bitly, caddy, ga4, matomo, s3log, snowplow, w3c  # noqa: F401
from records_orders import shopify, shopify_bulk, stripe, woo
from records_posts import activitypub, mastodon, reddit, rss, twitter_archive

WORDS = (
    "the of and a to in is it you that was for on are with as they be at one have this from or had by hot but some what "
    "there we can out other were all your when up use word how said an each she which do their time if will way about many "
    "then them would write like so these her long make thing see him two has look more day could go come did my sound no most "
    "number who over know water than call first people may down side been now find any new work part take get place made "
    "support order laptop screen battery outlet deal shipping refund keyboard café naïve größer warranty"
).split()


class Maker:
    """Draws what differs from record to record; the same seed draws the same."""

    def __init__(self):
        self.random = random.Random(2009)
        self.number = 4_000_000_000

    def id(self):
        self.number += self.random.randrange(1, 5000)
        return self.number

    def text(self, least=12, most=40):
        drawn = self.random
        return " ".join(drawn.choice(WORDS) for _ in range(drawn.randrange(least, most)))

    def html(self, paragraphs=2):
        one = '<p>%s <a href="https://www.example.com/%s/%d" class="u-url" rel="nofollow">%s</a> &amp; %s</p>'
        return "".join(
            one % (self.text(), self.text(1, 2), self.id(), self.text(2, 4), self.text(8, 20))
            for _ in range(paragraphs)
        )

    def day(self):
        return "2025-03-%02dT%02d:%02d:%02d" % tuple(
            self.random.randrange(least, most) for least, most in ((1, 29), (0, 24), (0, 60), (0, 60))
        )

    def page(self):
        return "https://shop.example/%s/%d?utm_source=twitter&utm_medium=social&utm_campaign=%s" % (
            self.text(1, 2),
            self.id(),
            self.text(1, 2),
        )


def lines(make, one):
    """What one record is made of, as lines."""
    made = one(make)
    if isinstance(made, str):
        return made + "\n"
    parts = made if isinstance(made, list) else [made]
    return "".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in parts)


MAKERS = [
    twitter_archive, reddit, mastodon, activitypub, rss, caddy, ga4, matomo, bitly, shopify, shopify_bulk, woo,
    stripe, w3c, alb, s3log, snowplow,
]  # fmt: skip
