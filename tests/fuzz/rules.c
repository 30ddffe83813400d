/*
 * rules - a rule file, and a post that it is held against
 *
 * They stand one behind the other, a zero byte between.
 */
#include "common.h"
#include "base/utf8.h"
#include "domain/rule_match.h"

static void
match(struct rule_set *set, struct text text)
{
    struct rule_match *found = rule_match_new(set);
    struct rule_post post = {
        .title = TEXT("a title"), .text = text, .author = TEXT("twitter:1")};
    size_t count;

    post.fields[RULE_SOURCE] = TEXT("twitter");
    post.fields[RULE_LANG] = TEXT("en");
    rule_match(found, &post);
    for (uint32_t rule = 0; rule < rule_set_count(set); rule++) {
        rule_match_why(found, rule, &count);
        rule_match_why_not(found, rule, &count);
    }
    rule_match_free(found);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    struct text rest = {(const char *)at, len}, content = TEXT_NONE;
    struct rule_set *set = rule_set_new();
    struct rule_error error = {0};

    text_split(&rest, '\0', &content);
    if (rule_set_add(set, TEXT("fuzz.rules"), content, &error)) {
        rule_set_seal(set);
        if (utf8_is_valid(rest))
            match(set, rest);
    } else {
        assert(error.why != NULL);
    }
    rule_set_free(set);
    return 0;
}
