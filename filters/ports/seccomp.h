/*
 * seccomp - which system calls this process makes from now on, by libseccomp
 *
 * Shape:   a table of calls that are let through, some by an argument; any other is refused: with SIGSYS, whose handler
 *          names it, on x86-64 and AArch64, and with EPERM alone on other processors.
 * Fails:   false where the kernel has no seccomp.
 */
#ifndef HARK_PORTS_SECCOMP_H
#define HARK_PORTS_SECCOMP_H

#include <stdbool.h>

enum {
    SECCOMP_ALWAYS = 1,
    SECCOMP_PATHS = 2,  /* files are still opened by name */
    SECCOMP_NETWORK = 4 /* connections go out */
};

bool seccomp_restrict(unsigned groups);

/* A call's name on this processor, to be freed; or NULL. */
char *seccomp_name(int number);

#endif
