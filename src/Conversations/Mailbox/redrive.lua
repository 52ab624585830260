-- Appends a dead letter's text as a new query; a second time it finds the first.
-- KEYS  1..8 the conversation (conversation.lua), 9..12 the new query (append.lua), 13 the dead letter's ended record,
--       14 the mark of its redrive
-- ARGV  1..6 the new query and its limits (append.lua), 7 ms a mark is kept
-- Returns what submit does, or {5 no dead letter}
local redriven = redis.call('EXISTS', KEYS[14]) == 1
local known = redis.call('EXISTS', KEYS[9]) == 1 or redis.call('ZSCORE', MAILBOX, ARGV[1])
if not known then
  local record = redis.call('GET', KEYS[13])
  if redriven or not record or string.match(record, '^%d+ (%a+) ') ~= 'failed' then return { 5 } end
end
local result = append()
if result[1] == 1 then redis.call('SET', KEYS[14], ARGV[1], 'PX', ARGV[7]) end
return result
