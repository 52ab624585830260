-- Ends the queries of a mailbox that must end: expired ones wherever they stand, a running one only when its worker should
-- long have ended it; and a head that was cancelled while it ran or has used up its attempts, once its lease is over.
-- KEYS  1..8 the conversation (conversation.lua), 9..13 where they end (ending.lua), then for each query: ended record,
--       id -> conversation, delivery
-- ARGV  1..4 what ending.lua takes, 5 most attempts, 6 "error":{...} of an expired query, 7 of a cancelled one,
--       8 of one without attempts left, then the ids
-- Returns {epoch, next head, stamp, now, the ids that ended and have a delivery...}
local result, runs, first = { 0, '', 0, now }, lease_runs(), head()
local function end_of(id, query)
  local is_running = id == first and runs
  if query.expires > 0 and query.expires + (is_running and LATE or 0) <= now then return 'expired', ARGV[6] end
  if id ~= first or is_running then return nil end
  if S.x == 1 then return 'cancelled', ARGV[7] end
  if S.a >= number(ARGV[5]) then return 'failed', ARGV[8] end
end

redis.call('ZREM', EXPIRIES, '') -- a deletion first: a full Redis must not stop it
for i = 9, #ARGV do
  local query = read(ARGV[i])
  if query then
    local status, fragment = end_of(ARGV[i], query)
    if status then result[#result + 1] = finish(ARGV[i], 14 + 3 * (i - 9), status, fragment, 0) end
  end
end
if first and head() ~= first then
  result[2], result[3] = advance()
elseif first then
  plan()
end
result[1] = S.e
return result
