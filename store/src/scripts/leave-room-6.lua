-- Ends a membership. A private room ends with its last one: nobody could be invited any more.
--
-- KEYS  1 meta   2 members   3 names   4 log   5 removed   6 banned
-- ARGV  1 user id   2 the user's entry in the names
-- Returns 1 if the room ended, else 0.

redis.call("SREM", KEYS[2], ARGV[1])
redis.call("ZREM", KEYS[3], ARGV[2])
if redis.call("HGET", KEYS[1], "kind") == "private" and redis.call("EXISTS", KEYS[2]) == 0 then
  redis.call("DEL", unpack(KEYS))
  return 1
end
if redis.call("EXISTS", KEYS[1]) == 1 then
  redis.call("HINCRBY", KEYS[1], "exits", 1)
end
return 0
