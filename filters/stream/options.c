#include "stream/options.h"

#include <assert.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "ports/sandbox.h"

enum { LIST_MOST = 256 << 20 }; /* bytes of --files-from */

enum {
    KEY_REJECTS = 0x10000,
    KEY_MAX_REJECTS,
    KEY_STATS,
    KEY_PROGRESS,
    KEY_NO_PROGRESS,
    KEY_FILES_FROM,
    KEY_MAX_LINE,
    KEY_MAX_WINDOW,
    KEY_ALLOW_EMPTY,
    KEY_BARE,
    KEY_NO_PROVENANCE,
    KEY_SANDBOX,
    KEY_SANDBOX_TEST,
    KEY_TIME, /* from here on only where the filter has them */
    KEY_SINCE = KEY_TIME,
    KEY_UNTIL,
    KEY_MEMORY,
    KEY_TMPDIR
};

static const struct argp_option all_filters[] = {
    {NULL, 0, NULL, 0, "Common to all filters (hark(1)):", 20},
    {"files-from", KEY_FILES_FROM, "FILE", 0,
     "Read operands from FILE, one a line", 20},
    {"rejects", KEY_REJECTS, "FILE", 0, "Append rejected records to FILE", 20},
    {"max-rejects", KEY_MAX_REJECTS, "N|P%", 0,
     "Fail the run beyond so many rejects", 20},
    {"stats", KEY_STATS, "FILE", 0, "Append the books to FILE as one line", 20},
    {"progress", KEY_PROGRESS, NULL, 0,
     "Show progress on standard error (default on a terminal)", 20},
    {"no-progress", KEY_NO_PROGRESS, NULL, 0, "Never show progress", 20},
    {"max-line", KEY_MAX_LINE, "BYTES", 0,
     "Reject longer records (default 16M)", 20},
    {"max-window", KEY_MAX_WINDOW, "BYTES", 0,
     "Refuse archives that want a larger window (default 128M)", 20},
    {"allow-empty", KEY_ALLOW_EMPTY, NULL, 0,
     "An input of no bytes is no error", 20},
    {"bare", KEY_BARE, NULL, 0, "Write no control records", 20},
    {"no-provenance", KEY_NO_PROVENANCE, NULL, 0,
     "Leave out digests of rules, keys and options", 20},
    {"sandbox", KEY_SANDBOX, NULL, 0,
     "Once all is open, have the kernel refuse whatever is not needed "
     "(default where HARK_SANDBOX is set)",
     20},
    {"sandbox-test", KEY_SANDBOX_TEST, NULL, 0,
     "Try what --sandbox refuses, and exit", 20},
    {0}};

static const struct argp_option time_options[] = {
    {"since", KEY_SINCE, "TIME", 0, "Only records from TIME on", 20},
    {"until", KEY_UNTIL, "TIME", 0, "Only records before TIME", 20},
    {0}};

static const struct argp_option memory_options[] = {
    {"memory", KEY_MEMORY, "BYTES", 0,
     "Spill to a temporary file beyond BYTES (default 1G)", 20},
    {"tmpdir", KEY_TMPDIR, "DIR", 0,
     "Where the temporary file is (default $TMPDIR, else /tmp)", 20},
    {0}};

struct parse {
    struct options *options;
    void *settings;
    const struct argp_option *table;
    struct buffer given;
    size_t file_cap;
    bool has_list; /* --files-from, which may name none */
};

bool
options_bytes(const char *text, uint64_t *bytes)
{
    static const char units[] = "KMGT";
    struct text digits = text_of(text);
    int64_t value;
    int shift = 0;

    if (digits.len > 1) {
        const char *unit = strchr(units, digits.at[digits.len - 1] & ~0x20);
        if (unit != NULL) {
            shift = 10 * (int)(unit - units + 1);
            digits.len--;
        }
    }
    if (!text_integer(digits, &value) || value < 0
        || value > INT64_MAX >> shift)
        return false;
    *bytes = (uint64_t)value << shift;
    return true;
}

const char *
options_outside(const struct options *options, int64_t time_s)
{
    if (time_s == INT64_MIN)
        return NULL;
    if (time_s < options->since_s)
        return "since";
    return time_s >= options->until_s ? "until" : NULL;
}

static void
add_file(struct parse *parse, char *name)
{
    struct options *options = parse->options;

    options->files =
        array_room(options->files, options->file_count, &parse->file_cap,
                   sizeof(*options->files), "operands");
    options->files[options->file_count++] = name;
}

static const char *
add_files_from(struct parse *parse, const char *path)
{
    struct buffer list = {0};
    struct text rest, line;
    char *name;

    if (!(strcmp(path, "-") == 0 ? file_rest(STDIN_FILENO, LIST_MOST, &list)
                                 : file_whole(path, LIST_MOST, &list)))
        err(EX_NOINPUT, "%s: cannot_read",
            strcmp(path, "-") == 0 ? "standard input" : path);
    if (list.len > LIST_MOST)
        return "a list of operands of more than 256 MiB";
    rest = buffer_text(&list);
    while (text_split(&rest, '\n', &line)) {
        if (line.len == 0)
            continue;
        name = strndup(line.at, line.len);
        if (name == NULL)
            err(EX_OSERR, "operands");
        add_file(parse, name);
    }
    buffer_free(&list);
    return NULL;
}

bool
options_integer(const char *text, int64_t least, int64_t most, int64_t *number)
{
    return text_integer(text_of(text), number) && *number >= least
           && *number <= most;
}

const char *
options_time(const char *value, int64_t *s)
{
    struct moment moment;

    if (!clock_parse(text_of(value), &moment))
        return "wants a date or an RFC 3339 time";
    *s = moment.s;
    return NULL;
}

static const char *
set_max_rejects(struct options *options, const char *value)
{
    struct text digits = text_of(value);
    bool percent = text_ends(digits, TEXT("%"));
    int64_t number;

    if (percent)
        digits.len--;
    if (!text_integer(digits, &number) || number < 0
        || (percent && number > 100))
        return "wants a number or a percentage";
    if (percent)
        options->max_rejects_percent = (int)number;
    else
        options->max_rejects = number;
    return NULL;
}

static const char *
set_size(const char *value, size_t least, size_t *size)
{
    uint64_t bytes;

    if (!options_bytes(value, &bytes) || bytes < least)
        return "wants a number of bytes, with K, M, G or T behind it";
    *size = bytes;
    return NULL;
}

static const char *
set_common(struct parse *parse, int key, char *value)
{
    struct options *options = parse->options;

    switch (key) {
    case KEY_REJECTS:
        options->rejects = value;
        return NULL;
    case KEY_MAX_REJECTS:
        return set_max_rejects(options, value);
    case KEY_STATS:
        options->stats = value;
        return NULL;
    case KEY_PROGRESS:
    case KEY_NO_PROGRESS:
        options->progress = key == KEY_PROGRESS;
        return NULL;
    case KEY_FILES_FROM:
        parse->has_list = true;
        return add_files_from(parse, value);
    case KEY_MAX_LINE:
        return set_size(value, 1, &options->max_line);
    case KEY_MAX_WINDOW:
        return set_size(value, 1, &options->max_window);
    case KEY_ALLOW_EMPTY:
        options->allow_empty = true;
        return NULL;
    case KEY_BARE:
        options->bare = true;
        return NULL;
    case KEY_NO_PROVENANCE:
        options->provenance = false;
        return NULL;
    case KEY_SANDBOX:
        options->sandbox = true;
        return NULL;
    case KEY_SANDBOX_TEST:
        exit(sandbox_try(options->program->name) ? EX_OK : EX_OSERR);
    case KEY_SINCE:
        return options_time(value, &options->since_s);
    case KEY_UNTIL:
        return options_time(value, &options->until_s);
    case KEY_MEMORY:
        return set_size(value, 1 << 20, &options->memory);
    default:
        options->tmpdir = value;
        return NULL;
    }
}

static bool
shows_in_output(int key)
{
    return key != KEY_REJECTS && key != KEY_STATS && key != KEY_PROGRESS
           && key != KEY_NO_PROGRESS && key != KEY_TMPDIR
           && key != KEY_FILES_FROM && key != KEY_SANDBOX;
}

static void
remember(struct parse *parse, const struct argp_option *option,
         const char *value)
{
    if (!shows_in_output(option->key))
        return;
    if (parse->given.len > 0)
        buffer_add_char(&parse->given, ' ');
    buffer_printf(&parse->given, "--%s", option->name);
    if (value != NULL)
        buffer_printf(&parse->given, "=%s", value);
}

/* A command is taken whole, its own options with it. */
static void
take_operand(struct parse *parse, char *value, struct argp_state *state)
{
    if ((parse->options->program->common & OPTIONS_COMMAND) == 0) {
        add_file(parse, value);
        return;
    }
    parse->options->command = &state->argv[state->next - 1];
    for (int i = state->next - 1; i < state->argc; i++)
        buffer_printf(&parse->given, "%s%s", parse->given.len > 0 ? " " : "",
                      state->argv[i]);
    state->next = state->argc;
}

static error_t
parse_one(int key, char *value, struct argp_state *state)
{
    struct parse *parse = state->input;
    const struct program *program = parse->options->program;
    const struct argp_option *option = parse->table;
    const char *why;

    if (key == ARGP_KEY_ARG) {
        take_operand(parse, value, state);
        return 0;
    }
    if (key == ARGP_KEY_END && (program->common & OPTIONS_COMMAND) != 0
        && parse->options->command == NULL)
        argp_error(state, "it wants a command to run");
    while (option->key != key || option->name == NULL)
        if ((++option)->name == NULL && option->doc == NULL)
            return ARGP_ERR_UNKNOWN;
    remember(parse, option, value);
    why = key >= KEY_REJECTS ? set_common(parse, key, value)
                             : program->set(key, value, parse->settings);
    if (why != NULL)
        argp_error(state, "--%s%s%s: %s", option->name, value ? " " : "",
                   value ? value : "", why);
    return 0;
}

static size_t
append(struct argp_option *table, size_t count,
       const struct argp_option *options)
{
    for (; options != NULL && (options->name != NULL || options->doc != NULL);
         options++)
        table[count++] = *options;
    return count;
}

/* The filter's own options first, then those that all share. */
static struct argp_option *
table_of(const struct program *program)
{
    struct argp_option *table = calloc(256, sizeof(*table));
    size_t count;

    if (table == NULL)
        err(EX_OSERR, "options");
    count = append(table, 0, program->options);
    assert(count < 200);
    count = append(table, count, all_filters);
    if ((program->common & OPTIONS_TIME) != 0)
        count = append(table, count, time_options);
    if ((program->common & OPTIONS_MEMORY) != 0)
        append(table, count, memory_options);
    return table;
}

/* So that no file that is opened later becomes standard output or error. */
static void
hold_standard_descriptors(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
            int held = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
            if (held != -1 && held != fd) {
                dup2(held, fd);
                close(held);
            }
        }
}

static struct options *
defaults(const struct program *program)
{
    struct options *options = calloc(1, sizeof(*options));
    const char *sandbox = getenv("HARK_SANDBOX");

    if (options == NULL)
        err(EX_OSERR, "options");
    *options = (struct options){.program = program,
                                .max_rejects = -1,
                                .max_rejects_percent = -1,
                                .progress = -1,
                                .since_s = INT64_MIN,
                                .until_s = INT64_MAX,
                                .max_line = 16 << 20,
                                .max_window = 128 << 20,
                                .memory = 1 << 30,
                                .provenance = true,
                                .sandbox = sandbox != NULL && *sandbox != '\0'};
    return options;
}

struct options *
options_parse(const struct program *program, int argc, char **argv,
              void *settings)
{
    struct parse parse = {.options = defaults(program), .settings = settings};
    struct buffer text = {0};
    char *called;

    memory_ends_the_run();
    hold_standard_descriptors();
    parse.table = table_of(program);
    buffer_printf(&text, "hark-%s", program->name);
    called = strdup(buffer_string(&text));
    buffer_printf(&text, " %s", HARK_VERSION);
    argp_program_version = strdup(buffer_string(&text));
    if (called == NULL || argp_program_version == NULL)
        err(EX_OSERR, "options");
    argv[0] = program_invocation_name = program_invocation_short_name = called;
    argp_err_exit_status = EX_USAGE;
    argp_parse(&(struct argp){parse.table, parse_one, program->operands,
                              program->summary, NULL, NULL, NULL},
               argc, argv,
               (program->common & OPTIONS_COMMAND) != 0 ? ARGP_IN_ORDER : 0,
               NULL, &parse);
    parse.options->given = buffer_text(&parse.given);
    if (parse.options->file_count == 0)
        add_file(&parse, (char *)(parse.has_list ? "/dev/null" : "-"));
    buffer_free(&text);
    return parse.options;
}
