-- Looks at a delivery whose due time has passed and says whether its hint has to be published.
-- KEYS  1 the delivery, 2 due times of the bucket
-- ARGV  1 query id, 2 when the queue was last seen with nothing ready (0: never), 3 the newest stamp that was served from the
--       queue, 4 whether the queue can be reached (0, 1)
-- Returns {1 publish, kind, tenant, stamp} | {2 nothing}
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local id, drained, horizon = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREM', KEYS[2], '') -- a deletion first: a full Redis must not stop it
local d = redis.call('HMGET', KEYS[1], 's', 'u', 'b', 'p', 'k', 'q')
local over, before = tonumber(d[2] or 0), tonumber(d[3] or 0)
local stamp, looks = tonumber(d[4] or 0), tonumber(d[5] or 0)
local function due(at) redis.call('ZADD', KEYS[2], string.format('%.0f', at), 'd:' .. id) end
if d[1] ~= 'pending' then
  redis.call('ZREM', KEYS[2], 'd:' .. id)
  return { 2 }
end
local later = math.max(math.min(over, now + 3600000), before)
if later > now then due(later) return { 2 } end
local kind = stamp == 0 and (over > 0 and 'redelivery' or 'delivery')
  or (horizon > stamp + 5000 or drained >= stamp + 5000 or stamp > now + 2000) and 'lost'
if not kind then
  redis.call('HSET', KEYS[1], 'k', math.min(looks + 1, 10))
  due(now + math.min(5000 * 2 ^ (looks + 1), 60000))
  return { 2 }
end
if ARGV[4] ~= '1' then due(now + 5000) return { 2 } end
redis.call('HDEL', KEYS[1], 'u', 'g')
redis.call('HSET', KEYS[1], 'p', string.format('%.0f', now), 'k', 0)
due(now + 5000)
return { 1, kind, string.match(d[6], '^%d+ %a+ (%S+) '), now }
