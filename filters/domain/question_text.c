#include "base/clock.h"
#include "domain/question_parts.h"

static void
format_key(struct buffer *out, const struct question_key *key)
{
    buffer_add(out, key->name);
    if (key->is_array && !question_is_array(key->name))
        buffer_add(out, TEXT("[]"));
    if (key->bucket != BUCKET_NONE)
        buffer_printf(out, ":%s", bucket_name(key->bucket));
}

static void
format_where(struct buffer *out, const struct question_where *where)
{
    for (size_t i = 0; i < where->count; i++) {
        buffer_add(out, TEXT(" --where "));
        format_key(out, &where->key);
        buffer_add_string(out, where->is_negated ? "!=" : "=");
        buffer_add(out, where->values[i]);
    }
}

static void
write_panel(struct buffer *out, const struct question *question,
            const char *between)
{
    for (size_t i = 0; i < question->panel_count; i++) {
        buffer_add_string(out, i == 0 ? "" : between);
        buffer_add(out, question->panel[i]);
    }
}

void
question_format(struct buffer *out, const struct question *question)
{
    buffer_add(out, TEXT("--by "));
    for (size_t i = 0; i < question->key_count; i++) {
        if (question->keys[i].is_forced)
            continue;
        if (i > 0)
            buffer_add_char(out, ',');
        format_key(out, question->keys + i);
    }
    buffer_printf(out, " --zone %s", question->zone_name);
    for (size_t i = 0; i < question->measure_count; i++) {
        buffer_add_char(out, ' ');
        measure_format(out, question->measures + i);
    }
    for (size_t i = 0; i < question->where_count; i++)
        format_where(out, question->wheres + i);
    if (question->panel_count > 0) {
        buffer_add(out, TEXT(" --panel "));
        write_panel(out, question, ",");
    }
    if (question->sampled.len > 0) {
        buffer_add(out, TEXT(" --sampled "));
        buffer_add(out, question->sampled);
    }
    if (question->ledger.at != NULL) {
        buffer_add(out, TEXT(" --ledger "));
        buffer_add(out, question->ledger);
    }
}

void
question_define(struct buffer *out, const struct question *question)
{
    const char *before = "";

    for (size_t i = 0; i < question->measure_count; i++) {
        if (question->measures[i].metric == NULL)
            continue;
        buffer_add_string(out, before);
        metric_write(out, question->measures[i].metric);
        before = "; ";
    }
    if (question->panel_count > 0) {
        buffer_add(out, TEXT("; panel: "));
        write_panel(out, question, ", ");
    }
    if (question->has_change) {
        buffer_add(out, TEXT("; change: "));
        clock_write(out, question->change_s);
    }
}
