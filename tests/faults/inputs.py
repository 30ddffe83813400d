"""inputs - what the scenarios work on: little, but of every kind, made by the filters themselves out of samples/world"""
import gzip
import os
import shutil
import subprocess
import tempfile
import time


TINY_RULES = """label: battery
query: battery OR screen OR "customer service" OR /sal[ei]/
expect: my battery is dead
route: care
urgency: high
"""

MAP = '{kind: "post", source: "web", id: ("web:" + .id), time: .at, text: .text}\n'


def run(command, folder, stdout=None, stdin=None):
    with open(stdin or "/dev/null", "rb") as given:
        done = subprocess.run(command, shell=True, cwd=folder, stdin=given, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.returncode}: {done.stderr.decode()[:500]}")
    if stdout:
        with open(stdout, "wb") as file:
            file.write(done.stdout)
    return done.stdout


def archives(root, into):
    """The world's archives, a few lines of each, packed in every way."""
    world = root + "/samples/world"
    posts = gzip.open(world + "/posts/2010-09.json.gz").read().splitlines(True)
    half = b"".join(posts[:8]), b"".join(posts[8:16])
    for number, part in enumerate(half):
        with open(f"{into}/posts{number}.json", "wb") as file:
            file.write(part)
    clicks = gzip.open(world + "/clicks/clicks-2010-09.json.gz").read().splitlines(True)
    with open(into + "/clicks.json", "wb") as file:
        file.write(b"".join(clicks[:6]))
    os.makedirs(into + "/logs/www")
    with open(world + "/logs/www/access.log", "rb") as log, open(into + "/logs/www/access.log", "wb") as file:
        file.write(b"".join(log.readlines()[:20]))
    os.makedirs(into + "/orders")
    orders = gzip.open(world + "/orders/us-1.csv.gz").read().splitlines(True)
    with open(into + "/orders/us-1.csv.gz", "wb") as file:
        file.write(gzip.compress(b"".join(orders[:12]), mtime=0))
    shutil.copy(world + "/ideas/2010-10-01.csv.gz", into)
    for name in ("accounts.csv", "sources.txt"):
        shutil.copy(f"{world}/{name}", into)
    run("sed -i /map=/d sources.txt", into)  # a map is compiled for a tenth of a second: it has a scenario of its own
    run("gzip -nk posts0.json; zstd -q posts0.json; xz -k posts0.json; bzip2 -k posts0.json", into)
    run("tar -c --mtime=2010-01-01 --owner=0 --group=0 -f posts.tar posts0.json posts1.json; zip -qX posts.zip posts0.json posts1.json", into)
    with open(into + "/feed.xml", "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>'
                   + "".join(f'<item><title>a {n}</title><link>http://a.example/{n}</link><guid>{n}</guid>'
                             f'<pubDate>Mon, 0{n} Nov 2010 10:00:00 GMT</pubDate></item>' for n in range(1, 6))
                   + "</channel></rss>\n")
    with open(into + "/list", "w", encoding="utf-8") as file:
        file.write(f"{into}/posts0.json.gz\n{into}/posts0.json.zst\n{into}/posts.tar\n")
    run('jq -c -s . posts0.json', into, into + "/array.json")
    with open(into + "/page.warc", "wb") as file:
        for body in half:
            http = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            file.write(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/p\r\nWARC-Date: 2010-09-30T00:00:00Z\r\n"
                       b"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
                       b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http))


def many(path, count):
    """So many visits, orders and posts that a budget of 1M spills."""
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            day, second = number % 28 + 1, number % 86400
            head = f'"id":"web:{number}","time":"2010-10-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"'
            tail = f'"visitor":"web:h{number * 7919 % 4001}","format":"clf","archive":"a.log","line":{number + 1}}}\n'
            if number % 50 == 0:
                file.write('{"v":1,"kind":"order","source":"shop",%s,"seen":"2010-11-01T00:00:00Z","state":"paid","amount":%d,'
                           '"currency":"USD","exponent":2,%s' % (head, number, tail))
            else:
                file.write('{"v":1,"kind":"visit","source":"web",%s,"seen":"2010-11-01T00:00:00Z","url":"http://a.example/%d",'
                           '"referrer":"http://b%d.example/",%s' % (head, number % 97, number % 31, tail))


def records(root, into):
    """Records of every kind, as the filters make them of those archives."""
    many(into + "/many.ndjson", 15000)
    many(into + "/some.ndjson", 6000)
    run("hark-normalize --new-key key", into)
    run("hark-fetch posts0.json posts1.json clicks.json logs orders 2010-10-01.csv.gz", into, into + "/raw.ndjson")
    run("hark-normalize --sources sources.txt --key-file key --rejects /dev/null raw.ndjson", into, into + "/normal.ndjson")
    run("hark-dedupe normal.ndjson", into, into + "/records.ndjson")
    os.makedirs(into + "/rules")
    with open(into + "/rules/tiny.rules", "w", encoding="utf-8") as file:
        file.write(TINY_RULES)
    run("hark-classify --rules rules --accounts accounts.csv records.ndjson", into, into + "/labelled.ndjson")
    run("hark-thread --accounts accounts.csv --cases labelled.ndjson", into, into + "/cases.ndjson")
    run("hark-attribute --touches tracked labelled.ndjson", into, into + "/credits.ndjson")
    run("hark-aggregate --by account,time:month --metric net_sales credits.ndjson", into, into + "/sales.ndjson")
    shutil.copy(root + "/tests/train/labels.csv", into)
    more_records(into)
    shutil.copy(root + "/tests/every/people.csv", into)
    shutil.copy(root + "/tests/every/incidents.csv", into)
    with open(into + "/one.jq", "w", encoding="utf-8") as file:
        file.write(MAP)
    with open(into + "/own.json", "w", encoding="utf-8") as file:
        for number in range(4):
            file.write('{"id":"%d","at":"2010-10-0%dT00:00:00Z","text":"battery"}\n' % (number, number + 1))


def more_records(into):
    """The same packed, states of counts, lists of all sorts, and what is damaged."""
    run("gzip -nk normal.ndjson; zstd -q records.ndjson; cat posts0.json.gz | head -c 900 >damaged.json.gz", into)
    run("mkdir nest; cp posts0.json.zst posts.zip nest; tar -cz --mtime=2010-01-01 --owner=0 --group=0 -f nest.tar.gz nest; rm -r nest", into)
    run("hark-aggregate --by kind,time:day --count --distinct author --partial records.ndjson", into, into + "/counted.states")
    run("hark-train --labels labels.csv --bits 12 --key topic --model trained --allow-empty", into)
    lists = {"packed": f"{into}/normal.ndjson.gz\n{into}/records.ndjson.zst\n", "people": "twitter:38790519\n@keba\n",
             "rates.csv": "date,currency,rate\n2010-01-01,USD,0.75\n2010-01-01,BRL,0.4\n2010-01-01,JPY,0.009\n2010-01-01,GBP,1.2\n",
             "links.csv": "link,account\nhttp://a.example/x,acme\n", "paths.csv": "path,total_conversions,total_conversion_value,total_null\na > b,3,30,5\nb,2,20,7\na,1,10,0\n"}
    for name, text in lists.items():
        with open(f"{into}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
    run("hark-unlink --key-file key --people --bare", into, into + "/tombstones", stdin=into + "/people")
    run("(cat posts0.json; echo '{') | hark-normalize --clear-ids --format twitter1 --rejects rejected --max-rejects 100%", into)


def states(root, into):
    """Folders that some runs begin with: of a carry, an index, a state that a run before has left."""
    for name in ("days", "fresh", "index", "carry", "fetched", "committed"):
        os.makedirs(f"{into}/{name}/tmp")
    run("hark-partition --into days --keys keys --zone America/New_York ../normal.ndjson", into + "/days")
    run("hark-dedupe --index index ../normal.ndjson && hark-dedupe --commit index", into + "/index")
    run("hark-attribute --carry carry --window 30d --touches tracked ../labelled.ndjson && hark-attribute --commit carry", into + "/carry")
    run("hark-fetch --only-new state ../posts0.json && hark-fetch --commit state", into + "/fetched")
    run("hark-fetch --only-new state ../posts0.json", into + "/committed")
    shutil.copytree(into + "/index", into + "/indexed")
    run("hark-dedupe --index index ../records.ndjson", into + "/indexed")
    shutil.copytree(into + "/carry", into + "/carried")
    run("hark-attribute --carry carry --window 30d --touches tracked ../labelled.ndjson", into + "/carried")
    rowed(into, into + "/rowed")
    night(root, into + "/night")


def rowed(inputs, into):
    """What a run of a pipeline left, with rows of what had come before."""
    os.makedirs(into + "/tmp")
    os.makedirs(into + "/run")
    run(f"cp {inputs}/normal.ndjson run/records.ndjson; hark-rows run", into)
    run(f"cp {inputs}/records.ndjson {inputs}/credits.ndjson {inputs}/cases.ndjson run; cp {inputs}/rejected run/rejects", into)


def night(root, into):
    """A small site after its first night, to which another day has come."""
    os.makedirs(into + "/tmp")
    os.makedirs(into + "/in")
    os.makedirs(into + "/days")
    run(f"python3 {root}/tests/attribute/year.py days 5", into)
    for name in sorted(os.listdir(into + "/days")):
        run(f"""sed 's|}}$|,"archive":"in/{name}","line":1}}|' days/{name} >in/{name}""", into)
    shutil.rmtree(into + "/days")
    run("touch -d 2009-06-01 in/*; mv in/2009-01-05.ndjson late", into)
    with open(into + "/hark.conf", "w", encoding="utf-8") as file:
        file.write("archives all in\nattribute --model first,linear --window 2d,30d\n"
                   "table sales credits --by account,time:month --metric net_sales\nload --sqlite db\n")
    run("hark-day 2009-01-03; mv late in/2009-01-05.ndjson", into)


def made(root, into):
    """All of it, in a new folder."""
    os.makedirs(into)
    archives(root, into)
    records(root, into)
    states(root, into)
    return into


class Web:
    """The server of the tests (tests/fetch/bucket), with the inputs behind it."""

    def __init__(self, root, into, inputs):
        os.makedirs(into)
        os.symlink(inputs, into + "/open")
        self.process = subprocess.Popen([root + "/tests/fetch/bucket", into], stderr=subprocess.DEVNULL)
        while not os.path.exists(into + ".port"):
            if self.process.poll() is not None:
                raise RuntimeError("the server has not started")
            time.sleep(0.02)
        with open(into + ".port", encoding="ascii") as port:
            self.address = f"http://127.0.0.1:{port.read().strip()}/open"

    def close(self):
        self.process.terminate()
        self.process.wait()


class Stage:
    """All of it in a folder in memory, where there is one, while it lasts."""

    def __init__(self, root):
        self.root, self.web = root, None

    def __enter__(self):
        self.base = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        try:
            self.inputs = made(self.root, self.base + "/in")
            self.web = Web(self.root, self.base + "/web", self.inputs)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.web:
            self.web.close()
        shutil.rmtree(self.base, ignore_errors=True)
