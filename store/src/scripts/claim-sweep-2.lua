-- Claims a replica to sweep: one whose sweeper died, or whose lease is over.
--
-- KEYS  1 leases   2 sweeps
-- ARGV  1 now, in ms   2 end of the claim, in ms
-- Returns the replica id, or nil where nothing is left to sweep.

local before = "(" .. ARGV[1]
local dead = redis.call("ZRANGEBYSCORE", KEYS[2], "-inf", before, "LIMIT", 0, 1)[1]
if not dead then
  for _, id in ipairs(redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", before)) do
    if not redis.call("ZSCORE", KEYS[2], id) then
      dead = id
      break
    end
  end
end
if dead then
  redis.call("ZADD", KEYS[2], ARGV[2], dead)
end
return dead
