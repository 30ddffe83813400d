#include "stream/probe.h"

#include <stdio.h>
#include <unistd.h>

#include "stream/state_lines.h"
#include "texts.h"

static const struct program program = {.name = "test"};

/* A state of its own, in a file that is not there. */
static struct state *
new_state(void)
{
    static struct options options = {.program = &program};
    char path[64];

    snprintf(path, sizeof(path), "/tmp/hark-probe-%ld", (long)getpid());
    return state_open(books_open(&options), path);
}

static struct content
content_of(struct text text)
{
    struct text head = {text.at, text.len < STATE_HEAD ? text.len : STATE_HEAD};

    return (struct content){text.len, digest128(text), digest64(head)};
}

static void
know(struct state *state, const char *name, struct text text)
{
    struct content content = content_of(text);
    struct stamp stamp = {(int64_t)text.len, 7};

    state_put(state, text_of(name), &stamp, &content, 0);
}

/* All of it, in pieces of that size. */
static void
show(struct probe *probe, struct text text, size_t piece)
{
    probe_start(probe);
    while (text.len > 0) {
        struct text part = {text.at, text.len < piece ? text.len : piece};

        probe_add(probe, part);
        text = text_from(text, part.len);
    }
}

static void
what_goes_by_is_hashed_whatever_its_pieces(void **unused)
{
    struct state *state = new_state();
    struct probe *probe = probe_new(state);
    char bytes[10000];
    struct text text = {bytes, sizeof(bytes)};
    struct content wanted, found;

    (void)unused;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 7 + i / 256);
    wanted = content_of(text);
    for (size_t piece = 1; piece <= sizeof(bytes); piece = piece * 3 + 1) {
        show(probe, text, piece);
        probe_content(probe, &found);
        assert_memory_equal(&found, &wanted, sizeof(found));
        assert_false(probe_known(probe, &found));
    }
    probe_free(probe);
    state_free(state);
}

static void
the_longest_known_beginning_is_found(void **unused)
{
    struct state *state = new_state();
    struct probe *probe = probe_new(state);
    struct content known;

    (void)unused;
    know(state, "a", TEXT("one\n"));
    know(state, "b", TEXT("one\ntwo\n"));
    know(state, "c", TEXT("one\ntwo\nfour\n"));
    know(state, "d", TEXT(""));
    for (size_t piece = 1; piece < 20; piece++) {
        show(probe, TEXT("one\ntwo\nthree\n"), piece);
        assert_true(probe_known(probe, &known));
        assert_int_equal(known.bytes, 8);
        assert_int_equal(known.head, digest64(TEXT("one\ntwo\n")));
        assert_int_equal(probe_resume(probe), 8);
        show(probe, TEXT("one\ntwo\n"), piece);
        assert_true(probe_known(probe, &known));
        assert_int_equal(known.bytes, 8);
        show(probe, TEXT("two\none\n"), piece);
        assert_false(probe_known(probe, &known));
    }
    probe_free(probe);
    state_free(state);
}

static void
a_last_line_without_its_end_counts_if_the_end_comes_next(void **unused)
{
    static const struct {
        const char *text;
        uint64_t resume;
    } cases[] = {{"one\ntwo", 7},       {"one\ntwo\n", 8},
                 {"one\ntwo\nx\n", 8},  {"one\ntwo\r\nx", 9},
                 {"one\ntwofold\n", 7}, {"one\ntwo\rx\n", 7}};
    struct state *state = new_state();
    struct probe *probe = probe_new(state);

    (void)unused;
    know(state, "a", TEXT("one\ntwo"));
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t piece = 1; piece < 12; piece++) {
            show(probe, text_of(cases[i].text), piece);
            assert_int_equal(probe_resume(probe), cases[i].resume);
        }
    probe_free(probe);
    state_free(state);
}

static void
by_its_first_bytes_alone_most_are_seen_to_be_new(void **unused)
{
    struct state *state = new_state();
    char large[STATE_HEAD * 2] = {0};
    struct text first = {large, STATE_HEAD};

    (void)unused;
    assert_false(state_may_know(state, TEXT("one\n")));
    know(state, "a", TEXT("one\n"));
    know(state, "b", (struct text){large, sizeof(large)});
    assert_true(state_may_know(state, TEXT("one\n")));
    assert_true(state_may_know(state, TEXT("one\ntwo\n")));
    assert_false(state_may_know(state, TEXT("one")));
    assert_false(state_may_know(state, TEXT("")));
    assert_true(state_may_know(state, first));
    large[STATE_HEAD - 1] = 1;
    assert_false(state_may_know(state, first));
    state_free(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_by_is_hashed_whatever_its_pieces),
        cmocka_unit_test(the_longest_known_beginning_is_found),
        cmocka_unit_test(
            a_last_line_without_its_end_counts_if_the_end_comes_next),
        cmocka_unit_test(by_its_first_bytes_alone_most_are_seen_to_be_new),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
