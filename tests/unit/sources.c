#include "texts.h"

#include <glob.h>
#include <stdio.h>

#include "ports/csv.h"
#include "sources/source.h"

enum { SOURCES = 128, SLOTS = 255 };

static struct json_parser *parser;
static const struct row row = {.at = {"the test", 8}};
static struct json_plan *plans[SOURCES];
static void
    *states[SOURCES]; /* the sources' own, for as long as the program runs */

static void
open_sources(void)
{
    parser = json_parser_new();
    for (size_t i = 0; sources[i] != NULL; i++) {
        const struct source *source = sources[i];
        const char *why = NULL;

        assert_true(i < SOURCES && source->path_count <= SLOTS);
        states[i] = source->open == NULL ? NULL : source->open(&row, &why);
        assert_null(why);
        plans[i] = source->paths == NULL
                       ? NULL
                       : json_plan_new(source->paths, source->path_count);
    }
}

static void
close_sources(void)
{
    for (size_t i = 0; sources[i] != NULL; i++)
        json_plan_free(plans[i]);
    json_parser_free(parser);
}

/* How many sources know the record; which ones, by name, in `names`. */
static size_t
count_matches(struct text line, struct buffer *names)
{
    struct place place = {.archive = TEXT("x"), .line = 1, .part = -1};
    struct json_slot slots[SLOTS];
    struct raw raw = {
        .line = line, .row = &row, .place = &place, .slots = slots};
    bool is_json = line.len > 0 && line.at[0] == '{';
    bool is_repaired;
    size_t count = 0;

    buffer_clear(names);
    if (is_json && json_parse(parser, line, &raw.root, &is_repaired) != NULL)
        return 0;
    for (size_t i = 0; sources[i] != NULL; i++) {
        if ((sources[i]->shape == SOURCE_JSON) != is_json)
            continue;
        raw.state = states[i];
        if (plans[i] != NULL
            && json_pick(plans[i], raw.root.node, slots) != NULL)
            continue;
        if (sources[i]->matches(&raw)) {
            count++;
            buffer_printf(names, " %s", sources[i]->name);
        }
    }
    return count;
}

/* As fetch does it: an object of the header's names and the row's cells. */
static void
write_row(struct buffer *out, char *const *header, const struct csv *csv)
{
    buffer_clear(out);
    buffer_add_char(out, '{');
    for (size_t i = 0; i < csv_count(csv) && header[i] != NULL; i++) {
        buffer_add_string(out, i == 0 ? "" : ",");
        buffer_add_json_string(out, text_of(header[i]));
        buffer_add_char(out, ':');
        buffer_add_json_string(out, csv_cell(csv, i));
    }
    buffer_add_char(out, '}');
    memset(buffer_reserve(out, JSON_PADDING), 0, JSON_PADDING);
}

static void
assert_one(const char *path, struct text line)
{
    struct buffer names = {0};

    if (count_matches(line, &names) > 1)
        fail_msg("%s: %.*s: %.*s", path, TEXT_ARGS(buffer_text(&names)),
                 TEXT_ARGS(line));
    buffer_free(&names);
}

enum { COLUMNS = 128 };

static void
play_row(const char *path, struct csv *csv, char **header, struct text line)
{
    struct buffer object = {0};

    if (csv_line(csv, line) != CSV_ROW)
        return;
    if (header[0] == NULL) {
        for (size_t i = 0; i < csv_count(csv) && i + 1 < COLUMNS; i++)
            header[i] = strndup(csv_cell(csv, i).at, csv_cell(csv, i).len);
        return;
    }
    write_row(&object, header, csv);
    assert_one(path, buffer_text(&object));
    buffer_free(&object);
}

static void
play_file(const char *path)
{
    FILE *file = fopen(path, "rbe");
    struct csv *csv = csv_new(',', 1 << 20);
    char *header[COLUMNS] = {NULL};
    bool is_csv = text_ends(text_of(path), TEXT(".csv"));
    struct buffer line = {0};
    char *read = NULL;
    size_t cap = 0;
    ssize_t len;

    assert_non_null(file);
    while ((len = getline(&read, &cap, file)) > 0) {
        buffer_clear(&line);
        buffer_add(&line, text_trim((struct text){read, (size_t)len}));
        memset(buffer_reserve(&line, JSON_PADDING), 0, JSON_PADDING);
        if (is_csv)
            play_row(path, csv, header, buffer_text(&line));
        else
            assert_one(path, buffer_text(&line));
    }
    for (size_t i = 0; i < COLUMNS; i++)
        free(header[i]);
    csv_free(csv);
    buffer_free(&line);
    free(read);
    fclose(file);
}

static void
no_two_sources_know_the_same_record(void **state)
{
    const char *root = getenv("HARK_ROOT");
    char pattern[4096];
    glob_t found;

    (void)state;
    snprintf(pattern, sizeof(pattern), "%s/tests/normalize/*/*/input.*",
             root == NULL ? "." : root);
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 20);
    open_sources();
    for (size_t i = 0; i < found.gl_pathc; i++)
        play_file(found.gl_pathv[i]);
    close_sources();
    globfree(&found);
}

static void
each_source_is_found_by_its_name_alone(void **state)
{
    (void)state;
    for (size_t i = 0; sources[i] != NULL; i++)
        assert_ptr_equal(source_find(text_of(sources[i]->name)), sources[i]);
    assert_null(source_find(TEXT("twitter")));
    assert_null(source_find(TEXT("")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_sources_know_the_same_record),
        cmocka_unit_test(each_source_is_found_by_its_name_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
