#include "domain/credit_rows.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/sorter.h"
#include "base/table.h"
#include "domain/result.h"

/* What a group has earned in one model and window. */
struct cell {
    __int128 sums[CREDIT_ROWS_SUMS];
    uint64_t credits, orders;
    uint64_t last_row; /* the ledger's, that was counted last */
    unsigned is_there; /* bits: which sums mean something */
};

struct credit_rows {
    const struct attribution_rules *rules;
    size_t budget_bytes;
    size_t cells_each;     /* models x windows */
    struct table *groups;  /* keys but for those of model and window */
    struct cell *cells;    /* of each group, by model and then window */
    size_t cap;            /* groups that cells hold */
    struct sorter *sorter; /* what cells held, by all keys */
    struct buffer key, line;
    uint64_t row;
    bool is_order, overflowed;
};

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"account", offsetof(struct credit, account)},
    {"campaign", offsetof(struct credit, campaign)},
    {"channel", offsetof(struct credit, channel)},
    {"converted_from", offsetof(struct credit, converted_from)},
    {"currency", offsetof(struct credit, currency)},
    {"joined_by", offsetof(struct credit, joined_by)},
    {"order", offsetof(struct credit, order)},
    {"post", offsetof(struct credit, post)},
    {"reason", offsetof(struct credit, reason)},
    {"source", offsetof(struct credit, source)},
    {"touches", offsetof(struct credit, touches)},
    {"utm_medium", offsetof(struct credit, utm_medium)},
    {"utm_source", offsetof(struct credit, utm_source)},
};

enum { TEXTS = sizeof(texts) / sizeof(*texts) };

static size_t
find_text(struct text name)
{
    size_t number = 0;

    while (number < TEXTS && !text_equal(name, text_of(texts[number].name)))
        number++;
    return number;
}

static bool
is_time(struct text name)
{
    return text_equal(name, TEXT("time"))
           || text_equal(name, TEXT("touch_time"));
}

/* Keys that hang on the model and the window alone. */
static bool
is_of_cell(const struct question_key *key)
{
    return key->field == QUESTION_MODEL || key->field == QUESTION_WINDOW
           || key->field == QUESTION_ADDITIVE
           || key->field == QUESTION_HEADLINE;
}

static bool
is_known(const struct question_key *key)
{
    if (key->is_array)
        return false;
    if (key->bucket != BUCKET_NONE)
        return is_time(key->name);
    return is_of_cell(key) || is_time(key->name)
           || key->field == QUESTION_EXPONENT || find_text(key->name) < TEXTS;
}

const char *
credit_rows_by(const char *keys, const struct question **by)
{
    struct question *question = calloc(1, sizeof(*question));
    const char *why;

    if (question == NULL)
        err(EX_OSERR, "keys");
    *by = question;
    question_start(question);
    why = question_by(question, keys);
    for (size_t i = 0; why == NULL && i < question->key_count; i++)
        if (!is_known(&question->keys[i]))
            why = "rows go by account, campaign, channel, post, utm_source, "
                  "utm_medium, source, order, joined_by, reason, "
                  "converted_from, currency, model, window, touches, time and "
                  "touch_time (:day, :week, :month, :year …)";
    return why == NULL ? question_settle(question) : why;
}

struct credit_rows *
credit_rows_new(const struct attribution_rules *rules, size_t budget_bytes,
                struct spill *spill)
{
    struct credit_rows *rows = calloc(1, sizeof(*rows));

    if (rows == NULL)
        err(EX_OSERR, "rows");
    rows->rules = rules;
    rows->budget_bytes = budget_bytes / 2;
    rows->cells_each = rules->model_count * rules->window_count;
    rows->groups = table_new();
    rows->sorter = sorter_new(budget_bytes / 2, spill);
    return rows;
}

void
credit_rows_free(struct credit_rows *rows)
{
    if (rows == NULL)
        return;
    table_free(rows->groups);
    sorter_free(rows->sorter);
    free(rows->cells);
    buffer_free(&rows->key);
    buffer_free(&rows->line);
    free(rows);
}

static struct group_value
value_of_text(struct text text)
{
    return (struct group_value){
        .type = text.len > 0 ? GROUP_TEXT : GROUP_ABSENT, .text = text};
}

static void
put_time(struct buffer *out, const struct question_key *key, int64_t time_s)
{
    if (time_s == CREDIT_ABSENT) {
        group_put(out, &(struct group_value){.type = GROUP_ABSENT});
        return;
    }
    buffer_add_char(out, GROUP_TEXT);
    if (key->bucket == BUCKET_NONE)
        clock_write(out, time_s);
    else
        bucket_write(out, key->bucket, time_s, NULL);
    buffer_add_char(out, '\0');
}

static void
put_value(struct buffer *out, const struct question_key *key,
          const struct credit *credit)
{
    struct group_value value = {.type = GROUP_NUMBER};

    if (is_time(key->name)) {
        put_time(out, key,
                 key->name.len == 4 ? credit->time_s : credit->touch_s);
        return;
    }
    if (key->field == QUESTION_EXPONENT)
        value.millionths = (__int128)credit->exponent * FIGURE_ONE;
    else
        value = value_of_text(
            *(const struct text *)((const char *)credit
                                   + texts[find_text(key->name)].offset));
    group_put(out, &value);
}

static void
grow_cells(struct credit_rows *rows)
{
    size_t old = rows->cap, each = rows->cells_each * sizeof(*rows->cells);

    rows->cap = old == 0 ? 64 : old * 2;
    rows->cells = array_resize(rows->cells, rows->cap, each, "groups");
    memset((char *)rows->cells + old * each, 0, (rows->cap - old) * each);
}

uint32_t
credit_rows_group(struct credit_rows *rows, const struct credit *credit)
{
    const struct question *by = rows->rules->by;
    uint32_t group;

    buffer_clear(&rows->key);
    for (size_t i = 0; i < by->key_count; i++)
        if (!is_of_cell(&by->keys[i]))
            put_value(&rows->key, &by->keys[i], credit);
    group = table_add(rows->groups, buffer_text(&rows->key));
    while (group >= rows->cap)
        grow_cells(rows);
    return group;
}

void
credit_rows_add(struct credit_rows *rows, uint32_t group, size_t model,
                size_t window, const int64_t sums[CREDIT_ROWS_SUMS])
{
    struct cell *cell = rows->cells + group * rows->cells_each
                        + model * rows->rules->window_count + window;

    for (size_t i = 0; i < CREDIT_ROWS_SUMS; i++) {
        if (sums[i] == CREDIT_ABSENT)
            continue;
        cell->sums[i] += sums[i];
        cell->is_there |= 1u << i;
    }
    cell->credits++;
    cell->orders += rows->is_order && cell->last_row != rows->row;
    cell->last_row = rows->row;
}

/* Of a key that hangs on the model and the window. */
static struct group_value
value_of_cell(const struct credit_rows *rows, const struct question_key *key,
              size_t number)
{
    const struct attribution_rules *rules = rows->rules;
    const struct model *model = rules->models[number / rules->window_count];
    struct text name = text_of(model->name);
    struct text window = rules->windows[number % rules->window_count].name;

    if (key->field == QUESTION_MODEL)
        return value_of_text(name);
    if (key->field == QUESTION_WINDOW)
        return value_of_text(window);
    if (key->field == QUESTION_ADDITIVE && !model->is_additive)
        return group_truth(false);
    if (key->field == QUESTION_HEADLINE
        && attribution_rules_headline(rules, name, window))
        return group_truth(true);
    return (struct group_value){.type = GROUP_ABSENT};
}

static void
keep_cell(struct credit_rows *rows, uint32_t group, size_t number)
{
    const struct question *by = rows->rules->by;
    const struct cell *cell = rows->cells + group * rows->cells_each + number;
    struct text rest = table_text(rows->groups, group);

    if (cell->credits == 0)
        return;
    buffer_clear(&rows->key);
    for (size_t i = 0; i < by->key_count; i++) {
        struct group_value value;

        if (is_of_cell(&by->keys[i]))
            value = value_of_cell(rows, &by->keys[i], number);
        else
            (void)group_next(&rest, &value);
        group_put(&rows->key, &value);
    }
    sorter_add(rows->sorter, buffer_text(&rows->key),
               (struct text){(const char *)cell, sizeof(*cell)});
}

static void
keep_cells(struct credit_rows *rows)
{
    uint32_t count = table_count(rows->groups);

    for (uint32_t group = 0; group < count; group++)
        for (size_t i = 0; i < rows->cells_each; i++)
            keep_cell(rows, group, i);
    table_free(rows->groups);
    rows->groups = table_new();
    free(rows->cells);
    rows->cells = NULL;
    rows->cap = 0;
}

void
credit_rows_start(struct credit_rows *rows, bool is_order)
{
    size_t bytes = rows->cap * rows->cells_each * sizeof(*rows->cells)
                   + table_bytes(rows->groups);

    if (rows->cap > 0 && bytes > rows->budget_bytes)
        keep_cells(rows);
    rows->row++;
    rows->is_order = is_order;
}

static void
add_count(struct buffer *out, const char *name, uint64_t count)
{
    buffer_printf(out, ",\"%s\":%llu", name, (unsigned long long)count);
}

static void
write_row(struct credit_rows *rows, struct text key, const struct cell *cell,
          const struct attribution_out *out)
{
    static const char *const names[CREDIT_ROWS_SUMS] = {"amount", "tax",
                                                        "shipping", "fx"};
    const struct question *by = rows->rules->by;
    struct group_value values[QUESTION_KEYS];

    question_read_group(by, key, values);
    buffer_clear(&rows->line);
    result_write_keys(&rows->line, by, values);
    add_count(&rows->line, "credits", cell->credits);
    add_count(&rows->line, "orders", cell->orders);
    for (size_t i = 0; i < CREDIT_ROWS_SUMS; i++) {
        bool is_small =
            cell->sums[i] <= FIGURE_LIMIT && cell->sums[i] >= -FIGURE_LIMIT;

        rows->overflowed |= !is_small;
        if ((cell->is_there & 1u << i) == 0 || !is_small)
            continue;
        buffer_printf(&rows->line, ",\"%s\":%lld", names[i],
                      (long long)cell->sums[i]);
    }
    buffer_add_char(&rows->line, '}');
    out->take(out->context, "row", buffer_text(&rows->line));
}

static void
join(struct cell *cell, const struct cell *more)
{
    for (size_t i = 0; i < CREDIT_ROWS_SUMS; i++)
        cell->sums[i] += more->sums[i];
    cell->is_there |= more->is_there;
    cell->credits += more->credits;
    cell->orders += more->orders;
}

void
credit_rows_write(struct credit_rows *rows, const struct attribution_out *out)
{
    struct buffer group = {0};
    struct cell sum = {0};
    struct text key, payload;

    keep_cells(rows);
    while (sorter_next(rows->sorter, &key, &payload)) {
        struct cell cell;

        memcpy(&cell, payload.at, sizeof(cell));
        if (sum.credits > 0 && !text_equal(buffer_text(&group), key)) {
            write_row(rows, buffer_text(&group), &sum, out);
            sum = (struct cell){0};
        }
        buffer_clear(&group);
        buffer_add(&group, key);
        join(&sum, &cell);
    }
    if (sum.credits > 0)
        write_row(rows, buffer_text(&group), &sum, out);
    buffer_free(&group);
}

bool
credit_rows_overflowed(const struct credit_rows *rows)
{
    return rows->overflowed;
}
