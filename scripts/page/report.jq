# report - the whole report as a tree of text; html.jq makes a page of it

def report($title):
    period as $period |
    {title: $title,
     lead: (if $period.first == null then "The run has no days." else
        "\($period.first | day_long) to \($period.last | day_long)" + (if $period.cut then ", the last \($period.months | length) months of what there is." else "." end) end),
     parts: [head_part($period), sales_part($period), path_part($period), reach_part($period), issues_part($period), answers_part($period),
        mood_part($period), ideas_part($period), accounts_part, books_part($period)],
     footer: ("Made by hark " + (stream("days").begin.version // "") + ". Each table’s definition names the command that made its rows; the page holds no script and asks for nothing.")};

# gnuplot's scripts of all charts, each into its own file; no name of a file comes from the rows.
def scripts:
    [.. | objects | select(.gp) | "reset\nset terminal svg size \(.width),\(.height) noenhanced font \"sans,\(.font // 12)\"\nset output \"\(.name).svg\"\n" +
        "set encoding utf8\nunset key\nset border 0\nset xzeroaxis lt 1 lw 1 lc rgb \"#01000f\"\nset tics scale 0\nset ytics nomirror\nset xtics nomirror\n" +
        "set grid ytics lt 1 lw 1 lc rgb \"#01001e\"\nset bmargin 3\nset tmargin 0.7\nset rmargin 1.5\n" + .gp + "unset output\n"] | add // "";
