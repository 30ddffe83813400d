#include "stream/options_parts.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/memory.h"

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
remember(struct options_parser *parser, const struct argp_option *option,
         const char *value)
{
    if (!options_shows(option->key))
        return;
    if (parser->given.len > 0)
        buffer_add_char(&parser->given, ' ');
    buffer_printf(&parser->given, "--%s", option->name);
    if (value != NULL)
        buffer_printf(&parser->given, "=%s", value);
}

/* A command is taken whole, its own options with it. */
static void
take_operand(struct options_parser *parser, char *value,
             struct argp_state *state)
{
    if ((parser->options->program->common & OPTIONS_COMMAND) == 0) {
        options_add_file(parser, value);
        return;
    }
    parser->options->command = &state->argv[state->next - 1];
    for (int i = state->next - 1; i < state->argc; i++)
        buffer_printf(&parser->given, "%s%s", parser->given.len > 0 ? " " : "",
                      state->argv[i]);
    state->next = state->argc;
}

static error_t
parse_one(int key, char *value, struct argp_state *state)
{
    struct options_parser *parser = state->input;
    const struct program *program = parser->options->program;
    const struct argp_option *option = parser->table;
    const char *why;

    if (key == ARGP_KEY_ARG) {
        take_operand(parser, value, state);
        return 0;
    }
    if (key == ARGP_KEY_END && (program->common & OPTIONS_COMMAND) != 0
        && parser->options->command == NULL)
        argp_error(state, "it wants a command to run");
    while (option->key != key || option->name == NULL)
        if ((++option)->name == NULL && option->doc == NULL)
            return ARGP_ERR_UNKNOWN;
    remember(parser, option, value);
    why = options_is_common(key) ? options_set_common(parser, key, value)
                                 : program->set(key, value, parser->settings);
    if (why != NULL)
        argp_error(state, "--%s%s%s: %s", option->name, value ? " " : "",
                   value ? value : "", why);
    return 0;
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
                                .max_line = 8 << 20,
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
    struct options_parser parser = {.options = defaults(program),
                                    .settings = settings};
    struct buffer text = {0};
    char *called;

    memory_ends_the_run();
    hold_standard_descriptors();
    parser.table = options_table(program);
    buffer_printf(&text, "hark-%s", program->name);
    called = strdup(buffer_string(&text));
    buffer_printf(&text, " %s", HARK_VERSION);
    argp_program_version = strdup(buffer_string(&text));
    if (called == NULL || argp_program_version == NULL)
        err(EX_OSERR, "options");
    argv[0] = program_invocation_name = program_invocation_short_name = called;
    argp_err_exit_status = EX_USAGE;
    argp_parse(&(struct argp){parser.table, parse_one, program->operands,
                              program->summary, NULL, NULL, NULL},
               argc, argv,
               (program->common & OPTIONS_COMMAND) != 0 ? ARGP_IN_ORDER : 0,
               NULL, &parser);
    parser.options->given = buffer_text(&parser.given);
    if (parser.options->file_count == 0)
        options_add_file(&parser,
                         (char *)(parser.has_list ? "/dev/null" : "-"));
    buffer_free(&text);
    return parser.options;
}
