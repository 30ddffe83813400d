"""Posts and the links that they carry.

A link in a post is shown as a short address or as the page's own; people come
to the site by either, or by way of a shortener whose clicks are logged. Each
such address is a Token, and knows the posts of ours that carry it.
"""

import brand
import words

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
EPOCH_MS = 1288834974657  # of Twitter's ids since November 2010


class Token:
    """An address that people arrive by: a short one, or a page of ours."""

    def __init__(self, url):
        self.url = url
        self.posts = []  # of ours, that make it count
        self.clicks = []  # seconds, of a shortener's address

    def owner(self, second):
        """Whose it is by then: an account's name, "ambiguous" or None."""
        names = {post.author.name for post in self.posts if post.time <= second}
        if len(names) > 1:
            return "ambiguous"
        return names.pop() if names else None


class Page(Token):
    """An address on one of our sites."""

    def __init__(self, site, path, params=(), bare=False, scheme="http", fragment=""):
        host = brand.HOSTS[site]
        if bare and host.startswith("www."):
            host = host[4:]
        self.site, self.path, self.params = site, path, tuple(params)
        super().__init__(
            "%s://%s%s%s"
            % (scheme, host, self.target(), "#" + fragment if fragment else "")
        )

    def target(self, rng=None, extra=None):
        """Path and query as a log has it; with rng, as sloppily as it comes."""
        path, params = self.path, list(self.params)
        if rng is not None and params:
            if rng.random() < 0.2:
                params.reverse()
            if rng.random() < 0.15 and path != "/":
                path += "/"
        if extra is not None:
            params.append(extra)
        return path + (
            "?" + "&".join("%s=%s" % pair for pair in params) if params else ""
        )


class Use:
    """A link in a post: what it shows and where that leads.

    kind: tracked (the page's address alone tells), untracked (only the short
    address tells), click (only the shortener's click tells), or foreign.
    """

    def __init__(self, kind, page, short=None, hop=None):
        self.kind, self.page, self.short, self.hop = kind, page, short, hop

    def shown(self):
        return (self.short or self.hop or self.page).url

    def expanded(self):
        """What the network says the shown address stands for, if it does."""
        return (self.hop or self.page).url if self.short else None


class Post:
    """Something said, by an account of ours or by a customer."""

    def __init__(self, author, time, lang, parts, uses=()):
        self.author, self.time, self.lang = author, time, lang
        self.parts, self.uses = parts, tuple(uses)
        self.ident = None
        self.reply_to = self.repost_of = self.quote_of = None
        self.deleted = False
        self.shape = "old" if time < brand.SNOWFLAKE else "stream"

    @property
    def own(self):
        return isinstance(self.author, brand.Account)


class Feed:
    """All posts of the world, and the links to come by."""

    def __init__(self, rng, end):
        self.rng, self.end = rng, end
        self.posts = []
        self.uses = {handle: [] for handle in brand.BY_HANDLE}
        self.foreign = []  # (post, use): links of customers
        self.taken = set()
        self.serial = 0

    def code(self, length):
        return "".join(self.rng.choice(LETTERS) for _ in range(length))

    def short(self):
        return Token("http://t.co/" + self.code(7))

    def hop(self):
        host = "bit.ly" if self.rng.random() < 0.6 else "go.acme.example"
        return Token("http://%s/%s" % (host, self.code(6)))

    def add(self, post):
        """The post gets its id and takes its place."""
        post.ident = self.identity(post)
        self.posts.append(post)
        for use in post.uses:
            if not post.own:
                self.foreign.append((post, use))
                continue
            for token in (use.short, use.hop):
                if token is not None:
                    token.posts.append(post)
            if use.kind == "tracked":
                use.page.posts.append(post)
            self.uses[post.author.handle].append((post, use))
        return post

    def identity(self, post):
        since = post.time - brand.START
        if post.own and post.author.network == "facebook":
            return "%d_%d" % (post.author.ident, 10150300000000000 + since * 700)
        if post.shape == "old":
            ident = 24500000000 + since * 1100
        else:
            ms = post.time * 1000 + self.rng.randrange(1000)
            ident = (ms - EPOCH_MS << 22) | self.rng.randrange(4)
        while ident in self.taken:
            ident += 1
        self.taken.add(ident)
        return ident

    def page(self, kind, market, account=None):
        """A page for a new link of that kind."""
        rng, site = self.rng, brand.SITE_OF[market]
        self.serial += 1
        if kind == "untracked":
            return Page(site, rng.choice(brand.PAGES[site][1:]))
        path = brand.LANDINGS[market]
        if rng.random() < 0.4:
            path = rng.choice(brand.PAGES[site][1:])
        if kind == "click":
            return Page(site, "/deal/%d" % self.serial)
        name = "%s-%d" % (account.handle.lower()[:6], self.serial)
        if kind == "tracked" and rng.random() < 0.7:
            params = (("cid", name),)
        else:
            params = (
                ("utm_source", account.network),
                ("utm_medium", "social"),
                ("utm_campaign", name),
            )
        if kind == "clicktag":
            return Page(site, "/deal/%d" % self.serial, params)
        return Page(
            site,
            path,
            params,
            bare=rng.random() < 0.2,
            scheme="https" if rng.random() < 0.05 else "http",
            fragment="offers" if rng.random() < 0.06 else "",
        )

    def use(self, kind, account, second, page=None):
        """A link of ours, shown as the network did at that time."""
        new = account.network == "twitter" and second >= brand.SNOWFLAKE
        page = page or self.page(kind, account.market, account)
        short = self.short() if new else None
        if kind in ("click", "clicktag"):
            return Use("click", page, short, self.hop())
        return Use(kind, page, short)

    def publish(self, account, second, uses=()):
        """A post of ours that has something to say about its links."""
        rng = self.rng
        texts = words.NEWS if account.role in ("news", "employee") else words.OFFERS
        text = rng.choice(texts.get(account.lang) or texts["en"]).format(
            p=rng.choice(words.PRODUCTS),
            n=5 * rng.randint(1, 8),
            m=rng.randrange(199, 1999),
            c="ACME%d" % rng.randrange(99),
        )
        parts = [text] + list(uses)
        if len(uses) == 1 and second >= brand.SNOWFLAKE and rng.random() < 0.15:
            # Longer than a tweet was: the link stands behind the fold.
            parts[0] += ". " + " ".join(
                rng.choice(words.COMMON) for _ in range(rng.randint(20, 26))
            )
        if rng.random() < 0.25:
            parts.append(("#", rng.choice(("acme", "Outlet", "mini9"))))
        return self.add(Post(account, second, account.lang, parts, uses))

    def offer(self, handle, second, kind, page=None):
        """A post of ours with one link of that kind; gives the link too."""
        account = brand.BY_HANDLE[handle]
        use = self.use(kind, account, second, page)
        return self.publish(account, second, (use,)), use
