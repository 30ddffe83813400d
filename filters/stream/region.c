#include "stream/region.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct text
region_map(struct books *books, const char *role, const char *path)
{
    int fd = file_open(path, O_RDONLY, 0);
    struct stat is;
    void *at = MAP_FAILED;

    if (fd == -1 || fstat(fd, &is) == -1)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    if (!S_ISREG(is.st_mode))
        books_fail(books, EX_CONFIG, NULL, "%s: %s: no plain file", role, path);
    if (is.st_size > 0)
        at = mmap(NULL, (size_t)is.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (is.st_size > 0 && at == MAP_FAILED)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    close(fd);
    return is.st_size == 0 ? TEXT("") : (struct text){at, (size_t)is.st_size};
}
