"""Records of posts, as records.py makes them."""


def mastodon(make):
    who, name = make.id(), "user%d" % make.id()
    account = {
        "id": str(who), "username": name, "acct": name + "@social.example", "display_name": make.text(2, 4),
        "locked": False,
        "bot": False, "discoverable": True, "indexable": True, "group": False, "created_at": make.day() + ".000Z",
        "note": make.html(1), "url": "https://social.example/@" + name, "uri": "https://social.example/users/" + name,
        "avatar": "https://files.example/accounts/avatars/%d/original/a.png" % who,
        "avatar_static": "https://files.example/accounts/avatars/%d/static/a.png" % who,
        "header": "https://files.example/accounts/headers/%d/original/h.png" % who,
        "header_static": "https://files.example/accounts/headers/%d/static/h.png" % who,
        "followers_count": make.random.randrange(5000), "following_count": 230, "statuses_count": 4100,
        "last_status_at": "2025-03-01", "hide_collections": None, "emojis": [], "roles": [],
        "fields": [{"name": "web", "value": make.html(1), "verified_at": None}],
    }  # fmt: skip
    post = make.id()
    return {
        "id": str(post), "created_at": make.day() + ".000Z", "in_reply_to_id": None, "in_reply_to_account_id": None,
        "sensitive": False, "spoiler_text": "", "visibility": "public", "language": "en",
        "uri": "https://social.example/users/%s/statuses/%d" % (name, post),
        "url": "https://social.example/@%s/%d" % (name, post),
        "replies_count": 1, "reblogs_count": 2, "favourites_count": 7, "edited_at": None, "local_only": False,
        "content": make.html(), "filtered": [], "reblog": None, "application": {"name": "Web", "website": None},
        "account": account, "media_attachments": [], "mentions": [], "emojis": [], "poll": None,
        "tags": [{"name": "Outlet", "url": "https://social.example/tags/Outlet"}],
        "card": {"url": make.page(), "title": make.text(4, 8), "description": make.text(), "type": "link", "html": "",
                 "author_name": "", "author_url": "", "provider_name": "Shop", "provider_url": "", "width": 400,
                 "height": 209,
                 "image": "https://files.example/cards/%d.jpg" % post, "embed_url": "", "blurhash": "UAHLbT-;",
                 "published_at": None},
    }  # fmt: skip


def activitypub(make):
    home = "https://social.example/users/dana"
    note = "%s/statuses/%d" % (home, make.id())
    when = make.day() + "Z"
    public = ["https://www.w3.org/ns/activitystreams#Public"]
    content = make.html()
    return {
        "id": note + "/activity", "type": "Create", "actor": home, "published": when, "to": public,
        "cc": [home + "/followers"],
        "object": {
            "id": note, "type": "Note", "summary": None, "inReplyTo": None, "published": when,
            "url": note.replace("users/", "@"),
            "attributedTo": home, "to": public, "cc": [home + "/followers"], "sensitive": False, "atomUri": note,
            "inReplyToAtomUri": None,
            "conversation": "tag:social.example,2025:objectId=%d:objectType=Conversation" % make.id(),
            "content": content, "contentMap": {"en": content}, "attachment": [],
            "tag": [{"type": "Hashtag", "href": "https://social.example/tags/outlet", "name": "#outlet"}],
            "replies": {"id": note + "/replies", "type": "Collection",
                        "first": {"type": "CollectionPage", "next": note + "/replies?page=true",
                        "partOf": note + "/replies", "items": []}},
            "likes": {"id": note + "/likes", "type": "Collection", "totalItems": 3},
            "shares": {"id": note + "/shares", "type": "Collection", "totalItems": 1},
        },
    }  # fmt: skip


def reddit(make):
    return {
        "all_awardings": [], "approved_at_utc": None, "approved_by": None, "archived": False,
        "associated_award": None,
        "author": "user%d" % make.id(), "author_cakeday": None, "author_flair_background_color": None,
        "author_flair_css_class": None, "author_flair_richtext": [], "author_flair_template_id": None,
        "author_flair_text": None,
        "author_flair_text_color": None, "author_flair_type": "text", "author_fullname": "t2_abc12",
        "author_is_blocked": False,
        "author_patreon_flair": False, "author_premium": False, "awarders": [], "banned_at_utc": None,
        "banned_by": None,
        "body": make.text(30, 90) + " &gt; [see](" + make.page() + ")", "can_gild": False, "can_mod_post": False,
        "collapsed": False, "collapsed_because_crowd_control": None, "collapsed_reason": None,
        "collapsed_reason_code": None,
        "comment_type": None, "controversiality": 0, "created_utc": 1_740_000_000 + make.random.randrange(1_000_000),
        "distinguished": None, "downs": 0, "edited": False, "gilded": 0, "gildings": {}, "id": "m%07x" % make.id(),
        "is_submitter": False, "likes": None, "link_id": "t3_1j%05x" % make.random.randrange(1 << 20),
        "locked": False,
        "mod_note": None, "mod_reason_by": None, "mod_reason_title": None, "mod_reports": [],
        "name": "t1_m%07x" % make.id(),
        "no_follow": True, "num_reports": None, "parent_id": "t3_1j%05x" % make.random.randrange(1 << 20),
        "permalink": "/r/laptops/comments/1jabcd/which_one/m%07x/" % make.id(), "removal_reason": None, "replies": "",
        "report_reasons": None, "retrieved_on": 1_741_000_000, "saved": False, "score": 3, "score_hidden": False,
        "send_replies": True, "stickied": False, "subreddit": "laptops", "subreddit_id": "t5_2qoip",
        "subreddit_name_prefixed": "r/laptops", "subreddit_type": "public", "top_awarded_type": None,
        "total_awards_received": 0,
        "treatment_tags": [], "unrepliable_reason": None, "ups": 3, "user_reports": [],
    }  # fmt: skip


def twitter_archive(make):
    number = make.id() * 1_000_000_000
    short = "https://t.co/a%d" % make.id()
    return {"tweet": {
        "edit_info": {"initial": {"editTweetIds": [str(number)], "editableUntil": make.day() + ".000Z",
        "editsRemaining": "5", "isEditEligible": True}},
        "retweeted": False, "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [{"text": "Outlet", "indices": ["0", "7"]}], "symbols": [], "user_mentions": [],
                     "urls": [{"url": short, "expanded_url": make.page(), "display_url": "shop.example/a…",
                     "indices": ["60", "83"]}]},
        "display_text_range": ["0", "83"], "favorite_count": "3", "in_reply_to_status_id_str": None,
        "id_str": str(number), "truncated": False,
        "retweet_count": "1", "id": str(number), "possibly_sensitive": False,
        "created_at": "Mon Mar 03 10:00:%02d +0000 2025" % make.random.randrange(60),
        "favorited": False, "full_text": "#Outlet " + make.text(8, 20) + " " + short, "lang": "en",
    }}  # fmt: skip


def rss(make):
    page = make.page()
    return {"item": {
        "title": make.text(4, 10), "link": page, "comments": page + "#comments",
        "pubDate": "Mon, 03 Mar 2025 10:00:%02d +0000" % make.random.randrange(60),
        "dc:creator": "Dana Roe", "category": ["Laptops", "Outlet"], "guid": {"@isPermaLink": "false",
        "#text": "https://blog.example/?p=%d" % make.id()},
        "description": make.html(1), "content:encoded": make.html(8), "slash:comments": "3",
    }}  # fmt: skip
