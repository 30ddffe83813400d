#include "domain/result.h"

/* Where cells go, and where they are put together. */
struct maker {
    result_cell_sink *sink;
    void *context;
    struct buffer cell;
};

static void
hand_out(struct maker *maker, enum result_cell kind)
{
    maker->sink(maker->context, kind, buffer_text(&maker->cell));
    buffer_clear(&maker->cell);
}

static bool
is_shown(const struct question_key *key, bool is_seen)
{
    return !key->is_forced || (is_seen && key->field != QUESTION_EXPONENT);
}

void
result_header(const struct question *question, const bool *is_seen,
              struct result_words words, result_cell_sink *sink, void *context)
{
    struct maker maker = {.sink = sink, .context = context};

    for (size_t i = 0; i < question->key_count; i++) {
        if (!is_shown(question->keys + i, is_seen[i]))
            continue;
        question_column(&maker.cell, question->keys + i);
        hand_out(&maker, RESULT_NAME);
    }
    if (question_has_arrays(question))
        sink(context, RESULT_NAME, TEXT("of"));
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        for (size_t j = 0; j < measure_columns(measure); j++) {
            measure_column(&maker.cell, measure, j);
            hand_out(&maker, RESULT_NAME);
        }
    }
    if (words.definition.len > 0)
        sink(context, RESULT_NAME, TEXT("definition"));
    if (words.coverage.len > 0)
        sink(context, RESULT_NAME, TEXT("coverage"));
    buffer_free(&maker.cell);
}

static void
make_key(struct maker *maker, const struct question_key *key,
         const struct group_value *value)
{
    int least = question_places(key->name);
    int places = figure_places(value->millionths);

    if (value->type == GROUP_NUMBER) {
        figure_write(&maker->cell, value->millionths, FIGURE_PLACES,
                     places < least ? least : places);
        hand_out(maker, RESULT_FIGURE);
        return;
    }
    buffer_add(&maker->cell, value->text);
    hand_out(maker, RESULT_TEXT);
}

/* Digits of the minor unit; 0 where the row does not say. */
static int
exponent_of(const struct question *question, const struct result_row *row)
{
    for (size_t i = 0; i < question->key_count; i++) {
        __int128 exponent = row->keys[i].millionths / FIGURE_ONE;

        if (question->keys[i].field == QUESTION_EXPONENT
            && row->keys[i].type == GROUP_NUMBER && exponent >= 0
            && exponent <= 8)
            return (int)exponent;
    }
    return 0;
}

static void
make_list(struct maker *maker, struct text list)
{
    for (size_t end; list.len > 0; list = text_from(list, end + 1)) {
        end = text_find_char(list, '\0');
        if (maker->cell.len > 0)
            buffer_add(&maker->cell, TEXT("; "));
        buffer_add(&maker->cell, (struct text){list.at, end});
    }
    hand_out(maker, RESULT_TEXT);
}

static void
make_value(struct maker *maker, const struct result_value *value, int exponent)
{
    int places = value->places + exponent;

    if (value->type == RESULT_LIST) {
        make_list(maker, value->list);
        return;
    }
    if (value->type == RESULT_NOT_REACHED) {
        buffer_add(&maker->cell, TEXT("not_reached"));
        hand_out(maker, RESULT_TEXT);
        return;
    }
    if (value->type == RESULT_NUMBER)
        figure_write(&maker->cell, value->number, places, places);
    hand_out(maker, RESULT_FIGURE);
}

void
result_cells(const struct question *question, const bool *is_seen,
             const struct result_row *row, struct result_words words,
             result_cell_sink *sink, void *context)
{
    struct maker maker = {.sink = sink, .context = context};
    const struct result_value *value = row->values;
    int exponent = exponent_of(question, row);

    for (size_t i = 0; i < question->key_count; i++) {
        if (is_shown(question->keys + i, is_seen[i]))
            make_key(&maker, question->keys + i, row->keys + i);
    }
    if (question_has_arrays(question)) {
        buffer_add_integer(&maker.cell, (int64_t)row->of);
        hand_out(&maker, RESULT_FIGURE);
    }
    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        for (size_t j = 0; j < measure_columns(measure); j++)
            make_value(&maker, value++, measure->is_money ? exponent : 0);
    }
    if (words.definition.len > 0)
        sink(context, RESULT_TEXT, words.definition);
    if (words.coverage.len > 0)
        sink(context, RESULT_TEXT, words.coverage);
    buffer_free(&maker.cell);
}
