-- The same as touches.duckdb.sql; absent texts are empty here.
WITH rows AS (
  SELECT kind, id, time, visitor, url, referrer, utm_source, utm_medium, utm_campaign, amount
  FROM file('@VISITS@', 'JSONEachRow', 'kind String, id String, time String, visitor String, url String,
    referrer String, utm_source String, utm_medium String, utm_campaign String, amount Int64')
  WHERE visitor != ''
), posts AS (
  SELECT id, time, account, links[1] AS link, shorts[1] AS short
  FROM file('@POSTS@', 'JSONEachRow', 'id String, time String, account String, links Array(String),
    shorts Array(String)')
), events AS (
  SELECT r.kind AS kind, r.id AS id, r.time AS time, r.visitor AS visitor, r.amount AS amount,
    s.id != '' AND s.time <= r.time AS by_short, l.id != '' AND l.time <= r.time AS by_link,
    r.utm_source || r.utm_medium || r.utm_campaign != '' AS by_tag,
    if(kind = 'order', '', r.time) AS seen,
    multiIf(by_short, s.account, by_link, l.account, '') AS account,
    multiIf(by_short, s.id, by_link, l.id, r.utm_campaign) AS source
  FROM rows AS r LEFT JOIN posts AS s ON r.referrer = s.short LEFT JOIN posts AS l ON r.url = l.link
  WHERE kind = 'order' OR by_short OR by_link OR by_tag
), touched AS (
  SELECT kind, id, time, amount, argMax((account, source, seen), seen) OVER (
    PARTITION BY visitor ORDER BY time, kind DESC ROWS UNBOUNDED PRECEDING) AS touch
  FROM events
)
SELECT id, amount, if(is_near, touch.1, '') AS account, if(is_near, touch.2, '') AS source,
  if(is_near, touch.3, '') AS touch_time
FROM (
  SELECT *, parseDateTimeBestEffort(time)
    - parseDateTimeBestEffort(if(touch.3 = '', '1970-01-01T00:00:00Z', touch.3)) <= 30 * 86400 AS is_near
  FROM touched WHERE kind = 'order')
ORDER BY time, id
