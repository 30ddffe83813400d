#include "domain/verdict.h"

static void
add_key(struct buffer *members, const char *key)
{
    if (members->len > 0)
        buffer_add_char(members, ',');
    buffer_add_char(members, '"');
    buffer_add_string(members, key);
    buffer_add(members, TEXT("\":"));
}

void
verdict_add_text(struct buffer *members, const char *key, struct text value)
{
    if (value.len == 0)
        return;
    add_key(members, key);
    buffer_add_json_string(members, value);
}

void
verdict_add_rules(struct buffer *members, const struct rule_set *set,
                  const struct rule_found *found)
{
    add_key(members, "labels");
    for (size_t i = 0; i < found->label_count; i++) {
        buffer_add_char(members, i == 0 ? '[' : ',');
        buffer_add_json_string(members, rule_set_label(set, found->labels[i]));
    }
    buffer_add_char(members, ']');
    verdict_add_text(members, "route", found->route);
    verdict_add_text(members, "urgency",
                     text_of(rule_urgency_name(found->urgency)));
}

void
verdict_add_account(struct buffer *members, const struct account *account)
{
    verdict_add_text(members, "account", account->name);
    verdict_add_text(members, "team", account->team);
    verdict_add_text(members, "role", account->role);
    verdict_add_text(members, "market", account->market);
}

/* Piece by piece, as it is or as the inside of a JSON string. */
static void
explain(struct buffer *out, struct rule_match *match,
        const struct rule_set *set, uint32_t number,
        void (*add)(struct buffer *out, struct text piece))
{
    const struct rule *rule = rule_set_rule(set, number);
    size_t count;
    const struct rule_span *spans = rule_match_why(match, number, &count);

    add(out, rule_set_label(set, rule->label));
    buffer_add_char(out, ' ');
    add(out, rule->file);
    buffer_add_char(out, ':');
    buffer_add_integer(out, rule->line);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i == 0 ? ": " : ", ");
        add(out, text_of(spans[i].before));
        add(out, spans[i].found);
    }
}

void
verdict_explain(struct buffer *out, struct rule_match *match,
                const struct rule_set *set, uint32_t rule)
{
    explain(out, match, set, rule, buffer_add);
}

void
verdict_add_why(struct buffer *members, struct rule_match *match,
                const struct rule_set *set, const struct rule_found *found)
{
    add_key(members, "why");
    for (size_t i = 0; i < found->rule_count; i++) {
        buffer_add_string(members, i == 0 ? "[\"" : ",\"");
        explain(members, match, set, found->rules[i], buffer_add_json);
        buffer_add_char(members, '"');
    }
    buffer_add_char(members, ']');
}
