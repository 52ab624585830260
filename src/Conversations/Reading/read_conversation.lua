-- Reads what a conversation consists of; the texts of its queries are read in pieces, so that nobody has to wait for them.
-- KEYS  1..8 the conversation (conversation.lua), 9 completed turns, 10 turns that ended otherwise
-- ARGV  1 how many ended queries the caller has heard of, 2 how many more may be given at once
-- Returns {1, epoch, ended queries, running, ids of the mailbox, the newest turns: at least those that the caller has not
--       heard of, or none if they are too many} | {2 unknown}
local ids = redis.call('ZRANGE', MAILBOX, 0, -1)
if S.s == 0 and #ids == 0 and redis.call('EXISTS', KEYS[9], KEYS[10]) == 0 then return { 2 } end
local more, turns = S.n - ARGV[1], {}
if more > 0 and more <= number(ARGV[2]) then
  for _, list in ipairs({ KEYS[9], KEYS[10] }) do
    for _, record in ipairs(redis.call('LRANGE', list, '-' .. whole(more), -1)) do turns[#turns + 1] = record end
  end
end
return { 1, S.e, S.n, lease_runs() and 1 or 0, ids, turns }
