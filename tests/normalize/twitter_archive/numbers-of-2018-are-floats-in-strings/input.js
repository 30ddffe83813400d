window.YTD.tweet.part0 = [ {
  "retweeted" : false,
  "id" : "1.01456537218219622E18",
  "id_str" : "1014565372182196224",
  "favorite_count" : "2.0",
  "retweet_count" : "1.0",
  "created_at" : "Wed Jul 04 17:41:04 +0000 2018",
  "full_text" : "only id_str is right",
  "lang" : "en"
} ]
