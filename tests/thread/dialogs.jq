# Dialogs of customer care, one an item: each tweet answers the one before it, and the agent's with a link comes last.
# A few tweets stand in two dialogs: an id names the dialog too. The time of that last tweet is what its id says.

def posted: (tonumber / 4194304 + 1288834974657) / 1000 | floor | todate;

.dialogHeader as $head
| [(.dialogContent[]
    | {native: .tweet_ID, time: .datetime, text: .message,
       handle: (.agent // .client // .client1), is_ours: has("agent")}),
   (.agentURL
    | {native: .tweet_ID, time: (.tweet_ID | posted), text: .url_utterance, handle: $head.company, is_ours: true})]
| range(length) as $i
| .[$i - 1].native as $before
| .[$i]
| {kind: "post", source: "twitter", id: "twitter:\($head.sessionID)/\(.native)", time, seen: "2020-05-01T00:00:00Z",
   author: "twitter:\(.handle)", handle}
+ (if $i > 0 then {reply_to: "twitter:\($head.sessionID)/\($before)"} else {} end)
+ {text}
+ (if .is_ours then {} else {mentions: [$head.company]} end)
