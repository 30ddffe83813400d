#include "attribute/attribute.h"

static void
each_carried_visit(struct carry *carry, struct retention *retention,
                   void (*take)(struct retention *, const struct visit *))
{
    const char *kind = record_kind(TEXT("visit"));
    struct record record;
    struct visit visit;

    carry_rewind(carry);
    while (carry_next(carry, &record)) {
        const struct reading reading = {record.fields, record.time_s, true};

        if (record.kind != kind)
            continue;
        reading_visit(&reading, &visit);
        take(retention, &visit);
    }
}

static bool
is_still_of_use(struct retention *retention, const struct record *record)
{
    const struct reading reading = {record->fields, record->time_s, true};
    struct reading_click click;
    struct visit visit;

    if (record->kind == record_kind(TEXT("visit"))) {
        reading_visit(&reading, &visit);
        return retention_keeps_visit(retention, &visit);
    }
    return record->kind != record_kind(TEXT("click"))
           || reading_click(&reading, &click) != NULL
           || retention_keeps_click(retention, &click);
}

/* Many segments to one, without what is of no more use. */
void
attribute_compact(struct attribute *attribute)
{
    struct carry *carry = attribute->carry;
    struct carry_terms terms;
    struct retention_terms needed;
    struct retention *retention;
    struct record record;

    if (carry == NULL || !carry_is_due(carry))
        return;
    terms = carry_terms(carry);
    needed = retention_terms_at(carry_until(carry), terms.window_s, terms.gap_s,
                                (enum retention_paths)terms.paths);
    retention = attribution_retention(attribute->attribution, &needed);
    each_carried_visit(carry, retention, retention_know);
    each_carried_visit(carry, retention, retention_see);
    retention_settle(retention);
    each_carried_visit(carry, retention, retention_follow);
    carry_rewind(carry);
    while (carry_next(carry, &record))
        if (is_still_of_use(retention, &record))
            carry_keep(carry, &record);
    retention_free(retention);
}

void
attribute_open_carry(struct attribute *attribute)
{
    const struct attribution_rules *rules = attribute->rules;
    const struct carry_terms terms = {rules->carry_window_s,
                                      rules->session_gap_s,
                                      attribution_rules_paths(rules)};
    const char *why;

    if (rules->carry == NULL)
        return;
    attribute->carry = carry_open(attribute->books, rules->carry,
                                  reading_fields, READING_FIELDS);
    why = carry_agree(attribute->carry, &terms);
    if (why != NULL)
        books_fail(attribute->books, EX_CONFIG, NULL, "carry: %s: %s",
                   rules->carry, why);
}

/* Operands beside it would be forgotten in silence. */
int
attribute_commit(struct attribute *attribute)
{
    struct books *books = attribute->books;
    const struct options *given = books_options(books);

    if (given->file_count > 1 || strcmp(given->files[0], "-") != 0)
        books_fail(books, EX_USAGE, NULL, "usage: --commit takes no operands");
    return carry_commit(books, attribute->rules->commit);
}
