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

enum { SUFFIX_MOST = 11 };

/* Each as long as its place says, side by side. */
static const char *const suffixes[SUFFIX_MOST + 1] = {
    [2] = "js",
    [3] = "cssmjsmappngjpggificocursvgbmpttfotfeotmp4mp3oggswf",
    [4] = "jpegwebpavifwoffwebmwasm",
    [5] = "woff2class",
    [11] = "webmanifest",
};

static bool
is_assets(struct text suffix)
{
    const char *list = suffix.len <= SUFFIX_MOST ? suffixes[suffix.len] : NULL;
    char lower[SUFFIX_MOST];

    if (list == NULL)
        return false;
    for (size_t i = 0; i < suffix.len; i++) {
        char byte = suffix.at[i];

        lower[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    }
    for (; *list != '\0'; list += suffix.len)
        if (memcmp(list, lower, suffix.len) == 0)
            return true;
    return false;
}

static bool
is_machines(struct text path)
{
    static const struct text files[] = {{"/robots.txt", 11},
                                        {"/ads.txt", 8},
                                        {"/sitemap.xml", 12},
                                        {"/crossdomain.xml", 16},
                                        {"/browserconfig.xml", 18}};

    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        if (text_equal(path, files[i]))
            return true;
    return false;
}

bool
request_is_asset(struct text target)
{
    struct text path = path_of(target);
    struct text suffix = suffix_of(path);

    return suffix.len > 0 && (is_assets(suffix) || is_machines(path));
}
