-- Takes of a tenant's rate: what was spent already in any case, and of what is wanted as much as there is.
-- KEYS  1 the tenant's rate: what was left (negative: owed) and when; no key: the whole burst is there
-- ARGV  1 per second, 2 burst, 3 spent, 4 wanted
-- Returns {granted, millionths left}
local rate, burst, spent, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local stored, at = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) (%d+)$')
local left, passed = burst, 0
if stored then
  passed = now - tonumber(at)
  left = math.min(burst, tonumber(stored) + math.max(0, passed) * rate / 1000000)
end

left = math.max(left - spent, -burst) -- whoever spends first may owe a burst, no more
local granted = math.max(0, math.min(wanted, math.floor(left + 0.000001))) -- sums of parts may miss a whole by a hair
left = left - granted
if granted + spent > 0 or passed < 0 then -- a clock that went back counts from where it is
  local full_in = math.max(1, math.ceil((burst - left) / rate * 1000))
  redis.call('SET', KEYS[1], string.format('%.6f %.0f', left, now), 'PX', string.format('%.0f', full_in))
end
return { granted, math.floor(left * 1000000 + 0.5) }
