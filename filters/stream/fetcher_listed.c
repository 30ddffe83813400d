#include "stream/fetcher_parts.h"

#include "stream/listed.h"

struct watch {
    struct fetcher *fetcher;
    struct digester *digester;
    uint64_t bytes;
};

static void
see_listed(void *context, struct text piece)
{
    struct watch *watch = context;

    fetcher_see(watch->fetcher, piece);
    digester_add(watch->digester, piece);
    watch->bytes += piece.len;
}

/* One that was listed, as it was then. */
static void
hand_out(struct fetcher *fetcher, struct input *input,
         const struct listed *listed)
{
    struct reach reach = {.from = listed->from,
                          .keeps_tail = listed->keeps_tail};
    struct watch watch = {.fetcher = fetcher, .digester = digester_new()};
    struct place place = {.archive = buffer_text(&input->name), .part = -1};
    struct digest digest;

    input_spool(input, fetcher->books);
    fetcher->bytes = input_bytes(input, &fetcher->limits);
    bytes_end_at(fetcher->bytes, listed->bytes);
    bytes_watch(fetcher->bytes, see_listed, &watch);
    archive_set_reach(fetcher->archive, &reach);
    archive_copy(fetcher->archive, fetcher->bytes, buffer_text(&input->name),
                 listed->seen_s);
    if (bytes_unchecked(fetcher->bytes))
        books_note(fetcher->books, "unchecked", 1);
    fetcher->done_bytes += bytes_taken(fetcher->bytes);
    fetcher_end_pass(fetcher);
    digest = digester_value(watch.digester);
    if (watch.bytes != listed->bytes || digest.high != listed->digest.high
        || digest.low != listed->digest.low)
        books_problem(fetcher->books, EX_TEMPFAIL, &place,
                      "changed: it is not what was listed");
    digester_free(watch.digester);
}

void
fetcher_hand_out(struct fetcher *fetcher, struct text lines)
{
    struct listed listed = {0};
    struct input input;

    while (listed_read(&lines, &listed)) {
        if (input_open(&input, fetcher->books, fetcher->downloads,
                       buffer_string(&listed.operand)))
            hand_out(fetcher, &input, &listed);
        fetcher->any = true;
        input_close(&input);
    }
    if (lines.len > 0)
        books_fail(fetcher->books, EX_CONFIG, NULL, "bad_list: %s is no list",
                   fetcher->options->listed);
    buffer_free(&listed.operand);
}
