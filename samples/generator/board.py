"""The idea board: ideas, their statuses, duplicates, and an export at each month's end.

An export says of each idea how it is then. What it shows of a change is that it
happened by the idea's LastModifiedDate, so that date is the truth that is kept.
"""

import calendar
import time

import brand
import tables
import words

OUR_WORDS = {
    "under_review": "Under Review",
    "partially_implemented": "Partially Implemented",
    "implemented": "Implemented",
    "not_planned": "Not Planned",
    "archived": "Archived",
}
# ways that an idea may go, with shares; the last two have a move that should not be
WAYS = (
    ((), 40),
    (("under_review",), 14),
    (("under_review", "implemented"), 8),
    (("under_review", "partially_implemented"), 6),
    (("under_review", "partially_implemented", "implemented"), 3),
    (("under_review", "not_planned"), 16),
    (("not_planned", "under_review"), 3),
    (("implemented",), 4),
    (("implemented", "under_review"), 3),
    (("under_review", "archived"), 3),
)
ILLEGAL = (("implemented", "under_review"), ("under_review", "archived"))
WHAT = (
    "a keyboard with the apostrophe where it was",
    "a Slate with Linux on it from the shop",
    "a fan that one cannot hear in a library",
    "a charger with a cable of three metres",
    "a screen that does not mirror in the sun",
    "a battery that I may change by myself",
    "no trial software on a new machine",
    "a lid that opens with one hand",
    "a hotline that calls back",
    "spare feet, they always come off",
    "a black one for the office",
    "a port on the left side too",
    "recovery discs in the box",
    "a camera with a shutter",
    "an invoice by mail at once",
)
WHO = (
    "students",
    "people who travel",
    "my grandmother",
    "left-handed writers",
    "small firms",
    "schools in the country",
    "nurses on night shift",
    "musicians on a stage",
    "whoever writes in bed",
    "clubs without much money",
)
WHY = (
    "I would pay more for it",
    "others have had this for years",
    "we are six in the office who want it",
    "support told me to post it here",
    "this is the third machine without it",
    "it cannot cost much to make",
    "my old one had it and I miss it",
    "the whole forum asks for it",
    "I sent a drawing with it",
    "nobody else sells one",
)


class Idea:
    def __init__(self, number, author, posted, body, way):
        self.id = "0873%011d" % number
        self.author, self.posted, self.body = author, posted, body
        self.way = way  # [(second, status)]
        self.parent = None  # merged into it, from then on
        self.near = None  # nearly the same as that one
        self.deleted = None
        self.seen = []  # (LastModifiedDate, status), an export each


def half_a_year_later(second):
    at = time.gmtime(second)
    year, month = divmod(at.tm_year * 12 + at.tm_mon - 1 + 6, 12)
    day = min(at.tm_mday, calendar.monthrange(year, month + 1)[1])
    return calendar.timegm((year, month + 1, day) + at[3:6])


def stamp(second):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(second))


def exports(end):
    """Each second at which a month begins, and the end of the world."""
    year, month, seconds = 2010, 10, []
    while calendar.timegm((year, month, 1, 0, 0, 0)) < end:
        seconds.append(calendar.timegm((year, month, 1, 0, 0, 0)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return seconds + [end]


def bodies(rng):
    """What ideas say: no two have more than a third in common."""
    found, pairs = [], set()
    every = [(what, who, why) for what in WHAT for who in WHO for why in WHY]
    for parts in rng.sample(every, len(every)):
        own = {(parts[0], parts[1]), (parts[0], parts[2]), (parts[1], parts[2])}
        if not own & pairs:
            pairs |= own
            found.append(parts)
    return found


class Board:
    def __init__(self, rng, end, count):
        self.rng, self.end = rng, end
        self.exports = exports(end)
        self.ideas = []
        for number, parts in enumerate(bodies(rng)[:count]):
            told = " ".join(rng.sample(words.COMMON, 12))
            self.post(number + 1, "Please make %s. It is for %s, and %s. Think of %s." % (*parts, told))
        for number in range(count // 6):
            self.again(len(self.ideas) + 1, number % 2 == 0)

    def post(self, number, body, after=None):
        rng = self.rng
        first = brand.START if after is None else after + brand.DAY
        posted = rng.randrange(first, max(first + 1, self.end - 20 * brand.DAY))
        way = []
        if after is None:
            chosen = rng.choices([w for w, _ in WAYS], [share for _, share in WAYS])[0]
            if number == 1:  # one is always there to be told
                chosen, posted = ILLEGAL[0], brand.START + brand.DAY
            second = posted
            for status in chosen:  # never two between two exports
                second += rng.randrange(35, 60) * brand.DAY
                if second < self.end - brand.DAY:
                    way.append((second, status))
        idea = Idea(number, "0053%011d" % rng.randrange(1, 90), posted, body, way)
        if after is None and number > 1 and rng.random() < 0.04:
            idea.deleted = rng.randrange(posted, self.end)
        self.ideas.append(idea)
        return idea

    def again(self, number, is_merged):
        """Somebody has the idea once more: the board merges it, or nobody sees that."""
        free = [one for one in self.ideas if one.near is None and one.parent is None
                and one.deleted is None and one.posted < self.end - 60 * brand.DAY]
        first = self.rng.choice(free)
        idea = self.post(number, "Hello! " + first.body, first.posted)
        if is_merged:
            told = " ".join(self.rng.sample(words.COMMON, 16))
            idea.body = "See the other one. I want it for %s." % told
            idea.parent = first
        else:
            idea.near = first

    def export(self, number):
        """The rows of one export."""
        now = self.exports[number]
        before = self.exports[number - 1] if number else brand.START
        rows = []
        for idea in self.ideas:
            if idea.posted >= now - 3600:
                continue
            told = [one for one in idea.way if one[0] < now - 3600]
            status = told[-1][1] if told else None
            last = max(before, idea.posted, told[-1][0] if told else 0)
            seen = self.rng.randrange(last, now)
            gone = idea.deleted is not None and idea.deleted < now
            idea.seen.append((seen, status))
            idea.votes = self.rng.randrange(1, 40) + number
            rows.append([
                idea.id, "Idea of " + idea.author[-3:], idea.body, OUR_WORDS.get(status, ""),
                stamp(idea.posted), stamp(seen), idea.author, 10 * idea.votes,
                idea.parent.id if idea.parent else "", "true" if idea.parent else "false",
                "true" if gone else "false", "09a300000000001"])
        return rows

    def pack(self):
        head = ["Id", "Title", "Body", "Status", "CreatedDate", "LastModifiedDate", "CreatedById",
                "VoteTotal", "ParentIdeaId", "IsMerged", "IsDeleted", "CommunityId"]
        for number, second in enumerate(self.exports):
            rows = self.export(number)
            name = time.strftime("ideas/%Y-%m-%d.csv.gz", time.gmtime(second))
            yield name, tables.table([head] + rows)

    def truth(self):
        """What the funnel must say of all exports; asked when all are packed."""
        shown = [one for one in self.ideas if one.seen]
        there = [one for one in shown if one.deleted is None or one.deleted >= self.end]
        as_of = max(one.seen[-1][0] for one in there)
        firsts = [one for one in there if one.near is None and one.parent is None]
        found = dict.fromkeys(("open",) + tuple(OUR_WORDS), 0)
        for idea in firsts:
            status = idea.seen[-1][1] or "open"
            if status in ("open", "not_planned") and half_a_year_later(idea.posted) <= as_of:
                status = "archived"
            found[status] += 1
        illegal = 0
        for idea in there:
            statuses = [status for _, status in idea.seen if status]
            illegal += any(pair in ILLEGAL for pair in zip(statuses, statuses[1:]))
        return dict(
            found,
            ideas=len(firsts),
            versions=len(there) - len(firsts),
            illegal=illegal,
            votes=sum(one.votes for one in there),
        )
