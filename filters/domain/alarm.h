/*
 * alarm - an alarm as a record
 *
 * Shape:   members in the order of docs/record.md. The id hangs on the series, the method, the bucket and on when the
 *          alarm was detected and had begun by what was known then, so that what is learnt later leaves it as it is.
 * Units:   expected and weight to three places, p_value to twelve, rounded from doubles.
 */
#ifndef HARK_DOMAIN_ALARM_H
#define HARK_DOMAIN_ALARM_H

#include "domain/bucket_number.h"
#include "domain/detector.h"
#include "ports/digest.h"

enum alarm_state { ALARM_NEW, ALARM_GOING_ON, ALARM_OVER, ALARM_STATES };

/* "new", "going_on", "over". */
const char *alarm_state_name(enum alarm_state state);

struct digest alarm_id(const struct detector_alarm *alarm, enum bucket bucket,
                       const struct series_frame *frame, struct text series);

/* Going on where it reaches the last bucket, new where it was detected there or, with an index, was not told of before. */
enum alarm_state alarm_state(const struct detector_alarm *alarm,
                             const struct series_frame *frame, bool has_index,
                             bool is_told);

struct alarm {
    const struct detector_alarm *found;
    struct digest id;
    struct text series;
    enum alarm_state state;
    enum bucket bucket;
    bool has_posts;
    struct series_voices voices; /* of posts */
    struct text examples;        /* a JSON array; empty: none */
};

void alarm_write(struct buffer *out, const struct alarm *alarm,
                 const struct series_frame *frame);

#endif
