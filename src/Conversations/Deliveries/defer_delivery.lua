-- Gives a granted attempt back before it was made: it does not count, and the delivery is due again.
-- KEYS  1 the delivery, 2 due times of the bucket
-- ARGV  1 query id, 2 attempt, 3 grant token, 4 ms until it is due
-- Returns 1 given back | 0 refused: the grant is over, or was given back before
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function whole(value) return string.format('%.0f', value) end
local id, attempt, token, delay = unpack(ARGV)
local d = redis.call('HMGET', KEYS[1], 's', 'n', 'g', 'y')
-- The next grant has this number again: only the token tells the two apart.
if d[1] ~= 'pending' or d[2] ~= attempt or d[3] ~= token then return 0 end
redis.call('HDEL', KEYS[1], 'u', 'g', 'p', 'k')
redis.call('HSET', KEYS[1], 'n', whole(attempt - 1), 'b', whole(now + delay), 'y', d[4] or whole(now))
redis.call('ZADD', KEYS[2], whole(now + delay), 'd:' .. id)
return 1
