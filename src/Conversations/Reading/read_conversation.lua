-- Reads a conversation: its mailbox and the turns that are kept.
-- KEYS  1..8 the conversation (conversation.lua), 9 completed turns, 10 turns that ended otherwise
-- ARGV  1 how many turns at most
-- Returns {1, running, {id, sequence, submitted, content...} of the mailbox, completed turns, other turns} | {2 unknown}
local turns = redis.call('LRANGE', KEYS[9], '-' .. ARGV[1], -1)
local others = redis.call('LRANGE', KEYS[10], '-' .. ARGV[1], -1)
local ids = redis.call('ZRANGE', MAILBOX, 0, -1)
if S.s == 0 and #ids == 0 and #turns == 0 and #others == 0 then return { 2 } end
local mailbox = {}
for _, id in ipairs(ids) do
  local query = read(id)
  for _, value in ipairs({ id, query.sequence, query.submitted, query.content }) do mailbox[#mailbox + 1] = value end
end
return { 1, lease_runs() and 1 or 0, mailbox, turns, others }
