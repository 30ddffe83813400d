# base - months, numbers and money as a reader writes them, and the rows of a table
#
# A stream is what one file of rows holds: {begin, rows, end}. Money is minor units and an exponent, and is
# never divided: its point is set in its digits.

def month_names:
    ["January", "February", "March", "April", "May", "June",
     "July", "August", "September", "October", "November", "December"];

def is_month: type == "string" and test("^[0-9]{4}-(0[1-9]|1[0-2])$");
def is_day: type == "string" and test("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

# "2010-09" as "September 2010", and as "Sep"; a day with its number before that.
def month_long: month_names[(.[5:7] | tonumber) - 1] + " " + .[:4];
def month_short: month_names[(.[5:7] | tonumber) - 1][:3];
def day_long: if is_day then (.[8:10] | tonumber | tostring) + " " + (.[:7] | month_long) else . end;
def moment_long: if type == "string" and test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T") then (.[:10] | day_long) + ", " + .[11:16] + " UTC" else . end;

def next_month:
    (.[:4] | tonumber) as $year | (.[5:7] | tonumber) as $month |
    if $month == 12 then "\($year + 1)-01" else "\($year)-\("0\($month + 1)"[-2:])" end;

# All months from the first to the last of an array, at most eighty years.
def months_through: if length == 0 then [] else
    min as $first | max as $last | [$first | limit(960; recurse(next_month; . <= $last))] end;

def day_number: (. + "T00:00:00Z" | fromdate) / 86400;
def days_of_month: ((next_month + "-01") | day_number) - ((. + "-01") | day_number);

def thousands: if length <= 3 then . else (.[:-3] | thousands) + "," + .[-3:] end;
def whole: if . < 0 then "−" + (-. | floor | tostring | thousands) else floor | tostring | thousands end;

# A number with so many places behind the point, at most nine.
def fixed($places):
    pow(10; $places) as $unit |
    (if . < 0 then -. else . end * $unit + 0.5 | floor | tostring) as $digits |
    ("000000000"[:([$places + 1 - ($digits | length), 0] | max)] + $digits) as $all |
    (if . < 0 and ($digits | test("[1-9]")) then "−" else "" end) +
    if $places == 0 then $all | thousands
    else ($all[:-$places] | thousands) + "." + $all[-$places:] end;

def percent: . * 100 | fixed(if . >= 100 or . <= -100 then 0 else 1 end) + " %";

# Minor units with the point of their currency: 12345 and 2 are 123.45.
def money_digits($exponent):
    (if . < 0 then -. else . end | tostring) as $digits |
    ("0000000000"[:([$exponent + 1 - ($digits | length), 0] | max)] + $digits) as $all |
    if $exponent == 0 then [$all, ""] else [$all[:-$exponent], "." + $all[-$exponent:]] end;
def money($exponent): (if . < 0 then "−" else "" end) + (money_digits($exponent) | (.[0] | thousands) + .[1]);
def money_plain($exponent): (if . < 0 then "-" else "" end) + (money_digits($exponent) | add);

def duration:
    if . == null then "–"
    elif . < 120 then "\(fixed(0)) s"
    elif . < 7200 then "\(. / 60 | fixed(0)) min"
    elif . < 172800 then "\(. / 3600 | fixed(1)) h"
    elif . < 63072000 then "\(. / 86400 | fixed(1)) days"
    else "\(. / 31557600 | fixed(1)) years" end;

# The definitions of a stream, one a metric: "name/1: what it is; other/1: …" taken apart, each once.
def definitions:
    [.rows[] | .definition | strings] | unique |
    [.[] | splits("; (?=[a-z0-9_]+/[0-9]+: )") | capture("^(?<name>[a-z0-9_]+)/(?<version>[0-9]+): (?<text>.*)$")] |
    unique;

def made_by: "hark " + (.begin.by // "aggregate") + " " + (.begin.options // "");

def sum_of(f): reduce .[] as $one (0; . + ($one | f // 0));
def group_in_order(f): group_by(f) | map({key: (.[0] | f), rows: .});
