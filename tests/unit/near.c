#include "texts.h"

#include "base/buffer.h"
#include "domain/near_groups.h"

enum { WORDS = 300, ORIGINALS = 1500, MOST = 6000 };

struct planted {
    struct buffer text;
    uint32_t group;
};

static struct planted planted[MOST];
static size_t planted_count;
static char words[WORDS][12];
static uint64_t seed = 20090301;

static size_t
below(size_t most)
{
    return random_next(&seed) % most;
}

static void
invent_words(void)
{
    static const char letters[] = "aeioubcdfghklmnprstvw";

    for (size_t i = 0; i < WORDS; i++) {
        size_t len = 2 + below(8);

        for (size_t at = 0; at < len; at++)
            words[i][at] = letters[below(at % 2 ? 5 : sizeof(letters) - 1)];
    }
}

static struct buffer *
plant(uint32_t group)
{
    struct planted *one = &planted[planted_count++];

    one->group = group;
    return &one->text;
}

static void
say(struct buffer *text, const uint16_t *said, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(text, ' ');
        buffer_add_string(text, words[said[i]]);
    }
}

/* As people pass a letter on: a word of their own, another link, a name, a tag, shouting. */
static void
pass_on(uint32_t group, const uint16_t *said, size_t count, size_t way)
{
    uint16_t other[24];
    struct buffer *text = plant(group);

    memcpy(other, said, count * sizeof(*said));
    if (way % 2 == 1)
        other[below(count)] = (uint16_t)below(WORDS);
    if (way == 2)
        buffer_add_string(text, "RT @somebody: ");
    if (way == 3)
        buffer_add_string(text, "@one @two ");
    say(text, other, count);
    if (way == 4)
        for (size_t i = 0; i < text->len; i++)
            text->at[i] = (char)(text->at[i] >= 'a' && text->at[i] <= 'z'
                                     ? text->at[i] - 32
                                     : text->at[i]);
    buffer_printf(text, way == 5 ? " http://t.example/%zu" : "!", below(9999));
    if (way == 6)
        buffer_add_string(text, " #pass");
}

/* Its neighbour shares its first third, as one topic's phrases do, and is no copy. */
static void
plant_all(void)
{
    invent_words();
    for (uint32_t group = 0; group < ORIGINALS; group++) {
        uint16_t said[24];
        size_t count = 10 + below(9);
        size_t copies = group % 4 == 0 ? 1 + below(6) : 0;

        for (size_t i = 0; i < count; i++)
            said[i] = (uint16_t)below(WORDS);
        say(plant(group), said, count);
        for (size_t i = 0; i < copies; i++)
            pass_on(group, said, count, 1 + below(6));
        for (size_t i = count / 3; i < count; i++)
            said[i] = (uint16_t)below(WORDS);
        say(plant(ORIGINALS + group), said, count);
    }
}

/* found[i]: its group, by the place of the group's first; `order` is how they are added. */
static void
group_all(const size_t *order, uint32_t *found)
{
    struct spill *spill = spill_open(NULL);
    struct near_groups *groups = near_groups_new(1 << 20, spill);
    static uint32_t least[MOST];

    for (size_t i = 0; i < planted_count; i++)
        near_groups_add(groups, buffer_text(&planted[order[i]].text));
    near_groups_settle(groups);
    for (size_t i = 0; i < planted_count; i++)
        least[i] = UINT32_MAX;
    for (size_t i = 0; i < planted_count; i++) {
        uint32_t *one = &least[near_groups_of(groups, (uint32_t)i)];

        *one = *one < order[i] ? *one : (uint32_t)order[i];
    }
    for (size_t i = 0; i < planted_count; i++)
        found[order[i]] = least[near_groups_of(groups, (uint32_t)i)];
    near_groups_free(groups);
    spill_close(spill);
}

static size_t order[MOST];
static uint32_t found[MOST];

static int
start(void **state)
{
    (void)state;
    plant_all();
    for (size_t i = 0; i < planted_count; i++)
        order[i] = i;
    group_all(order, found);
    return 0;
}

static void
of_planted_copies_and_of_what_is_found_95_in_100_are_right(void **state)
{
    size_t wanted = 0, seen = 0, right = 0;

    (void)state;
    for (size_t i = 0; i < planted_count; i++)
        for (size_t j = 0; j < i; j++) {
            bool is_pair = planted[i].group == planted[j].group;
            bool is_found = found[i] == found[j];

            wanted += is_pair;
            seen += is_found;
            right += is_pair && is_found;
        }
    print_message("# %zu texts, %zu pairs planted, %zu found, %zu right\n",
                  planted_count, wanted, seen, right);
    assert_true(wanted > 1500);
    assert_true(right * 100 >= wanted * 95);
    assert_true(right * 100 >= seen * 95);
}

static void
no_order_shows_in_the_groups(void **state)
{
    static uint32_t again[MOST];

    (void)state;
    for (size_t i = planted_count; i > 1; i--) {
        size_t other = below(i), kept = order[i - 1];

        order[i - 1] = order[other];
        order[other] = kept;
    }
    group_all(order, again);
    assert_memory_equal(found, again, planted_count * sizeof(*found));
}

static void
few_are_counted_as_many_are_grouped(void **state)
{
    static uint8_t signs[200][NEAR_BYTES];
    struct near_scratch scratch = {0};
    size_t different = 0;

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        bool is_first = true;

        near_sign(&scratch, buffer_text(&planted[i].text), signs[i]);
        for (size_t j = 0; j < i; j++)
            is_first &= found[i] != found[j];
        different += is_first;
    }
    assert_int_equal(near_count(&scratch, signs[0], NEAR_BYTES, 200),
                     different);
    near_scratch_free(&scratch);
}

static void
short_words_are_nobodys_letter(void **state)
{
    struct near_scratch scratch = {0};
    uint8_t signs[2][NEAR_BYTES];

    (void)state;
    for (size_t i = 0; i < 2; i++)
        assert_false(near_sign(&scratch, TEXT("happy birthday!"), signs[i]));
    assert_int_equal(near_count(&scratch, signs[0], NEAR_BYTES, 2), 2);
    near_scratch_free(&scratch);
}

static int
stop(void **state)
{
    (void)state;
    for (size_t i = 0; i < planted_count; i++)
        buffer_free(&planted[i].text);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            of_planted_copies_and_of_what_is_found_95_in_100_are_right),
        cmocka_unit_test(no_order_shows_in_the_groups),
        cmocka_unit_test(few_are_counted_as_many_are_grouped),
        cmocka_unit_test(short_words_are_nobodys_letter),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
