/* What the tests of sources/ share: a draft, and what it is written as. */
#ifndef HARK_TESTS_DRAFTS_H
#define HARK_TESTS_DRAFTS_H

#include "texts.h"

#include "sources/draft.h"

static inline struct draft *
start(enum draft_kind kind)
{
    struct draft *draft = draft_new(NULL);

    draft_start(draft, kind, TEXT("shop"));
    return draft;
}

/* What the draft is written as behind its first three keys; frees it. */
static inline void
assert_line(struct draft *draft, const char *wanted)
{
    static const char head[] = "{\"v\":1,\"kind\":\"";
    struct buffer line = {0};
    struct text rest;

    draft_write(draft, &line);
    rest = buffer_text(&line);
    assert_true(text_starts(rest, TEXT(head)));
    rest = text_from(rest, text_find(rest, TEXT("\"source\":\"shop\"")) + 15);
    assert_text(rest, wanted);
    buffer_free(&line);
    draft_free(draft);
}

#endif
