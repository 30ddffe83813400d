"""Posts as Twitter's v1.1 API delivered them, in three shapes.

old     2010: no *_str members, no t.co; entities without expanded_url, or none
stream  text cut at 140 with extended_tweet behind it, timestamp_ms
rest    tweet_mode=extended: full_text
"""

import json
import re
import time

import brand
import feed

CLIENTS = (
    "web",
    '<a href="http://www.tweetdeck.com" rel="nofollow">TweetDeck</a>',
    '<a href="http://twitter.com/" rel="nofollow">Twitter for iPhone</a>',
    '<a href="http://www.echofon.com/" rel="nofollow">Echofon</a>',
)


def stamp(second):
    return time.strftime("%a %b %d %H:%M:%S +0000 %Y", time.gmtime(second))


def laid_out(parts):
    """The text, and where in it links, tags and names stand (code points)."""
    text, urls, tags, names = "", [], [], []
    for part in parts:
        if text:
            text += " "
        start = len(text)
        if isinstance(part, str):
            text += part
            for found in re.finditer(r"(?<!\S)[@#](\w+)", part):
                where = (start + found.start(), start + found.end())
                if found[0][0] == "#":
                    tags.append((found[1],) + where)
                elif found[1] in brand.BY_HANDLE:
                    names.append((brand.BY_HANDLE[found[1]],) + where)
        elif isinstance(part, tuple) and part[0] == "#":
            text += "#" + part[1]
            tags.append((part[1], start, len(text)))
        elif isinstance(part, tuple):
            text += "@" + part[1].handle
            names.append((part[1], start, len(text)))
        else:
            text += part.shown().replace("&", "&amp;")
            urls.append((part, start, len(text)))
    return text, urls, tags, names


def entities(urls, tags, names, old, within=1 << 20):
    """The entities that end within so many code points."""
    shown = []
    for use, start, end in urls:
        if end <= within:
            one = {
                "url": use.shown(),
                "expanded_url": use.expanded(),
                "indices": [start, end],
            }
            if not old:
                long = (one["expanded_url"] or one["url"]).split("://", 1)[1]
                one["display_url"] = long[:26] + ("\u2026" if len(long) > 26 else "")
            shown.append(one)
    people = []
    for who, start, end in names:
        if end <= within:
            one = {
                "screen_name": who.handle,
                "name": who.handle,
                "id": who.ident,
                "indices": [start, end],
            }
            if not old:
                one["id_str"] = str(who.ident)
            people.append(one)
    return {
        "hashtags": [
            {"text": tag, "indices": [start, end]}
            for tag, start, end in tags
            if end <= within
        ],
        "urls": shown,
        "user_mentions": people,
    }


def profile(author, second, old):
    """The embedded user object; an account of ours gains followers."""
    ours = isinstance(author, brand.Account)
    followers = (
        author.share * 1100 + (second - brand.START) // 3600
        if ours
        else author.followers
    )
    one = {
        "id": author.ident,
        "name": author.handle.replace("_", " "),
        "screen_name": author.handle,
        "location": "" if ours else author.city,
        "description": "Acme" if ours else "",
        "url": "http://www.acme.example" if ours else None,
        "protected": False,
        "verified": ours,
        "followers_count": followers,
        "friends_count": followers // 3,
        "created_at": stamp(1200000000 + author.ident % 31 * 2400011),
        "lang": author.lang,
        "utc_offset": None,
        "time_zone": None,
        "geo_enabled": False,
        "profile_image_url": "http://a1.twimg.com/profile_images/%d/me_normal.jpg"
        % (author.ident % 13),
    }
    if not old:
        one["id_str"] = str(author.ident)
        one["listed_count"] = followers // 40
    return one


def reference(one, name, ident, old):
    one[name] = ident
    if not old:
        one[name + "_str"] = None if ident is None else str(ident)


def status(post, shape, rng, counters=(0, 0), inner=False):
    """The post as a dict. counters: retweets and likes at capture."""
    old = shape == "old"
    one = {"created_at": stamp(post.time)}
    reference(one, "id", post.ident, old)
    if post.repost_of is not None:
        repost_text(one, post, shape)
    else:
        own_text(one, post, shape)
    one["source"] = CLIENTS[post.author.ident % len(CLIENTS)]
    parent = post.reply_to
    reference(one, "in_reply_to_status_id", parent and parent.ident, old)
    reference(one, "in_reply_to_user_id", parent and parent.author.ident, old)
    one["in_reply_to_screen_name"] = parent and parent.author.handle
    one["user"] = profile(post.author, post.time, old)
    one.update({"geo": None, "coordinates": None, "place": None, "contributors": None})
    if post.repost_of is not None:
        one["retweeted_status"] = status(post.repost_of, shape, rng, counters, True)
    if post.quote_of is not None:
        one["is_quote_status"] = True
        reference(one, "quoted_status_id", post.quote_of.ident, old)
        one["quoted_status"] = status(post.quote_of, shape, rng, counters, True)
    one["retweet_count"] = counters[0]
    if not old:
        one["favorite_count"] = counters[1]
        one["lang"] = post.lang
    one.update({"favorited": False, "retweeted": False})
    if shape == "stream" and not inner:
        one["timestamp_ms"] = str((post.ident >> 22) + feed.EPOCH_MS)
    return one


def own_text(one, post, shape):
    old = shape == "old"
    text, urls, tags, names = laid_out(post.parts)
    if shape == "rest":
        one.update(
            {
                "full_text": text,
                "truncated": False,
                "display_text_range": [0, len(text)],
                "entities": entities(urls, tags, names, False),
            }
        )
    elif old or len(text) <= 140:
        one.update({"text": text, "truncated": False})
        if not (old and post.ident % 5 < 2):  # two in five have none at all
            one["entities"] = entities(urls, tags, names, old)
    else:
        link = "https://t.co/i%07d" % (post.ident % 10000000)
        cut = text[:115].rsplit(" ", 1)[0] + "\u2026 "
        short = entities(urls, tags, names, False, len(cut) - 2)
        short["urls"] = [
            {
                "url": link,
                "expanded_url": "https://twitter.com/i/web/status/%d" % post.ident,
                "display_url": "twitter.com/i/web/status/\u2026",
                "indices": [len(cut), len(cut) + len(link)],
            }
        ]
        one.update(
            {
                "text": cut + link,
                "truncated": True,
                "entities": short,
                "extended_tweet": {
                    "full_text": text,
                    "display_text_range": [0, len(text)],
                    "entities": entities(urls, tags, names, False),
                },
            }
        )


def repost_text(one, post, shape):
    """RT and the start of the original, cut where a tweet ended."""
    parts = ["RT", ("@", post.repost_of.author)] + list(post.repost_of.parts)
    text, urls, tags, names = laid_out(parts)
    at = len("RT @" + post.repost_of.author.handle)
    text = text[:at] + ":" + text[at:]
    urls, tags, names = (
        [(what, start + (start > at), end + (start > at)) for what, start, end in some]
        for some in (urls, tags, names)
    )
    limit = 1 << 20
    if len(text) > 140:
        text, limit = text[:139] + "\u2026", 139
    one.update({"full_text" if shape == "rest" else "text": text, "truncated": False})
    if not (shape == "old" and post.ident % 5 < 2):
        one["entities"] = entities(urls, tags, names, shape == "old", limit)


def line(one, old):
    """The status as a line, without its end."""
    text = json.dumps(one, separators=(",", ":"))
    return text.replace("/", "\\/") if old else text


def deletion(post, second):
    """A delete notice as it looked at that time."""
    one = {
        "id": post.ident,
        "id_str": str(post.ident),
        "user_id": post.author.ident,
        "user_id_str": str(post.author.ident),
    }
    if second < brand.SNOWFLAKE:
        one = {"id": post.ident, "user_id": post.author.ident}
    notice = {"delete": {"status": one}}
    if second > brand.SNOWFLAKE + 60 * brand.DAY:
        notice["delete"]["timestamp_ms"] = str(second * 1000)
    return json.dumps(notice, separators=(",", ":"))
