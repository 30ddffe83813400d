#include "domain/beside.h"

#include "domain/pick.h"

static struct json_slot
slot_of(struct text text)
{
    return (struct json_slot){.type = text.len == 0 ? JSON_ABSENT : JSON_STRING,
                              .text = text};
}

static void
copy(const struct question *question, const struct json_slot *slots,
     struct json_slot *more)
{
    memcpy(more, slots, question->field_count * sizeof(*more));
}

bool
beside_brand(const struct question *question, struct lookalikes *brands,
             const struct json_slot *slots, struct json_slot *more)
{
    struct text handle = pick_text(slots, question->handle_field);
    enum lookalike_reason reason;
    struct text brand;

    if (handle.at == NULL || slots[question->account_field].type != JSON_ABSENT)
        return false;
    reason = lookalike_find(brands, pick_text(slots, QUESTION_SOURCE), handle,
                            &brand);
    if (reason == LOOKALIKE_NONE)
        return false;
    copy(question, slots, more);
    more[question->lookalike_of_field] = slot_of(brand);
    more[question->lookalike_by_field] =
        slot_of(text_of(lookalike_name(reason)));
    return true;
}

bool
beside_request(const struct question *question, struct account_book *book,
               const struct json_slot *slots, struct json_slot *more)
{
    struct json_items items = json_items(slots[question->mentions_field]);
    struct text source = pick_text(slots, QUESTION_SOURCE);
    size_t found = SIZE_MAX;
    struct json_slot mention;

    if (slots[question->mentions_field].type != JSON_ARRAY)
        return false;
    while (found == SIZE_MAX && json_next(&items, &mention))
        found =
            account_book_find(book, source, pick_text(&mention, 0), TEXT(""));
    if (found == SIZE_MAX)
        return false;
    copy(question, slots, more);
    more[question->market_field] =
        slot_of(account_book_get(book, found)->market);
    return true;
}

/* Those of the question's fields that have that name. */
static void
put(const struct question *question, const char *name, struct text value,
    struct json_slot *more)
{
    for (size_t i = 0; i < question->field_count; i++) {
        if (strcmp(question->fields[i], name) == 0)
            more[i] = slot_of(value);
    }
}

static void
put_register(const struct question *question, const struct account *account,
             struct json_slot *more)
{
    put(question, "team", account->team, more);
    put(question, "role", account->role, more);
    put(question, "market", account->market, more);
}

bool
beside_account(const struct question *question, struct account_book *book,
               const struct json_slot *slots, struct json_slot *more)
{
    struct text kind = pick_text(slots, QUESTION_KIND);
    struct text handle = pick_text(slots, question->account_field);
    struct text network;
    size_t found;

    if (!text_equal(kind, TEXT("credit")) && !text_equal(kind, TEXT("case")))
        return false;
    if (!text_split(&handle, ':', &network))
        return false;
    found = account_book_find(book, network, handle, TEXT(""));
    if (found == SIZE_MAX)
        return false;
    copy(question, slots, more);
    put_register(question, account_book_get(book, found), more);
    return true;
}

bool
beside_says_register(const struct question *question,
                     const struct json_slot *slots)
{
    static const char *const names[] = {"team", "role", "market"};

    for (size_t i = 0; i < question->field_count; i++) {
        for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
            if (slots[i].type != JSON_ABSENT
                && strcmp(question->fields[i], names[n]) == 0)
                return true;
        }
    }
    return false;
}

void
beside_silent(const struct question *question, const struct account *account,
              struct json_slot *more)
{
    for (size_t i = 0; i < question->field_count; i++)
        more[i] = (struct json_slot){.type = JSON_ABSENT};
    put(question, "kind", TEXT("post"), more);
    put(question, "account", account->name, more);
    put_register(question, account, more);
}
