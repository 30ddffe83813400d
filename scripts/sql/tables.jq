# tables - what is to be loaded, as tables of columns; postgres.jq and sqlite.jq make SQL of them
#
# A table: {name, kind, columns: [{name, type, key, meaning}]}. Its key is a text of its key columns. A spool: {source,
# path, lines, kinds, rows}: a file of lines, what is in it, and the table of its rows.

def documented($columns):
    [$columns | split("\n")[] | select(test("^[a-z]")) | capture("^(?<table>\\S+) (?<name>\\S+) (?<type>\\S+) (?<key>key )?(?<meaning>.*)$") | .key |= (. != null)] |
    group_by(.table) | map({name: .[0].table, kind: (.[0].table | sub("s$"; "")), columns: map(del(.table))});

# A number that is no measure.
def number_keys: ["exponent", "markov_order"];
def is_median: test("^first_response_(cohort|flow)$");

# The columns of the rows on standard input: names and flags are keys, numbers are measures; $named are keys too.
def row_columns($named):
    reduce (inputs | select(.kind == "row") | del(.v, .kind) | to_entries[]) as $one ({};
        .[$one.key] |= ({number: "number", boolean: "flag", array: "texts"}[$one.value | type] // "text") as $type |
            if . == null or . == $type then $type else "text" end) |
    to_entries | map({name: .key, type: (if .key | is_median then "text" else .value end)} |
        .key = ((.name as $name | number_keys + $named | index($name)) != null or
            (.type == "text" or .type == "flag") and .name != "definition" and (.name | is_median | not)) |
        .meaning = (if .name == "definition" then "the metrics and their versions" elif .key then "a key" else "a measure: see definition" end)) |
    (map(select(.name | test("^[A-Za-z_][A-Za-z0-9_.-]{0,48}$") | not)) | if . == [] then empty else error("no name for a column: \(.[0].name)") end), .;

# Complains of two rows of one key: the later would take the other's place.
def check_keys($columns):
    [$columns[] | select(.key) | .name] as $keys |
    reduce (inputs | select(.kind == "row") | [.[$keys[]]] | tojson) as $key ({};
        if .[$key] then error("two rows have the key \($key): name with --key what tells them apart") else .[$key] = true end) | empty;

def money_names: ["net_sales", "order_total", "spend", "amount", "tax", "shipping", "fx", "sum_amount", "sum_tax", "sum_shipping"];
def is_money: .name as $name | money_names | index($name) != null;
def identifier: "\"" + gsub("\""; "\"\"") + "\"";
# A word of a dot command of sqlite3: between quotes as C has them.
def word: "\"" + gsub("\\\\"; "\\\\") + "\"";
def literal: "'" + gsub("'"; "''") + "'";
def names: [.columns[].name | identifier] | join(", ");

# What is made, then what is filled, of which spool: what has a key that it brings goes first, or with $replace all.
def plan($columns; $replace):
    documented($columns) as $documented |
    {spools: ., makes: ($documented + [.[].rows | values]),
     fills: ([.[] | .source as $source | (.kinds[] as $kind | $documented[] | select(.kind == $kind)), (.rows | values) | . + {$source}])} |
    .fills |= (reduce .[] as $one ([]; ($one.name) as $name | . + [$one + {replace: ($replace and (map(.name) | index($name) == null))}]));
