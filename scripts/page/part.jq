# part - words that parts of the report share

def column($title): {$title, number: true};
def heading($title): {$title, head: true};
def share_of($part; $all): if ($all // 0) == 0 then null else $part / $all end;
def or_dash(f): if . == null then null else f end;
def interval($low; $high): if $low == null then null else "\($low * 100 | fixed(0))–\($high * 100 | fixed(0)) %" end;
def csv_of($name): {$name, rows: (.rows | map(del(.v, .kind, .definition)))};
def told: {definitions: definitions, made_by: made_by};
def sum_at($month; f): map(select(.time == $month)) | sum_of(f);
def at_month($month): map(select(.time == $month))[0] // {};
def money_row: .exponent as $exponent | del(.v, .kind, .definition) | if .net_sales == null then . else .net_sales |= money_plain($exponent) end;
