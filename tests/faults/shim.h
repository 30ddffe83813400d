/* shim - the file that it shares with the driver, and what its parts know of each other (see shim.c) */
#ifndef HARK_FAULTS_SHIM_H
#define HARK_FAULTS_SHIM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    NONE,
    ALLOCATION, /* the `at`th is refused */
    ERROR, /* the `at`th counted call ends with `value` as errno; of close after closing, as Linux does */
    SHORT, /* it moves at most `value` bytes */
    KILL, /* SIGKILL before it; of writes with value > 0 after that many of 16 parts are written */
    KILL_AFTER
};
enum { CALLS = 512, TRACE = 65536, PATH = 240 };

/* The file that driver and runs share; the driver knows this shape. */
struct shared {
    /* the plan */
    int64_t kind, at, value,
        last; /* `last`: up to which one, for what sticks */
    int64_t
        only, /* what sticks, sticks to this call: -1 for all that are counted */
        spares; /* shells are not counted */
    uint8_t is_counted[CALLS];
    /* the run */
    _Atomic int64_t calls, allocations, live, hits;
    int64_t hit_call, hit_fd;
    char hit_path[PATH];
    struct {
        int16_t call, fd;
    } trace[TRACE];
};

/* Nothing of these is seen by the program that it is loaded under. */
#pragma GCC visibility push(hidden)

extern struct shared *shim_shared;
extern bool shim_is_on; /* in this process: allocations count */
extern bool shim_is_shell;

/* From here on system calls of this process are caught, and allocations counted; exits 99 where the kernel cannot. */
void shim_calls_arm(void);

#pragma GCC visibility pop

#endif
