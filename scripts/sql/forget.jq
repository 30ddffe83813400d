# forget - what tables say, as lines of records for hark unlink, and back into them what it has changed
#
# Input: [{t: table, c: column, type}], in their own order; of these text and JSON are told, since no number names anybody.
# A line says by two numbers where it is from: hark_table, hark_row. What is no longer as it was told stops all of it.

def is_told: .c != "key" and (.type | test("^(text|jsonb)$"; "i"));
def tables: [group_by(.t)[] | {name: .[0].t, columns: map(select(is_told))}] | to_entries | map(.value + {number: .key}) | .[] |
    .kind = if .name | test("^(hark_data_)?rows_") then "row" else .name | sub("^hark_data_"; "") | sub("s$"; "") end;

def sqlite_line:
    "json_patch('{}', json_object('v', 1, 'kind', \(.kind | literal), 'hark_table', \(.number), 'hark_row', rowid" +
    ([.columns[].c | ", \(literal), case when json_valid(\(identifier)) and \(identifier) like '[%' then json(\(identifier)) else \(identifier) end"] | add // "") + "))";
def sqlite_tell: tables | "select \(sqlite_line) from \(.name | identifier);\n";

# Of what is to be written: a column's new value, and the key of the new values.
def sqlite_value: "case json_type(c.after, '$.\"\(.)\"') when 'array' then c.after -> '$.\"\(.)\"' else c.after ->> '$.\"\(.)\"' end";
def sqlite_key: "(select json_patch('{}', json_group_object(k.key, case k.type when 'text' then c.after ->> ('$.\"' || k.key || '\"') else k.value end)) from json_each(t.key) k)";
def sqlite_mend:
    (.name | identifier) as $t | "temp.changes where hark_table = \(.number)" as $changes |
    "insert into temp.right select count(*) = 0 from \($changes) and not exists (select 1 from \($t) where rowid = hark_row and \(sqlite_line) = before);\n" +
    "delete from \($t) where rowid in (select hark_row from \($changes) and after is null);\n" +
    "update \($t) as t set key = \(sqlite_key)" + ([.columns[].c | ", \(identifier) = \(sqlite_value)"] | add // "") +
    " from (select * from \($changes) and after is not null) c where t.rowid = c.hark_row;\n";

# $changes: a file of {hark_table, hark_row, before, after}, without `after` where a row goes; $count: its lines.
def sqlite_script($changes; $count):
    ".bail on\n.timeout 600000\nbegin immediate;\ncreate temp table right (right check (right));\ncreate temp table lines (line text not null);\n" +
    ".mode ascii\n.separator \"\\001\" \"\\n\"\n.import \($changes | word) lines\ninsert into temp.right select count(*) = \($count) from temp.lines;\n" +
    "create temp table changes as select line ->> '$.hark_table' as hark_table, line ->> '$.hark_row' as hark_row, line ->> '$.before' as before, line ->> '$.after' as after from temp.lines;\n" +
    ([tables | sqlite_mend] | add // "") + "commit;\nvacuum;\n.output /dev/null\npragma wal_checkpoint(truncate);\n";

# A row's place as one number, and back.
def postgres_row: "(split_part(trim(both '()' from t.ctid::text), ',', 1)::bigint * 65536 + split_part(trim(both '()' from t.ctid::text), ',', 2)::bigint)";
def postgres_place: "format('(%s,%s)', c.hark_row / 65536, c.hark_row % 65536)::tid";
def postgres_line:
    "(select json_strip_nulls(row_to_json(line))::text from (select 1 as v, \(.kind | literal) as kind, \(.number) as hark_table, \(postgres_row) as hark_row" +
    ([.columns[].c | ", t.\(identifier)"] | add // "") + ") line)";
def postgres_table: "hark_data.\(.name | identifier)";
def postgres_tell: tables | "select \(postgres_line) from \(postgres_table) t;\n";
def postgres_key:
    "(select jsonb_strip_nulls(coalesce(jsonb_object_agg(k.key, case jsonb_typeof(k.value) when 'string' then c.after::jsonb -> k.key else k.value end), '{}'))::text from jsonb_each(t.key::jsonb) k)";
def postgres_mend:
    postgres_table as $t | "changes c where c.hark_table = \(.number)" as $changes |
    "lock table \($t) in share row exclusive mode;\n" +
    "select 1 / (count(*) = 0)::int from \($changes) and not exists (select 1 from \($t) t where t.ctid = \(postgres_place) and \(postgres_line) = c.before) \\g /dev/null\n" +
    "update \($t) t set key = \(postgres_key)" +
    ([.columns[] | (.c | literal) as $name | ", \(.c | identifier) = c.after::jsonb \(if .type == "jsonb" then "->" else "->>" end) \($name)"] | add // "") +
    " from \($changes) and c.after is not null and t.ctid = \(postgres_place);\n" +
    "delete from \($t) t using \($changes) and c.after is null and t.ctid = \(postgres_place);\n";
def postgres_script($changes; $count):
    "\\set ON_ERROR_STOP on\n\\set QUIET on\nset client_min_messages = warning;\nbegin;\nselect pg_advisory_xact_lock(hashtext('hark load')) \\g /dev/null\n" +
    "create temporary table lines (line jsonb not null) on commit drop;\n" +
    "\\copy lines (line) from \($changes | literal) with (format csv, quote E'\\x01', delimiter E'\\x02')\n" +
    "select 1 / (count(*) = \($count))::int from lines \\g /dev/null\n" +
    "create temporary table changes on commit drop as select (line->>'hark_table')::int as hark_table, (line->>'hark_row')::bigint as hark_row, line->>'before' as before, line->>'after' as after from lines;\n" +
    ([tables | postgres_mend] | add // "") + "commit;\n" + ([tables | "vacuum (full, analyze) \(postgres_table);\n"] | add // "");

# Lines that were and lines that are, of those that differ, to changes.
def place: "\(.hark_table) \(.hark_row)";
def changes($was; $is):
    ([$is | split("\n")[] | select(. != "") | {key: (fromjson | place), value: .}] | from_entries) as $is |
    $was | split("\n")[] | select(. != "") | . as $before | fromjson | {hark_table, hark_row, $before, after: $is[place]} | del(.. | nulls);

# What was done, by table, of such lines.
def told($changes): [tables] as $tables | [$changes[] | . + {name: $tables[.hark_table].name}] | group_by(.name) |
    map({key: .[0].name, value: {removed: map(select(.after == null)) | length, unlinked: map(select(.after != null)) | length}}) | from_entries;
