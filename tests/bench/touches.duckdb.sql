-- The last tracked touch of each order's visitor within thirty days: a short link of ours by its
-- referrer, else a long one by its address, else a campaign. @KEEP@ says which rows the window sees.
COPY (
WITH rows AS (
  SELECT * FROM read_ndjson([@VISITS@], columns = {
    kind: 'VARCHAR', id: 'VARCHAR', time: 'VARCHAR', visitor: 'VARCHAR', url: 'VARCHAR', referrer: 'VARCHAR',
    utm_source: 'VARCHAR', utm_medium: 'VARCHAR', utm_campaign: 'VARCHAR', amount: 'BIGINT'})
), posts AS MATERIALIZED (
  SELECT id, time, account, unnest(links) AS link, unnest(shorts) AS short
  FROM read_ndjson([@POSTS@], columns = {
    id: 'VARCHAR', time: 'VARCHAR', account: 'VARCHAR', links: 'VARCHAR[]', shorts: 'VARCHAR[]'})
), events AS (
  SELECT rows.kind, rows.id, rows.time, rows.visitor, rows.amount,
    CASE WHEN by_short.id IS NOT NULL
           THEN {'account': by_short.account, 'source': by_short.id, 'time': rows.time}
         WHEN by_link.id IS NOT NULL
           THEN {'account': by_link.account, 'source': by_link.id, 'time': rows.time}
         WHEN coalesce(utm_source, utm_medium, utm_campaign) IS NOT NULL
           THEN {'account': '', 'source': coalesce(utm_campaign, ''), 'time': rows.time} END AS touch
  FROM rows
    LEFT JOIN posts AS by_short ON rows.referrer = by_short.short AND by_short.time <= rows.time
    LEFT JOIN posts AS by_link ON rows.url = by_link.link AND by_link.time <= rows.time
  WHERE rows.visitor IS NOT NULL
), touched AS (
  SELECT kind, id, time, amount, last_value(touch IGNORE NULLS) OVER (
    PARTITION BY visitor ORDER BY time, kind DESC ROWS UNBOUNDED PRECEDING) AS touch
  FROM events WHERE @KEEP@
), orders AS (
  SELECT id, time, amount,
    CASE WHEN time::TIMESTAMP - touch.time::TIMESTAMP <= INTERVAL 30 DAY THEN touch END AS touch
  FROM touched WHERE kind = 'order'
)
SELECT id, amount, coalesce(touch.account, '') AS account, coalesce(touch.source, '') AS source,
  coalesce(touch.time, '') AS touch_time
FROM orders ORDER BY time, id
) TO '@OUTPUT@' (HEADER);
