-- Takes what is due in a bucket: pushed back, so that one sweeper takes each. Also notes that sweeps go on: after an
-- absence of Redis, or of all sweepers, those that hold leases get a grace to renew before anybody takes over. It stands after
-- lease.lua.
-- KEYS  1 due times, 2 the bucket's fence, horizons and sweeps, 3 its waiting conversations, 4 its counts by tenant
-- ARGV  1 how many at most, 2 ms to push back, 3 ms to look ahead: what is due by then is due now
-- Returns {now, newest stamp served from the queue of queries, of replies, member...}: c:<conversation> or d:<query id>
local function whole(value) return string.format('%.0f', value) end
local grace, swept = grace_of(KEYS[2])
redis.call('ZREM', KEYS[1], '') -- a deletion first: a full Redis must not stop sweeps
if swept > now + ABSENCE then -- the clock went back: what was planned by it lies ahead, and is looked at anew
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. whole(now), '+inf')) do
    redis.call('ZADD', KEYS[1], whole(now), member)
  end
  swept = 0
end
if now - swept >= 400 then
  redis.call('HSET', KEYS[2], 'swept', whole(now), 'grace', whole(grace))
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 34560000000) end
end
local function served(horizon)
  local stamp = number(redis.call('HGET', KEYS[2], horizon))
  if stamp > now then -- of before the clock went back: it would make all that waits look lost
    redis.call('HDEL', KEYS[2], horizon)
    return 0
  end
  return stamp
end
local queries, replies = served('queries'), served('replies')
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', whole(now + ARGV[3]), 'LIMIT', 0, ARGV[1])
for _, member in ipairs(due) do redis.call('ZADD', KEYS[1], whole(now + ARGV[2]), member) end
return { now, queries, replies, unpack(due) }
