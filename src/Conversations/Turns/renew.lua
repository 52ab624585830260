-- Extends leases of one bucket; those with more than two thirds left are only looked at.
-- KEYS  1 due times of the bucket, then of each conversation the state hash and the expiries of queries that do not run
-- ARGV  1 lease in ms, then epoch and fence of each
-- Returns for each: 0 lost, 1 held, 2 held and to be cancelled
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local lease, verdicts = tonumber(ARGV[1]), {}
for i = 2, #KEYS, 2 do
  local state = redis.call('HMGET', KEYS[i], 'e', 'f', 'u', 'x')
  local over = tonumber(state[3] or 0)
  if (state[1] or '0') ~= ARGV[i] or state[2] ~= ARGV[i + 1] or over == 0 then
    verdicts[#verdicts + 1] = 0
  else
    verdicts[#verdicts + 1] = state[4] == '1' and 2 or 1
    if over < now + lease * 2 / 3 or over > now + lease then
      local member, ends = 'c:' .. string.match(KEYS[i], '^{[^}]*}:c:(.*)$'), string.format('%.0f', now + lease)
      redis.call('HDEL', KEYS[i], 'k') -- a deletion first: a full Redis must not cost a lease
      if over <= now then redis.call('HINCRBY', KEYS[i], 'c', 1) end -- it was queued since its lease ran out
      redis.call('HSET', KEYS[i], 'u', ends, 'l', ARGV[1], 'd', ends)
      local expiry = tonumber(redis.call('ZRANGE', KEYS[i + 1], 0, 0, 'WITHSCORES')[2])
      redis.call('ZADD', KEYS[1], expiry and expiry < now + lease and string.format('%.0f', expiry) or ends, member)
    end
  end
end
return verdicts
