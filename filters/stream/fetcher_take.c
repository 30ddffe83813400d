#include "stream/fetcher_parts.h"

#include "stream/listed.h"

/* The first bytes, unpacked; whether the state may know something that begins so, which of what cannot be read it may. */
static bool
may_be_known(struct fetcher *fetcher, struct input *input, bool *is_packed)
{
    struct bytes *bytes = input_bytes(input, &fetcher->limits);
    char first[STATE_HEAD];
    size_t len = 0;
    ssize_t count = 0;

    while (len < sizeof(first)
           && (count = bytes_read(bytes, first + len, sizeof(first) - len)) > 0)
        len += (size_t)count;
    *is_packed = bytes_packed(bytes);
    bytes_close(bytes);
    return count < 0
           || state_may_know(fetcher->state, (struct text){first, len});
}

static void
remember(struct fetcher *fetcher, const struct fetcher_errand *errand,
         const struct content *content, uint64_t left)
{
    struct text key = buffer_text(&errand->input->key);

    if (errand->is_known && errand->known.bytes < content->bytes)
        state_supersede(fetcher->state, &errand->known);
    state_put(fetcher->state, key.len > 0 ? key : TEXT_NONE,
              &errand->input->stamp, content, left);
}

struct prefix {
    struct probe *probe;
    uint64_t left;
};

static void
see_prefix(void *context, struct text piece)
{
    struct prefix *prefix = context;

    if (piece.len > prefix->left)
        piece.len = (size_t)prefix->left;
    prefix->left -= piece.len;
    probe_add(prefix->probe, piece);
}

/* What there is before the bytes that were left: read again, which is seldom. */
static void
content_before(struct fetcher *fetcher, struct input *input, uint64_t left,
               struct content *content)
{
    struct bytes *bytes = input_bytes(input, &fetcher->limits);
    struct prefix prefix = {fetcher->probe, content->bytes - left};

    probe_start(fetcher->probe);
    bytes_watch(bytes, see_prefix, &prefix);
    fetcher_read_all(bytes);
    bytes_close(bytes);
    probe_content(fetcher->probe, content);
}

static void
record(struct fetcher *fetcher, const struct fetcher_errand *errand,
       uint64_t left)
{
    struct content content;

    probe_content(fetcher->probe, &content);
    if (left > 0) {
        content_before(fetcher, errand->input, left, &content);
        books_note(fetcher->books, "left", 1);
    }
    remember(fetcher, errand, &content, left);
}

/* A last line without its end is left for a later run, since it may still grow. */
static bool
keeps_tail(const struct fetcher *fetcher, const struct fetcher_errand *errand)
{
    const struct input *input = errand->input;

    return fetcher->state != NULL && input->is_file && input->key.len > 0
           && !input->is_url && !errand->is_packed && !errand->is_tail_left;
}

/* The pass that hands out. */
static void
copy(struct fetcher *fetcher, const struct fetcher_errand *errand)
{
    struct input *input = errand->input;
    struct reach reach = {.from = errand->resume,
                          .keeps_tail = keeps_tail(fetcher, errand)};
    bool is_whole;

    fetcher_begin_pass(fetcher, input);
    archive_set_reach(fetcher->archive, &reach);
    is_whole = archive_copy(fetcher->archive, fetcher->bytes,
                            buffer_text(&input->name), input->seen_s);
    if (bytes_unchecked(fetcher->bytes))
        books_note(fetcher->books, "unchecked", 1);
    fetcher->done_bytes += bytes_taken(fetcher->bytes);
    fetcher_end_pass(fetcher);
    if (is_whole && fetcher->state != NULL)
        record(fetcher, errand, archive_left(fetcher->archive));
}

/* In place of that pass: what another will hand out. Verifying it has told all that is to be known. */
static void
list(struct fetcher *fetcher, const struct fetcher_errand *errand)
{
    struct input *input = errand->input;
    struct place place = {.archive = buffer_text(&input->name), .part = -1};
    struct listed listed = {.from = errand->resume,
                            .keeps_tail = keeps_tail(fetcher, errand),
                            .seen_s = input->seen_s};
    struct content content;

    if (input->key.len == 0) {
        books_problem(fetcher->books, EX_NOINPUT, &place,
                      "cannot_list: it cannot be opened again");
        return;
    }
    probe_content(fetcher->probe, &content);
    listed.bytes = content.bytes;
    listed.digest = content.digest;
    buffer_add_string(&listed.operand, input->operand);
    listed_write(&fetcher->list, &listed);
    buffer_free(&listed.operand);
    record(fetcher, errand,
           listed.keeps_tail ? archive_left(fetcher->checked) : 0);
}

void
fetcher_take(struct fetcher *fetcher, struct input *input)
{
    struct fetcher_errand errand = {.input = input};
    bool may_know = false;

    errand.is_verified = fetcher->options->verifies || input->is_url
                         || fetcher->options->list != NULL;
    if (errand.is_verified || fetcher->state != NULL)
        input_spool(input, fetcher->books);
    if (fetcher->state != NULL) {
        errand.is_tail_left =
            state_find(fetcher->state, buffer_text(&input->key), &input->stamp)
            == STATE_TAIL_LEFT;
        may_know = may_be_known(fetcher, input, &errand.is_packed);
    }
    if ((errand.is_verified || may_know) && !fetcher_verify(fetcher, &errand))
        return;
    if (errand.is_done) {
        books_note(fetcher->books, "already_done", 1);
        remember(fetcher, &errand, &errand.known, 0);
    } else if (fetcher->options->list != NULL) {
        list(fetcher, &errand);
    } else {
        copy(fetcher, &errand);
    }
}
