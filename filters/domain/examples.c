#include "domain/examples.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/table.h"
#include "domain/tagger.h"
#include "ports/digest.h"

enum { LABEL, TEXT_COLUMN, ID, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [LABEL] = {TEXT("label"), true},
    [TEXT_COLUMN] = {TEXT("text"), false},
    [ID] = {TEXT("id"), false}};

struct examples {
    struct table
        *ids; /* their numbers are the examples' until they are sealed */
    struct table *labels;
    struct buffer list;    /* struct example */
    struct buffer classes; /* struct text, sorted; once sealed */
    struct arena texts;
    uint64_t repeated;
};

struct examples *
examples_new(void)
{
    struct examples *examples = calloc(1, sizeof(*examples));

    if (examples == NULL)
        err(EX_OSERR, "examples");
    examples->ids = table_new();
    examples->labels = table_new();
    return examples;
}

void
examples_free(struct examples *examples)
{
    if (examples == NULL)
        return;
    table_free(examples->ids);
    table_free(examples->labels);
    buffer_free(&examples->list);
    buffer_free(&examples->classes);
    arena_free(&examples->texts);
    free(examples);
}

static struct example *
at(const struct examples *examples, size_t number)
{
    return (struct example *)(void *)examples->list.at + number;
}

static struct text
keep(struct examples *examples, struct text text)
{
    return text.at == NULL ? TEXT_NONE : arena_copy(&examples->texts, text);
}

void
examples_add(struct examples *examples, struct text id, struct text text,
             struct text label)
{
    uint32_t known = table_count(examples->ids);
    uint32_t number = table_add(examples->ids, id.len > 0 ? id : text);
    uint32_t class = table_add(examples->labels, label);
    struct example example = {.class = class,
                              .id = digest64(id.len > 0 ? id : text)};
    struct example *old;

    if (number == known) {
        example.text = keep(examples, text);
        buffer_add(&examples->list,
                   (struct text){(const char *)&example, sizeof(example)});
        return;
    }
    old = at(examples, number);
    if (old->class != class)
        old->is_contradicted = true;
    else
        examples->repeated++;
    if (old->text.at == NULL)
        old->text = keep(examples, text);
}

static bool
take_row(void *context, struct listing *row)
{
    struct examples *examples = context;
    struct text label = listing_cell(row, LABEL);
    struct text text = listing_cell(row, TEXT_COLUMN);
    struct text id = listing_cell(row, ID);
    const char *why = tagger_check_name(label);

    if (why != NULL)
        return listing_fail(row, "%s", why);
    if (text.len == 0 && id.len == 0)
        return listing_fail(row, "an example needs a text or an id");
    examples_add(examples, id, text.len == 0 ? TEXT_NONE : text, label);
    return table_count(examples->labels) <= TAGGER_CLASSES
           || listing_fail(row, "more than %d labels", TAGGER_CLASSES);
}

bool
examples_read(void *examples, struct text csv, struct listing_error *error)
{
    return listing_read(csv, columns, COLUMNS, take_row, examples, error);
}

bool
examples_offer(struct examples *examples, struct text id, struct text text)
{
    uint32_t number = table_find(examples->ids, id);
    struct example *example;

    if (number == TABLE_NONE || text.at == NULL)
        return false;
    example = at(examples, number);
    if (example->text.at != NULL)
        return false;
    example->text = keep(examples, text);
    return true;
}

struct examples_counts
examples_counts(const struct examples *examples)
{
    struct examples_counts counts = {.repeated = examples->repeated};

    for (size_t i = 0; i < examples_count(examples); i++) {
        counts.contradicted += at(examples, i)->is_contradicted;
        counts.waiting += at(examples, i)->text.at == NULL;
    }
    return counts;
}

static int
by_bytes(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* classes_of[label]: its number by name. */
static void
sort_classes(struct examples *examples, uint32_t *classes_of)
{
    uint32_t count = table_count(examples->labels);
    struct text *classes;

    for (uint32_t i = 0; i < count; i++) {
        struct text label = table_text(examples->labels, i);

        buffer_add(&examples->classes,
                   (struct text){(const char *)&label, sizeof(label)});
    }
    classes = (struct text *)(void *)examples->classes.at;
    if (count > 0)
        qsort(classes, count, sizeof(*classes), by_bytes);
    for (uint32_t i = 0; i < count; i++)
        classes_of[table_find(examples->labels, classes[i])] = i;
}

void
examples_seal(struct examples *examples)
{
    uint32_t classes_of[TAGGER_CLASSES + 1];
    size_t kept = 0;

    sort_classes(examples, classes_of);
    for (size_t i = 0; i < examples_count(examples); i++) {
        struct example example = *at(examples, i);

        if (example.is_contradicted || example.text.at == NULL)
            continue;
        example.class = classes_of[example.class];
        *at(examples, kept++) = example;
    }
    examples->list.len = kept * sizeof(struct example);
}

size_t
examples_count(const struct examples *examples)
{
    return examples->list.len / sizeof(struct example);
}

const struct example *
examples_get(const struct examples *examples, size_t number)
{
    return at(examples, number);
}

uint32_t
examples_classes(const struct examples *examples)
{
    return (uint32_t)(examples->classes.len / sizeof(struct text));
}

struct text
examples_class(const struct examples *examples, uint32_t class)
{
    return ((const struct text *)(void *)examples->classes.at)[class];
}
