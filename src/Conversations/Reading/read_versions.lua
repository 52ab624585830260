-- Reads how far live queries are; it stands after lease.lua. Who waits asks often, so no text is read.
-- KEYS  1 the bucket's fence, horizons and sweeps, then of each query its conversation's state hash and mailbox
-- ARGV  the ids
-- Returns for each 1 queued, 2 running or 0 not live (any more), and how often it began to run
local found = {}
for i, id in ipairs(ARGV) do
  local status, runs = 0, 0
  if redis.call('ZRANGE', KEYS[2 * i + 1], 0, 0)[1] == id then
    local state = redis.call('HMGET', KEYS[2 * i], 'u', 'l', 'c')
    local over = lease_over(number(state[1]), number(state[2]), KEYS[1])
    status, runs = over and over > now and 2 or 1, number(state[3])
  elseif redis.call('ZSCORE', KEYS[2 * i + 1], id) then
    status = 1
  end
  found[2 * i - 1], found[2 * i] = status, runs
end
return found
