-- Grants the next attempt of a delivery; repeating it with the same token gives the same attempt.
-- KEYS  1 the delivery, 2 due times of the bucket, 3 the bucket's fence, horizons and sweeps
-- ARGV  1 query id, 2 grant token, 3 lease in ms, 4 the hint's publish stamp
-- Returns {1 granted, attempt, record of the ended query, attempts before its schedule began anew, whether it was asked for,
--         ms since it was first deferred} | {2 busy} | {3 not due} | {4 nothing to send}
-- The delivery's fields: q record, s status, n attempts begun, z last attempt ended, u lease end, g token,
--   b not before, p publish stamp, k looks since, m attempts before it was asked for and its schedule began anew,
--   y when it was first deferred since its last attempt, log attempts as JSON lines.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local id, token, lease, stamp = unpack(ARGV)
local d = redis.call('HMGET', KEYS[1], 's', 'n', 'u', 'g', 'q', 'b', 'm', 'y')
redis.call('HDEL', KEYS[1], 'p')
local horizon = tonumber(redis.call('HGET', KEYS[3], 'replies') or 0)
stamp = math.min(tonumber(stamp), now)
if stamp > horizon or horizon > now then redis.call('HSET', KEYS[3], 'replies', string.format('%.0f', stamp)) end
if d[1] ~= 'pending' then return { 4 } end
local attempt, over, before = tonumber(d[2]), tonumber(d[3] or 0), tonumber(d[6] or 0)
local function granted(number)
  return { 1, number, d[5], tonumber(d[7] or 0), d[7] and 1 or 0, d[8] and math.max(now - d[8], 0) or 0 }
end
if over > now and over <= now + 3600000 then
  if d[4] == token then return granted(attempt) end
  return { 2 }
end
if before > now then
  redis.call('ZADD', KEYS[2], string.format('%.0f', before), 'd:' .. id)
  return { 3 }
end
local ends = string.format('%.0f', now + lease)
redis.call('HDEL', KEYS[1], 'b')
redis.call('HSET', KEYS[1], 'n', attempt + 1, 'u', ends, 'g', token)
redis.call('ZADD', KEYS[2], ends, 'd:' .. id)
return granted(attempt + 1)
