# sqlite - one transaction that makes the tables and what they lack, and puts in place what the lines bring

def sql_type: {text: "text", integer: "integer", number: "numeric", time: "text", flag: "integer", texts: "text"}[.type];
def path: "'$.\"\(.name)\"'";
def value: "line \(if .type == "texts" then "->" else "->>" end) \(path)";
def key: "json_patch('{}', json_object(" + ([.columns[] | select(.key) | "\(.name | literal), \(value)"] | join(", ")) + "))";

def period:
    "case length(time) when 4 then time || '-01-01' when 7 then time || '-01' else case when substr(time, 5, 2) <> '-W' then substr(time, 1, 19) end end as period";

def view($all):
    "drop view if exists \("hark_" + .name | identifier);\ncreate view \("hark_" + .name | identifier) as select\n" +
    ([(.columns | map({key: .name, value: .meaning}) | from_entries) as $meanings | $all[] | "    \(identifier)" + ", -- \($meanings[.] // "" | gsub("\n"; " "))\n"] | add) +
    (if .kind == "row" and ($all | index("time")) then "    \(period),\n" else "" end) +
    (if ($all | index("exponent")) then [$all[] | select({name: .} | is_money) | "    \(identifier) / cast('1e' || exponent as real) as \(. + "_decimal" | identifier),\n"] | add // "" else "" end) +
    "    rowid as number from \("hark_data_" + .name | identifier);\n";

# $have: the columns that the file's tables have: {table: [column]}.
def make($have):
    ("hark_data_" + .name) as $table | ($have[$table] // []) as $there |
    "create table if not exists \($table | identifier) (key text not null" + ([.columns[] | ", \(.name | identifier) \(sql_type)"] | add) + ");\n" +
    (if $there == [] then "" else [.columns[] | select(.name as $name | $there | index($name) | not) |
        "alter table \($table | identifier) add column \(.name | identifier) \(sql_type);\n"] | add // "" end) +
    "create index if not exists \($table + "_key" | identifier) on \($table | identifier) (key);\n" +
    view(($there - ["key"]) as $old | $old + ([.columns[].name] - $old));

def fill:
    ("hark_data_" + .name | identifier) as $table | "from temp.stage\(.source) where line ->> '$.kind' = \(.kind | literal)" as $lines |
    "delete from \($table)" + (if .replace then "" else " where key in (select \(key) \($lines))" end) + ";\n" +
    "insert into \($table) (key, \(names)) select \(key), \([.columns[] | value] | join(", ")) \($lines);\n";

def script($have):
    ".bail on\n.timeout 600000\nbegin immediate;\ncreate temp table right (right check (right));\n" +
    ([.spools[] | "create temp table stage\(.source) (line text not null);\n.mode ascii\n.separator \"\\001\" \"\\n\"\n" +
        ".import \(.path | word) stage\(.source)\ninsert into temp.right select count(*) = \(.lines) from temp.stage\(.source);\n"] | add // "") +
    ([.makes[] | make($have)] | add) + ([.fills[] | fill] | add // "") + "commit;\n";
