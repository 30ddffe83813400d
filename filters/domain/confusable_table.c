#include "domain/confusable.h"

/* The assembler looks for it in the folder of the build. */
__asm__(".section .rodata\n"
        "confusable_table_start: .incbin \"confusables.table\"\n"
        "confusable_table_end:\n"
        ".global confusable_table_start, confusable_table_end\n"
        ".previous\n");
extern const char confusable_table_start[], confusable_table_end[];

struct text
confusable_table(void)
{
    return (struct text){confusable_table_start,
                         (uintptr_t)confusable_table_end
                             - (uintptr_t)confusable_table_start};
}
