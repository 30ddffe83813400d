/*
 * detector_parts - what a detector is made of, for the files of detector alone
 */
#ifndef HARK_DOMAIN_DETECTOR_PARTS_H
#define HARK_DOMAIN_DETECTOR_PARTS_H

#include "domain/detector.h"

struct detector {
    const struct detector_rules *rules;
    const struct series_frame *frame;
    struct detector_alarm *alarms;
    size_t count, cap;
    uint64_t *known; /* series by each bucket */
    uint8_t *states;
    uint64_t *masked; /* counts, SPIKE_GAP where nothing was observed */
    struct spike *spikes;
    double *p_values;
    struct burst_scratch scratch;
};

void *detector_zeroed(size_t count, size_t bytes);

#endif
