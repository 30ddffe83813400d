#include "domain/channel_table.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/buffer.h"
#include "base/table.h"
#include "base/utf8.h"
#include "domain/entry_file.h"

struct row {
    struct text name;
    size_t first, end; /* its alternatives */
};

struct alternative {
    size_t first, end; /* its conditions, in used */
};

struct slot {
    struct channel_condition *condition;
};

enum state { UNKNOWN, HOLDS, FAILS };

struct channel_table {
    bool ignores_case;
    struct buffer rows;         /* struct row */
    struct buffer alternatives; /* struct alternative */
    struct buffer used;         /* uint32_t: numbers of conditions */
    struct table *texts;        /* of conditions, each once */
    struct buffer conditions;   /* struct slot */
    struct buffer examples;     /* struct channel_example */
    unsigned char *states;      /* enum state, of the look-up at hand */
};

#define ITEMS(buffer, type) ((type *)(void *)(buffer).at)
#define COUNT(buffer, type) ((buffer).len / sizeof(type))

/* The last block so far, or NULL. */
static struct row *
last_row(const struct channel_table *table)
{
    size_t count = channel_table_count(table);

    return count == 0 ? NULL : ITEMS(table->rows, struct row) + count - 1;
}

/* It has no condition: it takes what is left. */
static bool
is_open(const struct row *row)
{
    return row->first == row->end;
}

static void
add_bytes(struct buffer *buffer, const void *item, size_t bytes)
{
    buffer_add(buffer, (struct text){item, bytes});
}

void
channel_table_free(struct channel_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < COUNT(table->conditions, struct slot); i++)
        channel_condition_free(
            ITEMS(table->conditions, struct slot)[i].condition);
    buffer_free(&table->rows);
    buffer_free(&table->alternatives);
    buffer_free(&table->used);
    buffer_free(&table->conditions);
    buffer_free(&table->examples);
    table_free(table->texts);
    free(table->states);
    free(table);
}

static bool
add_condition(struct channel_table *table, const struct entry *entry,
              struct rule_error *error)
{
    uint32_t count = table_count(table->texts);
    uint32_t number = table_add(table->texts, entry->text);
    struct alternative *last = ITEMS(table->alternatives, struct alternative)
                               + COUNT(table->alternatives, struct alternative)
                               - 1;

    if (number == count) {
        struct slot slot = {
            channel_condition_new(entry->text, table->ignores_case, error)};

        if (slot.condition == NULL)
            return false;
        add_bytes(&table->conditions, &slot, sizeof(slot));
    }
    add_bytes(&table->used, &number, sizeof(number));
    last->end++;
    return true;
}

static bool
add_when(struct channel_table *table, const struct entry *entry,
         struct rule_error *error)
{
    size_t used = COUNT(table->used, uint32_t);
    struct alternative alternative = {used, used};

    add_bytes(&table->alternatives, &alternative, sizeof(alternative));
    last_row(table)->end++;
    return add_condition(table, entry, error);
}

static bool
add_and(struct channel_table *table, const struct entry *entry,
        struct rule_error *error)
{
    if (is_open(last_row(table)))
        return rule_error_set(error, entry->key.at, "and: comes after when:");
    return add_condition(table, entry, error);
}

/* The piece before the next " / ". */
static struct text
take_part(struct text *rest)
{
    size_t slash = text_find(*rest, TEXT(" / "));
    struct text part = {rest->at, slash < rest->len ? slash : rest->len};

    *rest = slash == SIZE_MAX ? TEXT_NONE : text_from(*rest, slash + 3);
    part = text_trim(part);
    return text_equal(part, TEXT("-")) ? TEXT_NONE : part;
}

/* `SOURCE / MEDIUM / CAMPAIGN / TOUCH / ACCOUNT`, a dash for what is missing. */
static bool
add_example(struct channel_table *table, const struct entry *entry,
            struct rule_error *error)
{
    struct channel_example example = {
        .channel = channel_table_count(table) - 1,
        .line = entry->line,
        .expected = text_equal(entry->key, TEXT("expect")),
        .text = entry->text};
    struct text rest = entry->text;

    for (size_t i = 0; i < CHANNEL_FIELDS && rest.at != NULL; i++)
        example.facts.at[i] = take_part(&rest);
    if (rest.at != NULL || text_find(entry->text, TEXT(" / ")) == SIZE_MAX)
        return rule_error_set(error, entry->text.at,
                              "an example is `SOURCE / MEDIUM / CAMPAIGN / "
                              "TOUCH / ACCOUNT`, two of them at least");
    add_bytes(&table->examples, &example, sizeof(example));
    return true;
}

static bool
take_entry(struct channel_table *table, const struct entry *entry,
           struct rule_error *error)
{
    static const struct {
        struct text key;
        bool (*add)(struct channel_table *, const struct entry *,
                    struct rule_error *);
    } keys[] = {{TEXT("when"), add_when},
                {TEXT("and"), add_and},
                {TEXT("expect"), add_example},
                {TEXT("reject"), add_example}};

    if (text_find_char(entry->text, '\n') != SIZE_MAX)
        return rule_error_set(error, entry->text.at, "this takes one line");
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (text_equal(entry->key, keys[i].key))
            return keys[i].add(table, entry, error);
    return rule_error_set(error, entry->key.at,
                          "a channel has channel, when, and, expect and "
                          "reject, no %.*s",
                          (int)(entry->key.len < 60 ? entry->key.len : 60),
                          entry->key.at);
}

/* The one setting, before the first channel. */
static bool
set_case(struct channel_table *table, const struct entry *entry,
         struct rule_error *error)
{
    table->ignores_case = text_equal(entry->text, TEXT("ignored"));
    return table->ignores_case || text_equal(entry->text, TEXT("matters"))
           || rule_error_set(error, entry->text.at,
                             "case is ignored or matters");
}

static bool
take_head(struct channel_table *table, const struct entry *entry,
          struct rule_error *error)
{
    size_t alternatives = COUNT(table->alternatives, struct alternative);
    struct row row = {entry->text, alternatives, alternatives};
    const struct row *last = last_row(table);

    if (last == NULL && text_equal(entry->key, TEXT("case")))
        return set_case(table, entry, error);
    if (!text_equal(entry->key, TEXT("channel")))
        return rule_error_set(error, entry->key.at,
                              "a block begins with channel:");
    if (last != NULL && is_open(last))
        return rule_error_set(error, entry->key.at,
                              "nothing gets here: %.*s, which has no when:, "
                              "takes it all",
                              TEXT_ARGS(last->name));
    add_bytes(&table->rows, &row, sizeof(row));
    return true;
}

static bool
take_block(struct channel_table *table, struct entry_file *file,
           struct rule_error *error)
{
    struct entry entry;
    bool is_good =
        entry_file_next(file, &entry, error) && take_head(table, &entry, error);

    while (is_good && entry_file_next(file, &entry, error))
        is_good = channel_table_count(table) > 0
                      ? take_entry(table, &entry, error)
                      : rule_error_set(error, entry.key.at,
                                       "a channel begins with channel:");
    if (error->at == NULL && !utf8_is_valid(entry_file_whole(file)))
        rule_error_set(error, file->start, "this channel is no UTF-8");
    return error->at == NULL;
}

static bool
check_end(const struct channel_table *table, const struct entry_file *file,
          struct rule_error *error)
{
    const struct row *last = last_row(table);

    if (last != NULL && is_open(last))
        return true;
    return rule_error_set(error, file->start,
                          "the last channel takes what is left: it has no "
                          "when:");
}

static bool
read_all(struct channel_table *table, struct text content,
         struct rule_error *error)
{
    struct entry_file file = entry_file_open(content);

    error->at = NULL;
    while (entry_file_block(&file))
        if (!take_block(table, &file, error))
            return false;
    return check_end(table, &file, error);
}

struct channel_table *
channel_table_new(struct text content, struct rule_error *error)
{
    struct channel_table *table = calloc(1, sizeof(*table));

    if (table == NULL)
        err(EX_OSERR, "channels");
    table->ignores_case = true;
    table->texts = table_new();
    if (!read_all(table, content, error)) {
        rule_error_place(error, content);
        channel_table_free(table);
        return NULL;
    }
    table->states = malloc(table_count(table->texts) + 1);
    if (table->states == NULL)
        err(EX_OSERR, "channels");
    return table;
}

size_t
channel_table_count(const struct channel_table *table)
{
    return COUNT(table->rows, struct row);
}

struct text
channel_table_name(const struct channel_table *table, size_t channel)
{
    return ITEMS(table->rows, const struct row)[channel].name;
}

static bool
holds(struct channel_table *table, uint32_t condition,
      const struct source_list *sources, const struct channel_facts *facts)
{
    unsigned char *state = &table->states[condition];

    if (*state == UNKNOWN)
        *state = channel_condition_holds(
                     ITEMS(table->conditions, struct slot)[condition].condition,
                     sources, facts)
                     ? HOLDS
                     : FAILS;
    return *state == HOLDS;
}

static bool
fits(struct channel_table *table, const struct alternative *alternative,
     const struct source_list *sources, const struct channel_facts *facts)
{
    const uint32_t *used = ITEMS(table->used, const uint32_t);

    for (size_t i = alternative->first; i < alternative->end; i++)
        if (!holds(table, used[i], sources, facts))
            return false;
    return true;
}

size_t
channel_table_find(struct channel_table *table,
                   const struct source_list *sources,
                   const struct channel_facts *facts)
{
    const struct row *rows = ITEMS(table->rows, const struct row);
    const struct alternative *alternatives =
        ITEMS(table->alternatives, const struct alternative);
    size_t last = channel_table_count(table) - 1;

    memset(table->states, UNKNOWN, table_count(table->texts));
    for (size_t row = 0; row < last; row++)
        for (size_t i = rows[row].first; i < rows[row].end; i++)
            if (fits(table, &alternatives[i], sources, facts))
                return row;
    return last;
}

size_t
channel_table_example_count(const struct channel_table *table)
{
    return COUNT(table->examples, struct channel_example);
}

const struct channel_example *
channel_table_example(const struct channel_table *table, size_t example)
{
    return ITEMS(table->examples, const struct channel_example) + example;
}
