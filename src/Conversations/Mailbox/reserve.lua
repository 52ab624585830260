-- Takes an Idempotency-Key for a request, unless it was taken.
-- KEYS  1 the key's record
-- ARGV  1 state, id and request hash, 2 ms to keep it until it is confirmed
-- Returns {what the key was taken for, ms since then unless it was confirmed}, or nothing when it is taken now
local taken = redis.call('GET', KEYS[1])
if taken then return { taken, ARGV[2] - redis.call('PTTL', KEYS[1]) } end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
