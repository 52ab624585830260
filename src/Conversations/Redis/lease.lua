-- The clock, and when a lease is over; it stands before conversation.lua and before what looks at many conversations.
local ABSENCE = 2000
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function number(value) return tonumber(value or 0) or 0 end

-- Until when nobody takes over, because Redis (or every sweeper) was away and holders could not renew: one grace an absence.
-- Also tells when the last sweep was.
local function grace_of(bucket)
  local sweeps = redis.call('HMGET', bucket, 'swept', 'grace')
  local swept, grace = number(sweeps[1]), number(sweeps[2])
  if grace > now + ABSENCE then grace = 0 end -- the clock went back
  if swept > 0 and now - swept > ABSENCE and grace <= swept then grace = now + ABSENCE end
  return grace, swept
end

-- When the lease of a state's fields u and l is over: nil if nobody holds it.
local function lease_over(u, l, bucket)
  if u == 0 then return nil end
  local over = math.min(u, now + l)
  if over > now then return over end
  return math.max(over, (grace_of(bucket)))
end
