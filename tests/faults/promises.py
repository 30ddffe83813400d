"""promises - what docs/reliability.md promises of a fault: the page's own table, read"""
import errno
import os
import re

PAGE = "docs/reliability.md"
TRANSIENT = (errno.EINTR, errno.EAGAIN)


def is_transient(error):
    return error in TRANSIENT


def words(cell):
    return [word.strip() for word in cell.split(",") if word.strip()]


class Promise:
    """What a run may end with, and whether it then names the place."""

    def __init__(self, ends, said):
        self.statuses = {int(status) for status in words(ends)}
        self.said = said


class Promises:
    """By what fails and with what."""

    def __init__(self, root):
        self.rows = {}
        with open(os.path.join(root, PAGE), encoding="utf-8") as page:
            table = page.read().split("## The machine\n", 1)[1]
        for line in re.findall(r"^\| .*\|$", table.split("\n## ")[0], re.M)[1:]:
            calls, errors, ends, said = [cell.strip() for cell in line.strip("|").split("|", 3)]
            for call in words(calls):
                for error in words(errors):
                    self.rows[call, error] = Promise(ends, said)

    def of(self, fault):
        error = fault.error if isinstance(fault.error, str) else errno.errorcode[fault.error]
        name = {"readv": "read", "writev": "write"}.get(fault.call, fault.call)
        return self.rows[name, error]
