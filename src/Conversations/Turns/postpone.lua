-- Gives a granted turn back, to be begun again after a delay, if the grant still holds; one that is to be cancelled ends.
-- KEYS  1..8 the conversation (conversation.lua), 9..13 where it ends (ending.lua), 14 ended record, 15 id -> conversation, 16 delivery
-- ARGV  1..4 what ending.lua takes, 5 id, 6 epoch, 7 fence, 8 "error":{...} of a cancelled query, 9 delay in ms,
--       10 what to add to the attempts (0, 1), 11 what to add to the postponements (0, 1),
--       12 whether its process survived the model's answer (0, 1): it is no suspect then
-- Returns {1 applied, status, id when it has a delivery, head to publish or '', stamp, epoch, now} | {2 fenced}; a repeat
--       returns the same.
local id, epoch, fence, cancelled, delay, attempt, postponement, survived = unpack(ARGV, 5)
local is_held = holds(id, epoch, fence)
if is_held and S.x == 1 or redis.call('EXISTS', KEYS[14]) == 1 then
  return conclude(id, epoch, fence, 'cancelled', cancelled)
end
if not is_held then
  if S.e ~= number(epoch) or S.r ~= number(fence) or head() ~= id then return { 2 } end
  return { 1, 'queued', '', S.p > 0 and id or '', S.p, S.e, now }
end
delete('g', 'u', 'l', 'v', 'p', 't')
if survived == '1' then forget('h') end
let_expire(id, read(id).expires)
local again = now + number(delay)
S.r, S.b, S.a, S.w = number(fence), again, S.a + number(attempt), S.w + number(postponement)
local next_id, stamp = '', 0
if again <= now then next_id, stamp = wake(id) else plan(again) end
return { 1, 'queued', '', next_id, stamp, S.e, now }
