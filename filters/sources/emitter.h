/*
 * emitter - the records made of one raw record, held until its source says that it was used
 *
 * A source fills one draft after the other:
 *
 *     struct draft *draft = emitter_draft(emitter, DRAFT_POST, "twitter");
 *     draft_id(draft, DRAFT_ID, id);
 *     …
 *     return emitter_add(emitter);
 *
 * Adds:    v, kind, source, `seen` (the source's own, else the date in the archive's name, else
 *          the file's or entry's time as fetch says it, else the record's own time), format,
 *          archive (without user info and query), member, line, and part where a raw record made
 *          several.
 * Lives:   a draft from emitter_draft() to emitter_add(); one at a time.
 */
#ifndef HARK_SOURCES_EMITTER_H
#define HARK_SOURCES_EMITTER_H

#include "sources/draft.h"
#include "stream/writer.h"

struct emitter;

/* Empty, of that kind. `platform` is record.md's `source`, a slug that lives on. */
struct draft *emitter_draft(struct emitter *emitter, enum draft_kind kind,
                            const char *platform);

/* The same where the platform is in the input: it lives until the raw record is done. */
struct draft *emitter_draft_of(struct emitter *emitter, enum draft_kind kind,
                               struct text platform);

/* The draft is a record. NULL, or why it cannot be one: "missing_id: …", or what a setter was
   given. */
const char *emitter_add(struct emitter *emitter);

/* How many equal ones of this archive and member came before: for lines that have no id. Hashes
   are of the source's making; only the last 250,000 different ones are remembered. */
uint64_t emitter_ordinal(struct emitter *emitter, uint64_t hash);

/* emitter_ordinal() will be asked: it waits less for memory then. */
void emitter_ordinal_soon(const struct emitter *emitter, uint64_t hash);

/* --embedded was given: posts inside a repost or quote are records too, flagged `observed`. */
bool emitter_embedded(const struct emitter *emitter);

/* `seen` as the emitter would set it, without the record's own time: INT64_MIN where nothing
   says it. */
int64_t emitter_seen(const struct emitter *emitter);

/* Another number for each archive and member, and again where one is read once more: for totals
   that run within one. */
uint64_t emitter_stream(const struct emitter *emitter);

/* Another text of the raw record was no UTF-8: its records say so from here on. */
void emitter_repaired(struct emitter *emitter);

/* A remark in the books: "heartbeat", … `name` is a constant string. */
void emitter_note(struct emitter *emitter, const char *name);

/* For the dispatcher: what all records have in common. */
struct emitter_settings {
    struct person *person;
    const char *seen_from; /* pattern of seen.h, or NULL */
    bool is_embedded;
};

struct emitter *emitter_new(struct books *books, struct writer *writer,
                            const struct emitter_settings *settings);
void emitter_free(struct emitter *emitter);

/* A raw record begins. seen_s is INT64_MIN where the input does not say; `format` is what the
   record says of its parser;
   is_repaired: its text was no UTF-8. */
void emitter_start(struct emitter *emitter, const struct place *place,
                   int64_t seen_s, struct text format, bool is_repaired);

/* The record of that number among those made of the raw record, in place of what `out` held; false where there is none. */
bool emitter_made(const struct emitter *emitter, size_t number,
                  struct buffer *out);

/* It was used: its records are written. NULL, or "since" or "until" where none of them lies
   within those. */
const char *emitter_finish(struct emitter *emitter);

#endif
