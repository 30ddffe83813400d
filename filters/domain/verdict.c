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
}

void
verdict_add_urgency(struct buffer *members, enum rule_urgency urgency,
                    unsigned reach)
{
    static const char *const raised[] = {[REACH_AUDIENCE] = "[\"reach\"]",
                                         [REACH_CASCADE] = "[\"cascade\"]",
                                         [REACH_AUDIENCE | REACH_CASCADE] =
                                             "[\"cascade\",\"reach\"]"};

    if (reach != 0)
        urgency = RULE_HIGH;
    verdict_add_text(members, "urgency", text_of(rule_urgency_name(urgency)));
    if (reach == 0)
        return;
    add_key(members, "urgency_by");
    buffer_add_string(members, raised[reach]);
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
typedef void add_piece(struct buffer *out, struct text piece);

/* A clause of several lines as one. */
static void
add_clause(struct buffer *out, struct text clause, add_piece *add)
{
    bool is_spaced = false;

    for (size_t i = 0; i < clause.len; i++) {
        bool is_space = clause.at[i] == ' '
                        || (clause.at[i] >= '\t' && clause.at[i] <= '\r');

        if (is_space && !is_spaced)
            buffer_add_char(out, ' ');
        if (!is_space)
            add(out, (struct text){clause.at + i, 1});
        is_spaced = is_space;
    }
}

static void
add_span(struct buffer *out, const struct rule_span *span, add_piece *add)
{
    if (span->kind == RULE_SPAN_MISSING) {
        buffer_add_string(out, "missing ");
        add_clause(out, span->found, add);
        return;
    }
    add(out, text_of(span->before));
    add(out, span->found);
    if (span->kind == RULE_SPAN_FIELD)
        return;
    buffer_printf(out, " %s", rule_part_name(span->part));
    if (span->part <= RULE_TEXT)
        buffer_printf(out, "[%zu:%zu]", span->at, span->at + span->found.len);
}

static void
add_rule(struct buffer *out, const struct rule_set *set, uint32_t number,
         add_piece *add)
{
    const struct rule *rule = rule_set_rule(set, number);

    add(out, rule_set_label(set, rule->label));
    buffer_add_char(out, ' ');
    add(out, rule->file);
    buffer_add_char(out, ':');
    buffer_add_integer(out, rule->line);
}

static void
add_spans(struct buffer *out, const struct rule_span *spans, size_t count,
          add_piece *add)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i == 0 ? ": " : ", ");
        add_span(out, &spans[i], add);
    }
}

void
verdict_explain(struct buffer *out, struct rule_match *match,
                const struct rule_set *set, uint32_t rule)
{
    size_t count;
    const struct rule_span *spans = rule_match_why(match, rule, &count);

    add_rule(out, set, rule, buffer_add);
    add_spans(out, spans, count, buffer_add);
}

void
verdict_add_why(struct buffer *members, struct rule_match *match,
                const struct rule_set *set, const struct rule_found *found)
{
    add_key(members, "why");
    for (size_t i = 0; i < found->rule_count; i++) {
        size_t count;
        const struct rule_span *spans =
            rule_match_why(match, found->rules[i], &count);

        buffer_add_string(members, i == 0 ? "[\"" : ",\"");
        add_rule(members, set, found->rules[i], buffer_add_json);
        add_spans(members, spans, count, buffer_add_json);
        buffer_add_char(members, '"');
    }
    buffer_add_char(members, ']');
}

void
verdict_add_why_not(struct buffer *members, struct rule_match *match,
                    const struct rule_set *set, uint32_t label)
{
    const char *before = "[\"";

    add_key(members, "why_not");
    for (uint32_t i = 0; i < rule_set_count(set); i++) {
        const struct rule_span *spans;
        size_t count;

        if (rule_set_rule(set, i)->label != label)
            continue;
        buffer_add_string(members, before);
        before = ",\"";
        spans = rule_match_why_not(match, i, &count);
        add_rule(members, set, i, buffer_add_json);
        add_spans(members, spans, count, buffer_add_json);
        buffer_add_char(members, '"');
    }
    buffer_add_char(members, ']');
}
