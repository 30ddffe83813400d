#include "unlink/unlink.h"

enum { KEY_FILE = 256, KEY_FORGOTTEN, KEY_LEARN, KEY_LINES, KEY_PEOPLE };

static const struct argp_option options[] = {
    {"key-file", KEY_FILE, "FILE", 0, "The key of normalize", 0},
    {"forgotten", KEY_FORGOTTEN, "FILE", 0, "Tombstones of --people", 0},
    {"learn", KEY_LEARN, "FILE", 0,
     "Write no records, but to FILE what else is theirs", 0},
    {"lines", KEY_LINES, NULL, 0,
     "Take any lines, and drop those that name one of them", 0},
    {"people", KEY_PEOPLE, NULL, 0,
     "Write tombstones of people: one a line, as network:id, @handle, or an "
     "e-mail address, login or cookie",
     0},
    {0}};

static const char *
set(int key, char *value, void *context)
{
    struct unlink_settings *settings = context;

    switch (key) {
    case KEY_FILE:
        settings->key_file = value;
        break;
    case KEY_FORGOTTEN:
        settings->forgotten = value;
        break;
    case KEY_LEARN:
        settings->learn = value;
        break;
    case KEY_LINES:
        settings->lines = true;
        break;
    default:
        settings->people = true;
    }
    return NULL;
}

const struct program unlink_program = {
    .name = "unlink",
    .operands = "[FILE ...]",
    .summary = "unlink - records without people who asked to be forgotten",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};
