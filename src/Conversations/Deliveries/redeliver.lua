-- Makes a delivery pending again, whatever it had come to, with its schedule from the start; its id stays.
-- KEYS  1 the delivery, 2 due times of the bucket, 3..6 the tenant's deliveries by status: pending, delivered, failed, discarded
-- ARGV  1 query id, 2 tenant, 3 ms a pending one is kept
-- Returns {1 due now, stamp} | {2 it is being sent} | {3 unknown}
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(value) return string.format('%.0f', value) end
local id, tenant, kept = unpack(ARGV)
local d = redis.call('HMGET', KEYS[1], 's', 'n', 'u', 'q')
if not d[4] or string.match(d[4], '^%d+ %a+ (%S+) ') ~= tenant then return { 3 } end
local over = tonumber(d[3] or 0)
if d[1] == 'pending' and over > now and over <= now + 3600000 then return { 2 } end
for key = 4, 6 do redis.call('ZREM', KEYS[key], id) end
redis.call('HDEL', KEYS[1], 'u', 'g', 'b', 'k', 'y')
redis.call('HSET', KEYS[1], 's', 'pending', 'm', d[2], 'z', d[2], 'p', whole(now)) -- a late end of the last attempt changes nothing
redis.call('PEXPIRE', KEYS[1], kept)
redis.call('ZADD', KEYS[3], whole(now), id)
redis.call('PEXPIRE', KEYS[3], kept)
redis.call('ZADD', KEYS[2], whole(now + 5000), 'd:' .. id)
return { 1, now }
