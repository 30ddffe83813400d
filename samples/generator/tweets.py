"""Gigabytes of Twitter v1.1 statuses, to measure with.

About 5 KB a status: whole user objects, entities, a third of them retweets,
some quotes, longer texts, media, places; 1 % repeated with other counters and
1 % deleted. Lines are put together from prepared pieces of JSON.
"""

import json
import os
import random
import time

import archives
import words

START = 1488326400  # 2017-03-01T00:00:00Z
DAYS = 60
MEAN_BYTES = 4950  # a line, to spread the lines over the days
EPOCH_MS = 1288834974657  # of Twitter's ids

# How many in 10,000 texts are about a topic.
RATES = (
    ("deal-seeking", 900),
    ("praise", 420),
    ("question", 330),
    ("battery", 240),
    ("complaint", 220),
    ("delivery", 200),
    ("purchase-intent", 180),
    ("screen", 160),
    ("thanks", 150),
    ("keyboard", 110),
    ("price", 90),
    ("stock", 80),
    ("wireless", 70),
    ("heat-noise", 60),
    ("spam", 50),
    ("product-idea", 40),
    ("market-request", 30),
    ("switching", 25),
    ("press", 20),
    ("safety", 15),
)

CLIENTS = (
    "Twitter for iPhone",
    "Twitter for Android",
    "Twitter Web Client",
    "TweetDeck",
    "Instagram",
    "IFTTT",
)
LANGS = ("en",) * 12 + ("pt", "es", "ja", "fr")
TAGS = (
    "acme",
    "mini9",
    "tech",
    "nowplaying",
    "win",
    "jobs",
    "travel",
    "food",
    "photography",
    "giveaway",
    "morning",
    "football",
)
EMOJI = ("😀", "🔥", "❤️", "🎉", "👀", "😭", "🙏")


def quoted(text):
    """The text as JSON, without its quotes."""
    return json.dumps(text)[1:-1]


class Texts:
    """Texts of common words and invented ones, some of them on a topic."""

    def __init__(self, rng):
        self.rng = rng
        rare = [words.invented(rng, rng.randint(2, 4)) for _ in range(6000)]
        self.words = list(words.COMMON) + rare
        total, self.sums = 0.0, []
        for rank in range(len(self.words)):
            total += 1.0 / (rank + 12)
            self.sums.append(total)
        self.topics, self.rates = [], []
        for topic, rate in RATES:
            self.topics.append(topic)
            self.rates.append(rate)
        self.topics.append(None)
        self.rates.append(10000 - sum(self.rates))

    def run(self, count):
        return " ".join(self.rng.choices(self.words, cum_weights=self.sums, k=count))

    def topic(self, lang):
        topic = self.rng.choices(self.topics, self.rates)[0]
        if topic is None:
            return None
        return words.phrase(self.rng, topic, lang)

    def new(self, lang, length):
        """A text of so many words, perhaps about something."""
        about = self.topic(lang)
        if about is None and lang not in ("en", "fr"):
            about = self.rng.choice(words.SMALL_TALK[lang])
        fill = self.run(length)
        if about is None:
            return fill
        return about + " " + fill if self.rng.random() < 0.5 else fill + " " + about


def user(rng, texts, number):
    """The head and tail of a user object; followers go between them."""
    name = (
        words.invented(rng, 2).capitalize() + " " + words.invented(rng, 3).capitalize()
    )
    handle = words.invented(rng, 3) + str(number % 97)
    ident = 10000000 + number * 7919 + rng.randrange(7919)
    picture = rng.randrange(10**17, 9 * 10**17)
    colour = rng.choice(("1DA1F2", "C0DEED", "0084B4", "333333", "FA743E"))
    since = time.strftime(
        "%a %b %d %H:%M:%S +0000 %Y", time.gmtime(rng.randrange(1180000000, 1480000000))
    )
    zone = rng.choice(
        (
            (-18000, "Eastern Time (US & Canada)"),
            (-28800, "Pacific Time (US & Canada)"),
            (-7200, "Brasilia"),
            (32400, "Tokyo"),
            (0, "London"),
        )
    )
    media = (
        "http:\\/\\/pbs.twimg.example\\/profile_images\\/%d\\/photo_normal.jpg"
        % picture
    )
    secure = media.replace("http:", "https:")
    head = (
        '{"id":%d,"id_str":"%d","name":"%s","screen_name":"%s","location":"%s",'
        '"url":null,"description":"%s","translator_type":"none","protected":false,'
        '"verified":%s,"followers_count":'
    ) % (
        ident,
        ident,
        name,
        handle,
        quoted(rng.choice(words.CITIES)),
        texts.run(rng.randint(4, 20)),
        "true" if number % 50 == 0 else "false",
    )
    tail = (
        ',"friends_count":%d,"listed_count":%d,"favourites_count":%d,"statuses_count":%d,'
        '"created_at":"%s","utc_offset":%d,"time_zone":"%s","geo_enabled":%s,"lang":"en",'
        '"contributors_enabled":false,"is_translator":false,"profile_background_color":"%s",'
        '"profile_background_image_url":"http:\\/\\/abs.twimg.example\\/images\\/themes\\/theme1\\/bg.png",'
        '"profile_background_image_url_https":"https:\\/\\/abs.twimg.example\\/images\\/themes\\/theme1\\/bg.png",'
        '"profile_background_tile":false,"profile_link_color":"%s","profile_sidebar_border_color":"FFFFFF",'
        '"profile_sidebar_fill_color":"DDEEF6","profile_text_color":"333333","profile_use_background_image":true,'
        '"profile_image_url":"%s","profile_image_url_https":"%s",'
        '"profile_banner_url":"https:\\/\\/pbs.twimg.example\\/profile_banners\\/%d\\/%d",'
        '"default_profile":false,"default_profile_image":false,"following":null,'
        '"follow_request_sent":null,"notifications":null}'
    ) % (
        rng.randrange(3000),
        rng.randrange(90),
        rng.randrange(20000),
        rng.randrange(60000),
        since,
        zone[0],
        zone[1],
        "true" if number % 3 else "false",
        colour,
        colour,
        media,
        secure,
        ident,
        picture // 10**8,
    )
    followers = int(10 ** rng.uniform(0.5, 4.5))
    return ident, handle, head, tail, followers


PLACE = (
    '{"id":"%s","url":"https:\\/\\/api.twitter.example\\/1.1\\/geo\\/id\\/%s.json","place_type":"city",'
    '"name":"%s","full_name":"%s","country_code":"%s","country":"%s","bounding_box":{"type":"Polygon",'
    '"coordinates":[[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]]},"attributes":{}}'
)

MEDIA = (
    '{"id":%d,"id_str":"%d","indices":[%d,%d],"media_url":"http:\\/\\/pbs.twimg.example\\/media\\/%s.jpg",'
    '"media_url_https":"https:\\/\\/pbs.twimg.example\\/media\\/%s.jpg","url":"%s",'
    '"display_url":"pic.twitter.example\\/%s","expanded_url":"https:\\/\\/twitter.example\\/%s\\/status\\/%d\\/photo\\/1",'
    '"type":"photo","sizes":{"medium":{"w":1200,"h":800,"resize":"fit"},"thumb":{"w":150,"h":150,"resize":"crop"},'
    '"small":{"w":680,"h":453,"resize":"fit"},"large":{"w":2048,"h":1365,"resize":"fit"}}}'
)


class Status:
    """A status before it is written: what a retweet needs to show it again."""

    __slots__ = ("ident", "ms", "author", "text")


class Tweets:
    """Statuses in the order of time, and what happens to them later."""

    LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

    def __init__(self, rng, users):
        self.rng = rng
        self.texts = Texts(rng)
        self.users = [user(rng, self.texts, number) for number in range(users)]
        self.recent = []

    def code(self):
        return "".join(self.rng.choices(self.LETTERS, k=10))

    def pieces(self, text, author, ident):
        """The text with its links, tags and names, and its entities."""
        rng, urls, tags, mentions, media = self.rng, "", "", "", ""
        if rng.random() < 0.28:
            at = len(text) + 1
            short, name = "https://t.co/" + self.code(), words.invented(rng, 2)
            text += " " + short
            path = (
                name
                + ".example/"
                + words.invented(rng, 3)
                + "/"
                + str(rng.randrange(10**6))
            )
            if rng.random() < 0.06:
                path = "www.acme.example/outlet?cid=tw-" + str(rng.randrange(400))
            urls = (
                '{"url":"%s","expanded_url":"http:\\/\\/%s","display_url":"%s","indices":[%d,%d]}'
                % (
                    short.replace("/", "\\/"),
                    path.replace("/", "\\/"),
                    path[:26].replace("/", "\\/") + "\\u2026",
                    at,
                    len(text),
                )
            )
        if rng.random() < 0.22:
            tag, at = rng.choice(TAGS), len(text) + 1
            text += " #" + tag
            tags = '{"text":"%s","indices":[%d,%d]}' % (tag, at, len(text))
        if rng.random() < 0.35:
            other = rng.choice(self.users)
            text += " @" + other[1]
            mentions = (
                '{"screen_name":"%s","name":"%s","id":%d,"id_str":"%d","indices":[%d,%d]}'
                % (
                    other[1],
                    other[1].capitalize(),
                    other[0],
                    other[0],
                    len(text) - len(other[1]) - 1,
                    len(text),
                )
            )
        if rng.random() < 0.25:
            at, short = len(text) + 1, "https://t.co/" + self.code()
            text += " " + short
            media = ",".join(
                self.photo(ident - (one << 22), at, len(text), short, author, ident)
                for one in range(rng.choice((1, 1, 1, 2, 4)))
            )
        entities = (
            '{"hashtags":[%s],"urls":[%s],"user_mentions":[%s],"symbols":[]%s}'
            % (tags, urls, mentions, ',"media":[' + media + "]" if media else "")
        )
        return text, entities, media

    def photo(self, ident, start, end, short, author, status):
        name, link = self.code(), short.replace("/", "\\/")
        return MEDIA % (
            ident,
            ident,
            start,
            end,
            name,
            name,
            link,
            short[13:],
            author[1],
            status,
        )

    def body(self, status, lang, reply):
        """What stands between created_at and the counters, user included."""
        rng, author = self.rng, status.author
        longer = rng.random() < 0.24
        text = self.texts.new(
            lang, rng.randint(22, 34) if longer else rng.randint(4, 15)
        )
        if rng.random() < 0.1:
            text += " " + rng.choice(EMOJI)
        text, entities, media = self.pieces(text, author, status.ident)
        extended, truncated = "", "false"
        if len(text) > 140:
            truncated = "true"
            extended = (
                ',"extended_tweet":{"full_text":"%s","display_text_range":[0,%d],"entities":%s%s}'
                % (
                    quoted(text),
                    len(text),
                    entities,
                    ',"extended_entities":{"media":[%s]}' % media if media else "",
                )
            )
            link = "https://t.co/" + self.code()
            text = text[:114].rsplit(" ", 1)[0] + "\u2026 " + link
            entities = (
                '{"hashtags":[],"urls":[{"url":"%s","expanded_url":"https:\\/\\/twitter.example\\/i\\/web\\/status\\/%d",'
                '"display_url":"twitter.example\\/i\\/web\\/status\\/1\\u2026","indices":[%d,%d]}],'
                '"user_mentions":[],"symbols":[]}'
                % (
                    link.replace("/", "\\/"),
                    status.ident,
                    len(text) - len(link),
                    len(text),
                )
            )
        elif media:
            extended = (
                ',"extended_entities":{"media":[%s]},"possibly_sensitive":false' % media
            )
        client = rng.choice(CLIENTS)
        parent = (
            '"in_reply_to_status_id":null,"in_reply_to_status_id_str":null,"in_reply_to_user_id":null,'
            '"in_reply_to_user_id_str":null,"in_reply_to_screen_name":null'
        )
        if reply is not None:
            parent = (
                '"in_reply_to_status_id":%d,"in_reply_to_status_id_str":"%d","in_reply_to_user_id":%d,'
                '"in_reply_to_user_id_str":"%d","in_reply_to_screen_name":"%s"'
            ) % (
                reply.ident,
                reply.ident,
                reply.author[0],
                reply.author[0],
                reply.author[1],
            )
        place = "null"
        if rng.random() < 0.08:
            place = self.place()
        status.text = text
        return (
            '"text":"%s","source":"\\u003ca href=\\"http:\\/\\/twitter.example\\/download\\" rel=\\"nofollow\\"'
            '\\u003e%s\\u003c\\/a\\u003e","truncated":%s,%s,"user":%s%d%s,"geo":null,"coordinates":null,'
            '"place":%s,"contributors":null%s'
            % (
                quoted(text),
                client,
                truncated,
                parent,
                author[2],
                author[4] + rng.randrange(20),
                author[3],
                place,
                extended,
            ),
            entities,
        )

    def place(self):
        name, x, y = (
            words.invented(self.rng, 3).capitalize(),
            self.rng.uniform(-120, 120),
            self.rng.uniform(-50, 60),
        )
        ident = "%016x" % self.rng.getrandbits(64)
        return PLACE % (
            ident,
            ident,
            name,
            name + ", Acmeland",
            "XA",
            "Acmeland",
            x,
            y,
            x,
            y + 0.1,
            x + 0.1,
            y + 0.1,
            x + 0.1,
            y,
        )

    def line(self, status, body, entities, extra, lang, likes, reposts):
        created = time.strftime(
            "%a %b %d %H:%M:%S +0000 %Y", time.gmtime(status.ms // 1000)
        )
        return (
            '{"created_at":"%s","id":%d,"id_str":"%d",%s%s,"quote_count":0,"reply_count":0,'
            '"retweet_count":%d,"favorite_count":%d,"entities":%s,"favorited":false,"retweeted":false,'
            '"filter_level":"low","lang":"%s"'
            % (
                created,
                status.ident,
                status.ident,
                body,
                extra,
                reposts,
                likes,
                entities,
                lang,
            )
        )

    def next(self, ms):
        """The next status at that time: its id, author's id and its line."""
        rng, status = self.rng, Status()
        status.ident = (ms - EPOCH_MS << 22) | rng.getrandbits(12)
        status.ms, status.author = ms, rng.choice(self.users)
        lang, kind, extra, reply = rng.choice(LANGS), rng.random(), "", None
        if self.recent:
            if kind < 0.45:
                return status, self.retweet(status)
            if kind < 0.58:
                reply = rng.choice(self.recent)[0]
            elif kind < 0.68:
                other, line = rng.choice(self.recent)
                extra = (
                    ',"quoted_status_id":%d,"quoted_status_id_str":"%d","quoted_status":%s},"is_quote_status":true'
                    % (other.ident, other.ident, line)
                )
        if not extra:
            extra = ',"is_quote_status":false'
        body, entities = self.body(status, lang, reply)
        line = self.line(status, body, entities, extra, lang, 0, 0)
        if kind >= 0.58:
            self.remember(status, line)
        return status, line + ',"timestamp_ms":"%d"}\r\n' % ms

    def remember(self, status, line):
        """Among the 4,000 that are retweeted and answered now."""
        if len(self.recent) < 4000:
            self.recent.append((status, line))
        else:
            self.recent[int(self.rng.random() * 4000)] = (status, line)

    def retweet(self, status):
        rng, author = self.rng, status.author
        # The square makes some much more popular than others.
        other, line = self.recent[int(rng.random() ** 2 * len(self.recent))]
        shown = line.rsplit('"retweet_count":0,"favorite_count":0', 1)
        if len(shown) == 2:
            line = (
                shown[0]
                + '"retweet_count":%d,"favorite_count":%d'
                % (rng.randrange(4000), rng.randrange(9000))
                + shown[1]
            )
        text = "RT @" + other.author[1] + ": " + other.text
        if len(text) > 140:
            text = text[:139] + "\u2026"
        entities = (
            '{"hashtags":[],"urls":[],"user_mentions":[{"screen_name":"%s","name":"%s","id":%d,"id_str":"%d",'
            '"indices":[3,%d]}],"symbols":[]}'
        ) % (
            other.author[1],
            other.author[1].capitalize(),
            other.author[0],
            other.author[0],
            4 + len(other.author[1]),
        )
        body = (
            '"text":"%s","source":"\\u003ca href=\\"http:\\/\\/twitter.example\\/download\\" rel=\\"nofollow\\"'
            '\\u003e%s\\u003c\\/a\\u003e","truncated":false,"in_reply_to_status_id":null,'
            '"in_reply_to_status_id_str":null,"in_reply_to_user_id":null,"in_reply_to_user_id_str":null,'
            '"in_reply_to_screen_name":null,"user":%s%d%s,"geo":null,"coordinates":null,"place":null,'
            '"contributors":null'
            % (
                quoted(text),
                rng.choice(CLIENTS),
                author[2],
                author[4] + rng.randrange(20),
                author[3],
            )
        )
        extra = ',"retweeted_status":%s},"is_quote_status":false' % line
        return (
            self.line(status, body, entities, extra, "en", 0, 0)
            + ',"timestamp_ms":"%d"}\r\n' % status.ms
        )


def deletion(status, ms):
    return (
        '{"delete":{"status":{"id":%d,"id_str":"%d","user_id":%d,"user_id_str":"%d"},"timestamp_ms":"%d"}}\r\n'
        % (status.ident, status.ident, status.author[0], status.author[0], ms)
    )


def again(rng, line):
    """The same status, captured later, with other counters."""
    head, found, tail = line.rpartition('"retweet_count":0,"favorite_count":0')
    if not found:
        return line
    return (
        head
        + '"retweet_count":%d,"favorite_count":%d'
        % (rng.randrange(1, 500), rng.randrange(1, 900))
        + tail
    )


def write(folder, size, files, seed):
    """So many bytes of lines in so many .json.gz files; says what it wrote."""
    rng = random.Random("%s/tweets" % seed)
    tweets = Tweets(rng, 20000)
    step = DAYS * 86400000 / max(1.0, size / MEAN_BYTES)
    counts = {"statuses": 0, "again": 0, "deletes": 0, "bytes": 0}
    ms, later = START * 1000.0, []
    for number in range(files):
        out = archives.Gzip(os.path.join(folder, "tweets-%02d.json.gz" % (number + 1)))
        while out.bytes + out.held < size / files:
            ms += step * rng.expovariate(1.0)
            status, line = tweets.next(int(ms))
            chance = rng.random()
            if chance < 0.001:  # the delete comes first
                out.add(deletion(status, int(ms)))
                counts["deletes"] += 1
            elif chance < 0.010:
                later.append(deletion(status, int(ms) + 60000))
                counts["deletes"] += 1
            elif chance < 0.020:
                later.append(again(rng, line))
                counts["again"] += 1
            out.add(line)
            counts["statuses"] += 1
            if len(later) > 300:
                out.add(later.pop(int(rng.random() * 300)))
        if number == files - 1:
            for line in later:
                out.add(line)
        out.close()
        counts["bytes"] += out.bytes
    return counts
