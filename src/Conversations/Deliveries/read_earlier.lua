-- Tells whether an earlier delivery of the conversation is pending and young enough to be waited for.
-- KEYS  1 history of the conversation (ended ids by end), 2 pending deliveries of the tenant
-- ARGV  1 query id, 2 ms after its end for which an earlier one is waited for, 3 how many earlier ones are looked at
-- Returns 1 there is one | 0 there is none
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local id, patience, most = unpack(ARGV)
local ended = redis.call('ZSCORE', KEYS[1], id)
if not ended then return 0 end
local since = string.format('%.0f', now - patience)
for _, earlier in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], '(' .. ended, since, 'LIMIT', 0, most)) do
  if redis.call('ZSCORE', KEYS[2], earlier) then return 1 end
end
return 0
