#include "ports/pattern_cost.h"

struct walk {
    struct text text;
    size_t at;
    unsigned groups[PATTERN_DEPTH_MOST + 1]; /* cost so far of each open one */
    unsigned depth;
    unsigned last; /* cost of the atom that a repeat would multiply */
};

static unsigned
capped(unsigned long cost)
{
    return cost > PATTERN_COST_MOST ? PATTERN_COST_MOST + 1 : (unsigned)cost;
}

static char
peek(const struct walk *walk)
{
    return walk->at < walk->text.len ? walk->text.at[walk->at] : '\0';
}

static void
add_atom(struct walk *walk, unsigned cost)
{
    walk->groups[walk->depth] = capped(walk->groups[walk->depth] + cost);
    walk->last = cost;
}

/* Behind the backslash. */
static void
take_escape(struct walk *walk)
{
    bool is_property = peek(walk) == 'p' || peek(walk) == 'P';

    walk->at++;
    if (!is_property) {
        add_atom(walk, 1);
        return;
    }
    if (peek(walk) == '{')
        while (walk->at < walk->text.len && walk->text.at[walk->at++] != '}')
            ;
    add_atom(walk, 50);
}

/* Behind the [; a ] that comes first is no end. */
static void
take_class(struct walk *walk)
{
    unsigned cost = peek(walk) == '^' ? 2 : 1;
    size_t start;

    walk->at += cost - 1;
    start = walk->at;
    while (walk->at < walk->text.len
           && (peek(walk) != ']' || walk->at == start)) {
        if (peek(walk) == '\\') {
            walk->at++;
            if (peek(walk) == 'p' || peek(walk) == 'P')
                cost = 50;
        }
        walk->at++;
    }
    walk->at++;
    add_atom(walk, cost);
}

/* Behind the {: the largest number before }. */
static void
take_repeat(struct walk *walk)
{
    unsigned long number = 0;
    unsigned long largest = 1;
    unsigned cost;

    for (; walk->at < walk->text.len && peek(walk) != '}'; walk->at++) {
        char byte = peek(walk);

        if (byte >= '0' && byte <= '9')
            number = number * 10 + (unsigned long)(byte - '0');
        else if (byte == ',')
            number = 0;
        else
            return;
        number = capped(number);
        if (number > largest)
            largest = number;
    }
    walk->at++;
    cost = capped(walk->last * (largest - 1));
    walk->groups[walk->depth] = capped(walk->groups[walk->depth] + cost);
    walk->last = capped(walk->last * largest);
}

/* False where groups are too deep. */
static bool
step(struct walk *walk)
{
    switch (walk->text.at[walk->at++]) {
    case '\\':
        take_escape(walk);
        break;
    case '[':
        take_class(walk);
        break;
    case '{':
        take_repeat(walk);
        break;
    case '(':
        if (walk->depth == PATTERN_DEPTH_MOST)
            return false;
        walk->depth++;
        walk->groups[walk->depth] = 0;
        break;
    case ')':
        if (walk->depth > 0) {
            walk->depth--;
            add_atom(walk, walk->groups[walk->depth + 1]);
        }
        break;
    case '.':
        add_atom(walk, 2);
        break;
    default:
        add_atom(walk, 1);
    }
    return true;
}

unsigned
pattern_cost(struct text pattern)
{
    struct walk walk = {.text = pattern};

    while (walk.at < pattern.len)
        if (!step(&walk))
            return PATTERN_COST_MOST + 1;
    return walk.groups[0];
}
