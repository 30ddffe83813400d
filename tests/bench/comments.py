"""Records of forums, comments and streams, as records.py has those of the other formats: a page is a record."""

import json

import records


def discourse(make):
    topic = make.id()

    def post(number):
        return {
            "id": make.id(), "name": "Dana Roe", "username": "dana%d" % number, "created_at": make.day() + ".000Z",
            "avatar_template": "/user_avatar/forum.example/dana/{size}/1.png", "cooked": make.html(), "post_number": number,
            "post_type": 1, "posts_count": 20, "updated_at": make.day() + ".000Z", "reply_count": 1, "quote_count": 0,
            "reply_to_post_number": number - 1 if number > 2 else None, "incoming_link_count": 3, "reads": 44,
            "readers_count": 43, "score": 30.2, "yours": False, "topic_id": topic, "topic_slug": "laptop-battery",
            "display_username": "Dana", "primary_group_name": None, "flair_name": None, "flair_url": None, "version": 1,
            "can_edit": False, "can_delete": False, "can_recover": False, "user_title": None, "bookmarked": False,
            "link_counts": [{"url": make.page(), "internal": False, "reflection": False, "title": None, "clicks": 6}],
            "actions_summary": [{"id": 2, "count": 4}], "moderator": False, "admin": False, "staff": False, "user_id": make.id(),
            "hidden": False, "trust_level": 2, "deleted_at": None, "user_deleted": False, "edit_reason": None,
            "can_view_edit_history": True, "wiki": False, "reviewable_id": 0, "reviewable_score_count": 0,
        }  # fmt: skip

    posts = [post(number) for number in range(1, 21)]
    return {
        "post_stream": {"posts": posts, "stream": [one["id"] for one in posts]}, "id": topic, "title": make.text(4, 9),
        "posts_count": 20, "views": 512, "archetype": "regular", "slug": "laptop-battery", "category_id": 5, "tags": ["battery"],
        "details": {"participants": [{"id": 1, "username": "dana"}]},
    }  # fmt: skip


def disqus(make):
    return {"post": {
        "@dsq:id": str(make.id()), "id": "wp_id=%d" % make.id(), "message": make.html(1), "createdAt": make.day() + "Z",
        "isDeleted": "false", "isSpam": "false", "thread": {"@dsq:id": "1467"}, "parent": {"@dsq:id": str(make.id())},
        "author": {"name": "Dana Roe", "isAnonymous": "false", "username": "dana"},
    }}  # fmt: skip


def youtube(make):
    def comment(one):
        when = make.day() + "Z"
        return {
            "kind": "youtube#comment", "etag": "x%027d" % make.id(), "id": one,
            "snippet": {
                "channelId": "UCchannelofacme0000000000", "videoId": "mini9video0", "textDisplay": make.text() + "<br>" + make.text(),
                "textOriginal": make.text(24, 80), "authorDisplayName": "@dana", "authorProfileImageUrl": "https://yt3.example/a%d=s48" % make.id(),
                "authorChannelUrl": "http://www.youtube.com/@dana", "authorChannelId": {"value": "UC%022d" % make.id()},
                "canRate": True, "viewerRating": "none", "likeCount": 12, "publishedAt": when, "updatedAt": when,
            },
        }  # fmt: skip

    def thread():
        one = "Ugz%022d" % make.id()
        return {
            "kind": "youtube#commentThread", "etag": "y%027d" % make.id(), "id": one,
            "snippet": {"channelId": "UCchannelofacme0000000000", "videoId": "mini9video0", "topLevelComment": comment(one),
                        "canReply": True, "totalReplyCount": 1, "isPublic": True},
            "replies": {"comments": [comment("%s.%d" % (one, make.id()))]},
        }  # fmt: skip

    return {"kind": "youtube#commentThreadListResponse", "etag": "z", "pageInfo": {"totalResults": 20, "resultsPerPage": 20},
            "items": [thread() for _ in range(20)]}  # fmt: skip


def flickr(make):
    def comment():
        number = make.id()
        return {
            "id": "77-301200-%d" % number, "author": "35460000001@N01", "author_is_deleted": 0, "authorname": "Dana Roe",
            "iconserver": "1", "iconfarm": 1, "datecreate": "1141841470", "path_alias": "dana", "realname": "Dana",
            "permalink": "https://www.flickr.com/photos/acme/301200/#comment%d" % number, "_content": make.text() + "\n" + make.html(1),
        }  # fmt: skip

    return {"comments": {"photo_id": "301200", "comment": [comment() for _ in range(20)]}, "stat": "ok"}


def facebook(make):
    def comment(post):
        return {
            "id": "%d_%d" % (post, make.id()), "created_time": make.day() + "+0000", "from": {"name": "Dana Roe", "id": str(make.id())},
            "message": make.text(), "like_count": 2, "comment_count": 0, "can_remove": True, "user_likes": False,
        }  # fmt: skip

    def post():
        number = make.id()
        return {
            "id": "111222_%d" % number, "created_time": make.day() + "+0000", "updated_time": make.day() + "+0000",
            "message": make.text(), "story": "Acme shared a link.", "from": {"name": "Acme", "id": "111222"},
            "permalink_url": "https://www.facebook.com/acme/posts/%d" % number, "shares": {"count": 7}, "is_published": True,
            "reactions": {"data": [], "summary": {"total_count": 41, "viewer_reaction": "NONE"}},
            "attachments": {"data": [{"title": make.text(3, 8), "type": "share", "description": make.text(), "unshimmed_url": make.page(),
                                      "url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2F&h=AT0x",
                                      "media": {"image": {"height": 720, "src": "https://scontent.example/%d.jpg" % number, "width": 720}}}]},
            "comments": {"data": [comment(number) for _ in range(5)], "summary": {"order": "ranked", "total_count": 5, "can_comment": True}},
        }  # fmt: skip

    return {"data": [post() for _ in range(25)], "paging": {"next": "https://graph.facebook.com/v21.0/111222/posts?after=x"}}


def facebook_archive(make):
    when = 1_300_000_000 + make.random.randrange(400_000_000)
    text = make.text(20, 60).encode().decode("latin-1")  # as the downloads are
    return {
        "timestamp": when, "data": [{"post": text}, {"update_timestamp": when}], "title": "Dana Roe shared a link.",
        "attachments": [{"data": [{"external_context": {"name": make.text(3, 8), "url": make.page()}}]}],
    }  # fmt: skip


def mastodon_stream(make):
    payload = json.dumps(records.mastodon(make), ensure_ascii=False, separators=(",", ":"))
    return {"stream": ["public"], "event": "update", "payload": payload}


def mastodon_sse(make):
    return "event: update\ndata: " + json.dumps(records.mastodon(make), ensure_ascii=False, separators=(",", ":")) + "\n"


MAKERS = [discourse, disqus, youtube, flickr, facebook, facebook_archive, mastodon_stream, mastodon_sse]
