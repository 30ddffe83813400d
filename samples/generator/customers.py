"""What customers post, and what our support answers."""

import bisect

import brand
import words
from feed import Page, Post, Token, Use

LANGS = ("en",) * 11 + ("pt",) * 4 + ("es", "es", "ja", "ja", "fr")
SUPPORT = {"pt": "AcmeAjuda"}


class Customer:
    """Somebody on the network; nobody knows which visitor that is."""

    network = "twitter"

    def __init__(self, rng, number):
        self.handle = words.invented(rng, rng.randint(2, 4)) + (
            str(number % 100) if rng.random() < 0.5 else ""
        )
        self.ident = 21000000 + number * 137911
        self.lang = rng.choice(LANGS)
        self.city = rng.choice(words.CITIES)
        self.followers = rng.choice((7, 12, 33, 58, 91, 140, 210, 388, 702, 1411, 5120))
        self.gone = None  # second at which they deleted their account


class Crowd:
    """The customers, who post into the feed."""

    def __init__(self, rng, feed, end, size):
        self.rng, self.feed, self.end = rng, feed, end
        self.people = [Customer(rng, number) for number in range(size)]
        self.squatter = Customer(rng, size)
        self.squatter.handle, self.squatter.lang = "AcmeDealz", "en"
        topics = list(words.TOPICS)
        rates = [
            (
                4
                if topic
                in (
                    "battery",
                    "screen",
                    "praise",
                    "question",
                    "complaint",
                    "deal-seeking",
                )
                else 2
            )
            for topic in topics
        ]
        rates[topics.index("safety")] = rates[topics.index("press")] = 1
        self.topics, self.rates = topics, rates
        self.ours = sorted(
            (post for post in feed.posts if post.author.network == "twitter"),
            key=lambda post: post.time,
        )
        self.times = [post.time for post in self.ours]
        self.theirs = []
        self.conversations = []  # (question, answer or None, thanks or None)

    def somebody(self):
        """Some say much more than others."""
        return self.people[int(self.rng.random() ** 2 * len(self.people))]

    def post(self, count):
        """So many posts, or a few more where one leads to others."""
        rng, before = self.rng, len(self.feed.posts)
        seconds = sorted(
            rng.randrange(brand.START + 600, self.end - 600) for _ in range(count)
        )
        for second in seconds:
            if len(self.feed.posts) - before >= count:
                break
            self.one(self.somebody(), second)

    def say(self, author, second, parts, uses=()):
        post = self.feed.add(Post(author, second, author.lang, parts, uses))
        self.theirs.append(post)
        return post

    def about(self, author):
        """A text on one of the topics, with what belongs to it."""
        rng = self.rng
        parts = [
            words.phrase(rng, rng.choices(self.topics, self.rates)[0], author.lang)
        ]
        if rng.random() < 0.25:
            handle = (
                "AcmeOutlet"
                if rng.random() < 0.3
                else SUPPORT.get(author.lang, "AcmeCares")
            )
            if "@" not in parts[0]:
                parts.insert(0, ("@", brand.BY_HANDLE[handle]))
        if rng.random() < 0.15:
            parts.append(("#", rng.choice(("acme", "fail", "mini9", "help"))))
        if rng.random() < 0.1:
            parts.append(
                rng.choice(("\U0001f600", "\u2764\ufe0f", "\U0001f44d\U0001f3fd", ":)"))
            )
        return parts

    def one(self, author, second):
        """One post, or a conversation of a few."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.40:
            self.say(author, second, self.about(author))
        elif chance < 0.70:
            self.say(author, second, [rng.choice(words.SMALL_TALK[author.lang])])
        elif chance < 0.83:
            self.repost(author, second)
        elif chance < 0.87:
            self.quote(author, second)
        elif chance < 0.92:
            self.conversation(author, second)
        else:
            self.link(author, second)

    def earlier(self, second, ours):
        """A post that people pass on, of the days before; or None."""
        known = self.theirs[-300:]
        if ours:
            last = bisect.bisect_left(self.times, second)
            known = self.ours[max(0, last - 30) : last]
        known = [post for post in known if post.time < second and not post.deleted]
        return self.rng.choice(known) if known else None

    def repost(self, author, second):
        original = self.earlier(second, self.rng.random() < 0.6)
        if original is None or original.author is author:
            return
        post = Post(author, second, original.lang, original.parts)
        post.repost_of = original
        self.feed.add(post)

    def quote(self, author, second):
        original = self.earlier(second, self.rng.random() < 0.5)
        if original is None or second < brand.SNOWFLAKE or original.shape == "old":
            return
        post = Post(
            author,
            second,
            author.lang,
            [self.rng.choice(("look at this", "really?", "who wants one", "so true"))],
        )
        post.quote_of = original
        self.feed.add(post)

    def conversation(self, author, second):
        """A question, our answer, and perhaps a word of thanks."""
        rng, lang = self.rng, author.lang
        support = brand.BY_HANDLE[SUPPORT.get(lang, "AcmeCares")]
        topic = rng.choice(
            (
                "battery",
                "screen",
                "keyboard",
                "wireless",
                "complaint",
                "question",
                "delivery",
                "safety",
            )
        )
        text = words.phrase(rng, topic, lang)
        parts = [text] if "@" + support.handle in text else [("@", support), text]
        asked = self.say(author, second, parts)
        answers = words.ANSWERS["pt" if lang == "pt" else "en"]
        self.conversations.append([asked, None, None])
        if rng.random() < 0.2:
            return
        text = rng.choice(answers).split("} ", 1)[1]
        answer = Post(
            support,
            second + rng.randrange(200, 40000),
            support.lang,
            [("@", author), text],
        )
        if answer.time >= self.end:
            return
        answer.reply_to = asked
        self.feed.add(answer)
        self.conversations[-1][1] = answer
        if rng.random() < 0.4 and answer.time + 4000 < self.end:
            thanks = Post(
                author,
                answer.time + rng.randrange(60, 3600),
                lang,
                [("@", support), words.phrase(rng, "thanks", lang)],
            )
            thanks.reply_to = answer
            self.feed.add(thanks)
            self.conversations[-1][2] = thanks

    def link(self, author, second):
        """A link of the customer's own making, mostly not to us."""
        rng, chance = self.rng, self.rng.random()
        site = "br" if author.lang == "pt" else "jp" if author.lang == "ja" else "www"
        short = self.feed.short() if second >= brand.SNOWFLAKE else None
        text = rng.choice(
            ("have you seen this", "this one", "bought it here", "a review")
        )
        if chance < 0.35 or short is None:
            # Somebody else's shortener: its clicks are not in our log.
            page = Token("http://blog.gadgets.example/review/%d" % rng.randrange(90))
            self.say(author, second, [text, Use("foreign", page, short)])
            return
        if chance < 0.65:
            page = Page(site, rng.choice(brand.PAGES[site][1:]))
            use = Use("customer", page, short)
        elif chance < 0.85:
            use = self.copy(site, second, short)
            if use is None:
                return
        else:
            # Not ours, for all its name: tagged, but no account of ours.
            author = self.squatter
            page = Page(
                "www",
                "/outlet",
                (
                    ("utm_source", "acmedealz"),
                    ("utm_medium", "social"),
                    ("utm_campaign", "squat-%d" % rng.randrange(9)),
                ),
            )
            use = Use("customer", page, short)
        self.say(author, second, [text, use], (use,))

    def copy(self, site, second, short):
        """The address of a page that a post of ours carries, copied."""
        last = bisect.bisect_left(self.times, second)
        found = [
            use
            for post in self.ours[max(0, last - 60) : last]
            for use in post.uses
            if use.kind == "tracked" and use.page.site == site
        ]
        return Use("copied", self.rng.choice(found).page, short) if found else None
