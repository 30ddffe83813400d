/*
 * source - raw lines to records, by every source
 *
 * The first byte is the number of a source, MAPPED for a map that takes each object as a record, or one beyond the last: then
 * it is told by the line. Lines that such a source
 * holds together are taken one by one. A record that is used is written; whatever else becomes of one, none may fail.
 */
#include "common.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sources/dispatch.h"
#include "sources/person.h"

enum { SOURCES_MOST = 253, MAPPED = 254 };

static struct emitter *emitter;
static struct dispatch *dispatches[MAPPED + 1]; /* by source; 0: told */

static struct row
row_of(const struct source *source)
{
    struct row row = {.format = source == NULL ? NULL : source->name,
                      .host = "shop.example",
                      .currency = "EUR",
                      .order_param = "order",
                      .source = "forum",
                      .at = TEXT("the fuzzer")};

    return row;
}

/* A map whose program is that of jq which changes nothing. */
static const char *
map_path(void)
{
    static char path[32];
    int fd = memfd_create("map", 0);

    assert(write(fd, ".", 1) == 1);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    return path;
}

static struct dispatch *
open_map(void)
{
    struct row row = row_of(NULL);

    row.map = map_path();
    return dispatch_new(common_books(), rows_new(common_books(), NULL, &row));
}

/* Formats that want options of their own are told by the line alone. */
static struct dispatch *
open_source(size_t number)
{
    struct row row = row_of(number == 0 ? NULL : sources[number - 1]);
    const char *why = NULL;

    if (number > 0 && sources[number - 1]->open != NULL
        && (sources[number - 1]->open(&row, &why) == NULL || why != NULL))
        row.format = NULL;
    return dispatch_new(common_books(), rows_new(common_books(), NULL, &row));
}

static struct dispatch *
dispatch_of(unsigned byte)
{
    size_t number = 0;

    while (number < byte && number < SOURCES_MOST && sources[number] != NULL)
        number++;
    if (number < byte)
        number = byte == MAPPED ? MAPPED : 0;
    if (emitter == NULL) {
        const struct emitter_settings settings = {
            .person = person_new(common_books(), NULL, true),
            .is_embedded = true};

        emitter = emitter_new(common_books(), common_writer(), &settings);
    }
    if (dispatches[number] == NULL)
        dispatches[number] =
            number == MAPPED ? open_map() : open_source(number);
    return dispatches[number];
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    struct text rest = {(const char *)at, len}, line;
    struct dispatch *dispatch = dispatch_of(common_byte(&rest));
    struct place place = {.archive = TEXT("fuzz.json"), .part = -1};
    const char *reason;

    while (text_split(&rest, '\n', &line)) {
        struct raw raw = {.place = &place, .lines = TEXT("json")};

        place.line++;
        raw.line = common_padded(line);
        dispatch_take(dispatch, &raw, 1234567890, emitter, common_writer(),
                      &reason);
    }
    dispatch_end(dispatch, emitter);
    return 0;
}
