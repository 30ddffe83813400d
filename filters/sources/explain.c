#include "sources/explain.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "sources/epoch.h"
#include "sources/feed_date.h"
#include "sources/html.h"
#include "sources/plain.h"

/* HEAD: v, kind and source say only what it is. */
enum { SHOWN = 60, SHORTEST = 3, HEAD = 3 };

#define LIMIT_S                                                                \
    INT64_C(60000000000) /* within the years that have four digits */

/* What is gone through for one record. */
struct explaining {
    const struct source *source;
    struct json_slot made[16]; /* records */
    size_t made_count;
    struct buffer path;
    struct buffer *out;
};

/* Whether the source reads the path, or a part of it, or all of what it lies in. */
static bool
is_read(const struct explaining *explaining)
{
    struct text path = buffer_text(&explaining->path);

    for (size_t i = 0; i < explaining->source->path_count; i++) {
        struct text read = text_of(explaining->source->paths[i]);

        if (text_equal(path, read)
            || (text_starts(path, read)
                && (path.at[read.len] == '.' || path.at[read.len] == '[')))
            return true;
    }
    return explaining->source->paths == NULL;
}

/* Numbers and ids stand behind other bytes ("twitter:17"), so that whole words count. */
static bool
holds(struct text whole, struct text part)
{
    size_t at = text_find(whole, part);

    return at != SIZE_MAX && part.len >= SHORTEST;
}

static bool
is_same(struct text whole, struct text part)
{
    return text_equal(whole, part)
           || (whole.len > part.len && text_ends(whole, part)
               && whole.at[whole.len - part.len - 1] == ':');
}

static void
add_key(struct buffer *out, size_t start, struct text key, const char *sign)
{
    struct buffer word = {0};
    struct text said = {out->at + start, out->len - start};

    buffer_printf(&word, "%s%.*s", sign, TEXT_ARGS(key));
    if (text_find(said, buffer_text(&word)) == SIZE_MAX) {
        if (said.len > 0)
            buffer_add_char(out, ' ');
        buffer_add(out, buffer_text(&word));
    }
    buffer_free(&word);
}

/* A value in the dresses that it may have in a record: as it is, decoded, and as a time. */
struct dresses {
    struct text as_is, basic, html;
    char time[CLOCK_TEXT];
    bool is_time;
};

/* Seconds, and thousandths and millionths of them, and any date that a source here reads. */
static bool
read_time(const struct json_slot *slot, struct moment *moment)
{
    struct json_slot number = *slot;
    struct text text = slot_text(slot);

    for (int i = 0; i < 2 && number.type == JSON_INTEGER
                    && number.integer > INT64_C(100000000000);
         i++)
        number.integer /= 1000;
    return epoch_read(&number, moment) || clock_parse_twitter(text, moment)
           || feed_date_parse(text, moment);
}

static struct dresses
dress(struct arena *arena, const struct json_slot *slot, struct text value)
{
    struct dresses dresses = {.as_is = value};
    struct moment moment;

    dresses.basic = plain_basic(arena, value);
    dresses.html = html_read(arena, value).text;
    dresses.is_time =
        read_time(slot, &moment) && moment.s > -LIMIT_S && moment.s < LIMIT_S;
    if (dresses.is_time)
        clock_format(dresses.time, moment.s);
    return dresses;
}

static bool
is_any(const struct dresses *dresses, struct text said)
{
    return is_same(said, dresses->as_is) || text_equal(said, dresses->basic)
           || text_equal(said, dresses->html)
           || (dresses->is_time
               && text_equal(said, (struct text){dresses->time, CLOCK_TEXT}));
}

/* What a key of a record needs to be told from others: its money's digits, and the time that `seen` falls back to. */
struct beside {
    int exponent; /* -1: it is no money */
    struct text time;
};

static struct beside
read_beside(struct json_slot record)
{
    struct json_items members = json_members(record);
    struct beside beside = {-1, TEXT_NONE};
    struct json_slot slot;
    struct text key;

    while (json_next_member(&members, &key, &slot)) {
        if (text_equal(key, TEXT("exponent")))
            beside.exponent = (int)slot_integer(&slot, -1);
        if (text_equal(key, TEXT("time")))
            beside.time = slot_text(&slot);
    }
    return beside;
}

/* Decimals stand there in minor units; what takes back, with a minus. */
static bool
is_money(const struct json_slot *slot, const struct beside *beside,
         struct text value)
{
    bool is_rounded;
    int64_t minor;

    return beside->exponent >= 0 && slot->type == JSON_INTEGER
           && decimal_parse(value, beside->exponent, &minor, &is_rounded)
                  == NULL
           && (minor == slot->integer || minor == -slot->integer);
}

/* Keys that say nothing of where a value went. */
static bool
is_beside(const struct beside *beside, struct text key, struct text said)
{
    return text_equal(key, TEXT("exponent"))
           || (text_equal(key, TEXT("seen")) && text_equal(said, beside->time));
}

/* The keys of one record that hold the value, but those that say only what it is. */
static void
add_keys(struct buffer *out, size_t start, struct json_slot record,
         const struct dresses *dresses)
{
    struct beside beside = read_beside(record);
    struct json_items members = json_members(record);
    struct buffer text = {0};
    struct json_slot slot;
    struct text key;

    for (size_t i = 0; json_next_member(&members, &key, &slot); i++) {
        bool is_sum = text_equal(key, TEXT("amount"))
                      || text_equal(key, TEXT("tax"))
                      || text_equal(key, TEXT("shipping"));
        struct text said;

        if (text_equal(key, TEXT("format"))) /* from here on where it stood */
            break;
        buffer_clear(&text);
        if (slot.type == JSON_STRING)
            buffer_add(&text, slot.text);
        else
            json_write(&text, slot);
        said = buffer_text(&text);
        if (i < HEAD || is_beside(&beside, key, said))
            continue;
        if (is_sum ? is_money(&slot, &beside, dresses->as_is)
                   : is_any(dresses, said))
            add_key(out, start, key, "");
        else if (holds(said, dresses->as_is))
            add_key(out, start, key, "~");
    }
    buffer_free(&text);
}

static void
explain_value(struct explaining *explaining, struct json_slot slot)
{
    struct buffer *out = explaining->out;
    struct buffer text = {0};
    struct arena arena = {0};
    struct dresses dresses;
    struct text value, shown;
    size_t start;

    json_write(&text, slot);
    shown = buffer_text(&text);
    value = slot.type == JSON_STRING ? slot.text : shown;
    dresses = dress(&arena, &slot, value);
    buffer_add(out, buffer_text(&explaining->path));
    buffer_add_char(out, '\t');
    buffer_add(out, utf8_prefix(shown, SHOWN));
    buffer_add_string(out, shown.len > SHOWN ? "...\t" : "\t");
    start = out->len;
    if (is_read(explaining)) {
        for (size_t i = 0; i < explaining->made_count && value.len > 0; i++)
            add_keys(out, start, explaining->made[i], &dresses);
        if (out->len == start)
            buffer_add_string(out, "read");
    } else {
        buffer_add_string(out, "ignored");
    }
    buffer_add_char(out, '\n');
    buffer_free(&text);
    arena_free(&arena);
}

static void
walk(struct explaining *explaining, struct json_slot slot)
{
    struct json_items members = json_members(slot), items = json_items(slot);
    struct buffer *path = &explaining->path;
    size_t len = path->len;
    struct json_slot value;
    struct text key;

    if (slot.type != JSON_OBJECT && slot.type != JSON_ARRAY) {
        explain_value(explaining, slot);
        return;
    }
    while (json_next_member(&members, &key, &value)) {
        if (len > 0)
            buffer_add_char(path, '.');
        buffer_add(path, key);
        walk(explaining, value);
        path->len = len;
    }
    for (size_t i = 0; json_next(&items, &value); i++) {
        buffer_printf(path, "[%zu]", i);
        walk(explaining, value);
        path->len = len;
    }
}

/* Each record made is parsed by a parser of its own: nodes live as long as that. */
static void
explain_made(struct explaining *explaining, struct emitter *emitter,
             struct json_slot root)
{
    enum { MOST = sizeof(explaining->made) / sizeof(*explaining->made) };
    struct json_parser *parsers[MOST];
    struct buffer lines[MOST] = {{0}};
    struct buffer *out = explaining->out;
    struct buffer line = {0};
    size_t count = 0;
    bool is_repaired;

    while (count < MOST && emitter_made(emitter, count, &lines[count])) {
        memset(buffer_reserve(&lines[count], JSON_PADDING), 0, JSON_PADDING);
        parsers[count] = json_parser_new();
        (void)json_parse(parsers[count], buffer_text(&lines[count]),
                         &explaining->made[count], &is_repaired);
        count++;
    }
    explaining->made_count = count;
    if (root.type == JSON_OBJECT)
        walk(explaining, root);
    for (size_t i = 0; emitter_made(emitter, i, &line); i++) {
        buffer_add(out, buffer_text(&line));
        buffer_add_char(out, '\n');
    }
    for (size_t i = 0; i < count; i++) {
        json_parser_free(parsers[i]);
        buffer_free(&lines[i]);
    }
    buffer_free(&line);
}

/* "dropped: test", "rejected: bad_time: created_at is no time". */
static void
say_why(struct buffer *out, const char *why)
{
    struct text said = text_of(why);

    if (text_starts(said, TEXT(SOURCE_DROP_PREFIX))) {
        buffer_add_string(out, "dropped: ");
        said = text_from(said, sizeof(SOURCE_DROP_PREFIX) - 1);
    } else {
        buffer_add_string(out, "rejected: ");
    }
    buffer_add(out, said);
    buffer_add_char(out, '\n');
    if (text_starts(said, TEXT("unknown_format")))
        buffer_add_string(out, "a raw record is one line of what hark fetch "
                               "writes of an archive\n");
}

/* The lines behind the first, where all are objects: those of an order, say. What is one object on several lines stays. */
static struct text
cut_rest(struct text *record)
{
    struct text rest = *record, first;

    if (!text_split(&rest, '\n', &first) || rest.len == 0
        || !text_ends(text_trim(first), TEXT("}")) || rest.at[0] != '{')
        return TEXT_NONE;
    *record = text_trim(first);
    return rest;
}

bool
explain_record(struct dispatch *dispatch, struct emitter *emitter,
               struct text record, struct buffer *out)
{
    struct place place = {.archive = TEXT("-"), .line = 1, .part = -1};
    struct raw raw = {.place = &place};
    struct explaining explaining = {.out = out};
    struct buffer line = {0}, rest = {0};
    const char *why;

    buffer_add(&rest, cut_rest(&record));
    memset(buffer_reserve(&rest, JSON_PADDING), 0, JSON_PADDING);
    raw.rest = buffer_text(&rest);
    buffer_add(&line, record);
    memset(buffer_reserve(&line, JSON_PADDING), 0, JSON_PADDING);
    raw.line = buffer_text(&line);
    why = dispatch_try(dispatch, &raw, emitter, &explaining.source);
    if (explaining.source != NULL)
        buffer_printf(out, "%s\t%s\n", explaining.source->name,
                      explaining.source->title);
    if (why != NULL)
        say_why(out, why);
    if (explaining.source != NULL)
        explain_made(&explaining, emitter, raw.root);
    buffer_free(&explaining.path);
    buffer_free(&line);
    buffer_free(&rest);
    return why == NULL || text_starts(text_of(why), TEXT(SOURCE_DROP_PREFIX));
}
