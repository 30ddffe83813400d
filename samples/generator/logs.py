"""Access logs of three sites and the clicks of a shortener, as they were kept.

www   Apache, combined with the visitor's cookie behind it, rotated
br    nginx, plain combined, no cookie
jp    JSON, one object a request
"""

import json
import time
import zlib

import archives
import brand

ESCAPES = {10: "\\n", 13: "\\r", 9: "\\t", 34: '\\"', 92: "\\\\"}


def apache(text):
    """Quotes and backslashes as \\" and \\\\, other odd bytes as \\xhh."""
    return "".join(
        ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else "\\x%02x" % byte)
        for byte in text.encode()
    )


def nginx(text):
    """Whatever is odd as \\xHH."""
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in (34, 92) else "\\x%02X" % byte
        for byte in text.encode()
    )


def size(request):
    """Bytes sent: the same for the same page."""
    if request.status in (301, 302, 304):
        return 0
    return 1500 + zlib.crc32(request.target.encode()) % 9000


def local(second, zone):
    east = brand.offset(zone, second)
    return time.strftime(
        "%d/%b/%Y:%H:%M:%S ", time.gmtime(second + east)
    ) + brand.hours(east, "")


def combined(request, zone, escape):
    sent = size(request)
    return '%s - - [%s] "%s %s HTTP/1.1" %d %s "%s" "%s"' % (
        request.address,
        local(request.time, zone),
        request.method,
        escape(request.target),
        request.status,
        "-" if sent == 0 and escape is apache else sent,
        escape(request.referrer or "-"),
        escape(request.agent),
    )


class Logs:
    """Lines of each site by time, with noise that is nobody's visit."""

    def __init__(self, rng, town, end):
        self.rng, self.town, self.end = rng, town, end
        self.counts = {}

    def noise(self, site, second):
        """A line that a server logs for nobody: odd requests, cut lines."""
        rng, address = self.rng, self.town.address()
        escape, zone = (
            (apache, brand.CHICAGO) if site == "www" else (nginx, brand.SAO_PAULO)
        )
        cookie = ' "-"' if site == "www" else ""
        stamp = local(second, zone)
        chance = rng.random()
        if chance < 0.3:
            hello = "\x16\x03\x01\x02" + chr(rng.randrange(1, 9))
            return "odd", '%s - - [%s] "%s" 400 226 "-" "-"%s' % (
                address,
                stamp,
                escape(hello),
                cookie,
            )
        if chance < 0.5:
            return "odd", '%s - - [%s] "-" 408 - "-" "-"%s' % (address, stamp, cookie)
        if chance < 0.75:
            return (
                "damaged",
                '%s - - [%s] "GET /outlet HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (compat'
                % (address, stamp),
            )
        return "damaged", '%s - - [%s] "GET /lapt' % (address, stamp)

    def lines(self, site):
        """(second, kind, line) of the site, by time."""
        every = []
        for at, request in enumerate(self.town.requests[site]):
            if request.time < self.end:
                every.append((request.time, at, "request", request))
        seconds = sorted(one[0] for one in every)
        if site != "jp":
            for at in range(max(4, len(every) // 400)):
                second = self.rng.choice(seconds)
                every.append((second, len(every) + at) + self.noise(site, second))
        every.sort(key=lambda one: one[:2])
        write = {"www": self.www, "br": self.br, "jp": self.jp}[site]
        return [
            (one[0], one[2], write(one) if one[2] == "request" else one[3])
            for one in every
        ]

    def www(self, one):
        return combined(one[3], brand.CHICAGO, apache) + ' "%s"' % (
            one[3].cookie or "-"
        )

    def br(self, one):
        return combined(one[3], brand.SAO_PAULO, nginx)

    def jp(self, one):
        request = one[3]
        text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(request.time + 32400))
        return json.dumps(
            {
                "time": text + ".%03d+09:00" % (one[1] * 7 % 1000),
                "conn": 20000 + one[1],
                "req": 1,
                "remote_addr": request.address,
                "method": request.method,
                "host": brand.HOSTS["jp"],
                "uri": request.target,
                "status": request.status,
                "bytes": size(request),
                "referer": request.referrer,
                "user_agent": request.agent,
                "visitor": request.cookie or "",
            },
            separators=(",", ":"),
            ensure_ascii=False,
        )

    def bots(self, share):
        """Crawlers and link previews, which follow our links too."""
        from people import Bot

        rng, town = self.rng, self.town
        for site, pages in brand.PAGES.items():
            known = sorted(town.requests[site], key=lambda one: one.time)
            landed = [one for one in known if one.arrival is not None]
            crawlers = [
                Bot(market, town.address(), agent, None, "")
                for agent in brand.BOTS
                for market in brand.MARKETS
                if brand.SITE_OF[market] == site
            ][:12]
            for _ in range(int(len(known) * share)):
                first = rng.choice(landed)
                target = (
                    first.target
                    if rng.random() < 0.5
                    else rng.choice(pages + ("/robots.txt",))
                )
                town.request(
                    rng.choice(crawlers),
                    min(self.end - 1, first.time + rng.randrange(60)),
                    "HEAD" if rng.random() < 0.1 else "GET",
                    target,
                    404 if rng.random() < 0.05 else 200,
                )

    def count(self, name, lines):
        counts = {"lines": len(lines)}
        for kind in ("odd", "damaged"):
            many = sum(1 for line in lines if line[1] == kind)
            if many:
                counts[kind] = many
        self.counts[name] = counts

    def pack(self):
        """(name, bytes, second) of each file."""
        yield from self.rotated()
        for site, cuts, name in (
            ("br", 3, "br/access.log-%d.%s"),
            ("jp", 2, "jp/access-%d.json.%s"),
        ):
            lines = self.lines(site)
            step = -(-len(lines) // cuts)
            for at in range(cuts):
                part = lines[at * step : (at + 1) * step]
                suffix = ("xz", "bz2", "gz")[at] if site == "br" else ("zst", "xz")[at]
                full = name % (at + 1, suffix)
                self.count(full, part)
                yield full, archives.compressed(joined(part), suffix), part[-1][0]

    def rotated(self):
        """access.log is the newest, .1 the one before; one is kept twice."""
        lines = self.lines("www")
        shares = (0.003, 0.007, 0.05, 0.12, 0.20, 0.30, 0.30)
        suffixes = ("", "", "gz", "bz2", "xz", "zst", "xz")
        end = len(lines)
        for at, share in enumerate(shares):
            start = (
                0
                if at == len(shares) - 1
                else max(0, end - max(1, int(len(lines) * share)))
            )
            part, end = lines[start:end], start
            name = (
                "www/access.log"
                + (".%d" % at if at else "")
                + (suffixes[at] and "." + suffixes[at])
            )
            self.count(name, part)
            yield name, archives.compressed(joined(part), suffixes[at]), part[-1][0]
            if at == 1:
                again = "www/access-before-move.log.gz"
                self.count(again, part)
                self.counts[again]["again"] = name
                yield again, archives.compressed(joined(part), "gz"), part[-1][0]


def joined(lines):
    return "".join(line[2] + "\n" for line in lines).encode()


def clicks(town, end, rng):
    """(name, bytes, counts, second) of the click logs, one a month."""
    months = {}
    for second, url, destination, agent, referrer in sorted(town.clicks):
        host, code = url.split("://", 1)[1].split("/")
        text = json.dumps(
            {
                "a": agent,
                "c": "US",
                "nk": 1,
                "g": code,
                "h": code,
                "l": "acme",
                "al": "en-US",
                "hh": host,
                "r": referrer or "direct",
                "u": destination,
                "t": second,
                "hc": second // 86400 * 86400 - 9000,
            },
            separators=(", ", ": "),
            ensure_ascii=False,
        ).replace("/", "\\/")
        months.setdefault(time.strftime("%Y-%m", time.gmtime(second)), []).append(
            (second, "click", text)
        )
    for at, name in enumerate(sorted(months)):
        lines = months[name]
        beats = [
            (second, "heartbeat", '{"_heartbeat_": %d}' % second)
            for second in range(lines[0][0], lines[-1][0], 2 * 86400)
        ]
        lines = sorted(lines + beats, key=lambda line: line[:2])
        suffix = "gz" if at % 2 == 0 else "xz"
        yield (
            "clicks-%s.json.%s" % (name, suffix),
            archives.compressed(joined(lines), suffix),
            {
                "lines": len(lines),
                "clicks": len(lines) - len(beats),
                "heartbeats": len(beats),
            },
            lines[-1][0],
        )
