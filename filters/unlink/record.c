#include "unlink/unlink.h"

const char *const unlink_fields[FIELDS] = {
    "id", "author", "handle", "visitor", "customer", "target", "repost_of"};

static bool
has(const struct unlinker *unlinker, const struct record *record, size_t field)
{
    return forgotten_has(unlinker->forgotten, FORGOTTEN_NAME,
                         record_text(record, field));
}

const char *
unlink_why_all(const struct unlinker *unlinker, const struct record *record)
{
    bool is_delete = strcmp(record->kind, "delete") == 0;

    if (has(unlinker, record, AUTHOR)
        || forgotten_has(unlinker->forgotten, FORGOTTEN_HANDLE,
                         record_text(record, HANDLE)))
        return "forgotten_author";
    if (has(unlinker, record, REPOST_OF))
        return "forgotten_original";
    if (is_delete && has(unlinker, record, TARGET))
        return "forgotten_target";
    return NULL;
}

bool
unlink_is_of_person(const struct unlinker *unlinker,
                    const struct record *record)
{
    return has(unlinker, record, VISITOR) || has(unlinker, record, CUSTOMER);
}

static bool
is_one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(name, text_of(names[i])))
            return true;
    return false;
}

#define IS_ONE_OF(name, names)                                                 \
    is_one_of(name, names, sizeof(names) / sizeof(*(names)))

/* Who somebody is, and what tells it beside the name. */
static bool
is_of_person(struct text name, bool is_visit)
{
    static const char *const names[] = {"visitor", "visitor_by", "customer",
                                        "agent",   "click_id",   "click_param"};

    return IS_ONE_OF(name, names)
           || (is_visit && text_equal(name, TEXT("order")));
}

static bool
is_address(struct text name)
{
    static const char *const names[] = {"url", "referrer", "destination"};

    return IS_ONE_OF(name, names);
}

/* Members that name a post, a visit or a case by its id. */
static bool
is_reference(struct text name)
{
    static const char *const names[] = {"reply_to", "quote_of", "thread",
                                        "answers",  "case",     "post",
                                        "touch",    "near",     "version_of"};

    return IS_ONE_OF(name, names);
}

/* A string without its query and fragment, up to its closing quote. */
static struct text
without_query(struct buffer *out, struct text value)
{
    size_t len = 1;

    while (len + 1 < value.len && value.at[len] != '?' && value.at[len] != '#')
        len++;
    buffer_clear(out);
    buffer_add(out, (struct text){value.at, len});
    buffer_add_char(out, '"');
    return buffer_text(out);
}

static bool
names_post(const struct unlinker *unlinker, struct text value)
{
    return value.len > 2
           && forgotten_has(unlinker->forgotten, FORGOTTEN_NAME,
                            (struct text){value.at + 1, value.len - 2});
}

/* One member onto the line, or nothing of it; true where it is no longer what it was. */
static bool
add_member(struct unlinker *unlinker, const struct record_member *member,
           bool is_person, bool is_visit)
{
    struct buffer *line = &unlinker->line;
    struct text value = text_from(member->whole, member->name.len + 3);
    struct text kept = value;
    size_t masked;

    if ((is_person && is_of_person(member->name, is_visit))
        || (is_reference(member->name) && names_post(unlinker, value)))
        return true;
    if (is_person && is_address(member->name))
        kept = without_query(&unlinker->value, value);
    if (line->len > 1)
        buffer_add_char(line, ',');
    buffer_add_char(line, '"');
    buffer_add(line, member->name);
    buffer_add(line, TEXT("\":"));
    if (value.at[0] != '"' && value.at[0] != '[') {
        buffer_add(line, value);
        return false;
    }
    masked = forgotten_mask(unlinker->forgotten, line, kept);
    unlinker->masked += masked;
    return masked > 0 || kept.len != value.len;
}

void
unlink_write_rest(struct unlinker *unlinker, const struct record *record,
                  bool is_person)
{
    bool is_visit = strcmp(record->kind, "visit") == 0;
    bool is_changed = false;
    const char *at = record->line.at;
    struct record_member member;

    buffer_clear(&unlinker->line);
    buffer_add_char(&unlinker->line, '{');
    while (record_next_member(&at, &member))
        is_changed |= add_member(unlinker, &member, is_person, is_visit);
    buffer_add_char(&unlinker->line, '}');
    if (is_changed)
        writer_pass_line(unlinker->out, record->kind,
                         buffer_text(&unlinker->line));
    else
        writer_pass(unlinker->out, record);
}
