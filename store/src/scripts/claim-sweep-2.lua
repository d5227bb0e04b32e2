-- Claims a replica to sweep: one whose sweeper died, or whose lease is over by the clock of Redis.
--
-- KEYS  1 leases   2 sweeps
-- ARGV  1 length of the claim, in ms   2 when the sweeper may begin, in ms since 1970
-- Returns the replica id, or nil where nothing is left to sweep.

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now < tonumber(ARGV[2]) then
  return nil
end
local dead = redis.call("ZRANGEBYSCORE", KEYS[2], "-inf", "(" .. now, "LIMIT", 0, 1)[1]
if not dead then
  for _, id in ipairs(redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", "(" .. now)) do
    if not redis.call("ZSCORE", KEYS[2], id) then
      dead = id
      break
    end
  end
end
if dead then
  redis.call("ZADD", KEYS[2], now + ARGV[1], dead)
end
return dead
