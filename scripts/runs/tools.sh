# shellcheck shell=sh disable=SC2154 # set by others: next, published, program, day
# tools - the system's own tools, of which one that fails ends the run
#
# What a stage says is kept and looked at (intake.sh); what sort, awk or mv end with in the middle of a pipe nobody would ask. So each is
# a function here that tells the shell of the run, by a signal: that takes no room on a disk that is full. Who asks for the
# status himself says `command`. A reader that has had enough (SIGPIPE) is no failure, nor is 1 of awk and grep, which is an answer.

for tool in awk basename cat chmod comm cp cut date echo find grep head ln mkdir mv printf rm sed sha256sum sort sync tail touch tr wc xargs; do
    eval "$tool() { command $tool \"\$@\" || tool_failed $tool \$?; }"
done

tool_failed() {
    case $1.$2 in
    *.141 | awk.1 | grep.1) ;;
    *) kill -USR1 $$ ;;
    esac
    return "$2"
}

# Of a run that is published nothing is taken back: what follows from it is made good by the next.
run_broke() {
    trap '' USR1
    case ${take:-}${next:-} in
    "${published:-.}/runs/.next") fail 74 "a tool of the system failed, and nothing was published" ;;
    *) stop 74 "a tool of the system failed" ;;
    esac
}
trap run_broke USR1
