# postgres - one transaction that makes the tables and what they lack, and puts in place what the lines bring

def sql_type: {text: "text", integer: "bigint", number: "numeric", time: "timestamptz", flag: "boolean", texts: "jsonb"}[.type];
def value:
    if .type == "texts" then "line->\(.name | literal)" elif .type == "text" then "line->>\(.name | literal)"
    else "(line->>\(.name | literal))::\(sql_type)" end;
def key: "jsonb_strip_nulls(jsonb_build_object(" + ([.columns[] | select(.key) | "\(.name | literal), line->\(.name | literal)"] | join(", ")) + "))::text";

# The begin of a row's period, for what draws time: rows have it as text.
def period:
    "case when time ~ '^[0-9]{4}$' then (time || '-01-01')::timestamp when time ~ '^[0-9]{4}-[0-9]{2}$' then (time || '-01')::timestamp " +
    "when time ~ '^[0-9]{4}-W[0-9]{2}$' then to_date(time, 'IYYY-\"W\"IW')::timestamp when time ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then time::timestamp end";

# A view of all columns that the table has by now, with money in its currency's own unit.
def view:
    "do $hark$\ndeclare body text;\nbegin\n" +
    "    select 'select ' || string_agg(quote_ident(column_name), ', ' order by ordinal_position)\n" +
    (if .kind == "row" then "        || coalesce(', ' || max(case when column_name = 'time' then \(period | literal) || ' as period' end), '')\n" else "" end) +
    "        || case when bool_or(column_name = 'exponent') then coalesce(string_agg(case when column_name in (\(money_names | map(literal) | join(", ")))\n" +
    "            then format(', round(%I::numeric * power(10::numeric, -exponent), exponent::int) as %I', column_name, column_name || '_decimal') end, '' order by ordinal_position), '') else '' end\n" +
    "        || ' from hark_data.' || \(.name | identifier | literal)\n" +
    "    into body from information_schema.columns where table_schema = 'hark_data' and table_name = \(.name | literal) and column_name <> 'key';\n" +
    "    begin\n        execute 'create or replace view hark.' || \(.name | identifier | literal) || ' as ' || body;\n" +
    "    exception when invalid_table_definition then\n        execute 'drop view hark.' || \(.name | identifier | literal);\n" +
    "        execute 'create view hark.' || \(.name | identifier | literal) || ' as ' || body;\n    end;\nend $hark$;\n" +
    ([.name as $table | .columns[] | "comment on column hark.\($table | identifier).\(.name | identifier) is \(.meaning | literal);\n"] | add);

def make:
    "hark_data.\(.name | identifier)" as $table |
    "create table if not exists \($table) (key text not null" + ([.columns[] | ", \(.name | identifier) \(sql_type)"] | add) + ");\n" +
    ([.columns[] | "alter table \($table) add column if not exists \(.name | identifier) \(sql_type);\n"] | add) +
    "create index if not exists \("\(.name)_key" | identifier) on \($table) (key);\n" + view;

def fill:
    "hark_data.\(.name | identifier)" as $table | "from stage where line->>'kind' = \(.kind | literal) and source = \(.source)" as $lines |
    "delete from \($table)" + (if .replace then "" else " where key in (select \(key) \($lines))" end) + ";\n" +
    "insert into \($table) (key, \(names)) select \(key), \([.columns[] | value] | join(", ")) \($lines);\nanalyze \($table);\n";

def script:
    "\\set ON_ERROR_STOP on\n\\set QUIET on\nset client_min_messages = warning;\nset time zone 'UTC';\nbegin;\n" +
    "select pg_advisory_xact_lock(hashtext('hark load')) \\g /dev/null\n" +
    "create schema if not exists hark_data;\ncreate schema if not exists hark;\n" +
    "create temporary table stage (source int not null default 0, line jsonb not null) on commit drop;\n" +
    ([.spools[] | "alter table stage alter column source set default \(.source);\n" +
        "\\copy stage (line) from \(.path | literal) with (format csv, quote E'\\x01', delimiter E'\\x02')\n" +
        "select 1 / (count(*) = \(.lines))::int from stage where source = \(.source) \\g /dev/null\n"] | add // "") +
    ([.makes[] | make] | add) + ([.fills[] | fill] | add // "") + "commit;\n";
