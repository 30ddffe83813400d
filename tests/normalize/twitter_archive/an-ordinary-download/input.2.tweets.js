window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1612000000000000001"
          ],
          "editableUntil" : "2023-01-08T08:31:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities" : {
        "hashtags" : [ { "text" : "SpringSale", "indices" : [ "70", "81" ] } ],
        "symbols" : [ ],
        "user_mentions" : [ { "name" : "Green Thumb", "screen_name" : "greenthumb", "indices" : [ "82", "93" ], "id_str" : "502", "id" : "502" } ],
        "urls" : [ { "url" : "https://t.co/gardenAAAA", "expanded_url" : "https://shop.example/spring", "display_url" : "shop.example/spring", "indices" : [ "46", "69" ] } ]
      },
      "display_text_range" : [ "0", "93" ],
      "favorite_count" : "19",
      "id_str" : "1612000000000000001",
      "truncated" : false,
      "retweet_count" : "4",
      "id" : "1612000000000000001",
      "possibly_sensitive" : false,
      "created_at" : "Sun Jan 08 08:15:24 +0000 2023",
      "favorited" : false,
      "full_text" : "Our garden sale is on &amp; runs until Sunday: https://t.co/gardenAAAA #SpringSale @greenthumb",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "entities" : { "hashtags" : [ ], "user_mentions" : [ { "screen_name" : "gardenshop", "id_str" : "501" } ], "urls" : [ ] },
      "in_reply_to_status_id_str" : "1611000000000000009",
      "in_reply_to_user_id_str" : "502",
      "favorite_count" : "0",
      "id_str" : "1612000000000000002",
      "retweet_count" : "0",
      "created_at" : "Sun Jan 08 08:15:24 +0000 2023",
      "full_text" : "RT @gardenshop: what is repeated is stored as text alone",
      "lang" : "und"
    }
  }
];
