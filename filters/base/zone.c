#include "base/zone.h"

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

enum { DAY_S = 86400, DAYS = 1024 };

struct day {
    int64_t number;
    int32_t offset_s;
    bool known, changes;
};

struct zone {
    bool is_utc;
    struct day days[DAYS]; /* by number modulo DAYS */
};

/* Letters, digits and what else names have; nothing that leaves the folder. */
static bool
well_named(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_+-/";

    return name[0] != '\0' && name[0] != '/' && strlen(name) < 256
           && name[strspn(name, allowed)] == '\0';
}

static bool
in_tzdata(const char *name)
{
    const char *folder = getenv("TZDIR");
    char path[4096], magic[4];
    FILE *file;
    bool found;

    (void)snprintf(path, sizeof(path), "%s/%s",
                   folder == NULL ? "/usr/share/zoneinfo" : folder, name);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    found = fread(magic, 1, sizeof(magic), file) == sizeof(magic)
            && memcmp(magic, "TZif", sizeof(magic)) == 0;
    (void)fclose(file);
    return found;
}

static void
tell_libc(const char *name)
{
    char value[300];

    (void)snprintf(value, sizeof(value), ":%s", name);
    if (setenv("TZ", value, 1) != 0)
        err(EX_OSERR, "no memory for a zone");
    tzset();
}

struct zone *
zone_open(const char *name)
{
    bool is_utc = strcmp(name, "UTC") == 0;
    struct zone *zone;

    if (!is_utc && (!well_named(name) || !in_tzdata(name)))
        return NULL;
    zone = calloc(1, sizeof(*zone));
    if (zone == NULL)
        err(EX_OSERR, "no memory for a zone");
    zone->is_utc = is_utc;
    if (!is_utc)
        tell_libc(name);
    return zone;
}

void
zone_close(struct zone *zone)
{
    free(zone);
}

static int32_t
ask(int64_t s)
{
    time_t time = s;
    struct tm local;

    return localtime_r(&time, &local) == NULL ? 0 : (int32_t)local.tm_gmtoff;
}

static void
learn(struct day *day, int64_t number)
{
    day->number = number;
    day->offset_s = ask(number * DAY_S);
    day->changes = ask(number * DAY_S + DAY_S - 1) != day->offset_s;
    day->known = true;
}

int32_t
zone_offset_s(struct zone *zone, int64_t s)
{
    int64_t number = (s >= 0 ? s : s - DAY_S + 1) / DAY_S;
    struct day *day = zone->days + ((uint64_t)number % DAYS);

    if (zone->is_utc)
        return 0;
    if (!day->known || day->number != number)
        learn(day, number);
    return day->changes ? ask(s) : day->offset_s;
}
