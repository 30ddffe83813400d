"""slow_thread - what thread has to find, found slowly

Works out again from docs/record.md and hark-thread(1) what thread adds and makes, in another way (whole lists, one post at a
time, searching), and fails where the two differ. Accounts are AcmeCares and AcmeAjuda; hours are those of the
calendar in random.bats, SLA one hour. Where hashes decide (revisions seen in one second, posts of one moment, replies in
a circle) it says nothing.
"""
import datetime
import json

OURS = {"AcmeCares", "AcmeAjuda"}
ADDED = ["thread", "inbound", "case", "answers", "response", "response_s", "response_business_s"]
DAY = 86400


def seconds(text):
    at = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    return int((at - datetime.datetime(1970, 1, 1)).total_seconds())


def business(start, end):
    """Mon to Fri 09-12 and 13-17 UTC, 17 March 2009 closed: minute by minute."""
    total = 0
    for at in range(start, end, 600):  # all times are of whole ten minutes
        when = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=at)
        if when.weekday() < 5 and when.date() != datetime.date(2009, 3, 17) and when.hour in (9, 10, 11, 13, 14, 15, 16):
            total += 600
    return total


def thread_of(post, parents):
    seen = []
    at = post
    while at in parents:
        if at in seen:
            return None  # in circles: which of them is not said
        seen.append(at)
        at = parents[at]
    return at


def parents_of(posts):
    claims = {}
    for post in posts:
        reply, named = post.get("reply_to"), post.get("was_thread")
        if reply and reply != post["id"]:
            claims.setdefault(post["id"], []).append((0, reply))
            if named and named not in (reply, post["id"]):
                claims.setdefault(reply, []).append((2, named))
        elif named and named != post["id"]:
            claims.setdefault(post["id"], []).append((1, named))
    result = {}
    for node, told in claims.items():
        best = {p for c, p in told if c == min(c for c, _ in told)}
        if len(best) > 1:
            return None  # the lower hash decides
        result[node] = best.pop()
    return result


def name(identifier):
    source, native = identifier.split(":", 1)
    return source + ":case/" + native


class Case:
    def __init__(self, opener, account):
        self.posts = []
        self.opener = opener
        self.account = account
        self.first = None
        self.closed = None
        self.resolved = False
        self.next = []
        self.reopened = 0
        self.private = False
        self.answers = 0
        self.asked = 0
        self.last = opener["s"]


def walk(posts, added, as_of):
    """The posts of one customer and of ours to him."""
    cases, case, waiting = [], None, None
    for post in posts:
        labels, flags = post.get("labels", []), post.get("flags", [])
        now = post["s"]
        if case and case.closed is None and case.answers and now >= case.last + 7 * DAY:
            case.closed = case.last + 7 * DAY
        if case and case.closed is not None and now > case.closed + 14 * DAY:
            case = None
        if post["ours"]:
            if "automatic" not in labels:
                if waiting:
                    added["answers"][post["n"]] = (waiting["id"], waiting["s"], now)
                if case:
                    case.answers += 1
                    case.private |= "to_private" in labels
                    if waiting and case.first is None:
                        case.first = (waiting["s"], now)
                        case.account = post["account"]
                        added["response"][post["n"]] = "first"
                    elif waiting:
                        case.next.append(now - waiting["s"])
                        added["response"][post["n"]] = "next"
                    if case.closed is None:
                        case.last = now
                    if "solved" in flags and not (case.closed is not None and case.resolved):
                        case.closed, case.resolved = now, True
                waiting = None
        elif not case:
            if "route" in post:
                case = Case(post, post["account"])
                cases.append(case)
                case.asked = 1
                waiting = post
            else:
                waiting = waiting or post
        else:
            case.asked += 1
            if "solved" in labels or "solved" in flags or ("thanks" in labels and case.answers):
                if not (case.closed is not None and case.resolved):
                    case.closed, case.resolved = now, True
                waiting = None
            else:
                if case.closed is not None:
                    case.reopened += 1
                    case.closed, case.resolved = None, False
                case.last = now
                waiting = waiting or post
        if case:
            added["case"][post["n"]] = name(case.opener["id"])
    for case in cases:
        if case.closed is None and case.answers and as_of >= case.last + 7 * DAY:
            case.closed = case.last + 7 * DAY
    return cases


def stamp(value):
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=value)).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_record(case, as_of):
    opener = case.opener
    row = {"v": 1, "kind": "case", "source": "twitter", "id": name(opener["id"]), "time": opener["time"],
           "opened": opener["time"], "thread": opener["root"], "public": not case.private, "asked": case.asked,
           "answers": case.answers, "reopened": case.reopened, "author": opener["author"], "labels": opener["labels"],
           "route": "product"}
    if case.account:
        row["account"] = case.account
    if case.closed is not None:
        row["closed"] = stamp(case.closed)
        row["outcome"] = "resolved" if case.resolved else "answered"
        if case.resolved:
            row["resolution_s"] = case.closed - opener["s"]
    else:
        row["outcome"] = "unanswered" if not case.answers and as_of - case.last >= 7 * DAY else "open"
    if case.first:
        row["first_response_s"] = case.first[1] - case.first[0]
        row["first_response_business_s"] = business(*case.first)
        row["sla"] = "met" if row["first_response_s"] <= 3600 else "missed"
    else:
        row["waited_s"] = (as_of if case.closed is None else case.closed) - opener["s"]
        if row["waited_s"] > 3600:
            row["sla"] = "missed"
    if case.next:
        row["next_responses"], row["next_response_s"] = len(case.next), sum(case.next)
    return row


def check(records, lines):
    """The number of cases, or None where hashes decide."""
    written = [r for r in records if r["kind"] == "post"]
    source = [line for line in lines if line["kind"] == "post"]
    deleted = {r["target"] for r in records if r["kind"] == "delete"}
    as_of = max(seconds(p["time"]) for p in written)
    posts = []
    for number, line in enumerate(source):
        post = dict(line, n=number, s=seconds(line["time"]), was_thread=line.get("thread"))
        post["root"] = written[number]["thread"]
        post["ours"] = post["handle"] in OURS
        asked = [m for m in post.get("mentions", []) if m in OURS]
        post["names_us"] = bool(asked)
        post["account"] = "twitter:" + (post["handle"] if post["ours"] else asked[0]) if post["ours"] or asked else None
        posts.append(post)
    assert len(posts) == len(written)
    current = {}
    for post in posts:
        if post["id"] not in current or post["seen"] > current[post["id"]]["seen"]:
            current[post["id"]] = post
        elif post["seen"] == current[post["id"]]["seen"] and post["text"] != current[post["id"]]["text"]:
            return None  # the content hash decides
    parents = parents_of(posts)
    if parents is None:
        return None
    for post in posts:
        root = thread_of(post["id"], parents)
        assert root is None or root == post["root"], (post["id"], root, post["root"])
        if root is None:
            assert post["root"] in parents and written[post["n"]]["thread"]
    inbound, turns = set(), {}
    for post in sorted(current.values(), key=lambda p: (p["s"], p.get("ms", 0), p["ours"])):
        parent = current.get(post.get("reply_to") if post.get("reply_to") != post["id"] else None)
        if not post.get("reply_to") or post["reply_to"] == post["id"]:
            parent = current.get(post["was_thread"]) if post["was_thread"] != post["id"] else None
        if post["id"] in deleted or "deleted" in post.get("flags", []) or "repost_of" in post:
            continue
        here = turns.setdefault(post["root"], [])
        if post["ours"]:
            to = parent["author"] if parent and not parent["ours"] else None
            if to is None:
                to = next((p["author"] for p in reversed(here) if not p["ours"]), None)
            if to is not None:
                here.append(dict(post, to=to))
        elif post["names_us"] or (parent and parent["ours"]):
            inbound.add(post["n"])
            if post["account"] is None:
                post["account"] = parent["account"]
            here.append(dict(post, to=post["author"]))
    added = {"case": {}, "answers": {}, "response": {}}
    cases = []
    for here in turns.values():
        keys = [(p["s"], p.get("ms", 0), p["ours"], p["to"]) for p in here]
        if len(set(keys)) < len(keys) or len({k[:3] for k in keys}) < len(keys):
            return None  # of the same moment: ids' hashes decide
        for customer in sorted({p["to"] for p in here}):
            cases += walk([p for p in here if p["to"] == customer], added, as_of)
    for number, line in enumerate(written):
        expected = {"thread": line["thread"]}
        if number in inbound:
            expected["inbound"] = True
        if number in added["case"]:
            expected["case"] = added["case"][number]
        if number in added["answers"]:
            asked, since, now = added["answers"][number]
            expected.update(answers=asked, response_s=now - since, response_business_s=business(since, now))
        if number in added["response"]:
            expected["response"] = added["response"][number]
        got = {k: line[k] for k in ADDED if k in line}
        assert got == expected, (line, got, expected)
    wanted = sorted((as_record(c, as_of) for c in cases), key=lambda c: (c["time"], c["id"]))
    got = [r for r in records if r["kind"] == "case"]
    assert got == wanted, "\n".join(map(json.dumps, ["got"] + got + ["wanted"] + wanted))
    return len(cases)
