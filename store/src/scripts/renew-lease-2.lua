-- Renews the lease of a replica, by the clock of Redis: those of two replicas may be minutes apart.
--
-- KEYS  1 leases   2 sweeps
-- ARGV  1 replica id   2 length of the lease, in ms
-- Returns 1 if the lease held until now, else 0: it is new, was over, or its connections are being swept,
-- and whatever was registered under it may be gone.

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call("ZSCORE", KEYS[1], ARGV[1])
redis.call("ZADD", KEYS[1], now + ARGV[2], ARGV[1])
if not known or tonumber(known) < now or redis.call("ZSCORE", KEYS[2], ARGV[1]) then
  return 0
end
return 1
