-- Bans a user, a member or not, and ends their membership: nobody slips in between.
--
-- KEYS  1 meta   2 members   3 names   4 banned
-- ARGV  1 user id   2 name   3 the user's entry in the names
-- Returns "left" of who was a member, "stranger" of who was not, or "refused" of the owner and where there is no room.

local meta = redis.call("HMGET", KEYS[1], "epoch", "owner")
if not meta[1] or meta[2] == ARGV[1] then
  return "refused"
end
redis.call("HSET", KEYS[4], ARGV[1], ARGV[2])
if redis.call("SREM", KEYS[2], ARGV[1]) == 0 then
  return "stranger"
end
redis.call("ZREM", KEYS[3], ARGV[3])
redis.call("HINCRBY", KEYS[1], "exits", 1)
return "left"
