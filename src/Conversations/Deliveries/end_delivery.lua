-- Ends an attempt: the delivery is final, or due again.
-- KEYS  1 the delivery, 2 due times of the bucket, 3 pending deliveries of the tenant, 4 the tenant's deliveries of the new status
-- ARGV  1 query id, 2 attempt, 3 status, 4 ms until the next attempt, 5 the attempt as JSON members, 6 ms a final one can be read
-- Returns 1 applied, now or by an earlier call | 0 refused: another attempt is newer, or the delivery is gone
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(value) return string.format('%.0f', value) end
local id, attempt, status, delay, line, kept = unpack(ARGV)
local d = redis.call('HMGET', KEYS[1], 's', 'n', 'z', 'log')
if d[3] == attempt then return 1 end
if d[1] ~= 'pending' or d[2] ~= attempt then return 0 end
redis.call('HDEL', KEYS[1], 'u', 'g', 'p', 'k', 'b', 'y')
local log = (d[4] and d[4] .. '\n' or '') .. '{"at":' .. whole(now) .. ',' .. line .. '}'
while #log > 8192 do log = string.match(log, '^[^\n]*\n(.*)$') or '' end
redis.call('HSET', KEYS[1], 's', status, 'z', attempt, 'log', log)
if status == 'pending' then
  redis.call('HSET', KEYS[1], 'b', whole(now + delay))
  redis.call('ZADD', KEYS[2], whole(now + delay), 'd:' .. id)
  return 1
end
redis.call('ZREM', KEYS[2], 'd:' .. id)
redis.call('ZREM', KEYS[3], id)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', whole(now - kept))
redis.call('ZADD', KEYS[4], whole(now), id)
redis.call('PEXPIRE', KEYS[4], kept)
redis.call('PEXPIRE', KEYS[1], kept)
return 1
