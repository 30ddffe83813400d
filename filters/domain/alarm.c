#include "domain/alarm.h"

#include "base/clock.h"

static const char *const names[ALARM_STATES] = {"new", "going_on", "over"};

const char *
alarm_state_name(enum alarm_state state)
{
    return names[state];
}

struct digest
alarm_id(const struct detector_alarm *alarm, enum bucket bucket,
         const struct series_frame *frame, struct text series)
{
    int64_t opened = frame->first + alarm->known_opened;
    int64_t detected = frame->first + alarm->detected;
    struct buffer bytes = {0};
    struct digest digest;

    buffer_printf(&bytes, "%s %s %lld %lld ",
                  detector_method_name(alarm->method), bucket_name(bucket),
                  (long long)opened, (long long)detected);
    buffer_add(&bytes, series);
    digest = digest128(buffer_text(&bytes));
    buffer_free(&bytes);
    return digest;
}

enum alarm_state
alarm_state(const struct detector_alarm *alarm,
            const struct series_frame *frame, bool has_index, bool is_told)
{
    uint32_t last = (uint32_t)frame->count - 1;

    if (has_index ? !is_told : alarm->detected == last)
        return ALARM_NEW;
    return alarm->closed == last ? ALARM_GOING_ON : ALARM_OVER;
}

static void
add_bucket(struct buffer *out, const char *name, const struct alarm *alarm,
           const struct series_frame *frame, uint32_t t)
{
    buffer_printf(out, ",\"%s\":\"", name);
    bucket_number_write(out, alarm->bucket, frame->first + t);
    buffer_add_char(out, '"');
}

void
alarm_write(struct buffer *out, const struct alarm *alarm,
            const struct series_frame *frame)
{
    const struct detector_alarm *found = alarm->found;

    buffer_add(out, TEXT("{\"v\":1,\"kind\":\"alarm\",\"id\":\"alarm:"));
    buffer_add_hex(out, alarm->id.high);
    buffer_add(out, TEXT("\",\"time\":\""));
    clock_write(
        out, bucket_number_start(alarm->bucket, frame->first + found->opened));
    buffer_add(out, TEXT("\",\"series\":"));
    buffer_add_json_string(out, alarm->series);
    buffer_printf(out, ",\"method\":\"%s\",\"bucket\":\"%s\"",
                  detector_method_name(found->method),
                  bucket_name(alarm->bucket));
    add_bucket(out, "opened", alarm, frame, found->opened);
    add_bucket(out, "detected", alarm, frame, found->detected);
    if (found->closed + 1 < frame->count)
        add_bucket(out, "closed", alarm, frame, found->closed);
    buffer_printf(out,
                  ",\"state\":\"%s\",\"weight\":%.3f,\"expected\":%.3f,"
                  "\"observed\":%llu",
                  alarm_state_name(alarm->state), found->weight,
                  found->expected, (unsigned long long)found->observed);
    if (alarm->has_posts)
        buffer_printf(out, ",\"authors\":%zu,\"texts\":%zu",
                      alarm->voices.authors, alarm->voices.texts);
    buffer_printf(out, ",\"p_value\":%.12f", found->p);
    if (alarm->examples.len > 0) {
        buffer_add(out, TEXT(",\"examples\":"));
        buffer_add(out, alarm->examples);
    }
    buffer_add_char(out, '}');
}
