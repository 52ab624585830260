-- Ends a granted turn, completed or not. Stands after conversation.lua, ending.lua and verdict.lua.
-- Returns {1 applied, status, id when it has a delivery, next head, stamp, epoch, now} | {2 fenced}; a repeat returns the same,
-- but no next head that its caller was to go on with: a look publishes that.
local function conclude(id, epoch, fence, status, fragment, goes_on)
  local record = redis.call('GET', KEYS[14])
  if record then
    local applied, ended_as = string.match(record, '^(%d+) (%a+) ')
    if applied ~= fence then return { 2 } end
    local next_id = S.p > 0 and head() or ''
    return { 1, ended_as, redis.call('EXISTS', KEYS[16]) == 1 and id or '', next_id, S.p, S.e, now }
  end
  if not holds(id, epoch, fence) then return { 2 } end
  local query = read(id)
  if status == 'completed' and query.expires > 0 and query.expires <= now then
    status, fragment = 'expired', ARGV[9]
  end
  local delivery = finish(id, 14, status, fragment, fence)
  local next_id, stamp = advance(goes_on == '1')
  return { 1, status, delivery or '', next_id, stamp, S.e, now }
end
