#include "detect/detect.h"

#include <err.h>
#include <stdlib.h>

static bool
all(void *context, uint32_t number)
{
    (void)context;
    (void)number;
    return true;
}

static void
write_members(void *context, struct text members)
{
    struct detect *detect = context;

    buffer_clear(&detect->json);
    buffer_printf(&detect->json, "{\"v\":1,\"kind\":\"row\",%.*s}",
                  TEXT_ARGS(members));
    writer_make(detect->out, "row", buffer_text(&detect->json));
}

void
detect_write_backtest(struct detect *detect)
{
    const struct series_frame *frame = series_frame(detect->store);
    bool *raised = calloc(frame->count + 1, sizeof(*raised));
    struct series series;

    if (raised == NULL)
        err(EX_OSERR, "backtest");
    while (series_next(detect->store, all, detect, &series))
        for (int i = 0; i < DETECTOR_METHODS; i++) {
            if (!detect->settings->rules.methods[i])
                continue;
            detector_replay(detect->detector, detect->store, &series,
                            (enum detector_method)i, raised);
            backtest_take(detect->backtest, (enum detector_method)i,
                          series_name(detect->store, series.number), frame,
                          raised);
        }
    for (int i = 0; i < DETECTOR_METHODS; i++)
        if (detect->settings->rules.methods[i])
            backtest_write(detect->backtest, (enum detector_method)i,
                           write_members, detect);
    free(raised);
}
