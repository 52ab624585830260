-- Gives an Idempotency-Key back after a refusal, if it is still what was reserved.
-- KEYS  1 the key's record
-- ARGV  1 state, id and request hash
-- Returns 1 when it was given back
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
