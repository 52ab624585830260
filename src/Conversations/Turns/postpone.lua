-- Gives a granted turn back, to be begun again after a delay, if the grant still holds.
-- KEYS  1..8 the conversation (conversation.lua)
-- ARGV  1 id, 2 epoch, 3 fence, 4 delay in ms, 5 what to add to the attempts (0, 1), 6 what to add to the postponements (0, 1),
--       7 whether its process survived the model's answer (0, 1): it is no suspect then
-- Returns {1 applied, head to publish or '', stamp, epoch} | {2 fenced}; a repeat returns the same.
local id, epoch, fence, delay, attempt, postponement, survived = unpack(ARGV)
if not holds(id, epoch, fence) then
  if S.e ~= number(epoch) or S.r ~= number(fence) or head() ~= id then return { 2 } end
  return { 1, S.p > 0 and id or '', S.p, S.e }
end
delete('g', 'u', 'l', 'v', 'p', 't')
if survived == '1' then forget('h') end
let_expire(id, read(id).expires)
local again = S.x == 1 and now or now + number(delay)
S.r, S.b, S.a, S.w = number(fence), again, S.a + number(attempt), S.w + number(postponement)
if again <= now then
  local next_id, stamp = wake(id)
  return { 1, next_id, stamp, S.e }
end
plan(again)
return { 1, '', 0, S.e }
