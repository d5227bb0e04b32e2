-- Notes down connections of a replica: what a sweep undoes should it die.
--
-- KEYS  1 leases   2 connections of the replica
-- ARGV  1 replica id   2 length of a lease, in ms   3, 4 ... connections
--
-- A replica that has no lease (any more) gets one, or nobody would ever sweep it. It is not the one that the replica's
-- next beat holds, so that beat finds out that everything was forgotten.

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call("ZADD", KEYS[1], "NX", now + ARGV[2], ARGV[1])
for i = 3, #ARGV do
  redis.call("SADD", KEYS[2], ARGV[i])
end
