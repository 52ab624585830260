-- Whether a grant may still act; it stands after conversation.lua in what a worker calls about its turn.
-- Needed: the newest fence, a lease that was not given up, and the caller's query as head.
local function holds(id, epoch, fence)
  return S.e == number(epoch) and S.f == number(fence) and S.u > 0 and head() == id
end
