/* Who frees or closes need not ask whether there is anything. */
#include "texts.h"

#include "base/journal.h"
#include "base/states.h"
#include "base/table.h"
#include "ports/bzip2.h"
#include "ports/container.h"
#include "ports/csv.h"
#include "ports/inflate.h"
#include "ports/json.h"
#include "ports/linear.h"
#include "ports/pattern.h"
#include "ports/query.h"
#include "ports/xml.h"
#include "ports/xz.h"
#include "ports/zstd.h"
#include "stream/amend.h"
#include "stream/archive.h"
#include "stream/download.h"
#include "stream/held.h"
#include "stream/httpbody.h"
#include "stream/lines.h"
#include "stream/reader.h"
#include "stream/replace.h"
#include "stream/segment.h"
#include "stream/sheet.h"
#include "stream/spool.h"
#include "stream/state.h"
#include "stream/upstream.h"

static void
nothing_can_be_freed(void **state)
{
    (void)state;
    journal_free(NULL);
    states_free(NULL);
    table_free(NULL);
    csv_free(NULL);
    json_parser_free(NULL);
    json_plan_free(NULL);
    linear_free(NULL);
    pattern_set_free(NULL);
    query_free(NULL);
    xml_free(NULL);
    amender_free(NULL);
    downloads_free(NULL);
    feed_free(NULL);
    held_free(NULL);
    lines_free(NULL);
    spool_free(NULL);
    upstream_free(NULL);
}

static void
nothing_can_be_closed(void **state)
{
    (void)state;
    archive_close(NULL);
    bytes_close(NULL);
    container_close(NULL);
    httpbody_close(NULL);
    reader_close(NULL);
    replace_drop(NULL);
    segment_close(NULL);
    sheet_close(NULL);
}

static void
no_decoder_can_be_freed(void **state)
{
    struct decoder *(*const make[])(void) = {inflate_new, inflate_new_deflate,
                                             bzip2_new};
    struct decoder *(*const make_within[])(uint64_t) = {xz_new, zstd_new};

    (void)state;
    for (size_t i = 0; i < COUNT(make); i++) {
        struct decoder *decoder = make[i]();

        decoder->free(NULL);
        decoder->free(decoder);
    }
    for (size_t i = 0; i < COUNT(make_within); i++) {
        struct decoder *decoder = make_within[i](1 << 20);

        decoder->free(NULL);
        decoder->free(decoder);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_can_be_freed),
        cmocka_unit_test(nothing_can_be_closed),
        cmocka_unit_test(no_decoder_can_be_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
