# rows - as aggregate writes them: SERIES series of BUCKETS days each; one in a thousand has a burst of a week
BEGIN {
    srand(1)
    for (b = 0; b < BUCKETS; b++) {
        h = "{\"v\":1,\"kind\":\"row\",\"time\":\"" strftime("%Y-%m-%d", 86400 * (14245 + b), 1) "\",\"labels\":\"s"
        for (s = 0; s < SERIES; s++)
            print h s "\",\"count\":" int(rand() * 7) + (s % 1000 == 7 && b - s % 900 < 7 && b >= s % 900 ? 30 : 1) "}"
    }
}
