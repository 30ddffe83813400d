#include "base/zone.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "base/file.h"

enum {
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
    NAME_CAP = 64,
    DAYS = 512,
    TRIES = 8
};

/* What libc said of a day; it is asked once more only where the clocks change within it. */
struct day {
    int64_t number;
    int offset_s;
    bool known, changes;
};

struct zone {
    char name[NAME_CAP];
    bool is_fixed;
    int offset_s; /* is_fixed */
    struct zone *next;
    struct day *days; /* DAYS of them, by number modulo DAYS */
};

static struct zone *zones;
static const struct zone *current; /* the one that libc has been told */

/* +05:30, -0800, +01. */
static bool
parse_fixed(const char *name, int *offset_s)
{
    int digits[4] = {0};
    int count = 0;

    if (name[0] != '+' && name[0] != '-')
        return false;
    for (const char *at = name + 1; *at != '\0'; at++) {
        if (*at == ':' && count == 2)
            continue;
        if (*at < '0' || *at > '9' || count == 4)
            return false;
        digits[count++] = *at - '0';
    }
    if ((count != 2 && count != 4) || digits[2] > 5)
        return false;
    *offset_s = (digits[0] * 10 + digits[1]) * HOUR_S
                + (digits[2] * 10 + digits[3]) * MINUTE_S;
    if (*offset_s >= DAY_S)
        return false;
    if (name[0] == '-')
        *offset_s = -*offset_s;
    return true;
}

static const char *
folder(void)
{
    const char *set = getenv("TZDIR");

    return set == NULL ? "/usr/share/zoneinfo" : set;
}

/* libc itself takes a name that it does not know for UTC, and says nothing. */
static bool
has_file(const char *name)
{
    struct buffer content = {0};
    char path[4096];
    bool found;

    if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL)
        return false;
    (void)snprintf(path, sizeof(path), "%s/%s", folder(), name);
    found = file_whole(path, sizeof("TZif"), &content)
            && text_starts(buffer_text(&content), TEXT("TZif"));
    buffer_free(&content);
    return found;
}

static const struct zone *
add(const char *name, bool is_fixed, int offset_s)
{
    struct zone *zone = calloc(1, sizeof(*zone));

    if (zone != NULL)
        zone->days = calloc(is_fixed ? 1 : DAYS, sizeof(*zone->days));
    if (zone == NULL || zone->days == NULL)
        err(EX_OSERR, "no memory for a zone");
    snprintf(zone->name, sizeof(zone->name), "%s", name);
    zone->is_fixed = is_fixed;
    zone->offset_s = offset_s;
    zone->next = zones;
    zones = zone;
    return zone;
}

const struct zone *
zone_find(const char *name)
{
    int offset_s = 0;

    for (const struct zone *zone = zones; zone != NULL; zone = zone->next) {
        if (strcmp(zone->name, name) == 0)
            return zone;
    }
    if (strlen(name) >= NAME_CAP)
        return NULL;
    if (parse_fixed(name, &offset_s) || strcmp(name, "UTC") == 0
        || strcmp(name, "Z") == 0)
        return add(name, true, offset_s);
    return has_file(name) ? add(name, false, 0) : NULL;
}

/*
 * libc reads the file without a word of what became of it. One that it could not read it takes for a rule; a path is no rule,
 * and leaves zones without a name.
 */
static bool
read_by_libc(const char *setting)
{
    static char unset[] = "?";

    if (setenv("TZ", setting, 1) != 0)
        err(EX_OSERR, "no memory for a zone");
    tzname[0] = unset;
    tzset();
    return tzname[0][0] != '\0';
}

static void
tell_libc(const struct zone *zone)
{
    char setting[4096 + NAME_CAP];

    if (current == zone)
        return;
    (void)snprintf(setting, sizeof(setting), ":%s/%s", folder(), zone->name);
    for (int i = 0; i < TRIES; i++) {
        if (read_by_libc(setting)) {
            current = zone;
            return;
        }
        read_by_libc("UTC0"); /* else it would not look again */
    }
    errx(EX_IOERR, "the zone's file cannot be read: %s", setting + 1);
}

const char *
zone_hold(void)
{
    const struct zone *one = NULL;

    for (const struct zone *zone = zones; zone != NULL; zone = zone->next) {
        if (zone->is_fixed)
            continue;
        if (one != NULL)
            return folder();
        one = zone;
    }
    if (one != NULL)
        tell_libc(one);
    else
        tzset();
    return NULL;
}

static int
ask(const struct zone *zone, int64_t utc_s)
{
    time_t time = utc_s;
    struct tm local;

    tell_libc(zone);
    return localtime_r(&time, &local) == NULL ? 0 : (int)local.tm_gmtoff;
}

static void
learn(struct day *day, const struct zone *zone, int64_t number)
{
    day->number = number;
    day->offset_s = ask(zone, number * DAY_S);
    day->changes = ask(zone, number * DAY_S + DAY_S - 1) != day->offset_s;
    day->known = true;
}

int
zone_offset(const struct zone *zone, int64_t utc_s)
{
    int64_t number = (utc_s >= 0 ? utc_s : utc_s - DAY_S + 1) / DAY_S;
    struct day *day;

    if (zone->is_fixed)
        return zone->offset_s;
    day = zone->days + ((uint64_t)number % DAYS);
    if (!day->known || day->number != number)
        learn(day, zone, number);
    return day->changes ? ask(zone, utc_s) : day->offset_s;
}

int64_t
zone_to_utc(const struct zone *zone, int64_t wall_s)
{
    int before = zone_offset(zone, wall_s - DAY_S);
    int after = zone_offset(zone, wall_s + DAY_S);
    int east = before > after ? before : after;
    int west = before > after ? after : before;

    if (zone_offset(zone, wall_s - east) == east)
        return wall_s - east;
    if (zone_offset(zone, wall_s - west) == west)
        return wall_s - west;
    return wall_s - before;
}
