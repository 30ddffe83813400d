/* quiet - the options of a filter that was asked for nothing, and that keeps no rejects */
#ifndef HARK_TESTS_QUIET_H
#define HARK_TESTS_QUIET_H

#include "stream/options.h"

static inline struct options
quiet_options(size_t max_line)
{
    static const struct program program = {.name = "test", .summary = "test"};

    return (struct options){
        .program = &program,
        .rejects = "/dev/null",
        .max_rejects = -1,
        .max_rejects_percent = -1,
        .since_s = INT64_MIN,
        .until_s = INT64_MAX,
        .max_line = max_line,
        .max_window = 1 << 20,
        .memory = 1 << 20,
    };
}

#endif
