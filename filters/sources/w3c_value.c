#include "sources/w3c_value.h"

/* %XX for what it is; a plus sign stays. A target of which bytes would come that no address has stays as it is. */
static struct text
edge_decoded(struct arena *arena, struct text cell, bool is_target)
{
    char *at;
    size_t len = 0;

    if (text_find_char(cell, '%') == SIZE_MAX)
        return cell;
    at = arena_get(arena, cell.len);
    for (size_t i = 0; i < cell.len; i++, len++) {
        int high = i + 2 < cell.len ? text_hex(cell.at[i + 1]) : -1;
        int low = i + 2 < cell.len ? text_hex(cell.at[i + 2]) : -1;

        at[len] = cell.at[i];
        if (cell.at[i] != '%' || high < 0 || low < 0)
            continue;
        at[len] = (char)(high * 16 + low);
        i += 2;
        if (is_target && (at[len] <= ' ' || at[len] == 0x7f))
            return cell;
    }
    return (struct text){at, len};
}

struct text
w3c_value_quoted(struct arena *arena, struct text cell)
{
    char *at;
    size_t len = 0;

    if (text_find(cell, TEXT("\"\"")) == SIZE_MAX)
        return cell;
    at = arena_get(arena, cell.len);
    for (size_t i = 0; i < cell.len; i++) {
        at[len++] = cell.at[i];
        i += cell.at[i] == '"' && i + 1 < cell.len && cell.at[i + 1] == '"';
    }
    return (struct text){at, len};
}

void
w3c_value_edge(struct arena *arena, struct text *cells)
{
    static const enum log_field targets[] = {LOG_PATH, LOG_QUERY, LOG_REFERRER};
    struct text agent = edge_decoded(arena, cells[LOG_AGENT], false);

    cells[LOG_AGENT] = edge_decoded(arena, agent, false);
    cells[LOG_COOKIES] = edge_decoded(arena, cells[LOG_COOKIES], false);
    for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
        cells[targets[i]] = edge_decoded(arena, cells[targets[i]], true);
}

void
w3c_value_iis(struct arena *arena, struct text *cells)
{
    struct text agent = cells[LOG_AGENT];
    char *at;

    if (text_find_char(agent, '+') == SIZE_MAX)
        return;
    at = arena_get(arena, agent.len);
    for (size_t i = 0; i < agent.len; i++) {
        bool was_plus = i > 0 && agent.at[i - 1] == '+' && at[i - 1] == ' ';

        at[i] = agent.at[i] == '+' && !was_plus ? ' ' : agent.at[i];
    }
    cells[LOG_AGENT].at = at;
}
