-- Appends a completed turn, ends its query, records its delivery and wakes the next head, if the grant still holds.
-- KEYS  1..8 the conversation (conversation.lua), 9..13 where it ends (ending.lua), 14 ended record, 15 id -> conversation, 16 delivery
-- ARGV  1..4 what ending.lua takes, 5 id, 6 epoch, 7 fence, 8 "reply":{...}, 9 "error":{...} in case that it has expired,
--       10 whether the caller begins the next head at once, without a message (0, 1)
-- Returns {1 applied, status, id when it has a delivery, next head, stamp, epoch, now} | {2 fenced}
return conclude(ARGV[5], ARGV[6], ARGV[7], 'completed', ARGV[8], ARGV[10])
