-- Posts, authors and reach by day and label, straight from the archives. The full text is that of
-- the original of a repost, and what an extended tweet has rather than what was cut.
COPY (
WITH posts AS (
  SELECT strptime(created_at, '%a %b %d %H:%M:%S +0000 %Y')::DATE AS day,
    "user".id_str AS author, lower("user".screen_name) AS handle, "user".followers_count AS followers,
    lower(coalesce(retweeted_status.extended_tweet.full_text, retweeted_status.text,
      extended_tweet.full_text, text)) AS t,
    lower(array_to_string(list_transform(
      coalesce(retweeted_status.extended_tweet.entities.urls, retweeted_status.entities.urls,
        extended_tweet.entities.urls, entities.urls), lambda x: x.expanded_url), ' ')) AS links
  FROM read_ndjson([@TWEETS@], columns = {
    created_at: 'VARCHAR', text: 'VARCHAR',
    "user": 'STRUCT(id_str VARCHAR, screen_name VARCHAR, followers_count BIGINT)',
    entities: 'STRUCT(urls STRUCT(expanded_url VARCHAR)[])',
    extended_tweet: 'STRUCT(full_text VARCHAR, entities STRUCT(urls STRUCT(expanded_url VARCHAR)[]))',
    retweeted_status: 'STRUCT(text VARCHAR, entities STRUCT(urls STRUCT(expanded_url VARCHAR)[]),
      extended_tweet STRUCT(full_text VARCHAR, entities STRUCT(urls STRUCT(expanded_url VARCHAR)[])))'})
  WHERE created_at IS NOT NULL
), labelled AS (
  -- One expression over the words that the rules need first: it spares most texts the others.
  SELECT day, author, followers, CASE WHEN @ANY@ THEN list_filter([
    @LABELS@], lambda x: x <> '') ELSE [] END AS labels
  FROM posts
), rows AS (
  SELECT day, author, followers, unnest(CASE WHEN len(labels) = 0 THEN [''] ELSE labels END) AS label
  FROM labelled
)
SELECT day, label, count(*) AS posts, count(DISTINCT author) AS authors, max(followers) AS reach_max,
  sum(followers) AS reach_sum
FROM rows GROUP BY day, label ORDER BY day, label
) TO '@OUTPUT@' (HEADER);
