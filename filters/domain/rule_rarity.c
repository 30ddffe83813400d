#include "domain/rule_rarity.h"

enum { COMMON = 128, LONGEST = 7 };

/* Four letters and more; what is shorter is common anyhow. */
static const char *const common[] = {
    "about",  "after", "again",    "been",   "before", "being",     "best",
    "better", "come",  "could",    "does",   "doing",  "done",      "down",
    "even",   "ever",  "every",    "first",  "from",   "going",     "good",
    "great",  "have",  "here",     "home",   "into",   "just",      "know",
    "last",   "life",  "like",     "look",   "love",   "made",      "make",
    "many",   "more",  "most",     "much",   "need",   "never",     "next",
    "night",  "only",  "other",    "over",   "people", "please",    "really",
    "right",  "said",  "same",     "should", "some",   "something", "still",
    "take",   "than",  "thank",    "thanks", "that",   "their",     "them",
    "then",   "there", "these",    "they",   "thing",  "think",     "this",
    "time",   "today", "tomorrow", "very",   "want",   "well",      "were",
    "what",   "when",  "where",    "which",  "will",   "with",      "work",
    "would",  "year",  "your",
};

static bool
is_common(struct text word)
{
    for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
        if (text_equal(word, text_of(common[i])))
            return true;
    return false;
}

uint32_t
rule_rarity_cost(struct text folded, bool is_prefix)
{
    size_t len = folded.len < LONGEST ? folded.len : LONGEST;

    if (folded.at[0] == '/') /* a regular expression: nobody knows */
        return COMMON;
    if (folded.at[0] == '#' || folded.at[0] == '@')
        return 1 + is_prefix;
    if (!is_prefix && is_common(folded))
        return COMMON;
    return ((COMMON >> len) + 1U) << is_prefix;
}
