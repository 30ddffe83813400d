#include "domain/channel_condition.h"

#include <err.h>
#include <regex.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/buffer.h"

enum relation { IS, STARTS, ENDS, CONTAINS, MATCHES, IN, MISSING, RELATIONS };

static const struct text relations[RELATIONS] = {
    [IS] = TEXT("is"),           [STARTS] = TEXT("starts"),
    [ENDS] = TEXT("ends"),       [CONTAINS] = TEXT("contains"),
    [MATCHES] = TEXT("matches"), [IN] = TEXT("in"),
    [MISSING] = TEXT("missing")};

static const struct text fields[CHANNEL_FIELDS] = {
    [CHANNEL_SOURCE] = TEXT("source"),
    [CHANNEL_MEDIUM] = TEXT("medium"),
    [CHANNEL_CAMPAIGN] = TEXT("campaign"),
    [CHANNEL_TOUCH] = TEXT("touch"),
    [CHANNEL_ACCOUNT] = TEXT("account")};

struct channel_condition {
    enum channel_field field;
    enum relation relation;
    bool is_negated, ignores_case, has_expression;
    struct text values; /* between commas */
    regex_t expression;
};

/* The next word of what is left, which may be TEXT_NONE. */
static struct text
take_word(struct text *rest)
{
    struct text word = text_trim(*rest);
    size_t space = text_find_char(word, ' ');

    *rest = text_trim(text_from(word, space));
    word.len = space < word.len ? space : word.len;
    return word;
}

/* Its number; `count` where it is none of them. */
static size_t
find_word(const struct text *words, size_t count, struct text word)
{
    size_t number = 0;

    while (number < count && !text_equal(words[number], word))
        number++;
    return number;
}

static bool
compile(struct channel_condition *condition, struct rule_error *error)
{
    struct buffer whole = {0};
    int flags = REG_EXTENDED | REG_NOSUB;
    char why[100];
    int status;

    buffer_add(&whole, TEXT("^("));
    buffer_add(&whole, condition->values);
    buffer_add(&whole, TEXT(")$"));
    status = regcomp(&condition->expression, buffer_string(&whole),
                     condition->ignores_case ? flags | REG_ICASE : flags);
    buffer_free(&whole);
    condition->has_expression = status == 0;
    if (status == 0)
        return true;
    regerror(status, NULL, why, sizeof(why));
    return rule_error_set(error, condition->values.at,
                          "this is no expression: %s", why);
}

static bool
check_values(const struct channel_condition *condition,
             struct rule_error *error)
{
    struct text rest = condition->values, value;

    if (condition->relation == MISSING)
        return rest.len == 0
               || rule_error_set(error, rest.at, "missing is the last word");
    while (text_split(&rest, ',', &value))
        if (text_trim(value).len == 0)
            return rule_error_set(error, condition->values.at,
                                  "a value is empty");
    return true;
}

static bool
parse(struct channel_condition *condition, struct text text,
      struct rule_error *error)
{
    struct text rest = text;
    struct text word = take_word(&rest);
    size_t number;

    condition->is_negated = text_equal(word, TEXT("not"));
    if (condition->is_negated)
        word = take_word(&rest);
    number = find_word(fields, CHANNEL_FIELDS, word);
    if (number == CHANNEL_FIELDS)
        return rule_error_set(error, text.at,
                              "a condition begins with source, medium, "
                              "campaign, touch or account");
    condition->field = (enum channel_field)number;
    word = take_word(&rest);
    number = find_word(relations, RELATIONS, word);
    if (number == RELATIONS)
        return rule_error_set(error, text.at,
                              "a %.*s is, in, starts, ends, contains, matches "
                              "or is missing",
                              TEXT_ARGS(fields[condition->field]));
    condition->relation = (enum relation)number;
    if (number == IN && condition->field != CHANNEL_SOURCE)
        return rule_error_set(error, text.at, "only a source is in something");
    condition->values = rest;
    if (rest.len == 0 && number != MISSING)
        return rule_error_set(error, text.at, "%.*s what?", TEXT_ARGS(word));
    return number == MATCHES ? compile(condition, error)
                             : check_values(condition, error);
}

struct channel_condition *
channel_condition_new(struct text text, bool ignores_case,
                      struct rule_error *error)
{
    struct channel_condition *condition = calloc(1, sizeof(*condition));

    if (condition == NULL)
        err(EX_OSERR, "a condition");
    condition->ignores_case = ignores_case;
    if (parse(condition, text, error))
        return condition;
    channel_condition_free(condition);
    return NULL;
}

void
channel_condition_free(struct channel_condition *condition)
{
    if (condition == NULL)
        return;
    if (condition->has_expression)
        regfree(&condition->expression);
    free(condition);
}

static bool
is_equal(const struct channel_condition *condition, struct text a,
         struct text b)
{
    return condition->ignores_case ? text_equal_nocase(a, b) : text_equal(a, b);
}

static bool
contains(const struct channel_condition *condition, struct text whole,
         struct text wanted)
{
    for (; whole.len >= wanted.len; whole = text_from(whole, 1))
        if (is_equal(condition, (struct text){whole.at, wanted.len}, wanted))
            return true;
    return false;
}

static bool
fits(const struct channel_condition *condition, struct text fact,
     struct text value)
{
    if (condition->relation == IS)
        return is_equal(condition, fact, value);
    if (value.len > fact.len)
        return false;
    if (condition->relation == STARTS)
        fact.len = value.len;
    else if (condition->relation == ENDS)
        fact = text_from(fact, fact.len - value.len);
    return contains(condition, fact, value);
}

static bool
fits_any(const struct channel_condition *condition, struct text fact)
{
    struct text rest = condition->values, value;

    while (text_split(&rest, ',', &value))
        if (fits(condition, fact, text_trim(value)))
            return true;
    return false;
}

static bool
matches(const struct channel_condition *condition, struct text fact)
{
    regmatch_t whole = {0, (regoff_t)fact.len};

    return regexec(&condition->expression, fact.at, 0, &whole, REG_STARTEND)
           == 0;
}

static bool
is_in(const struct channel_condition *condition,
      const struct source_list *sources, struct text fact)
{
    const struct source *source = source_list_find(sources, fact);
    struct text rest = condition->values, value;

    while (source != NULL && text_split(&rest, ',', &value))
        if (text_equal(source->category, text_trim(value)))
            return true;
    return false;
}

static bool
is_true(const struct channel_condition *condition,
        const struct source_list *sources, struct text fact)
{
    if (condition->relation == MISSING)
        return fact.len == 0;
    if (fact.len == 0)
        return false;
    if (condition->relation == IN)
        return is_in(condition, sources, fact);
    return condition->relation == MATCHES ? matches(condition, fact)
                                          : fits_any(condition, fact);
}

bool
channel_condition_holds(const struct channel_condition *condition,
                        const struct source_list *sources,
                        const struct channel_facts *facts)
{
    return is_true(condition, sources, facts->at[condition->field])
           != condition->is_negated;
}
