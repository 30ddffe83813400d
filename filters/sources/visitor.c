#include "sources/visitor.h"

#include "base/url.h"

const char *
visitor_parse(struct visitor *visitor, const char *from)
{
    static const struct {
        struct text lead;
        enum visitor_from from;
    } kinds[] = {{{"cookie:", 7}, VISITOR_COOKIE},
                 {{"param:", 6}, VISITOR_PARAM},
                 {{"field:", 6}, VISITOR_FIELD}};
    struct text text = text_of(from);

    *visitor = (struct visitor){.from = VISITOR_BEST};
    if (from == NULL)
        return NULL;
    if (text_equal(text, TEXT("address"))) {
        visitor->from = VISITOR_ADDRESS;
        return NULL;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (!text_starts(text, kinds[i].lead) || text.len == kinds[i].lead.len)
            continue;
        visitor->from = kinds[i].from;
        visitor->name = text_from(text, kinds[i].lead.len);
        return NULL;
    }
    return "visitor-from: cookie:NAME, param:NAME, field:NAME or address";
}

/* The value of one cookie in the whole header: `a=1; b=2`. */
static struct text
find_cookie(struct text header, struct text name)
{
    struct text cookie;

    while (text_split(&header, ';', &cookie)) {
        cookie = text_trim(cookie);
        if (text_starts(cookie, name) && cookie.len > name.len
            && cookie.at[name.len] == '=')
            return text_from(cookie, name.len + 1);
    }
    return TEXT_NONE;
}

static struct text
find_parameter(struct text address, struct text name, struct arena *arena)
{
    struct url url = url_split(address);
    struct text value;
    struct buffer plain;

    if (!url_find(&url, name, &value))
        return TEXT_NONE;
    if (!url_is_encoded(value))
        return value;
    plain = (struct buffer){arena_get(arena, value.len), 0, value.len};
    url_decode(&plain, value); /* which never makes it longer */
    return buffer_text(&plain);
}

/* What --visitor-from says; empty where the line does not have it. */
static struct text
named(const struct visitor *visitor, const struct text *cells,
      struct text address, struct arena *arena)
{
    struct text person = TEXT_NONE;

    if (visitor->from == VISITOR_PARAM)
        return find_parameter(address, visitor->name, arena);
    if (visitor->from != VISITOR_COOKIE && visitor->from != VISITOR_FIELD)
        return person;
    person = cells[LOG_PERSON];
    if (person.len == 0 && visitor->from == VISITOR_COOKIE)
        person = find_cookie(cells[LOG_COOKIES], visitor->name);
    return text_equal(person, TEXT("-")) ? TEXT_NONE : person;
}

/* The first of a list that is one: proxies write "unknown", too. */
static struct text
first_forwarded(struct text list)
{
    struct text address;

    while (text_split(&list, ',', &address)) {
        address = text_trim(address);
        if (address.len > 0 && !text_equal(address, TEXT("-"))
            && !text_equal_nocase(address, TEXT("unknown")))
            return address;
    }
    return TEXT_NONE;
}

/* 192.0.2.1:52044 and [2001:db8::1]:52044 change with every connection; ::ffff:192.0.2.1 is 192.0.2.1. */
static struct text
without_port(struct text address)
{
    size_t colon = text_find_char(address, ':');

    if (address.len > 0 && address.at[0] == '[') {
        size_t close = text_find_char(address, ']');

        return close == SIZE_MAX ? address
                                 : (struct text){address.at + 1, close - 1};
    }
    if (text_starts_nocase(address, TEXT("::ffff:"))
        && text_find_char(address, '.') != SIZE_MAX)
        return text_from(address, 7);
    if (colon != SIZE_MAX
        && text_find_char(text_from(address, colon + 1), ':') == SIZE_MAX)
        address.len = colon;
    return address;
}

static void
set_address(const struct text *cells, struct draft *draft)
{
    struct arena *arena = draft_arena(draft);
    struct text address = first_forwarded(cells[LOG_FORWARDED]);
    struct text agent = cells[LOG_AGENT];
    char *both;

    if (address.len == 0)
        address = cells[LOG_ADDRESS];
    if (address.len == 0 || text_starts(address, TEXT("unix:")))
        return;
    address = without_port(address);
    both = arena_get(arena, address.len + 1 + agent.len);
    memcpy(both, address.at, address.len);
    both[address.len] = ' ';
    if (agent.len > 0)
        memcpy(both + address.len + 1, agent.at, agent.len);
    draft_visitor(draft, "web", "ip_agent",
                  (struct text){both, address.len + 1 + agent.len});
}

void
visitor_set(const struct visitor *visitor, const struct text *cells,
            struct text address, struct draft *draft)
{
    struct arena *arena = draft_arena(draft);
    struct text person = named(visitor, cells, address, arena);
    struct text user =
        visitor->from != VISITOR_ADDRESS ? cells[LOG_USER] : TEXT_NONE;

    if (person.len > 0) {
        draft_visitor(draft, "web", "cookie", person);
        draft_customer(draft, "web", user);
    } else if (user.len > 0) {
        draft_visitor(draft, "web", "user", user);
    } else {
        set_address(cells, draft);
    }
}
