-- Removes a conversation. What has ended goes in steps that each take a bounded time; the last step takes the rest with
-- whatever is live or running, and leaves the next epoch so that nothing late finds anything.
-- KEYS  1..8 the conversation (conversation.lua), 9 completed turns, 10 turns that ended otherwise, 11 history,
--       12 dead letters of the tenant, 13..16 the tenant's deliveries by status, then for each query: ended record,
--       id -> conversation, delivery
-- ARGV  1 whether this is the last step (0, 1), then the ids
-- Returns {1 removed, queries, turns, deliveries, dead letters} | {2 the ids are not all (any more)} | {3 unknown}
local TOMBSTONE_TTL, ids = 2678400000, {}
for i = 2, #ARGV do ids[i - 1] = ARGV[i] end
local last, live, history = ARGV[1] == '1', redis.call('ZCARD', MAILBOX), redis.call('ZCARD', KEYS[11])
if S.s == 0 and live == 0 and history == 0 then return { 3 } end
if last then
  local missing = live + history
  for _, id in ipairs(ids) do
    if redis.call('ZSCORE', MAILBOX, id) then missing = missing - 1 end
    if redis.call('ZSCORE', KEYS[11], id) then missing = missing - 1 end
  end
  if missing ~= 0 then return { 2 } end
end

local queries, deliveries, dead = 0, 0, 0
for i, id in ipairs(ids) do
  local keys = 14 + 3 * i
  if last or not redis.call('ZSCORE', MAILBOX, id) then
    queries = queries + redis.call('DEL', KEYS[keys]) + redis.call('DEL', KEYS[keys + 1])
    deliveries = deliveries + redis.call('DEL', KEYS[keys + 2])
    dead = dead + redis.call('ZREM', KEYS[12], id)
    for key = 13, 16 do redis.call('ZREM', KEYS[key], id) end
    redis.call('ZREM', DUE, 'd:' .. id)
    redis.call('ZREM', KEYS[11], id)
  end
end
if not last then return { 1, queries, 0, deliveries, dead } end

local turns = redis.call('LLEN', KEYS[9]) + redis.call('LLEN', KEYS[10])
redis.call('DEL', STATE, MAILBOX, LIVE, EXPIRIES, KEYS[9], KEYS[10], KEYS[11])
redis.call('ZREM', DUE, 'c:' .. name)
redis.call('ZREM', WAITING, name)
redis.call('HINCRBY', COUNTS, tenant, 0 - live)
local epoch = S.e + 1
for field in pairs(stored) do S[field] = 0 end
stored, S.e, state_ttl = {}, epoch, TOMBSTONE_TTL
return { 1, queries, turns, deliveries, dead }
