"""Files of posts, as several collectors kept them.

The stream goes into a file a month, each month another compression; a second
collector tracked the brand for a while; our own timeline was fetched at the
end; what the stream lost was recovered later. Counts what each file holds.
"""

import json
import time

import archives
import brand
import ledger
import statuses

KINDS = (
    "status",
    "delete",
    "user_delete",
    "limit",
    "scrub_geo",
    "status_withheld",
    "blank",
    "damaged",
)


class File:
    """Lines of one archive, or of one member of it, by time."""

    def __init__(self, name, crlf=False):
        self.name, self.crlf = name, crlf
        self.lines = []  # (second, serial, kind, text)

    def add(self, second, kind, text):
        self.lines.append((second, len(self.lines), kind, text))

    def data(self):
        self.lines.sort(key=lambda line: line[:2])
        end = "\r\n" if self.crlf else "\n"
        return "".join(line[3] + end for line in self.lines).encode()

    def counts(self):
        counts = {"lines": len(self.lines)}
        for kind in KINDS:
            many = sum(1 for line in self.lines if line[2] == kind)
            if many:
                counts[kind] = many
        return counts


def date(second):
    return time.strftime("%Y-%m-%d", time.gmtime(second))


def dump(notice):
    return json.dumps(notice, separators=(",", ":"))


class Capture:
    """What the collectors saw of the feed."""

    def __init__(self, rng, feed, crowd, end):
        self.rng, self.feed, self.crowd, self.end = rng, feed, crowd, end
        self.months = {}
        days = (end - brand.START) // brand.DAY
        self.track_from = brand.START + days * 45 // 100 * brand.DAY
        self.track_to = brand.START + days * 62 // 100 * brand.DAY
        self.track = File("track-%s.json.gz" % date(self.track_to), crlf=True)
        self.timeline = File("timeline-AcmeOutlet-%s.json.xz" % date(end - 1))
        self.recovered = File("recovered-%s.json.zst" % date(end - 1))
        self.seen = set()
        self.removed = set()

    def month(self, second):
        name = ledger.month(min(second, self.end - 1))
        if name not in self.months:
            self.months[name] = File(name, crlf=len(self.months) % 2 == 0)
        return self.months[name]

    # what happens to posts

    def all(self):
        posts = [post for post in self.feed.posts if post.author.network == "twitter"]
        posts.sort(key=lambda post: (post.time, post.ident))
        self.month(brand.START)
        for post in posts:
            self.month(post.time)
        passed = {post.repost_of for post in posts}
        for post in posts:
            self.one(post, post not in passed)
        self.leave(posts, passed)
        self.notices()

    def one(self, post, alone):
        """Where the post was caught; perhaps it is deleted."""
        rng = self.rng
        main = self.month(post.time)
        lost = rng.random() < 0.03
        place = self.recovered if lost else main
        self.write(place, post, post.time, "stream" if not lost else "rest", (0, 0))
        later = (rng.randrange(60), rng.randrange(90))
        if self.track_from <= post.time < self.track_to and rng.random() < 0.3:
            self.write(self.track, post, post.time + 1, "stream", later)
        elif rng.random() < 0.02:
            self.write(self.recovered, post, post.time, "rest", later)
        if post.own and post.author.handle == "AcmeOutlet" and post.shape != "old":
            self.write(
                self.timeline,
                post,
                -post.time,
                "rest",
                (rng.randrange(400), rng.randrange(900)),
            )
        if post.own:
            if post.deleted:
                self.delete(post, post.deleted)
        elif alone and rng.random() < 0.035:
            self.delete(
                post, post.time + rng.choice((-20, 5, 90, 4000, 86400, 9 * 86400))
            )

    def write(self, file, post, second, shape, counters):
        shape = "old" if post.shape == "old" and shape == "stream" else shape
        line = statuses.line(
            statuses.status(post, shape, self.rng, counters), shape == "old"
        )
        if len(post.parts) == 1 and post.ident % 211 == 0 and "@" not in post.parts[0]:
            line = line.replace('"text":"', '"text":"\\ud83d ', 1)  # half an emoji
        file.add(second, "status", line)
        self.seen.add(post.ident)

    def delete(self, post, second):
        """The notice may come before its post, or in another file."""
        self.month(second).add(second, "delete", statuses.deletion(post, second))
        if not post.own:
            self.removed.add(post.ident)

    def leave(self, posts, passed):
        """One customer deletes the account: every post of it goes."""
        count = {}
        for post in posts:
            if not post.own:
                count.setdefault(post.author, []).append(post)
        found = [
            author
            for author, said in count.items()
            if 4 <= len(said) <= 12
            and not passed.intersection(said)
            and author is not self.crowd.squatter
        ]
        author = self.rng.choice(found)
        author.gone = second = (count[author][-1].time + count[author][-2].time) // 2
        self.month(second).add(
            second,
            "user_delete",
            dump(
                {
                    "user_delete": {
                        "id": author.ident,
                        "timestamp_ms": str(second * 1000),
                    }
                }
            ),
        )
        self.removed.update(post.ident for post in count[author])

    def notices(self):
        """Limits, scrubs and withholdings, keep-alives, a cut line."""
        rng = self.rng
        for at, name in enumerate(sorted(self.months)):
            file = self.months[name]
            lines, track = sorted(line[0] for line in file.lines), 0
            for quarter in (1, 2, 3):
                track += rng.randrange(5, 90)  # it counts up
                second = lines[len(lines) * quarter // 4]
                limit = {"track": track}
                if at > 2:
                    limit["timestamp_ms"] = str(second * 1000)
                file.add(second, "limit", dump({"limit": limit}))
            if file.crlf:
                for second in lines[::40]:
                    file.add(second, "blank", "")
            if at % 3 == 1:
                self.warnings(file, rng.choice(lines), at)

    def warnings(self, file, second, at):
        rng = self.rng
        who = rng.choice(self.crowd.people)
        post = rng.choice(
            [one for one in self.feed.posts if not one.own and one.shape == "stream"]
        )
        scrub = {
            "user_id": who.ident,
            "user_id_str": str(who.ident),
            "up_to_status_id": post.ident,
            "up_to_status_id_str": str(post.ident),
        }
        file.add(second, "scrub_geo", dump({"scrub_geo": scrub}))
        file.add(
            second,
            "status_withheld",
            dump(
                {
                    "status_withheld": {
                        "id": post.ident,
                        "user_id": post.author.ident,
                        "withheld_in_countries": ["DE", "AR"],
                    }
                }
            ),
        )
        text = next(line[3] for line in file.lines if line[2] == "status")
        file.add(second, "damaged", text[: len(text) * 2 // 3])

    # the files

    def pack(self):
        """(name, bytes, counts by archive or archive!member) of each file."""
        forms = ("gz*", "xz", "bz2", "tar", "zst", "xz", "bz2", "zip")
        for at, name in enumerate(sorted(self.months)):
            yield self.packed(self.months[name], name, forms[at % len(forms)])
        for file in (self.track, self.timeline, self.recovered):
            if file.lines:
                suffix = file.name.rsplit(".", 1)[1]
                yield (
                    file.name,
                    archives.compressed(file.data(), suffix),
                    {file.name: file.counts()},
                )

    def packed(self, file, name, form):
        if form == "tar":
            parts = self.parts(file, "%s/%%02d.json" % name.replace("-", "/"), "bz2")
            return self.bundle(name + ".tar", parts, archives.tar)
        if form == "zip":
            parts = self.parts(file, "%s-%%02d.json" % name, "")
            return self.bundle(name + ".zip", parts, archives.zipped)
        full = "%s.json.%s" % (name, form.rstrip("*"))
        if form == "gz*":
            return full, archives.members(file.data(), "gz", 3), {full: file.counts()}
        return full, archives.compressed(file.data(), form), {full: file.counts()}

    def parts(self, file, name, suffix):
        """The month in three parts, each named by its first day."""
        parts = {}
        for second, serial, kind, text in file.lines:
            day = time.gmtime(max(second, brand.START)).tm_mday
            first = min(2, (day - 1) // 10) * 10 + 1
            if first not in parts:
                parts[first] = File(name % first + (suffix and "." + suffix), file.crlf)
            parts[first].add(second, kind, text)
        for first in sorted(parts):
            yield parts[first], suffix

    def bundle(self, name, parts, how):
        members, counts = [], {}
        for one, suffix in parts:
            members.append(
                (
                    one.name,
                    archives.compressed(one.data(), suffix),
                    max(brand.START, one.lines[-1][0]),
                )
            )
            counts["%s!%s" % (name, one.name)] = one.counts()
        return name, how(members), counts
