#include "domain/redirects.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/array.h"
#include "domain/link.h"
#include "domain/link_digest.h"

struct row {
    uint64_t shortened; /* as a referrer or a click names it */
    int64_t from_s, until_s;
    int64_t overruled_s; /* by a click, from then on */
    struct evidence destination;
    struct text address;
};

/* The same by its digest as a page: the address of a visit. */
struct page {
    uint64_t page;
    uint64_t shortened;
};

struct redirects {
    struct evidence_reader *evidence;
    struct row *rows;
    struct page *pages;
    size_t count, cap;
    size_t ambiguous;
    struct buffer scratch, tags;
    struct arena arena; /* addresses */
};

struct redirects *
redirects_new(struct evidence_reader *evidence)
{
    struct redirects *redirects = calloc(1, sizeof(*redirects));

    if (redirects == NULL)
        err(EX_OSERR, "redirects");
    redirects->evidence = evidence;
    return redirects;
}

void
redirects_free(struct redirects *redirects)
{
    if (redirects == NULL)
        return;
    arena_free(&redirects->arena);
    free(redirects->rows);
    free(redirects->pages);
    buffer_free(&redirects->scratch);
    buffer_free(&redirects->tags);
    free(redirects);
}

static void
reserve(struct redirects *redirects)
{
    if (redirects->count < redirects->cap)
        return;
    redirects->cap = redirects->cap * 2 + 64;
    redirects->rows = array_resize(redirects->rows, redirects->cap,
                                   sizeof(*redirects->rows), "redirects");
    redirects->pages = array_resize(redirects->pages, redirects->cap,
                                    sizeof(*redirects->pages), "redirects");
}

/* As a visit to that address would be read. */
static void
read_destination(struct redirects *redirects, struct text address,
                 struct evidence *evidence)
{
    enum { SOURCE, MEDIUM, ID, CAMPAIGN, TAGS };
    static const struct text names[] = {TEXT("source"), TEXT("medium"),
                                        TEXT("id")};
    struct buffer *tags = &redirects->tags;
    size_t ends[TAGS], start = 0;
    struct text found[TAGS];

    buffer_clear(tags);
    for (size_t i = 0; i < CAMPAIGN; i++) {
        (void)link_tag(tags, address, names[i]);
        ends[i] = tags->len;
    }
    (void)link_campaign(tags, address);
    ends[CAMPAIGN] = tags->len;
    for (size_t i = 0; i < TAGS; start = ends[i++])
        found[i] = (struct text){tags->at + start, ends[i] - start};
    evidence_read(redirects->evidence,
                  &(struct visit){.url = address,
                                  .referrer = address,
                                  .utm_source = found[SOURCE],
                                  .utm_medium = found[MEDIUM],
                                  .utm_id = found[ID],
                                  .utm_campaign = found[CAMPAIGN]},
                  evidence);
}

const char *
redirects_add(struct redirects *redirects, struct text shortened,
              struct text destination, int64_t from_s, int64_t until_s)
{
    struct row row = {
        .from_s = from_s, .until_s = until_s, .overruled_s = INT64_MAX};

    if (!link_short_digest(&redirects->scratch, shortened, &row.shortened))
        return "a link with a destination is a short link";
    buffer_clear(&redirects->scratch);
    if (!link_host(&redirects->scratch, destination))
        return "a destination is an address";
    read_destination(redirects, destination, &row.destination);
    row.address = arena_copy(&redirects->arena, destination);
    reserve(redirects);
    redirects->pages[redirects->count] = (struct page){
        link_digest(&redirects->scratch, shortened), row.shortened};
    redirects->rows[redirects->count++] = row;
    return NULL;
}

static int
compare_rows(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;

    if (left->shortened != right->shortened)
        return left->shortened < right->shortened ? -1 : 1;
    return left->from_s < right->from_s ? -1 : left->from_s > right->from_s;
}

static int
compare_pages(const void *a, const void *b)
{
    const struct page *left = a;
    const struct page *right = b;

    if (left->page != right->page)
        return left->page < right->page ? -1 : 1;
    return left->shortened < right->shortened
               ? -1
               : left->shortened > right->shortened;
}

static bool
is_same(const struct row *a, const struct row *b)
{
    return a->destination.page == b->destination.page;
}

/* How many rows the link at `from` has; *is_ambiguous: two of them at one time lead apart. A row that
   any before it overlaps with overlaps with the one of them that ends last. */
static size_t
find_group(const struct redirects *redirects, size_t from, bool *is_ambiguous)
{
    const struct row *widest = &redirects->rows[from], *row;
    size_t end = from + 1;

    *is_ambiguous = false;
    for (; end < redirects->count
           && (row = &redirects->rows[end])->shortened == widest->shortened;
         end++) {
        *is_ambiguous |= row->from_s < widest->until_s && !is_same(row, widest);
        if (row->until_s > widest->until_s)
            widest = row;
    }
    return end - from;
}

void
redirects_build(struct redirects *redirects)
{
    bool is_ambiguous;

    if (redirects->count == 0)
        return;
    qsort(redirects->rows, redirects->count, sizeof(*redirects->rows),
          compare_rows);
    qsort(redirects->pages, redirects->count, sizeof(*redirects->pages),
          compare_pages);
    for (size_t at = 0; at < redirects->count;) {
        at += find_group(redirects, at, &is_ambiguous);
        redirects->ambiguous += is_ambiguous;
    }
}

/* The first row of a short link; NULL where it has none. */
static struct row *
first_row(const struct redirects *redirects, uint64_t shortened)
{
    size_t low = 0, high = redirects->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (redirects->rows[middle].shortened < shortened)
            low = middle + 1;
        else
            high = middle;
    }
    return low < redirects->count && redirects->rows[low].shortened == shortened
               ? &redirects->rows[low]
               : NULL;
}

static bool
holds(const struct row *row, int64_t time_s)
{
    return time_s >= row->from_s && time_s < row->until_s;
}

bool
redirects_see(struct redirects *redirects, uint64_t shortened, uint64_t page,
              int64_t time_s)
{
    struct row *end = redirects->rows + redirects->count;
    struct row *row = first_row(redirects, shortened);
    bool is_contrary = false;

    for (; row != NULL && row < end && row->shortened == shortened; row++) {
        if (!holds(row, time_s) || row->destination.page == page)
            continue;
        if (time_s < row->overruled_s)
            row->overruled_s = time_s;
        is_contrary = true;
    }
    return is_contrary;
}

static const struct row *
find_row(const struct redirects *redirects, uint64_t shortened, int64_t time_s)
{
    const struct row *end = redirects->rows + redirects->count;
    const struct row *row = first_row(redirects, shortened), *found = NULL;

    for (; row != NULL && row < end && row->shortened == shortened; row++) {
        if (!holds(row, time_s) || time_s >= row->overruled_s)
            continue;
        if (found != NULL && !is_same(found, row))
            return NULL;
        found = row;
    }
    return found;
}

struct text
redirects_destination(struct redirects *redirects, struct text shortened,
                      int64_t time_s)
{
    const struct row *row;
    uint64_t digest;

    if (redirects->count == 0
        || !link_short_digest(&redirects->scratch, shortened, &digest))
        return TEXT_NONE;
    row = find_row(redirects, digest, time_s);
    return row == NULL ? TEXT_NONE : row->address;
}

static const struct page *
find_page(const struct redirects *redirects, uint64_t page)
{
    size_t low = 0, high = redirects->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (redirects->pages[middle].page < page)
            low = middle + 1;
        else
            high = middle;
    }
    return low < redirects->count && redirects->pages[low].page == page
               ? &redirects->pages[low]
               : NULL;
}

const struct evidence *
redirects_find(const struct redirects *redirects, const struct evidence *visit,
               int64_t time_s)
{
    const struct row *row = NULL;
    const struct page *page;

    if (redirects->count == 0)
        return NULL;
    if (visit->has_short)
        row = find_row(redirects, visit->shortened, time_s);
    if (row == NULL && visit->has_page
        && (page = find_page(redirects, visit->page)) != NULL)
        row = find_row(redirects, page->shortened, time_s);
    return row == NULL ? NULL : &row->destination;
}

size_t
redirects_count(const struct redirects *redirects)
{
    return redirects->count;
}

size_t
redirects_ambiguous(const struct redirects *redirects)
{
    return redirects->ambiguous;
}

size_t
redirects_overruled(const struct redirects *redirects)
{
    size_t count = 0;

    for (size_t i = 0; i < redirects->count; i++)
        count += redirects->rows[i].overruled_s != INT64_MAX;
    return count;
}
