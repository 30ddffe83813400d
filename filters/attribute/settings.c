#include "attribute/attribute.h"

#include <assert.h>

#include "domain/attribution_options.h"

enum { KEY_FIRST = 256, OPTIONS_MAX = 64 };

static struct argp_option options[OPTIONS_MAX + 1]; /* of attribution_options */

static const char *
set(int key, char *value, void *rules)
{
    return attribution_options_set(&attribution_options[key - KEY_FIRST], rules,
                                   value);
}

static const struct program program = {
    .name = "attribute",
    .operands = "[FILE ...]",
    .summary = "attribute - orders back to the posts that earned them",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

static void
list_options(void)
{
    for (int i = 0; attribution_options[i].name != NULL; i++) {
        const struct attribution_option *option = &attribution_options[i];

        assert(i < OPTIONS_MAX);
        options[i] = (struct argp_option){
            .name = option->name,
            .key = KEY_FIRST + i,
            .arg = option->argument,
            .doc = option->help,
        };
    }
}

const struct program *
attribute_program(void)
{
    list_options();
    return &program;
}
