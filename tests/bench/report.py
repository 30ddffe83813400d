"""What was measured, as Markdown."""

MIB = 1 << 20
STREAMING = ("fetch", "normalize", "classify")
STREAMING_BYTES = 64 * MIB


class Report:
    """Lines of Markdown, and whether every bound holds."""

    def __init__(self):
        self.lines = []
        self.holds = True

    def add(self, *lines):
        self.lines += lines

    def bound(self, value, bound):
        if bound is None:
            return ["", ""]
        self.holds &= value <= bound
        return ["≤ %.2f" % bound, "yes" if value <= bound else "**no**"]

    def table(self, heads, rows):
        self.add("| " + " | ".join(heads) + " |", "|" + "---|" * len(heads))
        for row in rows:
            self.add("| " + " | ".join(row) + " |")
        self.add("")

    def ratios(self, jobs, measured):
        """Each job beside its base, which is 1."""
        rows = []
        for job in jobs:
            if job.name not in measured or not job.says:
                continue
            mine, base = measured[job.name], measured[job.base or job.name]
            wall = mine.wall_s / base.wall_s
            says = job.says + (" (%s)" % job.note if job.note else "")
            rows.append(
                [
                    says,
                    "%.2f" % wall,
                    "%.2f" % (mine.cpu_s / base.cpu_s),
                    *self.bound(wall, job.bound),
                ]
            )
        self.table(["job", "wall", "CPU", "bound", "holds"], rows)

    def against(self, pairs, measured):
        """(what, ours, theirs, bound): our time over theirs."""
        rows = []
        for says, ours, theirs, bound in pairs:
            if ours in measured and theirs in measured:
                mine, other = measured[ours], measured[theirs]
                wall = mine.wall_s / other.wall_s
                rows.append(
                    [
                        says,
                        "%.2f" % wall,
                        "%.2f" % (mine.cpu_s / other.cpu_s),
                        *self.bound(wall, bound),
                    ]
                )
        self.table(["hark against", "wall", "CPU", "bound", "holds"], rows)

    def memory(self, inputs, measured):
        """The peak of each program on each input, {title: jobs}; of the streaming filters their bound."""
        peaks = {}
        for title, jobs in inputs.items():
            for job in jobs:
                for command, peak in measured[job.name].peaks():
                    name = job.program or command[0].rsplit("/", 1)[-1]
                    of_program = peaks.setdefault(name, {})
                    of_program[title] = max(of_program.get(title, 0), peak)
        rows = []
        for name, of_program in peaks.items():
            row = [name] + [
                "%.0f" % (of_program[title] / MIB) if title in of_program else ""
                for title in inputs
            ]
            most, streams = (
                max(of_program.values()),
                name.startswith("hark-") and name[5:] in STREAMING,
            )
            if streams:
                self.holds &= most < STREAMING_BYTES
            holds = "yes" if most < STREAMING_BYTES else "**no**"
            rows.append(row + (["< 64", holds] if streams else ["", ""]))
        self.table(["process", *inputs, "bound", "holds"], rows)

    def claim(self, says, holds):
        self.holds &= holds
        self.add("- %s: %s" % (says, "yes" if holds else "**no**"))
