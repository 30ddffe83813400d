-- The same as tweets.duckdb.sql; absent texts are empty here.
WITH posts AS (
  SELECT substring(created_at, 5, 6) || ' ' || substring(created_at, 27) AS d,
    user.id_str AS author, lower(user.screen_name) AS handle, user.followers_count AS followers,
    lowerUTF8(multiIf(
      retweeted_status.extended_tweet.full_text != '', retweeted_status.extended_tweet.full_text,
      retweeted_status.text != '', retweeted_status.text,
      extended_tweet.full_text != '', extended_tweet.full_text, text)) AS t,
    lower(arrayStringConcat(arrayMap(x -> x.expanded_url, multiIf(
      retweeted_status.extended_tweet.full_text != '', retweeted_status.extended_tweet.entities.urls,
      retweeted_status.text != '', retweeted_status.entities.urls,
      extended_tweet.full_text != '', extended_tweet.entities.urls, entities.urls)), ' ')) AS links
  FROM file('@TWEETS@', 'JSONEachRow', 'created_at String, text String,
    user Tuple(id_str String, screen_name String, followers_count UInt64),
    entities Tuple(urls Array(Tuple(expanded_url String))),
    extended_tweet Tuple(full_text String, entities Tuple(urls Array(Tuple(expanded_url String)))),
    retweeted_status Tuple(text String, entities Tuple(urls Array(Tuple(expanded_url String))),
      extended_tweet Tuple(full_text String, entities Tuple(urls Array(Tuple(expanded_url String)))))')
  WHERE created_at != ''
), labelled AS (
  SELECT d, author, followers, if(@ANY@, arrayFilter(x -> x != '', [
    @LABELS@]), []) AS labels
  FROM posts
)
SELECT toDate(parseDateTime(d, '%b %d %Y')) AS day, label, count() AS posts, uniqExact(author) AS authors,
  max(followers) AS reach_max, sum(followers) AS reach_sum
FROM (SELECT d, author, followers, arrayJoin(if(empty(labels), [''], labels)) AS label FROM labelled)
GROUP BY d, label ORDER BY day, label
