"""calls - the system calls that are made to fail, by x86-64's numbers, and what may befall each"""
from errno import (EACCES, EAGAIN, ECONNREFUSED, ECONNRESET, EDQUOT, EFBIG, EINTR, EIO, EMFILE, ENFILE, ENOLCK, ENOMEM, ENOSPC, EPIPE,
                   ETIMEDOUT, EPERM, ESTALE)

SHORT = "short"

CALLS = {
    0: ("read", (EIO, EINTR, EAGAIN, ESTALE, SHORT)),
    1: ("write", (EIO, ENOSPC, EDQUOT, EFBIG, EINTR, EAGAIN, SHORT)),
    3: ("close", (EIO, EINTR, EDQUOT, ENOSPC)),
    5: ("fstat", (EIO, ESTALE)),
    8: ("lseek", (EIO,)),
    9: ("mmap", (ENOMEM,)),
    17: ("pread64", (EIO, ESTALE, EINTR, SHORT)),
    18: ("pwrite64", (EIO, ENOSPC, EDQUOT, EFBIG, EINTR, SHORT)),
    19: ("readv", (EIO, EINTR)),
    20: ("writev", (EIO, ENOSPC, EINTR)),
    22: ("pipe", (EMFILE,)),
    32: ("dup", (EMFILE,)),
    33: ("dup2", (EMFILE, EINTR)),
    41: ("socket", (EMFILE, ENOMEM)),
    42: ("connect", (ECONNREFUSED, ETIMEDOUT, EINTR)),
    44: ("sendto", (EPIPE, ECONNRESET, EINTR, SHORT)),
    45: ("recvfrom", (ECONNRESET, EINTR, EAGAIN, SHORT)),
    46: ("sendmsg", (EPIPE, ECONNRESET)),
    47: ("recvmsg", (ECONNRESET, EINTR)),
    7: ("poll", (EINTR, ENOMEM)),
    61: ("wait4", (EINTR,)),
    72: ("fcntl", (EPERM,)),
    73: ("flock", (EINTR, ENOLCK)),
    74: ("fsync", (EIO, ENOSPC, EDQUOT, EINTR)),
    75: ("fdatasync", (EIO,)),
    77: ("ftruncate", (EIO, ENOSPC, EINTR)),
    82: ("rename", (EIO, ENOSPC, EACCES)),
    83: ("mkdir", (EIO, ENOSPC)),
    86: ("link", (EIO, ENOSPC)),
    87: ("unlink", (EIO, EACCES)),
    91: ("fchmod", (EIO,)),
    217: ("getdents64", (EIO,)),
    257: ("openat", (EIO, EMFILE, ENFILE, ENOMEM, EINTR, ENOSPC, ESTALE)),
    258: ("mkdirat", (EIO, ENOSPC)),
    262: ("newfstatat", (EIO, ESTALE, ENOMEM)),
    263: ("unlinkat", (EIO,)),
    264: ("renameat", (EIO,)),
    265: ("linkat", (EIO, ENOSPC)),
    285: ("fallocate", (ENOSPC,)),
    293: ("pipe2", (EMFILE,)),
    316: ("renameat2", (EIO,)),
    318: ("getrandom", (EINTR,)),
    332: ("statx", (EIO,)),
}


# Of scripts and the programs that they start: what a disk does to them.
OF_TREES = {number: (CALLS[number][0], errors) for number, errors in {
    0: (EIO,), 1: (ENOSPC, EIO), 18: (ENOSPC,), 74: (EIO,), 77: (EIO,), 82: (EIO,), 83: (ENOSPC,), 86: (EIO,), 87: (EIO,), 217: (EIO,),
    257: (EIO, EMFILE, ENOSPC), 258: (ENOSPC,), 264: (EIO,), 265: (EIO,), 293: (EMFILE,), 316: (EIO,)}.items()}


def name(number):
    return CALLS[number][0] if number in CALLS else str(number)
