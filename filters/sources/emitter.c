#include "sources/emitter.h"

#include <err.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/url.h"
#include "base/utf8.h"
#include "sources/ordinals.h"
#include "sources/seen.h"

struct made {
    enum draft_kind kind;
    int64_t time_s;
    size_t end; /* in pending */
};

struct emitter {
    struct books *books;
    struct writer *writer;
    const struct options *options;
    struct emitter_settings settings;
    struct draft *draft;
    struct ordinals *ordinals;
    struct place place; /* of the current raw record */
    bool is_repaired;
    int64_t seen_s;
    /* What is the same for all records of an archive's member. */
    struct buffer archive, member, format; /* as they came */
    struct buffer tail; /* ,"format":… up to the number of the line */
    uint64_t stream;
    /* The records of the current raw record, without their closing braces. */
    struct buffer pending;
    struct made *made;
    size_t made_count, made_cap;
    struct buffer line;
};

struct emitter *
emitter_new(struct books *books, struct writer *writer,
            const struct emitter_settings *settings)
{
    struct emitter *emitter = calloc(1, sizeof(*emitter));

    if (emitter == NULL)
        err(EX_OSERR, "emitter");
    emitter->books = books;
    emitter->writer = writer;
    emitter->options = books_options(books);
    emitter->settings = *settings;
    emitter->draft = draft_new(settings->person);
    emitter->ordinals = ordinals_new();
    return emitter;
}

void
emitter_free(struct emitter *emitter)
{
    if (emitter == NULL)
        return;
    draft_free(emitter->draft);
    ordinals_free(emitter->ordinals);
    buffer_free(&emitter->archive);
    buffer_free(&emitter->member);
    buffer_free(&emitter->format);
    buffer_free(&emitter->tail);
    buffer_free(&emitter->pending);
    buffer_free(&emitter->line);
    free(emitter->made);
    free(emitter);
}

static void
keep(struct buffer *buffer, struct text text)
{
    buffer_clear(buffer);
    buffer_add(buffer, text);
}

/* Whoever was allowed to fetch it was; the record does not repeat how. */
static void
add_archive(struct buffer *out, struct text archive)
{
    struct url url = url_split(archive);

    if (url.scheme.at == NULL) {
        buffer_add(out, archive);
        return;
    }
    buffer_add(out, url.scheme);
    buffer_add(out, TEXT("://"));
    buffer_add(out, url.host);
    buffer_add(out, url.path);
}

/* Appends `,"name":"text"` of any bytes. */
static void
add_member(struct emitter *emitter, const char *name, struct text bytes)
{
    buffer_clear(&emitter->line);
    utf8_repair(&emitter->line, bytes);
    buffer_printf(&emitter->tail, ",\"%s\":", name);
    buffer_add_json_string(&emitter->tail, buffer_text(&emitter->line));
}

static void
build_tail(struct emitter *emitter)
{
    struct buffer archive = {0};

    buffer_clear(&emitter->tail);
    add_member(emitter, "format", buffer_text(&emitter->format));
    add_archive(&archive, buffer_text(&emitter->archive));
    add_member(emitter, "archive", buffer_text(&archive));
    if (emitter->member.len > 0)
        add_member(emitter, "member", buffer_text(&emitter->member));
    buffer_free(&archive);
}

/* The date in the name, else what the input says. */
static int64_t
seen_of(struct emitter *emitter, int64_t seen_s)
{
    struct buffer *name = &emitter->line;
    int64_t named_s;

    if (emitter->settings.seen_from == NULL)
        return seen_s;
    keep(name, buffer_text(&emitter->archive));
    buffer_add_char(name, '!');
    buffer_add(name, buffer_text(&emitter->member));
    return seen_find(emitter->settings.seen_from, buffer_text(name), &named_s)
               ? named_s
               : seen_s;
}

void
emitter_start(struct emitter *emitter, const struct place *place,
              int64_t seen_s, struct text format, bool is_repaired)
{
    bool is_same = text_equal(place->archive, buffer_text(&emitter->archive))
                   && text_equal(place->member, buffer_text(&emitter->member));

    emitter->stream += !is_same || place->line < emitter->place.line;
    if (!is_same || !text_equal(format, buffer_text(&emitter->format))) {
        keep(&emitter->archive, place->archive);
        keep(&emitter->member, place->member);
        keep(&emitter->format, format);
        build_tail(emitter);
    }
    if (!is_same || emitter->place.seen_s != place->seen_s
        || emitter->place.line == 0)
        emitter->seen_s = seen_of(emitter, seen_s);
    emitter->place = *place;
    emitter->is_repaired = is_repaired;
    emitter->made_count = 0;
    buffer_clear(&emitter->pending);
    draft_clear(emitter->draft);
}

struct draft *
emitter_draft_of(struct emitter *emitter, enum draft_kind kind,
                 struct text platform)
{
    draft_start(emitter->draft, kind, platform);
    return emitter->draft;
}

struct draft *
emitter_draft(struct emitter *emitter, enum draft_kind kind,
              const char *platform)
{
    return emitter_draft_of(emitter, kind, text_of(platform));
}

static void
remember(struct emitter *emitter)
{
    emitter->made =
        array_room(emitter->made, emitter->made_count, &emitter->made_cap,
                   sizeof(*emitter->made), "records of one");
    emitter->made[emitter->made_count++] = (struct made){
        draft_kind(emitter->draft),
        draft_get(emitter->draft, DRAFT_TIME, INT64_MIN), emitter->pending.len};
}

const char *
emitter_add(struct emitter *emitter)
{
    struct draft *draft = emitter->draft;
    struct buffer *out = &emitter->pending;
    const char *why;

    if (emitter->is_repaired)
        draft_flag(draft, "bad_utf8");
    if (!draft_has(draft, DRAFT_SEEN))
        draft_time(draft, DRAFT_SEEN,
                   emitter->seen_s != INT64_MIN
                       ? emitter->seen_s
                       : draft_get(draft, DRAFT_TIME, 0));
    why = draft_check(draft);
    if (why != NULL)
        return why;
    draft_write(draft, out);
    buffer_add(out, buffer_text(&emitter->tail));
    if (emitter->place.line > 0) {
        buffer_add(out, TEXT(",\"line\":"));
        buffer_add_integer(out, (int64_t)emitter->place.line);
    }
    if (emitter->place.part >= 0) {
        buffer_add(out, TEXT(",\"part\":"));
        buffer_add_integer(out, emitter->place.part);
    }
    remember(emitter);
    return NULL;
}

static const char *
outside(const struct options *options, int64_t time_s)
{
    if (time_s < options->since_s)
        return "since";
    return time_s >= options->until_s ? "until" : NULL;
}

/* One of several, with its number among them. */
static void
make_part(struct emitter *emitter, size_t number)
{
    size_t from = number == 0 ? 0 : emitter->made[number - 1].end;
    const struct made *made = &emitter->made[number];

    keep(&emitter->line,
         (struct text){emitter->pending.at + from, made->end - from});
    if (emitter->made_count > 1 && emitter->place.part < 0) {
        buffer_add(&emitter->line, TEXT(",\"part\":"));
        buffer_add_integer(&emitter->line, (int64_t)number);
    }
    buffer_add_char(&emitter->line, '}');
    writer_make(emitter->writer, draft_kinds[made->kind],
                buffer_text(&emitter->line));
}

bool
emitter_made(const struct emitter *emitter, size_t number, struct buffer *out)
{
    size_t from;

    if (number >= emitter->made_count)
        return false;
    from = number == 0 ? 0 : emitter->made[number - 1].end;
    keep(out, (struct text){emitter->pending.at + from,
                            emitter->made[number].end - from});
    buffer_add_char(out, '}');
    return true;
}

const char *
emitter_finish(struct emitter *emitter)
{
    const char *out = NULL;
    size_t left = 0;

    for (size_t i = 0; i < emitter->made_count; i++) {
        const char *reason = outside(emitter->options, emitter->made[i].time_s);

        if (reason != NULL) {
            out = reason;
            left++;
        } else if (emitter->made_count == 1) {
            buffer_add_char(&emitter->pending, '}');
            writer_make(emitter->writer, draft_kinds[emitter->made[i].kind],
                        buffer_text(&emitter->pending));
        } else {
            make_part(emitter, i);
        }
    }
    if (left < emitter->made_count && left > 0)
        books_note(emitter->books, out, left);
    return left == emitter->made_count ? out : NULL;
}

/* Of this archive and member. */
static uint64_t
hash_here(const struct emitter *emitter, uint64_t hash)
{
    return hash + emitter->stream * 0x9e3779b97f4a7c15;
}

void
emitter_ordinal_soon(const struct emitter *emitter, uint64_t hash)
{
    ordinals_soon(emitter->ordinals, hash_here(emitter, hash));
}

uint64_t
emitter_ordinal(struct emitter *emitter, uint64_t hash)
{
    return ordinals_next(emitter->ordinals, hash_here(emitter, hash));
}

bool
emitter_embedded(const struct emitter *emitter)
{
    return emitter->settings.is_embedded;
}

int64_t
emitter_seen(const struct emitter *emitter)
{
    return emitter->seen_s;
}

uint64_t
emitter_stream(const struct emitter *emitter)
{
    return emitter->stream;
}

void
emitter_repaired(struct emitter *emitter)
{
    emitter->is_repaired = true;
}

void
emitter_note(struct emitter *emitter, const char *name)
{
    books_note(emitter->books, name, 1);
}
