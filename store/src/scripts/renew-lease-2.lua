-- Renews the lease of a replica.
--
-- KEYS  1 leases   2 sweeps
-- ARGV  1 replica id   2 now, in ms   3 end of the lease, in ms
-- Returns 1 if the lease held until now, else 0: it is new, was over, or its connections are being swept,
-- and whatever was registered under it may be gone.

local known = redis.call("ZSCORE", KEYS[1], ARGV[1])
redis.call("ZADD", KEYS[1], ARGV[3], ARGV[1])
if not known or tonumber(known) < tonumber(ARGV[2]) or redis.call("ZSCORE", KEYS[2], ARGV[1]) then
  return 0
end
return 1
