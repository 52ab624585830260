-- Reads a live query and where it stands in its conversation.
-- KEYS  1..8 the conversation (conversation.lua)
-- ARGV  1 id
-- Returns {1, running, position, attempts, begun at, runs, sequence, submitted, content} | {2 not live (any more)}
local query = read(ARGV[1])
if not query then return { 2 } end
local position = redis.call('ZRANK', MAILBOX, ARGV[1])
local is_head = position == 0
return { 1, is_head and lease_runs() and 1 or 0, position, is_head and S.a or 0, is_head and S.o or 0,
  is_head and S.c or 0, query.sequence, query.submitted, query.content }
