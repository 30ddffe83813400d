#include "domain/channel.h"

/* As the samples have them, which are read, tested and copied by users. */
__asm__(
    ".section .rodata\n"
    "channel_default_table_start: .incbin \"samples/channels/ga4.channels\"\n"
    "channel_default_table_end:\n"
    "channel_default_sources_start: .incbin "
    "\"samples/channels/sources.csv\"\n"
    "channel_default_sources_end:\n"
    ".global channel_default_table_start, channel_default_table_end\n"
    ".global channel_default_sources_start, channel_default_sources_end\n"
    ".previous\n");
extern const char channel_default_table_start[], channel_default_table_end[];
extern const char channel_default_sources_start[];
extern const char channel_default_sources_end[];

struct text
channel_default_table(void)
{
    return (struct text){channel_default_table_start,
                         (uintptr_t)channel_default_table_end
                             - (uintptr_t)channel_default_table_start};
}

struct text
channel_default_sources(void)
{
    return (struct text){channel_default_sources_start,
                         (uintptr_t)channel_default_sources_end
                             - (uintptr_t)channel_default_sources_start};
}
