#include "sources/request.h"

void
request_cut(struct text line, struct text *method, struct text *target)
{
    struct text rest = line, first, last;

    if (!text_split(&rest, ' ', &first) || rest.len == 0)
        return;
    *method = first;
    *target = rest;
    for (size_t i = rest.len; i > 0; i--) {
        if (rest.at[i - 1] != ' ')
            continue;
        last = text_from(rest, i);
        if (text_starts(last, TEXT("HTTP/")))
            target->len = i - 1;
        return;
    }
}

bool
request_is_absolute(struct text target)
{
    return text_starts_nocase(target, TEXT("http://"))
           || text_starts_nocase(target, TEXT("https://"));
}

bool
request_is_target(struct text target)
{
    return target.len > 0
           && (target.at[0] == '/' || request_is_absolute(target));
}

static struct text
path_of(struct text target)
{
    size_t len = 0;

    while (len < target.len && target.at[len] != '?' && target.at[len] != '#'
           && target.at[len] != ';')
        len++;
    return (struct text){target.at, len};
}

/* What stands behind the last point of the last component; empty without. */
static struct text
suffix_of(struct text path)
{
    for (size_t i = path.len; i > 0 && path.at[i - 1] != '/'; i--)
        if (path.at[i - 1] == '.')
            return text_from(path, i);
    return TEXT_NONE;
}

static bool
is_one_of(struct text text, const struct text *set, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text.len == set[i].len && text_equal_nocase(text, set[i]))
            return true;
    return false;
}

bool
request_is_asset(struct text target)
{
    static const struct text suffixes[] = {
        {"css", 3},   {"js", 2},          {"mjs", 3},  {"map", 3}, {"png", 3},
        {"jpg", 3},   {"jpeg", 4},        {"gif", 3},  {"ico", 3}, {"cur", 3},
        {"svg", 3},   {"webp", 4},        {"avif", 4}, {"bmp", 3}, {"woff", 4},
        {"woff2", 5}, {"ttf", 3},         {"otf", 3},  {"eot", 3}, {"mp4", 3},
        {"webm", 4},  {"mp3", 3},         {"ogg", 3},  {"swf", 3}, {"wasm", 4},
        {"class", 5}, {"webmanifest", 11}};
    static const struct text files[] = {{"/robots.txt", 11},
                                        {"/ads.txt", 8},
                                        {"/sitemap.xml", 12},
                                        {"/crossdomain.xml", 16},
                                        {"/browserconfig.xml", 18}};
    struct text path = path_of(target);
    struct text suffix = suffix_of(path);

    if (suffix.len < 2)
        return false;
    return is_one_of(suffix, suffixes, sizeof(suffixes) / sizeof(*suffixes))
           || is_one_of(path, files, sizeof(files) / sizeof(*files));
}
