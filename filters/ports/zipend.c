#include "ports/zipend.h"

enum {
    SIGNATURE_BYTES = 4,
    ENTRY = 0x02014b50,
    ZIP64_END = 0x06064b50,
    ZIP64_LOCATOR = 0x07064b50,
    SIGNED = 0x05054b50,
    END = 0x06054b50
};

static uint64_t
little_endian(const uint8_t *at, unsigned bytes)
{
    uint64_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | at[bytes];
    return value;
}

static void
entry(struct zipend *zipend)
{
    zipend->skip = little_endian(zipend->held + 28, 2)    /* name */
                   + little_endian(zipend->held + 30, 2)  /* extra */
                   + little_endian(zipend->held + 32, 2); /* comment */
    zipend->members++;
    zipend->bytes += 46 + zipend->skip;
}

static void
zip64_end(struct zipend *zipend)
{
    uint64_t size = little_endian(zipend->held + 4, 8);

    if (size < 44)
        zipend->why = "bad_zip: a short record in its directory";
    else
        zipend->skip = size - 44;
    zipend->zip64 = true;
    zipend->told_members = little_endian(zipend->held + 32, 8);
    zipend->told_bytes = little_endian(zipend->held + 40, 8);
}

static void
signature(struct zipend *zipend)
{
    zipend->skip = little_endian(zipend->held + 4, 2);
    zipend->bytes += 6 + zipend->skip;
}

/* All of its numbers are cut to 16 or 32 bits where there is a zip64 record. */
static void
end(struct zipend *zipend)
{
    if (!zipend->zip64) {
        zipend->told_members = little_endian(zipend->held + 10, 2);
        zipend->told_bytes = little_endian(zipend->held + 12, 4);
    }
    zipend->skip = little_endian(zipend->held + 20, 2);
    zipend->ended = true;
}

static const struct record {
    uint32_t signature;
    size_t bytes;
    void (*take)(struct zipend *zipend);
} records[] = {
    {ENTRY, 46, entry},
    {ZIP64_END, ZIPEND_RECORD, zip64_end},
    {ZIP64_LOCATOR, 20, NULL},
    {SIGNED, 6, signature},
    {END, 22, end},
};

static const struct record *
record_of(const struct zipend *zipend)
{
    uint64_t wanted = little_endian(zipend->held, SIGNATURE_BYTES);

    for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
        if (records[i].signature == wanted)
            return &records[i];
    return NULL;
}

/* Takes from the text what is still to be held; false where it was not enough. */
static bool
hold(struct zipend *zipend, struct text *rest, size_t bytes)
{
    size_t count = bytes - zipend->held_len;

    if (count > rest->len)
        count = rest->len;
    memcpy(zipend->held + zipend->held_len, rest->at, count);
    zipend->held_len += count;
    *rest = text_from(*rest, count);
    return zipend->held_len == bytes;
}

static void
pass_over(struct zipend *zipend, struct text *rest)
{
    size_t count = zipend->skip < rest->len ? (size_t)zipend->skip : rest->len;

    zipend->skip -= count;
    *rest = text_from(*rest, count);
}

static void
next_record(struct zipend *zipend, struct text *rest)
{
    const struct record *record;

    if (zipend->held_len < SIGNATURE_BYTES
        && !hold(zipend, rest, SIGNATURE_BYTES))
        return;
    record = record_of(zipend);
    if (record == NULL) {
        zipend->why = "bad_zip: neither a member nor its directory";
        return;
    }
    if (!hold(zipend, rest, record->bytes))
        return;
    if (record->take != NULL)
        record->take(zipend);
    zipend->held_len = 0;
}

static void
zeros_only(struct zipend *zipend, struct text *rest)
{
    for (size_t i = 0; i < rest->len; i++)
        if (rest->at[i] != 0)
            zipend->why = "trailing_bytes: after the end record of the zip";
    *rest = TEXT_NONE;
}

void
zipend_add(struct zipend *zipend, const void *at, size_t count)
{
    struct text rest = {at, count};

    while (rest.len > 0 && zipend->why == NULL) {
        if (zipend->skip > 0)
            pass_over(zipend, &rest);
        else if (zipend->ended)
            zeros_only(zipend, &rest);
        else
            next_record(zipend, &rest);
    }
}

const char *
zipend_why(const struct zipend *zipend, uint64_t members)
{
    uint64_t told = zipend->told_members;

    if (zipend->why != NULL)
        return zipend->why;
    if (!zipend->ended || zipend->skip > 0)
        return "cut_zip: it ends before its end record does";
    if (zipend->members != members)
        return "bad_zip: its directory lists other members than were found";
    /* Without zip64 some writers let the count wrap round. */
    if (told != (zipend->zip64 ? members : members & 0xffff)
        || zipend->told_bytes != zipend->bytes)
        return "bad_zip: its end record contradicts its directory";
    return NULL;
}
