#include "domain/result.h"

static void
write_list(struct buffer *out, struct text list)
{
    char before = '[';

    for (size_t end; list.len > 0; list = text_from(list, end + 1)) {
        end = text_find_char(list, '\0');
        buffer_add_char(out, before);
        buffer_add_json_string(out, (struct text){list.at, end});
        before = ',';
    }
    buffer_add_char(out, ']');
}

static void
write_value(struct buffer *out, const struct result_value *value)
{
    if (value->type == RESULT_LIST)
        write_list(out, value->list);
    else if (value->type == RESULT_NOT_REACHED)
        buffer_add(out, TEXT("\"not_reached\""));
    else
        figure_write(out, value->number, value->places, value->places);
}

static void
write_key(struct buffer *out, const struct question_key *key,
          const struct group_value *value)
{
    int least = question_places(key->name);
    int places = figure_places(value->millionths);

    buffer_add(out, TEXT(",\""));
    question_column(out, key);
    buffer_add(out, TEXT("\":"));
    if (value->type == GROUP_TEXT)
        buffer_add_json_string(out, value->text);
    else if (value->type == GROUP_FALSE || value->type == GROUP_TRUE)
        buffer_add(out, value->text);
    else
        figure_write(out, value->millionths, FIGURE_PLACES,
                     places < least ? least : places);
}

static void
write_measures(struct buffer *out, const struct question *question,
               const struct result_row *row)
{
    const struct result_value *value = row->values;

    for (size_t i = 0; i < question->measure_count; i++) {
        const struct measure *measure = question->measures + i;

        for (size_t j = 0; j < measure_columns(measure); j++, value++) {
            if (value->type == RESULT_ABSENT || value->type == RESULT_TOO_LARGE)
                continue;
            buffer_add(out, TEXT(",\""));
            measure_column(out, measure, j);
            buffer_add(out, TEXT("\":"));
            write_value(out, value);
        }
    }
}

void
result_write_keys(struct buffer *out, const struct question *question,
                  const struct group_value *values)
{
    buffer_add(out, TEXT("{\"v\":1,\"kind\":\"row\""));
    for (size_t i = 0; i < question->key_count; i++) {
        if (values[i].type != GROUP_ABSENT)
            write_key(out, question->keys + i, values + i);
    }
}

void
result_write(struct buffer *out, const struct question *question,
             const struct result_row *row, struct result_words words)
{
    result_write_keys(out, question, row->keys);
    if (question_has_arrays(question)) {
        buffer_add(out, TEXT(",\"of\":"));
        buffer_add_integer(out, (int64_t)row->of);
    }
    write_measures(out, question, row);
    if (words.definition.len > 0) {
        buffer_add(out, TEXT(",\"definition\":"));
        buffer_add_json_string(out, words.definition);
    }
    if (words.coverage.len > 0) {
        buffer_add(out, TEXT(",\"coverage\":"));
        buffer_add_json_string(out, words.coverage);
    }
    buffer_add_char(out, '}');
}

static void
add_raw(struct buffer *out, const void *bytes, size_t count)
{
    buffer_add(out, (struct text){bytes, count});
}

static void
get_raw(struct text *rest, void *bytes, size_t count)
{
    memcpy(bytes, rest->at, count);
    *rest = text_from(*rest, count);
}

/* Read back by the same process alone: numbers are as memory has them. */
void
result_pack(const struct question *question, const struct result_row *row,
            struct buffer *key, struct buffer *payload)
{
    for (size_t i = 0; i < question->key_count; i++)
        group_put(key, row->keys + i);
    add_raw(payload, &row->of, sizeof(row->of));
    for (size_t i = 0; i < row->count; i++) {
        add_raw(payload, row->values + i, sizeof(row->values[i]));
        buffer_add(payload, row->values[i].list);
    }
}

void
result_unpack(const struct question *question, struct text key,
              struct text payload, struct result_row *row,
              struct result_value *values)
{
    for (size_t i = 0; i < question->key_count; i++)
        (void)group_next(&key, row->keys + i);
    get_raw(&payload, &row->of, sizeof(row->of));
    for (row->count = 0; payload.len > 0; row->count++) {
        struct result_value *value = values + row->count;

        get_raw(&payload, value, sizeof(*value));
        value->list.at = payload.at;
        payload = text_from(payload, value->list.len);
    }
    row->values = values;
}
