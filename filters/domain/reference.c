#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "domain/link.h"
#include "domain/pick.h"
#include "domain/reference_parts.h"

struct references *
reference_new(const struct question *question, size_t budget_bytes,
              struct spill *spill)
{
    struct references *references = calloc(1, sizeof(*references));

    if (references == NULL)
        err(EX_OSERR, "no memory for references");
    references->question = question;
    references->sorter = sorter_new(budget_bytes, spill);
    return references;
}

void
reference_free(struct references *references)
{
    if (references == NULL)
        return;
    sorter_free(references->sorter);
    buffer_free(&references->key);
    buffer_free(&references->payload);
    buffer_free(&references->scratch);
    buffer_free(&references->name);
    buffer_free(&references->posted);
    buffer_free(&references->groups);
    free(references);
}

/* Keys. */

static void
put_number(struct buffer *key, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buffer_add_char(key, (char)(number >> shift));
}

static void
start_key(struct references *references, int space, struct tally_value digest)
{
    buffer_clear(&references->key);
    buffer_clear(&references->payload);
    buffer_add_char(&references->key, (char)space);
    put_number(&references->key, digest.high);
    put_number(&references->key, digest.low);
}

static void
put_time(struct buffer *key, int64_t time_s)
{
    put_number(key, (uint64_t)time_s ^ UINT64_C(1) << 63);
}

static void
add_entry(struct references *references)
{
    sorter_add(references->sorter, buffer_text(&references->key),
               buffer_text(&references->payload));
}

static struct tally_value
digest_of_id(struct references *references, struct text id)
{
    buffer_clear(&references->scratch);
    buffer_add_char(&references->scratch, 'p');
    buffer_add(&references->scratch, id);
    return tally_digest(buffer_text(&references->scratch));
}

static bool
digest_of_short(struct references *references, struct text address,
                struct tally_value *digest)
{
    buffer_clear(&references->scratch);
    buffer_add_char(&references->scratch, 's');
    if (!link_shorten(&references->scratch, address))
        return false;
    *digest = tally_digest(buffer_text(&references->scratch));
    return true;
}

static struct tally_value
digest_of_long(struct references *references, struct text address)
{
    buffer_clear(&references->scratch);
    buffer_add_char(&references->scratch, 'l');
    (void)link_normalise(&references->scratch, address);
    return tally_digest(buffer_text(&references->scratch));
}

/* References. */

static void
refer(struct references *references, struct tally_value digest, int64_t time_s,
      enum question_reference what)
{
    size_t measure = references->question->references[what];

    if (measure == SIZE_MAX)
        return;
    start_key(references, REFERENCE_COUNTING, digest);
    put_time(&references->key, time_s);
    buffer_add_char(&references->key, REFERENCE_SECOND);
    buffer_add_char(&references->payload, (char)measure);
    add_entry(references);
}

static void
reach(struct references *references, struct tally_value digest)
{
    if (references->question->references[QUESTION_REACHED] == SIZE_MAX)
        return;
    start_key(references, REFERENCE_REACHING, digest);
    buffer_add_char(&references->key, REFERENCE_FIRST);
    add_entry(references);
}

static bool
take_answer(struct references *references, const struct json_slot *slots)
{
    const struct question *question = references->question;
    struct text target = pick_text(slots, question->reply_field);

    if (target.at == NULL || slots[question->account_field].type != JSON_ABSENT
        || pick_has(slots + question->flags_field, TEXT("observed")))
        return false;
    refer(references, digest_of_id(references, target), 0, QUESTION_ANSWERS);
    return true;
}

static bool
take_click(struct references *references, const struct json_slot *slots,
           int64_t time_s)
{
    struct text url = pick_text(slots, references->question->url_field);
    struct tally_value digest;

    if (!digest_of_short(references, url, &digest))
        return false;
    refer(references, digest, time_s, QUESTION_CLICKS);
    reach(references, digest);
    return true;
}

static bool
take_visit(struct references *references, const struct json_slot *slots,
           int64_t time_s)
{
    const struct question *question = references->question;
    struct text url = pick_text(slots, question->url_field);
    struct text referrer = pick_text(slots, question->referrer_field);
    bool is_tagged = url.at != NULL && link_is_tagged(url, NULL, 0);
    bool is_short = referrer.at != NULL && link_is_shortener(referrer);
    struct tally_value digest;

    if (is_tagged) {
        digest = digest_of_long(references, url);
        refer(references, digest, time_s, QUESTION_ARRIVALS);
        reach(references, digest);
    }
    is_short = is_short && digest_of_short(references, referrer, &digest);
    if (is_short && !is_tagged)
        refer(references, digest, time_s, QUESTION_ARRIVALS);
    if (is_short)
        reach(references, digest);
    return is_tagged || is_short;
}

bool
reference_take(struct references *references, const struct json_slot *slots)
{
    const struct question *question = references->question;
    const struct json_slot *flags = slots + question->flags_field;
    struct text kind = pick_text(slots, QUESTION_KIND);
    int64_t time_s;

    if (text_equal(kind, TEXT("post")))
        return take_answer(references, slots);
    if (!clock_read(pick_text(slots, question->time_field), &time_s)
        || pick_has(flags, TEXT("bot")) || pick_has(flags, TEXT("preview")))
        return false;
    if (text_equal(kind, TEXT("click")))
        return take_click(references, slots, time_s);
    return text_equal(kind, TEXT("visit"))
           && take_visit(references, slots, time_s);
}

/* Posts. */

static bool
is_tracked(struct text address, struct text shortened)
{
    return link_is_tagged(address, NULL, 0)
           || (link_is_shortener(address) && !link_is_on(address, "t.co"))
           || (shortened.len > 0 && !link_is_on(shortened, "t.co"));
}

static void
add_name(struct references *references, struct tally_value digest,
         struct tally_value link)
{
    if (references->name_count < REFERENCE_NAMES_MAX)
        references->names[references->name_count++] =
            (struct reference_name){digest, link, false};
}

/* Its address, and what is short for it. */
static void
add_link(struct references *references, struct text address,
         struct text shortened)
{
    struct tally_value link, digest;

    if (!is_tracked(address, shortened))
        return;
    link = digest_of_long(references, address);
    add_name(references, link, link);
    if (digest_of_short(references, address, &digest))
        add_name(references, digest, link);
    if (shortened.len > 0 && digest_of_short(references, shortened, &digest))
        add_name(references, digest, link);
}

void
reference_post(struct references *references, const struct json_slot *slots)
{
    const struct question *question = references->question;
    bool has_shorts = slots[question->shorts_field].type == JSON_ARRAY;
    struct json_items links = json_items(slots[question->links_field]);
    struct json_items shorts = json_items(slots[question->shorts_field]);
    struct json_slot link, shortened = {.type = JSON_ABSENT};

    references->names[0] = (struct reference_name){
        .digest =
            digest_of_id(references, pick_text(slots, question->id_field)),
        .is_id = true};
    references->name_count = 1;
    if (!clock_read(pick_text(slots, question->time_field), &references->time_s)
        || slots[question->links_field].type != JSON_ARRAY)
        return;
    while (json_next(&links, &link)) {
        if (!has_shorts || !json_next(&shorts, &shortened))
            shortened = (struct json_slot){.type = JSON_ABSENT};
        if (link.type == JSON_STRING)
            add_link(references, link.text, pick_text(&shortened, 0));
    }
}

static void
add_counting(struct references *references, const struct reference_name *name,
             struct text group)
{
    start_key(references, REFERENCE_COUNTING, name->digest);
    put_time(&references->key, name->is_id ? INT64_MIN : references->time_s);
    buffer_add_char(&references->key, REFERENCE_FIRST);
    buffer_add(&references->payload, group);
    add_entry(references);
}

static void
add_reaching(struct references *references, const struct reference_name *name,
             struct text group)
{
    if (references->question->references[QUESTION_REACHED] == SIZE_MAX)
        return;
    start_key(references, REFERENCE_REACHING, name->digest);
    buffer_add_char(&references->key, REFERENCE_SECOND);
    buffer_add(&references->payload,
               (struct text){(const char *)&name->link, sizeof(name->link)});
    buffer_add(&references->payload, group);
    add_entry(references);
}

void
reference_group(struct references *references, struct tally *tally,
                struct text group)
{
    size_t tracked = references->question->references[QUESTION_TRACKED];

    for (size_t i = 0; i < references->name_count; i++) {
        const struct reference_name *name = references->names + i;

        add_counting(references, name, group);
        if (name->is_id)
            continue;
        add_reaching(references, name, group);
        if (tracked != SIZE_MAX)
            tally_add_value(tally, tally_group(tally, group), tracked,
                            name->link, 1);
    }
}
