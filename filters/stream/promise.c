#include "stream/promise.h"

static bool
is_clean(struct text first)
{
    for (size_t i = 0; i < first.len; i++)
        if ((unsigned char)first.at[i] < ' '
            && strchr("\t\n\v\f\r\033", first.at[i]) == NULL)
            return false;
    return text_find_char(first, '\0') == SIZE_MAX;
}

static bool
ends_in_one_of(struct text name, const struct text *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name.len > endings[i].len
            && text_equal_nocase(text_from(name, name.len - endings[i].len),
                                 endings[i]))
            return true;
    return false;
}

static bool
is_packed_name(struct text name)
{
    static const struct text endings[] = {{".gz", 3}, {".zst", 4}, {".bz2", 4},
                                          {".xz", 3}, {".tgz", 4}, {".txz", 4}};

    return ends_in_one_of(name, endings, sizeof(endings) / sizeof(*endings));
}

static bool
is_container_name(struct text name)
{
    static const struct text endings[] = {
        {".tar", 4}, {".zip", 4}, {".warc", 5}};

    return ends_in_one_of(name, endings, sizeof(endings) / sizeof(*endings));
}

static struct text
without_ending(struct text name)
{
    while (name.len > 0 && name.at[name.len - 1] != '.')
        name.len--;
    return (struct text){name.at, name.len - 1};
}

const char *
promise_broken(struct text first, struct text name, bool was_packed)
{
    if (was_packed && is_packed_name(name))
        name = without_ending(name);
    else if (is_packed_name(name) && !is_clean(first))
        return "bad_header: its name says that it is compressed, and it is "
               "neither that nor text";
    if (is_container_name(name))
        return "bad_header: its name says that it is a tar, zip or web "
               "archive, and it does not begin as one";
    return NULL;
}
