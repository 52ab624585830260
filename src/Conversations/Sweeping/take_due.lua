-- Takes what is due in a bucket: pushed back, so that one sweeper takes each. Also notes that sweeps go on: after an
-- absence of Redis, or of all sweepers, those that hold leases get a grace to renew before anybody takes over.
-- KEYS  1 due times, 2 the bucket's fence, horizons and sweeps, 3 its waiting conversations, 4 its counts by tenant
-- ARGV  1 how many at most, 2 ms to push back, 3 ms to look ahead: what is due by then is due now
-- Returns {now, newest stamp served from the queue of queries, of replies, member...}: c:<conversation> or d:<query id>
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local bucket = redis.call('HMGET', KEYS[2], 'swept', 'queries', 'replies')
local swept = tonumber(bucket[1] or 0)
redis.call('ZREM', KEYS[1], '') -- a deletion first: a full Redis must not stop sweeps
if now - swept >= 400 then
  if swept > 0 and now - swept > 2000 then redis.call('HSET', KEYS[2], 'grace', string.format('%.0f', now + 2000)) end
  redis.call('HSET', KEYS[2], 'swept', string.format('%.0f', now))
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 34560000000) end
end
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now + ARGV[3]), 'LIMIT', 0, ARGV[1])
for _, member in ipairs(due) do redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), member) end
return { now, tonumber(bucket[2] or 0), tonumber(bucket[3] or 0), unpack(due) }
