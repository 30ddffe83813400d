#include "base/member.h"

#include "base/clock.h"

void
member_text(struct buffer *out, const char *name, struct text value)
{
    if (value.len == 0)
        return;
    buffer_printf(out, ",\"%s\":", name);
    buffer_add_json_string(out, value);
}

void
member_integer(struct buffer *out, const char *name, int64_t value)
{
    buffer_printf(out, ",\"%s\":%lld", name, (long long)value);
}

void
member_time(struct buffer *out, const char *name, int64_t time_s)
{
    buffer_printf(out, ",\"%s\":\"", name);
    clock_write(out, time_s);
    buffer_add_char(out, '"');
}

void
member_id(struct buffer *out, const char *what, struct text id)
{
    size_t colon = text_find_char(id, ':');
    size_t split = colon == SIZE_MAX ? 0 : colon + 1;

    buffer_add_char(out, '"');
    buffer_add_json(out, (struct text){id.at, split});
    buffer_printf(out, "%s/", what);
    buffer_add_json(out, text_from(id, split));
    buffer_add_char(out, '"');
}
