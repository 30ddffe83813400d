# html - the page out of a tree of sections, figures and tables
#
# Whatever stands in the tree is text: this file alone writes tags, and every text goes through `e` (or `@uri`,
# `@base64`) on its way. Pictures come from $svg, which svg.awk has taken apart and put together again.

def e: tostring | @html;

# Cells that a spreadsheet would take for a formula have an apostrophe in front, as in hark's own CSV.
def csv_cell:
    if . == null then ""
    elif type == "string" then
        (if test("^[=+\\-@\t\r]") and (test("^-?[0-9]+(\\.[0-9]+)?$") | not) then "'" + . else . end) |
        if test("[\",\n\r]") then "\"" + gsub("\""; "\"\"") + "\"" else . end
    elif type == "array" then map(tostring) | join(" ") | csv_cell
    else tostring end;

def csv:
    (reduce .[] as $row ([]; . + (($row | keys_unsorted) - .))) as $columns |
    ([$columns] + [.[] | [.[$columns[]]]]) | map(map(csv_cell) | join(",")) | join("\n") + "\n";

def csv_link:
    "<a class=\"csv\" download=\"\(.name | e).csv\" href=\"data:text/csv;charset=utf-8;base64,\(.rows | csv | @base64)\">" +
    "Rows as CSV<span class=\"unseen\">: \(.title | e)</span></a>";

def cell($column):
    if type == "object" then . else {text: .} end |
    (if .text == null then "–" else .text end) as $text |
    ((if $column.number then ["n"] else [] end) + (if .text | is_day then ["day"] else [] end) | join(" ")) as $class |
    (if $class == "" then "" else " class=\"\($class)\"" end) as $class |
    if $column.head then "<th scope=\"row\"\($class)>\($text | e)</th>" else "<td\($class)>\($text | e)</td>" end;

def table($id):
    . as $table |
    "<div class=\"table\"><p class=\"caption\" id=\"\($id)-caption\">\(.caption | e)</p>" +
    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\($id)-caption\"><table aria-labelledby=\"\($id)-caption\"><thead><tr>" +
    ([.columns[] | "<th scope=\"col\"\(if .number then " class=\"n\"" else "" end)>\(.title | e | sub(":"; ":<wbr>"))</th>"] | add) +
    "</tr></thead><tbody>" +
    ([.rows[] | . as $row | "<tr>" + ([range($table.columns | length) as $i | $row[$i] | cell($table.columns[$i])] | add) + "</tr>"]
     | add // "") +
    "</tbody></table></div></div>";

def chart($svg):
    "<svg class=\"chart\" viewBox=\"0 0 \(.width) \(.height)\" role=\"img\" aria-label=\"\(.label | e)\">" +
    ($svg[.name] // error("no picture of \(.name)")) + "</svg>";

def legend:
    "<ul class=\"legend\">" +
    ([.[] | "<li><span class=\"swatch b\(.class)\"></span>\(.text | e)</li>"] | add // "") + "</ul>";

def folded($title; $inner; $of):
    "<details><summary>\($title | e)<span class=\"unseen\">: \($of | e)</span></summary>\($inner)</details>";

def defined:
    "<dl>" + ([(.definitions // [])[] | "<dt>\(.name | e), version \(.version | e)</dt><dd>\(.text | e)</dd>"] | add // "") +
    (if .made_by then "<dt>Made by</dt><dd><code>\(.made_by | e)</code></dd>" else "" end) + "</dl>";

def charts($svg):
    "<div class=\"charts\">" +
    ([.[] | "<div class=\"one\">" + (if .title then "<h4>\(.title | e)</h4>" else "" end) + chart($svg) +
        (if .legend then .legend | legend else "" end) +
        (if .note then "<p class=\"note\">\(.note | e)</p>" else "" end) + "</div>"] | add) + "</div>";

def quotes:
    "<ul class=\"quotes\">" + ([.[] | "<li><blockquote>\(.text | e)</blockquote><p class=\"note\">\(.by | e), \(.time | moment_long | e)</p></li>"] | add) +
    "</ul>";

def drawn($svg):
    (if (.charts // []) != [] then .charts | charts($svg) else "" end) + (if (.legend // []) != [] then .legend | legend else "" end);

def tabled:
    if .table then .id as $id | (.table | table($id)) as $table | if .fold then folded("Table"; $table; .title) else $table end else "" end;

# A figure: its charts, its table, its definition and its rows. Of one chart the table stands beside it where both find room.
def figure($svg):
    . as $figure |
    "<section class=\"figure\" aria-labelledby=\"\(.id)\"><h3 id=\"\(.id)\">\(.title | e)</h3>" +
    (if .lead then "<p>\(.lead | e)</p>" else "" end) +
    (if (.charts // [] | length) == 1 and .table and (.fold | not) then "<div class=\"pair\"><div>\(drawn($svg))</div>\(tabled)</div>" else drawn($svg) + tabled end) +
    (if .note then "<p class=\"note\">\(.note | e)</p>" else "" end) +
    (if (.quotes // []) != [] then .quotes | quotes else "" end) +
    "<div class=\"foot\">" +
    (if (.definitions // []) != [] or .made_by then folded("Definition"; defined; $figure.title) else "" end) +
    (if .csv then .csv + {title: $figure.title} | csv_link else "" end) +
    "</div></section>";

def tile:
    "<li class=\"tile\"><p class=\"label\">\(.label | e)</p><p class=\"value\">\(.value | e)" +
    (if .unit then " <span class=\"unit\">\(.unit | e)</span>" else "" end) + "</p>" +
    (if .change then "<p class=\"change\"><span aria-hidden=\"true\">\(.change.mark | e)</span> \(.change.text | e)</p>" else "" end) +
    (if .note then "<p class=\"note\">\(.note | e)</p>" else "" end) + "</li>";

def part($svg):
    "<section class=\"part\" aria-labelledby=\"\(.id)\"><h2 id=\"\(.id)\">\(.title | e)</h2>" +
    (if .lead then "<p class=\"lead\">\(.lead | e)</p>" else "" end) +
    (if .tiles then "<ul class=\"tiles\">" + ([.tiles[] | tile] | add) + "</ul>" else "" end) +
    ([(.figures // [])[] | figure($svg)] | add // "") + "</section>";

def page($svg; $css; $css_hash):
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-\($css_hash)'; " +
    "base-uri 'none'; form-action 'none'\">\n" +
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n" +
    "<meta name=\"color-scheme\" content=\"light dark\">\n" +
    "<title>\(.title | e)</title>\n<style>\($css)</style>\n</head>\n<body>\n" +
    "<a class=\"skip\" href=\"#main\">To the figures</a>\n" +
    "<header><p class=\"kicker\">hark report</p><h1>\(.title | e)</h1><p class=\"lead\">\(.lead | e)</p></header>\n" +
    "<nav aria-label=\"Parts\"><ul>" +
    ([.parts[] | "<li><a href=\"#\(.id)\">\(.short // .title | e)</a></li>"] | add) + "</ul></nav>\n" +
    "<main id=\"main\" tabindex=\"-1\">\n" + ([.parts[] | part($svg) + "\n"] | add) + "</main>\n" +
    "<footer><p>\(.footer | e)</p></footer>\n</body>\n</html>";
