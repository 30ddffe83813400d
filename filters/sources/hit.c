#include "sources/hit.h"

#include "base/url.h"
#include "ports/digest.h"
#include "sources/agent.h"
#include "sources/campaign.h"

static int
hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The byte behind a backslash; how many bytes of the cell it took. */
static size_t
unescape_one(struct text rest, char *byte)
{
    static const char letters[] = "ntrbfv", controls[] = "\n\t\r\b\f\v";
    const char *letter;

    if (rest.len == 0) {
        *byte = '\\';
        return 0;
    }
    if (rest.at[0] == 'x' && rest.len > 2 && hex_digit(rest.at[1]) >= 0
        && hex_digit(rest.at[2]) >= 0) {
        *byte = (char)(hex_digit(rest.at[1]) << 4 | hex_digit(rest.at[2]));
        return 3;
    }
    letter = memchr(letters, rest.at[0], sizeof(letters) - 1);
    if (letter != NULL) {
        *byte = controls[letter - letters];
        return 1;
    }
    *byte = rest.at[0] == '"' || rest.at[0] == '\\' ? rest.at[0] : '\\';
    return rest.at[0] == '"' || rest.at[0] == '\\';
}

struct text
hit_unescape(struct arena *arena, struct text cell)
{
    struct buffer plain = {0};

    if (text_find_char(cell, '\\') == SIZE_MAX)
        return cell;
    plain.at = arena_get(arena, cell.len);
    for (size_t i = 0; i < cell.len;) {
        char byte = cell.at[i++];
        if (byte == '\\')
            i += unescape_one(text_from(cell, i), &byte);
        plain.at[plain.len++] = byte;
    }
    return buffer_text(&plain);
}

/* GET /path HTTP/1.1; old clients leave the protocol out. */
static void
cut_request(struct hit *hit)
{
    struct text rest = hit->request, last;

    if (!text_split(&rest, ' ', &hit->method))
        return;
    hit->target = rest;
    for (size_t i = rest.len; i > 0; i--)
        if (rest.at[i - 1] == ' ') {
            last = text_from(rest, i);
            if (text_starts(last, TEXT("HTTP/")))
                hit->target.len = i - 1;
            break;
        }
}

static void
make_target(struct hit *hit, struct arena *arena)
{
    struct buffer target = {0};

    if (hit->request.len > 0)
        cut_request(hit);
    if (hit->target.len > 0 || hit->path.len == 0)
        return;
    buffer_add(&target, hit->path);
    if (hit->query.len > 0 && hit->query.at[0] != '?')
        buffer_add_char(&target, '?');
    buffer_add(&target, hit->query);
    hit->target = arena_copy(arena, buffer_text(&target));
    buffer_free(&target);
}

/* What a page loads, and what machines ask for. */
static bool
is_asset(struct text target)
{
    static const struct text suffixes[] = {
        {".css", 4}, {".js", 3},   {".png", 4},   {".jpg", 4},  {".jpeg", 5},
        {".gif", 4}, {".ico", 4},  {".svg", 4},   {".webp", 5}, {".avif", 5},
        {".bmp", 4}, {".woff", 5}, {".woff2", 6}, {".ttf", 4},  {".otf", 4},
        {".eot", 4}, {".map", 4},  {".mp4", 4},   {".webm", 5}, {".mp3", 4},
        {".ogg", 4}, {".swf", 4},  {".cur", 4},   {".mjs", 4}};
    static const struct text files[] = {
        {"/robots.txt", 11}, {"/favicon.ico", 12}, {"/sitemap.xml", 12}};
    struct text path = target;
    size_t end = 0;

    while (end < path.len && path.at[end] != '?' && path.at[end] != '#'
           && path.at[end] != ';')
        end++;
    path.len = end;
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        if (text_equal(path, files[i]))
            return true;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
        if (path.len > suffixes[i].len
            && text_equal_nocase(text_from(path, path.len - suffixes[i].len),
                                 suffixes[i]))
            return true;
    return false;
}

/* The reason for which a hit is no visit, or NULL. */
static const char *
not_a_visit(const struct hit *hit, int64_t status)
{
    if (hit->method.len == 0 || hit->target.len == 0
        || (hit->target.at[0] != '/'
            && text_find(hit->target, TEXT("://")) == SIZE_MAX))
        return SOURCE_DROP("no_request");
    if (!text_equal(hit->method, TEXT("GET"))
        && !text_equal(hit->method, TEXT("POST")))
        return SOURCE_DROP("method");
    if (status < 200 || status > 399)
        return SOURCE_DROP("status");
    return is_asset(hit->target) ? SOURCE_DROP("asset") : NULL;
}

static bool
has_scheme(struct text address)
{
    return text_find(address, TEXT("://")) != SIZE_MAX;
}

/* A port that the scheme implies says nothing. */
static struct text
without_port(struct text host)
{
    if (text_ends(host, TEXT(":80")))
        host.len -= 3;
    else if (text_ends(host, TEXT(":443")))
        host.len -= 4;
    return host;
}

static struct text
make_url(const struct hit *hit, const struct row *row, struct arena *arena,
         struct emitter *emitter)
{
    struct text host = row->host != NULL ? text_of(row->host) : hit->vhost;
    struct buffer url = {0};
    struct text whole;

    if (has_scheme(hit->target) && hit->target.at[0] != '/')
        return hit->target;
    if (host.len == 0) {
        host = TEXT("host.invalid");
        emitter_note(emitter, "no_host");
    }
    if (!has_scheme(host)) {
        bool is_tls = text_ends(host, TEXT(":443"));
        buffer_add(&url, hit->scheme.len > 0 ? hit->scheme
                         : is_tls            ? TEXT("https")
                                             : TEXT("http"));
        buffer_add(&url, TEXT("://"));
    }
    buffer_add(&url, without_port(host));
    buffer_add(&url, hit->target);
    whole = arena_copy(arena, buffer_text(&url));
    buffer_free(&url);
    return whole;
}

static bool
read_time(const struct hit *hit, const struct row *row, struct arena *arena,
          struct moment *moment)
{
    struct buffer both = {0};
    struct text time = hit->time;

    if (time.len == 0 && hit->date.len > 0) {
        buffer_add(&both, hit->date);
        buffer_add_char(&both,
                        text_find_char(hit->date, '/') == SIZE_MAX ? 'T' : ':');
        buffer_add(&both, hit->clock);
        time = arena_copy(arena, buffer_text(&both));
        buffer_free(&both);
    }
    return clock_parse_clf(time, moment) || row_time(row, time, moment)
           || clock_parse_epoch(time, moment);
}

/* The first address of X-Forwarded-For, which is the client's. */
static struct text
address_of(const struct hit *hit)
{
    struct text rest = hit->forwarded, first;

    if (text_split(&rest, ',', &first) && text_trim(first).len > 0)
        return text_trim(first);
    return hit->host;
}

static struct text
from_parameter(const struct row *row, struct text address, struct arena *arena)
{
    struct text from = text_of(row->visitor_from), value = TEXT_NONE;
    struct url url = url_split(address);
    struct buffer plain = {0};

    if (text_starts(from, TEXT("param:"))
        && url_find(&url, text_from(from, 6), &value) && value.len > 0) {
        url_decode(&plain, value);
        value = arena_copy(arena, buffer_text(&plain));
        buffer_free(&plain);
    }
    return value;
}

/* The best that the line says of who it was. */
static void
set_person(struct draft *draft, const struct hit *hit, const struct row *row,
           struct text url)
{
    struct arena *arena = draft_arena(draft);
    struct text person = hit->person, parameter;
    struct buffer both = {0};

    parameter = from_parameter(row, url, arena);
    if (person.len > 0 || parameter.len > 0) {
        draft_visitor(draft, "web", "cookie",
                      person.len > 0 ? hit_unescape(arena, person) : parameter);
    } else if (hit->user.len > 0) {
        draft_visitor(draft, "web", "user", hit_unescape(arena, hit->user));
    } else {
        buffer_add(&both, address_of(hit));
        buffer_add_char(&both, ' ');
        buffer_add(&both, hit->agent);
        draft_visitor(draft, "web", "ip_agent",
                      arena_copy(arena, buffer_text(&both)));
        buffer_free(&both);
    }
}

static void
set_id(struct draft *draft, const struct raw *raw, struct emitter *emitter)
{
    uint64_t ordinal = emitter_ordinal(emitter, digest64(raw->line));
    struct buffer what = {0};

    buffer_add(&what, raw->line);
    buffer_printf(&what, "%c%llu", 0, (unsigned long long)ordinal);
    draft_id_hashed(draft, DRAFT_ID, buffer_text(&what));
    buffer_free(&what);
}

const char *
hit_normalize(struct hit *hit, const struct raw *raw, struct draft *draft,
              struct emitter *emitter)
{
    struct arena *arena = draft_arena(draft);
    struct moment moment;
    int64_t status = 0;
    const char *drop;
    struct text url;

    hit->request = hit_unescape(arena, hit->request);
    make_target(hit, arena);
    if (!read_time(hit, raw->row, arena, &moment))
        return "bad_time: the time of the line is none";
    text_integer(hit->status, &status);
    drop = not_a_visit(hit, status);
    if (drop != NULL)
        return drop;
    hit->agent = hit_unescape(arena, hit->agent);
    url = make_url(hit, raw->row, arena, emitter);
    set_id(draft, raw, emitter);
    draft_moment(draft, &moment);
    draft_bytes(draft, DRAFT_URL, url);
    set_person(draft, hit, raw->row, url);
    draft_bytes(draft, DRAFT_REFERRER, hit_unescape(arena, hit->referrer));
    draft_bytes(draft, DRAFT_AGENT, hit->agent);
    draft_integer(draft, DRAFT_STATUS, status);
    if (agent_is_bot(hit->agent))
        draft_flag(draft, "bot");
    campaign_read(draft, raw->row, url);
    return emitter_add(emitter);
}
