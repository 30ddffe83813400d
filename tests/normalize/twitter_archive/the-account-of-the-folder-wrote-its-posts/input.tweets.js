window.YTD.tweets.part0 = [ { "tweet" : { "id_str" : "1612000000000000031", "created_at" : "Sun Jan 08 08:15:24 +0000 2023", "full_text" : "mine" } } ]
