#include "ports/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * What came after the oldest header that this compiles with; the numbers are the kernel's (Documentation/userspace-api,
 * "Landlock: unprivileged access control").
 */
enum {
    ALL_OF_VERSION_1 = (1 << 13) - 1,
    REFER = 1 << 13,    /* version 2 */
    TRUNCATE = 1 << 14, /* version 3 */
    BIND = 1,           /* version 4 */
    CONNECT = 2,
    ABSTRACT_SOCKETS = 1 /* version 6 */
};

struct ruleset {
    uint64_t files, ports, scoped;
};

enum {
    READS = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    CHANGES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE
              | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR
              | TRUNCATE,
    OF_A_FILE =
        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE
};

int
landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
                           LANDLOCK_CREATE_RULESET_VERSION);

    return version < 0 ? 0 : (int)version;
}

/* What is not named here is not forbidden. */
static struct ruleset
ruleset_of(int version, bool connects)
{
    struct ruleset ruleset = {.files = ALL_OF_VERSION_1};

    if (version >= 2)
        ruleset.files |= REFER;
    if (version >= 3)
        ruleset.files |= TRUNCATE;
    if (version >= 4)
        ruleset.ports = connects ? BIND : BIND | CONNECT;
    if (version >= 6)
        ruleset.scoped = ABSTRACT_SOCKETS;
    return ruleset;
}

static size_t
size_of(int version)
{
    return version >= 6   ? sizeof(struct ruleset)
           : version >= 4 ? 2 * sizeof(uint64_t)
                          : sizeof(uint64_t);
}

static void
add(int rules, const struct landlock_path *path, uint64_t known)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = (path->writes ? READS | CHANGES : READS) & known,
        .parent_fd = open(path->at, O_PATH | O_CLOEXEC)};
    struct stat is;

    if (rule.parent_fd == -1)
        return;
    if (fstat(rule.parent_fd, &is) == 0 && !S_ISDIR(is.st_mode))
        rule.allowed_access &= OF_A_FILE;
    (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
                  &rule, 0);
    close(rule.parent_fd);
}

bool
landlock_restrict(const struct landlock_path *paths, size_t count,
                  bool connects)
{
    int version = landlock_version();
    struct ruleset ruleset = ruleset_of(version, connects);
    int rules;
    bool done;

    if (version == 0)
        return false;
    rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset,
                         size_of(version), 0);
    if (rules == -1)
        return false;
    for (size_t i = 0; i < count; i++)
        add(rules, &paths[i], ruleset.files);
    done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
           && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}
