-- Ends the sweep of a replica, unless something was registered under it since.
--
-- KEYS  1 leases   2 sweeps   3 connections of the replica
-- ARGV  1 replica id
-- Returns 1 if that was all, else 0.

if redis.call("EXISTS", KEYS[3]) == 1 then
  return 0
end
redis.call("ZREM", KEYS[1], ARGV[1])
redis.call("ZREM", KEYS[2], ARGV[1])
return 1
