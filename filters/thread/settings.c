#include "domain/window.h"
#include "thread/thread.h"

const char *const thread_fields[THREAD_FIELDS] = {"id",
                                                  "source",
                                                  "author",
                                                  "handle",
                                                  "ms",
                                                  "seen",
                                                  "reply_to",
                                                  "repost_of",
                                                  "place",
                                                  "mentions",
                                                  "flags",
                                                  "labels",
                                                  "route",
                                                  "account",
                                                  "target",
                                                  "scope",
                                                  "thread",
                                                  "inbound",
                                                  "case",
                                                  "answers",
                                                  "response",
                                                  "response_s",
                                                  "response_business_s"};

enum {
    KEY_ACCOUNTS = 256,
    KEY_WORTHY,
    KEY_THANKS,
    KEY_SOLVED,
    KEY_AUTOMATIC,
    KEY_PRIVATE,
    KEY_CLOSE_AFTER,
    KEY_REOPEN_WITHIN,
    KEY_SLA,
    KEY_CALENDAR,
    KEY_AS_OF,
    KEY_CASES
};

static const struct argp_option options[] = {
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Our own accounts (CSV: network, handle, ...): who names one asks us", 0},
    {"reply-worthy", KEY_WORTHY, "LABELS", 0,
     "Labels that open a case, comma-separated, or * for every post to us "
     "(default: whatever a rule routes)",
     0},
    {"thanks", KEY_THANKS, "LABELS", 0,
     "Of the customer: resolve a case once answered (default thanks)", 0},
    {"solved", KEY_SOLVED, "LABELS", 0,
     "Of the customer: resolve a case (default solved)", 0},
    {"automatic", KEY_AUTOMATIC, "LABELS", 0,
     "Of ours: no answer (default automatic)", 0},
    {"to-private", KEY_PRIVATE, "LABELS", 0,
     "Of ours: it goes on in private (default to_private)", 0},
    {"close-after", KEY_CLOSE_AFTER, "DURATION", 0,
     "An answered case closes when nothing comes for so long (default 7d)", 0},
    {"reopen-within", KEY_REOPEN_WITHIN, "DURATION", 0,
     "The customer reopens a case for so long, later it is a new one "
     "(default 14d)",
     0},
    {"sla", KEY_SLA, "DURATION", 0,
     "Say whether a case had its first response within it", 0},
    {"calendar", KEY_CALENDAR, "FILE", 0,
     "Business hours (CSV: day, from, to, zone; or iCalendar), for times "
     "within them",
     0},
    {"as-of", KEY_AS_OF, "TIME", 0,
     "Nothing is known after it (default: the latest post)", 0},
    {"cases", KEY_CASES, NULL, 0, "Write cases alone", 0},
    {0}};

const struct thread_settings thread_settings_default = {
    .thanks = "thanks",
    .solved = "solved",
    .automatic = "automatic",
    .private = "to_private",
    .rules.inquiry = {7 * 86400, 14 * 86400},
    .as_of_s = INT64_MIN,
};

static const char *
set_duration(int64_t *seconds, const char *value)
{
    return window_duration(text_of(value), seconds)
               ? NULL
               : "a duration is a number and s, m, h, d, w or y: 7d";
}

static const char *
set(int key, char *value, void *context)
{
    struct thread_settings *settings = context;

    switch (key) {
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_WORTHY:
        settings->worthy = value;
        break;
    case KEY_THANKS:
        settings->thanks = value;
        break;
    case KEY_SOLVED:
        settings->solved = value;
        break;
    case KEY_AUTOMATIC:
        settings->automatic = value;
        break;
    case KEY_PRIVATE:
        settings->private = value;
        break;
    case KEY_CALENDAR:
        settings->calendar = value;
        break;
    case KEY_CASES:
        settings->cases_only = true;
        break;
    case KEY_CLOSE_AFTER:
        return set_duration(&settings->rules.inquiry.close_after_s, value);
    case KEY_REOPEN_WITHIN:
        return set_duration(&settings->rules.inquiry.reopen_within_s, value);
    case KEY_SLA:
        return set_duration(&settings->rules.sla_s, value);
    default:
        return options_time(value, &settings->as_of_s);
    }
    return NULL;
}

const struct program thread_program = {
    .name = "thread",
    .operands = "[FILE ...]",
    .summary = "thread - conversations out of replies, and cases: what "
               "customers asked and how it was answered",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};
