# chart - what gnuplot is to draw, as its own script
#
# Nothing of what is text in the rows comes here: a script holds numbers, names of months and words of this file
# alone, and names of series stand in the page's own legend. Colours are numbers of classes: #0100NN is the
# class NN of svg.awk, to which style.css gives the colour in light and dark.

def colour: "\"#0100\("0\(.)"[-2:])\"";
def n: if type == "number" then tostring else "NaN" end;

# Some four steps of 1, 2 or 5 up to a number.
def nice_step:
    if . <= 0 then 1 else
    (. / 4) as $wanted | pow(10; $wanted | log10 | floor) as $unit |
    [1, 2, 5, 10 | . * $unit | select(. >= $wanted * 0.999)] | min end;

def named_ticks: [to_entries[] | select(.value != "") | "\"\(.value)\" \(.key)"] | join(", ");

def large_format($high; $step):
    if $high >= 1000000 and $step < 1000000 then "%.1s%c" elif $high >= 10000 then "%.0s%c" else "%.0f" end;

# A format of "%.0f" has a place more where steps are below 1.
def axes($ticks; $format; $low; $high):
    ([$high - $low, 0.0001] | max | nice_step) as $step |
    "set xrange [-0.6:\($ticks | length - 0.4)]\nset yrange [\($low / $step | floor * $step):\($high / $step - 0.001 | ceil * $step)]\n" +
    "set ytics nomirror \($step)\nset format y \"" +
    (if $format == "large" then large_format($high; $step) elif $step >= 1 then $format else $format | sub("0f"; "1f") end) + "\"\n" +
    "set xtics nomirror (\($ticks | named_ticks))\n";

# Ticks under months, at most eight or so of them named; the year stands under the first and where one begins.
def month_ticks:
    (length / 8 | ceil) as $step |
    to_entries | map(if .key % $step != 0 then "" else (.value | month_short) +
        (if .key == 0 or .value[5:7] == "01" then "\\n" + .value[:4] else "" end) end);

# Columns upon each other; series are [{class, values}], each as long as the ticks.
def columns($ticks; $series; $format):
    ([range($ticks | length) as $i |
        reduce $series[] as $one ({up: 0, down: 0, boxes: []};
            ($one.values[$i] // 0) as $value |
            if $value > 0 then .boxes += [[$one.class, $i, .up, .up + $value]] | .up += $value
            elif $value < 0 then .boxes += [[$one.class, $i, .down + $value, .down]] | .down += $value
            else . end) | .boxes[]]) as $boxes |
    axes($ticks; $format; ([$boxes[][2], 0] | min); ([$boxes[][3], 0] | max)) +
    ([$series[].class | . as $class | "$c\(.) << EOD\n" +
        ([$boxes[] | select(.[0] == $class) | "\(.[1]) \(.[3]) \(.[1] - 0.38) \(.[1] + 0.38) \(.[2] | n) \(.[3] | n)\n"] |
         if . == [] then "NaN NaN NaN NaN NaN NaN\n" else add end) + "EOD\n"] | add) +
    "plot " + ([$series[].class | "$c\(.) using 1:2:3:4:5:6 with boxxyerror fs solid noborder fc rgb \(colour)"] | join(", ")) + "\n";

# Lines over their bands; series are [{class, values, low, high}], null where there is none. The axis reaches
# from $low to $high at least.
def lines($ticks; $series; $format; $low; $high):
    ([$series[] | .values, .high, .low | arrays | .[] | numbers]) as $all |
    axes($ticks; $format; ([$all[], $low] | min); ([$all[], $high] | max)) +
    ([$series[] | . as $one | "$c\(.class) << EOD\n" +
        ([range($ticks | length) as $i | "\($i) \($one.values[$i] | n) \(($one.low // [])[$i] | n) \(($one.high // [])[$i] | n)\n"] | add) +
        "EOD\n"] | add) +
    "plot " + ([
        ($series[] | select(.low) | "$c\(.class) using 1:3:4 with filledcurves fs transparent solid 0.18 noborder fc rgb \(.class | colour)"),
        ($series[] | "$c\(.class) using 1:2 with lines lw 2.5 lc rgb \(.class | colour)")] | join(", ")) + "\n";

# What lies between two lines; both are null where nothing is known.
def band($ticks; $low; $high):
    axes($ticks; "large"; 0; ([$high[] | numbers, 1] | max)) +
    "$c1 << EOD\n" + ([range($ticks | length) as $i | "\($i) \($low[$i] | n) \($high[$i] | n)\n"] | add) + "EOD\n" +
    "plot $c1 using 1:2:3 with filledcurves fs transparent solid 0.25 noborder fc rgb \(1 | colour), " +
    ([2, 3 | "$c1 using 1:\(.) with lines lw 2 lc rgb \(1 | colour)"] | join(", ")) + "\n";

# Shares with their intervals, one below the other; words are this program's own.
def intervals($words; $lines):
    ([$lines[].high * 100] | max) as $most | ([$most, 1] | max | nice_step) as $step |
    "unset ytics\nunset grid\nset grid xtics lt 1 lw 1 lc rgb \"#01001e\"\nset bmargin 2\nset ytics nomirror (\([$words | to_entries[] | "\"\(.value)\" \(.key)"] | join(", ")))\n" +
    "set tics scale 0\nset rmargin 4\nset xrange [0:\($most / $step - 0.001 | ceil * $step)]\nset yrange [\($words | length - 0.4):-0.6]\nset format x \"%.0f %%\"\nset xtics nomirror \($step)\nunset xzeroaxis\n" +
    "$c1 << EOD\n" + ([$lines | to_entries[] | "\(.value.share * 100) \(.key) \(.value.low * 100) \(.value.high * 100) \(.key - 0.2) \(.key + 0.2)\n"] | add) + "EOD\n" +
    "plot $c1 using 1:2:3:4:5:6 with boxxyerror fs transparent solid 0.3 noborder fc rgb \(1 | colour), " +
    "$c1 using 1:2:($1 - \($step / 40)):($1 + \($step / 40)):5:6 with boxxyerror fs solid noborder fc rgb \(1 | colour)\n";

# Bars to the right, each with its number behind it; words are this program's own.
def bars($words; $values):
    ($values | max // 0) as $most |
    "unset ytics\nunset grid\nset bmargin 0.5\nset ytics nomirror (\([$words | to_entries[] | "\"\(.value)\" \(.key)"] | join(", ")))\n" +
    "set xrange [0:\($most * 1.25 + 1)]\nset yrange [\($words | length - 0.4):-0.6]\nset border 2 lc rgb \"#01000f\"\nunset xtics\nunset xzeroaxis\n" +
    ([$values | to_entries[] | "set label \"\(.value | whole)\" at \(.value | n), \(.key) offset 0.8, 0\n"] | add) +
    "$c1 << EOD\n" + ([$values | to_entries[] | select(.value != 0) | "\(.value | n) \(.key) 0 \(.value | n) \(.key - 0.34) \(.key + 0.34)\n"] | add // "NaN NaN NaN NaN NaN NaN\n") + "EOD\n" +
    "plot $c1 using 1:2:3:4:5:6 with boxxyerror fs solid noborder fc rgb \(1 | colour)\n";

# What stood out, from one x to another.
def shade($spans):
    [$spans[] | "set object rectangle from \(.[0] | n), graph 0 to \(.[1] | n), graph 1 behind fc rgb \(9 | colour) fs solid noborder\n"] | add // "";
